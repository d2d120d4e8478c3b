// What ends an import. A bad row does not: it is rejected and told (`RejectedRow`). Each error says
// what is wrong, where, and what to do.

/// Why an import could not be done.
public enum ImportError: Error, Equatable, Sendable {
  /// There is nothing at the path.
  case fileNotFound(path: String)
  /// The path names a directory.
  case isDirectory(path: String)
  /// The path names a device or a socket.
  case notAFile(path: String)
  /// The file holds no byte.
  case emptyFile(path: String)
  /// The system refused to open or read the file.
  case unreadable(path: String, errorNumber: Int32)
  /// Neither the name nor the first bytes tell a format that can be read.
  case unknownFormat(path: String)
  /// The file is not text.
  case notText(path: String, kind: BinaryKind)
  /// The header cannot be used.
  case badHeader(path: String, line: Int, column: Int?, problem: HeaderProblem)
  /// A format that is read as a whole is broken at a place.
  case malformed(path: String, line: Int, column: Int?, problem: String)
  /// More rows were bad than the options allow; the first of them.
  case tooManyRejects(limit: Int, first: RejectedRow)
  /// An option contradicts itself or another one.
  case badOption(String)
  /// The graph has as many names or entities as it can hold.
  case graphFull(GraphError)

  /// What a file looks like that is not text.
  public enum BinaryKind: Sendable, Equatable {
    /// Packed by gzip, zip, zstd, xz or bzip2.
    case compressed
    /// UTF-16, as some spreadsheets write it.
    case utf16
    /// Anything else.
    case unknown
  }

  /// What is wrong with a header.
  public enum HeaderProblem: Sendable, Equatable {
    /// Neither a node's nor a relationship's columns are there.
    case neitherNodesNorRelationships
    /// Columns of nodes and of relationships in one header.
    case nodesAndRelationships
    /// A column that may stand once stands twice.
    case repeatedColumn(String)
    /// One of start and end without the other.
    case missingColumn(String)
    /// A type that there is not.
    case unknownType(String)
    /// A type that exists elsewhere but cannot be stored here.
    case unsupportedType(String)
    /// A column without a name.
    case unnamedColumn
    /// The header is not CSV or not UTF-8.
    case malformed(String)
  }
}

extension ImportError: CustomStringConvertible {
  /// What went wrong and what to do, in one line.
  public var description: String {
    switch self {
    case .fileNotFound(let path): "there is no file \(path)"
    case .isDirectory(let path): "\(path) is a directory; name the files in it"
    case .notAFile(let path): "\(path) is neither a file nor a pipe"
    case .emptyFile(let path): "\(path) is empty"
    case .unreadable(let path, let number):
      "\(path) cannot be read: \(systemMessage(ofError: number))"
    case .unknownFormat(let path):
      "the format of \(path) cannot be told from its name or beginning; name one of "
        + ImportFormat.allCases.map(\.rawValue).joined(separator: ", ")
    case .notText(let path, let kind): "\(path) is not text: \(kind.advice)"
    case .badHeader(let path, let line, let column, let problem):
      "\(place(path, line, column)): \(problem.message)"
    case .malformed(let path, let line, let column, let problem):
      "\(place(path, line, column)): \(problem)"
    case .tooManyRejects(let limit, let first):
      "more than \(limit) rows were bad; the first is "
        + "\(place(first.path, first.line, first.column)): \(first.reason.message)"
    case .badOption(let problem): problem
    case .graphFull(let error): error.description
    }
  }

  private func place(_ path: String, _ line: Int, _ column: Int?) -> String {
    column.map { "\(path):\(line), column \($0)" } ?? "\(path):\(line)"
  }
}

extension ImportError.BinaryKind {
  fileprivate var advice: String {
    switch self {
    case .compressed: "it is compressed; unpack it first (a pipe as - will do)"
    case .utf16: "it is UTF-16; save it as UTF-8"
    case .unknown: "it has zero bytes; is it the right file?"
    }
  }
}

extension ImportError.HeaderProblem {
  /// What is wrong and what to do.
  public var message: String {
    switch self {
    case .neitherNodesNorRelationships:
      "the header has no :ID (or id) of nodes and no :START_ID and :END_ID (or source and target) "
        + "of relationships"
    case .nodesAndRelationships:
      "the header has columns of nodes and of relationships; give each a file of its own"
    case .repeatedColumn(let name): "the column \(name) stands twice; name or :IGNORE one of them"
    case .missingColumn(let name): "the column \(name) is missing"
    case .unknownType(let name):
      "there is no type \(name); types are int, long, short, byte, float, double, boolean, string, "
        + "char, date, time, localtime, datetime, localdatetime, duration, and [] behind one of them"
    case .unsupportedType(let name):
      "values of type \(name) cannot be stored; read the parts into columns of their own, "
        + "or write :IGNORE"
    case .unnamedColumn: "a column has no name; name it, or write :IGNORE"
    case .malformed(let problem): problem
    }
  }
}
