// One end of a search for shortest paths: the nodes it has reached, level by level, with the first
// step that led to each in flat arrays, and a bitmap of them by which the two ends meet. It is used
// again for the next pair of nodes, so that a search costs by what it reaches and not by the size
// of the graph. Paths are read back from the steps.

internal import Graph

/// Nodes as bits, for a search that clears what it has set.
struct NodeMarks {
  private var words: [UInt64]

  init(limit: Int) { words = [UInt64](repeating: 0, count: (limit + 63) / 64) }

  /// How many nodes there is room for.
  var limit: Int { words.count * 64 }

  @inline(__always)
  func contains(_ node: UInt32) -> Bool {
    words[Int(node >> 6)] & (1 << UInt64(node & 63)) != 0
  }

  /// Marks a node; whether it was not marked before.
  @inline(__always)
  mutating func insert(_ node: UInt32) -> Bool {
    let bit: UInt64 = 1 << UInt64(node & 63)
    let word = words[Int(node >> 6)]
    words[Int(node >> 6)] = word | bit
    return word & bit == 0
  }

  mutating func remove(_ node: UInt32) { words[Int(node >> 6)] &= ~(1 << UInt64(node & 63)) }
}

/// What one end has seen so far.
struct SearchSide {
  /// A step to a node that was reached before, in the same level.
  private struct FurtherStep {
    var node: UInt32
    var parent: Int32
    var relationship: UInt32
  }

  /// In the order in which they were reached; a place here is a record.
  private(set) var nodes: [UInt32] = []
  /// By record: the record before, and the relationship from it.
  private var parents: [Int32] = []
  private var relationships: [UInt32] = []
  /// By level, sorted by node, where all paths are asked for.
  private var furtherSteps: [[FurtherStep]] = []
  private(set) var marks = NodeMarks(limit: 0)
  /// The nodes of the level at hand, where all paths are asked for.
  private var levelMarks = NodeMarks(limit: 0)
  private(set) var frontier = 0..<0
  private(set) var depth = 0
  private static let byteCountOfRecord = 12

  /// What the search holds, for the budget.
  private(set) var heldBytes = 0

  /// Begins anew at a node of a graph of so many ids.
  mutating func begin(at start: UInt32, nodeIDLimit: Int) {
    if marks.limit < nodeIDLimit {
      marks = NodeMarks(limit: nodeIDLimit)
      levelMarks = marks
    } else {
      for node in nodes { marks.remove(node) }
    }
    nodes.removeAll(keepingCapacity: true)
    parents.removeAll(keepingCapacity: true)
    relationships.removeAll(keepingCapacity: true)
    furtherSteps = [[]]
    heldBytes = 0
    depth = 0
    append(start, parent: -1, over: 0)
    _ = marks.insert(start)
    frontier = 0..<1
  }

  @inline(__always)
  private mutating func append(_ node: UInt32, parent: Int32, over relationship: UInt32) {
    nodes.append(node)
    parents.append(parent)
    relationships.append(relationship)
  }

  /// Goes on by one level; without `all` it ends at the first node that the other side knows.
  mutating func advance(
    _ legs: Legs, _ test: PathTest, _ budget: Budget, meeting other: NodeMarks?, all: Bool
  ) throws(QueryError) {
    depth += 1
    let start = nodes.count
    var further: [FurtherStep] = []
    let hasTest = test.hasSteps
    var hasMet = false
    for record in frontier {
      if record & 255 == 0 { try budget.check() }
      let parent = Int32(truncatingIfNeeded: record)
      try legs.forEachRow(of: nodes[record]) { row, _ throws(QueryError) in
        if hasMet { return }
        for place in row.nodes.indices {
          let neighbour = row.nodes[place].rawValue
          let isNew = !marks.contains(neighbour)
          if !isNew, !all || !levelMarks.contains(neighbour) { continue }
          let relationship = row.relationship(at: place).rawValue
          if hasTest, try !test.accepts(step: relationship) { continue }
          if isNew {
            _ = marks.insert(neighbour)
            if all { _ = levelMarks.insert(neighbour) }
            append(neighbour, parent: parent, over: relationship)
            if !all, let other, other.contains(neighbour) {
              hasMet = true
              return
            }
          } else {
            further.append(
              FurtherStep(node: neighbour, parent: parent, relationship: relationship))
          }
        }
      }
      if hasMet { break }
    }
    frontier = start..<nodes.count
    try finishLevel(further, budget, all: all)
  }

