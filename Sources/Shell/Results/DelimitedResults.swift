// Results as lines of cells: CSV, tab-separated values and Markdown. Null is an empty cell; only
// CSV tells it from empty text, which is `""` there. Titles always stand in the first line.

internal import Graph
import Query
import Text

/// Writes comma-separated values that are quoted where needed.
final class CSVResult: ResultWriter {
  private let channel: Channel
  private var csv = CSVWriter()

  init(to channel: Channel) { self.channel = channel }

  func begin(columns: [String]) {
    var output: [UInt8] = []
    for column in columns { csv.text(UTF8String(column), to: &output) }
    csv.endRecord(to: &output)
    channel.write(output.span)
  }

  func write(_ rows: ResultRows, count: Int, in graph: GraphSnapshot) {
    let text = ResultText(in: graph)
    var csv = self.csv
    var output: [UInt8] = []
    var cell: [UInt8] = []
    for row in 0..<count {
      for column in 0..<rows.columnCount {
        let value = rows.value(row: row, column: column)
        switch value {
        // A record of one empty cell would be a blank line, which readers pass over.
        case .null where rows.columnCount > 1: csv.null(to: &output)
        case .null: csv.plain(cell.span.extracting(0..<0), to: &output)
        case .string(let text): csv.text(text, to: &output)
        default:
          cell.removeAll(keepingCapacity: true)
          text.append(value, to: &cell)
          csv.plain(cell.span, to: &output)
        }
      }
      csv.endRecord(to: &output)
    }
    self.csv = csv
    channel.write(output.span)
  }

  func end() {}
}

/// Writes cells with tabs between them; tabs and line ends within are `\t`, `\n` and `\r`, and a
/// backslash is `\\`, so that a row is always a line.
final class TSVResult: ResultWriter {
  private let channel: Channel

  init(to channel: Channel) { self.channel = channel }

  func begin(columns: [String]) {
    var output: [UInt8] = []
    for (place, column) in columns.enumerated() {
      if place > 0 { output.append(0x09) }
      Self.append(Array(column.utf8).span, to: &output)
    }
    output.append(0x0a)
    channel.write(output.span)
  }

  func write(_ rows: ResultRows, count: Int, in graph: GraphSnapshot) {
    let text = ResultText(in: graph)
    var output: [UInt8] = []
    var cell: [UInt8] = []
    for row in 0..<count {
      for column in 0..<rows.columnCount {
        if column > 0 { output.append(0x09) }
        let value = rows.value(row: row, column: column)
        if case .null = value { continue }
        cell.removeAll(keepingCapacity: true)
        text.append(value, to: &cell)
        Self.append(cell.span, to: &output)
      }
      output.append(0x0a)
    }
    channel.write(output.span)
  }

  private static func append(_ cell: Span<UInt8>, to output: inout [UInt8]) {
    for place in cell.indices {
      switch cell[place] {
      case 0x09: output.append(literal: "\\t")
      case 0x0a: output.append(literal: "\\n")
      case 0x0d: output.append(literal: "\\r")
      case 0x5c: output.append(literal: "\\\\")
      case let byte: output.append(byte)
      }
    }
  }

  func end() {}
}

/// Writes a table of Markdown; what Markdown would obey is escaped, line ends are `<br>`.
final class MarkdownResult: ResultWriter {
  private let channel: Channel

  init(to channel: Channel) { self.channel = channel }

  func begin(columns: [String]) {
    var output: [UInt8] = []
    for column in columns {
      output.append(literal: "| ")
      Self.append(Array(column.utf8).span, to: &output)
      output.append(0x20)
    }
    output.append(literal: "|\n")
    for _ in columns { output.append(literal: "| --- ") }
    output.append(literal: "|\n")
    channel.write(output.span)
  }

  func write(_ rows: ResultRows, count: Int, in graph: GraphSnapshot) {
    let text = ResultText(in: graph)
    var output: [UInt8] = []
    var cell: [UInt8] = []
    for row in 0..<count {
      for column in 0..<rows.columnCount {
        output.append(literal: "| ")
        cell.removeAll(keepingCapacity: true)
        let value = rows.value(row: row, column: column)
        if case .null = value {} else { text.append(value, to: &cell) }
        Self.append(cell.span, to: &output)
        output.append(0x20)
      }
      output.append(literal: "|\n")
    }
    channel.write(output.span)
  }

  private static func append(_ cell: Span<UInt8>, to output: inout [UInt8]) {
    for place in cell.indices {
      let byte = cell[place]
      switch byte {
      case 0x0a: output.append(literal: "<br>")
      case 0x0d, 0x09: output.append(0x20)
      case UInt8(ascii: "<"): output.append(literal: "&lt;")
      case UInt8(ascii: "&"): output.append(literal: "&amp;")
      case UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"),
        UInt8(ascii: "_"), UInt8(ascii: "["), UInt8(ascii: "]"):
        output.append(0x5c)
        output.append(byte)
      default: output.append(byte)
      }
    }
  }

  func end() {}
}
