// From each row's node over its relationships to the nodes at their other ends. The inner loop runs
// over the sorted rows of the adjacency, one type and direction after the other.

internal import Graph
internal import Text

/// The rows to walk over, looked up once per batch.
///
/// The first two lie in fields: a copy out of an array counts references for every node, and most
/// patterns walk over one type.
struct Legs {
  private let first: AdjacencyRows
  private let second: AdjacencyRows
  private let rest: [AdjacencyRows]
  private let count: Int
  /// Whether both directions are walked, so that a self-loop must be counted once; every second
  /// row is then the way back.
  let isUndirected: Bool

  init(
    _ types: [NameNumber], _ direction: RelationshipPatternSyntax.Direction,
    where condition: BoundLabels? = nil, in context: ExecutionContext
  ) {
    let graph = context.graph
    var rows: [AdjacencyRows] = []
    for type in context.types(types, where: condition) {
      if direction != .left { rows.append(graph.rows(type, .outgoing)) }
      if direction != .right { rows.append(graph.rows(type, .incoming)) }
    }
    count = rows.count
    let none = graph.rows(TypeID(rawValue: .max), .outgoing)
    first = rows.first ?? none
    second = rows.dropFirst().first ?? none
    rest = Array(rows.dropFirst(2))
    isUndirected = direction == .either
  }

  /// Calls a function with each row of a node, and whether self-loops in it were seen already.
  @inline(__always)
  func forEachRow(
    of node: UInt32,
    _ body: (_ row: borrowing Neighbours, _ skipsLoops: Bool) throws(QueryError) -> Void
  ) throws(QueryError) {
    if count == 0 { return }
    try body(first.neighbours(of: NodeID(rawValue: node)), false)
    if count == 1 { return }
    try body(second.neighbours(of: NodeID(rawValue: node)), isUndirected)
    if count == 2 { return }
    for place in rest.indices {
      let rows = rest[place]
      try body(rows.neighbours(of: NodeID(rawValue: node)), isUndirected && place & 1 == 1)
    }
  }

  /// Calls a function with each neighbour of a node and the relationship to it.
  @inline(__always)
  func forEach(
    of node: UInt32,
    _ body: (_ neighbour: UInt32, _ relationship: UInt32) throws(QueryError) -> Void
  ) throws(QueryError) {
    try forEachRow(of: node) { row, skipsLoops throws(QueryError) in
      for place in row.nodes.indices {
        let neighbour = row.nodes[place].rawValue
        if skipsLoops, neighbour == node { continue }
        try body(neighbour, row.relationship(at: place).rawValue)
      }
    }
  }

  /// How many relationships a node has; a self-loop counts once.
  func degree(of node: UInt32) throws(QueryError) -> Int {
    var count = 0
    try forEachRow(of: node) { row, skipsLoops throws(QueryError) in
      count += row.count
      if skipsLoops { count -= row.places(of: NodeID(rawValue: node)).count }
    }
    return count
  }
}

/// Tests whether a node has all of some labels.
struct LabelTest {
  private let bitmaps: [Bitmap]
  /// Whether a label is unknown to the graph, so that no node passes.
  let isImpossible: Bool

  init(_ labels: [NameNumber], in context: ExecutionContext) {
    var bitmaps: [Bitmap] = []
    var isImpossible = false
    for label in labels {
      if let id = context.label(label) {
        bitmaps.append(context.graph.members(of: id))
      } else {
        isImpossible = true
      }
    }
    self.bitmaps = bitmaps
    self.isImpossible = isImpossible
  }

  var isTrivial: Bool { bitmaps.isEmpty }

  @inline(__always)
  func passes(_ node: UInt32) -> Bool {
    for bitmap in bitmaps where !bitmap.contains(node) { return false }
    return true
  }
}

/// The relationships that a new one must differ from, for the rows of one batch.
struct Exclusions {
  private let single: [[UInt32]]
  private let lists: [Column]

  init(_ slots: [Slot], in batch: Batch) {
    var single: [[UInt32]] = []
    var lists: [Column] = []
    for slot in slots {
      switch batch[slot] {
      case .absent: break
      case .relationships(let ids): single.append(ids)
      case let column: lists.append(column)
      }
    }
    self.single = single
    self.lists = lists
  }

