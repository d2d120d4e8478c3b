// The formats that `kin export` knows by name: those of Graph, and the script that Query writes.

internal import Graph
import Query

/// A format that a graph is written in.
enum OutputFormat: Equatable {
  case plain(ExportFormat)
  case cypher

  /// Whether the export consists of several files.
  var hasSeveralFiles: Bool {
    switch self {
    case .plain(let format): format.hasSeveralFiles
    case .cypher: false
    }
  }
}

extension OutputFormat: RawRepresentable, CaseIterable {
  static let allCases = ExportFormat.allCases.map(OutputFormat.plain) + [.cypher]

  init?(rawValue: String) {
    if rawValue == "cypher" {
      self = .cypher
    } else if let format = ExportFormat(rawValue: rawValue) {
      self = .plain(format)
    } else {
      return nil
    }
  }

  var rawValue: String {
    switch self {
    case .plain(let format): format.rawValue
    case .cypher: "cypher"
    }
  }
}

extension GraphSnapshot {
  /// Writes the graph in a format that the shell knows.
  func export<Sink: ExportSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(ExportError) -> ExportReport {
    switch format {
    case .plain(let format): try export(format, to: &sink)
    case .cypher: try exportCypher(to: &sink)
    }
  }
}
