// Shortest paths between two bound nodes: breadth first from both ends, always a whole level of the
// side with the smaller frontier. When the sides meet, no shorter path is left to be found. Each
// side keeps a record per node with the steps that lead to it, from which the paths are read back.

internal import Graph
internal import Text

/// Finds a shortest path, or all of them.
final class FindShortestPath: Operator {
  private let expansion: VariableExpansion

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
      let properties = try EachProperty(expansion.eachProperty, evaluator, batch, row)
      var search = TwoSidedSearch(
        source, target, legs, back, properties, context,
        maximum: min(expansion.maximum ?? .max, context.options.limits.pathLength))
      let paths = try search.paths(minimum: expansion.minimum, all: expansion.shortest == .all)
      for path in paths {
        rows.append(Int32(truncatingIfNeeded: row))
        let list = expansion.isReversed ? path.reversed() : path
        lists.append(.list(list.map { .relationship(RelationshipID(rawValue: $0)) }))
      }
      if rows.count >= Batch.size {
        try flush(&rows, &lists, batch)
        if flow.isSatisfied { return }
      }
    }
    try flush(&rows, &lists, batch)
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

/// A step that leads to a node: from which record, over which relationship.
private struct SearchStep {
  var parent: Int32
  var relationship: UInt32
}

/// What one end has seen so far.
private struct SearchSide {
  var nodes: [UInt32]
  /// By record: all first steps that lead to it by a shortest way.
  var steps: [[SearchStep]] = [[]]
  var depths: [Int] = [0]
  var records: [UInt32: Int32]
  var frontier: Range<Int>
  var depth = 0

  init(_ start: UInt32) {
    nodes = [start]
    records = [start: 0]
    frontier = 0..<1
  }

  /// Goes on by one level.
  mutating func advance(
    _ legs: Legs, _ properties: EachProperty, _ context: ExecutionContext, keepsAll: Bool
  ) throws(QueryError) {
    depth += 1
    let start = nodes.count
    for record in frontier {
      if record & 255 == 0 { try context.budget.check() }
      try legs.forEach(of: nodes[record]) { neighbour, relationship throws(QueryError) in
        if !properties.isEmpty, !properties.hold(relationship, context) { return }
        let step = SearchStep(parent: Int32(truncatingIfNeeded: record), relationship: relationship)
        if let known = records[neighbour] {
          if keepsAll, depths[Int(known)] == depth { steps[Int(known)].append(step) }
          return
        }
        records[neighbour] = Int32(truncatingIfNeeded: nodes.count)
        nodes.append(neighbour)
        steps.append([step])
        depths.append(depth)
      }
    }
    try context.budget.take(bytes: (nodes.count - start) * 64)
    frontier = start..<nodes.count
  }

  /// The relationships of all shortest ways from the start to a record, or of one of them.
  func ways(to record: Int32, all: Bool, _ budget: Budget) throws(QueryError) -> [[UInt32]] {
    var ways: [[UInt32]] = []
    var open: [(record: Int32, way: [UInt32])] = [(record, [])]
    while let (record, way) = open.popLast() {
      if record == 0 {
        ways.append(way.reversed())
        if !all { break }
        if ways.count & 255 == 0 { try budget.check() }
        continue
      }
      for step in steps[Int(record)].reversed() {
        open.append((step.parent, way + [step.relationship]))
      }
    }
    return ways
  }
}

/// A search from both ends.
private struct TwoSidedSearch {
  private var forward: SearchSide
  private var backward: SearchSide
  private let legs: Legs
  private let back: Legs
  private let properties: EachProperty
  private let context: ExecutionContext
  private let maximum: Int

  init(
    _ source: UInt32, _ target: UInt32, _ legs: Legs, _ back: Legs, _ properties: EachProperty,
    _ context: ExecutionContext, maximum: Int
  ) {
    forward = SearchSide(source)
    backward = SearchSide(target)
    self.legs = legs
    self.back = back
    self.properties = properties
    self.context = context
    self.maximum = maximum
  }

  /// The relationships of the shortest path, or of all paths of that length.
  mutating func paths(minimum: Int, all: Bool) throws(QueryError) -> [[UInt32]] {
    if forward.nodes[0] == backward.nodes[0] {
      return minimum == 0 ? [[]] : []
    }
    while forward.depth + backward.depth < maximum {
      if forward.frontier.isEmpty || backward.frontier.isEmpty { return [] }
      let isForward = forward.frontier.count <= backward.frontier.count
      if isForward {
        try forward.advance(legs, properties, context, keepsAll: all)
      } else {
        try backward.advance(back, properties, context, keepsAll: all)
      }
      let meetings = isForward ? meetings(forward, backward) : meetings(backward, forward)
      if !meetings.isEmpty { return try joined(meetings, all: all) }
    }
    return []
  }

  /// The nodes of the last level of one side that the other side knows.
  private func meetings(_ side: SearchSide, _ other: SearchSide) -> [UInt32] {
    side.frontier.compactMap { other.records[side.nodes[$0]] == nil ? nil : side.nodes[$0] }
      .filter { node in
        // Only the last level of the other side makes a path of the least length.
        other.records[node].map { other.depths[Int($0)] == other.depth } ?? false
      }
  }

  private func joined(_ meetings: [UInt32], all: Bool) throws(QueryError) -> [[UInt32]] {
    var paths: [[UInt32]] = []
    for node in meetings {
      guard let first = forward.records[node], let second = backward.records[node] else { continue }
      let heads = try forward.ways(to: first, all: all, context.budget)
      let tails = try backward.ways(to: second, all: all, context.budget)
      for head in heads {
        for tail in tails {
          paths.append(head + tail.reversed())
          if !all { return paths }
        }
      }
      try context.budget.take(bytes: heads.count * tails.count * 64)
    }
    return paths
  }
}
