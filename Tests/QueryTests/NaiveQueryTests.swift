// The naive evaluator itself, on a graph small enough to count by hand: what it says is taken for
// right elsewhere.

import Graph
import TestSupport
import Testing
import Text

struct NaiveQueryTests {
  /// `(a:A {x: 1})-[:R]->(b:B {x: 2})-[:R]->(c:B {x: 3})`, `(c)-[:S]->(a)` and a loop at b.
  private func graph() throws -> Graph {
    let graph = Graph()
    try graph.write { transaction in
      let a = try transaction.createNode(["A"], ["x": 1])
      let b = try transaction.createNode(["B"], ["x": 2])
      let c = try transaction.createNode(["B"], ["x": 3])
      _ = try transaction.createRelationship(a, "R", b)
      _ = try transaction.createRelationship(b, "R", c)
      _ = try transaction.createRelationship(c, "S", a)
      _ = try transaction.createRelationship(b, "T", b)
    }
    return graph
  }

  @Test(arguments: [
    ("MATCH (a)-->(b) RETURN a.x, b.x", ["1 | 2", "2 | 2", "2 | 3", "3 | 1"]),
    ("MATCH (a)--(b) RETURN count(*)", ["7"]),
    ("MATCH (a)-->()-->(b) RETURN a.x, b.x", ["1 | 2", "1 | 3", "2 | 1", "2 | 3", "3 | 2"]),
    ("MATCH (a:A)-[r*1..2]->(b) RETURN size(r), b.x", ["1 | 2", "2 | 2", "2 | 3"]),
    ("MATCH (a:A)-[:R*0..]->(b) RETURN b.x", ["1", "2", "3"]),
    ("MATCH (n) OPTIONAL MATCH (n)-[:S]->(m) RETURN n.x, m.x", ["1 | null", "2 | null", "3 | 1"]),
    ("MATCH (n) WHERE (n)-[:S]->() RETURN n.x", ["3"]),
    ("MATCH (n) WITH n:B AS b, sum(n.x) AS s RETURN b, s", ["false | 1", "true | 5"]),
    ("MATCH (n) RETURN n.x ORDER BY n.x DESC SKIP 1 LIMIT 1", ["2"]),
    ("UNWIND [1, null, 1] AS x RETURN DISTINCT x", ["1", "null"]),
    ("UNWIND [1, null] AS x RETURN x > 0 AND null, x IS NULL", ["null | false", "null | true"]),
    ("MATCH (a:A), (c {x: 3}) MATCH p = shortestPath((a)-[*]->(c)) RETURN length(p)", ["2"]),
    ("MATCH (a:A), p = shortestPath((a)-[*]-(a)) RETURN length(p)", ["3"]),
    ("MATCH (a:A), p = allShortestPaths((a)-[*]-(a)) RETURN count(p)", ["2"]),
    ("RETURN [x IN [1, 2, 3] WHERE x > 1 | x * 2] AS l", ["[4, 6]"]),
    ("RETURN 1 AS x UNION RETURN 1 AS x UNION RETURN 2 AS x", ["1", "2"]),
    ("MATCH (n:A) SET n.x = 5 CREATE (n)-[:N]->(m:M {y: n.x}) RETURN m.y", ["5"]),
    (
      "MATCH (n {x: 3}) DETACH DELETE n WITH count(*) AS c MATCH ()-->() RETURN c, count(*)",
      ["1 | 2"]
    ),
    (
      "MERGE (n:B {x: 2}) ON MATCH SET n.y = 1 MERGE (m:Q) ON CREATE SET m.y = 2 RETURN n.y, m.y",
      ["1 | 2"]
    ),
  ])
  func givesWhatWasCountedByHand(_ query: String, _ rows: [String]) throws {
    let graph = try graph()
    let result = try NaiveQuery.run(query, on: graph)
    let answer = QueryAnswer(
      result.rows, in: graph.snapshot, isOrdered: false, ignoresListOrder: false)
    #expect(answer == .rows(rows))
  }

  @Test func givesUpAfterSoManySteps() throws {
    let graph = try graph()
    let query = "UNWIND range(1, 1000) AS x UNWIND range(1, 1000) AS y RETURN count(*)"
    #expect(throws: (any Error).self) { try NaiveQuery.run(query, on: graph, stepMax: 10_000) }
  }
}
