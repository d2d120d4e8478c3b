// Undoes what stands in the way of reading lines as paragraphs: lines broken at a fixed width,
// and marks of bold text. What is taken out is marked as dropped, so that a paragraph stays one
// stretch.

/// Joins lines that were broken at a fixed width.
///
/// They are runs of at least three lines without empty ones between them, all but the last of
/// nearly the same length, that hold marks but seldom end with one.
func unwrapLines(_ page: inout PageScalars, _ lines: inout [PageLine]) {
  var joined: [PageLine] = []
  joined.reserveCapacity(lines.count)
  var index = 0
  while index < lines.count {
    let end = evenRunEnd(lines, from: index)
    guard end - index >= 3, isWrapped(page, lines[index..<end]) else {
      joined.append(contentsOf: lines[index..<end])
      index = end
      continue
    }
    var line = lines[index]
    for next in index + 1..<end {
      drop(&page, line.range.upperBound..<lines[next].range.lowerBound)
      line.range = line.range.lowerBound..<lines[next].range.upperBound
    }
    joined.append(line)
    index = end
  }
  lines = joined
}

/// The fewest characters of a line that was broken at a width, and how much lengths may differ.
private let minWidth = 12
private let slack = 2

/// The line behind a run of lines as long as the first, and a shorter one behind them.
private func evenRunEnd(_ lines: [PageLine], from start: Int) -> Int {
  let first = lines[start].range.count + (lines[start].isIndented ? 2 : 0)
  guard first >= minWidth, first <= 60, lines[start].level == 0 else { return start + 1 }
  var index = start + 1
  while index < lines.count, lines[index].gap == 0, !lines[index].isIndented,
    lines[index].level == 0
  {
    let length = lines[index].range.count
    if length > first + slack { return index }
    index += 1
    if length < first - slack { break }
  }
  return index
}

/// Whether even lines are one paragraph: most hold a comma or the like, few end with a full stop.
private func isWrapped(_ page: PageScalars, _ lines: ArraySlice<PageLine>) -> Bool {
  var marked = 0
  var ended = 0
  for line in lines.dropLast() {
    if line.range.contains(where: { isClauseMark(page.folded($0)) }) { marked += 1 }
    if let last = line.range.last, isFinal(page, last) { ended += 1 }
  }
  let count = lines.count - 1
  return marked * 2 >= count && ended * 4 <= count
}

/// Whether a scalar parts clauses or sentences.
private func isClauseMark(_ scalar: UInt32) -> Bool {
  scalar == 0x2c || scalar == 0x3001 || scalar == 0x3002 || scalar == 0x3b || scalar == 0x201c
    || scalar == 0x28
}

/// Leaves out the scalars of a range; between Latin words a blank stays.
private func drop(_ page: inout PageScalars, _ range: Range<Int>) {
  let isLatin =
    range.lowerBound > 0 && range.upperBound < page.scalars.count
    && isLatinLetter(page.scalars[range.lowerBound - 1])
    && isLatinLetter(page.scalars[range.upperBound])
  for index in range { page.scalars[index] = PageScalars.dropped }
  if isLatin, let first = range.first { page.scalars[first] = 0x20 }
}

/// Leaves out the marks of bold text (**…**) inside of lines.
func dropEmphasis(_ page: inout PageScalars, _ lines: inout [PageLine]) {
  for number in lines.indices {
    let range = lines[number].range
    var open: Int?
    for index in range.dropLast() where page.scalars[index] == 0x2a {
      guard page.scalars[index + 1] == 0x2a else { continue }
      if let first = open {
        for mark in [first, first + 1, index, index + 1] {
          page.scalars[mark] = PageScalars.dropped
        }
        open = nil
      } else {
        open = index
      }
    }
    var start = range.lowerBound
    while start < range.upperBound - 1, page.scalars[start] == PageScalars.dropped { start += 1 }
    lines[number].range = start..<range.upperBound
  }
}
