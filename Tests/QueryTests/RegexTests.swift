// Regular expressions: what patterns match, what is refused, and that time stays linear. A naive
// matcher, which follows every way through a tree, judges random patterns.

import TestSupport
import Testing
import Text

@testable import Query

@Suite struct RegexTests {
  private func matches(_ pattern: String, _ text: String) throws -> Bool {
    try RegexProgram(pattern: UTF8String(pattern)).matchesWhole(UTF8String(text))
  }

  private func expectMatches(
    _ pattern: String, _ texts: [String], not others: [String] = [],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    var matcher = RegexMatcher(try RegexProgram(pattern: UTF8String(pattern)))
    for text in texts {
      let isMatch = matcher.matchesWhole(UTF8String(text))
      #expect(isMatch, "\(pattern) matches \(text.debugDescription)", sourceLocation: location)
    }
    for text in others {
      let isMatch = matcher.matchesWhole(UTF8String(text))
      #expect(
        !isMatch, "\(pattern) does not match \(text.debugDescription)", sourceLocation: location)
    }
  }

  @Test func wholeTextsAreMatched() throws {
    try expectMatches("", [""], not: ["a"])
    try expectMatches("abc", ["abc"], not: ["ab", "abcd", "xabc"])
    try expectMatches("张.*", ["张", "张三", "张 三丰"], not: ["李张", "张\n"])
    try expectMatches("a|bc|", ["a", "bc", ""], not: ["b", "abc"])
    try expectMatches("(ab)*c?", ["", "ab", "ababc", "c"], not: ["abb", "cc"])
    try expectMatches("a+?b??", ["a", "aab"], not: ["", "b"])
    try expectMatches("(?:a|b){2,3}", ["ab", "bba"], not: ["a", "abab"])
    try expectMatches("a{2}", ["aa"], not: ["a", "aaa"])
    try expectMatches("a{2,}", ["aa", "aaaaa"], not: ["a"])
    try expectMatches("(?<name>x)(y)", ["xy"])
    try expectMatches("(a*)*", ["", "aaa"], not: ["b"])
    try expectMatches("()*|(){3}", [""], not: ["a"])
    try expectMatches("..", ["🙂北"], not: ["🙂", "abc"])
  }

  @Test func setsOfCharacters() throws {
    try expectMatches("[a-cx]", ["a", "c", "x"], not: ["d", "ab", "-"])
    try expectMatches("[^a-c]", ["d", "北", "\n"], not: ["a", ""])
    try expectMatches("[]a]", ["]", "a"])
    try expectMatches("[a-]", ["a", "-"], not: ["b"])
    try expectMatches("[\\d一-龥]+", ["12京"], not: ["a"])
    try expectMatches("[a[bc]]", ["a", "b", "c"], not: ["["])
    try expectMatches("[a-z&&[^aeiou]]", ["b"], not: ["a", "1"])
    try expectMatches("[\\]\\\\]+", ["]\\"])
    try expectMatches("\\d\\D\\w\\W\\s\\S", ["1a_- x"], not: ["aa_- x"])
    try expectMatches("\\p{Han}+", ["北京々"], not: ["a", "あ"])
    try expectMatches("\\p{L}\\pN\\p{Lu}", ["京1A", "é٣É"], not: ["京1a"])
    try expectMatches("\\P{L}", ["1"], not: ["a"])
    try expectMatches("\\p{Alpha}\\p{Punct}", ["a!"], not: ["é!"])
  }

  @Test func escapes() throws {
    try expectMatches("\\.\\*\\(\\)\\/", [".*()/"], not: ["a*()/"])
    try expectMatches("\\t\\n\\x41\\u5317\\x{1F642}\\0101", ["\t\nA北🙂A"])
    try expectMatches("\\uD83D\\uDE42", ["🙂"])
    try expectMatches("\\Qa.b*\\E+", ["a.b*", "a.b**"], not: ["axb"])
    try expectMatches("a}]", ["a}]"])
  }

  @Test func flagsAndConditions() throws {
    try expectMatches("(?i)straße ä", ["STRAßE Ä", "straße ä"], not: ["strase ä"])
    try expectMatches("(?i)[a-z]+", ["ABc"], not: ["A1"])
    try expectMatches("a(?i:b)c", ["aBc", "abc"], not: ["aBC"])
    try expectMatches("(a(?i)b)c", ["aBc"], not: ["aBC"])
    try expectMatches("(?i)a(?-i)b", ["Ab"], not: ["AB"])
    try expectMatches("a.b", ["axb"], not: ["a\nb", "a\u{2028}b"])
    try expectMatches("(?s)a.b", ["a\nb"])
    try expectMatches("^a$", ["a"])
    try expectMatches("a^b", [], not: ["ab"])
    try expectMatches("(?sm)a$.^b", ["a\nb"], not: ["a\rxb", "axb"])
    try expectMatches(".*\\bcat\\b.*", ["a cat.", "cat"], not: ["concat", "cats"])
    try expectMatches("a\\Bb", ["ab"])
    try expectMatches("\\Aa\\z", ["a"])
  }

  @Test(arguments: [
    ("(", 2), (")", 1), ("a)", 2), ("[", 2), ("[a", 3), ("*", 1), ("a**", 3), ("a{", 3),
    ("a{2,1}", 7), ("a{999999999}", 8), ("(?=a)", 3), ("(?<!a)", 4), ("(?>a)", 4),
    ("(a)\\1", 4), ("\\k<a>", 1), ("a++", 3), ("\\", 2), ("\\y", 1), ("\\p{Nothing}", 12),
    ("\\x4", 4), ("[b-a]", 5), ("(?q)", 3), ("(?i", 4), ("\\uD83D\\u0041", 13), ("北(", 3),
    ("\\p", 3), ("(?<a-b>x)", 5), ("[a-\\d]", 6),
  ])
  func badPatternsAreRefused(pattern: String, character: Int) {
    do {
      _ = try RegexProgram(pattern: UTF8String(pattern))
      Issue.record("\(pattern) was taken")
    } catch {
      #expect(error.kind == .argumentError)
      #expect(error.detail == .invalidPattern)
      #expect(error.message.hasSuffix("at character \(character)"), "\(pattern): \(error.message)")
    }
  }

  @Test func sizeAndNestingAreLimited() throws {
    let deep = String(repeating: "(", count: 100) + String(repeating: ")", count: 100)
    #expect(try matches(deep, ""))
    for pattern in [
      "(" + deep + ")", String(repeating: "[", count: 200_000), "((a{1000}){1000}){1000}",
      (0..<100).map { "[\\p{L}\\x{\(String(0x2000 + $0, radix: 16))}]" }.joined(),
      String(repeating: "(", count: 200_000), String(repeating: "ab|", count: 6_000),
      String(repeating: "a", count: 20_001),
    ] {
      #expect(throws: QueryError.self) { try RegexProgram(pattern: UTF8String(pattern)) }
    }
    // Nothing, however often, takes no time.
    let nothing = (0..<50).reduce("") { text, _ in "(\(text)){1000}" }
    #expect(try matches(nothing, ""))
    #expect(try matches("(a{0,30}){0,30}", String(repeating: "a", count: 900)))
  }

  @Test func timeIsLinear() throws {
    let many = String(repeating: "a", count: 20_000)
    #expect(try !matches("(a+)+$", many + "b"))
    #expect(try matches("(a|a)*(a|aa)+", many))
    #expect(try !matches("(.*)*x(.*)*y", many))
    let options = String(repeating: "a?", count: 100) + String(repeating: "a", count: 100)
    #expect(try matches(options, String(repeating: "a", count: 100)))
  }

  @Test func whatIsRememberedIsBounded() throws {
    // The state must know which of the last letters were a: more sets than can be remembered.
    let pattern = UTF8String(".*a.{14}")
    var random = Random(seed: 5)
    var letters: [UInt8] = []
    for _ in 0..<30_000 { letters.append(random.oneIn(2) ? 0x61 : 0x62) }
    var matcher = RegexMatcher(try RegexProgram(pattern: pattern))
    for first: UInt8 in [0x61, 0x62] {
      letters[letters.count - 15] = first
      let text = try #require(UTF8String(validating: letters))
      let isMatch = matcher.matchesWhole(text)
      #expect(isMatch == (first == 0x61))
    }
  }

  @Test func patternsWithDefectsNeverTrap() throws {
    let pieces = [
      "a", "b", "(", ")", "[", "]", "*", "+", "?", "{2", "}", ",", "|", "^", "$", "\\", "\\b",
      "\\d", "\\p{L}", "(?i)", "(?:", ".", "-", "&&", "北", "\\Q", "\\E", "\\u00", "0", "(?",
    ]
    try checkProperty(runs: 400) { random in
      let pattern = (0..<random.below(12)).map { _ in random.pick(pieces) }.joined()
      if let program = try? RegexProgram(pattern: UTF8String(pattern)) {
        _ = program.matchesWhole("ab北 a\n")
      }
    }
  }

  @Test func randomPatternsMatchAsNaively() throws {
    try checkProperty(runs: 400) { random in
      let tree = NaivePattern.random(&random, depth: 3)
      let program = try RegexProgram(pattern: UTF8String(tree.text))
      var matcher = RegexMatcher(program)
      for _ in 0..<8 {
        let scalars = (0..<random.below(7)).map { _ in
          random.pick(["a", "b", "北", " ", "\n"] as [Unicode.Scalar])
        }
        var text = ""
        text.unicodeScalars.append(contentsOf: scalars)
        let expected = tree.ends(in: scalars, from: 0).contains(scalars.count)
        let isMatch = matcher.matchesWhole(UTF8String(text))
        try #require(
          isMatch == expected,
          "\(tree.text) on \(text.debugDescription)")
        try #require(program.matchesWhole(UTF8String(text)) == expected)
      }
    }
  }
}

