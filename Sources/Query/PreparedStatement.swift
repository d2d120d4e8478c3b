// A statement that was parsed and analyzed, with the plan it last ran by; and the statements that a
// session remembers. A plan holds names, not numbers, so it is right for any version of the graph;
// it is made anew when the graph has become so different that another order would be better.

internal import Graph
internal import Text

/// A statement that can be run any number of times without parsing and planning anew.
///
/// It belongs to the session that prepared it.
public final class PreparedStatement {
  internal let statement: BoundStatement
  private var plan: StatementPlan?
  private var shape = GraphShape()

  internal init(_ statement: BoundStatement) { self.statement = statement }

  /// The names of its columns; empty where it returns nothing.
  public var columns: [String] {
    if case .query(let query) = statement.body { query.columns.map(\.string) } else { [] }
  }

  /// Whether it changes the graph.
  public var isWriting: Bool { statement.isWriting }

  /// The names of the parameters that it uses.
  public var parameterNames: [String] { statement.parameters.map(\.string) }

  /// The plan for a graph: the last one, as long as the graph is about the same.
  internal func plan(
    _ query: BoundQuery, on graph: GraphSnapshot, _ options: QueryOptions
  ) -> StatementPlan {
    let shape = GraphShape(graph, options)
    if let plan, shape.isNear(self.shape) { return plan }
    let made = Planner.plan(query, of: statement, on: graph, options)
    plan = made
    self.shape = shape
    return made
  }
}

/// What of a graph a plan depends on.
private struct GraphShape {
  private var nodeCount = 0
  private var relationshipCount = 0
  private var indexes: [IndexDefinition] = []
  private var isOptimized = false
  private var usesIndexes = false

  init() {}

  init(_ graph: GraphSnapshot, _ options: QueryOptions) {
    nodeCount = graph.nodeCount
    relationshipCount = graph.relationshipCount
    indexes = graph.indexes
    isOptimized = options.isOptimized
    usesIndexes = options.usesIndexes
  }

  /// Whether a plan for one is good for the other.
  func isNear(_ other: GraphShape) -> Bool {
    func near(_ left: Int, _ right: Int) -> Bool {
      max(left, right) <= 2 * min(left, right) + 16
    }
    return isOptimized == other.isOptimized && usesIndexes == other.usesIndexes
      && near(nodeCount, other.nodeCount) && near(relationshipCount, other.relationshipCount)
      && indexes == other.indexes
  }
}

/// The statements that a session prepared last, by the code points of their text: as Swift strings
/// two statements that differ in the spelling of an é would be one.
struct StatementCache {
  private var statements: [UTF8String: PreparedStatement] = [:]
  private static let countMax = 256
  /// Long texts hold data and seldom come again.
  private static let bytesMax = 16 << 10

  subscript(text: String) -> PreparedStatement? {
    get { statements[UTF8String(text)] }
    set {
      guard text.utf8.count <= Self.bytesMax else { return }
      if statements.count >= Self.countMax { statements.removeAll() }
      statements[UTF8String(text)] = newValue
    }
  }
}
