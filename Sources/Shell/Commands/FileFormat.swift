// The formats that `kin import` and `kin export` know by name: those of Graph, and the script of
// the query language, which Graph does not know.

internal import Graph
import Query

/// A format that Graph knows by name.
protocol GraphFormat: RawRepresentable<String>, CaseIterable, Equatable {}
extension ImportFormat: GraphFormat {}
extension ExportFormat: GraphFormat {}

/// A format that a graph is read from.
typealias InputFormat = FileFormat<ImportFormat>
/// A format that a graph is written in.
typealias OutputFormat = FileFormat<ExportFormat>

/// A format of Graph, or a script.
enum FileFormat<Plain: GraphFormat>: Equatable {
  case plain(Plain)
  case cypher

  /// The format of Graph; nil for scripts.
  var plain: Plain? {
    if case .plain(let format) = self { format } else { nil }
  }
}

extension FileFormat: RawRepresentable, CaseIterable {
  static var allCases: [FileFormat] { Plain.allCases.map(FileFormat.plain) + [.cypher] }

  init?(rawValue: String) {
    if rawValue == "cypher" {
      self = .cypher
    } else if let format = Plain(rawValue: rawValue) {
      self = .plain(format)
    } else {
      return nil
    }
  }

  var rawValue: String { plain?.rawValue ?? "cypher" }
}

extension OutputFormat {
  /// Whether the export consists of several files.
  var hasSeveralFiles: Bool { plain?.hasSeveralFiles ?? false }
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
