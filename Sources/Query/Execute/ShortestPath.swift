// Shortest paths between two bound nodes: breadth first from both ends (`SearchSide.swift`). When
// the sides meet, no shorter path is left to be found. What every step of a path must fulfil is
// tested on the way; a condition on the path as a whole may refuse the shortest, and then longer
// ones are looked for (`ShortestTrail.swift`). From a node to itself leads the empty path where the
// pattern allows it, and otherwise the shortest way round.

internal import Graph
internal import Text

/// Finds a shortest path, or all of them.
final class FindShortestPath: Operator {
  private let expansion: VariableExpansion
  private var search = TwoSidedSearch()

  init(_ expansion: VariableExpansion, _ place: OperatorPlace, next: Operator) {
    self.expansion = expansion
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let sources = batch[expansion.from].nodeIDs(count: batch.count)
    let targets = batch[expansion.to].nodeIDs(count: batch.count)
    let legs = Legs(
      expansion.types, expansion.direction, where: expansion.typeCondition, in: context)
    let back = Legs(
      expansion.types, expansion.direction.reversed, where: expansion.typeCondition, in: context)
    var rows: [Int32] = []
    var lists: [Value] = []
    for row in 0..<batch.count {
      let (source, target) = (sources[row], targets[row])
      if source == Column.nullID || target == Column.nullID { continue }
      let test = try PathTest(expansion, evaluator, batch, row)
      for path in try paths(from: source, to: target, legs, back, test) {
        rows.append(Int32(truncatingIfNeeded: row))
        lists.append(expansion.list(path))
      }
      if rows.count >= Batch.size {
        try flush(&rows, &lists, batch)
        if flow.isSatisfied { return }
      }
    }
    try flush(&rows, &lists, batch)
  }

  /// The relationships of the shortest path that passes, or of all such paths of one length.
  private func paths(
    from source: UInt32, to target: UInt32, _ legs: Legs, _ back: Legs, _ test: PathTest
  ) throws(QueryError) -> [[UInt32]] {
    let all = expansion.shortest == .all
    let maximum = min(expansion.maximum ?? .max, context.options.limits.pathLength)
    if source == target, expansion.minimum > 0 {
      return try ways(round: source, legs, back, test, maximum: maximum)
    }
    let shortest =
      source == target
      ? [[]]
      : try search.paths(
        from: source, to: target, legs, back, test, context, maximum: maximum, all: all)
    guard let length = shortest.first?.count else { return [] }
    if length >= expansion.minimum {
      let accepted = try test.accepted(shortest)
      if !accepted.isEmpty || length == 0 { return accepted }
    }
    var trails = TrailSearch(from: source, to: target, maximum: maximum)
    return try trails.paths(
      minimum: max(length, expansion.minimum), all: all, legs, back, test, context)
  }

  /// The relationships of the shortest paths from a node back to it, of one at least.
  private func ways(
    round node: UInt32, _ legs: Legs, _ back: Legs, _ test: PathTest, maximum: Int
  ) throws(QueryError) -> [[UInt32]] {
    let length = try shortestCycle(through: node, legs, maximum: maximum, context.budget)
    guard let length else { return [] }
    let all = expansion.shortest == .all
    let minimum = max(length, expansion.minimum)
    if minimum == length {
      // Half of the way is near the node in any case.
      var trails = TrailSearch(from: node, to: node, maximum: length, reach: (length + 1) / 2)
      let found = try trails.paths(minimum: minimum, all: all, legs, back, test, context)
      if !found.isEmpty { return found }
    }
    var trails = TrailSearch(from: node, to: node, maximum: maximum)
    return try trails.paths(minimum: minimum, all: all, legs, back, test, context)
  }

  private func flush(
    _ rows: inout [Int32], _ lists: inout [Value], _ batch: Batch
  ) throws(QueryError) {
    if rows.isEmpty { return }
    var output = batch.gathered(rows, keeping: live)
    if live.wants(expansion.relationships) { output[expansion.relationships] = .values(lists) }
    rows = []
    lists = []
    try send(output)
  }
}

extension RelationshipPatternSyntax.Direction {
  /// The direction seen from the other end.
  var reversed: Self {
    switch self {
    case .right: .left
    case .left: .right
    case .either: .either
    }
  }
}

extension VariableExpansion {
  /// The relationships of a walk as the list that the pattern binds.
  func list(_ walk: [UInt32]) -> Value {
    let list = isReversed ? walk.reversed() : walk
    return .list(list.map { .relationship(RelationshipID(rawValue: $0)) })
  }
}
