// A graph that lives: the last published version, one writer at a time, any number of readers, and
// the file that keeps it, if any (Graph+File.swift).

/// A property graph in memory, with or without a file.
public final class Graph: Sendable {
  private let published: Lock<GraphSnapshot>
  internal let writerTurn = WriterTurn()
  /// The file that keeps the graph; used only by whoever has the writer's turn.
  internal let keeper: GraphKeeper?

  /// Makes a graph in memory, empty or from a version.
  public init(_ snapshot: GraphSnapshot = GraphSnapshot()) {
    published = Lock(snapshot)
    keeper = nil
  }

  internal init(_ snapshot: GraphSnapshot, keptBy keeper: GraphKeeper) {
    published = Lock(snapshot)
    self.keeper = keeper
  }

  /// The last published version.
  ///
  /// Readers keep it as long as they like; it never changes.
  public var snapshot: GraphSnapshot { published.withLock { $0 } }

  /// Begins to write, after waiting for whoever writes now.
  ///
  /// The transaction must be committed or rolled back; one that is let go is rolled back.
  public func begin() -> Transaction {
    writerTurn.take()
    return Transaction(of: self, from: snapshot)
  }

  /// Runs a function that writes.
  ///
  /// If it throws, nothing of what it did remains.
  public func write<Result>(_ body: (Transaction) throws -> Result) throws -> Result {
    let transaction = begin()
    let result: Result
    do {
      result = try body(transaction)
    } catch {
      transaction.rollback()
      throw error
    }
    try transaction.commit()
    return result
  }

  /// Makes a version the one that readers get, after its changes are durable.
  internal func publish(_ snapshot: GraphSnapshot, after changes: [Change]) throws(GraphError) {
    try keeper?.commit(changes)
    show(snapshot)
    keeper?.checkpointIfDue(of: self)
  }

  /// Makes a version the one that readers get; it holds the same graph or is durable already.
  internal func show(_ snapshot: GraphSnapshot) {
    published.withLock { $0 = snapshot }
  }
}
