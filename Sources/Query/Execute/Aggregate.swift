// Grouping and aggregates. Each batch is turned into group numbers first; then every aggregate
// goes over its argument's column. Counts are plain numbers; other aggregates have a state each.
// DISTINCT inside of an aggregate is a table of its own over (group, value).

internal import Graph
internal import Text

/// Gathers rows in groups and gives one row per group at the end.
///
/// Where the rows of one node come one after the other and the node is part of the key, groups are
/// done when the next node comes, and are handed on then.
final class Aggregate: Operator {
  private let aggregation: BoundAggregation
  private let slotCount: Int
  private var groups: Groups
  private var lastNode = Column.nullID
  /// So many groups are worth handing on.
  private static let portion = 32_768

  init(_ aggregation: BoundAggregation, _ place: OperatorPlace, next: Operator) {
    self.aggregation = aggregation
    slotCount = place.evaluator.locals.count
    groups = Groups(aggregation)
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    groups.prepare(evaluator)
    guard let slot = groups.clusterSlot, case .nodes(let nodes) = batch[slot],
      let last = nodes.last
    else { return try groups.add(batch, evaluator) }
    var start = 0
    if groups.count >= Self.portion {
      while start < nodes.count, nodes[start] == lastNode { start += 1 }
      if start < nodes.count {
        if start > 0 {
          try groups.add(batch.slice(0..<start, keeping: batch.presentSlots), evaluator)
        }
        try sendGroups(&groups)
        groups.removeAll(evaluator)
      } else {
        start = 0
      }
    }
    lastNode = last
    try groups.add(
      start == 0 ? batch : batch.slice(start..<batch.count, keeping: batch.presentSlots), evaluator)
  }

  override func finish() throws(QueryError) {
    groups.prepare(evaluator)
    var finished = groups
    groups = Groups(aggregation)
    try sendGroups(&finished)
    finished.release(to: context.budget)
    try super.finish()
  }

  override func restart() {
    groups.release(to: context.budget)
    groups = Groups(aggregation)
    lastNode = Column.nullID
    super.restart()
  }
}

extension Operator {
  /// Hands on a row per group.
  final func sendGroups(_ groups: inout Groups) throws(QueryError) {
    let order = groups.order
    let columns = try groups.columns(evaluator)
    var start = 0
    while start < order.count, !(next?.flow.isSatisfied ?? false) {
      let rows = Array(order[start..<min(start + Batch.size, order.count)])
      var output = Batch(count: rows.count, slotCount: evaluator.locals.count)
      for (slot, column) in columns where live.wants(slot) {
        output[slot] = column.gathered(rows)
      }
      try send(output)
      start += rows.count
    }
  }
}
