// Phrases that were learned are found as a search through all of them would find them.

import TestSupport
import Testing

@testable import Extract

@Suite struct PhraseTableTests {
  private func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  @Test func theLongestPhraseAtAPlaceIsFound() {
    var table = PhraseTable()
    let isNew = ["长岭", "长岭重工", "青桐", "长岭"].map { table.insert(scalars($0)[...]) }
    #expect(isNew == [true, true, true, false])
    let text = scalars("在长岭重工和长岭")
    #expect(table.longest(at: 0, in: text) == nil)
    #expect(table.longest(at: 1, in: text) == 1)
    #expect(table.longest(at: 1, in: text, shorterThan: 4) == 0)
    #expect(table.longest(at: 6, in: text) == 0)
    #expect(table.contains(scalars("青桐")[...]))
    #expect(!table.contains(scalars("青")[...]))
  }

  @Test func phrasesAreFoundAsBySearchingAll() {
    var random = Random(seed: 7)
    for _ in 0..<50 {
      var table = PhraseTable()
      for _ in 0..<20 { _ = table.insert(run(&random, 1...5)[...]) }
      let text = run(&random, 40...60)
      for place in text.indices {
        let rest = text[place...]
        let standing = table.phrases.indices.filter { rest.starts(with: table.phrases[$0]) }
        let longest = standing.max { table.phrases[$0].count < table.phrases[$1].count }
        #expect(table.longest(at: place, in: text) == longest)
      }
    }
  }

  @Test func stringsOfScalarsAreThoseOfTheStandardLibrary() {
    let texts = ["", "a", "é", "总工会", "𠮷野", "混a合é字𠮷"]
    for text in texts { #expect(Extract.string(of: scalars(text)[...]) == text) }
    #expect(Extract.string(of: [0xD800, 0x41, 0x11_0000][...]) == "\u{FFFD}A\u{FFFD}")
  }

  private func run(_ random: inout Random, _ lengths: ClosedRange<Int>) -> [UInt32] {
    let length = Int.random(in: lengths, using: &random)
    return (0..<length).map { _ in UInt32.random(in: 0x4E00...0x4E02, using: &random) }
  }
}
