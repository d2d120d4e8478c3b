// Random histories: transactions of random operations that are made on a graph and on the naive one
// alike, right and wrong ones, with savepoints, rollbacks, undoing and redoing. What each refuses
// must be the same; comparing what they hold is left to the caller, who is asked at every stop.

public import Graph
import Text

/// An operation whose outcome was not that of the naive graph.
public struct OutcomeMismatch: Error {
  public let operation: String
  public let onGraph: String
  public let onNaive: String
}

/// A graph and a naive one that go the same way.
public final class RandomHistory {
  public typealias Comparison = (GraphSnapshot, NaiveGraph) throws -> Void

  /// May be replaced by one that holds the same, between transactions.
  public var graph: Graph
  public private(set) var naive: NaiveGraph
  /// The changes of every commit, undoing and redoing included.
  public private(set) var journal: [[Change]] = []
  private var random: Random
  private let compare: Comparison
  /// What was committed and can be undone, with the states before and after.
  private var committed: [(changes: [Change], before: NaiveGraph, after: NaiveGraph)] = []

  public init(
    _ graph: Graph = Graph(), _ naive: NaiveGraph = NaiveGraph(), random: Random,
    compare: @escaping Comparison
  ) {
    self.graph = graph
    self.naive = naive
    self.random = random
    self.compare = compare
  }

  /// Defines names that the operations use, so that most of them succeed.
  public func defineNames() throws {
    let transaction = graph.begin()
    for name in ["b", "a", "c"] as [UTF8String] {
      _ = (try transaction.label(named: name), try naive.label(named: name))
      _ = (try transaction.type(named: name), try naive.type(named: name))
    }
    for name in ["a", "name", "b"] as [UTF8String] {
      _ = (try transaction.key(named: name), try naive.key(named: name))
    }
    journal.append(transaction.changes)
    try transaction.commit()
  }

  /// Runs one transaction to its end, whatever that is, and compares.
  public func runTransaction(operationsMax: Int = 40) throws {
    if random.oneIn(6), !committed.isEmpty {
      try undo()
    } else {
      try change(operationsMax: operationsMax)
    }
    try compare(graph.snapshot, naive)
  }

  private func change(operationsMax: Int) throws {
    let transaction = graph.begin()
    var pair = Pair(transaction: transaction, naive: naive)
    var savepoints: [(point: Transaction.Savepoint, naive: NaiveGraph)] = []
    do {
      for _ in 0..<random.below(operationsMax) + 1 {
        switch random.below(40) {
        case 0, 1: savepoints.append((transaction.savepoint(), pair.naive))
        case 2 where !savepoints.isEmpty:
          savepoints.removeLast(random.below(savepoints.count))
          let (point, naive) = savepoints[savepoints.count - 1]
          transaction.rollback(to: point)
          pair.naive = naive
          try compare(transaction.view, pair.naive)
        case 3: try compare(transaction.view, pair.naive)
        default: try pair.runOperation(&random)
        }
      }
      try compare(transaction.view, pair.naive)
    } catch {
      transaction.rollback()
      throw error
    }
    if random.oneIn(6) {
      transaction.rollback()
    } else {
      committed.append((transaction.changes, naive, pair.naive))
      journal.append(transaction.changes)
      try transaction.commit()
      naive = pair.naive
    }
  }

  /// Undoes the last transactions, one after the other, and may redo them.
  private func undo() throws {
    for _ in 0..<min(committed.count, 1 + random.below(3)) {
      let last = committed.removeLast()
      let undoing = try commit { try $0.undo(last.changes) }
      naive = naive.goingBack(to: last.before)
      try compare(graph.snapshot, naive)
      if random.oneIn(2) {
        _ = try commit { try $0.undo(undoing) }
        naive = naive.goingBack(to: last.after)
        // Undoing twice makes again what was made, so that it can be undone once more.
        committed.append(last)
        return
      }
    }
  }

  private func commit(_ body: (Transaction) throws -> Void) throws -> [Change] {
    let changes = try graph.write { transaction in
      try body(transaction)
      return transaction.changes
    }
    journal.append(changes)
    return changes
  }
}

/// A transaction and the naive graph that it should make.
private struct Pair {
  let transaction: Transaction
  var naive: NaiveGraph

  mutating func runOperation(_ random: inout Random) throws {
    switch random.below(20) {
    case 0, 1, 2: try createNode(&random)
    case 3, 4, 5, 6: try createRelationship(&random)
    case 7, 8: try changeLabel(&random)
    case 9...13: try setProperty(&random)
    case 14:
      let id = random.relationship(in: naive)
      try both("delete \(id)", { try $0.delete(id) }, { try $0.delete(id) })
    case 15:
      let id = random.node(in: naive)
      try both("delete \(id)", { try $0.delete(id) }, { try $0.delete(id) })
    case 16:
      let id = random.node(in: naive)
      try both("detach \(id)", { try $0.detachDelete(id) }, { try $0.detachDelete(id) })
    case 17, 18: try changeIndex(&random)
    default: try defineName(&random)
    }
  }