/// A pattern that is matched by following every way.
private indirect enum NaivePattern {
  case one(String, Set<Unicode.Scalar>)
  case place(String, @Sendable ([Unicode.Scalar], Int) -> Bool)
  case sequence([NaivePattern])
  case choice([NaivePattern])
  case repetition(NaivePattern, Int, Int?)

  static func random(_ random: inout Random, depth: Int) -> NaivePattern {
    switch random.below(depth > 0 ? 8 : 3) {
    case 0: return .one("a", ["a"])
    case 1:
      return random.pick([
        .one("[^a]", ["b", "北", " ", "\n"]), .one(".", ["a", "b", "北", " "]),
        .one("\\w", ["a", "b"]), .one("[b北]", ["b", "北"]),
        .one("(?s:.)", ["a", "b", "北", " ", "\n"]),
      ])
    case 2:
      return random.pick([
        .one("\\p{Han}", ["北"]),
        .place("^") { _, place in place == 0 },
        .place("$") { text, place in place == text.count },
        .place("(?m:^)") { text, place in place == 0 || text[place - 1] == "\n" },
        .place("(?m:$)") { text, place in place == text.count || text[place] == "\n" },
        .place("\\b") { text, place in
          let before = place > 0 && "ab".unicodeScalars.contains(text[place - 1])
          let after = place < text.count && "ab".unicodeScalars.contains(text[place])
          return before != after
        },
      ])
    case 3, 4:
      return .sequence(
        (0..<random.below(4)).map { _ in NaivePattern.random(&random, depth: depth - 1) })
    case 5:
      return .choice(
        (0...random.below(3)).map { _ in NaivePattern.random(&random, depth: depth - 1) })
    default:
      let least = random.below(3)
      let most = random.oneIn(2) ? nil : least + random.below(3)
      return .repetition(.random(&random, depth: depth - 1), least, most)
    }
  }

  var text: String {
    switch self {
    case .one(let text, _), .place(let text, _): text
    case .sequence(let items): items.map(\.text).joined()
    case .choice(let branches): "(\(branches.map(\.text).joined(separator: "|")))"
    case .repetition(let item, let least, let most):
      "(?:\(item.text)){\(least),\(most.map(String.init) ?? "")}"
    }
  }

  /// Where the pattern can end when it begins at a place.
  func ends(in text: [Unicode.Scalar], from start: Int) -> Set<Int> {
    switch self {
    case .one(_, let set): return start < text.count && set.contains(text[start]) ? [start + 1] : []
    case .place(_, let holds): return holds(text, start) ? [start] : []
    case .sequence(let items):
      return items.reduce([start]) { places, item in
        Set(places.flatMap { item.ends(in: text, from: $0) })
      }
    case .choice(let branches):
      return Set(branches.flatMap { $0.ends(in: text, from: start) })
    case .repetition(let item, let least, let most):
      var places: Set<Int> = [start]
      for _ in 0..<least { places = Set(places.flatMap { item.ends(in: text, from: $0) }) }
      var all = places
      for _ in 0..<(most.map { $0 - least } ?? text.count + 1) {
        places = Set(places.flatMap { item.ends(in: text, from: $0) })
        all.formUnion(places)
      }
      return all
    }
  }
}
