// GEXF 1.3 for Gephi: labels and properties as declared attributes, the name of a node and the type
// of a relationship as its label, the type also as its kind so that parallel edges stay apart.
// Temporal values, lists and mixed columns are text. Written, not read.

internal import Text

extension ExportPlan {
  func writeGEXF<Sink>(to output: inout ExportOutput<Sink>) throws(ExportError) {
    let nodeTypes = nodeTypes(of: Array(snapshot.allNodes.members))
    let relationshipTypes = relationshipTypes(of: Array(snapshot.allRelationships.members))
    try output.write { bytes in
      bytes.append(literal: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
      bytes.append(literal: "<gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n")
      bytes.append(literal: "<graph defaultedgetype=\"directed\" mode=\"static\">\n")
      bytes.append(literal: "<attributes class=\"node\">\n")
      bytes.append(literal: "<attribute id=\"labels\" title=\"labels\" type=\"string\"/>\n")
      appendAttributes(nodeKeys, nodeTypes, to: &bytes)
      bytes.append(literal: "</attributes>\n<attributes class=\"edge\">\n")
      appendAttributes(relationshipKeys, relationshipTypes, to: &bytes)
      bytes.append(literal: "</attributes>\n<nodes>\n")
    }
    try output.writeInParallel(count: snapshot.nodeIDLimit) { ids, bytes in
      var rows = nodeRows
      for id in ids where snapshot.contains(NodeID(rawValue: UInt32(id))) {
        appendGEXFNode(UInt32(id), &rows, to: &bytes)
      }
    }
    try output.write { $0.append(literal: "</nodes>\n<edges>\n") }
    try output.writeInParallel(count: snapshot.relationshipIDLimit) { ids, bytes in
      var rows = relationshipRows
      for id in ids {
        let id = RelationshipID(rawValue: UInt32(id))
        guard let record = snapshot.record(of: id) else { continue }
        appendGEXFEdge(id, record, &rows, to: &bytes)
      }
    }
    try output.write { $0.append(literal: "</edges>\n</graph>\n</gexf>\n") }
    output.report.nodeCount = snapshot.nodeCount
    output.report.relationshipCount = snapshot.relationshipCount
  }

  private func appendAttributes(_ keys: [KeyID], _ types: CellTypes, to bytes: inout [UInt8]) {
    for (number, key) in keys.enumerated() {
      let type: StaticString =
        switch types.types[number] {
        case .scalar(.boolean): "boolean"
        case .scalar(.integer): "long"
        case .scalar(.float): "double"
        default: "string"
        }
      bytes.append(literal: "<attribute id=\"")
      bytes.append(decimal: Int64(number))
      bytes.append(literal: "\" title=\"")
      snapshot.name(of: key).withBytes { bytes.appendXMLAttribute($0) }
      bytes.append(literal: "\" type=\"")
      bytes.append(literal: type)
      bytes.append(literal: "\"/>\n")
    }
  }

  private func appendGEXFNode(
    _ id: UInt32, _ rows: inout PropertyRows, to bytes: inout [UInt8]
  ) {
    bytes.append(literal: "<node id=\"n")
    bytes.append(decimal: Int64(id))
    bytes.append(literal: "\" label=\"")
    caption(of: id).withBytes { bytes.appendXMLAttribute($0) }
    bytes.append(literal: "\"><attvalues>")
    let names = labels(of: id).map { ":" + snapshot.name(of: $0).string }
    if !names.isEmpty {
      bytes.append(literal: "<attvalue for=\"labels\" value=\"")
      UTF8String(names.joined()).withBytes { bytes.appendXMLAttribute($0) }
      bytes.append(literal: "\"/>")
    }
    appendAttributeValues(of: id, &rows, to: &bytes)
    bytes.append(literal: "</attvalues></node>\n")
  }

  private func appendGEXFEdge(
    _ id: RelationshipID, _ record: RelationshipRecord, _ rows: inout PropertyRows,
    to bytes: inout [UInt8]
  ) {
    bytes.append(literal: "<edge id=\"e")
    bytes.append(decimal: Int64(id.rawValue))
    bytes.append(literal: "\" source=\"n")
    bytes.append(decimal: Int64(record.source.rawValue))
    bytes.append(literal: "\" target=\"n")
    bytes.append(decimal: Int64(record.target.rawValue))
    for attribute in ["\" label=\"", "\" kind=\""] as [StaticString] {
      bytes.append(literal: attribute)
      snapshot.name(of: record.type).withBytes { bytes.appendXMLAttribute($0) }
    }
    bytes.append(literal: "\"><attvalues>")
    appendAttributeValues(of: id.rawValue, &rows, to: &bytes)
    bytes.append(literal: "</attvalues></edge>\n")
  }

  private func appendAttributeValues(
    of id: UInt32, _ rows: inout PropertyRows, to bytes: inout [UInt8]
  ) {
    let arena = rows.arena
    rows.forEach(of: id) { column, cell in
      var text: [UInt8] = []
      text.append(plainText: cell, in: arena)
      bytes.append(literal: "<attvalue for=\"")
      bytes.append(decimal: Int64(column))
      bytes.append(literal: "\" value=\"")
      bytes.appendXMLAttribute(text.span)
      bytes.append(literal: "\"/>")
    }
  }
}

extension [UInt8] {
  /// Appends a value as people write it: text as it is, temporal values in ISO form, lists and maps
  /// as JSON.
  internal mutating func append(plainText cell: PropertyCell, in arena: TextArena) {
    switch cell {
    case .integer(let number): append(decimal: number)
    case .float(let number): append(decimal: number)
    case .boolean(let flag): append(literal: flag ? "true" : "false")
    case .string(let reference): arena.withBytes(of: reference) { append($0) }
    case .value(.string(let text)): text.withBytes { append($0) }
    case .value(let value):
      if TextType(of: value) != nil { appendTypedText(of: value) } else { append(json: value) }
    }
  }
}
