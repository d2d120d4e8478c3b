// A graph as a script of statements that make it again, in the manner of Neo4j's dumps: nodes get a
// temporary label and the number of their id, relationships find them by it, the last statements
// take both away. Statements hold at most a few hundred rows, of nodes with the same labels or
// relationships of one type, so that neither writer nor reader needs the whole graph at once.
//
//   CREATE INDEX `kin import` FOR (n:`kin import`) ON (n.`kin import id`);
//   UNWIND [{i: 0, p: {`name`: '李四'}}] AS row
//   CREATE (n:`kin import`:`Person`) SET n = row.p SET n.`kin import id` = row.i;
//   UNWIND [{s: 0, e: 1, p: {}}] AS row
//   MATCH (s:`kin import` {`kin import id`: row.s}), (e:`kin import` {`kin import id`: row.e})
//   CREATE (s)-[r:`ATTENDED`]->(e) SET r = row.p;
//   MATCH (n:`kin import`) REMOVE n.`kin import id`, n:`kin import`;
//   DROP INDEX `kin import`;

public import Graph
internal import Text

extension GraphSnapshot {
  /// Writes a script of openCypher that makes the graph.
  @discardableResult
  public func exportCypher<Sink: ExportSink>(to sink: inout Sink) throws(ExportError)
    -> ExportReport
  {
    var script = CypherScript(of: self)
    let nodeCount = try script.writeNodes(to: &sink)
    let relationshipCount = try script.writeRelationships(to: &sink)
    try script.finish(to: &sink)
    var report = ExportReport()
    report.nodeCount = nodeCount
    report.relationshipCount = relationshipCount
    report.byteCount = script.byteCount
    return report
  }
}

/// A script while it is written.
private struct CypherScript {
  private static let rowsPerStatement = 500
  private static let blockByteCount = 256 << 10
  /// A statement ends where it has become so long; engines limit what they parse at once.
  private static let bytesPerStatement = 256 << 10

  private let graph: GraphSnapshot
  /// Quoted; neither occurs in the graph.
  private let label: String
  private let key: String
  private var buffer: [UInt8] = []
  private(set) var byteCount = 0
  /// What the open statement is about, and its rows.
  private var subject: [UTF8String]?
  private var rowCount = 0
  /// Where the open statement begins, counted from the beginning of the script.
  private var statementOffset = 0

  init(of graph: GraphSnapshot) {
    self.graph = graph
    var label = "kin import"
    while graph.label(UTF8String(label)) != nil { label += "_" }
    var key = "kin import id"
    while graph.key(UTF8String(key)) != nil { key += "_" }
    self.label = quoteIdentifier(label)
    self.key = quoteIdentifier(key)
    guard graph.nodeCount > 0 else { return }
    append("CREATE INDEX \(self.label) FOR (n:\(self.label)) ON (n.\(self.key));\n")
  }

  private var offset: Int { byteCount + buffer.count }

  private mutating func append(_ text: String) { buffer.append(contentsOf: text.utf8) }

  private mutating func flush<Sink: ExportSink>(to sink: inout Sink) throws(ExportError) {
    let block = buffer
    buffer.removeAll(keepingCapacity: true)
    byteCount += block.count
    try sink.write(block.span)
  }

  /// Begins a row; the statement before is ended by a function where the row does not belong to it.
  private mutating func beginRow(
    of subject: [UTF8String], ending: (inout CypherScript) -> Void
  ) {
    let isFull =
      rowCount == Self.rowsPerStatement || offset - statementOffset > Self.bytesPerStatement
    if self.subject != subject || isFull { ending(&self) }
    if rowCount == 0 { statementOffset = offset }
    append(rowCount == 0 ? "UNWIND [\n" : ",\n")
    self.subject = subject
    rowCount += 1
  }

  /// The properties of a node or relationship in the order of their names.
  private mutating func appendProperties(of entity: Entity) {
    let properties = graph.properties(of: entity).map { (graph.name(of: $0.key), $0.value) }
    buffer.append(cypherMap: properties.sorted { $0.0 < $1.0 })
  }

  // MARK: Nodes

  mutating func writeNodes<Sink: ExportSink>(to sink: inout Sink) throws(ExportError) -> Int {
    for number in graph.allNodes.members {
      let id = NodeID(rawValue: number)
      let labels = graph.labels(of: id).map { graph.name(of: $0) }.sorted()
      beginRow(of: labels) { $0.endNodes() }
      append("{i: \(number), p: ")
      appendProperties(of: .node(id))
      append("}")
      if buffer.count > Self.blockByteCount { try flush(to: &sink) }
    }
    endNodes()
    return graph.nodeCount
  }

  private mutating func endNodes() {
    guard rowCount > 0 else { return }
    let labels = (subject ?? []).map { ":" + quoteIdentifier($0.string) }.joined()
    append("\n] AS row\nCREATE (n:\(label)\(labels)) SET n = row.p SET n.\(key) = row.i;\n")
    rowCount = 0
  }

  // MARK: Relationships

  mutating func writeRelationships<Sink: ExportSink>(
    to sink: inout Sink
  ) throws(ExportError) -> Int {
    for number in graph.allRelationships.members {
      let id = RelationshipID(rawValue: number)
      guard let record = graph.record(of: id) else { continue }
      beginRow(of: [graph.name(of: record.type)]) { $0.endRelationships() }
      append("{s: \(record.source.rawValue), e: \(record.target.rawValue), p: ")
      appendProperties(of: .relationship(id))
      append("}")
      if buffer.count > Self.blockByteCount { try flush(to: &sink) }
    }
    endRelationships()
    return graph.relationshipCount
  }

  private mutating func endRelationships() {
    guard rowCount > 0 else { return }
    let type = quoteIdentifier(subject?.first?.string ?? "")
    append("\n] AS row\nMATCH (s:\(label) {\(key): row.s}), (e:\(label) {\(key): row.e})\n")
    append("CREATE (s)-[r:\(type)]->(e) SET r = row.p;\n")
    rowCount = 0
  }

  mutating func finish<Sink: ExportSink>(to sink: inout Sink) throws(ExportError) {
    if graph.nodeCount > 0 {
      append("MATCH (n:\(label)) REMOVE n.\(key), n:\(label);\nDROP INDEX \(label);\n")
    }
    try flush(to: &sink)
    try sink.finish()
  }
}
