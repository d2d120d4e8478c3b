// A whole query at work: its parts one after the other into one sink, with UNION's duplicates left
// out. The statement itself, CALL { … } and subqueries in expressions all run this way.

internal import Graph
internal import Text

/// Runs the parts of a query over given rows, any number of times.
final class QueryRunner {
  private let plan: QueryPlan
  private var runners: [PipelineRunner] = []
  private let filter: UnionFilter

  /// Makes the operators.
  ///
  /// The sink takes the columns of the query as slots 0, 1, ….
  init(_ plan: QueryPlan, _ evaluator: Evaluator, into take: any RowSink) {
    self.plan = plan
    filter = UnionFilter(
      plan.isDistinct && plan.parts.count > 1, take, plan.columns.count, evaluator.context.budget)
    for part in plan.parts {
      let sink = PartSink(part.outputs, filter, evaluator)
      runners.append(PipelineRunner(part.pipeline, evaluator, sink: sink))
    }
  }

  /// Runs all parts over some rows.
  func run(_ batch: Batch) throws(QueryError) {
    filter.begin()
    for runner in runners where !filter.isSatisfied { try runner.run(batch) }
  }
}

/// Takes the rows of a query.
protocol RowSink: AnyObject {
  /// Takes rows as columns; false ends the query.
  func take(_ columns: [Column], count: Int, weights: [Int64]?) throws(QueryError) -> Bool
}

/// Leaves out rows that were there before, where UNION asks for it.
private final class UnionFilter {
  private let isDistinct: Bool
  private let columnCount: Int
  /// Whoever runs the query holds its runner, so the runner does not hold it.
  private unowned let sink: any RowSink
  private let budget: Budget
  private var seen: GroupTable
  private(set) var isSatisfied = false

  init(_ isDistinct: Bool, _ sink: any RowSink, _ columnCount: Int, _ budget: Budget) {
    self.isDistinct = isDistinct
    self.sink = sink
    self.columnCount = columnCount
    self.budget = budget
    seen = GroupTable(columnCount: columnCount)
  }

  func begin() {
    isSatisfied = false
    if isDistinct {
      seen.release(to: budget)
      seen = GroupTable(columnCount: columnCount)
    }
  }

  func take(_ columns: [Column], _ count: Int, _ weights: [Int64]?) throws(QueryError) -> Bool {
    var wantsMore: Bool
    if isDistinct {
      var next = seen.count
      var rows: [Int32] = []
      let groups = try seen.groups(of: columns, count: count, on: budget)
      for (row, group) in groups.enumerated()
      where Int(group) == next {
        next += 1
        rows.append(Int32(truncatingIfNeeded: row))
      }
      wantsMore = try sink.take(columns.map { $0.gathered(rows) }, count: rows.count, weights: nil)
    } else {
      wantsMore = try sink.take(columns, count: count, weights: weights)
    }
    isSatisfied = !wantsMore
    return wantsMore
  }
}

/// The end of one part: its slots become the columns of the query.
private final class PartSink: Operator {
  private let outputs: [Slot]
  private let filter: UnionFilter

  init(_ outputs: [Slot], _ filter: UnionFilter, _ evaluator: Evaluator) {
    self.outputs = outputs
    self.filter = filter
    super.init(
      OperatorPlace(step: -1, live: outputs, evaluator: evaluator, flow: Flow()), next: nil)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let columns = outputs.map { batch[$0] }
    if try !filter.take(columns, batch.count, batch.weights) { flow.end() }
  }

  override func restart() { flow.restart() }
}
