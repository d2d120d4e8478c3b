// Reads titles: 党组书记、常务副主席 is one title of two parts. Which words are titles and which
// may stand before them is data.

/// A title, with all its parts.
struct TitleCandidate: Sendable {
  var range: Range<Int>
  var first: Int
  var last: Int
}

extension NameWalk {
  /// The title whose last part ends with the head at a token.
  func title(endingAt last: Int) -> TitleCandidate {
    var first = last
    while first > 0, extendsTitle(first - 1) { first -= 1 }
    return TitleCandidate(
      range: Int(tokens.all[first].start)..<Int(tokens.all[last].end), first: first, last: last)
  }

  private func extendsTitle(_ index: Int) -> Bool {
    let token = tokens.all[index]
    guard token.kind == .word else { return false }
    let word = vocabulary.words[Int(token.word)]
    if word.use.contains(.titleBefore) {
      // 工会主席: the union is a body of its own.
      return !(isBody(word) && word.use.contains(.bare))
    }
    return isTitle(word) && token.count <= 4
  }

  /// Joins titles that stand side by side with 、 between them.
  func joined(_ titles: [TitleCandidate]) -> [TitleCandidate] {
    var joined: [TitleCandidate] = []
    for title in titles {
      if let previous = joined.last, title.first <= previous.last + 2,
        title.range.lowerBound <= previous.range.upperBound + 1,
        title.range.lowerBound == previous.range.upperBound
          || text[previous.range.upperBound] == 0x3001 || title.first <= previous.last
      {
        joined[joined.count - 1].range = previous.range.lowerBound..<title.range.upperBound
        joined[joined.count - 1].last = title.last
      } else {
        joined.append(title)
      }
    }
    return joined
  }
}
