// Scoring by samples that can be counted by hand.

import Extract
import Testing
import Text

@Suite struct Scoring {
  private let gold = """
    {"page": "p.txt", "articles": [{"headline": "标题", "entities": [
      {"id": "e1", "label": "Person", "name": "周牧野", "aliases": ["周 主席"]},
      {"id": "e2", "label": "Union", "name": "云溪区总工会", "aliases": []},
      {"id": "e3", "label": "Event", "name": "云溪区职工技能大赛", "aliases": []},
      {"id": "e4", "label": "Place", "name": "体育馆", "optional": true}],
     "relations": [
      {"from": "e1", "type": "WORKS_AT", "to": "e2", "props": {"title": "主席"}},
      {"from": "e2", "type": "ORGANIZED", "to": "e3", "props": {"role": "host"}},
      {"from": "e3", "type": "HELD_AT", "to": "e4"}]}]}
    """

  private func score(_ lines: String) throws -> Score {
    var score = Score()
    score.add(
      try ScoredGraph(exportLines: Array(lines.utf8).span),
      against: try GoldPage(Array(gold.utf8).span), page: "p")
    return score
  }

  @Test func `counts what is found, wrong and missed`() throws {
    let score = try score(
      """
      {"type":"node","id":"1","labels":["Person"],"properties":{"name":"周主席"}}
      {"type":"node","id":"2","labels":["Union"],"properties":{"name":"“云溪区”总工会"}}
      {"type":"node","id":"3","labels":["Event"],"properties":{"name":"职工技能大赛"}}
      {"type":"node","id":"4","labels":["Company"],"properties":{"name":"别的"}}
      {"type":"relationship","id":"0","label":"WORKS_AT","properties":{"title":"副主席"},"start":{"id":"1"},"end":{"id":"2"}}
      {"type":"relationship","id":"1","label":"ORGANIZED","properties":{"role":"host"},"start":{"id":"4"},"end":{"id":"3"}}
      """)
    #expect(score.allEntities.found == 3)
    #expect(score.allEntities.wrong == 1)
    #expect(score.allEntities.missed == 0)
    #expect(score.allRelations.found == 1)
    #expect(score.allRelations.wrong == 1)
    #expect(score.allRelations.missed == 1)
    #expect(score.properties["WORKS_AT"]?.right == 0)
    #expect(score.properties["WORKS_AT"]?.total == 1)
    #expect(score.errors.map(\.what) == ["别的", "别的 → 职工技能大赛", "云溪区总工会 → 云溪区职工技能大赛"])
  }

  @Test func `leaves out what no article mentions`() throws {
    let score = try score(
      """
      {"type":"node","id":"0","labels":["Article"],"properties":{"name":"标题"}}
      {"type":"node","id":"1","labels":["District"],"properties":{"name":"云溪区"}}
      {"type":"node","id":"2","labels":["Union"],"properties":{"name":"云溪区总工会"}}
      {"type":"relationship","id":"0","label":"MENTIONS","properties":{},"start":{"id":"0"},"end":{"id":"2"}}
      {"type":"relationship","id":"1","label":"LOCATED_IN","properties":{},"start":{"id":"2"},"end":{"id":"1"}}
      """)
    #expect(score.entities["District"] == nil)
    #expect(score.relations["LOCATED_IN"] == nil)
    #expect(score.entities["Union"]?.found == 1)
  }

  @Test func `refuses what is no gold file`() {
    for text in ["", "[]", "{}", #"{"articles":[{"entities":[{"id":"e1"}]}]}"#] {
      #expect(throws: MalformedScoreInput.self) { try GoldPage(Array(text.utf8).span) }
    }
  }
}
