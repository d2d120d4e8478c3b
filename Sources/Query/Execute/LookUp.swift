// Nodes by the value of a property, for each row that comes in. With an index it is asked; without
// one, a few rows scan the column, and many rows first make a table from value to nodes of the
// whole label, which is what other engines call a hash join.

internal import Graph
internal import Text

/// Finds nodes whose property equals a value.
final class LookUp: Operator {
  private let lookup: PropertyLookup
  private var table: ValueTable?
  private var rowCount = 0
  /// So many rows are looked up by scanning before a table is made.
  private static let scanMax = 3

  init(_ lookup: PropertyLookup, _ place: OperatorPlace, next: Operator) {
    self.lookup = lookup
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    guard let key = context.key(lookup.key) else { return }
    var label: LabelID?
    if let name = lookup.label {
      guard let id = context.label(name) else { return }
      label = id
    }
    let values = try evaluator.column(of: lookup.value, batch)
    var rows: [Int32] = []
    var nodes: [UInt32] = []
    rowCount += batch.count
    for row in 0..<batch.count {
      for node in try self.nodes(with: values, row, key, label) {
        rows.append(Int32(truncatingIfNeeded: row))
        nodes.append(node)
      }
      if rows.count >= Batch.size {
        try flush(&rows, &nodes, batch)
        if flow.isSatisfied { return }
      }
    }
    try flush(&rows, &nodes, batch)
  }

  private func nodes(
    with values: Column, _ row: Int, _ key: KeyID, _ label: LabelID?
  ) throws(QueryError) -> [UInt32] {
    let value = values.value(at: row)
    if value.isNull || value.isNaN { return [] }
    if context.options.usesIndexes,
      let found = context.graph.nodes(with: value, under: key, label: label)
    {
      return found.map(\.rawValue)
    }
    if rowCount > Self.scanMax, table == nil {
      let made = ValueTable(key, label, context.graph)
      try context.budget.take(bytes: made.heldBytes)
      table = made
    }
    if let table { return table.nodes(with: value) }
    return try context.scan(for: value, key, label)
  }

  private func flush(
    _ rows: inout [Int32], _ nodes: inout [UInt32], _ batch: Batch
  ) throws(QueryError) {
    if rows.isEmpty { return }
    var output = batch.gathered(rows, keeping: live)
    if live.wants(lookup.slot) { output[lookup.slot] = .nodes(nodes) }
    rows = []
    nodes = []
    try send(output)
  }

  override func restart() {
    if let table { context.budget.give(back: table.heldBytes) }
    table = nil
    rowCount = 0
    super.restart()
  }
}

/// From the values of a key to the nodes that have them.
struct ValueTable {
  private var groups = GroupTable(columnCount: 1)
  /// By group the first node, by node the next of its group; `nullID` ends a chain.
  private var first: [UInt32] = []
  private var following: [UInt32: UInt32] = [:]

  init(_ key: KeyID, _ label: LabelID?, _ graph: GraphSnapshot) {
    let members = label.map { graph.members(of: $0) } ?? graph.allNodes
    let column = graph.nodeColumn(key)
    var cursor = BitmapCursor(0..<UInt32(clamping: graph.nodeIDLimit))
    while true {
      let ids = cursor.next(Batch.size, of: members)
      if ids.isEmpty { break }
      let values = gathered(ids, from: column, graph.texts)
      let numbers = groups.groups(of: [values], count: ids.count)
      for (place, id) in ids.enumerated() where !values.isNull(at: place) {
        let group = Int(numbers[place])
        while first.count <= group { first.append(Column.nullID) }
        if first[group] != Column.nullID { following[id] = first[group] }
        first[group] = id
      }
    }
  }

  var heldBytes: Int { groups.count * 40 + following.count * 16 }

  /// The nodes that have a value, in ascending order.
  func nodes(with value: Value) -> [UInt32] {
    let group = groups.find([.constant(value)], count: 1)[0]
    guard group >= 0, Int(group) < first.count else { return [] }
    var nodes: [UInt32] = []
    var node = first[Int(group)]
    while node != Column.nullID {
      nodes.append(node)
      node = following[node] ?? Column.nullID
    }
    return nodes.reversed()
  }
}

