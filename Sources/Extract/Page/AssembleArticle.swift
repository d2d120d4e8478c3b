// Puts the text of an article together from the stretches of the page that belong to it: cuts are
// closed, blanks inside of names left out, straight quotes paired. Every scalar keeps its place.

/// Makes an article of a draft.
func assembleArticle(
  _ page: PageScalars, _ blocks: [PageBlock], _ draft: ArticleDraft, index: Int
) -> Article {
  var assembly = ArticleAssembly(page: page, credits: draft.credits)
  let main = mainTitle(page, blocks, draft.titles)
  for title in draft.titles {
    assembly.append(blocks[title].body, as: title == main ? .headline : .kicker)
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

/// The line of a title that stands nearest to the body, unless a line before it is marked as the
/// headline or the last one goes on with a dash.
private func mainTitle(_ page: PageScalars, _ blocks: [PageBlock], _ titles: [Int]) -> Int? {
  guard var main = titles.last else { return nil }
  if let marked = titles.last(where: { blocks[$0].level > 0 }) { main = marked }
  let body = blocks[main].body
  let isDash = page.folded(body.lowerBound) == 0x2014
  if isDash, titles.count > 1, let place = titles.lastIndex(of: main), place > 0 {
    return titles[place - 1]
  }
  return main
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
    named = credits
  }

  mutating func append(_ range: Range<Int>, as kind: Article.Part.Kind, continues: Bool = false) {
    var range = range
    while range.lowerBound < range.upperBound, isBlank(page.scalars[range.lowerBound]) {
      range = range.lowerBound + 1..<range.upperBound
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
    text.append(page.scalars[index], start: page.starts[index], end: page.starts[index + 1])
  }

  /// A byline: names lose the blanks inside of them.
  private mutating func appendNames(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      guard let credit = named.first(where: { $0.name.lowerBound == index }),
        credit.name.upperBound <= range.upperBound
      else {
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

  private mutating func appendWords(_ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound {
      if isBlank(page.scalars[index]), isInsideName(index, range) {
        index += 1
        continue
      }
      appendScalar(index)
      index += 1
    }
  }

  /// Whether a blank stands inside of a name written to width: a surname, blanks, a character.
  private func isInsideName(_ index: Int, _ range: Range<Int>) -> Bool {
    guard index > range.lowerBound + 1, index + 1 < range.upperBound else { return false }
    let before = page.scalars[index - 1]
    guard isHanScalar(before), isHanScalar(page.scalars[index + 1]) else { return false }
    return Surnames.contains(before)
      || Surnames.contains(page.scalars[index - 2], before)
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
