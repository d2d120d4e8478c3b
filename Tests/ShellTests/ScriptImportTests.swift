// Scripts of statements as a way in: what was exported comes back, and a script that fails leaves
// nothing behind.

import Graph
import TestSupport
import Testing

@testable import Shell

@Suite struct ScriptImportTests {
  private let folder = TemporaryDirectory()

  private func write(_ name: String, _ text: String) -> String {
    folder.write(name, Array(text.utf8))
  }

  private func content(_ path: String) throws -> GraphContent {
    GraphContent(try Graph.open(path, .readOnly).snapshot)
  }

  @Test func anExportedScriptIsImportedAndRun() throws {
    let first = folder.file("first.kin")
    let made = ShellRun([
      "query", first, "--create",
      """
      CREATE (a:`工 人` {name: '李四', born: date('1965-03-01'), at: point({x: 1, y: 2}), z: 0.0/0.0})
      CREATE (a)-[:`:` {n: [1, 2], d: duration('P1M'), e: 1e300}]->({text: 'a`;\\'"\\\\'})
      """,
    ])
    #expect(made.code == .success, "\(made.notices)")
    let script = folder.file("dump.cypher")
    #expect(ShellRun(["export", first, "--format", "cypher", "-o", script]).code == .success)
    let imported = folder.file("imported.kin")
    let run = ShellRun(["import", script, "-o", imported])
    #expect(run.code == .success, "\(run.notices)")
    #expect(try content(imported) == content(first))
    let queried = folder.file("queried.kin")
    #expect(ShellRun(["query", queried, "-f", script, "--create"]).code == .success)
    #expect(try content(queried) == content(first))
  }

  @Test func aStatementThatFailsLeavesNothing() {
    let script = write("bad.cypher", "CREATE (:A);\nCREATE (:B {x: 1 / 0});\n")
    let target = folder.file("bad.kin")
    let run = ShellRun(["import", script, "-o", target])
    #expect(run.code == .dataError)
    #expect(run.notices.contains("DivisionByZero") && run.notices.contains("2 │"))
    #expect(pathKind(target) == .missing)
  }

  @Test func aScriptComesAlone() {
    let script = write("a.cql", "CREATE (:A)")
    let table = write("a.csv", "id\n1\n")
    let run = ShellRun(["import", script, table, "-o", folder.file("g.kin")])
    #expect(run.code == .usage)
    let other = write("b.txt", "CREATE (:A) CREATE (:B)")
    let told = folder.file("told.kin")
    #expect(ShellRun(["import", other, "--format", "cypher", "-o", told]).code == .success)
  }
}
