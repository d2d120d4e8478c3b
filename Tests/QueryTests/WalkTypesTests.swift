// Conditions on the types of a walk of variable length: each relationship of it must satisfy
// them, and a shortest path is the shortest of those that do.

import Graph
import Query
import Testing
import Text

struct WalkTypesTests {
  @Test(arguments: [
    ("MATCH (a {i: 0})-[:!R*1..2]->(b) RETURN b.i AS i", [1, 2]),
    ("MATCH (a {i: 0})-[r:!R*0..]->(b) RETURN b.i AS i", [0, 1, 2]),
    (
      "MATCH (a {i: 0}), (b {i: 2}) MATCH p = shortestPath((a)-[:!R*]->(b)) RETURN length(p) AS i",
      [2]
    ),
  ])
  func eachRelationshipOfAWalkHasATypeThatFits(_ query: String, _ wanted: [Int64]) throws {
    let graph = Graph()
    try graph.write { transaction in
      let nodes = try (0..<3).map { try transaction.createNode([], ["i": .integer($0)]) }
      _ = try transaction.createRelationship(nodes[0], "S", nodes[1])
      _ = try transaction.createRelationship(nodes[1], "T", nodes[2])
      _ = try transaction.createRelationship(nodes[0], "R", nodes[2])
    }
    for isOptimized in [true, false] {
      var options = QueryOptions()
      options.isOptimized = isOptimized
      let rows = try QuerySession(graph, options: options).query(query).rows
      let numbers = rows.compactMap { row in
        if case .integer(let number)? = row.first { number } else { nil as Int64? }
      }
      #expect(numbers.sorted() == wanted)
    }
  }
}
