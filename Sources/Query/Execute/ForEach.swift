// FOREACH: runs writing clauses for each element of a list. The elements come one after the other
// through all clauses; where there is only one clause, it takes all elements of a row at once,
// which is the same.

internal import Graph
internal import Text

/// Writes for each element of a list.
final class ForEach: WritingOperator {
  private let slot: Slot
  private let list: BoundExpression
  private let runner: PipelineRunner
  private let isOneStep: Bool
  /// So many elements are written at once, where that is the same.
  private static let portion = 65_536

  init(
    _ slot: Slot, _ list: BoundExpression, _ pipeline: Pipeline, _ place: OperatorPlace,
    next: Operator
  ) {
    self.slot = slot
    self.list = list
    isOneStep = pipeline.steps.count == 1
    let nowhere = OperatorPlace(step: -1, live: [], evaluator: place.evaluator, flow: Flow())
    runner = PipelineRunner(pipeline, place.evaluator, sink: Operator(nowhere, next: nil))
    super.init(place, next: next)
  }

  override func write(_ batch: Batch) throws(QueryError) -> Batch {
    let slots = batch.presentSlots
    for row in 0..<batch.count {
      if list.readsGraph { context.refresh() }
      let mark = context.builtBytes
      defer { context.settle(mark) }
      guard let items = try evaluator.items(of: list, batch, row) else { continue }
      let row = Int32(truncatingIfNeeded: row)
      if isOneStep {
        var start = 0
        while start < items.count {
          let part = (start..<min(start + Self.portion, items.count)).map { items[$0] }
          try run(batch, Array(repeating: row, count: part.count), .packed(part), slots)
          start += part.count
        }
      } else {
        for place in 0..<items.count { try run(batch, [row], .constant(items[place]), slots) }
      }
    }
    return batch
  }

  private func run(
    _ batch: Batch, _ rows: [Int32], _ items: Column, _ slots: [Slot]
  ) throws(QueryError) {
    try context.budget.check()
    var inner = batch.gathered(rows, keeping: slots)
    inner[slot] = items
    context.refresh()
    try runner.run(inner)
  }
}
