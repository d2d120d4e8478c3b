// What analysis refuses, rule by rule: query → type, detail.

import Graph
import Testing
import Text

@testable import Query

/// Parses and analyzes a query.
func analyzed(
  _ text: String, procedures: [Procedure] = []
) throws(QueryError) -> BoundStatement {
  let source = SourceText(text)
  var byName: [String: Procedure] = [:]
  for procedure in procedures { byName[procedure.name.asciiLowercased] = procedure }
  return try analyze(
    parseStatement(source), of: source, in: AnalysisSurroundings(procedures: byName))
}

/// Expects an error of a kind and detail before anything runs.
func expectRefusal(
  _ text: String, _ detail: QueryError.Detail, _ kind: QueryError.Kind = .syntaxError,
  procedures: [Procedure] = [], at location: Testing.SourceLocation = #_sourceLocation
) {
  do throws(QueryError) {
    _ = try analyzed(text, procedures: procedures)
    Issue.record("not refused: \(text)", sourceLocation: location)
  } catch {
    #expect(
      error.kind == kind && error.detail == detail && error.phase == .compile,
      "\(text): \(error.kind.rawValue)/\(error.detail.rawValue): \(error.message)",
      sourceLocation: location)
    #expect(error.span != nil, "\(text)", sourceLocation: location)
  }
}

/// Expects no error.
func expectAccepted(
  _ texts: [String], procedures: [Procedure] = [],
  at location: Testing.SourceLocation = #_sourceLocation
) {
  for text in texts {
    do throws(QueryError) {
      _ = try analyzed(text, procedures: procedures)
    } catch {
      Issue.record(
        "\(text): \(error.kind.rawValue)/\(error.detail.rawValue): \(error.message)",
        sourceLocation: location)
    }
  }
}

@Suite struct AnalysisErrorTests {
  @Test func variables() {
    for text in [
      "RETURN x", "MATCH (n) RETURN m", "MATCH (n) WITH n.a AS a RETURN n",
      "MATCH (n) WHERE m.a = 1 RETURN n", "UNWIND xs AS x RETURN x", "CREATE (a {k: b})",
      "MATCH (n) SET m.k = 1", "MATCH (n) SET n.k = m", "MATCH (n) REMOVE m.k",
      "MATCH (n) DELETE m", "MERGE (n {k: m})", "MERGE (n) ON CREATE SET m.k = 1",
      "RETURN [x IN [1] | y]", "RETURN [x IN x | 1]", "RETURN any(x IN [1] WHERE y)",
      "RETURN reduce(s = 0, x IN [1] | s + y)", "RETURN [x IN [1] | x], x",
      "MATCH (n) WHERE (n)-->(m) RETURN n", "MATCH (n) WHERE (n)-[r]->() RETURN n",
      "MATCH (n) RETURN [(n)-->(m) | m.k] AS ms, m", "CALL { RETURN 1 AS a } RETURN b",
      "MATCH (n) CALL { RETURN n.k AS a } RETURN a",
      "FOREACH (x IN [1] | CREATE (a)) CREATE (b {k: x})",
      "MATCH (n) WHERE EXISTS { (n)-->(m) } RETURN m", "RETURN {a: b}", "RETURN a {.b}",
      "MATCH (n) RETURN n {.a, b}", "MATCH (n) RETURN CASE WHEN n.a THEN m END",
    ] {
      expectRefusal(text, .undefinedVariable)
    }
  }

  @Test func nearVariables() {
    do throws(QueryError) {
      _ = try analyzed("MATCH (person) RETURN persn.name")
    } catch {
      #expect(error.subject == "persn")
      #expect(error.hint == "did you mean `person`?")
      #expect(error.span == SourceSpan(start: 22, end: 27))
    }
  }

  @Test func namesThatAreTaken() {
    for text in [
      "MATCH (p) MATCH p = ()-->() RETURN p", "MATCH p = (p)-->() RETURN p",
      "MATCH ()-[p]->(), p = ()-->() RETURN p", "WITH 1 AS p MATCH p = ()-->() RETURN p",
      "MATCH (a) CREATE (a)", "MATCH (a) CREATE (a {k: 1})", "CREATE (a), (a)",
      "CREATE (a), (a:L)-[:T]->()", "CREATE (a)-[:T]->(a {})",
      "MATCH ()-[r]->() CREATE ()-[r:T]->()",
      "MATCH ()-[r]->() MERGE ()-[r]->()", "MATCH (a) MERGE (a)", "MATCH (a) MERGE (a:L)-[:T]->()",
      "MATCH (a) UNWIND [1] AS a RETURN a", "WITH 1 AS p CREATE p = ()",
      "MATCH (a) CALL { RETURN 1 AS a } RETURN a", "MATCH (a) FOREACH (a IN [1] | CREATE ())",
    ] {
      expectRefusal(text, .variableAlreadyBound)
    }
    expectAccepted([
      "MATCH (a) MATCH (a)-->(b) RETURN b", "MATCH (a) CREATE (a)-[:T]->(a)",
      "MATCH (x) RETURN [x IN [1] | x]", "CREATE (a)-[:T]->(b)-[:T]->(a)",
      "MATCH (a) WITH a AS b CREATE (a)", "MATCH (a) MERGE (a)-[:T]->(b) MERGE (b)-[:T]->(a)",
    ])
  }

