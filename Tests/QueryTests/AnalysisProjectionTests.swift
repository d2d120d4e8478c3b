// Projections: aggregation, ORDER BY, columns, SKIP and LIMIT, UNION, and what they refuse.

import Graph
import Testing
import Text

@testable import Query

/// The clauses of the first part of a query.
func analyzedClauses(_ text: String) throws -> [BoundClause] {
  guard case .query(let query) = try analyzed(text).body else { return [] }
  return query.parts[0].clauses
}

/// The last projection of a query.
func analyzedProjection(_ text: String) throws -> BoundProjection {
  var found: BoundProjection?
  for clause in try analyzedClauses(text) {
    if case .project(let projection) = clause { found = projection }
  }
  return try #require(found)
}

/// The columns of a query.
func analyzedColumns(_ text: String) throws -> [UTF8String] {
  guard case .query(let query) = try analyzed(text).body else { return [] }
  return query.columns
}

@Suite struct AnalysisProjectionTests {
  @Test(arguments: [
    ("RETURN 1 AS a, 2", ["a", "2"]),
    ("MATCH (n) RETURN cOuNt( * ), n . k", ["cOuNt( * )", "n . k"]),
    ("WITH 1 AS b, 2 AS a RETURN *", ["a", "b"]),
    ("WITH 1 AS b, 2 AS a RETURN *, 3 AS aa", ["a", "b", "aa"]),
    ("MATCH (b)-[a]->() RETURN *", ["a", "b"]),
    ("CREATE (n)", []),
    ("CALL { RETURN 1 AS x } RETURN x", ["x"]),
    ("RETURN 1 AS a UNION RETURN 2 AS a", ["a"]),
  ])
  func columns(_ text: String, _ columns: [String]) throws {
    let found = try analyzedColumns(text).map(\.string)
    #expect(found == columns)
  }

  @Test func columnsThatAreRefused() {
    expectRefusal("RETURN 1 AS a, 2 AS a", .columnNameConflict)
    expectRefusal("WITH 1 AS a, 2 AS a RETURN a", .columnNameConflict)
    expectRefusal("WITH 1 AS a RETURN *, 2 AS a", .columnNameConflict)
    expectRefusal("MATCH (n) WITH n.k RETURN 1", .noExpressionAlias)
    expectRefusal("MATCH (n) WITH n, count(*) RETURN n", .noExpressionAlias)
    expectRefusal("MATCH () RETURN *", .noVariablesInScope)
    expectRefusal("RETURN 1 AS a UNION RETURN 1 AS b", .differentColumnsInUnion)
    expectRefusal("RETURN 1 AS a UNION ALL RETURN 1 AS a, 2 AS b", .differentColumnsInUnion)
  }

  @Test func groupsOfAnItem() {
    for text in [
      "MATCH (a)-->(b) RETURN a.k + count(b)", "MATCH (a)-->(b) WITH a.k + count(b) AS x RETURN x",
      "MATCH (a)-->(b) RETURN a.k + b.k, a.k + b.k + count(*)",
      "MATCH (a)-->(b) RETURN a.k AS k, a.j + count(b)",
      "MATCH (a) RETURN a.k + 1 AS k, a.k + 1 + count(*)",
      "MATCH (a) RETURN [x IN collect(a) | x.k + a.k]",
      "MATCH (a) RETURN size([(a)-->(b) | 1]) + count(*)",
    ] {
      expectRefusal(text, .ambiguousAggregationExpression)
    }
    expectAccepted([
      "MATCH (a)-->(b) RETURN a.k, a.k + count(b)", "MATCH (a)-->(b) RETURN a, a.k + count(b)",
      "MATCH (a) RETURN $p + avg(a.k) - 1000", "MATCH (a) WITH a.k AS k RETURN k, k + count(*)",
      "MATCH (a) RETURN [x IN collect(a) | x.k]",
      "MATCH (a) RETURN a, size([(a)-->(b) | 1]) + count(*)",
      "MATCH (a) RETURN count(a) * 10 + count(DISTINCT a.k)",
      "MATCH (a) RETURN {n: a.k, c: count(*)}, a.k",
      "MATCH (n) WHERE EXISTS { MATCH (m) RETURN n.k + count(m) } RETURN n",
    ])
  }

  @Test func placesOfAggregates() {
    for text in [
      "MATCH (n) WHERE count(n) > 1 RETURN n", "UNWIND [count(1)] AS x RETURN x",
      "MATCH (n) SET n.k = count(n)", "CREATE ({k: count(1)})", "MATCH (n) DELETE collect(n)",
      "RETURN [x IN [1] | count(*)]", "RETURN any(x IN [1] WHERE count(x) > 1)",
      "MATCH (n) RETURN n.a ORDER BY max(n.b)",
      "MATCH (n) WITH n.a AS a ORDER BY n, count(n.a) RETURN a",
      "RETURN 1 LIMIT count(*)", "MATCH (n {k: count(*)}) RETURN n",
    ] {
      expectRefusal(text, .invalidAggregation)
    }
    expectRefusal("RETURN count(count(*))", .nestedAggregation)
    expectRefusal("MATCH (n) RETURN sum(1 + max(n.k))", .nestedAggregation)
    expectRefusal("RETURN count(rand())", .nonConstantExpression)
    expectRefusal("RETURN sum(1 + rand())", .nonConstantExpression)
    expectAccepted(["RETURN count(*) + rand()", "MATCH (n) RETURN count(COUNT { (n)-->() })"])
  }

