// Functions of nodes, relationships and paths, also of what the statement deleted.

import Graph
import Testing
import Text

@testable import Query

@Suite struct GraphFunctionTests {
  private let graph = Graph()
  private let nodes: [NodeID]
  private let relationship: RelationshipID

  init() throws {
    (nodes, relationship) = try graph.write { transaction in
      let labels = [
        try transaction.label(named: "Person"), try transaction.label(named: "人"),
      ]
      let first = try transaction.createNode(labels: labels)
      let second = try transaction.createNode()
      try transaction.set(.node(first), transaction.key(named: "name"), to: "李四")
      try transaction.set(.node(first), transaction.key(named: "age"), to: 40)
      let knows = try transaction.type(named: "KNOWS")
      let relationship = try transaction.createRelationship(
        knows, from: first, to: second)
      try transaction.set(.relationship(relationship), transaction.key(named: "since"), to: 7)
      return ([first, second], relationship)
    }
  }

  @Test func entitiesAreRead() throws {
    let context = emptyContext(graph.snapshot)
    let (node, edge) = (Value.node(nodes[0]), Value.relationship(relationship))
    expect(try call("id", node, in: context), is: 0)
    expect(try call("elementId", .node(nodes[1]), in: context), is: "1")
    expect(try call("labels", node, in: context), is: list("Person", "人"))
    expect(try call("labels", .node(nodes[1]), in: context), is: list())
    expect(try call("type", edge, in: context), is: "KNOWS")
    expect(try call("keys", node, in: context), is: list("age", "name"))
    expect(try call("keys", edge, in: context), is: list("since"))
    expect(
      try call("properties", node, in: context),
      is: .map(ValueMap([("age", .integer(40)), ("name", "李四")])))
    expect(try call("startNode", edge, in: context), is: node)
    expect(try call("endNode", edge, in: context), is: .node(nodes[1]))
    expect(try call("labels", .null, in: context), is: .null)
    expectError(.typeError, .invalidArgumentValue) { try call("labels", 1, in: context) }
    expectError(.typeError, .invalidArgumentValue) { try call("type", node, in: context) }
    expectError(.typeError, .invalidArgumentValue) { try call("properties", 1, in: context) }
  }

  @Test func mapsAreRead() throws {
    let entries = Value.map(ValueMap([("b", .null), ("a", .integer(1))]))
    expect(try call("keys", entries), is: list("a", "b"))
    expect(try call("properties", entries), is: entries)
    expect(try call("exists", .null), is: false)
    expect(try call("exists", 1), is: true)
  }

  @Test func pathsAreRead() throws {
    let path = Value.path(Path(nodes: nodes, relationships: [relationship]))
    expect(try call("nodes", path), is: .list(nodes.map(Value.node)))
    expect(try call("relationships", path), is: list(.relationship(relationship)))
    expect(try call("length", path), is: 1)
    expectError(.typeError, .invalidArgumentValue) { try call("length", "abc") }
  }

  @Test func deletedEntitiesKeepIdentityAndType() throws {
    let context = emptyContext(graph.snapshot)
    let record = try #require(context.graph.record(of: relationship))
    try graph.write { transaction in
      try transaction.delete(relationship)
      try transaction.delete(nodes[0])
    }
    context.advance(to: graph.snapshot)
    context.deletedNodes.insert(nodes[0].rawValue)
    context.deletedRelationships[relationship] = record
    let (node, edge) = (Value.node(nodes[0]), Value.relationship(relationship))
    expect(try call("id", node, in: context), is: 0)
    expect(try call("type", edge, in: context), is: "KNOWS")
    expect(try call("startNode", edge, in: context), is: node)
    for (function, entity) in [
      ("labels", node), ("keys", node), ("properties", node), ("keys", edge),
      ("properties", edge),
    ] {
      expectError(.entityNotFound, .deletedEntityAccess) {
        try call(function, entity, in: context)
      }
    }
  }
}
