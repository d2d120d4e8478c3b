// Random graphs written and read again: what can be read back must say the same, whatever is in it.

import Graph
import TestSupport
import Testing
import Text

/// Collects rows that an import rejects.
final class RejectList: @unchecked Sendable {
  // SAFETY: the import calls from one thread at a time.
  var rows: [RejectedRow] = []
}

@Suite struct RoundTripTests {
  /// Writes and reads a graph; rejected rows fail the test.
  static func roundTrip(
    _ graph: GraphSnapshot, _ format: ExportFormat, _ options: ImportOptions = ImportOptions(),
    in folder: TemporaryDirectory
  ) throws -> GraphSnapshot {
    var sink = MemorySink()
    let report = try graph.export(format, to: &sink)
    if sink.files.allSatisfy(\.bytes.isEmpty) { return GraphSnapshot() }
    var options = options
    options.arrayDelimiter = report.arrayDelimiter
    var files: [ImportFile] = []
    for (name, bytes) in sink.files {
      let path = folder.write(name.isEmpty ? "graph.\(format.fileExtension)" : name, bytes)
      files.append(ImportFile(path))
    }
    let rejects = RejectList()
    let (read, counts) = try importGraph(
      files, options: options, rejects: { rejects.rows.append($0) })
    try #require(rejects.rows.isEmpty, "\(rejects.rows.map { ($0, $0.reason.message) })")
    try #require(counts.nodeCount == graph.nodeCount)
    try #require(counts.relationshipCount == graph.relationshipCount)
    return read
  }

  @Test(arguments: [ExportFormat.jsonLines, .graphML])
  func everythingIsKept(_ format: ExportFormat) throws {
    let folder = TemporaryDirectory()
    try checkProperty(runs: 150) { random in
      let graph = try random.graph()
      let read = try Self.roundTrip(graph, format, in: folder)
      try #require(GraphContent(read) == GraphContent(graph))
      // Written again it is the same file, once relationships have the order of a loaded graph.
      var once = MemorySink()
      var twice = MemorySink()
      try read.export(format, to: &once)
      try Self.roundTrip(read, format, in: folder).export(format, to: &twice)
      try #require(once.bytes == twice.bytes)
    }
  }

  @Test func neo4jFilesKeepEverything() throws {
    let folder = TemporaryDirectory()
    var shape = GraphShape()
    shape.hasZeros = false
    try checkProperty(runs: 100) { random in
      let graph = try random.graph(shape)
      let read = try Self.roundTrip(graph, .neo4jCSV, in: folder)
      // The files hold nodes by their labels.
      try #require(
        GraphContent(read, groupsByLabels: true) == GraphContent(graph, groupsByLabels: true))
    }
  }

  @Test func blocksAndThreadsDoNotShow() throws {
    let folder = TemporaryDirectory()
    let graph = try Self.largeGraph(nodeCount: 9_000)
    for format in [ExportFormat.jsonLines, .graphML] {
      var once = MemorySink()
      try graph.export(format, to: &once)
      let read = try Self.roundTrip(graph, format, in: folder)
      #expect(GraphContent(read) == GraphContent(graph))
      var options = ImportOptions()
      options.jobs = 1
      var twice = MemorySink()
      var thrice = MemorySink()
      try read.export(format, to: &twice)
      try Self.roundTrip(graph, format, options, in: folder).export(format, to: &thrice)
      #expect(twice.bytes == thrice.bytes)
    }
  }

  /// A graph over several blocks of an export.
  static func largeGraph(nodeCount: Int) throws -> GraphSnapshot {
    let graph = Graph()
    try graph.write { transaction in
      let label = try transaction.label(named: "节点")
      let key = try transaction.key(named: "n")
      let type = try transaction.type(named: "NEXT")
      for number in 0..<nodeCount {
        let node = try transaction.createNode(labels: number % 3 == 0 ? [label] : [])
        try transaction.set(.node(node), key, to: .integer(Int64(number)))
      }
      for number in 0..<nodeCount {
        let (from, to) = (UInt32(number), UInt32(number * 7 % nodeCount))
        let relationship = try transaction.createRelationship(
          type, from: NodeID(rawValue: from), to: NodeID(rawValue: to))
        if number % 2 == 0 {
          try transaction.set(.relationship(relationship), key, to: .float(Double(number) / 8))
        }
      }
    }
    return graph.snapshot
  }
}
