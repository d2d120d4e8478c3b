// The limits of a statement: what expressions, groups and writes build counts against its memory,
// loops look at the clock, and ranges that nobody keeps are never built.

import Graph
import TestSupport
import Testing
import Text

@testable import Query

@Suite struct LimitTests {
  private static let megabyte = 1 << 20

  /// The rows of a query, or what stopped it.
  private func outcome(
    of query: String, memory: Int? = nil, milliseconds: Int? = nil, rows: Int? = nil
  ) -> (rows: [[Value]], detail: QueryError.Detail?) {
    let session = QuerySession(Graph())
    session.options.limits.memoryBytes = memory
    session.options.limits.milliseconds = milliseconds
    session.options.limits.rows = rows
    do {
      return (try session.query(query).rows, nil)
    } catch {
      return ([], error.detail)
    }
  }

  private func integer(_ query: String, memory: Int? = LimitTests.megabyte) -> Int64? {
    if case .integer(let number)? = outcome(of: query, memory: memory).rows.first?.first {
      number
    } else {
      nil
    }
  }

  @Test(arguments: [
    "RETURN size(range(0, 100000))",
    "RETURN size(reduce(s = 'ab', x IN range(1, 40) | s + s))",
    "RETURN size(reduce(s = [1, 2], x IN range(1, 40) | s + s))",
    "RETURN size(reduce(s = [], x IN range(1, 100000) | s + [[x], [x]]))",
    "RETURN size([x IN range(1, 1000) | range(1, 1000)])",
    "RETURN size([x IN range(1, 100000) | x])",
    "RETURN size(split(reduce(s = 'a,', x IN range(1, 16) | s + s), ','))",
    "RETURN size(replace(reduce(s = 'a', x IN range(1, 12) | s + s), 'a', 'bbbbbbbbbbbbbbbb'"
      + " + 'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'))",
    "RETURN size(reverse(reduce(s = 'ab', x IN range(1, 18) | s + s)))",
    "UNWIND range(1, 100000) AS x RETURN size(collect(x))",
    "UNWIND range(1, 100000) AS x RETURN percentileDisc(x, 0.5)",
    "UNWIND range(1, 100000) AS x RETURN count(DISTINCT x)",
    "UNWIND range(1, 100000) AS x WITH DISTINCT x RETURN count(*)",
    "UNWIND range(1, 100000) AS x WITH x, count(*) AS n RETURN max(n)",
    "UNWIND range(1, 100000) AS x WITH toString(x) AS t, max(x) AS n RETURN max(n)",
    "UNWIND range(1, 100000) AS x WITH x ORDER BY x % 7 RETURN count(x)",
    "UNWIND range(1, 100000) AS x RETURN x UNION UNWIND range(1, 100000) AS x RETURN x",
    "RETURN size(COLLECT { UNWIND range(1, 100000) AS x RETURN x })",
    "UNWIND range(1, 100) AS x RETURN range(x, 1000)",
    "UNWIND range(1, 100000) AS x CREATE (:N {x: x})",
    "CREATE (n:N) FOREACH (x IN range(1, 100000) | CREATE (:M))",
    "CREATE (n:N) WITH n UNWIND range(1, 100) AS x SET n.x = [y IN range(1, 2000) | y]",
  ])
  func whatIsTooLargeIsNotBuilt(query: String) {
    #expect(outcome(of: query, memory: Self.megabyte).detail == .memoryLimit)
  }

