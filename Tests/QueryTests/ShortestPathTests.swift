// Shortest paths under conditions, against the shortest of all walks that fulfil them.

import Graph
import Query
import TestSupport
import Testing

@Suite struct ShortestPathTests {
  private static let conditions = [
    "true", "all(r IN relationships(p) WHERE type(r) = 'T')", "none(n IN nodes(p) WHERE n.i = 1)",
    "none(r IN relationships(p) WHERE r.w > 1)", "length(p) > 2",
    "any(n IN nodes(p) WHERE n.i = 2)",
    "all(n IN nodes(p) WHERE n.i <> 3) AND length(p) % 2 = 0",
    "all(r IN relationships(p) WHERE r.w < length(p))",
  ]

  private func numbers(_ result: QueryResult) -> [[Int64?]] {
    result.rows.map { row in
      row.map { if case .integer(let number) = $0 { number } else { nil } }
    }
  }

  @Test func theyAreTheShortestThatFulfilTheConditions() throws {
    try checkProperty(runs: 12) { random in
      let session = QuerySession(Graph())
      let nodeCount = 3 + random.below(4)
      _ = try session.query("UNWIND range(0, \(nodeCount - 1)) AS i CREATE (:N {i: i})")
      for _ in 0..<(2 + random.below(7)) {
        _ = try session.query(
          """
          MATCH (a:N {i: \(random.below(nodeCount))}), (b:N {i: \(random.below(nodeCount))})
          CREATE (a)-[:\(random.below(2) == 0 ? "T" : "U") {w: \(random.below(3))}]->(b)
          """)
      }
      for condition in Self.conditions {
        let ends = [("-", "->"), ("<-", "-"), ("-", "-")][random.below(3)]
        let pattern = "(a:N)\(ends.0)[*\(1 + random.below(3))..6]\(ends.1)(b:N)"
        let found = try session.query(
          "MATCH p = allShortestPaths(\(pattern)) WHERE \(condition) "
            + "WITH a, b, length(p) AS l, count(DISTINCT p) AS c RETURN a.i, b.i, l, c ORDER BY a.i, b.i"
        )
        let walked = try session.query(
          "MATCH p = \(pattern) WHERE a <> b AND \(condition) WITH a, b, length(p) AS l, count(*) AS c "
            + "ORDER BY l WITH a, b, collect([l, c])[0] AS x RETURN a.i, b.i, x[0], x[1] ORDER BY a.i, b.i"
        )
        try #require(numbers(found) == numbers(walked), "\(pattern) \(condition)")
        let one = try session.query(
          "MATCH p = shortestPath(\(pattern)) WHERE \(condition) "
            + "RETURN a.i, b.i, length(p) ORDER BY a.i, b.i")
        try #require(
          numbers(one) == numbers(walked).map { Array($0.dropLast()) }, "\(pattern) \(condition)")
      }
    }
  }
}
