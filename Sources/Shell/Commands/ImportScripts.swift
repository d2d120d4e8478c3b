// Scripts of statements as a source of `kin import`: they run one after the other on an empty graph
// in memory. A statement that fails ends the import, since what follows may build on it; a script
// has no rows that could be rejected alone.

internal import Graph
import Query
import Text

/// Scripts that together make a graph.
struct ScriptImport {
  let paths: [String]
  let session: Session
  /// A statement of a dump carries data; only memory bounds it.
  private static let textBytes = 1 << 30

  /// Which operands are scripts: all of them or none.
  init?(
    _ operands: [String], format: InputFormat?, _ session: Session
  ) throws(Failure) {
    let scripts = operands.filter { format == .cypher || format == nil && isScript($0) }
    if scripts.isEmpty { return nil }
    if let other = operands.first(where: { !scripts.contains($0) }) {
      throw .usage(Messages.scriptsWithOthers(scripts[0], other), command: "import")
    }
    paths = scripts
    self.session = session
  }

  /// The graph, or nil where a statement failed, which was told.
  func run(_ progress: ProgressBar) throws(Failure) -> (GraphSnapshot, ImportReport)? {
    var options = QueryOptions()
    options.limits.textBytes = Self.textBytes
    let engine = QuerySession(Graph(), options: options)
    engine.begin()
    var report = ImportReport()
    for path in paths {
      let source = SourceText(
        try readText(path, limit: Self.textBytes).utf8Bytes, name: path == "-" ? nil : path)
      var file = ImportReport.File(path: path)
      for span in splitStatements(source) {
        do throws(QueryError) {
          let text = String(decoding: source.bytes[span.start..<span.end], as: UTF8.self)
          let counters = try engine.run(text, into: NoRows()).counters
          file.nodeCount += counters.nodesCreated
          file.relationshipCount += counters.relationshipsCreated
          file.propertyCount += counters.propertiesSet
        } catch {
          progress.clear()
          session.report(error, of: span, in: source)
          return nil
        }
        progress.show(
          ImportProgress(phase: .reading, bytesRead: span.end, byteCount: source.bytes.count))
      }
      report.files.append(file)
    }
    do throws(GraphError) { try engine.commit() } catch { throw Failure(error) }
    return (engine.graph.snapshot, report)
  }
}

/// Whether a path is that of a script.
private func isScript(_ path: String) -> Bool {
  [".cypher", ".cql"].contains { path.utf8.reversed().starts(with: $0.utf8.reversed()) }
}

/// Who takes rows that nobody wants.
private final class NoRows: ResultReceiver {
  func begin(columns: [String]) {}
  func receive(_ rows: ResultRows, in graph: GraphSnapshot) -> Bool { true }
}