  @Test func whatIsLetGoOfDoesNotCount() {
    // Each row builds half of what is allowed, and keeps nothing of it.
    #expect(
      integer("UNWIND range(1, 50) AS x RETURN sum(size(range(1, 10000 + x) + [1]))") == 501_325)
    #expect(
      integer("RETURN reduce(s = 0, x IN range(1, 50) | s + size(range(0, 9999)))") == 500_000)
    #expect(integer("RETURN size([x IN range(1, 50) WHERE size(range(0, 9999)) > x])") == 50)
    #expect(integer("UNWIND range(1, 50) AS x WITH x WHERE size(range(0, 9999)) > x RETURN 1") == 1)
    #expect(integer("RETURN size(reduce(s = [], x IN range(1, 5000) | s + [x]))") == 5000)
    #expect(
      integer(
        "UNWIND range(1, 30) AS x CALL (x) { UNWIND range(1, 2000) AS y RETURN count(DISTINCT y)"
          + " AS n } RETURN sum(n)") == 60_000)
  }

  @Test func sharedListsCountAsIfWrittenOut() {
    let query = "RETURN reduce(s = [1], x IN range(1, 60) | [s, s, s]) IS NULL"
    #expect(outcome(of: query, memory: Self.megabyte).detail == .memoryLimit)
    let maps = "RETURN reduce(s = {a: 1}, x IN range(1, 60) | {a: s, b: s}) IS NULL"
    #expect(outcome(of: maps, memory: Self.megabyte).detail == .memoryLimit)
  }

  @Test func valuesNestOnlySoDeep() {
    let deep = "RETURN reduce(s = [], x IN range(1, 100000) | [s]) IS NULL"
    #expect(outcome(of: deep).detail == .nestingTooDeep)
    let maps = "RETURN reduce(s = {}, x IN range(1, 100000) | {a: s}) IS NULL"
    #expect(outcome(of: maps).detail == .nestingTooDeep)
    #expect(integer("RETURN size(reduce(s = [], x IN range(1, 200) | [s]))") == 1)
  }

  @Test(arguments: [
    "RETURN reduce(s = 0, x IN range(1, 4611686018427387904) | s + 1)",
    "RETURN size([x IN range(1, 4611686018427387904) WHERE x < 0])",
    "RETURN all(x IN range(1, 4611686018427387904) WHERE x > 0)",
    "UNWIND range(1, 4611686018427387904) AS x WITH x WHERE x < 0 RETURN x",
    "UNWIND range(1, 4611686018427387904) AS x RETURN count(x)",
    "WITH range(1, 20000) AS l UNWIND range(1, 100000) AS x WITH x WHERE -x IN l RETURN x",
    "WITH reduce(s = 'a', x IN range(1, 19) | s + s) AS t UNWIND range(1, 100000) AS x "
      + "WITH x WHERE t CONTAINS toString(x) + 'b' RETURN x",
  ])
  func loopsLookAtTheClock(query: String) {
    let start = ContinuousClock.now
    #expect(outcome(of: query, memory: 16 << 20, milliseconds: 50).detail == .timeLimit)
    #expect((ContinuousClock.now - start) < .seconds(2))
  }

  @Test func rangesStream() {
    let query = "UNWIND range(1, 4611686018427387904) AS x RETURN x"
    #expect(outcome(of: query, memory: Self.megabyte, rows: 10_000).detail == .rowLimit)
    #expect(outcome(of: query + " LIMIT 3", memory: Self.megabyte).rows.count == 3)
    #expect(integer("UNWIND range(9, 1, -2) AS x RETURN sum(x)") == 25)
    #expect(integer("UNWIND range(3, 1) AS x RETURN count(x)") == 0)
    #expect(integer("UNWIND range(1, null) AS x RETURN count(x)") == 0)
    #expect(outcome(of: "UNWIND range(1, 2, 0) AS x RETURN x").detail == .numberOutOfRange)
    #expect(
      outcome(of: "RETURN any(x IN range(1, 'a') WHERE x = 1)").detail == .invalidArgumentType)
    #expect(
      integer(
        "UNWIND range(-9223372036854775808, 9223372036854775807, 9223372036854775807) AS x"
          + " RETURN count(x)") == 3)
  }

  @Test func weightsAreWrittenOutInParts() throws {
    let session = QuerySession(Graph())
    _ = try session.query("UNWIND range(1, 200) AS i CREATE (:N {i: i})")
    session.options.limits.memoryBytes = 4 << 20
    session.options.limits.rows = 10_000
    let error = #expect(throws: QueryError.self) {
      try session.query("MATCH (a), (b), (c), (d) RETURN a.i")
    }
    #expect(error?.detail == .rowLimit)
    let rows = try session.query("MATCH (a), (b), (c) RETURN a.i SKIP 5000 LIMIT 3000").rows
    #expect(rows.count == 3000)
  }

  @Test func longStatementsAreRefusedOrEndSoon() {
    let chain = String(repeating: "WITH 1 AS x ", count: 20_000) + "RETURN x"
    #expect(outcome(of: chain, memory: 128 << 20).detail == .memoryLimit)
    let pattern = "MATCH (a)" + String(repeating: "--()", count: 300) + " RETURN a"
    #expect(outcome(of: pattern, memory: 128 << 20).rows.isEmpty)
  }
}
