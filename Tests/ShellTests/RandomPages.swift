// Invented pages as facts: few names, so that pages share them, and everything that resolution over
// pages has to cope with: persons of one name in several bodies, reporters, divisions with codes,
// entities that a page implies, relations without a sentence.

import Extract
import TestSupport

enum RandomPages {
  static func page(_ name: String, _ random: inout Random) -> PageRecord {
    var facts = PageFacts()
    for index in 0...random.below(3) {
      facts.articles.append(
        ArticleFacts(
          headline: "标题\(random.below(4))", aliases: random.oneIn(3) ? ["副题"] : [],
          kind: random.oneIn(3) ? .photo : .news, source: index * 100..<index * 100 + 90))
    }
    for _ in 0..<3 + random.below(6) { facts.entities.append(entity(in: facts, &random)) }
    for _ in 0..<random.below(10) {
      if let relation = relation(in: facts, &random) { facts.relations.append(relation) }
    }
    return PageRecord(
      page: name, digest: ContentKey(hashing: [name, "\(random.next())"]).hex,
      metadata: random.oneIn(2) ? [("paper", .text("日报\(random.below(2))"))] : [], facts: facts)
  }

  private static func entity(in facts: PageFacts, _ random: inout Random) -> EntityFacts {
    let label = random.pick(["Person", "Person", "Union", "Company", "District", "Event"])
    let name: String
    switch label {
    case "Person": name = random.pick(["林知夏", "周 牧野", "周牧野"])
    case "District": name = random.pick(["云溪区", "星湖区", "云溪"])
    default: name = random.pick(["甲", "乙", "“丙”", "丙"]) + label
    }
    var entity = EntityFacts(label: label, name: name)
    if random.oneIn(3) { entity.aliases = ["别名\(random.below(3))"] }
    if label == "District" {
      entity.properties = [("code", .text(name.hasPrefix("云溪") ? "110" : "120"))]
      entity.isImplied = random.oneIn(2)
    } else if random.oneIn(3) {
      entity.properties = [("level", .number(random.below(3)))]
    }
    if !entity.isImplied {
      for _ in 0...random.below(2) {
        let start = random.below(200)
        entity.places.append(
          EntityFacts.Place(
            article: random.below(facts.articles.count), source: start..<start + 6, form: name))
      }
    }
    if random.oneIn(4) { entity.merges = [EntityFacts.Merge(form: name, reason: "简称")] }
    return entity
  }

  private static func relation(in facts: PageFacts, _ random: inout Random) -> RelationFacts? {
    let (from, to) = (random.below(facts.entities.count), random.below(facts.entities.count))
    let isPerson = facts.entities[from].label == "Person"
    let type = isPerson ? random.pick(["WORKS_AT", "REPORTED", "ATTENDED"]) : "LOCATED_IN"
    var relation = RelationFacts(
      from: .entity(from), type: type,
      to: type == "REPORTED" ? .article(random.below(facts.articles.count)) : .entity(to))
    if random.oneIn(2) { relation.properties = [("role", .text("角色\(random.below(2))"))] }
    for _ in 0..<random.below(3) {
      let start = random.below(90)
      relation.witnesses.append(
        RelationFacts.Witness(
          article: random.below(facts.articles.count), source: start..<start + 5, sentence: "一句话。",
          sentenceSource: start..<start + 9, rule: "规则", confidence: 0.5))
    }
    return relation
  }
}
