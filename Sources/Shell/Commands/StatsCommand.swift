// `kin stats`: how much there is, and what it weighs.

internal import Graph
import Text

/// Runs `kin stats`.
func runStats(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let graph = try openGraph(invocation.operands[0], session)
  if invocation.has(.json) {
    writeStatisticsJSON(of: graph, to: session.output.data)
  } else {
    writeStatistics(of: graph, to: session)
  }
  return .success
}

/// What stands under one key.
private struct KeyCount {
  let name: UTF8String
  let nodes: Int
  let relationships: Int
  let distinct: Int

  static func all(in graph: GraphSnapshot) -> [KeyCount] {
    let counts = graph.keys.indices.map { number in
      let key = KeyID(rawValue: UInt16(number))
      return KeyCount(
        name: graph.name(of: key), nodes: graph.nodeColumn(key).count,
        relationships: graph.relationshipColumn(key).count,
        distinct: graph.statistics.distinctValueCount(of: key))
    }
    return counts.filter { $0.nodes + $0.relationships > 0 }
      .sorted { ($1.nodes + $1.relationships, $0.name) < ($0.nodes + $0.relationships, $1.name) }
  }
}

extension GraphSnapshot {
  /// The labels that nodes have and how many have them, the most frequent first.
  var labelCounts: [(name: UTF8String, count: Int)] {
    labels.indices.map { number in
      (labels[number], members(of: LabelID(rawValue: UInt16(number))).count)
    }.filter { $0.count > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }

  /// The types that relationships have and how many have them, the most frequent first.
  var typeCounts: [(name: UTF8String, count: Int)] {
    types.indices.map { number in
      (types[number], count(of: TypeID(rawValue: UInt16(number))))
    }.filter { $0.count > 0 }.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }
}

/// Writes counts by label and by type.
func writeCounts(of graph: GraphSnapshot, to channel: Channel, _ language: Language) {
  var isFirst = true
  for (title, counts) in [(Messages.label, graph.labelCounts), (Messages.type, graph.typeCounts)] {
    if counts.isEmpty { continue }
    if !isFirst { channel.line() }
    isFirst = false
    var table = Table([.text(title[language]), .number(Messages.count[language])])
    for (name, count) in counts { table.add([name.string, grouped(count)]) }
    table.write(to: channel)
  }
}

/// Writes statistics for eyes.
private func writeStatistics(of graph: GraphSnapshot, to session: Session) {
  let channel = session.output.data
  let language = session.language
  writeSummary(of: graph, to: session)
  channel.line()
  writeCounts(of: graph, to: channel, language)
  let keys = KeyCount.all(in: graph)
  if !keys.isEmpty {
    var table = Table([
      .text(Messages.key[language]), .number(Messages.nodes[language]),
      .number(Messages.relationships[language]), .number(Messages.distinct[language]),
    ])
    for key in keys {
      table.add([
        key.name.string, grouped(key.nodes), grouped(key.relationships),
        key.nodes > 0 ? grouped(min(key.distinct, key.nodes)) : "-",
      ])
    }
    channel.line()
    table.write(to: channel)
  }
  channel.line()
  writeIndexes(of: graph, to: channel, language)
  channel.line()
  writeParts(of: graph, to: channel, language)
}

/// Writes in one line how much there is.
func writeSummary(of graph: GraphSnapshot, to session: Session) {
  let propertyCount = KeyCount.all(in: graph).reduce(0) { $0 + $1.nodes + $1.relationships }
  session.answer(
    Messages.summary(
      nodes: graph.nodeCount, relationships: graph.relationshipCount, properties: propertyCount),
    .bold)
}

/// Writes the indexes of a graph, or that there are none.
func writeIndexes(of graph: GraphSnapshot, to channel: Channel, _ language: Language) {
  let indexes = graph.indexes
  guard !indexes.isEmpty else {
    channel.line("  " + Messages.noIndexes[language])
    return
  }
  var table = Table([
    .text(Messages.index[language]), .text(Messages.label[language]),
    .text(Messages.key[language]),
  ])
  for index in indexes {
    let label = index.label.map { graph.name(of: $0).string } ?? Messages.allNodes[language]
    table.add([index.kind.name, label, graph.name(of: index.key).string])
  }
  table.write(to: channel)
}

extension IndexDefinition.Kind {
  /// The name that users know.
  var name: String {
    switch self {
    case .equality: "equality"
    case .range: "range"
    case .text: "text"
    }
  }
}

/// Writes the bytes of every part, and those per node and relationship.
func writeParts(of graph: GraphSnapshot, to channel: Channel, _ language: Language) {
  let parts = graph.memoryReport()
  var table = Table([.text(Messages.part[language]), .number(Messages.bytes[language])])
  for part in parts { table.add([Messages.part(part.name)[language], grouped(part.byteCount)]) }
  let total = parts.reduce(0) { $0 + $1.byteCount }
  table.add([Messages.total[language], grouped(total)])
  table.write(to: channel)
  if let bytes = graph.bytesPerNode {
    channel.line("  " + Messages.bytesPerNode(fixed(bytes, digits: 1))[language])
  }
  if let bytes = graph.adjacencyBytesPerRelationship {
    channel.line("  " + Messages.bytesPerRelationship(fixed(bytes, digits: 1))[language])
  }
}

extension GraphSnapshot {
  /// The bytes that a node takes without its properties, or nil without nodes.
  fileprivate var bytesPerNode: Double? {
    nodeCount > 0 ? Double(nodeByteCount) / Double(nodeCount) : nil
  }

  /// The bytes that a relationship takes without its properties, or nil without relationships.
  fileprivate var adjacencyBytesPerRelationship: Double? {
    relationshipCount > 0 ? Double(adjacencyByteCount) / Double(relationshipCount) : nil
  }
}

private func writeStatisticsJSON(of graph: GraphSnapshot, to channel: Channel) {
  let keys = KeyCount.all(in: graph)
  let parts = graph.memoryReport()
  func counts(_ counts: [(name: UTF8String, count: Int)]) -> JSONValue {
    .array(counts.map { .members(("name", .string($0.name)), ("count", .count($0.count))) })
  }
  let value = JSONValue.members(
    ("nodes", .count(graph.nodeCount)),
    ("relationships", .count(graph.relationshipCount)),
    ("properties", .count(keys.reduce(0) { $0 + $1.nodes + $1.relationships })),
    ("labels", counts(graph.labelCounts)),
    ("types", counts(graph.typeCounts)),
    (
      "keys",
      .array(
        keys.map {
          .members(
            ("name", .string($0.name)), ("nodes", .count($0.nodes)),
            ("relationships", .count($0.relationships)),
            ("distinct_node_values", .count(min($0.distinct, $0.nodes))))
        })
    ),
    ("indexes", graph.indexesAsJSON),
    ("bytes", .count(parts.reduce(0) { $0 + $1.byteCount })),
    (
      "parts",
      .array(
        parts.map {
          .members(("name", .string(UTF8String($0.name))), ("bytes", .count($0.byteCount)))
        })
    ),
    ("bytes_per_node", graph.bytesPerNode.map(JSONValue.number) ?? .null),
    (
      "adjacency_bytes_per_relationship",
      graph.adjacencyBytesPerRelationship.map(JSONValue.number) ?? .null
    ))
  channel.write(json: value)
}
