// Values of results as the golden files of queries show them, in the notation of pattern syntax:
// nodes as `(:A {x: 1})`, relationships as `[:T {x: 1}]`, paths as `<(:A)-[:T]->(:B)>` with arrows
// in the stored direction, temporal values as their bare text, strings in quotes. Labels and keys
// stand in the order of their names, so that the same value has one text.

import Graph
import Text

@testable import Query

/// The text of a value in a version of a graph.
func resultText(_ value: Value, in graph: GraphSnapshot) -> String {
  switch value {
  case .list(let items):
    "[" + items.map { resultText($0, in: graph) }.joined(separator: ", ") + "]"
  case .map(let map):
    "{"
      + map.entries.map { "\(name($0.key)): \(resultText($0.value, in: graph))" }
      .joined(separator: ", ") + "}"
  case .node(let id): nodeText(id, in: graph)
  case .relationship(let id): relationshipText(id, in: graph)
  case .path(let path): pathText(path, in: graph)
  case .date, .time, .localTime, .dateTime, .localDateTime, .duration: value.plainText
  default: value.literalText
  }
}

private func name(_ text: UTF8String) -> String {
  var bytes: [UInt8] = []
  bytes.append(name: text)
  return String(decoding: bytes, as: UTF8.self)
}

private func nodeText(_ id: NodeID, in graph: GraphSnapshot) -> String {
  guard graph.contains(id) else { return "(deleted)" }
  let labels = graph.labels(of: id).map { ":" + name(graph.name(of: $0)) }.sorted().joined()
  let properties = propertiesText(.node(id), in: graph)
  return "(" + [labels, properties].filter { !$0.isEmpty }.joined(separator: " ") + ")"
}

private func relationshipText(_ id: RelationshipID, in graph: GraphSnapshot) -> String {
  guard let record = graph.record(of: id) else { return "[deleted]" }
  let properties = propertiesText(.relationship(id), in: graph)
  return "[:" + name(graph.name(of: record.type)) + (properties.isEmpty ? "" : " " + properties)
    + "]"
}

private func propertiesText(_ entity: Entity, in graph: GraphSnapshot) -> String {
  let entries = graph.properties(of: entity).map { (graph.name(of: $0.key), $0.value) }
    .sorted { $0.0 < $1.0 }
  guard !entries.isEmpty else { return "" }
  return "{"
    + entries.map { "\(name($0.0)): \(resultText($0.1, in: graph))" }
    .joined(separator: ", ") + "}"
}

private func pathText(_ path: Path, in graph: GraphSnapshot) -> String {
  var text = "<" + nodeText(path.nodes[0], in: graph)
  for (place, id) in path.relationships.enumerated() {
    let isForward = graph.record(of: id)?.source == path.nodes[place]
    text += (isForward ? "-" : "<-") + relationshipText(id, in: graph) + (isForward ? "->" : "-")
    text += nodeText(path.nodes[place + 1], in: graph)
  }
  return text + ">"
}

extension QueryCounters {
  /// What changed, as `2 nodes created, 1 labels added`; nil where nothing did.
  var text: String? {
    let all = [
      (nodesCreated, "nodes created"), (nodesDeleted, "nodes deleted"),
      (relationshipsCreated, "relationships created"),
      (relationshipsDeleted, "relationships deleted"), (propertiesSet, "properties set"),
      (labelsAdded, "labels added"), (labelsRemoved, "labels removed"),
      (indexesAdded, "indexes added"), (indexesRemoved, "indexes removed"),
    ]
    let shown = all.filter { $0.0 != 0 }.map { "\($0.0) \($0.1)" }
    return shown.isEmpty ? nil : shown.joined(separator: ", ")
  }
}
