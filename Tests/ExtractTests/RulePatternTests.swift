// Each element of the pattern language, by what it finds in sentences with given mentions.

import Extract
import Testing
import Text

@Suite struct RulePatternTests {
  @Test func wordsAndLabelsInOrder() throws {
    let rule = "rule a: p:Person \"出席\" e:Event => ATTENDED(p, e, role: \"guest\")"
    #expect(
      try facts(rule, "{Person 王一}出席{Event 甲大赛}。")
        == ["ATTENDED(王一, 甲大赛, role: guest)"])
    #expect(try facts(rule, "{Person 王一}未出席{Event 甲大赛}。") == [])
    #expect(try facts(rule, "{Event 甲大赛}出席{Person 王一}。") == [])
  }

  @Test func textIsMatchedFolded() throws {
    let rule = "rule a: p:Person \"，出席（\" e:Event => ATTENDED(p, e)"
    #expect(try facts(rule, "{Person 王一}，出席（{Event 甲}）") == ["ATTENDED(王一, 甲)"])
    #expect(try facts(rule, "{Person 王一},出席({Event 甲})") == ["ATTENDED(王一, 甲)"])
  }

  @Test func wordsOfAListLongestFirstWithTheirValues() throws {
    let rule = "rule a: b:Body v:@organize e:Event => ORGANIZED(b, e, role: v, word: text(v))"
    #expect(
      try facts(rule, "{Union 甲工会}承办{Event 乙赛}，{Company 丙公司}主办方{Event 丁赛}") == [
        "ORGANIZED(甲工会, 乙赛, role: undertaker, word: ‹承办›)",
        "ORGANIZED(丙公司, 丁赛, role: ‹主办方›, word: ‹主办方›)",
      ])
    // The shorter word is taken where the longer one leads nowhere.
    let other = "rule a: b:Body v:@organize \"方\" e:Event => ORGANIZED(b, e, role: v)"
    #expect(try facts(other, "{Union 甲}主办方{Event 乙}") == ["ORGANIZED(甲, 乙, role: host)"])
  }

  @Test func wordsWithinNamesAreNoWords() throws {
    let rule = "rule a: p:Person ... \"出席\" => SEEN(p, article)"
    #expect(try facts(rule, "{Person 王一}在{Event 出席节}") == [])
    #expect(try facts(rule, "{Person 王一}在{Title 出席人}") == ["SEEN(王一, article)"])
  }

  @Test func groupsOfLabelsAndTightBars() throws {
    let rule = "rule a: b:Union|Company \"在\" p:Place|Event => AT(b, p)"
    #expect(
      try facts(rule, "{Union 甲}在{Place 乙}；{Company 丙}在{Event 丁}；{Person 戊}在{Place 己}")
        == ["AT(甲, 乙)", "AT(丙, 丁)"])
    let words = "rule a: p:Person \"在\"|\"于\"|@attend e:Place => AT(p, e)"
    #expect(
      try facts(words, "{Person 甲}在{Place 乙}；{Person 丙}于{Place 丁}；{Person 戊}到场{Place 己}")
        == ["AT(甲, 乙)", "AT(丙, 丁)", "AT(戊, 己)"])
  }

  @Test func coordinatedMentions() throws {
    let rule = "rule a: p:Person+ \"出席\" e:Event+ => ATTENDED(p, e)"
    #expect(
      try facts(rule, "{Person 王一}、{Person 李二}(女)以及{Person 张三}（兼职）出席{Event 甲}和{Event 乙}。")
        == [
          "ATTENDED(王一, 甲)", "ATTENDED(王一, 乙)", "ATTENDED(李二, 甲)", "ATTENDED(李二, 乙)",
          "ATTENDED(张三, 甲)", "ATTENDED(张三, 乙)",
        ])
    let bracket = "rule a: p:Person+ \"(\" t:Title \")\" => IS(p, article, title: t)"
    #expect(
      try facts(bracket, "{Person 王一}({Title 主席})") == ["IS(王一, article, title: 主席)"])
    let own = "words join = 偕\nrule a: p:Person+ \"出席\" e:Event => ATTENDED(p, e)"
    #expect(
      try facts(own, "{Person 王一}偕{Person 李二}出席{Event 甲}")
        == ["ATTENDED(王一, 甲)", "ATTENDED(李二, 甲)"])
  }

  @Test func variablesInRepeatedGroupsGoByRounds() throws {
    let rule = """
      rule a: b:Body ( t:Title? p:Person "、"? )+ "出席" e:Event
        => WORKS_AT(p, b, title: t); ATTENDED(p, e, title: t)
      """
    #expect(
      try facts(
        rule, "{Union 甲工会}{Title 主席}{Person 王一}、{Person 李二}、{Title 干事}{Person 张三}出席{Event 乙}。") == [
          "WORKS_AT(王一, 甲工会, title: 主席)", "WORKS_AT(李二, 甲工会)",
          "WORKS_AT(张三, 甲工会, title: 干事)", "ATTENDED(王一, 乙, title: 主席)",
          "ATTENDED(李二, 乙)", "ATTENDED(张三, 乙, title: 干事)",
        ])
  }

  @Test func roundsWithinRounds() throws {
    let rule = """
      rule a: ( b:Body ( t:Title p:Person @attend? "、"? )+ ";"? )+
        => WORKS_AT(p, b, title: t)
      """
    #expect(
      try facts(
        rule,
        "{Union 甲}{Title 主席}{Person 王一}、{Title 干事}{Person 李二}；{Company 乙}{Title 经理}{Person 张三}")
        == [
          "WORKS_AT(王一, 甲, title: 主席)", "WORKS_AT(李二, 甲, title: 干事)",
          "WORKS_AT(张三, 乙, title: 经理)",
        ])
  }

  @Test func gapsAreLazyAndBounded() throws {
    let rule = "rule a: p:Person ...{3} e:Event => NEAR(p, e)"
    #expect(try facts(rule, "{Person 甲}一二三{Event 乙}和{Event 丙}") == ["NEAR(甲, 乙)"])
    #expect(try facts(rule, "{Person 甲}一二三四{Event 乙}") == [])
    // A name counts as one.
    #expect(try facts(rule, "{Person 甲}在{Place 很长很长的地方}见{Event 乙}") == ["NEAR(甲, 乙)"])
    let any = "rule a: p:Person ... e:Event \"。\" => NEAR(p, e)"
    #expect(try facts(any, "{Person 甲}，一：二{Event 乙}、{Event 丙}。") == ["NEAR(甲, 丙)"])
  }

  @Test func gapsOfTheClause() throws {
    let rule = "rule a: p:Person _ e:Event => NEAR(p, e)"
    #expect(try facts(rule, "{Person 甲}一二{Event 乙}") == ["NEAR(甲, 乙)"])
    #expect(try facts(rule, "{Person 甲}一,二{Event 乙}") == [])
    #expect(try facts(rule, "{Person 甲}在{Place 天,地}看{Event 乙}") == ["NEAR(甲, 乙)"])
    #expect(try facts(rule, "{Person 甲}一二三四五六七八九十一二三四五六{Event 乙}") == [])
    let wide = "rule a: p:Person _{16} e:Event => NEAR(p, e)"
    #expect(
      try facts(wide, "{Person 甲}一二三四五六七八九十一二三四五六{Event 乙}") == ["NEAR(甲, 乙)"])
  }

  @Test func gapsWithObstacles() throws {
    let rule = "rule a: p:Person ...{20 not @attend Person \"未\"} e:Event => NEAR(p, e)"
    #expect(try facts(rule, "{Person 甲}见{Event 乙}") == ["NEAR(甲, 乙)"])
    #expect(try facts(rule, "{Person 甲}参加{Event 乙}") == [])
    #expect(try facts(rule, "{Person 甲}和{Person 丙}见{Event 乙}") == ["NEAR(丙, 乙)"])
    #expect(try facts(rule, "{Person 甲}未见{Event 乙}") == [])
  }

  @Test func boundGapsAndGroupsGiveText() throws {
    let rule = "rule a: p:Person g:_ e:Event => DID(p, e, what: g)"
    #expect(try facts(rule, "{Person 甲}看了{Event 乙}") == ["DID(甲, 乙, what: ‹看了›)"])
    let group = "rule a: p:Person g:(\"很\"? \"爱\" | \"恨\") e:Event => DID(p, e, what: g)"
    #expect(
      try facts(group, "{Person 甲}很爱{Event 乙}，{Person 丙}恨{Event 丁}")
        == ["DID(甲, 乙, what: ‹很爱›)", "DID(丙, 丁, what: ‹恨›)"])
    let several = "rule a: p:Person+ @attend e:Event => DID(p, e, all: p, words: text(p))"
    #expect(
      try facts(several, "{Person 甲}和{Person 丙}参加{Event 乙}").first
        == "DID(甲, 乙, all: 甲、丙, words: ‹甲和丙›)")
  }

  @Test func branchesAndOptions() throws {
    let rule = "rule a: p:Person ( \"在\" e:Place | @attend e:Event )? \"了\" => DID(p, e)"
    #expect(try facts(rule, "{Person 甲}在{Place 乙}了") == ["DID(甲, 乙)"])
    #expect(try facts(rule, "{Person 甲}参加{Event 乙}了") == ["DID(甲, 乙)"])
    #expect(try facts(rule, "{Person 甲}了") == [])
    let top = "rule a: p:Person \"在\" e:Place | e:Place \"有\" p:Person => AT(p, e)"
    #expect(
      try facts(top, "{Person 甲}在{Place 乙}，{Place 丙}有{Person 丁}") == ["AT(甲, 乙)", "AT(丁, 丙)"])
  }

  @Test func placesInTheSentence() throws {
    let start = "rule a: ^ p:Person \"出席\" => SEEN(p, article)"
    #expect(try facts(start, "{Person 甲}出席") == ["SEEN(甲, article)"])
    #expect(try facts(start, "“{Person 甲}出席") == ["SEEN(甲, article)"])
    #expect(try facts(start, "后{Person 甲}出席") == [])
    let end = "rule a: p:Person \"出席\" $ => SEEN(p, article)"
    #expect(try facts(end, "后{Person 甲}出席。”") == ["SEEN(甲, article)"])
    #expect(try facts(end, "后{Person 甲}出席了。") == [])
    let clause = "rule a: < p:Person \"出席\" => SEEN(p, article)"
    #expect(try facts(clause, "后，{Person 甲}出席") == ["SEEN(甲, article)"])
    #expect(try facts(clause, "{Person 甲}出席") == ["SEEN(甲, article)"])
    #expect(try facts(clause, "后{Person 甲}出席") == [])
  }

  @Test func negation() throws {
    let rule = "rule a: p:Person not \"没\" not @organize not Title _ e:Event => DID(p, e)"
    #expect(try facts(rule, "{Person 甲}看{Event 乙}") == ["DID(甲, 乙)"])
    #expect(try facts(rule, "{Person 甲}没看{Event 乙}") == [])
    #expect(try facts(rule, "{Person 甲}主办{Event 乙}") == [])
    #expect(try facts(rule, "{Person 甲}{Title 主席}看{Event 乙}") == [])
  }

  @Test func mentionsFromElsewhere() throws {
    let last = "rule a: p:Person \"致辞\" e:last(Event) => ATTENDED(p, e)"
    #expect(
      try facts(last, "#{Event 甲赛}开幕\n{Event 乙赛}举行，{Person 王一}致辞，{Event 丙赛}也举行。")
        == ["ATTENDED(王一, 乙赛)"])
    #expect(try facts(last, "#{Event 甲赛}开幕\n{Person 王一}致辞") == ["ATTENDED(王一, 甲赛)"])
    #expect(try facts(last, "{Person 王一}致辞\n{Event 甲赛}") == [])
    let title = "rule a: e:headline(Event) p:Person \"致辞\" => ATTENDED(p, e)"
    #expect(
      try facts(title, ">{Event 零赛}\n#{Event 甲赛}开幕\n{Event 乙赛}举行，{Person 王一}致辞。")
        == ["ATTENDED(王一, 甲赛)"])
    let main = "rule a: p:Person \"致辞\" e:main(Event|Place)? => ATTENDED(p, e)"
    #expect(
      try facts(main, "{Person 王一}致辞。", main: [("Event", 7)]) == ["ATTENDED(王一, entity 7)"])
    #expect(try facts(main, "{Person 王一}致辞。") == [])
  }

  @Test func rulesForSomeArticlesAndParts() throws {
    let rule = """
      rule a: photo p:Person => IN_PHOTO(p, article)
      rule b: headline kicker p:Person => IN_TITLE(p, article)
      rule c: news caption p:Person => IN_CAPTION(p, article)
      """
    let lines = "#{Person 甲}\n>{Person 乙}\n!{Person 丙}\n{Person 丁}"
    #expect(
      try facts(rule, lines)
        == ["IN_TITLE(甲, article)", "IN_TITLE(乙, article)", "IN_CAPTION(丙, article)"])
    #expect(try facts(rule, lines, kind: .photo).count == 6)
  }

  @Test func referencesCountWhenTheyAreResolved() throws {
    let rule = "rule a: b:Body @organize e:Event => ORGANIZED(b, e)"
    #expect(try facts(rule, "{Union? 该会}主办{Event 乙}") == [])
    #expect(try facts(rule, "{Union?4 该会}主办{Event 乙}") == ["ORGANIZED(该会, 乙)"])
  }

  @Test func propertiesOfEntities() throws {
    let rule = "rule a: n:Count \"人\" _ \"参加\" e:Event => set(e, participants: n, size: 3)"
    #expect(
      try facts(rule, "{Count 200}人分组参加{Event 乙}")
        == ["set(乙, participants: 200)", "set(乙, size: 3)"])
  }

  @Test func aFactIsKeptOnceWithTheBestConfidence() throws {
    let rule = """
      rule low 0.5: p:Person ... e:Event => ATTENDED(p, e, role: "low")
      rule high 0.9: p:Person "出席" e:Event => ATTENDED(p, e, role: "high")
      rule same 0.9: p:Person @attend e:Event => ATTENDED(p, e, role: "same")
      """
    #expect(
      try facts(rule, "{Person:1 甲}出席{Event:2 乙}，{Person:1 甲氏}参加{Event:3 丙}")
        == ["ATTENDED(甲, 乙, role: high)", "ATTENDED(甲氏, 丙, role: same)"])
    // In another sentence it is found again.
    #expect(
      try facts(rule, "{Person:1 甲}出席{Event:2 乙}\n{Person:1 甲}出席{Event:2 乙}").count == 2)
  }

  @Test func onceStopsAfterTheFirstMatch() throws {
    let rule = "rule a 0.9 once: p:Person => SEEN(p, article)"
    #expect(
      try facts(rule, "{Person 甲}、{Person 乙}\n{Person 丙}") == [
        "SEEN(甲, article)", "SEEN(丙, article)",
      ])
  }

  @Test func evidenceGoesFromTheFirstToTheLastScalar() throws {
    let domain = try domain(vocabulary + "rule a: p:Person _ @attend => SEEN(p, article)")
    let text = AnnotatedText("昨天{Person 王一}没有到场了", domain)
    var engine = RuleEngine(domain)
    let matches = engine.matches(in: text.article, sentences: text.sentences)
    #expect(matches.map { text.text.string($0.range) } == ["王一没有到场"])
    #expect(matches.map { domain.rules[$0.rule].name } == ["a"])
  }
}

