// Keys and lines of facts: the same on every machine, and read back as they were written.

import Extract
import Testing
import Text

@Suite struct `Keys of content` {
  @Test func `are those of MurmurHash3`() {
    #expect(ContentKey(hashing: [UInt8]().span).hex == "00000000000000000000000000000000")
    #expect(
      ContentKey(hashing: Array("The quick brown fox jumps over the lazy dog".utf8).span).hex
        == "e34bbc7bbc071b6c7a433ca9c49a9347")
  }

  @Test func `can be written and read`() throws {
    let key = ContentKey(hashing: ["甲", "乙"])
    #expect(ContentKey(hex: key.hex) == key)
    for text in ["", "0", key.hex + "0", "g" + key.hex.dropFirst(), key.hex.uppercased() + " "] {
      #expect(ContentKey(hex: text) == nil)
    }
    #expect(ContentKey(hashing: ["甲乙"]) != key)
  }

  @Test func `do not depend on width, blanks and quotes`() {
    #expect(identityName("云溪“大 赛”（ＡＢ）") == identityName("云溪大赛AB"))
    #expect(identityName("——") == "——")
  }
}

@Suite struct `Lines of facts` {
  private var page: PageRecord {
    var facts = PageFacts()
    facts.articles = [
      ArticleFacts(headline: "标题\u{2028}", aliases: ["副题"], kind: .photo, source: 3..<80)
    ]
    var person = EntityFacts(label: "Person", name: "周牧野")
    person.places = [EntityFacts.Place(article: 0, source: 5..<14, form: "周 牧野")]
    person.merges = [EntityFacts.Merge(form: "周 牧野", reason: "blank")]
    var district = EntityFacts(label: "District", name: "云溪区")
    district.properties = [("code", .text("110")), ("people", .number(-3))]
    district.isImplied = true
    facts.entities = [person, district]
    var relation = RelationFacts(from: .entity(0), type: "REPORTED", to: .article(0))
    relation.properties = [("role", .text("reporter"))]
    relation.witnesses = [
      RelationFacts.Witness(
        article: 0, source: 5..<14, sentence: "本报讯\"", sentenceSource: 3..<20, rule: "byline",
        confidence: 0.95)
    ]
    facts.relations = [relation]
    facts.problems = [PageDocument.Problem(kind: .undecodable, offset: 7)]
    return PageRecord(
      page: "p.txt", digest: "d", metadata: [("paper", .text("日报"))], facts: facts)
  }

  private func line(_ page: PageRecord) -> [UInt8] {
    var bytes: [UInt8] = []
    page.appendLine(to: &bytes)
    return bytes
  }

  @Test func `read back as they were written`() throws {
    let written = line(page)
    #expect(written.count { $0 == 0x0a } == 1)
    let again = try #require(PageRecord(try parseJSON(written.span)))
    #expect(line(again) == written)
    #expect(again.facts.entities[1].isImplied)
    #expect(again.facts.problems == page.facts.problems)
  }

  @Test func `with ends that are not there are refused`() throws {
    let text = UTF8String(repairing: line(page).span).string
    for (old, new) in [
      (#""from":0"#, #""from":2"#), (#""to":[0]"#, #""to":[1]"#), (#"[[0,5,14,"#, #"[[1,5,14,"#),
      (#"[[0,5,14,"#, #"[[0,15,14,"#), (#""kind":"photo""#, #""kind":"film""#),
      (#""entities":["#, #""entities":["x","#),
    ] {
      let changed = text.split(separator: old, omittingEmptySubsequences: false)
      #expect(changed.count == 2)
      let value = try parseJSON(Array(changed.joined(separator: new).utf8).span)
      #expect(PageRecord(value) == nil)
    }
  }

  @Test func `give persons keys by where they work`() {
    var facts = PageFacts()
    facts.articles = [ArticleFacts(headline: "a", aliases: [], kind: .news, source: 0..<9)]
    facts.entities = ["Person", "Person", "Person", "Union"].map {
      EntityFacts(label: $0, name: $0 == "Union" ? "甲工会" : "周牧野")
    }
    facts.relations = [RelationFacts(from: .entity(1), type: "WORKS_AT", to: .entity(3))]
    let here = PageRecord(page: "a", digest: "1", facts: facts).atoms()
    let there = PageRecord(page: "b", digest: "2", facts: facts).atoms()
    #expect(here[1].key == there[1].key)
    #expect(here[3].key == there[3].key)
    #expect(Set([here[0].key, here[1].key, here[2].key, there[0].key, there[2].key]).count == 5)
    #expect(Set(here[..<3].map(\.key.high)).count == 1)
    let resolved = resolveAtoms(here + there)
    #expect(resolved.count == 6)
    #expect(resolved.flatMap(\.reasons).map(\.pageCount) == [2])
  }
}
