// The lines of a page without the blanks around them, and what their layout says: blank lines
// before, an indent, a Markdown mark. Empty lines leave nothing but a count.

/// A line that is not empty.
struct PageLine {
  /// Its scalars in the page, without blanks at the ends and without Markdown marks.
  var range: Range<Int>
  /// How many empty lines stand before it.
  var gap: Int
  /// How many # stand before it.
  var level: Int
  /// Whether it began with an indent of a paragraph.
  var isIndented: Bool
}

/// Whether a scalar leaves no ink: blanks of all widths, marks of byte order and direction.
@inline(__always)
func isBlank(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x20, 0x3000, 0x09, 0xa0, 0xfeff: true
  case 0x4e00...0xffff: false
  case 0x0b, 0x0c, 0x2000...0x200f, 0x202a...0x202f, 0x2060, 0x205f, 0x1680: true
  case PageScalars.dropped: true
  default: false
  }
}

/// Whether a scalar ends a line.
@inline(__always)
private func isLineEnd(_ scalar: UInt32) -> Bool {
  scalar == 0x0a || scalar == 0x0d || scalar == 0x85 || scalar == 0x2028 || scalar == 0x2029
}

/// Cuts a page into lines.
func pageLines(_ page: PageScalars) -> [PageLine] {
  var lines: [PageLine] = []
  let count = page.scalars.count
  var start = 0
  var gap = 0
  while start < count {
    var end = start
    while end < count, !isLineEnd(page.scalars[end]) { end &+= 1 }
    if let line = trimmedLine(page, start..<end, gap: gap) {
      lines.append(line)
      gap = 0
    } else {
      gap += 1
    }
    let isPair = end + 1 < count && page.scalars[end] == 0x0d && page.scalars[end + 1] == 0x0a
    start = end + (isPair ? 2 : 1)
  }
  return lines
}

private func trimmedLine(_ page: PageScalars, _ whole: Range<Int>, gap: Int) -> PageLine? {
  var start = whole.lowerBound
  var end = whole.upperBound
  while start < end, isBlank(page.scalars[start]) { start += 1 }
  while end > start, isBlank(page.scalars[end - 1]) { end -= 1 }
  guard start < end else { return nil }
  let indent = page.scalars[whole.lowerBound..<start].reduce(0) { $0 + ($1 == 0x3000 ? 2 : 1) }
  var level = 0
  while start < end, level < 6, page.scalars[start] == 0x23 {
    start += 1
    level += 1
  }
  while start < end, isBlank(page.scalars[start]) { start += 1 }
  (start, end) = withoutEmphasis(page, start..<end, level: &level)
  guard start < end, !isRule(page, start..<end) else { return nil }
  return PageLine(range: start..<end, gap: gap, level: level, isIndented: indent >= 2)
}

/// A line that is bold as a whole (**…** or __…__) counts as a headline of a deep level.
private func withoutEmphasis(
  _ page: PageScalars, _ range: Range<Int>, level: inout Int
) -> (Int, Int) {
  var (start, end) = (range.lowerBound, range.upperBound)
  while level > 0, end > start, page.scalars[end - 1] == 0x23 || isBlank(page.scalars[end - 1]) {
    end -= 1
  }
  guard end - start > 4 else { return (start, end) }
  let mark = page.scalars[start]
  guard mark == 0x2a || mark == 0x5f, page.scalars[start + 1] == mark,
    page.scalars[end - 1] == mark, page.scalars[end - 2] == mark
  else { return (start, end) }
  start += 2
  end -= 2
  if level == 0 { level = 6 }
  return (start, end)
}

/// A line of dashes, stars or the like only.
private func isRule(_ page: PageScalars, _ range: Range<Int>) -> Bool {
  for index in range {
    switch page.scalars[index] {
    case 0x2a, 0x2d, 0x3d, 0x5f, 0x7e, 0x2014, 0x2500, 0x2501, 0xb7, 0x2026, 0x20, 0x3000, 0x23:
      continue
    default: return false
    }
  }
  return true
}
