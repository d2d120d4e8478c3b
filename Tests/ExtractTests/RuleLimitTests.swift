// Rule files and texts that mean no good: time and memory stay bounded, nothing traps, and the same
// input always gives the same facts.

import Extract
import TestSupport
import Testing
import Text

@Suite struct RuleLimitTests {
  private func firstError(_ rules: String) -> String? {
    do {
      _ = try Domain(Array(rules.utf8))
      return nil
    } catch {
      return error.diagnostics.first?.message
    }
  }

  @Test func deepNesting() {
    let deep = String(repeating: "(", count: 100_000) + "p:Person"
    #expect(
      firstError("label Person\nrule a: \(deep) => A(p, article)")
        == "the brackets are nested too deep")
    let named = String(repeating: "g:(", count: 100_000)
    #expect(firstError("label Person\nrule a: \(named)") == "the brackets are nested too deep")
  }

  @Test func hugeAlternations() {
    let wide = (0..<50_000).map { "\"w\($0)\"" }
    #expect(
      firstError("rule a: \(wide.joined(separator: " | ")) => A(article, article)")
        == "the pattern has too many elements")
    let tight = wide.joined(separator: "|")
    #expect(
      firstError("rule a: \(tight) => A(article, article)") == "the pattern has too many elements")
    let gap = "label P\nrule a: p:P _{not \(wide.joined(separator: " "))} p:P => A(p, p)"
    #expect(
      firstError(gap) == "'\"' stands where } behind what bounds the text between is expected")
  }

  @Test func listsOfListsOfLists() {
    var bomb = "words l0 = " + (0..<1000).map { "w\($0)" }.joined(separator: " ") + "\n"
    for level in 1..<60 {
      bomb += "words l\(level) = " + String(repeating: "@l\(level - 1) ", count: 500) + "\n"
    }
    #expect(firstError(bomb) == "the word lists are too long")
    var chain = "words l0 = w\n"
    for level in 1..<3000 { chain = "words l\(level) = @l\(level - 1)\n" + chain }
    #expect(firstError(chain) == "the word lists are nested too deep")
  }

  @Test func tooManyOfEverything() {
    let labels = (0..<65).map { "label L\($0)\n" }.joined()
    #expect(firstError(labels) == "there are too many labels")
    let rules = (0..<5001).map { "rule r\($0): \"x\" => A(article, article)\n" }.joined()
    #expect(firstError(rules) == "there are too many rules")
    #expect(firstError("label " + String(repeating: "x", count: 1000)) == "the name is too long")
    let word = String(repeating: "x", count: 1000)
    #expect(firstError("words a = " + word) == "the text is too long")
    let variables = (0..<200).map { "v\($0):\"x\"" }.joined(separator: " ")
    #expect(
      firstError("rule r: \(variables) => A(article, article)")
        == "the rule has too many variables")
  }

  @Test(arguments: [
    "( ( ( \"甲\"+ )+ )+ )+ \"乙\" => SEEN(article, article)",
    "( \"甲\" | \"甲\" \"甲\" | \"甲甲\" )+ \"乙\" => SEEN(article, article)",
    "( ( \"甲\" ... )+ ... )+ \"乙\" => SEEN(article, article)",
    "... ... ... ... ... \"甲\" ... ... ... \"乙\" => SEEN(article, article)",
    "( ...{1000} p:Person ...{1000} p:Person )+ \"甲\" \"乙\" => SEEN(p, article)",
    "p:Person ... q:Person ... \"甲\" => SEEN(p, q)",
    "( p:Person ... q:Person )+ ...{999} \"甲\" => SEEN(p, q)",
    "p:Person+ ... q:Person+ ... \"甲\" => SEEN(p, q)",
  ])
  func patternsThatExplodeElsewhere(_ rule: String) throws {
    let domain = try domain(vocabulary + "rule a: " + rule)
    let same = String(repeating: "甲", count: 6000)
    let people = String(repeating: "{Person 王}、", count: 1000)
    for lines in [same, people, people + "甲", String(repeating: "{Person 王}甲", count: 500)] {
      let text = AnnotatedText(lines, domain)
      var engine = RuleEngine(domain)
      let start = ContinuousClock.now
      let count = engine.matches(in: text.article, sentences: text.sentences).count
      // Thousands of times less than what trying all ways would take, in a debug build as well.
      #expect(ContinuousClock.now - start < .seconds(20))
      #expect(count < 2_000_000)
    }
  }

  @Test func mentionsThatMakeNoSense() throws {
    let domain = try domain(vocabulary + "rule a: p:Person+ ... e:Event|Person => SEEN(p, e)")
    var random = Random(seed: 11)
    for _ in 0..<200 {
      let plain = AnnotatedText("甲乙丙、丁戊（己）庚辛，壬癸。", domain)
      let count = plain.text.count
      let mentions = (0..<random.below(12)).map { _ in
        let start = random.below(count + 4)
        var mention = Mention(
          range: start..<start + random.below(8), label: LabelID(random.below(256)),
          form: random.pick([.name, .reference, .value]))
        mention.outer = Int32(random.below(3) - 2)
        mention.entity = Int32(random.below(5) - 2)
        return mention
      }
      let page = Article(index: 0, kind: .news, text: plain.text, parts: [], credits: [])
      var engine = RuleEngine(domain)
      _ = engine.matches(
        in: RuleArticle(page, mentions: mentions),
        sentences: [
          Sentence(range: 0..<count, part: 0), Sentence(range: 3..<count + 9, part: -4),
          Sentence(range: 5..<5, part: 7),
        ])
    }
  }

  @Test func theSameFactsEveryTime() throws {
    let rules = """
      rule a 0.5: p:Person+ ... e:Event+ => ATTENDED(p, e)
      rule b 0.7: b:Body _ v:@organize ...{9} e:Event => ORGANIZED(b, e, role: v)
      rule c: ( t:Title? p:Person "、"? )+ => SEEN(p, article, title: t)
      """
    let domain = try domain(vocabulary + rules)
    let words = [
      "{Person 王}", "{Event 赛}", "{Union 会}", "{Title 主席}", "主办", "出席", "、", "，", "甲", "(女)",
    ]
    var random = Random(seed: 5)
    var shared = RuleEngine(domain)
    for _ in 0..<100 {
      let line = (0..<random.below(30) + 1).map { _ in random.pick(words) }.joined()
      let text = AnnotatedText(line, domain)
      var fresh = RuleEngine(domain)
      let first = fresh.matches(in: text.article, sentences: text.sentences)
      #expect(shared.matches(in: text.article, sentences: text.sentences) == first)
    }
  }

  @Test func mutatedRuleFilesNeverCrash() throws {
    let sample = Array(
      (vocabulary + """
        words more = @attend "a b":c 一:二 # comment
        head Union [kind: x, y] = 工会
        inside Union Company|Event => PART_OF
        rule a 0.9 once: news headline ^ < p:Person+ not "没" ...{3 not @more Title "。"} e:Event $
          => ATTENDED(p, e, role: "guest", n: 3); set(e, size: p)
        rule b: ( t:Title? g:( p:Person | "x" ) @attend* )+ _ e:last(Event|Place)
          => WORKS_AT(p, e, title: t, words: text(g))
        """).utf8)
    let pieces = [
      "(", ")", "+", "*", "?", "|", "...", "_", "{", "}", "\"", ":", "=>", "@", "p:", "not ", "\n",
      "  ", "#", ",", ";", "（", "“", "甲", "\u{0}", "\\", "=", "[", "]", "9999999999999999999",
    ].map { Array($0.utf8) }
    var random = Random(seed: 77)
    for _ in 0..<1500 {
      var bytes = sample
      for _ in 0..<random.below(4) + 1 {
        let start = random.below(bytes.count)
        let end = min(bytes.count, start + random.below(6))
        switch random.below(4) {
        case 0: bytes.removeSubrange(start..<end)
        case 1: bytes.insert(contentsOf: random.pick(pieces), at: start)
        case 2: bytes.replaceSubrange(start..<end, with: random.pick(pieces))
        default: bytes[start] = UInt8(random.below(256))
        }
      }
      do {
        let domain = try Domain(bytes, name: "mutated")
        guard domain.labels.count > 5 else { continue }
        let text = AnnotatedText(
          "{Person 王}、{Person 李}出席{Event 赛}，{Title 主席}{Person 张}x到场。", domain)
        var engine = RuleEngine(domain)
        _ = engine.matches(in: text.article, sentences: text.sentences)
      } catch {
        #expect(!error.rendered().isEmpty)
      }
    }
  }
}