  @Test func orderOfRows() {
    for text in [
      "MATCH (a) RETURN DISTINCT a.k ORDER BY a.j", "MATCH (a) RETURN count(a) AS c ORDER BY a.k",
      "MATCH (a) RETURN count(a.k) AS c ORDER BY a.k + count(a.k)",
      "MATCH (a) WITH a.k AS k, min(a.j) AS m ORDER BY sum(a.j) RETURN k",
      "WITH 1 AS a, 2 AS b WITH a ORDER BY c RETURN a",
      "WITH 1 AS a, 2 AS b WITH a WITH a ORDER BY b RETURN a",
    ] {
      expectRefusal(text, .undefinedVariable)
    }
    expectRefusal(
      "MATCH (a)-->(b) RETURN a.k + b.k, count(*) AS c ORDER BY a.k + b.k + count(*)",
      .ambiguousAggregationExpression)
    expectAccepted([
      "MATCH (a) RETURN a.k ORDER BY a.j", "MATCH (a) RETURN DISTINCT a ORDER BY a.k",
      "MATCH (a) RETURN DISTINCT a.k ORDER BY a.k",
      "MATCH (a) RETURN a.k, max(a.j) ORDER BY max(a.j)",
      "MATCH (a) RETURN a.k AS k, count(a.j) AS c ORDER BY k, k + count(a.j)",
      "MATCH (a) RETURN a.k AS k, count(a.j) AS c ORDER BY a.k + count(a.j)",
      "MATCH (a) RETURN avg(a.k) AS m ORDER BY $p + avg(a.k) - 1",
      "MATCH (n) RETURN n.k AS n ORDER BY n + 2",
      "WITH 1 AS a, 2 AS b WITH a ORDER BY b RETURN a",
      "MATCH (a) RETURN a.k + 1, count(*) ORDER BY a.k + 1",
      "MATCH (a) WITH a.k AS k WHERE a.j > 1 RETURN k", "MATCH (a) RETURN * ORDER BY a.k",
    ])
  }

  @Test func numbersOfRows() {
    for clause in ["SKIP", "LIMIT"] {
      expectRefusal("MATCH (n) RETURN n \(clause) n.k", .nonConstantExpression)
      expectRefusal("RETURN 1 AS a \(clause) a", .nonConstantExpression)
      expectRefusal("RETURN 1 \(clause) -1", .negativeIntegerArgument)
      expectRefusal("RETURN 1 \(clause) -(1)", .negativeIntegerArgument)
      expectRefusal("RETURN 1 \(clause) 1.5", .invalidArgumentType)
      expectRefusal("RETURN 1 \(clause) 'a'", .invalidArgumentType)
      expectRefusal("RETURN 1 \(clause) true", .invalidArgumentType)
      expectAccepted([
        "RETURN 1 \(clause) 0", "RETURN 1 \(clause) $p", "RETURN 1 \(clause) 1 + 2",
        "RETURN 1 \(clause) toInteger(rand() * 9)", "RETURN 1 \(clause) size([x IN [1] | x])",
      ])
    }
  }

  @Test func variablesKeepTheirSlots() throws {
    let bound = try analyzed("MATCH (a)-[r]->(b) WITH a, b AS c WITH a, c RETURN a, c")
    guard case .query(let query) = bound.body,
      case .match(let match) = query.parts[0].clauses[0],
      case .project(let first) = query.parts[0].clauses[1]
    else {
      Issue.record("not a match and a projection")
      return
    }
    let (a, b) = (match.pattern.nodes[0].slot, match.pattern.nodes[1].slot)
    #expect(first.items[0].slot == a)
    #expect(first.items[1].slot != b)
    #expect(query.parts[0].outputs == first.items.map(\.slot))
    #expect(bound.slots.map(\.name.string) == ["a", "r", "b", "c"])
  }

  @Test func keysAndAggregates() throws {
    let projection = try analyzedProjection(
      "MATCH (n) RETURN n, n.k AS k, count(*) AS c, 2 * count(*) AS d, count(*) + sum(n.j) AS e")
    let aggregation = try #require(projection.aggregation)
    #expect(aggregation.keys.count == 2)
    #expect(aggregation.aggregates.map(\.function) == ["count", "sum"])
    #expect(aggregation.aggregates[0].argument == nil)
    // Keys and bare aggregates are columns as they are.
    for item in projection.items[..<3] {
      guard case .slot(let slot) = item.expression.kind else {
        Issue.record("an expression where a slot is enough")
        continue
      }
      #expect(slot == item.slot)
    }
    #expect(projection.items[0].slot == aggregation.keys[0].slot)
    #expect(projection.items[1].slot == aggregation.keys[1].slot)
    #expect(projection.items[2].slot == aggregation.aggregates[0].slot)
    #expect(projection.items[3].slot != aggregation.aggregates[0].slot)
  }

  @Test func orderReadsColumns() throws {
    let projection = try analyzedProjection(
      "MATCH (n) RETURN DISTINCT n.k + 1 AS x ORDER BY n.k + 1")
    guard case .slot(let slot) = projection.order[0].expression.kind else {
      Issue.record("the expression is computed again")
      return
    }
    #expect(slot == projection.items[0].slot)
  }

  @Test func shadowedNames() throws {
    let projection = try analyzedProjection("WITH 1 AS a, 2 AS b WITH a AS b, b AS a RETURN a, b")
    #expect(projection.items[0].slot != projection.items[1].slot)
    expectAccepted(["MATCH (n) WITH n.k AS n RETURN n + 1"])
  }
}
