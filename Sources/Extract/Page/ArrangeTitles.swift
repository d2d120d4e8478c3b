// The lines of a title: banners of the page taken out, lines of one headline joined, the main line
// chosen. The line nearest to the body is the headline, the others are kickers.

/// The lines of a title.
struct TitleLines {
  /// The lines, each of one or more blocks.
  var lines: [[Int]]
  /// Which of them is the headline.
  var main: Int
}

/// Arranges the title lines of an article.
func arrangeTitles(_ page: PageScalars, _ blocks: [PageBlock], _ draft: ArticleDraft, isFirst: Bool)
  -> TitleLines?
{
  var titles = draft.titles
  guard titles.count > 1 else { return titles.isEmpty ? nil : TitleLines(lines: [titles], main: 0) }
  let body = draft.pieces.prefix(8).map(\.range)
  if isFirst {
    while titles.count > 1, isBanner(page, blocks, titles, body) { titles.removeFirst() }
  }
  guard let first = titles.first else { return nil }
  var lines = [[first]]
  for title in titles.dropFirst() {
    if let last = lines.last?.last, areOne(page, blocks[last], blocks[title], body) {
      lines[lines.count - 1].append(title)
    } else {
      lines.append([title])
    }
  }
  let own = lines.filter { !draft.insertions.contains($0[0]) }
  return TitleLines(lines: lines, main: mainLine(page, blocks, own.isEmpty ? lines : own))
}

/// Whether the first line is a slogan over the page and not part of the title under it.
private func isBanner(
  _ page: PageScalars, _ blocks: [PageBlock], _ titles: [Int], _ body: [Range<Int>]
) -> Bool {
  let first = blocks[titles[0]]
  let second = blocks[titles[1]]
  var slogans = 0
  var index = first.body.lowerBound
  while index < first.body.upperBound {
    let length = PageWords.slogans.length(at: index, before: first.body.upperBound, in: page)
    if length > 0 { slogans += 1 }
    index += max(length, 1)
  }
  let isHigher = first.level > 0 && titles.dropFirst().contains { blocks[$0].level > first.level }
  if slogans > 0, isHigher || slogans > 1 { return true }
  let shared = CharacterPairs(page, first.body).shared(page, with: body)
  if isHigher { return shared < 3 }
  return slogans > 0 && shared < 2 && (titles.count > 2 || second.gap > 1)
}

/// Whether two lines are one headline that was broken.
private func areOne(
  _ page: PageScalars, _ first: PageBlock, _ second: PageBlock, _ body: [Range<Int>]
) -> Bool {
  guard first.level == second.level else { return false }
  if first.level > 0 { return true }
  let end = first.body.upperBound
  let start = second.body.lowerBound
  if PageWords.joinsBefore.length(at: start, before: second.body.upperBound, in: page) > 0 {
    return true
  }
  if PageWords.joinsBehind.length(endingAt: end, after: first.body.lowerBound, in: page) > 0 {
    return true
  }
  guard first.body.count >= 2, second.body.count >= 2 else { return false }
  let last = page.scalars[end - 1]
  let next = page.scalars[start]
  let across = CharacterPairs([
    (page.scalars[end - 2], last), (last, next), (next, page.scalars[start + 1]),
  ])
  return across.shared(page, with: body) == across.count
}

/// The line nearest to the body, unless one is marked as the headline or the last goes on with a
/// dash.
private func mainLine(_ page: PageScalars, _ blocks: [PageBlock], _ lines: [[Int]]) -> Int {
  var main = lines.count - 1
  if let marked = lines.lastIndex(where: { blocks[$0[0]].level > 0 }) { main = marked }
  while main > 0, isSubordinate(page, blocks[lines[main][0]].body) { main -= 1 }
  return main
}

/// A line that begins with a dash, or so short a one that it heads a part: a place, a date.
private func isSubordinate(_ page: PageScalars, _ body: Range<Int>) -> Bool {
  page.folded(body.lowerBound) == 0x2014 || body.count <= 3
}

/// Lines inside of a body: one that is no cross-head belongs to the title, several are
/// cross-heads and stay where they are.
func settleInsertions(_ page: PageScalars, _ blocks: [PageBlock], _ draft: inout ArticleDraft) {
  guard !draft.insertions.isEmpty else { return }
  let only = draft.insertions.count == 1 ? draft.insertions[0] : nil
  if let only, blocks[only].body.count >= 8, !startsWithNumber(page, blocks[only].body) {
    draft.titles.append(only)
    draft.pieces.removeAll { $0.block == only && $0.kind == .kicker }
  }
  for index in draft.pieces.indices where draft.pieces[index].kind == .kicker {
    draft.pieces[index].kind = .paragraph
  }
}
