// Cuts the parts of an article into sentences. Quotes are respected: 。 inside of a quotation that
// goes on does not end the sentence around it.

/// The sentences of an article, in the order of its text; none of its bylines.
/// - Complexity: linear.
public func sentences(of article: Article) -> [Sentence] {
  var sentences: [Sentence] = []
  for (index, part) in article.parts.enumerated() where part.kind != .byline {
    split(article.text, part.range, part: index, into: &sentences)
  }
  return sentences
}

/// Longer ones are cut at a comma, so that no stage meets a sentence without end.
private let maxSentence = 1_000

private func split(
  _ text: PageText, _ range: Range<Int>, part: Int, into sentences: inout [Sentence]
) {
  var start = range.lowerBound
  var index = start
  // The end of the quotation that is open, where it has one within the limit.
  var quoteEnd = start
  var lastComma = start
  while index < range.upperBound {
    let scalar = text.folded[index]
    index += 1
    var isEnd = false
    switch scalar {
    case 0x201c where index > quoteEnd: quoteEnd = endOfQuote(text, index, range.upperBound)
    case 0x2c, 0x3b: lastComma = index
    case 0x3002, 0x21, 0x3f:
      while index < range.upperBound, isClosing(text.folded[index]) { index += 1 }
      isEnd = index >= quoteEnd && !saysWho(text, index, range.upperBound)
    default: break
    }
    if !isEnd, index - start >= maxSentence {
      index = lastComma > start ? lastComma : index
      quoteEnd = index
      isEnd = true
    }
    guard isEnd else { continue }
    sentences.append(Sentence(range: start..<index, part: part))
    start = index
    lastComma = index
  }
  if start < range.upperBound {
    sentences.append(Sentence(range: start..<range.upperBound, part: part))
  }
}

/// The index behind the mark that closes a quotation; where none is near, the quotation counts as
/// not opened.
private func endOfQuote(_ text: PageText, _ start: Int, _ limit: Int) -> Int {
  for index in start..<min(limit, start + maxQuote) where text.folded[index] == 0x201d {
    return index + 1
  }
  return start
}

/// Quotations that are longer than this end their sentences inside.
private let maxQuote = 400

/// Whether the words behind a closed quotation only say who spoke.
private func saysWho(_ text: PageText, _ index: Int, _ limit: Int) -> Bool {
  guard index > 0, text.folded[index - 1] == 0x201d else { return false }
  for place in index..<min(limit, index + 60) {
    switch text.folded[place] {
    case 0x3002, 0x21, 0x3f, 0x2c, 0x3a, 0x201c:
      return place > index && isSaying(text, index..<place)
    default: break
    }
  }
  return false
}

/// Whether words end in one for speaking: 说, 表示, 告诉记者.
private func isSaying(_ text: PageText, _ range: Range<Int>) -> Bool {
  let last = text.folded[range.upperBound - 1]
  let before = range.count > 1 ? text.folded[range.upperBound - 2] : 0
  switch (before, last) {
  case (_, 0x8bf4), (_, 0x9053): return true
  case (0x8868, 0x793a), (0x4ecb, 0x7ecd), (0x611f, 0x6168), (0x611f, 0x53f9): return true
  case (0x56de, 0x5fc6), (0x5766, 0x8a00), (0x8bb0, 0x8005), (0x8bf4, 0x7740): return true
  default: return false
  }
}

/// Whether a mark belongs to the end of a sentence that stands before it.
private func isClosing(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x3002, 0x21, 0x3f, 0x201d, 0x2019, 0x29, 0x2026: true
  default: false
  }
}
