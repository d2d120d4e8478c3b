// The lines of a page as blocks: each line cut into a byline before it, its words and a credit
// behind them, and told whether it has the shape of a headline. Looks at one line at a time; what
// a block is among its neighbours is decided in SplitArticles.

/// A line of a page with what it says by itself.
struct PageBlock {
  /// What stands behind the words of a block.
  enum Tail { case none, credit, picture, note }

  /// The whole line.
  var line: Range<Int>
  /// The words, without byline and credit; may be empty.
  var body: Range<Int>
  /// How many empty lines stand before it.
  var gap: Int
  /// Its Markdown level.
  var level: Int
  /// Names in a byline before the words, and whether there is a byline at all.
  var lead: CreditLine?
  /// What stands behind the words.
  var tail = Tail.none
  /// Names behind the words.
  var closing: CreditLine?
  /// Whether the words could be a headline.
  var isTitle = false
  /// Whether the words break off in mid-sentence.
  var isOpen = false
  /// A line about the page: a number, a source, a menu.
  var isNote = false
  /// A line about the page that stands behind articles.
  var endsArticle = false
}

/// Cuts the lines of a page into blocks.
func pageBlocks(_ page: PageScalars, _ lines: [PageLine]) -> [PageBlock] {
  var blocks: [PageBlock] = []
  blocks.reserveCapacity(lines.count)
  for line in lines { blocks.append(block(page, line)) }
  return blocks
}

private func block(_ page: PageScalars, _ line: PageLine) -> PageBlock {
  var block = PageBlock(line: line.range, body: line.range, gap: line.gap, level: line.level)
  if let author = authorInNote(page, line.range) {
    block.line = author.range
    block.body = author.range.lowerBound..<author.range.lowerBound
    block.closing = author.credits
    block.tail = .credit
    return block
  }
  if isPageNote(page, line.range) {
    block.isNote = true
    block.endsArticle =
      CreditWords.endNote.length(
        at: line.range.lowerBound, before: line.range.upperBound, in: page) > 0
    block.body = line.range.upperBound..<line.range.upperBound
    return block
  }
  if let byline = bylineLength(page, line.range) {
    block.lead = byline.credits
    block.body = byline.end..<line.range.upperBound
  } else if let credits = creditLine(page, line.range) {
    block.body = line.range.lowerBound..<line.range.lowerBound
    block.closing = credits
    block.tail = credits.hasPicture ? .picture : .credit
    return block
  }
  cutTail(page, &block)
  block.isOpen = isOpen(page, block.body)
  block.isTitle = block.lead == nil && block.tail == .none && isTitleShaped(page, block.body)
  return block
}

/// A line that is a credit as a whole: 本报记者 甲 摄, (乙), 文/图 丙.
private func creditLine(_ page: PageScalars, _ range: Range<Int>) -> CreditLine? {
  guard range.count <= 80 else { return nil }
  if page.folded(range.lowerBound) == 0x28, page.folded(range.upperBound - 1) == 0x29 {
    return bracketCredit(page, range)
  }
  guard let credits = parseCredits(page, range), credits.hasRole, !credits.credits.isEmpty else {
    return nil
  }
  return credits
}

/// Names in brackets at the end of an article; without a role they must look like names.
private func bracketCredit(_ page: PageScalars, _ range: Range<Int>) -> CreditLine? {
  guard range.count >= 4, var credits = parseCredits(page, range) else { return nil }
  if credits.hasRole { return credits }
  credits.credits.removeAll { credit in
    let first = page.scalars[credit.name.lowerBound]
    let hasDot = credit.name.contains { page.folded($0) == 0xb7 }
    return !hasDot && !Surnames.contains(first) && !startsWithCompoundSurname(page, credit.name)
  }
  return credits
}

private func startsWithCompoundSurname(_ page: PageScalars, _ name: Range<Int>) -> Bool {
  name.count > 2
    && Surnames.contains(page.scalars[name.lowerBound], page.scalars[name.lowerBound + 1])
}

/// Cuts a credit or a pointer to another page off the end of the words.
private func cutTail(_ page: PageScalars, _ block: inout PageBlock) {
  while let end = noteStart(page, block.body) {
    block.body = trimmedEnd(page, block.body.lowerBound..<end)
    block.tail = .note
  }
  let body = block.body
  guard body.count >= 4 else { return }
  let window = max(body.lowerBound, body.upperBound - 80)
  if page.folded(body.upperBound - 1) == 0x29 {
    guard let open = (window..<body.upperBound).last(where: { page.folded($0) == 0x28 }),
      open > body.lowerBound, isFinal(page, lastInk(page, before: open, after: body.lowerBound)),
      let credits = bracketCredit(page, open..<body.upperBound)
    else { return }
    block.closing = credits
    block.tail = credits.hasPicture ? .picture : .credit
    block.body = trimmedEnd(page, body.lowerBound..<open)
    return
  }
  guard let mark = (window..<body.upperBound).last(where: { isFinal(page, $0) }),
    mark + 1 < body.upperBound,
    let credits = parseCredits(page, mark + 1..<body.upperBound), credits.hasRole,
    !credits.credits.isEmpty
  else { return }
  block.closing = credits
  block.tail = credits.hasPicture ? .picture : .credit
  block.body = body.lowerBound..<mark + 1
}

