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
  var quote: Int?
  var lastComma = start
  while index < range.upperBound {
    let scalar = text.folded[index]
    index += 1
    switch scalar {
    case 0x201c:
      if quote == nil { quote = index - 1 }
      continue
    case 0x201d:
      quote = nil
      continue
    case 0x2c, 0x3b: lastComma = index
    case 0x3002, 0x21, 0x3f:
      if quote != nil { continue }
      while index < range.upperBound, isClosing(text.folded[index]) { index += 1 }
      sentences.append(Sentence(range: start..<index, part: part))
      start = index
      lastComma = start
      continue
    default: break
    }
    if index - start >= maxSentence {
      let end = lastComma > start ? lastComma : index
      sentences.append(Sentence(range: start..<end, part: part))
      start = end
      quote = nil
    }
  }
  if start < range.upperBound {
    sentences.append(Sentence(range: start..<range.upperBound, part: part))
  }
}

private func isClosing(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x3002, 0x21, 0x3f, 0x201d, 0x2019, 0x29, 0x2026: true
  default: false
  }
}
