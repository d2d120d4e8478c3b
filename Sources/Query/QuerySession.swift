// The way in for programs: a session over a graph prepares and runs statements. Rows are handed to
// a receiver in batches as they are made; `query` gathers them for those who want them at once.

public import Graph
internal import Synchronization
public import Text

/// Bounds on what a statement may take; nil is no bound.
public struct QueryLimits: Sendable {
  /// Milliseconds from the start of the statement.
  public var milliseconds: Int?
  /// Bytes that rows, groups and sorted data may take together.
  public var memoryBytes: Int? = 4 << 30
  /// Rows of the result.
  public var rows: Int?
  /// Relationships in a path of a pattern of variable length.
  public var pathLength = 1_000_000
  /// Bytes of the text of a statement.
  public var textBytes = 1 << 20

  /// Bounds that only memory sets.
  public init() {}
}

/// A flag by which another thread ends a running statement.
public final class Cancellation: Sendable {
  private let flag = Atomic<Bool>(false)

  /// Makes a flag that is not set.
  public init() {}

  /// Ends the statement that runs under this flag, soon.
  public func cancel() { flag.store(true, ordering: .relaxed) }

  /// Whether somebody asked for the end.
  public var isCancelled: Bool { flag.load(ordering: .relaxed) }
}

/// How statements of a session run.
public struct QueryOptions: Sendable {
  /// The bounds.
  public var limits = QueryLimits()
  /// Whether statements that write are refused.
  public var isReadOnly = false
  /// The folder below which `LOAD CSV` may read; nil forbids it.
  public var importFolder: String?
  /// Whether plans are improved; without it every statement runs the plain way, for comparison.
  public var isOptimized = true
  /// Whether nodes are looked up by indexes; without it they are scanned for, for comparison.
  public var usesIndexes = true
  /// The number of threads that a reading statement may use; 0 is one per core.
  public var threads = 0

  /// The defaults.
  public init() {}
}

/// What a statement changed.
public struct QueryCounters: Sendable, Equatable {
  /// Nodes made.
  public var nodesCreated = 0
  /// Nodes deleted.
  public var nodesDeleted = 0
  /// Relationships made.
  public var relationshipsCreated = 0
  /// Relationships deleted.
  public var relationshipsDeleted = 0
  /// Properties set or removed.
  public var propertiesSet = 0
  /// Labels given to nodes.
  public var labelsAdded = 0
  /// Labels taken from nodes.
  public var labelsRemoved = 0
  /// Indexes made.
  public var indexesAdded = 0
  /// Indexes removed.
  public var indexesRemoved = 0

  /// Nothing.
  public init() {}

  /// Whether anything changed.
  public var isEmpty: Bool { self == QueryCounters() }
}

/// Rows of a result, as many as fit one batch.
public struct ResultRows: Sendable {
  /// How many rows there are.
  public let count: Int
  /// By column.
  internal let columns: [[Value]]

  /// Makes rows of columns of one length.
  internal init(count: Int, columns: [[Value]]) {
    self.count = count
    self.columns = columns
  }

  /// How many columns there are.
  public var columnCount: Int { columns.count }

  /// The value of a row in a column.
  public func value(row: Int, column: Int) -> Value { columns[column][row] }

  /// One row.
  public func row(_ row: Int) -> [Value] { columns.map { $0[row] } }
}

/// Who takes the rows of a statement as they are made.
public protocol ResultReceiver: AnyObject {
  /// Told once, before the first rows.
  func begin(columns: [String])
  /// Takes rows; the graph is the version in which nodes and relationships are to be looked up.
  ///
  /// Returns false when no more rows are wanted, which ends the statement without an error.
  func receive(_ rows: ResultRows, in graph: GraphSnapshot) -> Bool
}

/// What is known about a statement after it ran.
public struct QuerySummary: Sendable {
  /// What changed.
  public var counters = QueryCounters()
  /// Labels, types and keys that the graph does not know, with near names.
  public var warnings: [Diagnostic] = []
  /// The plan as lines of text, for EXPLAIN and PROFILE.
  public var plan: [String]?
  /// Rows handed to the receiver.
  public var rowCount = 0

  /// Nothing yet.
  public init() {}
}

/// A whole result.
public struct QueryResult: Sendable {
  /// The names of the columns.
  public var columns: [String] = []
  /// The rows.
  public var rows: [[Value]] = []
  /// What else is known.
  public var summary = QuerySummary()
  /// The version of the graph in which nodes and relationships are to be looked up.
  public var graph = GraphSnapshot()
}

/// A graph with the procedures and settings under which statements run on it.
///
/// A session serves one thread at a time; sessions on the same graph may run side by side.
public final class QuerySession {
  /// The graph.
  public let graph: Graph
  /// How statements run.
  public var options: QueryOptions
  private var procedures: [String: Procedure] = [:]
  private var cache = StatementCache()
  /// What the names of indexes stand for; scripts drop by name what they made.
  private var namedIndexes: [UTF8String: IndexStatement] = [:]
  /// The transaction that `begin` opened.
  private var transaction: Transaction?

