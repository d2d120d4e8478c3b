// The formats of results. A writer gets the columns once, then rows batch by batch, and writes them
// as they come; only the bordered tables look ahead, at a bounded number of rows.

internal import Graph
import Query
import Text

/// A format of results, by the name it is asked for.
enum ResultFormat: String, CaseIterable {
  case box, table, csv, tsv, json, jsonl, markdown, none

  /// The names of all formats, for help.
  static var names: String { allCases.map(\.rawValue).joined(separator: " ") }

  /// Whether a blank line stands between the results of two statements.
  var separatesResults: Bool {
    switch self {
    case .box, .table, .csv, .tsv, .markdown: true
    case .json, .jsonl, .none: false
    }
  }

  /// A writer for the result of one statement.
  func writer(to channel: Channel) -> any ResultWriter {
    switch self {
    case .box: BorderedResult(.box, to: channel)
    case .table: BorderedResult(.ascii, to: channel)
    case .csv: CSVResult(to: channel)
    case .tsv: TSVResult(to: channel)
    case .json: JSONResult(.document, to: channel)
    case .jsonl: JSONResult(.lines, to: channel)
    case .markdown: MarkdownResult(to: channel)
    case .none: NoResult()
    }
  }
}

/// Writes one result.
protocol ResultWriter: AnyObject {
  /// Told once, before the first rows; a result has at least one column.
  func begin(columns: [String])
  /// Takes the first so many of some rows.
  func write(_ rows: ResultRows, count: Int, in graph: GraphSnapshot)
  /// Told after the last row, unless the statement failed.
  func end()
}

/// Writes nothing.
private final class NoResult: ResultWriter {
  func begin(columns: [String]) {}
  func write(_ rows: ResultRows, count: Int, in graph: GraphSnapshot) {}
  func end() {}
}
