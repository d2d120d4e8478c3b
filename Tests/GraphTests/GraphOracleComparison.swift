// Comparing a version of a graph with the naive graph through everything that can be read from it.
// The first difference is thrown, with what was asked.

import TestSupport
import Text

@testable import Graph

/// An answer of the graph that is not the naive graph's.
struct Difference: Error, CustomStringConvertible {
  let question: String
  let answer: String
  let expected: String
  var description: String { "\(question): \(answer), expected \(expected)" }
}

func same<Answer: Equatable>(
  _ answer: Answer, _ expected: Answer, _ question: @autoclosure () -> String
) throws {
  if answer == expected { return }
  throw Difference(question: question(), answer: "\(answer)", expected: "\(expected)")
}

func identical(
  _ answer: Value, _ expected: Value, _ question: @autoclosure () -> String
) throws {
  if answer.isIdentical(to: expected) { return }
  throw Difference(question: question(), answer: "\(answer)", expected: "\(expected)")
}

/// A version of a graph beside the naive graph that it should be.
struct GraphComparison {
  let graph: GraphSnapshot
  let naive: NaiveGraph
  private let nodeIDs: [NodeID]
  private let relationshipIDs: [RelationshipID]

  init(_ graph: GraphSnapshot, _ naive: NaiveGraph) {
    self.graph = graph
    self.naive = naive
    nodeIDs = naive.nodes.keys.sorted()
    relationshipIDs = naive.relationships.keys.sorted()
  }

  /// Compares everything; the random numbers choose what indexes are asked.
  func run(_ random: inout Random) throws {
    try compareNames()
    try compareNodes()
    try compareRelationships()
    try compareRows()
    try compareProperties()
    try compareStatistics()
    try compareIndexes(&random)
  }

  // MARK: Names and members

  private func compareNames() throws {
    try same(graph.labels, naive.labels, "labels")
    try same(graph.types, naive.types, "types")
    try same(graph.keys, naive.keys, "keys")
    for (number, name) in naive.labels.enumerated() {
      try same(graph.label(name)?.rawValue, UInt16(number), "label \(name)")
    }
    for (number, name) in naive.keys.enumerated() {
      try same(graph.key(name)?.rawValue, UInt16(number), "key \(name)")
    }
    try same(graph.label("nowhere"), nil, "an unknown label")
  }

  private func compareNodes() throws {
    try same(graph.nodeCount, nodeIDs.count, "node count")
    try same(graph.nodeIDLimit, Int(naive.nextNode), "node id limit")
    try same(Array(graph.allNodes.members), nodeIDs.map(\.rawValue), "all nodes")
    for number in naive.labels.indices {
      let label = LabelID(rawValue: UInt16(number))
      let members = nodeIDs.filter { naive.nodes[$0]?.labels.contains(label) == true }
      try same(graph.members(of: label).count, members.count, "member count of \(label)")
      try same(
        Array(graph.members(of: label).members), members.map(\.rawValue), "members of \(label)")
    }
    for id in nodeIDs {
      try same(graph.contains(id), true, "contains \(id)")
      try same(graph.labels(of: id), naive.nodes[id]?.labels.sorted() ?? [], "labels of \(id)")
    }
    for id in [naive.nextNode, .max] {
      try same(graph.contains(NodeID(rawValue: id)), false, "contains node \(id)")
      try same(graph.labels(of: NodeID(rawValue: id)), [], "labels of node \(id)")
    }
  }

  private func compareRelationships() throws {
    try same(graph.relationshipCount, relationshipIDs.count, "relationship count")
    try same(graph.relationshipIDLimit, Int(naive.nextRelationship), "relationship id limit")
    try same(
      Array(graph.allRelationships.members), relationshipIDs.map(\.rawValue), "all relationships")
    for (id, expected) in naive.relationships {
      let record = graph.record(of: id)
      try same(record?.type, expected.type, "type of \(id)")
      try same(record?.source, expected.source, "source of \(id)")
      try same(record?.target, expected.target, "target of \(id)")
      let next = RelationshipID(rawValue: id.rawValue + 1)
      if naive.relationships[next] == nil { try same(graph.record(of: next), nil, "\(next)") }
    }
    for number in naive.types.indices {
      let type = TypeID(rawValue: UInt16(number))
      let count = naive.relationships.values.count { $0.type == type }
      try same(graph.count(of: type), count, "count of \(type)")
    }
  }

  // MARK: Rows

  private struct RowKey: Hashable {
    let node: NodeID
    let type: TypeID
    let direction: Direction
  }

