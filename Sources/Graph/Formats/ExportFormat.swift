// What a graph can be written as, and the one door to it: `GraphSnapshot.export`. Each format has a
// file of its own; docs/formats.md says what it keeps. Cypher scripts are written by Query, which
// knows the language.

/// A format that a graph is written in.
public enum ExportFormat: String, Sendable, CaseIterable {
  /// One JSON object per node and relationship, as `apoc.export.json` writes them. Keeps
  /// everything.
  case jsonLines = "jsonl"
  /// Files for `neo4j-admin database import`: one per set of labels and one per type.
  case neo4jCSV = "neo4j-csv"
  /// `nodes.csv` and `edges.csv`, values as plain text.
  case csv = "csv"
  /// The same for spreadsheets: byte order mark, CRLF, no cell that runs as a formula.
  case spreadsheetCSV = "csv-excel"
  /// GraphML with typed keys, as APOC writes it. Keeps everything.
  case graphML = "graphml"
  /// GEXF 1.3 for Gephi.
  case gexf = "gexf"
  /// A picture for Graphviz.
  case dot = "dot"
  /// A flowchart for Mermaid.
  case mermaid = "mermaid"
  /// One JSON object of nodes and links, for d3 and the like.
  case json = "json"

  /// Whether the export consists of several files, so that the sink must be able to open them.
  public var hasSeveralFiles: Bool {
    switch self {
    case .neo4jCSV, .csv, .spreadsheetCSV: true
    default: false
    }
  }

  /// The usual end of a file's name, without the dot.
  public var fileExtension: String {
    switch self {
    case .jsonLines: "jsonl"
    case .neo4jCSV, .csv, .spreadsheetCSV: "csv"
    case .graphML: "graphml"
    case .gexf: "gexf"
    case .dot: "dot"
    case .mermaid: "mmd"
    case .json: "json"
    }
  }
}

/// What can be chosen about an export.
public struct ExportOptions: Sendable {
  /// Which of the plain tables are written; choosing one lets it go to a stream.
  public enum Tables: Sendable {
    /// Nodes and relationships, a file each.
    case both
    /// Only the nodes.
    case nodes
    /// Only the relationships.
    case relationships
  }

  /// Which of the plain tables are written.
  public var tables: Tables

  /// Makes options.
  public init(tables: Tables = .both) { self.tables = tables }
}

/// What an export wrote.
public struct ExportReport: Sendable, Equatable {
  /// How many nodes were written.
  public var nodeCount = 0
  /// How many relationships were written.
  public var relationshipCount = 0
  /// How many bytes were written, in all files.
  public var byteCount = 0
  /// The files in the order they were written; empty for a format of one file.
  public var files: [String] = []
  /// What stands between the items of lists and labels in a CSV cell; to be told to the importer
  /// where it is not `;`.
  public var arrayDelimiter: UInt8 = 0x3b

  /// Starts counting.
  public init() {}
}

extension GraphSnapshot {
  /// Writes the graph.
  ///
  /// The same graph always gives the same bytes: nodes and relationships come in
  /// the order of their ids, labels and keys in the order of their names.
  ///
  /// Memory: a few blocks of text, and four bytes per node for its set of labels (for CSV files
  /// also four bytes per node or relationship for their order).
  @discardableResult
  public func export<Sink: ExportSink>(
    _ format: ExportFormat, options: ExportOptions = ExportOptions(), to sink: inout Sink
  ) throws(ExportError) -> ExportReport {
    let plan = ExportPlan(self)
    var output = ExportOutput(sink)
    defer { sink = output.sink }
    switch format {
    case .jsonLines: try plan.writeJSONLines(to: &output)
    case .neo4jCSV: try plan.writeNeo4jCSV(to: &output)
    case .csv: try plan.writePlainCSV(options.tables, forSpreadsheets: false, to: &output)
    case .spreadsheetCSV: try plan.writePlainCSV(options.tables, forSpreadsheets: true, to: &output)
    case .graphML: try plan.writeGraphML(to: &output)
    case .gexf: try plan.writeGEXF(to: &output)
    case .dot: try plan.writeDOT(to: &output)
    case .mermaid: try plan.writeMermaid(to: &output)
    case .json: try plan.writeNodesAndLinks(to: &output)
    }
    try output.finish()
    return output.report
  }
}