/// Named patterns, what stands before, and shares.
@Suite struct RuleReuseTests {
  @Test func namedPatterns() throws {
    let rule = """
      pattern who = ( t:Title? p:Person "、"? )+
      pattern came = @attend | "来到"
      rule a: b:Body &who &came e:Event => WORKS_AT(p, b, title: t); ATTENDED(p, e)
      """
    #expect(
      try facts(rule, "{Union 甲}{Title 主席}{Person 王一}、{Person 李二}来到{Event 乙}") == [
        "WORKS_AT(王一, 甲, title: 主席)", "WORKS_AT(李二, 甲)", "ATTENDED(王一, 乙)",
        "ATTENDED(李二, 乙)",
      ])
  }

  @Test func whatStandsBefore() throws {
    let rule = "rule a: not after \"在\" b:Body @organize e:Event => ORGANIZED(b, e)"
    #expect(try facts(rule, "{Union 甲}主办{Event 乙}") == ["ORGANIZED(甲, 乙)"])
    #expect(try facts(rule, "在{Union 甲}主办{Event 乙}") == [])
    let after = "rule a: after Title p:Person => SEEN(p, article)"
    #expect(try facts(after, "{Title 主席}{Person 王一}和{Person 李二}") == ["SEEN(王一, article)"])
  }

  @Test func eachGetsItsShare() throws {
    let rule = "rule a: p:Person+ \"分获\" e:Event+ => WON(p, each(e))"
    #expect(
      try facts(rule, "{Person 王一}、{Person 李二}分获{Event 甲}、{Event 乙}")
        .prefix(2) == ["WON(王一, 甲)", "WON(李二, 乙)"])
  }

  @Test func patternsThatHoldThemselvesOrGrow() {
    func message(_ rules: String) -> String? {
      do {
        _ = try Domain(Array((vocabulary + rules).utf8))
        return nil
      } catch {
        return error.diagnostics.first?.message
      }
    }
    #expect(message("pattern a = \"x\" &a") == "the patterns are nested too deep")
    var bomb = "pattern p0 = \"x\"\n"
    for level in 1..<20 {
      bomb += "pattern p\(level) = &p\(level - 1) &p\(level - 1) &p\(level - 1)\n"
    }
    #expect(message(bomb) == "the pattern has too many elements")
    #expect(
      message("pattern a = \"x\"\nrule r: &aa => A(article, article)") == "there is no pattern aa")
  }
}