  private func compareRows() throws {
    var rows: [RowKey: [[UInt32]]] = [:]
    var all: [NodeID: [RelationshipID]] = [:]
    for id in relationshipIDs {
      guard let record = naive.relationships[id] else { continue }
      let (source, target) = (record.source, record.target)
      rows[RowKey(node: source, type: record.type, direction: .outgoing), default: []]
        .append([target.rawValue, id.rawValue])
      rows[RowKey(node: target, type: record.type, direction: .incoming), default: []]
        .append([source.rawValue, id.rawValue])
      all[source, default: []].append(id)
      if target != source { all[target, default: []].append(id) }
    }
    let strangers = [NodeID(rawValue: naive.nextNode), NodeID(rawValue: .max)]
    for node in nodeIDs + strangers {
      for number in 0...naive.types.count {
        for direction in Direction.allCases {
          let key = RowKey(
            node: node, type: TypeID(rawValue: UInt16(number)), direction: direction)
          try compareRow(key, with: (rows[key] ?? []).sorted { $0.lexicographicallyPrecedes($1) })
        }
      }
      try same(graph.relationships(of: node), all[node] ?? [], "relationships of \(node)")
      try same(graph.degree(of: node), all[node]?.count ?? 0, "degree of \(node)")
    }
  }

  private func compareRow(_ key: RowKey, with expected: [[UInt32]]) throws {
    let row = graph.neighbours(of: key.node, key.type, key.direction)
    var found: [[UInt32]] = []
    for place in 0..<row.count {
      found.append([row.nodes[place].rawValue, row.relationship(at: place).rawValue])
    }
    try same(found, expected, "\(key)")
    try same(
      graph.degree(of: key.node, key.type, key.direction), expected.count, "degree of \(key)")
    if let first = expected.first {
      let places = row.places(of: NodeID(rawValue: first[0]))
      try same(places, 0..<expected.count { $0[0] == first[0] }, "places in \(key)")
    }
  }

  // MARK: Properties

  private func compareProperties() throws {
    for number in 0...naive.keys.count {
      let key = KeyID(rawValue: UInt16(number))
      var nodeValues: [UInt32: Value] = [:]
      for id in nodeIDs { nodeValues[id.rawValue] = naive.nodes[id]?.properties[key] }
      try compareColumn(graph.nodeColumn(key), nodeValues, "node \(key)")
      var relationshipValues: [UInt32: Value] = [:]
      for id in relationshipIDs {
        relationshipValues[id.rawValue] = naive.relationships[id]?.properties[key]
      }
      try compareColumn(
        graph.relationshipColumn(key), relationshipValues, "relationship \(key)")
      for id in nodeIDs {
        try identical(
          graph.value(of: id, key), nodeValues[id.rawValue] ?? .null, "\(key) of \(id)")
      }
    }
    for id in nodeIDs {
      try compareProperties(of: .node(id), naive.nodes[id]?.properties ?? [:])
    }
    for id in relationshipIDs {
      try compareProperties(of: .relationship(id), naive.relationships[id]?.properties ?? [:])
    }
    try compareProperties(of: .node(NodeID(rawValue: .max)), [:])
  }

  private func compareProperties(of entity: Entity, _ expected: [KeyID: Value]) throws {
    let found = graph.properties(of: entity)
    try same(found.map(\.key), expected.keys.sorted(), "keys of \(entity)")
    for (key, value) in found {
      try identical(value, expected[key] ?? .null, "\(key) of \(entity)")
      try identical(graph.value(of: entity, key), value, "value of \(entity)")
    }
  }

  private func compareColumn(
    _ column: PropertyColumn, _ expected: [UInt32: Value], _ name: String
  ) throws {
    try same(column.count, expected.count, "count of \(name)")
    var found: [UInt32] = []
    for number in 0..<column.pageCount {
      guard let page = column.page(number) else { continue }
      for place in 0..<PropertyColumn.idsPerPage
      where page.presence[place >> 6] & (1 << UInt64(place & 63)) != 0 {
        let id = UInt32(number * PropertyColumn.idsPerPage + place)
        found.append(id)
        let value = expected[id] ?? .null
        try identical(page.value(at: place, in: graph.texts), value, "\(name) of \(id)")
        try compareTyped(page, place, value)
        try same(column.hasValue(at: id), true, "\(name) of \(id) is there")
        if let reference = column.stringReference(at: id) {
          try identical(.string(graph.texts.text(of: reference)), value, "\(name) of \(id)")
        }
      }
    }
    try same(found, expected.keys.sorted(), "ids of \(name)")
  }

  private func compareTyped(
    _ page: borrowing ColumnPageView, _ place: Int, _ expected: Value
  ) throws {
    switch page.kind {
    case .integer: try identical(.integer(page.integers[place]), expected, "integers")
    case .float: try identical(.float(page.floats[place]), expected, "floats")
    case .boolean: try identical(.boolean(page.booleans[place] == 1), expected, "booleans")
    case .string, .date, .encoded: break
    }
  }

  // MARK: Statistics

