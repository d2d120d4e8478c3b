// Paths in the order of their length, for when the shortest of all is not wanted: it has less than
// the least number of relationships, or a condition refuses it. All trails (no relationship twice)
// are followed breadth first, each as a step behind another trail, but only over nodes from which
// the target can be reached in what length is left. The number of trails has no bound but those of
// the statement: memory, time, and the greatest length of the pattern.

internal import Graph
internal import Text

/// A search over trails from one node to another.
struct TrailSearch {
  private struct Trail {
    /// The trail without its last step.
    var parent: Int32
    var relationship: UInt32
    var node: UInt32
  }

  private let target: UInt32
  private let maximum: Int
  private var trails: [Trail]
  /// How many steps each node is from the target; those further away than `reach` are missing.
  private var distances: [UInt32: Int] = [:]
  private var reach: Int

  /// - Parameter reach: up to how many steps before the target trails are led by their distance;
  ///   measuring distances far away may cost more than it saves.
  init(from source: UInt32, to target: UInt32, maximum: Int, reach: Int = .max) {
    self.target = target
    self.maximum = maximum
    self.reach = reach
    trails = [Trail(parent: -1, relationship: 0, node: source)]
  }

  /// The relationships of the first path that passes, or of all such paths of its length.
  mutating func paths(
    minimum: Int, all: Bool, _ legs: Legs, _ back: Legs, _ test: PathTest,
    _ context: ExecutionContext
  ) throws(QueryError) -> [[UInt32]] {
    try measureDistances(back, test, context)
    var frontier = 0..<1
    var length = 0
    while !frontier.isEmpty, length < maximum {
      length += 1
      frontier = try advance(frontier, to: length, legs, test, context)
      if length < minimum { continue }
      let found = try arrived(in: frontier, all: all, test, context)
      if !found.isEmpty { return found }
    }
    return []
  }

  private mutating func measureDistances(
    _ back: Legs, _ test: PathTest, _ context: ExecutionContext
  ) throws(QueryError) {
    var side = SearchSide()
    side.begin(at: target, nodeIDLimit: context.graph.nodeIDLimit)
    distances[target] = 0
    while !side.frontier.isEmpty, side.depth < min(maximum, reach) {
      try side.advance(back, test, context.budget, meeting: nil, all: false)
      for record in side.frontier { distances[side.nodes[record]] = side.depth }
    }
    context.budget.give(back: side.heldBytes)
  }

  /// Makes all trails that are longer by a step.
  private mutating func advance(
    _ frontier: Range<Int>, to length: Int, _ legs: Legs, _ test: PathTest,
    _ context: ExecutionContext
  ) throws(QueryError) -> Range<Int> {
    let start = trails.count
    var counted = start
    let isLed = maximum - length <= reach
    for place in frontier {
      try legs.forEach(of: trails[place].node) { neighbour, relationship throws(QueryError) in
        if isLed {
          guard let distance = distances[neighbour], distance <= maximum - length else { return }
        }
        if takes(relationship, place) { return }
        if test.hasSteps, try !test.accepts(step: relationship) { return }
        trails.append(
          Trail(
            parent: Int32(truncatingIfNeeded: place), relationship: relationship, node: neighbour))
      }
      if trails.count - counted > 255 || place & 255 == 0 {
        try context.budget.check()
        try context.budget.take(bytes: (trails.count - counted) * MemoryLayout<Trail>.stride)
        counted = trails.count
      }
    }
    return start..<trails.count
  }

  /// Whether a trail goes over a relationship.
  private func takes(_ relationship: UInt32, _ place: Int) -> Bool {
    var place = place
    while place > 0 {
      if trails[place].relationship == relationship { return true }
      place = Int(trails[place].parent)
    }
    return false
  }

  private func arrived(
    in frontier: Range<Int>, all: Bool, _ test: PathTest, _ context: ExecutionContext
  ) throws(QueryError) -> [[UInt32]] {
    var found: [[UInt32]] = []
    for place in frontier where trails[place].node == target {
      try context.budget.check()
      let path = relationships(of: place)
      guard try test.accepts(path: path) else { continue }
      found.append(path)
      if !all { break }
    }
    return found
  }

  private func relationships(of place: Int) -> [UInt32] {
    var relationships: [UInt32] = []
    var place = place
    while place > 0 {
      relationships.append(trails[place].relationship)
      place = Int(trails[place].parent)
    }
    return relationships.reversed()
  }
}
