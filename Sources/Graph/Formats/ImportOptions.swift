// What an import is told: which files, of which format, and what to do with rows that are bad.
// Everything has a default that reads what neo4j-admin, spreadsheets and Kin itself write.

/// The formats that graphs are read from.
public enum ImportFormat: String, Sendable, CaseIterable {
  /// Comma-separated nodes or relationships; the header tells neo4j-admin's form from the plain
  /// one.
  case csv
  /// One JSON object per line, as Neo4j's APOC exports them.
  case jsonLines = "jsonl"
  /// GraphML.
  case graphML = "graphml"
}

/// One file to read, with what it does not say itself.
public struct ImportFile: Sendable, Equatable {
  /// The path, or `-` for the standard input.
  public var path: String
  /// A file whose first record is the header of this one, which then has none of its own.
  public var headerPath: String?
  /// Labels for all nodes of the file, besides those that rows name.
  public var labels: [String]
  /// The type of relationships whose rows name none.
  public var type: String?
  /// The format, or nil to tell it by the name and the first bytes.
  public var format: ImportFormat?

  /// Names a file.
  public init(
    _ path: String, headerPath: String? = nil, labels: [String] = [], type: String? = nil,
    format: ImportFormat? = nil
  ) {
    self.path = path
    self.headerPath = headerPath
    self.labels = labels
    self.type = type
    self.format = format
  }
}

/// How files are read.
public struct ImportOptions: Sendable {
  /// What happens to text that is not UTF-8.
  public enum InvalidUTF8: Sendable {
    /// The row is rejected.
    case reject
    /// What is broken becomes U+FFFD.
    case replace
  }

  /// The byte between fields of CSV; nil takes the comma, or what the header is cut by without one.
  public var delimiter: UInt8?
  /// The byte between the elements of a list within one field of CSV.
  public var arrayDelimiter: UInt8 = 0x3b
  /// The byte around fields of CSV.
  public var quote: UInt8 = 0x22
  /// How many threads read; nil takes one per core.
  ///
  /// The graph does not depend on it.
  public var jobs: Int?
  /// What happens to text that is not UTF-8.
  public var invalidUTF8 = InvalidUTF8.reject
  /// After how many rejected rows the import stops; nil never stops it.
  public var rejectLimit: Int?
  /// The longest field that is taken, in bytes.
  public var fieldByteLimit = 64 << 20
  /// Whether the `id` of a plain node file (no `:ID`) becomes a property of that name as well.
  public var keepsPlainIDs = true
  /// The longest record of CSV that is taken, in bytes; a quote left open costs so much memory.
  internal var recordByteLimit = 64 << 20
  /// How much is read and handed to a thread at once; tests make it small.
  internal var blockByteCount = 4 << 20

  /// The defaults.
  public init() {}
}
