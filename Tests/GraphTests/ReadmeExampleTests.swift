// The example of the README, run as it stands there.

import Foundation
import Graph
import TestSupport
import Testing
import Text

@Suite struct ReadmeExampleTests {
  private func example(_ path: String) throws -> [String] {
    // example
    let graph = try Graph.open(path, createIfMissing: true)
    try graph.write { transaction in
      let li = try transaction.createNode(["Person"], ["name": "李四"])
      let event = try transaction.createNode(["Event"], ["name": "职工技能大赛", "teams": 12])
      _ = try transaction.createRelationship(li, "ATTENDED", event, ["role": "speaker"])
    }
    let snapshot = graph.snapshot  // a version that never changes, for this thread alone
    guard let attended = snapshot.type("ATTENDED"), let name = snapshot.key("name"),
      let event = snapshot.nodes(with: "职工技能大赛", under: name)?.first
    else { return [] }
    let guests = snapshot.neighbours(of: event, attended, .incoming)  // spans, nothing is copied
    return guests.nodes.indices.map { snapshot.value(of: guests.nodes[$0], name).plainText }
    // end
  }

  @Test func itFindsWhoAttended() throws {
    let folder = TemporaryDirectory()
    #expect(try example(folder.file("news.kin")) == ["李四"])
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
