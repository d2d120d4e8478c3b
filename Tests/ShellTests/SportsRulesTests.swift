// Pages of another domain than news, by the rules of docs/examples/sports.rules: from files of
// invented results of matches to a graph, and queries on it.

import Foundation
import TestSupport
import Testing

@testable import Shell

@Suite struct SportsRulesTests {
  private static let rules = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/examples/sports.rules").path

  private static let pages = [
    "one.txt": """
    春风杯足球联赛开幕

    春风杯足球联赛昨天在海城体育场开幕。海城足球队主场迎战山城足球队。海城足球队以3比1击败了山城足球队。

    海城足球队队长王一、前锋李二先后破门。
    """,
    "two.txt": """
    云城女足险胜

    云城女足昨晚险胜湖城女足。湖城女足1比2不敌云城女足。

    石城男篮大胜

    石城男篮以98比70大胜山城男篮。石城男篮前锋赵小川表示，全队会继续努力。
    """,
  ]

  private static let graph: (directory: TemporaryDirectory, run: ShellRun) = {
    let directory = TemporaryDirectory()
    let files = pages.sorted { $0.key < $1.key }.map { directory.write($0.key, $0.value) }
    let graph = directory.file("sports.kin")
    return (directory, ShellRun(["build"] + files + ["--rules", rules, "-o", graph]))
  }()

  private func rows(_ query: String) throws -> [String] {
    try #require(Self.graph.run.code == .success, "\(Self.graph.run.notices)")
    let run = ShellRun([
      "query", Self.graph.directory.file("sports.kin"), query, "--format", "tsv",
    ])
    try #require(run.code == .success, "\(run.notices)")
    return run.data.split(separator: "\n").dropFirst().map { row in
      String(row).replacing("\t", with: " ")
    }
  }

  @Test func whoBeatWhom() throws {
    let found = try rows(
      "MATCH (w:Team)-[r:BEAT]->(l:Team) RETURN w.name, l.name, r.score ORDER BY w.name")
    #expect(found.count == 3)
    #expect(found.contains("海城足球队 山城足球队 3比1"))
    #expect(found.contains("石城男篮 山城男篮 98比70"))
    #expect(found.contains { $0.hasPrefix("云城女足 湖城女足") })
  }

  @Test func whoPlaysForWhomAndAsWhat() throws {
    let found = try rows(
      "MATCH (p:Player)-[r:PLAYS_FOR]->(t:Team) RETURN p.name, r.role, t.name ORDER BY p.name")
    #expect(found.sorted() == ["李二 前锋 海城足球队", "王一 队长 海城足球队", "赵小川 前锋 石城男篮"])
  }

  @Test func whereAndBetweenWhom() throws {
    #expect(
      try rows("MATCH (m:Match)-[:HELD_AT]->(s:Stadium) RETURN m.name, s.name")
        == ["春风杯足球联赛 海城体育场"])
    #expect(
      try rows("MATCH (t:Team)-[:PLAYED_IN]->(m:Match) RETURN m.name, t.name").sorted()
        == ["春风杯足球联赛 山城足球队", "春风杯足球联赛 海城足球队"])
  }

  @Test func nothingOfTheNewsDomain() throws {
    #expect(
      try rows("MATCH (n:Person|Union|Company|Organization|Event|District) RETURN n.name") == [])
  }

  @Test func everyFactSaysWhereItStands() throws {
    let found = try rows("MATCH ()-[r:BEAT]->() WHERE size(r.evidence) = 0 RETURN r")
    #expect(found == [])
  }
}
