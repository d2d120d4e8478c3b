// Clauses that write, from statement to graph: what they make, find, change and delete, what later
// rows and clauses see of it, and that an error leaves nothing behind.

import Graph
import TestSupport
import Testing
import Text

@testable import Query

@Suite struct WritingTests {
  private let session = QuerySession(Graph())

  private func rows(
    _ text: String, _ parameters: [String: Value] = [:]
  ) throws -> [String] {
    try session.query(text, parameters: parameters).rows.map { row in
      row.map { "\($0)" }.joined(separator: ",")
    }
  }

  private func number(_ text: String, _ parameters: [String: Value] = [:]) throws -> Int64 {
    let result = try session.query(text, parameters: parameters)
    guard result.rows.count == 1, case .integer(let number)? = result.rows[0].first else {
      Issue.record("one integer was expected of \(text)")
      return .min
    }
    return number
  }

  private func expectError(
    _ detail: QueryError.Detail, _ text: String, _ parameters: [String: Value] = [:]
  ) {
    let before = session.graph.snapshot
    do {
      _ = try session.query(text, parameters: parameters)
      Issue.record("an error was expected of \(text)")
    } catch {
      #expect(error.detail == detail)
    }
    let after = session.graph.snapshot
    #expect(after.nodeCount == before.nodeCount)
    #expect(after.relationshipCount == before.relationshipCount)
  }

  // MARK: CREATE

  @Test func createMakesNodesAndRelationshipsForEachRow() throws {
    let summary = try session.query(
      "UNWIND range(1, 5000) AS i CREATE (a:A {i: i, none: null})-[r:R {w: i * 2}]->(b:B:C)"
    ).summary
    #expect(summary.counters.nodesCreated == 10_000)
    #expect(summary.counters.relationshipsCreated == 5000)
    #expect(try number("MATCH (a:A)-[r:R]->(:C) WHERE r.w = a.i * 2 RETURN count(*) AS n") == 5000)
    #expect(try number("MATCH (a:A) WHERE a.none IS NULL RETURN count(*) AS n") == 5000)
  }