  private func compareStatistics() throws {
    var counts: [RelationshipPattern: Int] = [:]
    for record in naive.relationships.values {
      let sources = naive.nodes[record.source]?.labels.map(Optional.some) ?? []
      let targets = naive.nodes[record.target]?.labels.map(Optional.some) ?? []
      for source in sources + [nil] {
        for target in targets + [nil] {
          counts[RelationshipPattern(source, record.type, target), default: 0] += 1
        }
      }
    }
    try same(graph.statistics.patternCounts, counts, "pattern counts")
    for (pattern, count) in counts {
      try same(graph.statistics.count(of: pattern), count, "\(pattern)")
    }
    try same(graph.countedStatistics().patternCounts, counts, "counted pattern counts")
  }

  // MARK: Indexes

  private func compareIndexes(_ random: inout Random) throws {
    try same(graph.indexes.count, naive.indexes.count, "index count")
    try same(Set(graph.indexes), naive.indexes, "indexes")
    for definition in graph.indexes {
      guard let index = graph.index(definition) else { continue }
      let values = nodeIDs.compactMap { id -> (id: NodeID, value: Value)? in
        guard let node = naive.nodes[id], let value = node.properties[definition.key],
          definition.label.map({ node.labels.contains($0) }) ?? true
        else { return nil }
        return (id, value)
      }
      for _ in 0..<4 {
        let known = values.randomElement(using: &random)?.value
        let first = random.oneIn(4) ? random.property() : known ?? random.property()
        try askEquality(index, values, first)
        let second = values.randomElement(using: &random)?.value ?? random.neighbour(of: first)
        try askRange(index, values, first, second, &random)
        try askText(index, values, first, &random)
      }
    }
  }

  private typealias Values = [(id: NodeID, value: Value)]

  private func check(
    _ candidates: [NodeID], _ index: GraphIndex, holdAll truth: [NodeID], _ question: String
  ) throws {
    try same(candidates, Set(candidates).sorted(), "\(question) once and in order")
    let missing = Set(truth).subtracting(candidates).sorted()
    try same(missing, [], "missing from \(index.definition) asked for \(question)")
  }

  private func askEquality(_ index: GraphIndex, _ values: Values, _ value: Value) throws {
    let truth = values.filter { $0.value.isEqual(to: value) == true }.map(\.id)
    guard let candidates = index.candidates(equalTo: value) else {
      return try same(index.definition.kind, .text, "kind of an index that cannot tell")
    }
    try check(candidates, index, holdAll: truth, "= \(value)")
    let definition = index.definition
    let nodes = graph.nodes(with: value, under: definition.key, label: definition.label)
    try same(nodes ?? [], truth, "nodes with \(value) under \(definition)")
  }

  private func askRange(
    _ index: GraphIndex, _ values: Values, _ first: Value, _ second: Value,
    _ random: inout Random
  ) throws {
    guard index.definition.kind == .range else {
      return try same(index.candidates(from: first, through: nil), nil, "a range")
    }
    if first.isNull || second.isNull { return }
    let isOrdered = Value.order(first, second) <= 0
    var low: Value? = isOrdered ? first : second
    var high: Value? = isOrdered ? second : first
    let areOfOneFamily = first.family == second.family
    if random.oneIn(2) || !areOfOneFamily {
      if random.oneIn(2) { low = nil } else { high = nil }
    }
    guard let bound = low ?? high else { return }
    let truth = values.filter { value in
      value.value.family == bound.family
        && (low.map { Value.order($0, value.value) <= 0 } ?? true)
        && (high.map { Value.order(value.value, $0) <= 0 } ?? true)
    }.map(\.id)
    let question = "\(String(describing: low)) … \(String(describing: high))"
    guard let candidates = index.candidates(from: low, through: high) else {
      throw Difference(question: question, answer: "cannot tell", expected: "\(truth)")
    }
    try check(candidates, index, holdAll: truth, question)
    let count = index.candidateCount(from: low, through: high) ?? -1
    try same(count >= candidates.count, true, "the count of \(question) is an upper bound")
  }

  private func askText(
    _ index: GraphIndex, _ values: Values, _ value: Value, _ random: inout Random
  ) throws {
    guard index.definition.kind == .text else {
      return try same(index.candidates(containing: "x"), nil, "a text")
    }
    guard case .string(let text) = value else { return }
    let phrase = random.part(of: text.string)
    if phrase.isEmpty { return }
    let truth = values.filter { Self.contains($0.value, phrase) }.map(\.id)
    let candidates = index.candidates(containing: UTF8String(phrase))
    try check(candidates ?? [], index, holdAll: truth, "contains \(phrase)")
  }

  private static func contains(_ value: Value, _ phrase: String) -> Bool {
    switch value {
    case .string(let text): text.string.utf8.contains(phrase.utf8)
    case .list(let items):
      items.contains { if case .string = $0 { contains($0, phrase) } else { false } }
    default: false
    }
  }
}
