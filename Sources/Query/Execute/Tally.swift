// One aggregate over all groups. Counts are plain numbers; other aggregates have a state per group.
// DISTINCT inside of an aggregate is a table of its own over (group, value).

internal import Graph
internal import Text

/// One aggregate over all groups.
struct Tally: Sendable {
  private let aggregate: BoundAggregate
  private let function: AggregateFunction
  private var counts: [Int64] = []
  private var states: [AggregateState] = []
  private var seen = GroupTable(columnCount: 2)
  /// What the gathered values count against the memory of the statement.
  private var countedBytes = 0

  init(_ aggregate: BoundAggregate) {
    self.aggregate = aggregate
    function = AggregateFunction(named: aggregate.function) ?? .count
  }

  private var isCount: Bool { function == .count }

  mutating func add(
    _ batch: Batch, _ groups: [Int32], groupCount: Int, _ evaluator: Evaluator
  ) throws(QueryError) {
    extend(to: groupCount)
    guard let argument = aggregate.argument else { return try countRows(batch, groups) }
    let column = try evaluator.column(of: argument, batch)
    var rows: [Int32]?
    if aggregate.isDistinct {
      rows = try newRows(column, groups, batch.count, evaluator.context.budget)
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
  private mutating func newRows(
    _ column: Column, _ groups: [Int32], _ count: Int, _ budget: Budget
  ) throws(QueryError) -> [Int32] {
    let groupColumn: Column =
      groups.isEmpty ? .constant(.integer(0)) : .integers(groups.map(Int64.init), [])
    var next = seen.count
    let numbers = try seen.groups(of: [groupColumn, column], count: count, on: budget)
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
    let budget = evaluator.context.budget
    let placeBytes = function.bytesPerValue
    var taken = 0
    var held = 0
    func add(_ row: Int, weight: Int64, into states: inout [AggregateState]) throws(QueryError) {
      let value = column.value(at: row)
      if placeBytes > 0, !value.isNull {
        // What a weight stands for is made here, so it is asked for before.
        let one = placeBytes + (try evaluator.context.treeBytes(of: value))
        let (bytes, overflow) = one.multipliedReportingOverflow(by: Int(weight))
        held += overflow ? 0 : bytes
        if overflow || bytes > 1 << 20 {
          try budget.take(bytes: overflow ? .max : held)
          taken += held
          held = 0
        }
      }
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
    try budget.take(bytes: held)
    countedBytes += taken + held
  }

  /// Says that the values are about to be forgotten.
  mutating func release(to budget: Budget) {
    budget.give(back: countedBytes)
    countedBytes = 0
    seen.release(to: budget)
  }

  /// What each group takes.
  var groupBytes: Int {
    isCount ? 2 * MemoryLayout<Int64>.stride : 2 * MemoryLayout<AggregateState>.stride + 64
  }

  /// Takes what another worker counted; the numbers say which group each of its groups is here.
  mutating func merge(
    _ other: Tally, _ numbers: [Int32], otherCount: Int, groupCount: Int, _ budget: Budget
  ) throws(QueryError) {
    func here(_ group: Int) -> Int { numbers.isEmpty ? 0 : Int(numbers[group]) }
    extend(to: groupCount)
    if aggregate.isDistinct {
      let keys = other.seen.keyColumns
      let groups = (0..<other.seen.count).map { row -> Int32 in
        guard case .integer(let group) = keys[0].value(at: row) else { return 0 }
        return Int32(truncatingIfNeeded: here(Int(group)))
      }
      let rows = try newRows(keys[1], groups, other.seen.count, budget)
      for row in rows {
        let group = Int(groups[Int(row)])
        if isCount {
          if !keys[1].isNull(at: Int(row)) { counts[group] &+= 1 }
        } else {
          try states[group].add(keys[1].value(at: Int(row)))
        }
      }
      return
    }
    for group in other.counts.indices { try add(other.counts[group], to: here(group)) }
    for group in other.states.indices { try states[here(group)].merge(other.states[group]) }
  }

  private mutating func extend(to groupCount: Int) {
    if isCount {
      while counts.count < groupCount { counts.append(0) }
    } else {
      while states.count < groupCount { states.append(AggregateState(function)) }
    }
  }

  /// The result of each group.
  mutating func results(count: Int) throws(QueryError) -> Column {
    extend(to: count)
    if isCount { return .integers(counts, []) }
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

extension AggregateFunction {
  /// What the function keeps for each value; 0 where it keeps none.
  fileprivate var bytesPerValue: Int {
    switch self {
    // An array that grows is copied to one of twice its size.
    case .collect: 2 * Value.place
    // In the end samples are sorted, and counted in another array.
    case .percentileCont, .percentileDisc: 4 * (Value.place + 8)
    default: 0
    }
  }
}