  @Test func typesOfVariables() {
    for value in ["true", "1", "1.5", "'a'", "[1]", "{a: 1}", "date('2020-01-01')"] {
      expectRefusal("WITH \(value) AS x MATCH (x) RETURN x", .variableTypeConflict)
      expectRefusal("WITH \(value) AS x MATCH ()-[x]->() RETURN x", .variableTypeConflict)
      expectRefusal("WITH \(value) AS x MATCH ()-[x*]->() RETURN x", .variableTypeConflict)
      expectRefusal("WITH \(value) AS x CREATE (x)-[:T]->()", .variableTypeConflict)
    }
    for text in [
      "MATCH ()-[r]->() MATCH (r) RETURN r", "MATCH (r) MATCH ()-[r]->() RETURN r",
      "MATCH (r)-[r]->() RETURN r", "MATCH r = ()-->() MATCH (r) RETURN r",
      "MATCH r = ()-->(), ()-[r]->() RETURN r", "MATCH ()-[r*]->() MATCH ()-[r]->() RETURN r",
      "MATCH ()-[r]->() MATCH ()-[r*]->() RETURN r", "MATCH (n) WITH [n] AS ns MATCH (ns) RETURN 1",
      "MATCH (n) WITH collect(n) AS ns MATCH (ns) RETURN 1",
      "MATCH (n) WITH [n] AS ns MATCH ()-[ns*]->() RETURN 1",
      "UNWIND [1, 2] AS x MATCH (x) RETURN x",
      "MATCH p = ()-->() UNWIND nodes(p) AS n MATCH ()-[n]->() RETURN n",
    ] {
      expectRefusal(text, .variableTypeConflict)
    }
    expectAccepted([
      "WITH null AS n MATCH (n) RETURN n",
      "MATCH (n) WITH [n, 1] AS xs UNWIND xs AS x MATCH (x) RETURN x",
      "MATCH ()-[r]->() WITH [r] AS rs MATCH ()-[rs*]->() RETURN rs",
      "WITH $p AS n MATCH (n)-->() RETURN n",
      "MATCH (a) WITH collect(a) AS l UNWIND l AS b MATCH (b) RETURN b",
      "WITH [] AS rs MATCH ()-[rs*]->() RETURN rs",
    ])
  }

  @Test func relationshipsInPatterns() {
    expectRefusal("MATCH (a)-[r]->()-[r]->(b) RETURN r", .relationshipUniquenessViolation)
    expectRefusal(
      "MATCH ()-[r]->() MATCH ()-[r]->(), ()-[r]->() RETURN r", .relationshipUniquenessViolation)
    expectRefusal("CREATE ()-->()", .noSingleRelationshipType)
    expectRefusal("CREATE ()-[:A|B]->()", .noSingleRelationshipType)
    expectRefusal("MERGE (a)-[r]->(b)", .noSingleRelationshipType)
    expectRefusal("CREATE ()-[:A]-()", .requiresDirectedRelationship)
    expectRefusal("CREATE ()<-[:A]->()", .requiresDirectedRelationship)
    expectRefusal("CREATE ()-[:A*2]->()", .creatingVarLength)
    expectRefusal("MERGE ()-[:A*]->()", .creatingVarLength)
    expectRefusal("MATCH (n $p) RETURN n", .invalidParameterUse)
    expectRefusal("MATCH ()-[r $p]->() RETURN r", .invalidParameterUse)
    expectRefusal("MERGE (n $p)", .invalidParameterUse)
    expectRefusal("MERGE ()-[:T $p]->()", .invalidParameterUse)
    expectAccepted(["CREATE (n $p)", "CREATE ()-[:T $p]->()", "MERGE ()-[:T]-()"])
  }

