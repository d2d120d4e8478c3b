// JSON lines as `apoc.export.json.all` writes them, nodes before relationships, and one JSON object
// of nodes and links. Both write entities with the same members:
//
//   {"type":"node","id":"0","labels":["A"],"properties":{"on":"2015-07-21"},
//    "propertyTypes":{"on":"date"}}                                         (on one line)
//   {"id":"0","type":"relationship","label":"KNOWS","properties":{},
//    "start":{"id":"0","labels":["A"]},"end":{"id":"1","labels":[]}}        (on one line)
//
// `propertyTypes` is ours and comes only where JSON alone would lose a type; ValueJSON says how.

internal import Text

extension ExportPlan {
  func writeJSONLines<Sink>(to output: inout ExportOutput<Sink>) throws(ExportError) {
    let entities = JSONEntities(self)
    try output.writeInParallel(count: snapshot.nodeIDLimit) { ids, bytes in
      var rows = nodeRows
      for id in ids where snapshot.contains(NodeID(rawValue: UInt32(id))) {
        bytes.append(literal: "{\"type\":\"node\",")
        entities.appendNode(UInt32(id), &rows, to: &bytes)
        bytes.append(literal: "}\n")
      }
    }
    try output.writeInParallel(count: snapshot.relationshipIDLimit) { ids, bytes in
      var rows = relationshipRows
      for id in ids {
        let id = RelationshipID(rawValue: UInt32(id))
        guard let record = snapshot.record(of: id) else { continue }
        bytes.append(literal: "{\"id\":\"")
        bytes.append(decimal: Int64(id.rawValue))
        bytes.append(literal: "\",\"type\":\"relationship\",\"label\":")
        bytes.append(contentsOf: entities.types[Int(record.type.rawValue)])
        entities.appendProperties(of: id.rawValue, &rows, entities.relationshipKeys, to: &bytes)
        bytes.append(literal: ",\"start\":")
        entities.appendEnd(record.source.rawValue, to: &bytes)
        bytes.append(literal: ",\"end\":")
        entities.appendEnd(record.target.rawValue, to: &bytes)
        bytes.append(literal: "}\n")
      }
    }
    output.report.nodeCount = snapshot.nodeCount
    output.report.relationshipCount = snapshot.relationshipCount
  }

  func writeNodesAndLinks<Sink>(to output: inout ExportOutput<Sink>) throws(ExportError) {
    let entities = JSONEntities(self)
    let firstNode = snapshot.allNodes.first(from: 0)
    let firstLink = snapshot.allRelationships.first(from: 0)
    try output.write { $0.append(literal: "{\"nodes\":[") }
    try output.writeInParallel(count: snapshot.nodeIDLimit) { ids, bytes in
      var rows = nodeRows
      for id in ids where snapshot.contains(NodeID(rawValue: UInt32(id))) {
        bytes.append(literal: UInt32(id) == firstNode ? "\n{" : ",\n{")
        entities.appendNode(UInt32(id), &rows, to: &bytes)
        bytes.append(0x7d)
      }
    }
    try output.write { $0.append(literal: "\n],\"links\":[") }
    try output.writeInParallel(count: snapshot.relationshipIDLimit) { ids, bytes in
      var rows = relationshipRows
      for id in ids {
        let id = RelationshipID(rawValue: UInt32(id))
        guard let record = snapshot.record(of: id) else { continue }
        bytes.append(literal: id.rawValue == firstLink ? "\n{\"id\":\"" : ",\n{\"id\":\"")
        bytes.append(decimal: Int64(id.rawValue))
        bytes.append(literal: "\",\"source\":\"")
        bytes.append(decimal: Int64(record.source.rawValue))
        bytes.append(literal: "\",\"target\":\"")
        bytes.append(decimal: Int64(record.target.rawValue))
        bytes.append(literal: "\",\"type\":")
        bytes.append(contentsOf: entities.types[Int(record.type.rawValue)])
        entities.appendProperties(of: id.rawValue, &rows, entities.relationshipKeys, to: &bytes)
        bytes.append(0x7d)
      }
    }
    try output.write { $0.append(literal: "\n]}\n") }
    output.report.nodeCount = snapshot.nodeCount
    output.report.relationshipCount = snapshot.relationshipCount
  }
}

