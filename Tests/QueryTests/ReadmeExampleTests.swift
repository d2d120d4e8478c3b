// The example of the README, run as it stands there.

import Foundation
import Graph
import Query
import TestSupport
import Testing
import Text

@Suite struct ReadmeExampleTests {
  private func example(_ path: String) throws -> [[String]] {
    // example
    let graph = try Graph.open(path, createIfMissing: true)
    let session = QuerySession(graph)
    _ = try session.query(
      "CREATE (:Person {name: '李四'})-[:ATTENDED {role: '主持'}]->(:Event {name: '职工技能大赛'})")
    let guests = try session.query(
      "MATCH (p:Person)-[a:ATTENDED]->(:Event {name: $event}) RETURN p.name AS name, a.role AS role",
      parameters: ["event": "职工技能大赛"])
    return guests.rows.map { row in row.map(\.plainText) }
    // end
  }

  @Test func itFindsWhoAttended() throws {
    let folder = TemporaryDirectory()
    #expect(try example(folder.file("news.kin")) == [["李四", "主持"]])
    #expect(try Graph.open(folder.file("news.kin"), .readOnly).snapshot.nodeCount == 2)
  }

  @Test func itStandsInTheReadme() throws {
    let source = try String(contentsOfFile: #filePath, encoding: .utf8)
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
    let start = try #require(source.range(of: "    // example\n"))
    let end = try #require(source.range(of: "    // end\n"))
    let lines = source[start.upperBound..<end.lowerBound].split(
      separator: "\n", omittingEmptySubsequences: false
    ).map { $0.hasPrefix("    ") ? $0.dropFirst(4) : $0 }
    #expect(readme.contains(lines.joined(separator: "\n")))
  }
}
