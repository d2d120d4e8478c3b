// The bombs: for each limit the ways we know to need more than it, and some queries that look like
// bombs and must simply end.

extension Bomb {
  static let all: [Bomb] = endless + greedy + deep + harmless

  private static let endless = [
    Bomb(.time, "MATCH (a), (b), (c), (d), (e), (f) RETURN count(*)"),
    Bomb(.time, "MATCH (a)--(b)--(c)--(d)--(e)--(f) WHERE a.i + f.i = -1 RETURN a"),
    Bomb(.time, "MATCH (a)-[*]->(b) WHERE a.i + b.i = -1 RETURN a"),
    Bomb(.time, "MATCH p = (a {i: 0})-[*]-(b) RETURN count(p)"),
    Bomb(.time, "MATCH (a)-[*1..20]->(a) RETURN count(*)"),
    Bomb(.either, "UNWIND range(1, 4611686018427387904) AS x RETURN count(x)"),
    Bomb(.either, "UNWIND range(1, 4611686018427387904) AS x WITH x WHERE x < 0 RETURN x"),
    Bomb(.time, "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN sum(x * y % 7)"),
    Bomb(
      .time,
      "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y WITH x WHERE x = -y RETURN x"),
    Bomb(
      .time, "WITH range(1, 1000000) AS l UNWIND l AS x WITH x, l WHERE -x IN l RETURN count(x)"),
    Bomb(
      .time,
      // The sequence of Thue and Morse repeats nothing, so that no state comes twice.
      "RETURN reduce(s = 'a', x IN range(1, 20) | s + replace(replace(replace(s, 'a', 'c'), "
        + "'b', 'a'), 'c', 'b')) =~ '(a|b)*a(a|b){2000}c'"),
    Bomb(
      .time,
      "WITH reduce(s = 'a', x IN range(1, 20) | s + s) AS t UNWIND range(1, 100000) AS x "
        + "WITH t, x WHERE replace(t, 'b', 'c') CONTAINS toString(x) RETURN count(x)"),
    Bomb(.time, "MATCH (a) RETURN COUNT { MATCH (a)-[*]->(b) }"),
    Bomb(.either, "RETURN size([x IN range(1, 30000000) WHERE x % 2 = 3 AND x ^ 2 < 0])"),
    Bomb(.either, "RETURN reduce(s = 0, x IN range(1, 50000000) | s + x % 3)"),
    Bomb(.either, "RETURN all(x IN range(1, 50000000) WHERE x > 0 AND x % 1 = 0)"),
    Bomb(
      .time,
      "MATCH (a), (b) CALL (a) { MATCH (c), (d), (e), (f) RETURN count(*) AS n } RETURN sum(n)"),
    Bomb(.time, "MATCH (a {i: 0}) OPTIONAL MATCH (a)-[*]->(b {i: -1}) RETURN b"),
    Bomb(.time, "MATCH (a), (b), (c), (d), (e) RETURN DISTINCT a.i % 2"),
    Bomb(.time, "MATCH (a), (b), (c), (d), (e) WITH a.i AS k, count(*) AS n RETURN max(n)"),
  ]

  private static let greedy = [
    Bomb(.memory, "UNWIND range(1, 4611686018427387904) AS x RETURN collect(x)"),
    Bomb(.memory, "RETURN size(range(0, 4611686018427387904))"),
    Bomb(.memory, "RETURN size(range(0, 60000000))"),
    Bomb(.memory, "RETURN size(reduce(s = 'ab', x IN range(1, 60) | s + s))"),
    Bomb(.memory, "RETURN size(reduce(s = [1, 2], x IN range(1, 60) | s + s))"),
    Bomb(.memory, "RETURN reduce(s = [1], x IN range(1, 60) | [s, s, s]) IS NULL"),
    Bomb(.memory, "MATCH (a), (b), (c), (d), (e) WITH a, b, c, d, e ORDER BY a.i + e.i RETURN a"),
    Bomb(.memory, "MATCH (a), (b), (c), (d), (e) RETURN DISTINCT a, b, c, d, e"),
    Bomb(
      .memory,
      "MATCH (a), (b), (c), (d) RETURN a.i + b.i * 60 + c.i * 3600 + d.i * 216000 AS k, count(*)"),
    Bomb(.memory, "MATCH (a), (b), (c), (d) RETURN count(DISTINCT [a.i, b.i, c.i, d.i])"),
    Bomb(.memory, "MATCH (a), (b), (c), (d), (e) RETURN percentileDisc(a.i + e.i, 0.5)"),
    Bomb(.memory, "MATCH (a)--(b)--(c)--(d)--(e)--(f) RETURN a ORDER BY a.i"),
    Bomb(.memory, "RETURN size(COLLECT { MATCH (a), (b), (c), (d) RETURN a.i + b.i })"),
    Bomb(
      .memory,
      "MATCH (a), (b), (c), (d) RETURN a, b, c, d UNION MATCH (d), (c), (b), (a) RETURN a, b, c, d"),
    Bomb(.memory, "UNWIND range(1, 10000) AS x RETURN range(x, 100000)"),
    Bomb(.memory, "MATCH (a {i: 0}) FOREACH (x IN range(1, 100000000) | SET a.x = x)"),
    Bomb(.memory, "MATCH (a), (b), (c), (d) CREATE (a)-[:T]->(b)"),
    Bomb(.depth, "RETURN reduce(s = [], x IN range(1, 1000000) | [s]) IS NULL"),
    Bomb(.depth, "RETURN reduce(s = {}, x IN range(1, 1000000) | {a: s}) IS NULL"),
    Bomb(.memory, "MATCH p = (a)-[*1..4]->(b) RETURN collect(p)"),
    Bomb(
      .memory,
      "UNWIND range(1, 100000) AS x WITH collect(toString(x) + 'aaaaaaaaaaaaaaaaaaaa') AS l UNWIND range(1, 1000) AS y RETURN collect(l + [y])"
    ),
    Bomb(.memory, "RETURN size([x IN range(1, 10000) | range(1, 10000)])"),
    Bomb(.memory, "RETURN size(split(reduce(s = 'a,', x IN range(1, 25) | s + s), ','))"),
    Bomb(.memory, "UNWIND range(1, 10000000) AS x CREATE (:T {x: x})"),
    Bomb(
      .memory,
      "RETURN size(replace(reduce(s = 'a', x IN range(1, 20) | s + s), 'a', reduce(s = 'b', x IN range(1, 12) | s + s)))"
    ),
    Bomb(.rows, "UNWIND range(1, 4611686018427387904) AS x RETURN x"),
    Bomb(.rows, "MATCH (a), (b), (c) RETURN a, b, c"),
    Bomb(.steps, "MATCH p = (a {i: 0})-[*13..]->(b) RETURN p LIMIT 1"),
  ]

