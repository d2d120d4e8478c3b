// Values of results as text for eyes and for cells: `(:Union 朝阳区总工会)`, `[:ATTENDED {role:
// 'x'}]`, `(:A)-[:T]->(:B)`, dates as they are, strings bare at the top and quoted within
// lists and maps. A node is shown by its name or title, and by all its properties where it
// has neither. Not made safe for terminals: whoever shows it does that.

internal import Graph
import Text

/// Writes values as text; nodes and relationships are looked up in one version of the graph.
struct ResultText {
  private let graph: GraphSnapshot
  /// The properties by which a node may be shown, the best first.
  private let nameKeys: [KeyID]

  init(in graph: GraphSnapshot) {
    self.graph = graph
    let names: [UTF8String] = ["name", "title", "名称", "姓名", "标题"]
    nameKeys = names.compactMap { graph.key($0) }
  }

  /// Appends a value that stands alone; null is `null`.
  func append(_ value: Value, to output: inout [UInt8]) {
    if case .string(let text) = value {
      text.withBytes { output.append($0) }
    } else {
      appendNested(value, to: &output)
    }
  }

  private func appendNested(_ value: Value, to output: inout [UInt8]) {
    switch value {
    case .list(let items):
      output.append(literal: "[")
      for (place, item) in items.enumerated() {
        if place > 0 { output.append(literal: ", ") }
        appendNested(item, to: &output)
      }
      output.append(literal: "]")
    case .map(let map):
      append(map.entries.lazy.map { ($0.key, $0.value) }, to: &output)
    case .node(let id): append(id, to: &output)
    case .relationship(let id): append(id, to: &output)
    case .path(let path): append(path, to: &output)
    case .date, .time, .localTime, .dateTime, .localDateTime, .duration:
      value.appendPlainText(to: &output)
    default: value.appendLiteral(to: &output)
    }
  }

  private func append(
    _ entries: some Sequence<(UTF8String, Value)>, to output: inout [UInt8]
  ) {
    output.append(literal: "{")
    var isFirst = true
    for (key, value) in entries {
      if !isFirst { output.append(literal: ", ") }
      isFirst = false
      output.append(contentsOf: cypherName(key).utf8)
      output.append(literal: ": ")
      appendNested(value, to: &output)
    }
    output.append(literal: "}")
  }

  private func append(_ node: NodeID, to output: inout [UInt8]) {
    guard graph.contains(node) else {
      output.append(contentsOf: "(#\(node.rawValue))".utf8)
      return
    }
    output.append(literal: "(")
    let labels = graph.sortedLabels(of: node)
    for label in labels { output.append(contentsOf: (":" + cypherName(label)).utf8) }
    let start = output.count
    if let name = shownName(of: node) {
      name.withBytes { output.append($0) }
    } else {
      let properties = graph.sortedProperties(of: .node(node))
      if !properties.isEmpty { append(properties.lazy.map { ($0.name, $0.value) }, to: &output) }
    }
    if !labels.isEmpty, output.count > start { output.insert(0x20, at: start) }
    output.append(literal: ")")
  }

  private func shownName(of node: NodeID) -> UTF8String? {
    for key in nameKeys {
      if case .string(let name) = graph.value(of: node, key), name.byteCount > 0 { return name }
    }
    return nil
  }

  private func append(_ id: RelationshipID, to output: inout [UInt8]) {
    guard let record = graph.record(of: id) else {
      output.append(contentsOf: "[#\(id.rawValue)]".utf8)
      return
    }
    output.append(contentsOf: "[:\(cypherName(graph.name(of: record.type)))".utf8)
    let properties = graph.sortedProperties(of: .relationship(id))
    if !properties.isEmpty {
      output.append(literal: " ")
      append(properties.lazy.map { ($0.name, $0.value) }, to: &output)
    }
    output.append(literal: "]")
  }

  /// Appends a walk with arrows in the direction in which its relationships are stored.
  private func append(_ path: Path, to output: inout [UInt8]) {
    append(path.nodes[0], to: &output)
    for (place, id) in path.relationships.enumerated() {
      let record = graph.record(of: id)
      let isBackwards = record.map { $0.source != path.nodes[place] } ?? false
      let type = record.map { ":" + cypherName(graph.name(of: $0.type)) } ?? "#\(id.rawValue)"
      output.append(contentsOf: "\(isBackwards ? "<" : "")-[\(type)]-".utf8)
      if !isBackwards { output.append(literal: ">") }
      append(path.nodes[place + 1], to: &output)
    }
  }
}