  private mutating func finishLevel(
    _ further: [FurtherStep], _ budget: Budget, all: Bool
  ) throws(QueryError) {
    if all {
      for record in frontier { levelMarks.remove(nodes[record]) }
      // By their place too, so that steps to a node stay in the order in which they were found.
      let order = further.indices.sorted {
        (further[$0].node, $0) < (further[$1].node, $1)
      }
      furtherSteps.append(order.map { further[$0] })
    }
    let bytes = (frontier.count + further.count) * Self.byteCountOfRecord
    heldBytes += bytes
    try budget.take(bytes: bytes)
  }

  /// The records of the last level whose nodes another side knows.
  func meetings(with other: NodeMarks) -> [Int] {
    frontier.filter { other.contains(nodes[$0]) }
  }

  /// The relationships of all shortest ways from the start to a record of the last level, or of the
  /// one that was found first.
  func ways(to record: Int, all: Bool, _ budget: Budget) throws(QueryError) -> [[UInt32]] {
    var ways: [[UInt32]] = []
    var open: [(record: Int, way: [UInt32])] = [(record, [])]
    while let (record, way) = open.popLast() {
      if record == 0 {
        ways.append(way.reversed())
        if !all { break }
        if ways.count & 255 == 0 { try budget.check() }
        continue
      }
      if all {
        for step in steps(to: nodes[record], level: depth - way.count).reversed() {
          open.append((Int(step.parent), way + [step.relationship]))
        }
      }
      open.append((Int(parents[record]), way + [relationships[record]]))
    }
    return ways
  }

  private func steps(to node: UInt32, level: Int) -> ArraySlice<FurtherStep> {
    let steps = furtherSteps[level]
    var low = 0
    var high = steps.count
    while low < high {
      let middle = (low + high) / 2
      if steps[middle].node < node { low = middle + 1 } else { high = middle }
    }
    var end = low
    while end < steps.count, steps[end].node == node { end += 1 }
    return steps[low..<end]
  }
}

/// A search from both ends, always a whole level of the side with the smaller frontier.
struct TwoSidedSearch {
  private var forward = SearchSide()
  private var backward = SearchSide()

  /// The relationships of the shortest path between two different nodes, or of all of them; none
  /// where every path is longer than allowed.
  mutating func paths(
    from source: UInt32, to target: UInt32, _ legs: Legs, _ back: Legs, _ test: PathTest,
    _ context: ExecutionContext, maximum: Int, all: Bool
  ) throws(QueryError) -> [[UInt32]] {
    let limit = context.graph.nodeIDLimit
    forward.begin(at: source, nodeIDLimit: limit)
    backward.begin(at: target, nodeIDLimit: limit)
    let budget = context.budget
    let marksBytes = limit / 2
    try budget.take(bytes: marksBytes)
    while forward.depth + backward.depth < maximum {
      if forward.frontier.isEmpty || backward.frontier.isEmpty { break }
      let isForward = forward.frontier.count <= backward.frontier.count
      if isForward {
        try forward.advance(legs, test, budget, meeting: backward.marks, all: all)
      } else {
        try backward.advance(back, test, budget, meeting: forward.marks, all: all)
      }
      // No path was shorter, so a node that both know is in the last level of either.
      let meetings =
        isForward
        ? forward.meetings(with: backward.marks) : backward.meetings(with: forward.marks)
      if meetings.isEmpty { continue }
      let (near, far) = isForward ? (forward, backward) : (backward, forward)
      let halves = try joined(meetings, near, far, budget, all: all)
      budget.give(back: forward.heldBytes + backward.heldBytes + marksBytes)
      return halves.map { isForward ? $0.near + $0.far.reversed() : $0.far + $0.near.reversed() }
    }
    budget.give(back: forward.heldBytes + backward.heldBytes + marksBytes)
    return []
  }

  private typealias Halves = (near: [UInt32], far: [UInt32])

  /// Every way of one side to a place of meeting with every way of the other.
  private func joined(
    _ meetings: [Int], _ near: SearchSide, _ far: SearchSide, _ budget: Budget, all: Bool
  ) throws(QueryError) -> [Halves] {
    var recordsOfFar: [UInt32: Int] = [:]
    for record in far.meetings(with: near.marks) { recordsOfFar[far.nodes[record]] = record }
    var paths: [Halves] = []
    for record in all ? meetings[...] : meetings.prefix(1) {
      guard let other = recordsOfFar[near.nodes[record]] else { continue }
      let heads = try near.ways(to: record, all: all, budget)
      let tails = try far.ways(to: other, all: all, budget)
      for head in heads { for tail in tails { paths.append((head, tail)) } }
      try budget.take(bytes: heads.count * tails.count * 64)
    }
    return paths
  }
}
