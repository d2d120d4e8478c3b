// Pictures of small graphs as text: DOT for Graphviz and flowcharts for Mermaid. Nodes are named by
// their property `name`, relationships by their type; other properties are left out. Names that the
// formats would read as markup are escaped.

internal import Text

extension ExportPlan {
  func writeDOT<Sink>(to output: inout ExportOutput<Sink>) throws(ExportError) {
    try output.write { $0.append(literal: "digraph G {\n  node [shape=box];\n") }
    try writeDrawing(to: &output) { node, bytes in
      bytes.append(literal: "  n")
      bytes.append(decimal: Int64(node))
      bytes.append(literal: " [label=")
      bytes.append(dotText: caption(of: node))
      let labels = labels(of: node).map { snapshot.name(of: $0).string }
      if !labels.isEmpty {
        bytes.append(literal: ", tooltip=")
        bytes.append(dotText: UTF8String(labels.map { ":" + $0 }.joined()))
      }
      bytes.append(literal: "];\n")
    } relationship: { record, bytes in
      bytes.append(literal: "  n")
      bytes.append(decimal: Int64(record.source.rawValue))
      bytes.append(literal: " -> n")
      bytes.append(decimal: Int64(record.target.rawValue))
      bytes.append(literal: " [label=")
      bytes.append(dotText: snapshot.name(of: record.type))
      bytes.append(literal: "];\n")
    }
    try output.write { $0.append(literal: "}\n") }
  }

  func writeMermaid<Sink>(to output: inout ExportOutput<Sink>) throws(ExportError) {
    try output.write { $0.append(literal: "flowchart LR\n") }
    try writeDrawing(to: &output) { node, bytes in
      bytes.append(literal: "  n")
      bytes.append(decimal: Int64(node))
      bytes.append(0x5b)
      bytes.append(mermaidText: caption(of: node))
      bytes.append(literal: "]\n")
    } relationship: { record, bytes in
      bytes.append(literal: "  n")
      bytes.append(decimal: Int64(record.source.rawValue))
      bytes.append(literal: " -->|")
      bytes.append(mermaidText: snapshot.name(of: record.type))
      bytes.append(literal: "| n")
      bytes.append(decimal: Int64(record.target.rawValue))
      bytes.append(0x0a)
    }
  }

  private func writeDrawing<Sink>(
    to output: inout ExportOutput<Sink>,
    node: @escaping @Sendable (UInt32, inout [UInt8]) -> Void,
    relationship: @escaping @Sendable (RelationshipRecord, inout [UInt8]) -> Void
  ) throws(ExportError) {
    try output.writeInParallel(count: snapshot.nodeIDLimit) { ids, bytes in
      for id in ids where snapshot.contains(NodeID(rawValue: UInt32(id))) {
        node(UInt32(id), &bytes)
      }
    }
    try output.writeInParallel(count: snapshot.relationshipIDLimit) { ids, bytes in
      for id in ids {
        if let record = snapshot.record(of: RelationshipID(rawValue: UInt32(id))) {
          relationship(record, &bytes)
        }
      }
    }
    output.report.nodeCount = snapshot.nodeCount
    output.report.relationshipCount = snapshot.relationshipCount
  }
}

extension [UInt8] {
  /// Appends a quoted string of DOT that shows as it is: backslashes doubled, since Graphviz
  /// expands `\N` and the like; control characters as spaces, which is all they could show as.
  fileprivate mutating func append(dotText text: UTF8String) {
    append(0x22)
    for byte in text.string.utf8 {
      switch byte {
      case 0x22: append(literal: "\\\"")
      case 0x5c: append(literal: "\\\\")
      case 0x0a: append(literal: "\\n")
      case 0..<0x20, 0x7f: append(0x20)
      // Labels are read with entities, as in HTML.
      case 0x26: append(literal: "&amp;")
      default: append(byte)
      }
    }
    append(0x22)
  }

  /// Appends a quoted string of Mermaid: its entity codes for everything that could be markup.
  fileprivate mutating func append(mermaidText text: UTF8String) {
    append(0x22)
    for byte in text.string.utf8 {
      switch byte {
      case 0x0a: append(literal: "<br/>")
      case 0..<0x20, 0x7f: append(0x20)
      case UInt8(ascii: "\""), UInt8(ascii: "#"), UInt8(ascii: "&"), UInt8(ascii: "<"),
        UInt8(ascii: ">"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"),
        UInt8(ascii: "|"), UInt8(ascii: "\\"):
        append(0x23)
        append(decimal: Int64(byte))
        append(0x3b)
      default: append(byte)
      }
    }
    append(0x22)
  }
}
