// Results as JSON: each row is an object with the columns as keys, on a line of its own; the lines
// alone are JSON lines, within brackets they are one document.

internal import Graph
import Query
import Text

/// Writes rows as objects.
final class JSONResult: ResultWriter {
  enum Shape { case document, lines }

  private let shape: Shape
  private let channel: Channel
  private var columns: [UTF8String] = []
  private var isFirst = true

  init(_ shape: Shape, to channel: Channel) {
    self.shape = shape
    self.channel = channel
  }

  func begin(columns: [String]) {
    self.columns = columns.map { UTF8String($0) }
    if shape == .document { channel.write("[") }
  }

  func write(_ rows: ResultRows, count: Int, in graph: GraphSnapshot) {
    var output: [UInt8] = []
    for row in 0..<count {
      if shape == .document {
        if !isFirst { output.append(0x2c) }
        output.append(0x0a)
      }
      isFirst = false
      var writer = ResultJSON(.plain)
      writer.json.beginObject(to: &output)
      for (place, column) in columns.enumerated() {
        writer.json.key(column, to: &output)
        writer.write(rows.value(row: row, column: place), in: graph, to: &output)
      }
      writer.json.endObject(to: &output)
      if shape == .lines { output.append(0x0a) }
    }
    channel.write(output.span)
  }

  func end() {
    if shape == .document { channel.write(isFirst ? "]\n" : "\n]\n") }
  }
}
