// The groups of an aggregation: a table from keys to numbers, and the aggregates by number. Keys
// that are properties of one node are replaced by the node where one of them is different in all
// nodes of the label: ids group faster than texts, and the properties are read once per group.

internal import Graph
internal import Text

/// The groups that rows were gathered in.
struct Groups: Sendable {
  private let aggregation: BoundAggregation
  private var table = GroupTable(columnCount: 0)
  private var tallies: [Tally]
  private var keys: [GroupKey] = []
  private var isPrepared = false
  /// By group, when it was seen first; empty as long as groups stand in that order.
  private var firstSeen: [UInt64] = []
  /// Where the rows at hand stand among all rows, for workers that share them.
  var morsel: UInt64?
  /// What the groups count against the memory of the statement, besides the table of keys.
  private var countedBytes = 0

  /// What rows are grouped by in one column of the table.
  private enum GroupKey: Sendable {
    /// The key at a place.
    case expression(Int)
    /// A node, which decides the keys at these places.
    case node(Slot, places: [Int])
  }

  init(_ aggregation: BoundAggregation) {
    self.aggregation = aggregation
    tallies = aggregation.aggregates.map(Tally.init)
  }

  private var isSingle: Bool { aggregation.keys.isEmpty }

  /// How many groups there are; without keys there is one, even of no rows.
  var count: Int { isSingle ? 1 : table.count }

  /// The node of the key whose rows come one after the other.
  var clusterSlot: Slot? {
    guard let scanned = aggregation.scanned else { return nil }
    for key in keys {
      if case .node(let slot, _) = key, slot == scanned { return scanned }
      if case .expression(let place) = key, aggregation.keys[place].expression.slot == scanned {
        return scanned
      }
    }
    return nil
  }

  /// Decides what to group by; the graph must be there by now.
  mutating func prepare(_ evaluator: Evaluator) {
    if isPrepared { return }
    isPrepared = true
    var decided: Set<Int> = []
    if evaluator.context.options.isOptimized {
      for entity in aggregation.entityKeys
      where entity.own != nil || entity.hasUniqueKey(evaluator.context) {
        let places = entity.places.map(\.place) + [entity.own].compactMap(\.self)
        keys.append(.node(entity.slot, places: places))
        decided.formUnion(places)
      }
    }
    for place in aggregation.keys.indices where !decided.contains(place) {
      keys.append(.expression(place))
    }
    table = GroupTable(columnCount: keys.count)
  }

  /// Forgets the groups, but not how to group.
  mutating func removeAll(_ evaluator: Evaluator) {
    release(to: evaluator.context.budget)
    table.removeAll()
    tallies = aggregation.aggregates.map(Tally.init)
    firstSeen = []
  }

  /// Says that the groups are about to be forgotten.
  mutating func release(to budget: Budget) {
    table.release(to: budget)
    for place in tallies.indices { tallies[place].release(to: budget) }
    budget.give(back: countedBytes)
    countedBytes = 0
  }

  /// Counts what the aggregates of new groups take.
  private mutating func count(added: Int, _ budget: Budget) throws(QueryError) {
    guard added > 0 else { return }
    let bytes = added * tallies.reduce(morsel == nil ? 0 : 16) { $0 + $1.groupBytes }
    try budget.take(bytes: bytes)
    countedBytes += bytes
  }

  mutating func add(_ batch: Batch, _ evaluator: Evaluator) throws(QueryError) {
    prepare(evaluator)
    let before = table.count
    var numbers: [Int32] = []
    if !isSingle {
      var columns: [Column] = []
      for key in keys {
        switch key {
        case .node(let slot, _): columns.append(batch[slot])
        case .expression(let place):
          columns.append(try evaluator.column(of: aggregation.keys[place].expression, batch))
        }
      }
      numbers = try table.groups(of: columns, count: batch.count, on: evaluator.context.budget)
    }
    try count(added: table.count - before, evaluator.context.budget)
    if let morsel {
      while firstSeen.count < table.count {
        firstSeen.append(morsel << 32 | UInt64(firstSeen.count & 0xffff_ffff))
      }
    }
    for place in tallies.indices {
      try tallies[place].add(batch, numbers, groupCount: count, evaluator)
    }
  }

