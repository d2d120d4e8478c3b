// Random graphs put together in bulk, and the naive graph that has the same: nodes in parts with
// columns of every kind and gaps in them, relationships in batches, unsorted and parallel.

import TestSupport
import Text

@testable import Graph

/// A loader that is fed at random, and what it should give.
struct RandomLoad {
  private var loader = GraphLoader()
  private(set) var naive = NaiveGraph()
  private var writer: ArenaWriter
  private var batches: [Batch] = []

  /// One relationship as it was read, with its properties.
  private struct Row {
    let source: UInt32
    let target: UInt32
    var properties: [KeyID: Value] = [:]
  }

  private struct Batch {
    let type: TypeID
    let rows: [Row]
  }

  init(_ random: inout Random, partSizes: [Int] = [0, 1, 5, 63, 64, 65, 200]) throws {
    writer = ArenaWriter(loader.arena)
    for name in ["b", "a", "c"] as [UTF8String] {
      _ = (try loader.label(named: name), try naive.label(named: name))
      _ = (try loader.type(named: name), try naive.type(named: name))
    }
    for name in ["a", "name", "b"] as [UTF8String] {
      _ = (try loader.key(named: name), try naive.key(named: name))
    }
    for _ in 0..<random.below(4) + 1 { try addNodes(random.pick(partSizes), &random) }
    for number in 0..<3 { addLabels(LabelID(rawValue: UInt16(number)), &random) }
    if naive.nextNode > 0 {
      for _ in 0..<random.below(6) { try addRelationships(&random) }
    }
    try numberRelationships()
  }

  /// The graph that was put together.
  mutating func finish() -> GraphSnapshot {
    for (node, label) in labelled { try? naive.add(label, to: node) }
    return loader.finish()
  }

  // MARK: Nodes

  private var labelled: [(NodeID, LabelID)] = []

  private mutating func addNodes(_ count: Int, _ random: inout Random) throws {
    let first = naive.nextNode
    for _ in 0..<count { _ = try naive.createNode() }
    let (columns, values) = makeColumns(rowCount: count, &random)
    for (row, properties) in values.enumerated() {
      for (key, value) in properties {
        try naive.set(.node(NodeID(rawValue: first + UInt32(row))), key, to: value)
      }
    }
    try same(try loader.appendNodes(count: count, columns: columns), first, "the first node")
  }

  private mutating func addLabels(_ label: LabelID, _ random: inout Random) {
    var node: UInt32 = 0
    while node < naive.nextNode {
      let end = min(naive.nextNode, node + UInt32(random.pick([1, 3, 64, 100, 300])))
      if random.oneIn(2) {
        loader.add(label, to: node..<end)
        for member in node..<end { labelled.append((NodeID(rawValue: member), label)) }
      }
      node = end
    }
  }

  // MARK: Relationships

  private mutating func addRelationships(_ random: inout Random) throws {
    let type = TypeID(rawValue: UInt16(random.below(3)))
    let endMax = random.pick([1, 5, Int(naive.nextNode)])
    var rows = (0..<random.pick([0, 1, 20, 300])).map { _ in
      Row(
        source: UInt32(random.below(min(endMax, Int(naive.nextNode)))),
        target: UInt32(random.below(Int(naive.nextNode))))
    }
    if random.oneIn(3) { rows.sort { ($0.source, $0.target) < ($1.source, $1.target) } }
    // Columns may be shorter than the batch; the rest has no values.
    let rowCount = random.oneIn(3) ? rows.count / 2 : rows.count
    let (columns, values) = makeColumns(rowCount: rowCount, &random)
    for (row, properties) in values.enumerated() { rows[row].properties = properties }
    try loader.append(
      GraphLoader.RelationshipBatch(
        sources: rows.map(\.source), targets: rows.map(\.target), columns: columns), type: type)
    batches.append(Batch(type: type, rows: rows))
  }

  /// Relationships are numbered type by type in the order of their ends, then as they were read.
  private mutating func numberRelationships() throws {
    for number in 0..<3 {
      let type = TypeID(rawValue: UInt16(number))
      let rows = batches.filter { $0.type == type }.flatMap(\.rows)
      let order = rows.indices.sorted {
        (rows[$0].source, rows[$0].target, $0) < (rows[$1].source, rows[$1].target, $1)
      }
      for place in order {
        let row = rows[place]
        let id = try naive.createRelationship(
          type, from: NodeID(rawValue: row.source), to: NodeID(rawValue: row.target))
        for (key, value) in row.properties { try naive.set(.relationship(id), key, to: value) }
      }
    }
  }

  // MARK: Columns

  private typealias Columns = [(key: KeyID, column: LoadColumn)]

  /// Columns, now and then two under one key, and what they give each row.
  private mutating func makeColumns(
    rowCount: Int, _ random: inout Random
  ) -> (columns: Columns, values: [[KeyID: Value]]) {
    var columns: Columns = []
    var values = [[KeyID: Value]](repeating: [:], count: rowCount)
    for _ in 0..<random.below(5) {
      let key = KeyID(rawValue: UInt16(random.below(3)))
      let kind = random.pick(ColumnKind.allCases)
      if columns.contains(where: { $0.key == key && $0.column.kind == kind }) { continue }
      var column = LoadColumn(kind: kind)
      let gap = random.pick([1, 2, 70])
      for row in 0..<rowCount {
        let isThere = gap == 70 ? random.oneIn(70) : gap == 1 || row / 64 % 2 == 0
        if isThere, values[row][key] == nil {
          let value = random.value(of: kind)
          column.append(value, &writer)
          values[row][key] = value
        } else {
          column.appendAbsent()
        }
      }
      columns.append((key, column))
    }
    return (columns, values)
  }
}

extension Random {
  /// A value that a column of a kind holds.
  fileprivate mutating func value(of kind: ColumnKind) -> Value {
    switch kind {
    case .integer: .integer(integer())
    case .float: .float(float())
    case .boolean: .boolean(oneIn(2))
    case .string: .string(UTF8String(phrase(lengthMax: 14)))
    case .date: CalendarDate(daysSinceEpoch: day()).map(Value.date) ?? .null
    case .encoded: .list([.integer(integer()), .string(text())])
    }
  }
}
