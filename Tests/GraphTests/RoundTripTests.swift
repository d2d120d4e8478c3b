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

  @Test func plainFilesKeepStructureAndText() throws {
    let folder = TemporaryDirectory()
    var shape = GraphShape()
    shape.hasZeros = false
    shape.keysHaveOneKind = true
    shape.hasNestedValues = false
    var options = ImportOptions()
    options.keepsPlainIDs = false
    try checkProperty(runs: 100) { random in
      let graph = try random.graph(shape)
      let read = try Self.roundTrip(graph, .csv, options, in: folder)
      let lists = Self.keysWithLists(of: graph)
      try #require(Self.lines(of: read, without: lists) == Self.lines(of: graph, without: lists))
    }
  }

  /// Lists become text in plain files and stay text.
  private static func keysWithLists(of graph: GraphSnapshot) -> Set<UTF8String> {
    var keys: Set<UTF8String> = []
    let nodes = graph.allNodes.members.map { Entity.node(NodeID(rawValue: $0)) }
    let relationships = graph.allRelationships.members.map {
      Entity.relationship(RelationshipID(rawValue: $0))
    }
    for entity in nodes + relationships {
      for (key, value) in graph.properties(of: entity) {
        if case .list = value { keys.insert(plainName(graph.name(of: key))) }
      }
    }
    return keys
  }

  /// Nodes in order, then relationships as a sorted list, with their properties as text.
  private static func lines(
    of graph: GraphSnapshot, without keys: Set<UTF8String>
  ) -> [String] {
    func texts(_ entity: Entity) -> String {
      graph.properties(of: entity).map { (plainName(graph.name(of: $0.key)), $0.value) }
        .filter { !keys.contains($0.0) }.sorted { $0.0 < $1.0 }
        .map { "\($0.0): \($0.1.plainText)" }.joined(separator: ", ")
    }
    var places: [UInt32: Int] = [:]
    var lines: [String] = []
    for node in graph.allNodes.members {
      places[node] = places.count
      let id = NodeID(rawValue: node)
      let labels = graph.labels(of: id).map { graph.name(of: $0) }.sorted()
      lines.append("\(labels) \(texts(.node(id)))")
    }
    let relationships = graph.allRelationships.members.map { number -> String in
      let id = RelationshipID(rawValue: number)
      guard let record = graph.record(of: id) else { return "" }
      let ends = [record.source, record.target].map { places[$0.rawValue] ?? -1 }
      return "\(ends) \(graph.name(of: record.type)) \(texts(.relationship(id)))"
    }
    return lines + relationships.sorted()
  }

  /// A key's name without what plain files do to one that means a column of their own.
  private static func plainName(_ name: UTF8String) -> UTF8String {
    let prefix = "property_"
    let rest =
      name.string.hasPrefix(prefix) ? name.string.dropFirst(prefix.count) : name.string[...]
    return UTF8String(String(rest.map { $0 == ":" ? "_" : $0 }))
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