extension ExecutionContext {
  /// The nodes that have a value under a key, by going through all of a label.
  func scan(for value: Value, _ key: KeyID, _ label: LabelID?) throws(QueryError) -> [UInt32] {
    let members = label.map { graph.members(of: $0) } ?? graph.allNodes
    let column = graph.nodeColumn(key)
    var found: [UInt32] = []
    var cursor = BitmapCursor(0..<UInt32(clamping: graph.nodeIDLimit))
    while true {
      let ids = cursor.next(Batch.size, of: members)
      if ids.isEmpty { return found }
      try budget.check()
      let values = gathered(ids, from: column, graph.texts)
      for place in rowsEqual(values, value, count: ids.count) { found.append(ids[Int(place)]) }
    }
  }
}

/// The rows of a column that equal a value.
func rowsEqual(_ column: Column, _ value: Value, count: Int) -> [Int32] {
  var rows: [Int32] = []
  switch (column, value) {
  case (.integers(let numbers, let nulls), .integer(let wanted)):
    for row in 0..<count where numbers[row] == wanted && !nulls.isNull(row) {
      rows.append(Int32(truncatingIfNeeded: row))
    }
  case (.texts(let references, let arena, let nulls), .string(let wanted)):
    let length = wanted.byteCount
    wanted.withBytes { bytes in
      for row in 0..<count where references[row].byteCount == length && !nulls.isNull(row) {
        let isEqual = arena.withBytes(of: references[row]) { compareBytes($0, bytes) == 0 }
        if isEqual { rows.append(Int32(truncatingIfNeeded: row)) }
      }
    }
  default:
    for row in 0..<count where column.value(at: row).isEqual(to: value) == true {
      rows.append(Int32(truncatingIfNeeded: row))
    }
  }
  return rows
}

/// Finds candidates by a range or text index; the condition itself is tested behind.
final class Seek: Operator {
  private let seek: IndexSeek

  init(_ seek: IndexSeek, _ place: OperatorPlace, next: Operator) {
    self.seek = seek
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    guard let key = context.key(seek.key) else { return }
    var label: LabelID?
    if let name = seek.label {
      guard let id = context.label(name) else { return }
      label = id
    }
    for row in 0..<batch.count where !flow.isSatisfied {
      let nodes = try candidates(batch, row, key, label)
      var start = 0
      while start < nodes.count, !flow.isSatisfied {
        let part = Array(nodes[start..<min(start + Batch.size, nodes.count)])
        let rows = [Int32](repeating: Int32(truncatingIfNeeded: row), count: part.count)
        var output = batch.gathered(rows, keeping: live)
        if live.wants(seek.slot) { output[seek.slot] = .nodes(part) }
        try send(output)
        start += part.count
      }
    }
  }

  private func candidates(
    _ batch: Batch, _ row: Int, _ key: KeyID, _ label: LabelID?
  ) throws(QueryError) -> [UInt32] {
    let graph = context.graph
    let members = label.map { graph.members(of: $0) } ?? graph.allNodes
    func usable(_ kind: IndexDefinition.Kind) -> GraphIndex? {
      if let label, let own = graph.index(IndexDefinition(kind, label: label, key: key)) {
        return own
      }
      return graph.index(IndexDefinition(kind, label: nil, key: key))
    }
    var found: [NodeID]?
    switch seek.bounds {
    case .range(let from, let to):
      let low = try from.map { bound throws(QueryError) in
        try evaluator.value(of: bound, batch, row)
      }
      let high = try to.map { bound throws(QueryError) in
        try evaluator.value(of: bound, batch, row)
      }
      if low?.isNull == true || high?.isNull == true { return [] }
      found = usable(.range)?.candidates(from: low, through: high)
    case .containing(let part):
      guard case .string(let phrase) = try evaluator.value(of: part, batch, row) else { return [] }
      found = usable(.text)?.candidates(containing: phrase)
    }
    guard let found else {
      var all: [UInt32] = []
      for id in members.members { all.append(id) }
      return all
    }
    return found.compactMap {
      graph.contains($0) && members.contains($0.rawValue) ? $0.rawValue : nil
    }
  }
}

/// Finds the node with an id.
final class NodeByID: Operator {
  private let slot: Slot
  private let id: BoundExpression

  init(_ slot: Slot, _ id: BoundExpression, _ place: OperatorPlace, next: Operator) {
    self.slot = slot
    self.id = id
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var rows: [Int32] = []
    var nodes: [UInt32] = []
    for row in 0..<batch.count {
      guard case .integer(let number) = try evaluator.value(of: id, batch, row),
        let raw = UInt32(exactly: number), context.graph.contains(NodeID(rawValue: raw))
      else { continue }
      rows.append(Int32(truncatingIfNeeded: row))
      nodes.append(raw)
    }
    var output = batch.gathered(rows, keeping: live)
    if live.wants(slot) { output[slot] = .nodes(nodes) }
    try send(output)
  }
}
