// Tokens, and the statements of a script.

import Testing
import Text

@testable import Query

@Suite struct LexerTests {
  private func tokens(_ text: String) -> [(TokenKind, String)] {
    let bytes = Array(text.utf8)
    return tokenize(bytes, in: SourceSpan(start: 0, end: bytes.count)).dropLast().map {
      ($0.kind, String(decoding: bytes[$0.span.start..<$0.span.end], as: UTF8.self))
    }
  }

  private func kinds(_ text: String) -> [TokenKind] { tokens(text).map(\.0) }

  @Test func numbersEndBeforeTwoDots() {
    #expect(tokens("1..2").map(\.1) == ["1", "..", "2"])
    #expect(tokens("1...5").map(\.1) == ["1", "..", ".5"])
    #expect(tokens("*1..3").map(\.1) == ["*", "1", "..", "3"])
    #expect(tokens("1.5..2.5").map(\.1) == ["1.5", "..", "2.5"])
    #expect(tokens("1.a").map(\.1) == ["1", ".", "a"])
    #expect(tokens("1.e5").map(\.1) == ["1", ".", "e5"])
  }

  @Test func kindsOfNumbers() {
    #expect(
      kinds("0 12 0x1F 0XfF 0o17 0O7") == [
        .integer, .integer, .hexadecimal, .hexadecimal, .octal, .octal,
      ])
    #expect(kinds("1.0 .5 1e5 1E-5 1.5e+3 0.0 00.5").allSatisfy { $0 == .float })
    #expect(
      kinds("12a 1_000 0x 0xg 0o8 0o 017 1e 1e+ 1.5f 1人").filter { $0 == .malformedNumber }.count
        == 11)
  }

  @Test func symbolsOfTwoCharacters() {
    #expect(
      kinds("<= >= <> =~ += ..") == [
        .lessOrEqual, .greaterOrEqual, .notEqual, .matches, .plusEqual, .dotDot,
      ])
    #expect(kinds("<-->") == [.less, .minus, .minus, .greater])
  }

  @Test func stringsAndNamesKeepWhatTheyQuote() {
    #expect(
      tokens("'a\\'b' \"c'd\" `e``f` $`g h` $0 $人").map(\.0) == [
        .string, .string, .quotedName, .parameter, .parameter, .parameter,
      ])
    #expect(kinds("'a") == [.unclosedString])
    #expect(kinds("'a\\") == [.unclosedString])
    #expect(kinds("'a\\'") == [.unclosedString])
    #expect(kinds("`a``") == [.unclosedName])
    #expect(kinds("$`a") == [.unclosedName])
    #expect(kinds("$ $") == [.strayCharacter, .strayCharacter])
  }

  @Test func commentsAndBlanksAreSkipped() {
    #expect(tokens("a // b\nc /* d * / */ e//").map(\.1) == ["a", "c", "e"])
    #expect(tokens("a//b\rc").map(\.1) == ["a", "c"])
    #expect(kinds("/**/") == [])
    #expect(kinds("/*/") == [.unclosedComment])
    #expect(
      tokens("\u{feff}a\u{3000}b\u{a0}c\u{2028}d\u{1f}e").map(\.1) == ["a", "b", "c", "d", "e"])
  }

  @Test func namesOfAllScripts() {
    #expect(kinds("张三 é _x x1 ｆｕｌｌ１ ñandú Ωmega a$b 人物2").allSatisfy { $0 == .word })
    #expect(kinds("，（").allSatisfy { $0 == .strayCharacter })
  }

  @Test func bytesThatAreNotUTF8AreStray() {
    let bytes: [UInt8] = [0x61, 0xff, 0x62, 0xe4, 0xb8]
    let kinds = tokenize(bytes, in: SourceSpan(start: 0, end: 5)).map(\.kind)
    #expect(kinds.first == .word && kinds.last == .end)
    #expect(kinds.dropFirst().dropLast().allSatisfy { $0 == .strayCharacter || $0 == .word })
  }

  @Test func bracketsKnowTheirPartners() {
    let bytes = Array("([{}] (]".utf8)
    let partners = tokenize(bytes, in: SourceSpan(start: 0, end: bytes.count)).map(\.partner)
    #expect(partners == [-1, 4, 3, 2, 1, -1, -1, -1])
  }

  @Test func keywordsInAnyCase() {
    for keyword in Keyword.allCases {
      #expect(Keyword(word: Array(keyword.text.utf8)[...]) == keyword)
      #expect(Keyword(word: Array(keyword.rawValue.utf8)[...]) == keyword)
    }
    #expect(Keyword(word: Array("matchx".utf8)[...]) == nil)
  }

  @Test func scriptsAreSplitAtSemicolons() {
    func split(_ text: String) -> [String] {
      let source = SourceText(text)
      return splitStatements(source).map {
        String(decoding: source.bytes[$0.start..<$0.end], as: UTF8.self)
      }
    }
    #expect(
      split("RETURN 1; RETURN ';' ;\n// a; b\n/* c; */ RETURN `;`") == [
        "RETURN 1", "RETURN ';'", "RETURN `;`",
      ])
    #expect(split("") == [])
    #expect(split(" ;; // nothing\n;") == [])
    #expect(split("RETURN 'a; b") == ["RETURN 'a; b"])
    #expect(split("a /* b; c") == ["a /* b; c"])
    #expect(split("语句; 二") == ["语句", "二"])
  }
}
