// The example of another domain in docs/examples is right and finds what docs/rules.md says.

import Extract
import Foundation
import Testing
import Text

@Suite struct RuleExampleTests {
  private func sports() throws -> Domain {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let file = folder.appendingPathComponent("../../docs/examples/sports.rules").standardized
    return try Domain(Array(Data(contentsOf: file)), name: "sports.rules")
  }

  private func found(_ lines: String) throws -> [String] {
    let domain = try sports()
    let text = AnnotatedText(lines, domain)
    var engine = RuleEngine(domain)
    return engine.matches(in: text.article, sentences: text.sentences).map { text.line($0) }
  }

  @Test func theFileIsRight() throws {
    let domain = try sports()
    #expect(domain.warnings.map(\.message) == [])
    #expect(domain.labels.map(\.name) == ["Player", "Team", "Match", "Stadium", "Role"])
    #expect(!domain.words(named: "join").isEmpty)
  }

  @Test func resultsOfMatches() throws {
    #expect(
      try found("{Team 海城足球队}以3比1击败了{Team 山城足球队}。")
        == ["BEAT(海城足球队, 山城足球队, score: ‹3比1›)"])
    #expect(
      try found("{Team 山城足球队}1比3不敌{Team 海城足球队}。")
        == ["BEAT(海城足球队, 山城足球队, score: ‹1比3›)"])
    #expect(
      try found("{Team 海城足球队}昨晚险胜{Team 山城足球队}。") == ["BEAT(海城足球队, 山城足球队)"])
  }

  @Test func whoPlaysWhereAndForWhom() throws {
    #expect(
      try found(
        "{Match 全国联赛}昨天在{Stadium 海城体育场}开打。\n{Team 海城足球队}主场迎战{Team 山城足球队}。")
        == [
          "HELD_AT(全国联赛, 海城体育场)", "PLAYED_IN(海城足球队, 全国联赛)",
          "PLAYED_IN(山城足球队, 全国联赛)",
        ])
    #expect(
      try found("{Team 海城足球队}{Role 队长}{Player 王一}、{Role 前锋}{Player 李二}先后破门，{Player 张三}上演帽子戏法。")
        == [
          "PLAYS_FOR(王一, 海城足球队, role: 队长)", "PLAYS_FOR(李二, 海城足球队, role: 前锋)",
          "SCORED(李二, article, goals: ‹破门›)", "SCORED(张三, article, goals: 3)",
        ])
  }
}