  @Test func operands() {
    let noBooleans = ["1", "1.5", "'a'", "[true]", "{}", "date('2020-01-01')"]
    for operand in noBooleans {
      for op in ["AND", "OR", "XOR"] {
        expectRefusal("RETURN \(operand) \(op) null", .invalidArgumentType)
        expectRefusal("RETURN true \(op) \(operand)", .invalidArgumentType)
      }
      expectRefusal("RETURN NOT \(operand)", .invalidArgumentType)
      expectRefusal("MATCH (n) WHERE \(operand) RETURN n", .invalidArgumentType)
      expectRefusal("WITH \(operand) AS x WHERE x RETURN x", .invalidArgumentType)
      expectRefusal("RETURN any(x IN [\(operand)] WHERE x)", .invalidArgumentType)
    }
    for operand in ["1", "'a'", "true", "{a: []}"] {
      expectRefusal("RETURN 1 IN \(operand)", .invalidArgumentType)
      expectRefusal("RETURN all(x IN \(operand) WHERE true)", .invalidArgumentType)
      expectRefusal("RETURN [x IN \(operand) | x]", .invalidArgumentType)
    }
    for text in [
      "'a' % 2", "true + 1", "{} + 1", "'a' * 2", "-'a'", "2 - 'a'", "true ^ 2", "'a' / 2",
    ] {
      expectRefusal("RETURN \(text)", .invalidArgumentType)
    }
    expectAccepted([
      "RETURN null AND true", "RETURN 1 + null", "RETURN 'a' + 1", "RETURN [1] + 'a'",
      "RETURN 1 + [2]", "RETURN 1 < 'a'", "RETURN 1 STARTS WITH 'a'", "RETURN [1, 'a'][0] % 2",
      "RETURN 1 IN null", "RETURN none(x IN [] WHERE x % 2 = 0)",
      "RETURN date('2020-01-01') + duration('P1D')",
      "RETURN duration('P1D') * 2", "RETURN $p AND $q", "MATCH (n) WHERE n.a RETURN n",
      "RETURN [x IN [1, 'a'] | x % 2]",
    ])
  }

  @Test func keysAndElements() {
    for value in ["1", "1.5", "true", "'a'", "[1, true]"] {
      expectRefusal("WITH \(value) AS x RETURN x.k", .invalidArgumentType, .typeError)
    }
    expectRefusal("MATCH p = ()-->() RETURN p.k", .invalidArgumentType)
    expectRefusal("MATCH ()-[r*]->() WHERE r.k = 1 RETURN r", .invalidArgumentType)
    for index in ["true", "1.5", "'a'", "[1]", "{}"] {
      expectRefusal("RETURN [1, 2][\(index)]", .invalidArgumentType, .typeError)
    }
    expectRefusal("RETURN {a: 1}[0]", .mapElementAccessByNonString, .typeError)
    expectRefusal("RETURN 1[0]", .invalidArgumentType, .typeError)
    expectAccepted([
      "RETURN {a: 1}['a']", "WITH $p AS p RETURN p[0], p['a'], p.k", "RETURN null.k, null[0]",
      "MATCH (n) RETURN n['k']", "RETURN date('2020-01-01').year", "RETURN [1, 2][0..1]",
    ])
  }

  @Test func functions() {
    expectRefusal("RETURN nothing(1)", .unknownFunction)
    expectRefusal("RETURN size()", .invalidNumberOfArguments)
    expectRefusal("RETURN size('a', 'b')", .invalidNumberOfArguments)
    expectRefusal("RETURN count()", .invalidNumberOfArguments)
    expectRefusal("RETURN percentileCont(1)", .invalidNumberOfArguments)
    for text in [
      "MATCH (n) RETURN type(n)", "MATCH (n) RETURN length(n)", "MATCH ()-[r]->() RETURN length(r)",
      "MATCH p = () RETURN labels(p)", "MATCH p = () RETURN size(p)", "RETURN properties(1)",
      "RETURN properties('a')", "RETURN properties([true])", "RETURN sum('a')", "RETURN avg(true)",
      "MATCH (n) RETURN nodes(n)", "RETURN exists(1)", "MATCH (n) WHERE (n) RETURN n",
    ] {
      expectRefusal(text, .invalidArgumentType)
    }
    expectRefusal("MATCH (n) RETURN (n)-->() AS x", .unexpectedSyntax)
    expectRefusal("MATCH (n) RETURN size((n)-->())", .unexpectedSyntax)
    expectAccepted([
      "MATCH (n) RETURN exists(n.k), exists((n)-->())",
      "MATCH (n) WITH [n, 1] AS l RETURN labels(l[1])",
      "MATCH (n) WHERE NOT (n)-->() AND (n)<--() RETURN n", "RETURN SIZE('a'), toUPPER('b')",
    ])
  }

  @Test func nearFunctions() {
    do throws(QueryError) {
      _ = try analyzed("RETURN tolowr('A')")
    } catch {
      #expect(error.hint?.contains("`toLower`") == true)
    }
  }
}