/// Names and label sets of a graph as JSON, made once.
private struct JSONEntities: Sendable {
  private let plan: ExportPlan
  /// Quoted, by type.
  let types: [[UInt8]]
  /// `"key":` in the order of the plan's keys.
  let nodeKeys: [[UInt8]]
  let relationshipKeys: [[UInt8]]
  /// `["A","B"]` by set of labels.
  private let labelSets: [[UInt8]]

  init(_ plan: ExportPlan) {
    self.plan = plan
    func quoted(_ name: UTF8String) -> [UInt8] {
      var bytes: [UInt8] = []
      bytes.append(jsonText: name)
      return bytes
    }
    func quoted(_ keys: [KeyID]) -> [[UInt8]] {
      keys.map { quoted(plan.snapshot.name(of: $0)) + [0x3a] }
    }
    types = plan.snapshot.types.map(quoted)
    nodeKeys = quoted(plan.nodeKeys)
    relationshipKeys = quoted(plan.relationshipKeys)
    labelSets = plan.labelSets.map { set in
      [0x5b] + set.map { quoted(plan.snapshot.name(of: $0)) }.joined(separator: [0x2c]) + [0x5d]
    }
  }

  /// Appends the members of a node from its id on.
  func appendNode(_ id: UInt32, _ rows: inout PropertyRows, to bytes: inout [UInt8]) {
    appendIDAndLabels(id, to: &bytes)
    appendProperties(of: id, &rows, nodeKeys, to: &bytes)
  }

  func appendEnd(_ id: UInt32, to bytes: inout [UInt8]) {
    bytes.append(0x7b)
    appendIDAndLabels(id, to: &bytes)
    bytes.append(0x7d)
  }

  private func appendIDAndLabels(_ id: UInt32, to bytes: inout [UInt8]) {
    bytes.append(literal: "\"id\":\"")
    bytes.append(decimal: Int64(id))
    bytes.append(literal: "\",\"labels\":")
    bytes.append(contentsOf: labelSets[Int(plan.labelSetOfNode[Int(id)])])
  }

  /// Appends the member `properties` and, if need be, `propertyTypes`.
  func appendProperties(
    of id: UInt32, _ rows: inout PropertyRows, _ keys: [[UInt8]], to bytes: inout [UInt8]
  ) {
    var types: [UInt8] = []
    var isFirst = true
    let arena = rows.arena
    bytes.append(literal: ",\"properties\":{")
    rows.forEach(of: id) { column, cell in
      if !isFirst { bytes.append(0x2c) }
      isFirst = false
      bytes.append(contentsOf: keys[column])
      switch cell {
      case .integer(let number): bytes.append(decimal: number)
      case .float(let number) where number.isFinite: bytes.append(decimal: number)
      case .boolean(let flag): bytes.append(literal: flag ? "true" : "false")
      case .string(let reference):
        bytes.append(0x22)
        arena.withBytes(of: reference) { bytes.appendEscapedJSON($0) }
        bytes.append(0x22)
      case .float, .value:
        let value = cell.value(in: arena)
        bytes.append(json: value)
        guard let type = value.jsonTypes else { return }
        types.append(types.isEmpty ? 0x7b : 0x2c)
        types.append(contentsOf: keys[column])
        var writer = JSONWriter()
        writer.value(type, to: &types)
      }
    }
    bytes.append(0x7d)
    guard !types.isEmpty else { return }
    bytes.append(literal: ",\"propertyTypes\":")
    bytes.append(contentsOf: types)
    bytes.append(0x7d)
  }
}
