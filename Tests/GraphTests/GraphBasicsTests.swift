// The graph as a caller meets it: make, read, change, take back.

import Graph
import Testing
import Text

@Suite struct GraphBasicsTests {
  @Test func nodesAndRelationshipsCanBeReadBack() throws {
    let graph = Graph()
    let (person, event) = try graph.write { transaction in
      let person = try transaction.createNode(["Person"], ["name": .string("李四")])
      let event = try transaction.createNode(["Event"], ["name": .string("职工技能大赛")])
      _ = try transaction.createRelationship(
        person, "ATTENDED", event, ["role": .string("attendee")])
      return (person, event)
    }
    let snapshot = graph.snapshot
    #expect(snapshot.nodeCount == 2)
    #expect(snapshot.relationshipCount == 1)
    let attended = try #require(snapshot.type("ATTENDED"))
    let row = snapshot.neighbours(of: person, attended)
    #expect(row.count == 1)
    #expect(row.nodes[0] == event)
    let back = snapshot.neighbours(of: event, attended, .incoming)
    #expect(back.count == 1)
    #expect(back.nodes[0] == person)
    #expect(back.relationship(at: 0) == row.relationship(at: 0))
    let name = try #require(snapshot.key("name"))
    #expect(snapshot.value(of: person, name).isIdentical(to: .string("李四")))
    #expect(snapshot.nodes(with: .string("李四"), under: name) == [person])
    let text = try #require(snapshot.index(IndexDefinition(.text, key: name)))
    #expect(text.candidates(containing: "技能") == [event])
    #expect(text.candidates(containing: "能") == [event])
    #expect(text.candidates(containing: "四") == [person])
  }

  @Test func aFailingWriteLeavesNothingBehind() throws {
    let graph = Graph()
    struct Refusal: Error {}
    #expect(throws: Refusal.self) {
      try graph.write { transaction in
        _ = try transaction.createNode(["Person"], ["name": .string("王五")])
        throw Refusal()
      }
    }
    #expect(graph.snapshot.nodeCount == 0)
    #expect(graph.snapshot.labels.isEmpty)
  }

  @Test func aReaderKeepsItsVersion() throws {
    let graph = Graph()
    let node = try graph.write { try $0.createNode(["A"], ["x": .integer(1)]) }
    let before = graph.snapshot
    let key = try #require(before.key("x"))
    try graph.write { transaction in
      try transaction.set(.node(node), key, to: .string("two"))
      _ = try transaction.createNode(["B"])
    }
    #expect(before.value(of: node, key).isIdentical(to: .integer(1)))
    #expect(before.nodeCount == 1)
    #expect(graph.snapshot.value(of: node, key).isIdentical(to: .string("two")))
    #expect(graph.snapshot.nodeCount == 2)
  }

  @Test func aConnectedNodeIsNotDeleted() throws {
    let graph = Graph()
    let (a, b) = try graph.write { transaction in
      let a = try transaction.createNode(["A"])
      let b = try transaction.createNode(["B"])
      _ = try transaction.createRelationship(a, "T", b, ["w": .float(0.5)])
      return (a, b)
    }
    #expect(throws: GraphError.nodeStillConnected(a, relationshipCount: 1)) {
      try graph.write { try $0.delete(a) }
    }
    try graph.write { try $0.detachDelete(a) }
    #expect(graph.snapshot.nodeCount == 1)
    #expect(graph.snapshot.relationshipCount == 0)
    #expect(graph.snapshot.contains(b))
  }

  @Test func aRangeThatHoldsNothingIsEmptyAndNotUnknown() throws {
    let graph = Graph()
    let node = try graph.write { try $0.createNode(["A"], ["name": "m"]) }
    let key = try #require(graph.snapshot.key("name"))
    let index = try #require(graph.snapshot.index(IndexDefinition(.range, key: key)))
    #expect(index.candidates(from: "z", through: "a") == [])
    #expect(index.candidates(from: "a", through: "z") == [node])
    #expect(index.candidates(from: "a", through: 1) == nil)
    #expect(index.candidates(from: nil, through: nil) == nil)
  }
}