  private mutating func createNode(_ random: inout Random) throws {
    let labels = (0..<random.below(4)).map { _ in random.label() }
    // An unknown label is refused when it comes to it; the transaction goes back to before.
    let isKnown = labels.allSatisfy { Int($0.rawValue) < naive.labels.count }
    if isKnown {
      try both(
        "node \(labels)", { try $0.createNode(labels: labels) },
        { try $0.createNode(labels: labels) })
    }
  }

  private mutating func createRelationship(_ random: inout Random) throws {
    let source = random.node(in: naive)
    // Self-loops, and parallel edges among few nodes.
    let target = random.oneIn(8) ? source : random.node(in: naive)
    let type = TypeID(rawValue: UInt16(random.below(4)))
    for _ in 0..<(random.oneIn(5) ? 4 : 1) {
      try both(
        "\(source)-\(type)->\(target)",
        { try $0.createRelationship(type, from: source, to: target) },
        { try $0.createRelationship(type, from: source, to: target) })
    }
  }

  private mutating func changeLabel(_ random: inout Random) throws {
    let (label, node) = (random.label(), random.node(in: naive))
    if random.oneIn(2) {
      try both(
        "add \(label) \(node)", { try $0.add(label, to: node) }, { try $0.add(label, to: node) })
    } else {
      try both(
        "remove \(label) \(node)", { try $0.remove(label, from: node) },
        { try $0.remove(label, from: node) })
    }
  }

  private mutating func setProperty(_ random: inout Random) throws {
    let entity: Entity =
      random.oneIn(3)
      ? .relationship(random.relationship(in: naive)) : .node(random.node(in: naive))
    let key = random.key()
    let value = random.property()
    // Setting what is there already, null included, is no change and needs no key.
    if Int(key.rawValue) >= naive.keys.count, value.isNull { return }
    try both(
      "set \(entity) \(key) \(value)", { try $0.set(entity, key, to: value) },
      { try $0.set(entity, key, to: value) })
  }

  private mutating func changeIndex(_ random: inout Random) throws {
    let definition = IndexDefinition(
      random.pick(IndexDefinition.Kind.allCases), label: random.oneIn(2) ? nil : random.label(),
      key: random.key())
    if random.oneIn(3) {
      try both(
        "drop \(definition)", { try $0.dropIndex(definition) }, { try $0.dropIndex(definition) })
    } else {
      try both(
        "index \(definition)", { try $0.createIndex(definition) },
        { try $0.createIndex(definition) })
    }
  }

  private mutating func defineName(_ random: inout Random) throws {
    let name: UTF8String = random.pick(["name", "a", "b", "c", "d", "e\u{301}", "é", ""])
    switch random.below(3) {
    case 0: try both("label \(name)", { try $0.label(named: name) }, { try $0.label(named: name) })
    case 1: try both("type \(name)", { try $0.type(named: name) }, { try $0.type(named: name) })
    default: try both("key \(name)", { try $0.key(named: name) }, { try $0.key(named: name) })
    }
  }

  /// Does the same on both and wants the same result, or the same refusal.
  private mutating func both<Result>(
    _ operation: String, _ onGraph: (Transaction) throws -> Result,
    _ onNaive: (inout NaiveGraph) throws -> Result
  ) throws {
    let left = outcome { try onGraph(transaction) }
    let right = outcome { try onNaive(&naive) }
    guard left == right else {
      throw OutcomeMismatch(operation: operation, onGraph: left, onNaive: right)
    }
  }

  private func outcome<Result>(_ body: () throws -> Result) -> String {
    do {
      return "\(try body())"
    } catch GraphError.valueNotStorable {
      return "not storable"
    } catch GraphError.changeDoesNotFit {
      return "does not fit"
    } catch {
      return "\(error)"
    }
  }
}

extension Random {
  /// A node that is there, or seldom one that is not.
  fileprivate mutating func node(in naive: NaiveGraph) -> NodeID {
    let nodes = naive.nodes.keys.sorted()
    if nodes.isEmpty || oneIn(25) {
      return pick([NodeID(rawValue: .max), NodeID(rawValue: naive.nextNode &+ 1)])
    }
    // A few nodes are chosen often and become hubs.
    return oneIn(3) ? nodes[below(min(3, nodes.count))] : pick(nodes)
  }

  fileprivate mutating func relationship(in naive: NaiveGraph) -> RelationshipID {
    let relationships = naive.relationships.keys.sorted()
    if relationships.isEmpty || oneIn(25) { return RelationshipID(rawValue: .max) }
    return pick(relationships)
  }

  fileprivate mutating func label() -> LabelID { LabelID(rawValue: UInt16(below(4))) }

  fileprivate mutating func key() -> KeyID { KeyID(rawValue: UInt16(below(4))) }

  /// A value to set: often one of few or a short text, seldom one that cannot be stored.
  public mutating func property() -> Value {
    switch below(8) {
    case 0: .null
    case 1, 2: pick([.integer(1), .float(1), .string("李四"), .boolean(true), .float(-0.0)])
    case 3, 4, 5: .string(UTF8String(phrase(lengthMax: 14)))
    case 6: .list([.string(UTF8String(phrase(lengthMax: 5))), .integer(Int64(below(3)))])
    default: value(depth: 2)
    }
  }
}
