// Queries inside of rows: CALL { … } as a step, and EXISTS, COUNT, COLLECT and patterns inside of
// expressions, which run for one row at a time with the variables that they import.

internal import Graph
internal import Text

/// Runs a query for each row and joins what it returns to the row.
final class RunSubquery: Operator, RowSink {
  private let imports: [Slot]
  private let isReturning: Bool
  private let parts: [QueryPart]
  private var runner: QueryRunner?
  private var input = Batch(count: 0, slotCount: 0)
  private var row = 0
  private var waiting: [Batch] = []

  init(
    _ plan: QueryPlan, _ imports: [Slot], isReturning: Bool, _ place: OperatorPlace, next: Operator
  ) {
    self.imports = imports
    self.isReturning = isReturning
    parts = plan.parts
    super.init(place, next: next)
    runner = QueryRunner(plan, place.evaluator, into: self)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var parts = UnweightedRows(batch, keeping: batch.presentSlots)
    while let whole = parts.next(), !flow.isSatisfied { try run(whole) }
  }

  private func run(_ whole: Batch) throws(QueryError) {
    // What writes is done for all rows before anything that follows looks at the graph.
    if !isReturning { waiting.append(whole) }
    input = whole
    for row in 0..<whole.count where !flow.isSatisfied {
      self.row = row
      try runner?.run(whole.slice(row..<row + 1, keeping: imports))
    }
  }

  func take(_ columns: [Column], count: Int, weights: [Int64]?) throws(QueryError) -> Bool {
    guard isReturning, count > 0 else { return true }
    let rows = Array(repeating: Int32(truncatingIfNeeded: row), count: count)
    var output = input.gathered(rows, keeping: live.filter { input[$0].isPresent })
    // The parts agree on the columns; the slots outside are those of the first.
    for (place, slot) in (parts.first?.outputs ?? []).enumerated() where live.wants(slot) {
      output[slot] = columns[place]
    }
    output.weights = weights
    var parts = UnweightedRows(output, keeping: live)
    while let part = parts.next(), !flow.isSatisfied { try send(part) }
    return !flow.isSatisfied
  }

  override func finish() throws(QueryError) {
    let batches = waiting
    waiting = []
    for batch in batches { try send(batch.keeping(live)) }
    try super.finish()
  }

  override func restart() {
    waiting = []
    super.restart()
  }
}

/// The operators of a query inside of an expression.
final class SubqueryRunner: RowSink {
  private let kind: BoundSubquery.Kind
  private let imports: [Slot]
  private var runner: QueryRunner?
  private var count: Int64 = 0
  private var values: [Value] = []
  /// What the values count against the memory of the statement.
  private var countedBytes = 0
  private let context: ExecutionContext
  /// A subquery can contain itself only by way of another row of the same expression.
  private let slotCount: Int

  init(_ subquery: BoundSubquery, _ plan: QueryPlan, _ evaluator: Evaluator) {
    kind = subquery.kind
    imports = subquery.imports
    slotCount = evaluator.locals.count
    context = evaluator.context
    runner = QueryRunner(plan, evaluator, into: self)
  }

  func value(_ evaluator: Evaluator, _ batch: Batch, _ row: Int) throws(QueryError) -> Value {
    var input = Batch(count: 1, slotCount: slotCount)
    for slot in imports {
      input[slot] = .packed([evaluator.value(of: slot, batch, row)])
    }
    count = 0
    values = []
    countedBytes = 0
    try runner?.run(input)
    // From here on the list is a value in the making, as those of other expressions.
    context.budget.give(back: countedBytes)
    try context.willBuild(bytes: countedBytes)
    defer { values = [] }
    return switch kind {
    case .exists: .boolean(count > 0)
    case .count: .integer(count)
    case .collect: .list(values)
    case .first: values.first ?? .null
    }
  }

  func take(_ columns: [Column], count: Int, weights: [Int64]?) throws(QueryError) -> Bool {
    for row in 0..<count {
      let weight = weights?[row] ?? 1
      if weight == 0 { continue }
      let (sum, overflow) = self.count.addingReportingOverflow(weight)
      if overflow { throw Operators.integerOverflow("COUNT") }
      self.count = sum
      if kind == .exists { return false }
      guard kind != .count, let column = columns.first else { continue }
      if kind == .first {
        values = [column.value(at: row)]
        return false
      }
      try gather(column.value(at: row), weight)
    }
    return true
  }
}

extension SubqueryRunner {
  /// Adds a value to the list, as often as its weight says.
  private func gather(_ value: Value, _ weight: Int64) throws(QueryError) {
    let one = 2 * Value.place + (try context.treeBytes(of: value))
    let (bytes, overflow) = one.multipliedReportingOverflow(by: Int(weight))
    try context.budget.take(bytes: overflow ? .max : bytes)
    countedBytes += bytes
    for _ in 0..<weight { values.append(value) }
  }
}

extension Evaluator {
  /// The value of a subquery in a row.
  func subquery(
    _ subquery: BoundSubquery, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    guard let plan = subquery.plan else { return .null }
    while runners.count <= subquery.number { runners.append(nil) }
    let runner =
      runners[subquery.number] ?? SubqueryRunner(subquery, plan, self)
    runners[subquery.number] = runner
    return try runner.value(self, batch, row)
  }
}
