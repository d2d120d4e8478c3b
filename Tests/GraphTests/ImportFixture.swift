// What import tests look at: the graph, the report and the rejected rows of one import.

import Text

@testable import Graph

/// A graph, its report and the rows that were rejected.
struct Imported {
  let graph: GraphSnapshot
  let report: ImportReport
  let rejects: [RejectedRow]

  init(_ files: [ImportFile], _ options: ImportOptions = ImportOptions()) throws(ImportError) {
    let rows = Lock<[RejectedRow]>([])
    (graph, report) = try importGraph(
      files, options: options, rejects: { row in rows.withLock { $0.append(row) } })
    rejects = rows.withLock(\.self)
  }

  init(_ paths: [String], _ options: ImportOptions = ImportOptions()) throws(ImportError) {
    try self.init(paths.map { ImportFile($0) }, options)
  }

  /// Where and why rows were rejected, one text each.
  var reasons: [String] {
    rejects.map { "\($0.line):\($0.column ?? 0) \($0.columnName ?? "-"): \($0.reason.message)" }
  }

  /// All that the graph holds, one text per node and per relationship.
  var lines: [String] { graph.describedLines }

  /// The value of a property of a node.
  func value(_ node: UInt32, _ key: String) -> Value {
    guard let key = graph.key(UTF8String(key)) else { return .null }
    return graph.value(of: NodeID(rawValue: node), key)
  }
}

extension GraphSnapshot {
  /// All nodes with labels and properties and all relationships, one text each, in order.
  var describedLines: [String] {
    func text(_ entity: Entity) -> String {
      properties(of: entity).map { "\(name(of: $0.key).string)=\($0.value)" }
        .sorted().joined(separator: ",")
    }
    var lines: [String] = []
    for node in allNodes.members {
      let id = NodeID(rawValue: node)
      let labels = labels(of: id).map { name(of: $0).string }.joined(separator: ":")
      lines.append("(\(node):\(labels) \(text(.node(id))))")
    }
    for relationship in allRelationships.members {
      let id = RelationshipID(rawValue: relationship)
      guard let record = record(of: id) else { continue }
      lines.append(
        "(\(record.source.rawValue))-[:\(name(of: record.type).string) "
          + "\(text(.relationship(id)))]->(\(record.target.rawValue))")
    }
    return lines
  }
}
