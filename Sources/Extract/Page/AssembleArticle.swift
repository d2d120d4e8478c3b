// Puts the text of an article together from the stretches of the page that belong to it: cuts are
// closed, blanks inside of names left out, straight quotes paired. Every scalar keeps its place.

/// Makes an article of a draft.
func assembleArticle(
  _ page: PageScalars, _ blocks: [PageBlock], _ draft: ArticleDraft, index: Int
) -> Article {
  var assembly = ArticleAssembly(page: page, credits: draft.credits)
  assembly.text.reserve(draft.pieces.reduce(120) { $0 + $1.range.count })
  if let titles = arrangeTitles(page, blocks, draft, isFirst: index == 0) {
    for (place, line) in titles.lines.enumerated() {
      let kind: Article.Part.Kind = place == titles.main ? .headline : .kicker
      for (number, block) in line.enumerated() {
        assembly.append(blocks[block].body, as: kind, continues: number > 0)
      }
    }
  }
  for byline in draft.bylines { assembly.append(byline, as: .byline) }
  for piece in draft.pieces {
    assembly.append(piece.range, as: piece.kind, continues: piece.continues)
  }
  for closing in draft.closings { assembly.append(closing, as: .byline) }
  assembly.endPart()
  return Article(
    index: index, kind: draft.kind, text: assembly.text, parts: assembly.parts,
    credits: assembly.credits)
}

private struct ArticleAssembly {
  let page: PageScalars
  var text = PageText()
  var parts: [Article.Part] = []
  var credits: [Article.Credit] = []
  /// The credits by their places in the page.
  private var named: [PageCredit]
  private var partStart = 0
  private var partKind: Article.Part.Kind?

  init(page: PageScalars, credits: [PageCredit]) {
    self.page = page
    named = credits.sorted { $0.name.lowerBound < $1.name.lowerBound }
  }

  /// The credit whose name begins at a place of the page.
  private func credit(at index: Int) -> PageCredit? {
    var low = 0
    var high = named.count
    while low < high {
      let middle = (low + high) / 2
      if named[middle].name.lowerBound < index { low = middle + 1 } else { high = middle }
    }
    return low < named.count && named[low].name.lowerBound == index ? named[low] : nil
  }

  mutating func append(_ range: Range<Int>, as kind: Article.Part.Kind, continues: Bool = false) {
    var range = range
    while range.lowerBound < range.upperBound, isBlank(page.scalars[range.lowerBound]) {
      range = range.lowerBound + 1..<range.upperBound
    }
    while range.lowerBound < range.upperBound, isBlank(page.scalars[range.upperBound - 1]) {
      range = range.lowerBound..<range.upperBound - 1
    }
    guard !range.isEmpty else { return }
    if !continues || partKind != kind {
      endPart()
      partKind = kind
      partStart = text.count
    } else {
      closeCut(before: range.lowerBound)
    }
    switch kind {
    case .byline: appendNames(range)
    case .headline, .kicker: for index in range { appendScalar(index) }
    case .paragraph, .caption: appendWords(range)
    }
  }

  /// Ends the part that is being written with a newline.
  mutating func endPart() {
    guard let kind = partKind else { return }
    pairQuotes(partStart..<text.count)
    parts.append(.init(kind: kind, range: partStart..<text.count))
    let end = text.ends.last ?? 0
    text.append(0x0a, start: end, end: end)
    partKind = nil
  }

  /// Latin words that were cut apart get a blank between them.
  private mutating func closeCut(before index: Int) {
    guard let last = text.scalars.last, isLatinLetter(last), isLatinLetter(page.scalars[index]),
      let end = text.ends.last
    else { return }
    text.append(0x20, start: end, end: end)
  }

  private mutating func appendScalar(_ index: Int) {
    guard page.scalars[index] != PageScalars.dropped else { return }
    text.append(page.scalars[index], start: page.starts[index], end: page.starts[index + 1])
  }

  /// A byline: names lose the blanks inside of them.
  private mutating func appendNames(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      guard let credit = credit(at: index), credit.name.upperBound <= range.upperBound else {
        appendScalar(index)
        index += 1
        continue
      }
      let start = text.count
      let isLatin = isLatinLetter(page.scalars[index])
      for place in credit.name where isLatin || !isBlank(page.scalars[place]) {
        appendScalar(place)
      }
      credits.append(.init(role: credit.role, name: start..<text.count))
      index = credit.name.upperBound
    }
  }

  /// Words of the body, in runs between what is left out.
  private mutating func appendWords(_ range: Range<Int>) {
    var depth = 0
    var run = range.lowerBound
    for index in range {
      let scalar = page.scalars[index]
      if scalar >= 0x4e00, scalar < 0xfe00 { continue }
      switch foldedForMatching(scalar) {
      case 0x201c, 0x300a: depth += 1
      case 0x201d, 0x300b: depth -= 1
      case 0x20 where isInsideName(index, range, isQuoted: depth > 0), PageScalars.dropped:
        if run < index { text.append(run..<index, of: page.scalars, starts: page.starts) }
        run = index + 1
      default: break
      }
    }
    if run < range.upperBound {
      text.append(run..<range.upperBound, of: page.scalars, starts: page.starts)
    }
  }

  /// Whether a blank stands inside of a name written to width: a surname, a blank, a character.
  ///
  /// Inside of quotations and titles of works, where blanks stand between phrases, a mark must
  /// follow.
  private func isInsideName(_ index: Int, _ range: Range<Int>, isQuoted: Bool) -> Bool {
    guard index > range.lowerBound + 1, index + 1 < range.upperBound else { return false }
    let before = page.scalars[index - 1]
    guard isHanScalar(before), isHanScalar(page.scalars[index + 1]) else { return false }
    let isSurname =
      Surnames.contains(before) || Surnames.contains(page.scalars[index - 2], before)
    guard isQuoted, isSurname else { return isSurname }
    return index + 2 < range.upperBound && !isHanScalar(page.scalars[index + 2])
      && !isHanScalar(page.scalars[index - 2])
  }

  /// Straight quotes are opened and closed in turns.
  private mutating func pairQuotes(_ range: Range<Int>) {
    var isOpen = false
    for index in range where text.folded[index] == 0x22 {
      isOpen.toggle()
      text.setFolded(isOpen ? 0x201c : 0x201d, at: index)
    }
  }
}
