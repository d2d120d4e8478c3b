// Which nodes lie within some number of steps: breadth first over a bitmap of the nodes that were
// seen. A shortest way to a node never takes a relationship twice, so the nodes at a distance are
// those that a walk reaches; only the start needs care, which a walk reaches by a cycle.

internal import Graph
internal import Text

/// The nodes at the ends of walks of allowed length, each once, in the order of their distance.
///
/// The minimum is 0 or 1. A walk takes no relationship twice.
func reachableNodes(
  from start: UInt32, _ legs: Legs, minimum: Int, maximum: Int?, _ budget: Budget
) throws(QueryError) -> [UInt32] {
  var search = FrontierSearch(start)
  let maximum = maximum ?? .max
  var length = 0
  while length < maximum, !search.frontier.isEmpty {
    length += 1
    try search.advance(legs, budget)
  }
  var ends = search.found
  let isStartReached = minimum == 0 || search.shortestCycle.map { $0 <= maximum } ?? false
  if isStartReached { ends.insert(start, at: 0) }
  return ends
}

/// The length of the shortest cycle through a node, if there is one of allowed length.
func shortestCycle(
  through start: UInt32, _ legs: Legs, maximum: Int, _ budget: Budget
) throws(QueryError) -> Int? {
  var search = FrontierSearch(start)
  var length = 0
  while length < maximum, search.shortestCycle == nil, !search.frontier.isEmpty {
    length += 1
    try search.advance(legs, budget)
  }
  return search.shortestCycle.flatMap { $0 <= maximum ? $0 : nil }
}

/// A breadth-first search that also finds the shortest cycle through its start.
private struct FrontierSearch {
  private let start: UInt32
  private var seen = Bitmap()
  /// The first step of the way to a node, by place in `found`: a cycle through the start joins two
  /// ways with different first steps.
  private var branches: [UInt32: UInt32] = [:]
  private var depths: [UInt32: Int] = [:]
  private(set) var frontier: [UInt32]
  private(set) var found: [UInt32] = []
  private(set) var shortestCycle: Int?
  private var depth = 0
  private var steps = 0
  // In the level in which a cycle is found there may be one that is shorter by a step, but in no
  // later one.
  private var isCycleSettled = false

  init(_ start: UInt32) {
    self.start = start
    frontier = [start]
    seen.insert(start)
  }

  mutating func advance(_ legs: Legs, _ budget: Budget) throws(QueryError) {
    depth += 1
    var next: [UInt32] = []
    for node in frontier {
      try legs.forEach(of: node) { neighbour, relationship throws(QueryError) in
        steps += 1
        if steps & 4095 == 0 { try budget.check() }
        if !isCycleSettled { noteCycle(node, neighbour, relationship, legs) }
        if !seen.insert(neighbour) { return }
        next.append(neighbour)
        if !isCycleSettled {
          branches[neighbour] = node == start ? relationship : branches[node] ?? relationship
          depths[neighbour] = depth
        }
      }
    }
    found.append(contentsOf: next)
    frontier = next
    isCycleSettled = shortestCycle != nil
  }

  /// Whether a relationship closes a cycle through the start.
  private mutating func noteCycle(
    _ node: UInt32, _ neighbour: UInt32, _ relationship: UInt32, _ legs: Legs
  ) {
    if neighbour == start {
      // Back over the relationship of the first step is no cycle where direction does not count.
      if node == start || !legs.isUndirected || branches[node] != relationship {
        noteCycle(length: depth)
      }
      return
    }
    guard legs.isUndirected, node != start, let own = branches[node],
      let other = branches[neighbour], own != other
    else { return }
    noteCycle(length: depth + (depths[neighbour] ?? 0))
  }

  private mutating func noteCycle(length: Int) {
    shortestCycle = min(shortestCycle ?? .max, length)
  }
}