  @Test func createBindsWhatItMade() throws {
    #expect(
      try number("CREATE p = (a {x: 7})-[:R]->(b {y: 1}) RETURN a.x + b.y + length(p) AS n") == 9)
  }

  @Test func createRefusesWhatCannotBeStored() throws {
    expectError(.invalidPropertyType, "CREATE (), (a {x: [{y: 1}]})")
    expectError(.invalidArgumentValue, "OPTIONAL MATCH (a:None) CREATE (a)-[:R]->()")
  }

  // MARK: SET and REMOVE

  @Test func setSeesEarlierRowsAndItems() throws {
    _ = try session.query("CREATE (:N {v: 1})")
    _ = try session.query("UNWIND range(1, 10) AS i MATCH (n:N) SET n.v = n.v + i, n.w = n.v")
    #expect(try number("MATCH (n:N) WHERE n.v = n.w RETURN n.v AS v") == 56)
  }

  @Test func setReplacesAndMergesMaps() throws {
    _ = try session.query("CREATE (:N {a: 1, b: 2})-[:R {c: 3}]->(:M)")
    _ = try session.query("MATCH (n:N) SET n += {b: null, d: 4}")
    #expect(try number("MATCH (n:N) WHERE n.a = 1 AND n.b IS NULL RETURN n.d AS d") == 4)
    _ = try session.query("MATCH (n:N)-[r]->(m:M) SET n = r, m = n, m:Copy, r.c = null")
    #expect(try number("MATCH (m:Copy) WHERE m.a IS NULL RETURN m.c AS c") == 3)
    #expect(try number("MATCH ()-[r:R]->() WHERE r.c IS NULL RETURN count(r) AS n") == 1)
    _ = try session.query("MATCH (m:Copy) REMOVE m.c, m:Copy, m:Absent, m.absent")
    #expect(try number("MATCH (m:M) WHERE m.c IS NULL AND NOT m:Copy RETURN count(m) AS n") == 1)
  }

  @Test func setPassesOverNull() throws {
    #expect(
      try rows("OPTIONAL MATCH (a:None) SET a.x = 1, a:L, a += {y: 1} REMOVE a.x RETURN 1 AS n")
        .count
        == 1)
  }

  // MARK: DELETE

  @Test func deleteTakesDuplicatesPathsAndNull() throws {
    _ = try session.query("CREATE (a:A)-[:R]->(:B), (a)-[:R]->(:B)")
    _ = try session.query("MATCH p = (a:A)-[r]->(b) OPTIONAL MATCH (x:None) DELETE a, x, p, r")
    #expect(session.graph.snapshot.nodeCount == 0)
  }

  @Test func connectedNodesNeedDetach() throws {
    _ = try session.query("CREATE (:A {x: 1})-[:R]->(:B)")
    expectError(.deleteConnectedNode, "MATCH (a:A) DELETE a")
    _ = try session.query("MATCH (a:A) DETACH DELETE a")
    #expect(session.graph.snapshot.nodeCount == 1)
    #expect(session.graph.snapshot.relationshipCount == 0)
  }

  @Test func whatIsDeletedCannotBeRead() throws {
    _ = try session.query("CREATE (:A {x: 1})-[:R]->(:B)")
    #expect(try rows("MATCH ()-[r:R]->() DELETE r RETURN type(r) AS t").count == 1)
    expectError(.deletedEntityAccess, "MATCH (a:A) DELETE a RETURN a.x AS x")
    expectError(.deletedEntityAccess, "MATCH (a:A) DELETE a SET a.x = 2")
  }

  // MARK: MERGE

  @Test func mergeSeesItsOwnRows() throws {
    let text = "UNWIND range(1, 1000) AS i MERGE (n:N {k: i % 10, s: 'x'}) RETURN count(n) AS n"
    #expect(try number(text) == 1000)
    #expect(try number("MATCH (n:N) RETURN count(n) AS n") == 10)
  }

  @Test func mergeKeepsAllMatchesAndDoesItsItems() throws {
    _ = try session.query("CREATE (:N {k: 1}), (:N {k: 1.0}), (:M {k: 1})")
    let text = """
      UNWIND range(1, 20) AS i MERGE (n:N {k: i}) ON CREATE SET n.made = true \
      ON MATCH SET n.found = true RETURN count(*) AS n
      """
    #expect(try number(text) == 21)
    #expect(try number("MATCH (n:N) WHERE n.found AND n.k = 1 RETURN count(n) AS n") == 2)
    #expect(try number("MATCH (n:N) WHERE n.made RETURN count(n) AS n") == 19)
  }

  /// Items that change the key are seen by the rows behind them.
  @Test func mergeFollowsItsOwnItems() throws {
    _ = try session.query("CREATE (:N {k: 1})")
    _ = try session.query("UNWIND range(1, 20) AS i MERGE (n:N {k: i}) ON MATCH SET n.k = i + 1")
    #expect(try number("MATCH (n:N) RETURN count(n) AS n") == 1)
    #expect(try number("MATCH (n:N) RETURN n.k AS k") == 21)
  }

  @Test func mergeOfOneNodeGivesTheSameByTableIndexAndPlan() throws {
    var random = Random(seed: 7)
    let values = (0..<60).map { _ in Value.integer(Int64(random.next() % 25)) }
    var counts: [Int64] = []
    for way in ["plan", "table", "index"] {
      let session = QuerySession(Graph())
      if way == "index" { _ = try session.query("CREATE INDEX FOR (n:N) ON (n.k)") }
      _ = try session.query("UNWIND [1, 2, 2, 3] AS k CREATE (:N {k: k}), (:M {k: k + 10})")
      let text = "MERGE (n:N {k: k}) ON MATCH SET n.c = coalesce(n.c, 0) + 1"
      if way == "plan" {
        for value in values {
          _ = try session.query("WITH $k AS k \(text)", parameters: ["k": value])
        }
      } else {
        _ = try session.query("UNWIND $ks AS k \(text)", parameters: ["ks": .list(values)])
      }
      let result = try session.query("MATCH (n:N) RETURN sum(n.k * 100 + coalesce(n.c, 0)) AS s")
      if case .integer(let sum)? = result.rows[0].first { counts.append(sum) }
    }
    #expect(counts.count == 3 && Set(counts).count == 1)
  }

  @Test func mergeOfRelationshipsLooksBothWaysWhereTheArrowIsMissing() throws {
    _ = try session.query("CREATE (:A)-[:R]->(:B)")
    _ = try session.query("MATCH (b:B), (a:A) MERGE (b)-[:R]-(a) MERGE (b)-[:S]-(a)")
    #expect(try number("MATCH (:B)-[:S]->(:A) RETURN count(*) AS n") == 1)
    #expect(session.graph.snapshot.relationshipCount == 2)
  }

  @Test func mergeRefusesNullProperties() throws {
    expectError(.mergeReadOwnWrites, "CREATE (:X) MERGE (n {k: null})")
  }

  // MARK: FOREACH, indexes

  @Test func forEachRunsItsClausesElementByElement() throws {
    _ = try session.query(
      "CREATE (r:Root) FOREACH (x IN [1, 2, 2, null] | CREATE (r)-[:R]->(n:N {x: x}) SET n.y = n.x)"
    )
    #expect(try number("MATCH (:Root)-->(n:N) RETURN sum(n.y) AS s") == 5)
    _ = try session.query("FOREACH (x IN null | CREATE (:Never))")
    _ = try session.query("FOREACH (x IN [[1], [2, 3]] | FOREACH (y IN x | MERGE (:K {y: y})))")
    #expect(try number("MATCH (k:K) RETURN sum(k.y) AS s") == 6)
  }

  @Test func indexStatementsSayWhatIsThereAlready() throws {
    _ = try session.query("CREATE INDEX FOR (n:N) ON (n.k)")
    expectError(.indexExists, "CREATE INDEX FOR (n:N) ON (n.k)")
    #expect(try rows("CALL db.indexes() YIELD kind, label RETURN kind, label").count == 2)
  }

  // MARK: Procedures

  @Test func searchRanksExactNamesFirst() throws {
    _ = try session.query(
      "UNWIND ['Ada Lovelace', 'ada', 'Canada', 'Bob'] AS name CREATE (:P {name: name})")
    let text = "CALL search('ADA', 3) YIELD node, score RETURN node.name AS name, score"
    let names = try session.query(text).rows.map { "\($0[0])" }
    #expect(names.count == 3)
    let expected = ["ada", "Ada Lovelace", "Canada"].map { "\(Value.string(UTF8String($0)))" }
    #expect(names == expected)
  }

  // MARK: LOAD CSV

  @Test func loadCSVReadsMapsAndLists() throws {
    let folder = TemporaryDirectory()
    folder.write("a.csv", "name,age\n\"Ann \"\"A\"\"\",3\nBob,\n")
    session.options.importFolder = folder.path
    _ = try session.query(
      "LOAD CSV WITH HEADERS FROM 'file:///a.csv' AS row CREATE (:P {name: row.name, age: row.age})"
    )
    #expect(try number("MATCH (p:P) WHERE p.name = 'Ann \"A\"' RETURN toInteger(p.age) AS n") == 3)
    #expect(try number("MATCH (p:P) WHERE p.age IS NULL RETURN count(p) AS n") == 1)
    #expect(try number("LOAD CSV FROM 'a.csv' AS row RETURN sum(size(row)) AS n") == 6)
  }

  @Test func loadCSVStaysInItsFolder() throws {
    let outside = TemporaryDirectory()
    outside.write("secret.csv", "x\n")
    let folder = TemporaryDirectory()
    folder.write("bad.csv", "a,b\n\"x\"y,1\n")
    expectError(.fileNotAllowed, "LOAD CSV FROM 'bad.csv' AS row CREATE ()")
    session.options.importFolder = folder.path
    let name = outside.path.split(separator: "/").last ?? ""
    expectError(.fileNotAllowed, "LOAD CSV FROM '../\(name)/secret.csv' AS row CREATE ()")
    expectError(.fileNotAllowed, "LOAD CSV FROM '\(outside.path)/secret.csv' AS row CREATE ()")
    expectError(.fileNotAllowed, "LOAD CSV FROM 'http://x/bad.csv' AS row CREATE ()")
    expectError(.fileNotReadable, "LOAD CSV FROM 'missing.csv' AS row CREATE ()")
    expectError(.fileNotReadable, "LOAD CSV FROM 'bad.csv' AS row CREATE ()")
  }
}
