// What an import tells: counts at the end, progress on the way, and every row that it did not take.

/// What an import brought.
public struct ImportReport: Sendable, Equatable {
  /// What one file brought.
  public struct File: Sendable, Equatable {
    /// The path as it was given.
    public var path: String
    /// Nodes taken from the file.
    public var nodeCount = 0
    /// Relationships taken from the file.
    public var relationshipCount = 0
    /// Properties of both.
    public var propertyCount = 0
    /// Rows that were not taken.
    public var rejectCount = 0

    /// Starts counting.
    public init(path: String) { self.path = path }
  }

  /// The files in the order they were given.
  public var files: [File] = []

  /// Starts with no files.
  public init() {}

  /// Nodes of all files.
  public var nodeCount: Int { files.reduce(0) { $0 + $1.nodeCount } }
  /// Relationships of all files.
  public var relationshipCount: Int { files.reduce(0) { $0 + $1.relationshipCount } }
  /// Properties of all files.
  public var propertyCount: Int { files.reduce(0) { $0 + $1.propertyCount } }
  /// Rejected rows of all files.
  public var rejectCount: Int { files.reduce(0) { $0 + $1.rejectCount } }
}

/// How far an import has come.
public struct ImportProgress: Sendable, Equatable {
  /// What the import is doing.
  public enum Phase: Sendable {
    /// Looking through files whose columns do not tell their types.
    case inferringTypes
    /// Reading.
    case reading
    /// All is read; rows are sorted and indexes built.
    case finishing
  }

  /// What is being done.
  public var phase: Phase
  /// Bytes read in this phase.
  public var bytesRead: Int
  /// Bytes to read in this phase; nil while a pipe hides it.
  public var byteCount: Int?
  /// Nodes and relationships taken so far.
  public var rowCount: Int

  /// Tells how far an import is.
  public init(phase: Phase, bytesRead: Int, byteCount: Int?, rowCount: Int = 0) {
    self.phase = phase
    self.bytesRead = bytesRead
    self.byteCount = byteCount
    self.rowCount = rowCount
  }
}

/// Why a row was not taken.
public enum RejectReason: Sendable, Equatable {
  /// The row has more or fewer fields than the header.
  case wrongFieldCount(expected: Int, found: Int)
  /// A field does not read as a value of its column's type.
  case unreadableValue(type: String)
  /// A node without an id.
  case missingID
  /// There is a node with this id already.
  case duplicateID(String)
  /// A relationship without a start or end.
  case missingEnd
  /// A relationship of no type.
  case missingType
  /// A relationship to a node that there is not.
  case unknownNode(id: String, space: String)
  /// The text is not UTF-8.
  case invalidUTF8
  /// Something follows a closing quote.
  case textAfterQuote
  /// A quote is opened and never closed.
  case unterminatedQuote
  /// A field is longer than the limit.
  case fieldTooLong(limit: Int)
  /// A record is longer than the limit, mostly because of a quote that stays open.
  case recordTooLong(limit: Int)
  /// Anything else that a format has to say of its own.
  case malformed(String)

  /// The reason in words, on one line.
  public var message: String {
    switch self {
    case .wrongFieldCount(let expected, let found):
      "\(found) fields, but the header has \(expected)"
    case .unreadableValue(let type): "not a value of type \(type)"
    case .missingID: "a node needs an id"
    case .duplicateID(let id): "the id \(id) was given to a node before"
    case .missingEnd: "a relationship needs a start and an end"
    case .missingType: "a relationship needs a type"
    case .unknownNode(let id, let space):
      space.isEmpty
        ? "there is no node with the id \(id)" : "there is no node with the id \(id) in \(space)"
    case .invalidUTF8: "the text is not UTF-8"
    case .textAfterQuote: "text after a closing quote; a quote within a field must be doubled"
    case .unterminatedQuote: "a quote is opened here and never closed"
    case .fieldTooLong(let limit): "longer than the limit of \(limit) bytes"
    case .recordTooLong(let limit):
      "the record is longer than the limit of \(limit) bytes; is a quote left open here?"
    case .malformed(let problem): problem
    }
  }
}

/// A row that was not taken.
public struct RejectedRow: Sendable, Equatable {
  /// The file as it was given.
  public var path: String
  /// The line at which the row starts, counted from 1.
  public var line: Int
  /// The field that is to blame, counted from 1; nil where it is the whole row.
  public var column: Int?
  /// The name of that field in the header.
  public var columnName: String?
  /// What is wrong.
  public var reason: RejectReason
  /// The row as it stands in the file, without its line end.
  public var row: [UInt8]

  /// Describes a rejected row.
  public init(
    path: String, line: Int, column: Int? = nil, columnName: String? = nil, reason: RejectReason,
    row: [UInt8]
  ) {
    self.path = path
    self.line = line
    self.column = column
    self.columnName = columnName
    self.reason = reason
    self.row = row
  }
}
