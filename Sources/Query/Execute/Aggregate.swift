// Grouping and aggregates. Each batch is turned into group numbers first; then every aggregate
// goes over its argument's column. Counts are plain numbers; other aggregates have a state each.
// DISTINCT inside of an aggregate is a table of its own over (group, value).

internal import Graph
internal import Text

/// Gathers rows in groups and gives one row per group at the end.
final class Aggregate: Operator {
  private let aggregation: BoundAggregation
  private var groups: GroupTable
  private var tallies: [Tally]

  init(_ aggregation: BoundAggregation, _ place: OperatorPlace, next: Operator) {
    self.aggregation = aggregation
    groups = GroupTable(columnCount: aggregation.keys.count)
    tallies = aggregation.aggregates.map(Tally.init)
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let before = groups.count
    var numbers: [Int32] = []
    if !aggregation.keys.isEmpty {
      var columns: [Column] = []
      for key in aggregation.keys {
        columns.append(try evaluator.column(of: key.expression, batch))
      }
      numbers = groups.groups(of: columns, count: batch.count)
    }
    let groupCount = aggregation.keys.isEmpty ? 1 : groups.count
    let added = groupCount - before
    if added > 0 {
      try context.budget.take(
        bytes: added * (aggregation.keys.count * 16 + tallies.count * 24 + 24))
    }
    for place in tallies.indices {
      try tallies[place].add(batch, numbers, groupCount: groupCount, evaluator)
    }
  }

  override func finish() throws(QueryError) {
    let count = aggregation.keys.isEmpty ? 1 : groups.count
    let keys = groups.keyColumns
    var results: [Column] = []
    for place in tallies.indices { results.append(try tallies[place].results(count: count)) }
    clear()
    var start = 0
    while start < count, !(next?.flow.isSatisfied ?? false) {
      let end = min(start + Batch.size, count)
      let rows = (start..<end).map(Int32.init(truncatingIfNeeded:))
      var output = Batch(count: end - start, slotCount: evaluator.locals.count)
      for (place, key) in aggregation.keys.enumerated() where live.wants(key.slot) {
        output[key.slot] = keys[place].gathered(rows)
      }
      for (place, aggregate) in aggregation.aggregates.enumerated()
      where live.wants(aggregate.slot) {
        output[aggregate.slot] = results[place].gathered(rows)
      }
      try send(output)
      start = end
    }
    try super.finish()
  }

  private func clear() {
    groups = GroupTable(columnCount: aggregation.keys.count)
    tallies = aggregation.aggregates.map(Tally.init)
  }

  override func restart() {
    clear()
    super.restart()
  }
}

/// One aggregate over all groups.
private struct Tally {
  private let aggregate: BoundAggregate
  private let function: AggregateFunction
  private var counts: [Int64] = []
  private var states: [AggregateState] = []
  private var seen = GroupTable(columnCount: 2)

  init(_ aggregate: BoundAggregate) {
    self.aggregate = aggregate
    function = AggregateFunction(named: aggregate.function) ?? .count
  }

  private var isCount: Bool { function == .count }

  mutating func add(
    _ batch: Batch, _ groups: [Int32], groupCount: Int, _ evaluator: Evaluator
  ) throws(QueryError) {
    if isCount {
      while counts.count < groupCount { counts.append(0) }
    } else {
      while states.count < groupCount { states.append(AggregateState(function)) }
    }
    guard let argument = aggregate.argument else { return try countRows(batch, groups) }
    let column = try evaluator.column(of: argument, batch)
    var rows: [Int32]?
    if aggregate.isDistinct {
      rows = newRows(column, groups, batch.count)
      try evaluator.context.budget.take(bytes: (rows?.count ?? 0) * 48)
    }
    if isCount { return try count(column, batch, rows, groups) }
    try gather(column, batch, rows, groups, evaluator)
  }

