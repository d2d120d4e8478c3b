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
          "MATCH p = \(pattern) WHERE \(condition) WITH a, b, length(p) AS l, count(*) AS c "
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

  /// Larger graphs, where the two ends meet over many nodes, against counting level by level.
  @Test func allOfThemAreAsManyAsCountingSays() throws {
    try checkProperty(runs: 6) { random in
      let session = QuerySession(Graph())
      let nodeCount = 40
      var links: [(Int, Int)] = []
      for _ in 0..<100 { links.append((random.below(nodeCount), random.below(nodeCount))) }
      let list = links.map { "[\($0.0), \($0.1)]" }.joined(separator: ",")
      _ = try session.query("UNWIND range(0, \(nodeCount - 1)) AS i CREATE (:N {i: i})")
      _ = try session.query(
        "UNWIND [\(list)] AS l MATCH (a:N {i: l[0]}), (b:N {i: l[1]}) CREATE (a)-[:T]->(b)")
      for (pattern, isDirected) in [("(a)-[:T*]->(b)", true), ("(a)-[:T*]-(b)", false)] {
        let found = try session.query(
          "MATCH (a:N {i: 0}), (b:N) WHERE b.i > 0 MATCH p = allShortestPaths(\(pattern)) "
            + "WITH b, length(p) AS l, count(DISTINCT p) AS c RETURN b.i, l, c ORDER BY b.i")
        let wanted = counts(links, nodeCount, isDirected: isDirected)
        try #require(numbers(found) == wanted)
        let one = try session.query(
          "MATCH (a:N {i: 0}), (b:N) WHERE b.i > 0 MATCH p = shortestPath(\(pattern)) "
            + "RETURN b.i, length(p) ORDER BY b.i")
        try #require(numbers(one) == wanted.map { Array($0.dropLast()) })
      }
    }
  }

  /// Node, distance from node 0, and number of shortest ways, of all nodes but that one.
  private func counts(
    _ links: [(Int, Int)], _ nodeCount: Int, isDirected: Bool
  ) -> [[Int64?]] {
    var distances = [Int](repeating: .max, count: nodeCount)
    var ways = [Int64](repeating: 0, count: nodeCount)
    (distances[0], ways[0]) = (0, 1)
    let steps = links + (isDirected ? [] : links.filter { $0.0 != $0.1 }.map { ($0.1, $0.0) })
    for level in 0..<nodeCount {
      for (from, to) in steps where distances[from] == level && distances[to] > level {
        distances[to] = level + 1
        ways[to] += ways[from]
      }
    }
    return (1..<nodeCount).filter { distances[$0] < .max }
      .map { [Int64($0), Int64(distances[$0]), ways[$0]] }
  }

  /// A triangle is found in the same level as a longer way round, and after it.
  @Test func theShortestWayRoundIsNotTheFirstOneSeen() throws {
    let session = QuerySession(Graph())
    _ = try session.query(
      """
      CREATE (s:S), (a:N), (b:N), (c:N), (d:N), (x:N), (s)-[:R]->(a), (s)-[:R]->(b), (s)-[:R]->(c),
        (s)-[:R]->(d), (a)-[:R]->(x), (b)-[:R]->(x), (c)-[:R]->(d)
      """)
    let reached = try session.query("MATCH (s:S)-[*1..3]-(x) RETURN count(DISTINCT x)")
    #expect(numbers(reached) == [[6]])
    let round = try session.query("MATCH (s:S), p = shortestPath((s)-[*]-(s)) RETURN length(p)")
    #expect(numbers(round) == [[3]])
  }
}
