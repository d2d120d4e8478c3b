// Procedures: what CALL calls. The built-in ones read the graph; others are registered by the host
// with a signature and a kernel.

public import Graph

/// Something that CALL can call: arguments in, rows out.
public struct Procedure: Sendable {
  /// A type in a signature; every type admits null.
  public enum ColumnType: String, Sendable, CaseIterable {
    case any = "ANY"
    case boolean = "BOOLEAN"
    case integer = "INTEGER"
    case float = "FLOAT"
    case number = "NUMBER"
    case string = "STRING"
    case map = "MAP"
    case list = "LIST"
    case node = "NODE"
    case relationship = "RELATIONSHIP"
    case path = "PATH"
  }

  /// A named argument or result.
  public struct Column: Sendable {
    /// The name.
    public var name: String
    /// The type.
    public var type: ColumnType

    /// Makes a column.
    public init(_ name: String, _ type: ColumnType) {
      self.name = name
      self.type = type
    }
  }

  /// The whole name, such as `db.labels`.
  public var name: String
  /// What it takes.
  public var arguments: [Column]
  /// What it gives.
  public var results: [Column]
  /// One sentence for help and completion.
  public var summary: String
  /// Computes the rows of one call; each row has a value per result.
  public var rows:
    @Sendable (_ arguments: [Value], _ graph: GraphSnapshot) throws(QueryError) -> [[Value]]

  /// Describes a procedure.
  public init(
    _ name: String, arguments: [Column] = [], results: [Column] = [], summary: String = "",
    rows:
      @escaping @Sendable (_ arguments: [Value], _ graph: GraphSnapshot) throws(QueryError) ->
      [[Value]]
  ) {
    self.name = name
    self.arguments = arguments
    self.results = results
    self.summary = summary
    self.rows = rows
  }
}
