// Rule files: what they declare, what is wrong with them and how that is said, how one extends
// another.

import Extract
import Testing
import Text

@Suite struct RuleFileTests {
  /// What is wrong, as `line:column message [hint]`.
  private func errors(_ rules: String) -> [String] {
    do {
      _ = try Domain(Array(rules.utf8), name: "my.rules")
      return []
    } catch {
      return error.diagnostics.map { diagnostic in
        let place = diagnostic.span.map { error.source.place(at: $0.start) }
        let hint = diagnostic.hint.map { " [\($0)]" } ?? ""
        return "\(place?.line ?? 0):\(place?.column ?? 0) \(diagnostic.message)\(hint)"
      }
    }
  }

  @Test func whatAFileDeclares() throws {
    let file = """
      # A comment.
      label Person
      label Event [fuzzy, kind: "a b", level: 3]  # another
      value 头衔
      group Any = Person Event
      words a = @b 甲　乙 # not a word
        # indented comment
        "丙 丁":v "戊:己" C#
      words b = 甲:one ，
      words b += 庚
      head Any [kind: x] = 末 @b
      surnames = 王 李
      inside Event Person|Event => HAS
      rule r 0.9: p:Person => SEEN(p, article)
      rule s: Person "在" e:Event => AT(e, article)
      """
    let domain = try domain(file)
    #expect(domain.labels.map(\.name) == ["Person", "Event", "头衔"])
    #expect(domain.labels.map(\.isValue) == [false, false, true])
    #expect(
      domain.labels[1].options.map { "\($0.key)=\($0.value)" } == [
        "fuzzy=", "kind=a b", "level=3",
      ])
    #expect(domain.label(named: "Event") == LabelID(1))
    #expect(domain.label(named: "event") == nil)
    let a = domain.words(named: "a")
    #expect(a.map(\.string) == ["甲", ",", "庚", "乙", "丙 丁", "戊:己", "C#"])
    #expect(a.map(\.value) == ["one", nil, nil, nil, "v", nil, nil])
    #expect(domain.words(named: "none").isEmpty)
    #expect(domain.lists("head").map(\.label) == [LabelID(0), LabelID(1)])
    #expect(domain.lists("head")[0].words.map(\.string) == ["末", "甲", ",", "庚"])
    #expect(domain.lists("surnames").map(\.label) == [nil])
    #expect(
      domain.containments.map { [$0.outer.index, $0.inner.index] } == [[1, 0], [1, 1]])
    #expect(domain.rules.map(\.name) == ["r", "s"])
    #expect(domain.rules.map(\.confidence) == [0.9, 0.8])
    #expect(
      domain.unknownKeywords(known: ["head", "surname"]).map { "\($0.message) \($0.hint ?? "")" }
        == ["nothing uses lists of the keyword surnames did you mean surname?"])
  }

  @Test func theNewsDomainIsRight() {
    #expect(Domain.news.label(named: "Person") != nil)
    #expect(Domain.news.warnings.map(\.message) == [])
  }

  @Test func aFileExtendsTheDefault() throws {
    let count = Domain.news.labels.count
    let more = try domain(
      "include default\nlabel Ship\nwords zz = 甲\nrule ships: s:Ship => SEEN(s, article)\n")
    #expect(more.labels.count == count + 1)
    #expect(more.rules.count == Domain.news.rules.count + 1)
    if let first = Domain.news.rules.first {
      let changed = try domain(
        "include default\nrule \(first.name) 0.123: p:Person => SEEN(p, article)")
      #expect(changed.rules.first?.confidence == 0.123)
      #expect(changed.rules.count == Domain.news.rules.count)
      let less = try domain("include default\ndrop \(first.name)")
      #expect(less.rules.count == Domain.news.rules.count - 1)
    }
  }

  @Test func errorsLookLikeThis() {
    do throws(DomainError) {
      _ = try Domain(
        Array("label Person\nrule a: p:Persn \"出席\"\n  => SEEN(p, article)".utf8), name: "my.rules")
    } catch {
      #expect(
        String(decoding: error.rendered(), as: UTF8.self) == """
          my.rules:2:11: error: there is no label Persn
            2 │ rule a: p:Persn "出席"
              │           ^^^^^ did you mean Person?

          """)
    }
  }

  @Test func errorsOfStatements() {
    #expect(
      errors(
        """
          出席
        lable Person
        label Person Union
        label Person
        label not
        group Body = Unon
        words attend = 出席 "参加
        words a = @b
        words b = @b
        出席 到场
        head Persn = 甲
        words attend = 到
        inside Union => X
        drop x
        include default
        *
        """) == [
          "1:1 a statement begins in the first column",
          "2:1 lable begins no statement [did you mean label?]",
          "4:7 label Person is declared twice",
          "5:7 not is a word of the language and cannot be a label",
          "6:14 there is no label Unon [did you mean Union?]",
          "7:19 the text in quotes does not end [put \" behind it]",
          "9:12 the word list b holds itself",
          "9:12 the word list b holds itself",
          "10:1 出席 begins no statement [indent the lines that go on]",
          "11:6 there is no label Persn [did you mean Person?]",
          "12:7 words attend is declared twice [words attend += … adds to a list]",
          "13:14 '=' stands where the label of the name within is expected",
          "14:6 there is no rule x",
          "15:1 include default or include chinese stands before all other statements",
          "16:1 '*' stands where a statement such as label, words or rule is expected"
            + " [indent the lines that go on]",
        ])
    #expect(
      errors("label A\nwords a = 甲:") == [
        "2:11 the value behind the word is missing or too long [quote a word that holds a colon]"
      ])
    #expect(errors("label A [x, x]") == ["1:13 the option x is given twice"])
    #expect(
      errors("label A [x") == ["1:11 the statement ends where ] behind the options is expected"])
    #expect(
      errors("words a = @c\nwords cc = 甲") == [
        "1:12 there is no word list c [declare it: words c = …]"
      ])
  }

  @Test(arguments: [
    (
      "p:Person 出席 => A(p, article)",
      "there is no label 出席 [quote text that is to be matched: \"出席\"]"
    ),
    (
      "p:Person “出席” => A(p, article)",
      "'“' stands where a label, a text in quotes or a word list is expected [write straight quotes: \"…\"]"
    ),
    (
      "（p:Person） => A(p, article)",
      "'（' stands where a label, a text in quotes or a word list is expected [write the mark as ASCII: (]"
    ),
    (
      "p:Person… => A(p, article)",
      "'…' stands where a label, a text in quotes or a word list is expected [write three full stops: ...]"
    ),
    ("p:Person @attnd => A(p, article)", "there is no word list attnd [did you mean attend?]"),
    (
      "p:Person attend => A(p, article)",
      "there is no label attend [write @attend for the word list]"
    ),
    ("( p:Person => A(p, article)", "the bracket is not closed [put ) behind the group]"),
    ("p:Person ) => A(p, article)", "')' stands where => in front of the facts is expected"),
    ("p:Person |", "the statement ends where a label, a text in quotes or a word list is expected"),
    (
      "... => A(article, article)",
      "the pattern matches without any text [name a label or a word that must be there]"
    ),
    (
      "( p:Person? )+ => A(p, article)",
      "what is repeated may match without any text [leave out '+']"
    ),
    (
      "p:Person ( p:Person )+ => A(p, article)",
      "p is bound inside and outside of a repeated group [use two variables]"
    ),
    (
      "p:Person p:@attend => A(p, article)",
      "p is bound to a mention and to words [use two variables]"
    ),
    ("p:Person last(Event) => A(p, article)", "last(…) binds no variable [write e:last(…)]"),
    ("p:Person e:lst(Event) => A(p, e)", "there is no lst(…) [did you mean last?]"),
    ("p:Person ...{5000} e:Event => A(p, e)", "the number is too large [up to 1000 is allowed]"),
    ("p:Person _{3 nt \"x\"} e:Event => A(p, e)", "'nt' stands where not or } is expected"),
    ("p:Person x:^ => A(p, article)", "a place in the sentence has nothing to bind"),
    ("p:Person \"\" => A(p, article)", "an empty text matches nothing"),
    ("p:Person", "the statement ends where => in front of the facts is expected"),
    ("p:Person => A(p)", "')' stands where , and the end of the relation is expected"),
    (
      "p:Person => A(p, article) B(p, article)",
      "'B' stands where ; or the end of the rule is expected [a ; parts two facts]"
    ),
    (
      "person:Person => A(persn, article)",
      "the pattern binds no variable persn [did you mean person?]"
    ),
    (
      "p:Person w:@attend => A(p, w)",
      "w is bound to words, and a fact begins and ends at mentions [use it as a value: A(…, key: w)]"
    ),
    ("p:Person t:Title => A(p, t)", "t is a value and no entity [use it as a value: A(…, key: t)]"),
    ("p:Person => set(p)", "set gives no property [write set(e, date: d)]"),
    ("p:Person => set(article, k: 1)", "set is for entities, not for the article"),
    ("p:Person => A(p, article, k: \"x\", k: 1)", "the property k is given twice"),
    ("p:Person => A(p, article, k: text(z))", "the pattern binds no variable z [bind it: z:Label]"),
  ])
  func errorsOfRules(_ rule: String, _ expected: String) {
    let found = errors(vocabulary + "rule r: " + rule)
    #expect(
      found.map { String($0[($0.firstIndex(of: " ") ?? $0.startIndex)...].dropFirst()) } == [
        expected
      ])
  }

  @Test func oddThingsAreWarnings() throws {
    let domain = try domain(vocabulary + "rule a: p:Person q:Event => SEEN(p, article)")
    #expect(domain.warnings.map(\.message) == ["no fact uses the variable q"])
  }

  @Test func filesThatAreNoText() {
    #expect(throws: DomainError.self) { try Domain([0xFF, 0xFE, 0x00]) }
    #expect(throws: Never.self) { try Domain([]) }
    #expect(throws: Never.self) { try Domain([0xEF, 0xBB, 0xBF] + Array("label A".utf8)) }
  }
}