  /// Takes what another worker gathered.
  mutating func merge(_ other: Groups, on budget: Budget) throws(QueryError) {
    guard other.isPrepared else { return }
    if !isPrepared {
      self = other
      return
    }
    let otherCount = other.count
    let before = table.count
    let numbers =
      isSingle
      ? []
      : try table.groups(of: other.table.keyColumns, count: other.table.count, on: budget)
    try count(added: table.count - before, budget)
    for (group, number) in numbers.enumerated() where group < other.firstSeen.count {
      if Int(number) < firstSeen.count {
        firstSeen[Int(number)] = min(firstSeen[Int(number)], other.firstSeen[group])
      } else {
        firstSeen.append(other.firstSeen[group])
      }
    }
    for place in tallies.indices {
      try tallies[place].merge(
        other.tallies[place], numbers, otherCount: otherCount, groupCount: count, budget)
    }
    var other = other
    other.release(to: budget)
  }

  /// The groups in the order in which they were seen first.
  var order: [Int32] {
    let all = (0..<count).map(Int32.init(truncatingIfNeeded:))
    guard firstSeen.count == count, !isSingle else { return all }
    return all.sorted { firstSeen[Int($0)] < firstSeen[Int($1)] }
  }

  /// Keys and results, one row per group.
  mutating func columns(
    _ evaluator: Evaluator
  ) throws(QueryError) -> [(slot: Slot, column: Column)] {
    prepare(evaluator)
    var columns: [(slot: Slot, column: Column)] = []
    for (number, column) in table.keyColumns.enumerated() {
      switch keys[number] {
      case .expression(let place): columns.append((aggregation.keys[place].slot, column))
      case .node(let slot, let places):
        var nodes = Batch(count: count, slotCount: evaluator.locals.count)
        nodes[slot] = column
        for place in places {
          let key = aggregation.keys[place]
          columns.append((key.slot, try evaluator.column(of: key.expression, nodes)))
        }
      }
    }
    for place in tallies.indices {
      columns.append(
        (aggregation.aggregates[place].slot, try tallies[place].results(count: count)))
    }
    return columns
  }
}

extension EntityKeys {
  /// Whether one of the properties is an integer that every node of the label has and no two share.
  fileprivate func hasUniqueKey(_ context: ExecutionContext) -> Bool {
    guard context.deletedNodes.count == 0 else { return false }
    let members = label.map { name in
      context.label(name).map { context.graph.members(of: $0) } ?? Bitmap()
    }
    return places.contains { place in
      context.key(place.key).map {
        hasDistinctIntegers(members ?? context.graph.allNodes, $0, context.graph)
      } ?? false
    }
  }
}

/// Whether all of some nodes have an integer under a key, and no two the same.
///
/// - Complexity: linear in the nodes; integers that are spread too thinly are not looked at.
func hasDistinctIntegers(_ members: Bitmap, _ key: KeyID, _ graph: GraphSnapshot) -> Bool {
  let column = graph.nodeColumn(key)
  guard column.count >= members.count, members.count > 0 else { return false }
  var low = Int64.max
  var high = Int64.min
  func visit(_ body: ([Int64]) -> Bool) -> Bool {
    var cursor = BitmapCursor(0..<UInt32(clamping: graph.nodeIDLimit))
    while true {
      let ids = cursor.next(Batch.size, of: members)
      if ids.isEmpty { return true }
      guard case .integers(let numbers, let nulls) = gathered(ids, from: column, graph.texts),
        nulls.isEmpty, body(numbers)
      else { return false }
    }
  }
  let areIntegers = visit { numbers in
    for number in numbers {
      low = min(low, number)
      high = max(high, number)
    }
    return true
  }
  let (width, overflow) = high.subtractingReportingOverflow(low)
  guard areIntegers, !overflow, width < Int64(members.count) * 32 else { return false }
  var seen = [UInt64](repeating: 0, count: Int(width) / 64 + 1)
  return visit { numbers in
    for number in numbers {
      let place = Int(number - low)
      let bit: UInt64 = 1 << UInt64(place & 63)
      if seen[place >> 6] & bit != 0 { return false }
      seen[place >> 6] |= bit
    }
    return true
  }
}
