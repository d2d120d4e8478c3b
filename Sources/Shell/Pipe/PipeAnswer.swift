// The answer to a query, written as its rows come:
//
//   {"columns":[…],"rows":[[…],…],"stats":{…},"warnings":[…],"plan":[…],"elapsed_ms":0.1}
//
// Stats holds the counters that are not zero; it, warnings and plan are left out where there is
// nothing to tell.

internal import Graph
import Query
import Text

/// Takes rows and writes them as an answer.
final class PipeAnswer: ResultReceiver {
  /// What an answer may grow to; one line holds all rows, so memory is the bound.
  static let byteLimit = 1 << 30

  let byteLimit: Int
  var bytes: [UInt8] = []
  /// Whether rows were left out because of the limit.
  private(set) var isTooLong = false
  private var writer = ResultJSON(.tagged)
  private var hasBegun = false

  init(byteLimit: Int = PipeAnswer.byteLimit) { self.byteLimit = byteLimit }

  /// Empties the buffer for the next answer.
  func reset() {
    // A buffer that one large answer left behind is not kept for the small ones.
    bytes.removeAll(keepingCapacity: bytes.capacity <= 16 << 20)
    isTooLong = false
    hasBegun = false
    writer = ResultJSON(.tagged)
  }

  func begin(columns: [String]) {
    hasBegun = true
    writer.json.beginObject(to: &bytes)
    writer.json.member("columns", to: &bytes)
    writer.json.beginArray(to: &bytes)
    for column in columns { writer.json.string(UTF8String(column), to: &bytes) }
    writer.json.endArray(to: &bytes)
    writer.json.member("rows", to: &bytes)
    writer.json.beginArray(to: &bytes)
  }

  func receive(_ rows: ResultRows, in graph: GraphSnapshot) -> Bool {
    // Locals, since each access to a property of a class is checked for overlaps.
    var output: [UInt8] = []
    swap(&output, &bytes)
    var writer = self.writer
    defer {
      swap(&output, &bytes)
      self.writer = writer
    }
    for row in 0..<rows.count {
      guard output.count <= byteLimit else {
        isTooLong = true
        return false
      }
      writer.json.beginArray(to: &output)
      for column in 0..<rows.columnCount {
        writer.write(rows.value(row: row, column: column), in: graph, to: &output)
      }
      writer.json.endArray(to: &output)
    }
    return true
  }

  /// Ends the answer with what is known after the last row.
  func finish(_ summary: QuerySummary, after time: Duration) {
    if !hasBegun { begin(columns: []) }
    writer.json.endArray(to: &bytes)
    if !summary.counters.isEmpty { write(summary.counters) }
    if !summary.warnings.isEmpty {
      write("warnings", summary.warnings.map(\.message))
    }
    if let plan = summary.plan { write("plan", plan) }
    let (seconds, attoseconds) = time.components
    writer.json.member("elapsed_ms", to: &bytes)
    let microseconds = Double(seconds) * 1e6 + (Double(attoseconds) / 1e12).rounded()
    writer.json.number(microseconds / 1000, to: &bytes)
    writer.json.endObject(to: &bytes)
  }

  private func write(_ key: StaticString, _ texts: [String]) {
    writer.json.member(key, to: &bytes)
    writer.json.beginArray(to: &bytes)
    for text in texts { writer.json.string(UTF8String(text), to: &bytes) }
    writer.json.endArray(to: &bytes)
  }

  private func write(_ counters: QueryCounters) {
    writer.json.member("stats", to: &bytes)
    writer.json.beginObject(to: &bytes)
    count("nodes_created", counters.nodesCreated)
    count("nodes_deleted", counters.nodesDeleted)
    count("relationships_created", counters.relationshipsCreated)
    count("relationships_deleted", counters.relationshipsDeleted)
    count("properties_set", counters.propertiesSet)
    count("labels_added", counters.labelsAdded)
    count("labels_removed", counters.labelsRemoved)
    count("indexes_added", counters.indexesAdded)
    count("indexes_removed", counters.indexesRemoved)
    writer.json.endObject(to: &bytes)
  }

  private func count(_ key: StaticString, _ number: Int) {
    guard number != 0 else { return }
    writer.json.member(key, to: &bytes)
    writer.json.integer(Int64(number), to: &bytes)
  }
}