/// Where a pointer in brackets (下转第二版) begins at the end of words.
private func noteStart(_ page: PageScalars, _ body: Range<Int>) -> Int? {
  guard body.count >= 3, page.folded(body.upperBound - 1) == 0x29 else { return nil }
  let window = max(body.lowerBound, body.upperBound - 24)
  guard let open = (window..<body.upperBound).last(where: { page.folded($0) == 0x28 }),
    CreditWords.jump.length(at: open + 1, before: body.upperBound, in: page) > 0
  else { return nil }
  return open
}

private func lastInk(_ page: PageScalars, before end: Int, after start: Int) -> Int {
  var index = end - 1
  while index > start, isBlank(page.scalars[index]) { index -= 1 }
  return index
}

private func trimmedEnd(_ page: PageScalars, _ range: Range<Int>) -> Range<Int> {
  var end = range.upperBound
  while end > range.lowerBound, isBlank(page.scalars[end - 1]) { end -= 1 }
  return range.lowerBound..<end
}

/// Whether a scalar at an index ends a sentence, or a quotation or bracket in which one ended.
func isFinal(_ page: PageScalars, _ index: Int) -> Bool {
  switch page.folded(index) {
  case 0x3002, 0x21, 0x3f, 0x2026, 0xff61: return true
  case 0x201d, 0x2019, 0x29, 0x22, 0x300b:
    guard index > 0 else { return false }
    switch page.folded(index - 1) {
    case 0x3002, 0x21, 0x3f, 0x2026: return true
    case 0x201d, 0x2019, 0x29: return index > 1 && page.folded(index - 2) == 0x3002
    default: return false
    }
  default: return false
  }
}

/// Whether words break off: the last mark ends no sentence and opens no list.
private func isOpen(_ page: PageScalars, _ body: Range<Int>) -> Bool {
  guard let last = body.last else { return false }
  if isFinal(page, last) { return false }
  switch page.folded(last) {
  case 0x3b, 0x3a: return false
  case 0x2e: return page.folded(max(last - 1, 0)) >= 0x80
  default: return true
  }
}

/// The most characters of a line of a headline.
private let maxTitleLength = 46

/// Whether words could be a line of a headline: short, no end of a sentence, no torn end.
private func isTitleShaped(_ page: PageScalars, _ body: Range<Int>) -> Bool {
  guard body.count <= maxTitleLength, let last = body.last else { return false }
  var ink = 0
  var depth = 0
  for index in body {
    let scalar = page.folded(index)
    if isHanScalar(scalar) || isLatinLetter(scalar) { ink += 1 }
    switch scalar {
    case 0x201c, 0x300a: depth += 1
    case 0x201d, 0x300b: depth -= 1
    case 0x3002: return false
    case 0x3b: return false
    default: break
    }
  }
  guard ink >= 2, depth == 0 else { return false }
  if PageWords.goesOn.length(at: body.lowerBound, before: body.upperBound, in: page) > 0 {
    return false
  }
  switch page.folded(last) {
  case 0x2c, 0x3001, 0x3b: return false
  default: return true
  }
}

/// The author that a line about the page names: 来源：某报 作者：某某 点击：3.
private func authorInNote(
  _ page: PageScalars, _ range: Range<Int>
) -> (range: Range<Int>, credits: CreditLine)? {
  guard range.count <= 120,
    CreditWords.pageNote.length(at: range.lowerBound, before: range.upperBound, in: page) > 0,
    let start = CreditWords.author.firstIndex(in: range, of: page)
  else { return nil }
  let length = CreditWords.author.length(at: start, before: range.upperBound, in: page)
  var end = start + length
  while end < range.upperBound, isBlank(page.scalars[end]) { end += 1 }
  while end < range.upperBound, !isBlank(page.scalars[end]) { end += 1 }
  guard let credits = parseCredits(page, start..<end), !credits.credits.isEmpty else { return nil }
  return (start..<end, credits)
}

/// Whether a line is the head of a page: 第二版 要闻 2024年5月3日 星期五.
private func isPageHead(_ page: PageScalars, _ range: Range<Int>) -> Bool {
  guard range.count <= 40, !range.contains(where: { isFinal(page, $0) }) else { return false }
  var hasPage = false
  for index in range.dropFirst(2) where page.folded(index) == 0x7248 {
    hasPage = hasPage || isDateScalar(page.folded(index - 1)) || page.folded(index - 1).isDigit
  }
  let hasWeekday = PageWords.weekdays.firstIndex(in: range, of: page) != nil
  return hasPage || hasWeekday && firstDay(page, range) != nil
}

/// A page number, a line of a menu, a source, a jump to another page.
private func isPageNote(_ page: PageScalars, _ range: Range<Int>) -> Bool {
  guard range.count <= 60 else { return false }
  if CreditWords.pageNote.length(at: range.lowerBound, before: range.upperBound, in: page) > 0 {
    return true
  }
  if let start = noteStart(page, range), start == range.lowerBound { return true }
  if isPageHead(page, range) { return true }
  return !range.contains { index in
    let scalar = page.folded(index)
    return isHanScalar(scalar) && !isDateScalar(scalar) || isLatinLetter(scalar)
  }
}

/// Characters of dates and page numbers: 第37版, 2024年3月1日 星期五.
private func isDateScalar(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x5e74, 0x6708, 0x65e5, 0x661f, 0x671f, 0x7b2c, 0x7248, 0x4e00, 0x4e8c, 0x4e09, 0x56db,
    0x4e94, 0x516d, 0x4e03, 0x516b, 0x4e5d, 0x5341, 0x5468, 0x9875, 0x65f6, 0x5206, 0x79d2:
    return true
  default: return false
  }
}
