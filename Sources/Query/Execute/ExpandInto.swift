// The relationships between two nodes that are both bound: a binary search in the shorter of the
// two sorted rows.

internal import Graph
internal import Text

/// Finds relationships between two bound nodes.
final class ExpandInto: Operator {
  private let expansion: Expansion

  init(_ expansion: Expansion, _ place: OperatorPlace, next: Operator) {
    self.expansion = expansion
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let sources = batch[expansion.from].nodeIDs(count: batch.count)
    let targets = batch[expansion.to].nodeIDs(count: batch.count)
    let test = LabelTest(expansion.labels, in: context)
    if test.isImpossible { return }
    let bound = expansion.isRelationshipBound ? batch[expansion.relationship] : nil
    let search = EdgeSearch(expansion.types, expansion.direction, in: context)
    let exclusions = Exclusions(expansion.excluding, in: batch)
    let wantsRelationship = live.wants(expansion.relationship) && bound == nil
    var builder = RowBuilder()
    var found: [UInt32] = []
    func flush() throws(QueryError) {
      if builder.rows.isEmpty { return }
      var output = builder.batch(of: batch, keeping: live)
      if wantsRelationship { output[expansion.relationship] = .relationships(found) }
      builder = RowBuilder()
      found = []
      if !flow.isSatisfied { try send(output) }
    }
    for row in 0..<batch.count {
      let (source, target) = (sources[row], targets[row])
      if source == Column.nullID || target == Column.nullID || !test.passes(target) { continue }
      try search.forEach(from: source, to: target) { relationship throws(QueryError) in
        if exclusions.contain(relationship, row) { return }
        if let bound {
          guard case .relationship(let id) = bound.value(at: row), id.rawValue == relationship
          else { return }
        }
        builder.rows.append(Int32(truncatingIfNeeded: row))
        if wantsRelationship { found.append(relationship) }
        if builder.isFull { try flush() }
      }
      if flow.isSatisfied { return }
    }
    try flush()
  }
}

/// Finds the relationships between two nodes.
struct EdgeSearch {
  /// The rows of one type in both directions.
  private struct Rows {
    let outgoing: AdjacencyRows
    let incoming: AdjacencyRows
  }

  /// The first lies in a field, as in `Legs`.
  private let first: Rows
  private let rest: [Rows]
  private let isEmpty: Bool
  private let direction: RelationshipPatternSyntax.Direction

  init(
    _ types: [NameNumber], _ direction: RelationshipPatternSyntax.Direction,
    in context: ExecutionContext
  ) {
    let graph = context.graph
    func rows(_ type: TypeID) -> Rows {
      Rows(outgoing: graph.rows(type, .outgoing), incoming: graph.rows(type, .incoming))
    }
    let types = context.types(types)
    isEmpty = types.isEmpty
    first = rows(types.first ?? TypeID(rawValue: .max))
    rest = types.dropFirst().map(rows)
    self.direction = direction
  }

  /// Calls a function with each relationship between two nodes.
  @inline(__always)
  func forEach(
    from source: UInt32, to target: UInt32,
    _ body: (_ relationship: UInt32) throws(QueryError) -> Void
  ) throws(QueryError) {
    if isEmpty { return }
    try find(first, source, target, body)
    for rows in rest { try find(rows, source, target, body) }
  }

  @inline(__always)
  private func find(
    _ rows: borrowing Rows, _ source: UInt32, _ target: UInt32,
    _ body: (_ relationship: UInt32) throws(QueryError) -> Void
  ) throws(QueryError) {
    if direction != .left { try findDirected(rows, source, target, body) }
    if direction != .right, direction == .left || source != target {
      try findDirected(rows, target, source, body)
    }
  }

  /// Relationships that lead from one node to another, looked for in the shorter row.
  @inline(__always)
  private func findDirected(
    _ rows: borrowing Rows, _ source: UInt32, _ target: UInt32,
    _ body: (_ relationship: UInt32) throws(QueryError) -> Void
  ) throws(QueryError) {
    let forward = rows.outgoing.neighbours(of: NodeID(rawValue: source))
    let backward = rows.incoming.neighbours(of: NodeID(rawValue: target))
    if forward.count <= backward.count {
      for place in forward.places(of: NodeID(rawValue: target)) {
        try body(forward.relationship(at: place).rawValue)
      }
    } else {
      for place in backward.places(of: NodeID(rawValue: source)) {
        try body(backward.relationship(at: place).rawValue)
      }
    }
  }
}

extension EdgeSearch {
  /// Whether there is a relationship between two nodes.
  func exists(from source: UInt32, to target: UInt32) throws(QueryError) -> Bool {
    var isThere = false
    try forEach(from: source, to: target) { _ throws(QueryError) in isThere = true }
    return isThere
  }
}
