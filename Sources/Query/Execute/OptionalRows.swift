// OPTIONAL MATCH as a join: the pipeline inside runs on whole batches. Each row carries its number
// through the pipeline; since rows keep their order, a number that is passed over had no match.

internal import Graph
internal import Text

/// Joins each row with what a pipeline makes of it, or with nulls.
final class OptionalRows: Operator {
  private let introduces: [Slot]
  private let rowSlot: Slot
  private var runner: PipelineRunner?
  private let sink: Joined

  init(
    _ pipeline: Pipeline, _ introduces: [Slot], _ rowSlot: Slot, _ place: OperatorPlace,
    next: Operator
  ) {
    self.introduces = introduces
    self.rowSlot = rowSlot
    sink = Joined(
      OperatorPlace(step: -1, live: place.live, evaluator: place.evaluator, flow: Flow()))
    super.init(place, next: next)
    sink.owner = self
    let sink = sink
    runner = PipelineRunner(pipeline, place.evaluator, sink: sink)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var numbered = batch
    numbered[rowSlot] = .integers((0..<Int64(batch.count)).map { $0 }, [])
    sink.begin(batch)
    try runner?.run(numbered)
    try sink.fill(upTo: batch.count)
  }

  /// Takes the rows of the pipeline.
  fileprivate final class Joined: Operator {
    unowned var owner: OptionalRows?
    private var input = Batch(count: 0, slotCount: 0)
    private var nextRow = 0

    init(_ place: OperatorPlace) { super.init(place, next: nil) }

    func begin(_ batch: Batch) {
      input = batch
      nextRow = 0
    }

    override func push(_ batch: Batch) throws(QueryError) {
      guard let owner, case .integers(let numbers, _) = batch[owner.rowSlot] else { return }
      // Rows of one batch are cut where rows without a match come between.
      var start = 0
      for row in numbers.indices {
        let number = Int(numbers[row])
        if number > nextRow {
          if row > start { try owner.send(batch.slice(start..<row, keeping: owner.live)) }
          start = row
          try fill(upTo: number)
        }
        nextRow = max(nextRow, number + 1)
      }
      try owner.send(batch.slice(start..<batch.count, keeping: owner.live))
      if owner.flow.isSatisfied { flow.end() }
    }

    override func restart() { flow.restart() }

    /// Hands on the rows without a match before a row.
    func fill(upTo end: Int) throws(QueryError) {
      guard let owner, nextRow < end else { return }
      var missing = input.slice(nextRow..<end, keeping: owner.live)
      nextRow = end
      for slot in owner.introduces where owner.live.wants(slot) { missing[slot] = .constant(.null) }
      if !owner.flow.isSatisfied { try owner.send(missing) }
    }
  }
}