  @inline(__always)
  func contain(_ relationship: UInt32, _ row: Int) -> Bool {
    for ids in single where ids[row] == relationship { return true }
    return lists.isEmpty ? false : listsContain(relationship, row)
  }

  private func listsContain(_ relationship: UInt32, _ row: Int) -> Bool {
    for column in lists {
      switch column.value(at: row) {
      case .relationship(let id): if id.rawValue == relationship { return true }
      case .list(let items):
        for case .relationship(let id) in items where id.rawValue == relationship { return true }
      default: break
      }
    }
    return false
  }
}

/// Walks one relationship from a bound node to a new one.
final class Expand: Operator {
  private let expansion: Expansion

  init(_ expansion: Expansion, _ place: OperatorPlace, next: Operator) {
    self.expansion = expansion
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    if expansion.isRelationshipBound { return try pushBound(batch) }
    let test = LabelTest(
      expansion.labels, reachedOver: expansion.types, expansion.direction, in: context)
    if test.isImpossible { return }
    let legs = Legs(expansion.types, expansion.direction, in: context)
    let exclusions = Exclusions(expansion.excluding, in: batch)
    let sources = batch[expansion.from].nodeIDs(count: batch.count)
    var made = Made(wantsRelationship: live.wants(expansion.relationship))
    for row in 0..<batch.count where sources[row] != Column.nullID {
      try legs.forEach(of: sources[row]) { neighbour, relationship throws(QueryError) in
        if !test.passes(neighbour) || exclusions.contain(relationship, row) { return }
        made.add(row, neighbour, relationship)
        if made.builder.isFull { try flush(&made, batch) }
      }
      if flow.isSatisfied { return }
    }
    try flush(&made, batch)
  }

  private struct Made {
    var builder = RowBuilder()
    var neighbours: [UInt32] = []
    var relationships: [UInt32] = []
    let wantsRelationship: Bool

    @inline(__always)
    mutating func add(_ row: Int, _ neighbour: UInt32, _ relationship: UInt32) {
      builder.rows.append(Int32(truncatingIfNeeded: row))
      neighbours.append(neighbour)
      if wantsRelationship { relationships.append(relationship) }
    }
  }

  private func flush(_ made: inout Made, _ batch: Batch) throws(QueryError) {
    if made.builder.rows.isEmpty { return }
    var output = made.builder.batch(of: batch, keeping: live)
    if live.wants(expansion.to) { output[expansion.to] = .nodes(made.neighbours) }
    if made.wantsRelationship {
      output[expansion.relationship] = .relationships(made.relationships)
    }
    made = Made(wantsRelationship: made.wantsRelationship)
    if !flow.isSatisfied { try send(output) }
  }

  /// The relationship is known: only its ends have to fit.
  private func pushBound(_ batch: Batch) throws(QueryError) {
    let test = LabelTest(expansion.labels, in: context)
    if test.isImpossible { return }
    let types = context.types(expansion.types)
    let exclusions = Exclusions(expansion.excluding, in: batch)
    var builder = RowBuilder()
    var neighbours: [UInt32] = []
    for row in 0..<batch.count {
      guard case .node(let from) = batch[expansion.from].value(at: row),
        case .relationship(let id) = batch[expansion.relationship].value(at: row),
        let record = context.graph.record(of: id), types.contains(record.type),
        !exclusions.contain(id.rawValue, row)
      else { continue }
      var ends: [NodeID] = []
      if expansion.direction != .left, record.source == from { ends.append(record.target) }
      if expansion.direction != .right, record.target == from, !ends.contains(record.source) {
        ends.append(record.source)
      }
      for end in ends where test.passes(end.rawValue) {
        builder.rows.append(Int32(truncatingIfNeeded: row))
        neighbours.append(end.rawValue)
      }
    }
    var output = builder.batch(of: batch, keeping: live)
    if live.wants(expansion.to) { output[expansion.to] = .nodes(neighbours) }
    try send(output)
  }
}

extension Column {
  /// The numbers of the nodes in this column; `nullID` for what is no node.
  func nodeIDs(count: Int) -> [UInt32] {
    switch self {
    case .nodes(let ids): return ids
    case .constant(.node(let id)): return Array(repeating: id.rawValue, count: count)
    case .values(let values):
      return values.map { if case .node(let id) = $0 { id.rawValue } else { Column.nullID } }
    default: return Array(repeating: Column.nullID, count: count)
    }
  }
}
