// Values of results as JSON, in two styles. Plain is for people's programs: nodes are objects with
// id, labels and properties, dates are strings, what JSON cannot hold as a number is a string.
// Tagged is for `kin pipe`: nothing is lost, since whatever JSON alone cannot tell is an object
// with one key that begins with a dollar sign. What nodes and relationships carry is looked up in
// the version of the graph that came with the rows; of what was deleted only the id is left.

internal import Graph
import Text

/// Writes values as JSON.
struct ResultJSON {
  enum Style { case plain, tagged }

  private let isTagged: Bool
  /// For what stands between values.
  var json = JSONWriter(nonFinite: .string)

  init(_ style: Style) { isTagged = style == .tagged }

  /// Writes a value.
  mutating func write(_ value: Value, in graph: GraphSnapshot, to output: inout [UInt8]) {
    switch value {
    case .null: json.null(to: &output)
    case .boolean(let flag): json.bool(flag, to: &output)
    case .integer(let number): json.integer(number, to: &output)
    case .float(let number): write(number, to: &output)
    case .string(let text): json.string(text, to: &output)
    case .list(let items):
      json.beginArray(to: &output)
      for item in items { write(item, in: graph, to: &output) }
      json.endArray(to: &output)
    case .map(let map): write(map, in: graph, to: &output)
    case .node(let id):
      begin("$node", to: &output)
      writeNode(id, in: graph, to: &output)
      end(to: &output)
    case .relationship(let id):
      begin("$relationship", to: &output)
      writeRelationship(id, in: graph, ends: nil, to: &output)
      end(to: &output)
    case .path(let path):
      begin("$path", to: &output)
      writePath(path, in: graph, to: &output)
      end(to: &output)
    case .date(let date): write("date", to: &output) { $0.append(date) }
    case .time(let time): write("time", to: &output) { $0.append(time) }
    case .localTime(let time): write("localtime", to: &output) { $0.append(time) }
    case .dateTime(let moment): write("datetime", to: &output) { $0.append(moment) }
    case .localDateTime(let moment): write("localdatetime", to: &output) { $0.append(moment) }
    case .duration(let duration): write("duration", to: &output) { $0.append(duration) }
    case .point(let point):
      var text: [UInt8] = []
      text.append(point)
      begin("$point", to: &output)
      json.string(text.span, to: &output)
      end(to: &output)
    }
  }

  // MARK: Tags

  private mutating func begin(_ tag: StaticString, to output: inout [UInt8]) {
    guard isTagged else { return }
    json.beginObject(to: &output)
    json.member(tag, to: &output)
  }

  private mutating func end(to output: inout [UInt8]) {
    if isTagged { json.endObject(to: &output) }
  }

  private mutating func write(_ number: Double, to output: inout [UInt8]) {
    guard isTagged else {
      json.number(number, to: &output)
      return
    }
    begin("$float", to: &output)
    var text: [UInt8] = []
    text.append(decimal: number)
    json.string(text.span, to: &output)
    end(to: &output)
  }

  private mutating func write(
    _ type: StaticString, to output: inout [UInt8], _ append: (inout [UInt8]) -> Void
  ) {
    var text: [UInt8] = []
    append(&text)
    guard isTagged else {
      json.string(text.span, to: &output)
      return
    }
    begin("$temporal", to: &output)
    json.beginObject(to: &output)
    json.member("type", to: &output)
    json.string(UTF8String(type.description), to: &output)
    json.member("value", to: &output)
    json.string(text.span, to: &output)
    json.endObject(to: &output)
    end(to: &output)
  }

  private mutating func write(
    _ map: ValueMap, in graph: GraphSnapshot, to output: inout [UInt8]
  ) {
    let isWrapped = isTagged && map.entries.contains { $0.key.string.utf8.first == 0x24 }
    if isWrapped { begin("$map", to: &output) }
    json.beginObject(to: &output)
    for entry in map.entries {
      json.key(entry.key, to: &output)
      write(entry.value, in: graph, to: &output)
    }
    json.endObject(to: &output)
    if isWrapped { end(to: &output) }
  }

  // MARK: What the graph carries

  private mutating func writeNode(
    _ id: NodeID, in graph: GraphSnapshot, to output: inout [UInt8]
  ) {
    json.beginObject(to: &output)
    json.member("id", to: &output)
    json.integer(Int64(id.rawValue), to: &output)
    json.member("labels", to: &output)
    json.beginArray(to: &output)
    let isThere = graph.contains(id)
    if isThere {
      for label in graph.sortedLabels(of: id) { json.string(label, to: &output) }
    }
    json.endArray(to: &output)
    writeProperties(of: isThere ? .node(id) : nil, in: graph, to: &output)
    json.endObject(to: &output)
  }

  /// Writes a relationship; the ends serve where it was deleted and a path still tells them.
  private mutating func writeRelationship(
    _ id: RelationshipID, in graph: GraphSnapshot, ends: (NodeID, NodeID)?,
    to output: inout [UInt8]
  ) {
    let record = graph.record(of: id)
    json.beginObject(to: &output)
    json.member("id", to: &output)
    json.integer(Int64(id.rawValue), to: &output)
    json.member("type", to: &output)
    json.string(record.map { graph.name(of: $0.type) } ?? "", to: &output)
    json.member("start", to: &output)
    writeEnd(record?.source ?? ends?.0, to: &output)
    json.member("end", to: &output)
    writeEnd(record?.target ?? ends?.1, to: &output)
    writeProperties(of: record == nil ? nil : .relationship(id), in: graph, to: &output)
    json.endObject(to: &output)
  }

  private mutating func writeEnd(_ node: NodeID?, to output: inout [UInt8]) {
    if let node {
      json.integer(Int64(node.rawValue), to: &output)
    } else {
      json.null(to: &output)
    }
  }

  private mutating func writeProperties(
    of entity: Entity?, in graph: GraphSnapshot, to output: inout [UInt8]
  ) {
    json.member("properties", to: &output)
    json.beginObject(to: &output)
    if let entity {
      for (name, value) in graph.sortedProperties(of: entity) {
        json.key(name, to: &output)
        write(value, in: graph, to: &output)
      }
    }
    json.endObject(to: &output)
  }

  private mutating func writePath(
    _ path: Path, in graph: GraphSnapshot, to output: inout [UInt8]
  ) {
    json.beginObject(to: &output)
    json.member("nodes", to: &output)
    json.beginArray(to: &output)
    for node in path.nodes { write(.node(node), in: graph, to: &output) }
    json.endArray(to: &output)
    json.member("relationships", to: &output)
    json.beginArray(to: &output)
    for (place, id) in path.relationships.enumerated() {
      begin("$relationship", to: &output)
      let ends = (path.nodes[place], path.nodes[place + 1])
      writeRelationship(id, in: graph, ends: ends, to: &output)
      end(to: &output)
    }
    json.endArray(to: &output)
    json.endObject(to: &output)
  }
}

extension GraphSnapshot {
  /// The names of a node's labels in order.
  func sortedLabels(of node: NodeID) -> [UTF8String] {
    labels(of: node).map { name(of: $0) }.sorted()
  }

  /// The properties of a node or relationship in the order of their names.
  func sortedProperties(of entity: Entity) -> [(name: UTF8String, value: Value)] {
    properties(of: entity).map { (name(of: $0.key), $0.value) }.sorted { $0.0 < $1.0 }
  }
}
