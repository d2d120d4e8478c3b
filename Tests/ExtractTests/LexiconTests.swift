// A lexicon finds what comparing every word at every place finds, in the same order.

import Extract
import TestSupport
import Testing

@Suite struct LexiconTests {
  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  private func matches(_ lexicon: Lexicon, _ text: [UInt32], at place: Int) -> [LexiconMatch] {
    var found: [LexiconMatch] = []
    lexicon.matches(text.span, at: place, into: &found)
    return found
  }

  @Test func wordsComeFromTheShortestToTheLongest() {
    let words = ["工会", "工", "工会主席", "工人", "会", "工会主", "𠮷𠮷街"]
    let lexicon = Lexicon(
      words: words.enumerated().map { (scalars($0.element), UInt32($0.offset)) })
    let text = scalars("工会主席和工人在𠮷𠮷街")
    #expect(matches(lexicon, text, at: 0).map(\.value) == [1, 0, 5, 2])
    #expect(matches(lexicon, text, at: 0).map(\.length) == [1, 2, 3, 4])
    #expect(matches(lexicon, text, at: 1).map(\.value) == [4])
    #expect(matches(lexicon, text, at: 2).isEmpty)
    #expect(matches(lexicon, text, at: 5).map(\.value) == [1, 3])
    #expect(matches(lexicon, text, at: 8).map(\.value) == [6])
    #expect(matches(lexicon, text, at: text.count - 1).isEmpty)
    #expect(lexicon.longestMatch(text.span, at: 0) == LexiconMatch(length: 4, value: 2))
    #expect(lexicon.values(of: scalars("工会").span) == [0])
    #expect(lexicon.values(of: scalars("会主").span).isEmpty)
  }

  @Test func aWordGivenTwiceKeepsBothValues() {
    let word = scalars("大赛")
    let lexicon = Lexicon(words: [(word, 7), (scalars(""), 1), (word, 3)])
    #expect(lexicon.count == 2)
    #expect(lexicon.values(of: word.span) == [7, 3])
  }

  @Test func aLexiconWithoutWordsFindsNothing() {
    let text = scalars("工会")
    for lexicon in [Lexicon(), Lexicon(words: [])] {
      for place in text.indices { #expect(matches(lexicon, text, at: place).isEmpty) }
    }
  }

  @Test(arguments: [UInt64(1), 2, 3, 4]) func itFindsWhatComparingFinds(seed: UInt64) {
    var random = Random(seed: seed)
    // Few scalars, so that words share beginnings; one from beyond the basic plane, and U+0000.
    let alphabet: [UInt32] = [0x5DE5, 0x4F1A, 0x4E3B, 0x5E2D, 0x20BB7, 0x41, 0]
    func draw(_ count: Int, of alphabet: ArraySlice<UInt32>) -> [UInt32] {
      (0..<count).map { _ in alphabet[random.below(alphabet.count)] }
    }
    let words = (0..<300).map { number in
      (scalars: draw(1 + random.below(6), of: alphabet.dropLast()), value: UInt32(number))
    }
    let lexicon = Lexicon(words: words)
    let text = draw(500, of: alphabet[...])
    for place in text.indices {
      let expected = words.filter { text[place...].starts(with: $0.scalars) }
        .sorted { ($0.scalars.count, $0.value) < ($1.scalars.count, $1.value) }
      let found = matches(lexicon, text, at: place)
      #expect(found.map(\.value) == expected.map(\.value))
      #expect(found.map(\.length) == expected.map(\.scalars.count))
    }
  }
}
