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
}
