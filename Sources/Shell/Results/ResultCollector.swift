// Stands between the engine and a writer: counts rows, stops at the limit and where the reader of
// the output went away. A statement that changes the graph is never stopped by either, since its
// changes were asked for whether anybody looks at its rows or not.

internal import Graph
import Query

/// Passes rows on to a writer.
final class ResultCollector: ResultReceiver {
  private let writer: any ResultWriter
  private let channel: Channel
  private let limit: Int?
  private let isWriting: Bool
  private let willBegin: () -> Void
  /// Rows that were written.
  private(set) var shownCount = 0
  /// Whether there were more rows than the limit.
  private(set) var wasCut = false
  /// Whether the result has columns.
  private(set) var hasColumns = false

  /// Passes on at most so many rows; the function is called before the first byte.
  init(
    _ writer: any ResultWriter, to channel: Channel, limit: Int?, isWriting: Bool,
    willBegin: @escaping () -> Void
  ) {
    self.writer = writer
    self.channel = channel
    self.limit = limit
    self.isWriting = isWriting
    self.willBegin = willBegin
  }

  func begin(columns: [String]) {
    hasColumns = !columns.isEmpty
    guard hasColumns else { return }
    willBegin()
    writer.begin(columns: columns)
  }

  func receive(_ rows: ResultRows, in graph: GraphSnapshot) -> Bool {
    let room = limit.map { max($0 - shownCount, 0) } ?? rows.count
    let count = min(rows.count, room)
    if count < rows.count { wasCut = true }
    if hasColumns, count > 0, !channel.isClosed {
      shownCount += count
      writer.write(rows, count: count, in: graph)
      // Whoever reads along sees rows when they are there.
      channel.flush()
    }
    return isWriting || !(wasCut || channel.isClosed)
  }

  /// Ends the result of a statement that did not fail.
  func end() {
    if hasColumns { writer.end() }
    channel.flush()
  }
}
