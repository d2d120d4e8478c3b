// The procedures that every graph has: what it holds, and full-text search over names.

internal import Graph
internal import Text

/// The procedures that every session knows.
enum BuiltInProcedures {
  static let all: [Procedure] = [
    Procedure(
      "db.labels", results: [.init("label", .string)], summary: "The labels of the graph."
    ) { _, graph in
      graph.labels.sorted().map { [.string($0)] }
    },
    Procedure(
      "db.relationshipTypes", results: [.init("relationshipType", .string)],
      summary: "The types of relationships."
    ) { _, graph in
      graph.types.sorted().map { [.string($0)] }
    },
    Procedure(
      "db.propertyKeys", results: [.init("propertyKey", .string)],
      summary: "The keys of properties."
    ) { _, graph in
      graph.keys.sorted().map { [.string($0)] }
    },
    Procedure(
      "db.schema",
      results: [
        .init("source", .string), .init("type", .string), .init("target", .string),
        .init("count", .integer),
      ],
      summary: "How many nodes each label has, and how many relationships join which labels."
    ) { _, graph in schema(of: graph) },
    Procedure(
      "db.indexes",
      results: [.init("kind", .string), .init("label", .string), .init("propertyKey", .string)],
      summary: "The indexes of the graph."
    ) { _, graph in
      graph.indexes.map { index in
        [
          .string(index.kind.name), index.label.map { .string(graph.name(of: $0)) } ?? .null,
          .string(graph.name(of: index.key)),
        ]
      }
    },
    searching(named: "search"),
    searching(named: "db.search"),
  ]

  private static func searching(named name: String) -> Procedure {
    Procedure(
      name, arguments: [.init("text", .string), .init("limit", .integer)],
      results: [.init("node", .node), .init("score", .float)],
      summary: "Nodes whose name is, begins with or contains a text, the best first."
    ) { arguments, graph throws(QueryError) in
      guard arguments.count == 2, case .string(let text) = arguments[0] else { return [] }
      var limit = Int64.max
      if case .integer(let number) = arguments[1] { limit = number }
      if limit < 0 {
        throw .argument(.numberOutOfRange, "the limit must not be negative", subject: "\(limit)")
      }
      let ranked = NameSearch(text, in: graph).ranked(limit: Int(limit))
      return ranked.map { [.node($0.node), .float($0.score)] }
    }
  }

  /// First a row for each label, then one for each pair of labels that a type joins.
  private static func schema(of graph: GraphSnapshot) -> [[Value]] {
    var rows: [[Value]] = []
    for number in graph.labels.indices {
      let label = LabelID(rawValue: UInt16(truncatingIfNeeded: number))
      let count = graph.members(of: label).count
      if count == 0 { continue }
      rows.append([.string(graph.name(of: label)), .null, .null, .integer(Int64(count))])
    }
    for (pattern, count) in graph.statistics.sortedPatterns {
      guard let source = pattern.source, let target = pattern.target else { continue }
      rows.append([
        .string(graph.name(of: source)), .string(graph.name(of: pattern.type)),
        .string(graph.name(of: target)), .integer(Int64(count)),
      ])
    }
    return rows
  }
}

extension IndexDefinition.Kind {
  fileprivate var name: UTF8String {
    switch self {
    case .equality: "equality"
    case .range: "range"
    case .text: "text"
    }
  }
}
