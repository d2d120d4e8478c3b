// What random histories do not reach: hubs large enough that rows are merged by themselves, many
// parallel relationships, the last ids there are, estimates over many values, half-done operations.

import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct GraphOracleLimitTests {
  @Test func aHubIsMergedAndStaysWhatItWas() throws {
    let graph = Graph()
    let count = 66_000
    let (hub, type) = try graph.write { transaction in
      let type = try transaction.type(named: "T")
      let hub = try transaction.createNode()
      let other = try transaction.createNode()
      for number in 0..<count {
        _ = try transaction.createRelationship(type, from: hub, to: number % 3 == 0 ? hub : other)
      }
      return (hub, type)
    }
    let before = graph.snapshot
    let rows = before.adjacency[Int(type.rawValue)]
    #expect(rows.outgoing.overlay.isEmpty && rows.incoming.overlay.isEmpty)
    #expect(before.degree(of: hub, type, .outgoing) == count)
    #expect(before.degree(of: hub, type, .incoming) == count / 3)
    #expect(before.degree(of: hub) == count)
    try graph.write { transaction in
      try transaction.delete(RelationshipID(rawValue: 0))
      try transaction.delete(RelationshipID(rawValue: UInt32(count) - 1))
    }
    #expect(before.degree(of: hub) == count)
    #expect(before.relationships(of: hub).count == count)
    #expect(graph.snapshot.degree(of: hub) == count - 2)
    #expect(graph.snapshot.relationships(of: hub).first == RelationshipID(rawValue: 1))
  }

  /// Relationships one by one, each in its own transaction, must not copy a growing whole.
  @Test func smallTransactionsOnAHubDoNotMergeEachTime() throws {
    var loader = GraphLoader()
    let type = try loader.type(named: "T")
    _ = try loader.appendNodes(count: 100_000, columns: [])
    let hubRow = [UInt32](repeating: 0, count: 40_000)
    let others = (0..<100_000).map { UInt32($0) }
    try loader.append(
      GraphLoader.RelationshipBatch(
        sources: hubRow + others, targets: Array(others[0..<40_000]) + others), type: type)
    let graph = Graph(loader.finish())
    for target in 1...UInt32(8) {
      try graph.write {
        _ = try $0.createRelationship(
          type, from: NodeID(rawValue: 0), to: NodeID(rawValue: target))
      }
    }
    let outgoing = graph.snapshot.adjacency[0].outgoing
    #expect(!outgoing.overlay.isEmpty, "a row that is copied again is not more to merge")
    #expect(outgoing.overlay.entryCount < 41_000)
  }

  @Test(.timeLimit(.minutes(1)))
  func manyParallelRelationshipsAreDeletedInAnyOrder() throws {
    for isBackward in [false, true] {
      let graph = Graph()
      let ends = try graph.write { transaction in
        let ends = (try transaction.createNode(), try transaction.createNode())
        let type = try transaction.type(named: "T")
        for _ in 0..<20_000 {
          _ = try transaction.createRelationship(type, from: ends.0, to: ends.1)
        }
        return ends
      }
      let all = graph.snapshot.relationships(of: ends.0)
      try graph.write { transaction in
        for id in isBackward ? all.reversed() : all { try transaction.delete(id) }
        #expect(transaction.view.degree(of: ends.1) == 0)
      }
      #expect(graph.snapshot.relationshipCount == 0)
    }
  }

  @Test func idsEndWhereTheyDo() throws {
    let (graph, _) = GraphOracleTests.start(nextNode: .max - 1, nextRelationship: .max - 1)
    let (node, relationship) = try graph.write { transaction in
      let node = try transaction.createNode(["L"], ["name": .string("last")])
      return (node, try transaction.createRelationship(node, "T", node, ["w": .integer(1)]))
    }
    #expect(node.rawValue == .max - 1 && relationship.rawValue == .max - 1)
    let transaction = graph.begin()
    #expect(throws: GraphError.tooManyEntities) { try transaction.createNode() }
    let type = TypeID(rawValue: 0)
    #expect(throws: GraphError.tooManyEntities) {
      try transaction.createRelationship(type, from: node, to: node)
    }
    transaction.rollback()
    let snapshot = graph.snapshot
    #expect(snapshot.relationships(of: node) == [relationship])
    #expect(snapshot.nodes(with: .string("last"), under: KeyID(rawValue: 0)) == [node])
    try graph.write { try $0.detachDelete(node) }
    #expect(graph.snapshot.nodeCount == 0)
  }

  @Test func distinctValuesAreEstimatedWithinATenth() {
    for count in [1, 10, 700, 2_000, 3_000, 20_000] {
      var counted = GraphStatistics()
      for number in 0..<count {
        counted.noteValue(.integer(Int64(number)), under: KeyID(rawValue: 0))
        counted.noteValue(.string(UTF8String("name \(number)")), under: KeyID(rawValue: 1))
        counted.noteValue(.float(Double(number) / 8), under: KeyID(rawValue: 2))
        // Seen again, a value is no other.
        counted.noteValue(.integer(Int64(number)), under: KeyID(rawValue: 0))
      }
      for key in 0..<3 {
        let estimate = counted.distinctValueCount(of: KeyID(rawValue: UInt16(key)))
        #expect(abs(estimate - count) <= max(1, count / 10), "\(estimate) of \(count)")
      }
    }
  }

  // MARK: Half-done operations

  @Test func aRefusedOperationLeavesNothingBehind() throws {
    let graph = Graph()
    let transaction = graph.begin()
    let node = try transaction.createNode()
    let map = Value.map(ValueMap())
    #expect(throws: GraphError.valueNotStorable(kind: "map")) {
      try transaction.createNode(["A"], ["x": .integer(1), "y": map])
    }
    #expect(throws: GraphError.emptyName(.label)) { try transaction.createNode(["A", ""]) }
    #expect(throws: GraphError.self) {
      try transaction.createNode(labels: [LabelID(rawValue: 0), LabelID(rawValue: 77)])
    }
    #expect(throws: GraphError.emptyName(.key)) {
      try transaction.createRelationship(node, "T", node, ["": .integer(1)])
    }
    #expect(throws: GraphError.valueNotStorable(kind: "list that holds a map")) {
      try transaction.createRelationship(node, "T", node, ["x": .list([map])])
    }
    #expect(transaction.view.nodeCount == 1)
    #expect(transaction.view.relationshipCount == 0)
    transaction.rollback()
  }

  @Test func undoingWhatDoesNotFitLeavesEverything() throws {
    let graph = Graph()
    let (changes, node) = try graph.write { transaction in
      let node = try transaction.createNode(["A"], ["x": .integer(1)])
      _ = try transaction.createNode(["A"])
      return (transaction.changes, node)
    }
    let key = try #require(graph.snapshot.key("x"))
    try graph.write { try $0.set(.node(node), key, to: .integer(2)) }
    let transaction = graph.begin()
    #expect(throws: GraphError.self) { try transaction.undo(changes) }
    #expect(transaction.view.nodeCount == 2)
    #expect(transaction.changes.isEmpty)
    transaction.rollback()
  }
}
