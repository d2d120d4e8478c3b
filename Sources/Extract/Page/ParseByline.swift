// Finds the byline at the beginning of a line: a dateline (本报讯, 某地10月12日电), names in
// brackets or without, and 报道. What names say is read by ParseCredits.

/// A byline at the beginning of a line.
struct Byline {
  /// Where the words behind it begin.
  var end: Int
  var credits: CreditLine
}

/// The byline at the beginning of a line, or nil.
func bylineLength(_ page: PageScalars, _ line: Range<Int>) -> Byline? {
  let start = skipMarks(page, line)
  let wire = datelineEnd(page, start..<line.upperBound)
  var index = skipBlanks(page, wire ?? start, line.upperBound)
  if index < line.upperBound, page.folded(index) == 0x28 {
    let window = min(line.upperBound, index + 120)
    guard let close = closingBracket(page, index, window),
      let credits = parseCredits(page, index + 1..<close), credits.hasRole
    else {
      return wire.map { Byline(end: skipBlanks(page, $0, line.upperBound), credits: .init()) }
    }
    index = skipBlanks(page, close + 1, line.upperBound)
    return close + 1 == line.upperBound && wire == nil ? nil : Byline(end: index, credits: credits)
  }
  if let byline = openByline(page, index..<line.upperBound) { return byline }
  if wire != nil, let byline = spacedByline(page, index..<line.upperBound) { return byline }
  guard wire != nil else { return nil }
  return Byline(end: index, credits: .init())
}

private func skipMarks(_ page: PageScalars, _ line: Range<Int>) -> Int {
  var index = line.lowerBound
  while index < line.upperBound {
    switch page.scalars[index] {
    case 0x25a0...0x25cf, 0x2605, 0x2606, 0x203b, 0x25c6, 0x25c7: index += 1
    default:
      guard isBlank(page.scalars[index]) else { return index }
      index += 1
    }
  }
  return index
}

private func skipBlanks(_ page: PageScalars, _ start: Int, _ end: Int) -> Int {
  var index = start
  while index < end, isBlank(page.scalars[index]) { index += 1 }
  return index
}

private func closingBracket(_ page: PageScalars, _ open: Int, _ end: Int) -> Int? {
  var depth = 0
  for index in open..<end {
    switch page.folded(index) {
    case 0x28: depth += 1
    case 0x29:
      depth -= 1
      if depth == 0 { return index }
    default: break
    }
  }
  return nil
}

/// The end of a dateline: the name of a paper or agency and 讯, or a place and 讯 or 报道 with a
/// bracket behind it.
private func datelineEnd(_ page: PageScalars, _ range: Range<Int>) -> Int? {
  let agency = CreditWords.agency.length(at: range.lowerBound, before: range.upperBound, in: page)
  let limit = min(range.upperBound, range.lowerBound + 28)
  var index = range.lowerBound + max(agency, 1)
  while index < limit {
    // 本报记者 and 本报通讯员 are no datelines.
    if isRole(page, index, range.upperBound) { return nil }
    let length = CreditWords.wire.length(at: index, before: range.upperBound, in: page)
    if length > 0 {
      let end = index + length
      if agency > 0 { return end }
      let next = skipBlanks(page, end, range.upperBound)
      if next < range.upperBound, page.folded(next) == 0x28 { return end }
    }
    switch page.folded(index) {
    case 0x2c, 0x3002, 0x28, 0x201c, 0x3a, 0x21, 0x3f: return nil
    default: break
    }
    index += 1
  }
  return nil
}

/// Names that only a blank parts from the words: 本报讯 记者甲 通讯员乙 近日，….
private func spacedByline(_ page: PageScalars, _ range: Range<Int>) -> Byline? {
  guard isRole(page, range.lowerBound, range.upperBound) else { return nil }
  for index in range.prefix(48).reversed() where isBlank(page.scalars[index]) {
    guard let credits = parseCredits(page, range.lowerBound..<index), !credits.credits.isEmpty,
      let name = credits.credits.last?.name,
      PageWords.days.length(at: name.lowerBound, before: name.upperBound, in: page) == 0
    else { continue }
    return Byline(end: skipBlanks(page, index, range.upperBound), credits: credits)
  }
  return nil
}

private func isRole(_ page: PageScalars, _ index: Int, _ end: Int) -> Bool {
  CreditWords.reporter.length(at: index, before: end, in: page) > 0
    || CreditWords.correspondent.length(at: index, before: end, in: page) > 0
}

/// Names without brackets before the words: 记者甲报道：, 本报记者 甲 乙, 通讯员 丙 近日，….
private func openByline(_ page: PageScalars, _ range: Range<Int>) -> Byline? {
  guard isRole(page, range.lowerBound, range.upperBound) else { return nil }
  let window = range.lowerBound..<min(range.upperBound, range.lowerBound + 60)
  for index in window {
    switch page.folded(index) {
    case 0x3002, 0x201c: return nil
    default: break
    }
    let length = CreditWords.reported.length(at: index, before: range.upperBound, in: page)
    guard length > 0 else { continue }
    guard let credits = parseCredits(page, range.lowerBound..<index), !credits.credits.isEmpty
    else { return nil }
    var end = skipBlanks(page, index + length, range.upperBound)
    guard end < range.upperBound else { return nil }
    if page.folded(end) == 0x3a || page.folded(end) == 0x2c { end += 1 }
    return Byline(end: skipBlanks(page, end, range.upperBound), credits: credits)
  }
  return nil
}
