// A small set of words that is asked at few places of a page (the ends of lines, inside of
// bylines), not at every character. Words are folded as texts are.

/// Words that can be found at a place of a page.
struct PhraseSet: Sendable {
  private var byFirst: [UInt32: [[UInt32]]] = [:]
  private var byLast: [UInt32: [[UInt32]]] = [:]
  /// Bits of the low parts of first and last characters: most places are dismissed by them.
  private var firstMask: UInt64 = 0
  private var lastMask: UInt64 = 0

  /// The words of a text, with blanks between them.
  init(_ words: StaticString...) {
    for text in words {
      for word in text.description.split(separator: " ") {
        let scalars = word.unicodeScalars.map { foldedForMatching($0.value) }
        guard let first = scalars.first, let last = scalars.last else { continue }
        firstMask |= 1 &<< UInt64(first & 63)
        lastMask |= 1 &<< UInt64(last & 63)
        byFirst[first, default: []].append(scalars)
        byLast[last, default: []].append(scalars)
      }
    }
  }

  /// The length of the longest word that begins at an index and ends before a bound, or 0.
  func length(at index: Int, before end: Int, in page: PageScalars) -> Int {
    guard index < end else { return 0 }
    let first = page.folded(index)
    guard firstMask &>> UInt64(first & 63) & 1 != 0, let words = byFirst[first] else { return 0 }
    var longest = 0
    for word in words where word.count > longest && index + word.count <= end {
      if matches(word, at: index, in: page) { longest = word.count }
    }
    return longest
  }

  /// The length of the longest word that ends at an index (not included), or 0.
  func length(endingAt end: Int, after start: Int, in page: PageScalars) -> Int {
    guard end > start else { return 0 }
    let last = page.folded(end - 1)
    guard lastMask &>> UInt64(last & 63) & 1 != 0, let words = byLast[last] else { return 0 }
    var longest = 0
    for word in words where word.count > longest && end - word.count >= start {
      if matches(word, at: end - word.count, in: page) { longest = word.count }
    }
    return longest
  }

  /// Where a word first begins in a range.
  func firstIndex(in range: Range<Int>, of page: PageScalars) -> Int? {
    range.first { length(at: $0, before: range.upperBound, in: page) > 0 }
  }

  private func matches(_ word: [UInt32], at index: Int, in page: PageScalars) -> Bool {
    for offset in word.indices where page.folded(index + offset) != word[offset] { return false }
    return true
  }
}
