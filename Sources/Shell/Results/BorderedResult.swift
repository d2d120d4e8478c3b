// Results as tables with borders, of lines or of ASCII. The widths of the columns come from the
// titles and the first rows: a thousand of them, or fewer where they are long. All later rows are
// written as they come, within these widths. On a terminal what is too wide is cut with `…`; in a
// file nothing is cut, and a cell that is too wide moves what follows it in its row.

internal import Graph
import Query
import Text

/// Writes a table with borders.
final class BorderedResult: ResultWriter {
  /// The characters of the borders: left, between and right of the columns, and what runs along.
  struct Border {
    let top: [StaticString]
    let middle: [StaticString]
    let bottom: [StaticString]
    let along: StaticString
    let upright: StaticString

    static let box = Border(
      top: ["┌", "┬", "┐"], middle: ["├", "┼", "┤"], bottom: ["└", "┴", "┘"], along: "─",
      upright: "│")
    static let ascii = Border(
      top: ["+", "+", "+"], middle: ["+", "+", "+"], bottom: ["+", "+", "+"], along: "-",
      upright: "|")
  }

  private static let rowsToLookAt = 1000
  private static let bytesToLookAt = 1 << 20
  /// Beyond this a column is not padded in a file.
  private static let widthMax = 200

  private let border: Border
  private let channel: Channel
  private var titles: [[UInt8]] = []
  private var isNumeric: [Bool] = []
  /// Nil until the first rows were looked at.
  private var widths: [Int]?
  private var waiting: [[[UInt8]]] = []
  private var waitingByteCount = 0

  init(_ border: Border, to channel: Channel) {
    self.border = border
    self.channel = channel
  }

  func begin(columns: [String]) {
    titles = columns.map { Self.cell(Array($0.utf8)) }
    isNumeric = columns.map { _ in true }
  }

  func write(_ rows: ResultRows, count: Int, in graph: GraphSnapshot) {
    let text = ResultText(in: graph)
    var output: [UInt8] = []
    for row in 0..<count {
      var cells: [[UInt8]] = []
      cells.reserveCapacity(titles.count)
      for column in titles.indices {
        let value = rows.value(row: row, column: column)
        var cell: [UInt8] = []
        text.append(value, to: &cell)
        cells.append(Self.cell(cell))
        if widths == nil { isNumeric[column] = isNumeric[column] && value.isNumberOrNull }
      }
      if let widths {
        append(cells, widths, to: &output)
      } else {
        waiting.append(cells)
        waitingByteCount += cells.reduce(0) { $0 + $1.count }
        if waiting.count >= Self.rowsToLookAt || waitingByteCount >= Self.bytesToLookAt {
          settle(&output)
        }
      }
    }
    channel.write(output.span)
  }

  func end() {
    var output: [UInt8] = []
    let widths = self.widths ?? settle(&output)
    appendRule(border.bottom, widths, to: &output)
    channel.write(output.span)
  }

  /// Makes a cell safe to show; a line end in it is `\n`, so that a row is always a line.
  private static func cell(_ text: [UInt8]) -> [UInt8] {
    guard text.contains(where: { $0 < 0x20 || $0 >= 0x7f }) else { return text }
    var plain: [UInt8] = []
    plain.reserveCapacity(text.count)
    for byte in text {
      switch byte {
      case 0x0a: plain.append(literal: "\\n")
      case 0x0d: plain.append(literal: "\\r")
      case 0x09: plain.append(literal: "\\t")
      default: plain.append(byte)
      }
    }
    var shown: [UInt8] = []
    shown.append(plain.span, escapedForTerminalAllowing: [])
    return shown
  }

  /// Decides the widths and writes the titles and what was waiting.
  @discardableResult
  private func settle(_ output: inout [UInt8]) -> [Int] {
    var widths = titles.map { displayWidth(of: $0.span) }
    for cells in waiting {
      for (place, cell) in cells.enumerated() {
        widths[place] = max(widths[place], displayWidth(of: cell.span))
      }
    }
    if waiting.isEmpty { isNumeric = titles.map { _ in false } }
    if let limit = channel.terminalWidth {
      shrink(&widths, by: widths.reduce(1) { $0 + $1 + 3 } - limit)
    } else {
      widths = widths.map { min($0, Self.widthMax) }
    }
    self.widths = widths
    appendRule(border.top, widths, to: &output)
    append(titles, widths, to: &output)
    appendRule(border.middle, widths, to: &output)
    for cells in waiting { append(cells, widths, to: &output) }
    waiting = []
    return widths
  }

  /// Takes cells from the widest columns, first from those of text, but leaves each a few.
  private func shrink(_ widths: inout [Int], by excess: Int) {
    var excess = excess
    for (least, takesNumbers) in [(8, false), (4, false), (4, true)] {
      while excess > 0 {
        let wide = widths.indices.filter { widths[$0] > least && (takesNumbers || !isNumeric[$0]) }
        guard let widest = wide.max(by: { widths[$0] < widths[$1] }) else { break }
        // Down to the next widest at once: a cell may be a megabyte long.
        let next = wide.filter { $0 != widest }.map { widths[$0] }.max() ?? least
        let step = min(excess, max(widths[widest] - max(next, least), 1))
        widths[widest] -= step
        excess -= step
      }
    }
  }

  private func append(_ cells: [[UInt8]], _ widths: [Int], to output: inout [UInt8]) {
    let isCut = channel.isTerminal
    for (place, cell) in cells.enumerated() {
      output.append(literal: border.upright)
      output.append(0x20)
      if isCut || cell.count <= widths[place] || displayWidth(of: cell.span) <= widths[place] {
        output.append(cell.span, paddedTo: widths[place], alignedRight: isNumeric[place])
      } else {
        output.append(contentsOf: cell)
      }
      output.append(0x20)
    }
    output.append(literal: border.upright)
    output.append(0x0a)
  }

  private func appendRule(_ rule: [StaticString], _ widths: [Int], to output: inout [UInt8]) {
    for (place, width) in widths.enumerated() {
      output.append(literal: place == 0 ? rule[0] : rule[1])
      for _ in 0..<(width + 2) { output.append(literal: border.along) }
    }
    output.append(literal: rule[2])
    output.append(0x0a)
  }
}

extension Value {
  fileprivate var isNumberOrNull: Bool {
    switch self {
    case .integer, .float, .null: true
    default: false
    }
  }
}