  private static let deep = [
    Bomb(
      .depth,
      "RETURN " + String(repeating: "(", count: 20_000) + "1"
        + String(repeating: ")", count: 20_000)),
    Bomb(
      .depth,
      "RETURN " + String(repeating: "[", count: 20_000) + String(repeating: "]", count: 20_000)),
    Bomb(
      .depth,
      "RETURN " + String(repeating: "{a: ", count: 20_000) + "1"
        + String(repeating: "}", count: 20_000)),
    Bomb(.depth, "RETURN " + String(repeating: "NOT ", count: 20_000) + "true"),
    Bomb(
      .depth,
      "RETURN " + String(repeating: "-(", count: 20_000) + "1"
        + String(repeating: ")", count: 20_000)),
    Bomb(
      .depth,
      "RETURN " + String(repeating: "CASE WHEN true THEN ", count: 20_000) + "1"
        + String(repeating: " END", count: 20_000)),
    Bomb(
      .depth,
      "RETURN " + String(repeating: "abs(", count: 20_000) + "1"
        + String(repeating: ")", count: 20_000)),
    Bomb(
      .depth,
      String(repeating: "CALL () { ", count: 20_000) + "RETURN 1 AS x"
        + String(repeating: " } RETURN 1 AS x", count: 20_000)),
    Bomb(.text, "RETURN '" + String(repeating: "a", count: 1 << 20) + "'"),
    Bomb(.text, "RETURN 1" + String(repeating: " ", count: 1 << 20)),
  ]

  /// Long, not deep: these end with a result or an error, but soon.
  private static let harmless = [
    Bomb(.quick, "RETURN 1" + String(repeating: " + 1", count: 100_000)),
    Bomb(.quick, "RETURN " + String(repeating: "true AND ", count: 50_000) + "true"),
    Bomb(.quick, "RETURN [" + String(repeating: "1, ", count: 100_000) + "1]"),
    Bomb(.quick, String(repeating: "WITH 1 AS x ", count: 20_000) + "RETURN x"),
    Bomb(.quick, "MATCH (a)" + String(repeating: "--()", count: 5_000) + " RETURN a LIMIT 1"),
    Bomb(.quick, "RETURN x" + String(repeating: ".a", count: 100_000)),
    Bomb(.quick, "RETURN 1 AS x" + String(repeating: " UNION RETURN 1 AS x", count: 10_000)),
    Bomb(.quick, "RETURN 1 < " + String(repeating: "2 < ", count: 50_000) + "3"),
    Bomb(.quick, "MATCH (a) WHERE EXISTS { MATCH (a)-[*]->(b) WHERE a.i + b.i = -1 } RETURN a"),
    Bomb(.quick, "RETURN abs(-9223372036854775807 - 1)"),
    Bomb(.quick, "RETURN -9223372036854775808 / -1"),
    Bomb(.quick, "RETURN -9223372036854775808 % -1"),
    Bomb(.quick, "RETURN substring('abc', 9223372036854775807, 9223372036854775807)"),
    Bomb(.quick, "RETURN range(9223372036854775806, 9223372036854775807)"),
    Bomb(.quick, "RETURN range(-9223372036854775808, 9223372036854775807, 9223372036854775807)"),
    Bomb(.quick, "MATCH (a)-[*9223372036854775807]->(b) RETURN a"),
  ]
}
