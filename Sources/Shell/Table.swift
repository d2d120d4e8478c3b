// Tables of text, aligned by the cells that text takes on a terminal (Han characters take two).
// Cells are made safe to show wherever they go, so that a line feed in data never breaks a row; who
// needs the exact bytes asks for JSON. Rows are kept: tables here are short.

import Text

/// Rows and columns for eyes.
struct Table {
  /// One column.
  struct Column {
    let title: String
    let isRightAligned: Bool

    static func text(_ title: String) -> Column { Column(title: title, isRightAligned: false) }
    static func number(_ title: String) -> Column { Column(title: title, isRightAligned: true) }
  }

  private let columns: [Column]
  private var rows: [[[UInt8]]] = []

  init(_ columns: [Column]) { self.columns = columns }

  /// Whether there are no rows.
  var isEmpty: Bool { rows.isEmpty }

  /// Adds a row; it has a cell for each column.
  mutating func add(_ cells: [String]) {
    rows.append(cells.map(Self.cell))
  }

  private static func cell(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    UTF8String(text).withBytes { bytes.append($0, escapedForTerminalAllowing: []) }
    return bytes
  }

  /// Writes the titles and all rows; on a terminal no line is longer than it is wide.
  func write(to channel: Channel) {
    let titles = columns.map { Self.cell($0.title) }
    var widths = titles.map { displayWidth(of: $0.span) }
    for row in rows {
      for (place, cell) in row.enumerated() {
        widths[place] = max(widths[place], displayWidth(of: cell.span))
      }
    }
    if let limit = channel.terminalWidth { shrink(&widths, toFit: limit) }
    if columns.contains(where: { !$0.title.isEmpty }) {
      channel.line(Self.line(titles, columns, widths), .dim)
    }
    for row in rows { channel.line(Self.line(row, columns, widths)) }
  }

  /// Takes cells from the widest text column until the lines fit, but leaves it eight, or four
  /// where the terminal is that narrow.
  private func shrink(_ widths: inout [Int], toFit limit: Int) {
    for place in widths.indices where !columns[place].isRightAligned {
      widths[place] = min(widths[place], limit)
    }
    var excess = widths.reduce(0, +) + 2 * widths.count - limit
    for least in [8, 4] {
      while excess > 0 {
        let texts = columns.indices.filter { !columns[$0].isRightAligned && widths[$0] > least }
        guard let widest = texts.max(by: { widths[$0] < widths[$1] }) else { break }
        widths[widest] -= 1
        excess -= 1
      }
    }
  }

  private static func line(_ cells: [[UInt8]], _ columns: [Column], _ widths: [Int]) -> String {
    var line: [UInt8] = []
    for (place, cell) in cells.enumerated() {
      line.append(contentsOf: [0x20, 0x20])
      line.append(
        cell.span, paddedTo: widths[place], alignedRight: columns[place].isRightAligned)
    }
    while line.last == 0x20 { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }
}