  private mutating func countRows(_ batch: Batch, _ groups: [Int32]) throws(QueryError) {
    if groups.isEmpty {
      guard let weight = batch.weight else { throw Operators.integerOverflow("count") }
      return try add(weight, to: 0)
    }
    if let weights = batch.weights {
      for row in groups.indices { try add(weights[row], to: Int(groups[row])) }
    } else {
      for group in groups { counts[Int(group)] &+= 1 }
    }
  }

  @inline(__always)
  private mutating func add(_ weight: Int64, to group: Int) throws(QueryError) {
    let (sum, overflow) = counts[group].addingReportingOverflow(weight)
    if overflow { throw Operators.integerOverflow("count") }
    counts[group] = sum
  }

  /// The rows whose value is new in its group.
  private mutating func newRows(_ column: Column, _ groups: [Int32], _ count: Int) -> [Int32] {
    let groupColumn: Column =
      groups.isEmpty ? .constant(.integer(0)) : .integers(groups.map(Int64.init), [])
    var next = seen.count
    let numbers = seen.groups(of: [groupColumn, column], count: count)
    var rows: [Int32] = []
    for row in numbers.indices where Int(numbers[row]) == next {
      next += 1
      rows.append(Int32(truncatingIfNeeded: row))
    }
    return rows
  }

  private mutating func count(
    _ column: Column, _ batch: Batch, _ rows: [Int32]?, _ groups: [Int32]
  ) throws(QueryError) {
    if let rows {
      for row in rows where !column.isNull(at: Int(row)) {
        counts[groups.isEmpty ? 0 : Int(groups[Int(row)])] &+= 1
      }
      return
    }
    for row in 0..<batch.count where !column.isNull(at: row) {
      try add(batch.weights?[row] ?? 1, to: groups.isEmpty ? 0 : Int(groups[row]))
    }
  }

  private mutating func gather(
    _ column: Column, _ batch: Batch, _ rows: [Int32]?, _ groups: [Int32], _ evaluator: Evaluator
  ) throws(QueryError) {
    let parameter = try aggregate.parameter.map { expression throws(QueryError) in
      try evaluator.column(of: expression, batch)
    }
    let isCollecting = function == .collect
    var held = 0
    func add(_ row: Int, weight: Int64, into states: inout [AggregateState]) throws(QueryError) {
      let value = column.value(at: row)
      if isCollecting { held += (24 + value.heldBytes) * Int(weight) }
      do {
        try states[groups.isEmpty ? 0 : Int(groups[row])]
          .add(value, weight: weight, argument: parameter?.value(at: row))
      } catch {
        throw error.located(at: aggregate.span)
      }
    }
    if let rows {
      for row in rows { try add(Int(row), weight: 1, into: &states) }
    } else {
      for row in 0..<batch.count {
        try add(row, weight: batch.weights?[row] ?? 1, into: &states)
      }
    }
    if held > 0 { try evaluator.context.budget.take(bytes: held) }
  }

  /// The result of each group.
  mutating func results(count: Int) throws(QueryError) -> Column {
    if isCount {
      while counts.count < count { counts.append(0) }
      return .integers(counts, [])
    }
    while states.count < count { states.append(AggregateState(function)) }
    var values: [Value] = []
    values.reserveCapacity(count)
    for state in states {
      do {
        values.append(try state.result())
      } catch {
        throw error.located(at: aggregate.span)
      }
    }
    return .packed(values)
  }
}

extension Column {
  /// Whether a row is null.
  @inline(__always)
  func isNull(at row: Int) -> Bool {
    switch self {
    case .absent: true
    case .constant(let value): value.isNull
    case .nodes(let ids), .relationships(let ids): ids[row] == Column.nullID
    case .integers(_, let nulls), .floats(_, let nulls), .dates(_, let nulls),
      .texts(_, _, let nulls):
      nulls.isNull(row)
    case .truths(let truths): truths[row] == Column.nullTruth
    case .values(let values): values[row].isNull
    }
  }
}
