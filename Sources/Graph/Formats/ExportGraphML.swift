// GraphML as APOC writes and reads it: typed keys, labels as `labels=":A:B"` and data of the key
// `labels`, types as `label="T"`. What GraphML has no type for is marked by attributes of our own
// (`kin:type`, `kin:labels`), which other readers skip: temporal values are strings with the name
// of their type, lists are JSON arrays as in APOC (`attr.list`), and mixed columns typed JSON.

internal import Text

/// What GraphML files of ours are known by.
internal enum GraphMLNames {
  static let namespace: StaticString = "urn:kin:graphml"
  static let labelsKey: UTF8String = "labels"
  static let labelKey: UTF8String = "label"
}

extension ExportPlan {
  func writeGraphML<Sink>(to output: inout ExportOutput<Sink>) throws(ExportError) {
    let nodeTypes = nodeTypes(of: Array(snapshot.allNodes.members))
    let relationshipTypes = relationshipTypes(of: Array(snapshot.allRelationships.members))
    try output.write { bytes in
      bytes.append(literal: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
      bytes.append(literal: "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:kin=\"")
      bytes.append(literal: GraphMLNames.namespace)
      bytes.append(literal: "\">\n")
      bytes.append(
        literal: "<key id=\"labels\" for=\"node\" attr.name=\"labels\" attr.type=\"string\"/>\n")
      bytes.append(
        literal: "<key id=\"label\" for=\"edge\" attr.name=\"label\" attr.type=\"string\"/>\n")
      appendKeys(nodeKeys, nodeTypes, isNode: true, to: &bytes)
      appendKeys(relationshipKeys, relationshipTypes, isNode: false, to: &bytes)
      bytes.append(literal: "<graph id=\"G\" edgedefault=\"directed\">\n")
    }
    try output.writeInParallel(count: snapshot.nodeIDLimit) { ids, bytes in
      var rows = nodeRows
      for id in ids where snapshot.contains(NodeID(rawValue: UInt32(id))) {
        appendNode(UInt32(id), &rows, nodeTypes, to: &bytes)
      }
    }
    try output.writeInParallel(count: snapshot.relationshipIDLimit) { ids, bytes in
      var rows = relationshipRows
      for id in ids {
        let id = RelationshipID(rawValue: UInt32(id))
        guard let record = snapshot.record(of: id) else { continue }
        appendEdge(id, record, &rows, relationshipTypes, to: &bytes)
      }
    }
    try output.write { $0.append(literal: "</graph>\n</graphml>\n") }
    output.report.nodeCount = snapshot.nodeCount
    output.report.relationshipCount = snapshot.relationshipCount
  }

  private func appendKeys(
    _ keys: [KeyID], _ types: CellTypes, isNode: Bool, to bytes: inout [UInt8]
  ) {
    for (number, key) in keys.enumerated() {
      bytes.append(literal: "<key id=\"")
      bytes.append(literal: isNode ? "n" : "e")
      bytes.append(decimal: Int64(number))
      bytes.append(literal: "\" for=\"")
      bytes.append(literal: isNode ? "node" : "edge")
      bytes.append(literal: "\" attr.name=\"")
      snapshot.name(of: key).withBytes { bytes.appendXMLAttribute($0) }
      bytes.append(literal: "\" attr.type=\"")
      let type = types.types[number] ?? .json
      bytes.append(literal: type.graphMLType)
      bytes.append(0x22)
      if let list = type.graphMLListType {
        bytes.append(literal: " attr.list=\"")
        bytes.append(literal: list)
        bytes.append(0x22)
      }
      if let name = type.ownName {
        bytes.append(literal: " kin:type=\"")
        bytes.append(contentsOf: name.utf8)
        bytes.append(0x22)
      }
      bytes.append(literal: "/>\n")
    }
  }

  private func appendNode(
    _ id: UInt32, _ rows: inout PropertyRows, _ types: CellTypes, to bytes: inout [UInt8]
  ) {
    bytes.append(literal: "<node id=\"n")
    bytes.append(decimal: Int64(id))
    bytes.append(0x22)
    let names = labels(of: id).map(snapshot.name(of:))
    if !names.isEmpty {
      let labels = UTF8String(names.map { ":" + $0.string }.joined())
      bytes.append(literal: " labels=\"")
      labels.withBytes { bytes.appendXMLAttribute($0) }
      bytes.append(0x22)
      if names.contains(where: { $0.string.utf8.contains(0x3a) }) {
        // Colons within labels cannot be told from those between them.
        var list: [UInt8] = []
        list.append(json: .list(names.map(Value.string)))
        bytes.append(literal: " kin:labels=\"")
        bytes.appendXMLAttribute(list.span)
        bytes.append(0x22)
      }
      bytes.append(literal: "><data key=\"labels\">")
      labels.withBytes { bytes.appendXMLText($0) }
      bytes.append(literal: "</data>")
    } else {
      bytes.append(0x3e)
    }
    appendData(of: id, &rows, types, keyLetter: UInt8(ascii: "n"), to: &bytes)
    bytes.append(literal: "</node>\n")
  }

  private func appendEdge(
    _ id: RelationshipID, _ record: RelationshipRecord, _ rows: inout PropertyRows,
    _ types: CellTypes, to bytes: inout [UInt8]
  ) {
    let name = snapshot.name(of: record.type)
    bytes.append(literal: "<edge id=\"e")
    bytes.append(decimal: Int64(id.rawValue))
    bytes.append(literal: "\" source=\"n")
    bytes.append(decimal: Int64(record.source.rawValue))
    bytes.append(literal: "\" target=\"n")
    bytes.append(decimal: Int64(record.target.rawValue))
    bytes.append(literal: "\" label=\"")
    name.withBytes { bytes.appendXMLAttribute($0) }
    bytes.append(literal: "\"><data key=\"label\">")
    name.withBytes { bytes.appendXMLText($0) }
    bytes.append(literal: "</data>")
    appendData(of: id.rawValue, &rows, types, keyLetter: UInt8(ascii: "e"), to: &bytes)
    bytes.append(literal: "</edge>\n")
  }

  private func appendData(
    of id: UInt32, _ rows: inout PropertyRows, _ types: CellTypes, keyLetter: UInt8,
    to bytes: inout [UInt8]
  ) {
    let arena = rows.arena
    rows.forEach(of: id) { column, cell in
      bytes.append(literal: "<data key=\"")
      bytes.append(keyLetter)
      bytes.append(decimal: Int64(column))
      bytes.append(literal: "\">")
      if case .string(let reference) = cell, types.types[column] == .scalar(.string) {
        arena.withBytes(of: reference) { bytes.appendXMLText($0) }
      } else {
        var text: [UInt8] = []
        text.append(cellText: cell.value(in: arena), as: types.types[column] ?? .json)
        bytes.appendXMLText(text.span)
      }
      bytes.append(literal: "</data>")
    }
  }
}

extension [UInt8] {
  /// Appends a value as the text of a column of a type that it has; lists are JSON arrays.
  internal mutating func append(cellText value: Value, as type: CellType) {
    switch type {
    case .json: append(typedJSON: value)
    case .list: append(json: value)
    case .scalar(.string):
      if case .string(let text) = value { text.withBytes { append($0) } }
    case .scalar(.text): appendTypedText(of: value)
    case .scalar(.float):
      if case .float(let number) = value { append(decimal: number) }
    case .scalar: append(json: value)
    }
  }
}

extension CellType {
  /// The type that GraphML knows.
  fileprivate var graphMLType: StaticString {
    guard case .scalar(let type) = self else { return "string" }
    return type.graphMLType
  }

  /// APOC's type of a list's items.
  fileprivate var graphMLListType: StaticString? {
    guard case .list(let type) = self else { return nil }
    return (type ?? .string).graphMLType
  }

  /// What stands in `kin:type`.
  fileprivate var ownName: String? {
    switch self {
    case .scalar(.text(let type)): type.rawValue
    case .list(.text(let type)?): type.rawValue + "[]"
    case .json: "json"
    default: nil
    }
  }
}

extension ScalarType {
  fileprivate var graphMLType: StaticString {
    switch self {
    case .boolean: "boolean"
    case .integer: "long"
    case .float: "double"
    case .string, .text: "string"
    }
  }
}
