// Character classes, widths in cells, cutting and padding, and what must not reach a terminal.

import TestSupport
import Testing
import Text

private func width(_ text: String, _ ambiguous: Int = 1) -> Int {
  displayWidth(of: UTF8String(text), ambiguous: ambiguous)
}

private func truncated(_ text: String, _ width: Int) -> String {
  var output: [UInt8] = []
  let cells = output.append(Array(text.utf8).span, truncatedTo: width)
  let result = String(decoding: output, as: UTF8.self)
  #expect(cells == displayWidth(of: UTF8String(result)))
  return result
}

private func escaped(_ bytes: [UInt8], _ allowed: TerminalControls = []) -> String {
  var output: [UInt8] = []
  output.append(bytes.span, escapedForTerminalAllowing: allowed)
  return String(decoding: output, as: UTF8.self)
}

@Suite struct DisplayTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("北京", 4), ("é", 1), ("e\u{301}", 1), ("，。", 4), ("ｶ", 1), ("한", 2),
    ("\u{1112}\u{1161}\u{11ab}", 2), ("a\u{200b}b", 2), ("😀", 2), ("👩‍👩‍👧", 2), ("👍🏽", 2), ("❤️", 2),
    ("❤", 1),
    ("𠀀", 2), ("\u{31350}", 2), ("🇨🇳", 2), ("～", 2), ("1\u{fe0f}", 1),
  ])
  func measuresCells(_ text: String, _ cells: Int) {
    #expect(width(text) == cells)
  }

  @Test func theCallerDecidesTheAmbiguous() {
    #expect(width("“①α”", 1) == 4)
    #expect(width("“①α”", 2) == 8)
  }

  @Test func truncatesBetweenCharacters() {
    #expect(truncated("北京市", 6) == "北京市")
    #expect(truncated("北京市", 5) == "北京…")
    #expect(truncated("北京市", 4) == "北…")
    #expect(truncated("e\u{301}bc", 2) == "e\u{301}…")
    #expect(truncated("abc", 0) == "")
    #expect(truncated("👩‍👩‍👧x", 2) == "…")
  }

  @Test func padsToCells() {
    var output: [UInt8] = []
    output.append(Array("北".utf8).span, paddedTo: 4)
    output.append(0x7c)
    output.append(Array("12".utf8).span, paddedTo: 4, alignedRight: true)
    output.append(0x7c)
    output.append(Array("北京市".utf8).span, paddedTo: 4)
    #expect(String(decoding: output, as: UTF8.self) == "北  |  12|北… ")
  }

  @Test func truncationNeverExceedsTheWidth() {
    var random = Random(seed: 12)
    for _ in 0..<1_500 { #expect(width(truncated(random.text(maxPieces: 6), 5)) <= 5) }
  }

  @Test func escapesWhatATerminalWouldObeyOrHide() {
    #expect(escaped(Array("a\u{1b}[31m北\n".utf8)) == "a\\u{1b}[31m北\\u{a}")
    #expect(escaped(Array("a\tb\nc\r".utf8), [.tab, .lineFeed]) == "a\tb\nc\\u{d}")
    for value: UInt32 in [
      0, 0x7f, 0x80, 0x9b, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069, 0x200e, 0x200f, 0x61c,
      0xe000,
      0xfffe, 0x1fffe, 0x378, 0x10_ffff,
    ] {
      guard let scalar = Unicode.Scalar(value) else { continue }
      #expect(escaped(Array(String(scalar).utf8)) == "\\u{\(String(value, radix: 16))}")
    }
    #expect(escaped([0x61, 0xff, 0xe4, 0xba]) == "a\u{fffd}\u{fffd}\u{fffd}")
    #expect(escaped(Array("é“北”😀\u{2ebf0}\\".utf8)) == "é“北”😀\u{2ebf0}\\")
  }

  @Test func classifies() {
    func classes(_ scalar: Unicode.Scalar) -> CharacterClass { CharacterClass(scalar) }
    #expect(classes("a").isLetter && classes("北").isLetter && classes("\u{2ebf0}").isLetter)
    #expect(!classes("1").isLetter && classes("1").isDigit && classes("٣").isDigit)
    #expect(classes("_").isIdentifierStart && classes("北").isIdentifierStart)
    #expect(!classes("1").isIdentifierStart && classes("1").isIdentifierPart)
    #expect(!classes("-").isIdentifierPart && !classes("，").isIdentifierPart)
    #expect(classes("\u{301}").isIdentifierPart && classes("$").isIdentifierPart)
    #expect(classes("\u{3000}").isWhitespace && classes("\n").isWhitespace)
    #expect(!classes("\u{200b}").isWhitespace)
    #expect(isHan("北") && isHan("〇") && isHan("𠀀") && !isHan("a") && !isHan("あ") && !isHan("，"))
  }

  @Test func classesAgreeWithSwift() {
    for value in stride(from: 0 as UInt32, to: 0x3_0000, by: 7) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let properties = scalar.properties
      // Younger characters than the table knows are no mistake of it.
      if let age = properties.age, age.major < 14 {
        let found = CharacterClass(scalar)
        #expect(found.isDigit == (properties.generalCategory == .decimalNumber))
        if properties.isIDStart { #expect(found.isIdentifierStart) }
        // Unicode 16 added joiners and middle dots to ID_Continue, which a name should not hold.
        let isAddedLate = [0x200c, 0x200d, 0x30fb, 0xff65].contains(value)
        if properties.isIDContinue && !isAddedLate { #expect(found.isIdentifierPart) }
        if properties.isWhitespace { #expect(found.isWhitespace) }
      }
    }
  }

  @Test(arguments: [
    ("ABC北京é", "abc北京é", "ABC北京É"), ("straße", "straße", "STRASSE"),
    ("ΟΔΥΣΣΕΥΣ Σ", "οδυσσευς σ", "ΟΔΥΣΣΕΥΣ Σ"), ("İ", "i\u{307}", "İ"), ("ﬁ", "ﬁ", "FI"),
    ("", "", ""),
  ])
  func mapsCase(_ text: String, _ lower: String, _ upper: String) {
    #expect(lowercased(UTF8String(text)) == UTF8String(lower))
    #expect(uppercased(UTF8String(text)) == UTF8String(upper))
  }
}
