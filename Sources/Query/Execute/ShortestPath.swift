// Shortest paths between two bound nodes: breadth first from both ends, always a whole level of the
// side with the smaller frontier. When the sides meet, no shorter path is left to be found. Each
// side keeps a record per node with the steps that lead to it, from which the paths are read back.
// What every step of a path must fulfil is tested on the way; a condition on the path as a whole
// may refuse the shortest, and then longer ones are looked for (see `ShortestTrail.swift`).

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
    var search = TwoSidedSearch(source, target, legs, back, test, context, maximum: maximum)
    let shortest = try search.paths(minimum: expansion.minimum, all: all)
    guard let length = shortest.first?.count else { return [] }
    if length >= expansion.minimum {
      let accepted = try test.accepted(shortest)
      if !accepted.isEmpty || length == 0 { return accepted }
    }
    var trails = TrailSearch(from: source, to: target, maximum: maximum)
    return try trails.paths(
      minimum: max(length, expansion.minimum), all: all, legs, back, test, context)
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

/// A step that leads to a node: from which record, over which relationship.
private struct SearchStep {
  var parent: Int32
  var relationship: UInt32
}

/// What one end has seen so far.
struct SearchSide {
  fileprivate var nodes: [UInt32]
  /// By record: all first steps that lead to it by a shortest way.
  fileprivate var steps: [[SearchStep]] = [[]]
  fileprivate var depths: [Int] = [0]
  fileprivate var records: [UInt32: Int32]
  private(set) var frontier: Range<Int>
  private(set) var depth = 0

  init(_ start: UInt32) {
    nodes = [start]
    records = [start: 0]
    frontier = 0..<1
  }

  /// How many steps a node is from the start; nil where it was not reached.
  func distance(of node: UInt32) -> Int? { records[node].map { depths[Int($0)] } }

  /// Goes on by one level.
  mutating func advance(
    _ legs: Legs, _ test: PathTest, _ context: ExecutionContext, keepsAll: Bool
  ) throws(QueryError) {
    depth += 1
    let start = nodes.count
    for record in frontier {
      if record & 255 == 0 { try context.budget.check() }
      try legs.forEach(of: nodes[record]) { neighbour, relationship throws(QueryError) in
        if test.hasSteps, try !test.accepts(step: relationship) { return }
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
  private let test: PathTest
  private let context: ExecutionContext
  private let maximum: Int

  init(
    _ source: UInt32, _ target: UInt32, _ legs: Legs, _ back: Legs, _ test: PathTest,
    _ context: ExecutionContext, maximum: Int
  ) {
    forward = SearchSide(source)
    backward = SearchSide(target)
    self.legs = legs
    self.back = back
    self.test = test
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
        try forward.advance(legs, test, context, keepsAll: all)
      } else {
        try backward.advance(back, test, context, keepsAll: all)
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
