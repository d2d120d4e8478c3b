// The shape of a graph: labels, types, keys and which of them go together.

import Graph
import Testing
import Text

@testable import Shell

@Suite struct SchemaTests {
  @Test func keysAreCountedByLabel() throws {
    let graph = Graph()
    try graph.write { writer in
      for number in 0..<5000 {
        _ = try writer.createNode(["A"], ["n": .integer(Int64(number))])
      }
      _ = try writer.createNode(["A", "B"], ["n": "word", "list": .list([1, 2])])
      _ = try writer.createNode(["B"], ["n": 1.5, "list": .list(["x", 2])])
      _ = try writer.createNode([], ["alone": true])
    }
    let schema = GraphSchema(of: graph.snapshot)
    #expect(schema.labels.map(\.name) == ["A", "B", nil])
    #expect(schema.labels.map(\.count) == [5001, 2, 1])
    let a = schema.labels[0].properties
    #expect(a.map(\.key) == ["n", "list"])
    #expect(a.map(\.count) == [5001, 1])
    #expect(a[0].types.names == ["INTEGER", "STRING"])
    #expect(a[1].types.names == ["LIST<INTEGER>"])
    let b = schema.labels[1].properties
    #expect(b.map(\.key) == ["list", "n"])
    #expect(b[0].types.names == ["LIST<INTEGER>", "LIST<ANY>"])
    #expect(schema.labels[2].properties[0].types.names == ["BOOLEAN"])
  }

  @Test func endsWithoutALabelAreShownAsSuch() throws {
    let graph = Graph()
    try graph.write { writer in
      let a = try writer.createNode(["A"])
      let b = try writer.createNode(["B"])
      let bare = try writer.createNode([])
      for (source, target) in [(a, b), (a, b), (a, bare), (bare, b), (bare, bare)] {
        _ = try writer.createRelationship(source, "T", target, ["w": 1])
      }
      _ = try writer.createRelationship(a, "T", b, ["w": 0.5])
    }
    let schema = GraphSchema(of: graph.snapshot)
    let joins = schema.joins.map { [$0.source?.string ?? "", $0.target?.string ?? ""] }
    #expect(joins == [["A", "B"], ["", ""], ["", "B"], ["A", ""]])
    #expect(schema.joins.map(\.count) == [3, 1, 1, 1])
    #expect(schema.types[0].properties[0].count == 6)
    #expect(schema.types[0].properties[0].types.names == ["INTEGER", "FLOAT"])
  }

  @Test func whatIsGoneIsNotShown() throws {
    let graph = Graph()
    try graph.write { writer in
      let node = try writer.createNode(["Gone"], ["x": 1])
      _ = try writer.createRelationship(node, "LOOP", node, ["y": 1])
      try writer.detachDelete(node)
    }
    let schema = GraphSchema(of: graph.snapshot)
    #expect(schema.labels.isEmpty)
    #expect(schema.types.isEmpty)
    #expect(schema.joins.isEmpty)
  }

  @Test func namesAreQuotedWhereCypherNeedsIt() {
    #expect(cypherName("人物") == "人物")
    #expect(cypherName("_a1") == "_a1")
    #expect(cypherName("1a") == "`1a`")
    #expect(cypherName("a b`c") == "`a b``c`")
    #expect(cypherName("") == "``")
  }
}