  /// Makes a session.
  public init(_ graph: Graph, options: QueryOptions = QueryOptions()) {
    self.graph = graph
    self.options = options
    for procedure in BuiltInProcedures.all { register(procedure) }
  }

  deinit { transaction?.rollback() }

  /// Makes a procedure callable; one of the same name is replaced.
  public func register(_ procedure: Procedure) {
    procedures[procedure.name.asciiLowercased] = procedure
    cache = StatementCache()
  }

  /// All procedures that can be called, in the order of their names.
  public var registeredProcedures: [Procedure] {
    procedures.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Parses and analyzes a statement, or takes it from the cache.
  public func prepare(_ text: String) throws(QueryError) -> PreparedStatement {
    if let known = cache[text] { return known }
    let count = text.utf8.count
    if count > options.limits.textBytes {
      throw QueryError(
        .limitExceeded, .queryTooLong, .compile,
        "the statement has \(count) bytes, more than \(options.limits.textBytes)",
        subject: "\(options.limits.textBytes)", hint: "give data as parameters")
    }
    let source = SourceText(text)
    let tree = try parseStatement(source)
    let statement = try analyze(
      tree, of: source,
      in: AnalysisSurroundings(procedures: procedures, namedIndexes: namedIndexes))
    let prepared = PreparedStatement(statement)
    switch tree.body {
    case .query: cache[text] = prepared
    case .createIndex(let index):
      if let name = index.name { namedIndexes[name.text] = index }
    case .dropIndex, .dropNamedIndex: break
    }
    return prepared
  }

  /// Runs a statement; on an error the graph is as it was before.
  public func run(
    _ prepared: PreparedStatement, parameters: [String: Value] = [:],
    cancellation: Cancellation? = nil, into receiver: any ResultReceiver
  ) throws(QueryError) -> QuerySummary {
    let statement = prepared.statement
    if options.isReadOnly, statement.isWriting {
      throw QueryError(
        .accessError, .readOnly, .compile, "the statement writes, but only reading is allowed",
        hint: "leave out --read-only")
    }
    let values = try statement.values(of: parameters)
    let run = StatementRun(
      prepared, values, options, Budget(options.limits, cancellation: cancellation))
    guard statement.isWriting, statement.mode != .explain else {
      return try run.read(transaction?.view ?? graph.snapshot, into: receiver)
    }
    if let transaction {
      let savepoint = transaction.savepoint()
      do {
        return try run.write(transaction, into: receiver)
      } catch {
        transaction.rollback(to: savepoint)
        throw error
      }
    }
    return try commit(run, into: receiver)
  }

  /// Runs a writing statement as a transaction of its own.
  private func commit(
    _ run: StatementRun, into receiver: any ResultReceiver
  ) throws(QueryError) -> QuerySummary {
    let transaction = graph.begin()
    let summary: QuerySummary
    do {
      summary = try run.write(transaction, into: receiver)
    } catch {
      transaction.rollback()
      throw error
    }
    do {
      try transaction.commit()
    } catch {
      throw QueryError(error)
    }
    return summary
  }

  /// Prepares and runs a statement.
  public func run(
    _ text: String, parameters: [String: Value] = [:], cancellation: Cancellation? = nil,
    into receiver: any ResultReceiver
  ) throws(QueryError) -> QuerySummary {
    try run(prepare(text), parameters: parameters, cancellation: cancellation, into: receiver)
  }

  /// Runs a statement and gathers its rows.
  public func query(_ text: String, parameters: [String: Value] = [:]) throws(QueryError)
    -> QueryResult
  {
    let gathering = GatheringReceiver()
    gathering.result.graph = graph.snapshot
    gathering.result.summary = try run(text, parameters: parameters, into: gathering)
    return gathering.result
  }
}

// MARK: - Transactions of several statements

extension QuerySession {
  /// Whether statements gather in a transaction until `commit` or `rollback`.
  public var isInTransaction: Bool { transaction != nil }

  /// Lets the statements that follow become visible together; other writers wait until the end.
  public func begin() {
    if transaction == nil { transaction = graph.begin() }
  }

  /// Makes what was written since `begin` durable and visible.
  public func commit() throws(GraphError) {
    guard let open = transaction else { return }
    transaction = nil
    try open.commit()
  }

  /// Drops what was written since `begin`.
  public func rollback() {
    transaction?.rollback()
    transaction = nil
  }
}

/// A receiver that keeps all rows.
private final class GatheringReceiver: ResultReceiver {
  var result = QueryResult()

  func begin(columns: [String]) { result.columns = columns }

  func receive(_ rows: ResultRows, in graph: GraphSnapshot) -> Bool {
    for row in 0..<rows.count { result.rows.append(rows.row(row)) }
    result.graph = graph
    return true
  }
}
