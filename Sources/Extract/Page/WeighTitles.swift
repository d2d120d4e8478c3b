// What a run of lines in the shape of headlines is: the title of an article, of a picture, or
// lines inside of an article (a cross-head, a title out of place, a torn sentence). A byline
// decides; where there is none, signs are weighed.

extension ArticleSplitter {
  /// What a run of titles is, by what stands before and behind it.
  func meaning(of titles: [Int], before next: Int) -> Meaning {
    let openArticle = current.flatMap { drafts[$0].hasBody && !drafts[$0].isClosed ? $0 : nil }
    guard next < blocks.count else {
      guard let openArticle else { return .nothing }
      return drafts[openArticle].isOpen ? .insertion : .nothing
    }
    let block = blocks[next]
    if block.lead != nil { return .news }
    if captionEnd(from: next) != nil { return .photo }
    if let openArticle, drafts[openArticle].isOpen, block.tail != .credit { return .insertion }
    if block.body.isEmpty {
      let isPicture = block.tail == .picture && block.closing?.hasPictureAndText == false
      return isPicture ? .photo : .news
    }
    if openArticle == nil { return .news }
    return weight(of: titles, before: next) >= 3 ? .news : .insertion
  }

  /// How much speaks for a new article without a byline.
  private func weight(of titles: [Int], before next: Int) -> Int {
    guard let first = titles.first else { return 0 }
    let level = blocks[first].level
    let body = blocks[next].body
    if level > 0, level <= titleLevel { return 3 }
    if isNumbered(first) || isTornBeforeName(titles, next) { return 0 }
    if PageWords.goesOn.length(at: body.lowerBound, before: body.upperBound, in: page) > 0 {
      return 0
    }
    var weight = hasBylines ? -1 : 1
    if endsWithCredit(from: next) { weight += 2 }
    weight += reportWeight(body)
    let length = titles.reduce(0) { $0 + blocks[$1].body.count }
    if length >= 10 { weight += 1 }
    if length <= 6 { weight -= 1 }
    if length <= 4 { weight -= 2 }
    if blocks[first].gap >= 2 { weight += 1 }
    return weight
  }

  /// The Markdown level of the titles of articles so far; 0 where they have none.
  private var titleLevel: Int {
    for draft in drafts.reversed().prefix(8) {
      if let level = draft.titles.map({ blocks[$0].level }).max(), level > 0 { return level }
    }
    return 0
  }

  /// Whether a body begins as a report does: with a day or 近日.
  private func reportWeight(_ body: Range<Int>) -> Int {
    guard let day = firstDay(page, body.prefix(110)) else { return 0 }
    return day - body.lowerBound <= 40 ? 2 : 1
  }

  /// Whether the paragraphs from a block on end with a credit before another headline comes.
  private func endsWithCredit(from start: Int) -> Bool {
    for block in blocks[start...].prefix(20) where !block.isNote {
      if block.isTitle || block.lead != nil { return false }
      if block.tail == .credit || block.tail == .picture { return true }
    }
    return false
  }

  /// Whether a line without an end is torn from the paragraph behind it, and no cross-head.
  func isTorn(_ title: Int, from next: Int, in draft: Int) -> Bool {
    let body = blocks[title].body
    if isNumbered(title) || beginsSentence(next) || !drafts[draft].insertions.isEmpty {
      return false
    }
    if body.count <= 3 || isTornBeforeName([title], next) { return true }
    if body.contains(where: { page.folded($0) == 0x2c || page.folded($0) == 0x3001 }) {
      return true
    }
    guard let first = blocks[next].body.first else { return false }
    let across = CharacterPairs([(page.scalars[body.upperBound - 1], page.scalars[first])])
    return across.shared(page, with: drafts[draft].pieces.suffix(6).map(\.range)) > 0
  }

  /// A short line that ends with an office, whose holder's name the next line begins with.
  private func isTornBeforeName(_ titles: [Int], _ next: Int) -> Bool {
    guard titles.count == 1, !beginsSentence(next) else { return false }
    let body = blocks[titles[0]].body
    return PageWords.offices.length(endingAt: body.upperBound, after: body.lowerBound, in: page) > 0
  }

  /// A cross-head with a number: 一、, （二）, 3.
  private func isNumbered(_ title: Int) -> Bool { startsWithNumber(page, blocks[title].body) }

  /// Whether the words of a block surely begin a sentence: else they may go on with the line
  /// before.
  func beginsSentence(_ index: Int) -> Bool {
    let body = blocks[index].body
    guard let first = body.first else { return true }
    let scalar = page.folded(first)
    return scalar == 0x201c || scalar == 0x22 || scalar >= 0x30 && scalar <= 0x39
      || PageWords.goesOn.length(at: first, before: body.upperBound, in: page) > 0
      || PageWords.times.length(at: first, before: body.upperBound, in: page) > 0
  }
}

/// Where a stretch first names a day: 5月3日, 近日.
func firstDay(_ page: PageScalars, _ range: Range<Int>) -> Int? {
  for index in range {
    let scalar = page.folded(index)
    if scalar == 0x65e5, index > range.lowerBound, page.folded(index - 1).isDigit { return index }
    if PageWords.days.length(at: index, before: range.upperBound, in: page) > 0 { return index }
  }
  return nil
}

/// Whether words begin with a number of a list: 一、, （二）, 3.
func startsWithNumber(_ page: PageScalars, _ body: Range<Int>) -> Bool {
  var index = body.lowerBound
  if index < body.upperBound, page.folded(index) == 0x28 { index += 1 }
  let start = index
  while index < body.upperBound, index < start + 3,
    page.folded(index).isDigit || PageWords.digits.contains(page.folded(index))
  {
    index += 1
  }
  guard index > start, index < body.upperBound else { return false }
  switch page.folded(index) {
  case 0x3001, 0x2e, 0x29: return true
  default: return false
  }
}

extension UInt32 {
  /// Whether this is a digit of ASCII.
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
}
