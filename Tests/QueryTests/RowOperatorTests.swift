// Operators that keep rows or keys across batches: what they give must not depend on how the rows
// came, in one batch or in many, typed or not.

import Graph
import Testing

@testable import Query

@Suite struct RowOperatorTests {
  @Test func sortingManyBatchesBindsNothingNew() throws {
    let session = QuerySession(Graph())
    let result = try session.query(
      "UNWIND [2, 1] AS x CALL (x) { RETURN x AS y } WITH y ORDER BY y "
        + "RETURN y, [z IN [y] WHERE z > 0 | z] AS l, single(z IN [0] WHERE z > 3) AS s")
    #expect(
      result.rows.map { $0.map(\.plainText) } == [["1", "[1]", "false"], ["2", "[2]", "false"]])
  }

  @Test func valuesAreLookedUpInKeysOfOneKind() throws {
    let session = QuerySession(Graph())
    _ = try session.query("UNWIND range(0, 49) AS x CREATE (:N {i: x, t: toString(x)})")
    for query in [
      "UNWIND range(0, 99) AS x MATCH (n:N {i: x}) RETURN count(n) AS c",
      "UNWIND range(0, 99) AS x MATCH (n:N {i: toFloat(x)}) RETURN count(n) AS c",
      "UNWIND range(0, 99) AS x MATCH (n:N {t: toString(x)}) RETURN count(n) AS c",
      "UNWIND range(0, 99) AS x OPTIONAL MATCH (n:N) WHERE n.i = x RETURN count(n) AS c",
      "UNWIND range(0, 99) AS x WITH x UNWIND [x, 'a'] AS y MATCH (n:N {i: y}) RETURN count(n) AS c",
    ] {
      #expect(try session.query(query).rows.first?.first?.plainText == "50")
    }
  }

  @Test func noWalkIsLongerThanTheGraph() throws {
    let session = QuerySession(Graph())
    _ = try session.query("UNWIND range(1, 6) AS x CREATE (:N {i: x})")
    _ = try session.query("MATCH (a), (b) CREATE (a)-[:R]->(b)")
    session.options.limits.milliseconds = 2000
    for count in ["37", "9223372036854775807"] {
      #expect(try session.query("MATCH (a)-[*\(count)]->(b) RETURN a").rows.isEmpty)
    }
  }
}
