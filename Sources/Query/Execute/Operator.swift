// Operators: the steps of a plan at work. Rows are pushed from one to the next in batches, one call
// per operator and batch. `push` takes rows, `finish` says that no more will come. An operator that
// has to see all rows first hands its own on in `finish`.
//
// Rows keep their order: what an operator makes of a row comes before what it makes of the next.
// OPTIONAL MATCH and EXISTS rely on it.

internal import Graph
internal import Text

/// A step at work.
class Operator {
  /// The place in the profile.
  let step: Int
  /// The slots that are handed on.
  let live: [Slot]
  let evaluator: Evaluator
  /// Told when nobody wants more rows.
  let flow: Flow
  /// Where rows go; the last operator of a pipeline is a sink that overrides `push`.
  let next: Operator?

  init(_ place: OperatorPlace, next: Operator?) {
    step = place.step
    live = place.live
    evaluator = place.evaluator
    flow = place.flow
    self.next = next
  }

  final var context: ExecutionContext { evaluator.context }

  /// Takes rows.
  func push(_ batch: Batch) throws(QueryError) { try send(batch) }

  /// Takes the word that all rows were pushed.
  func finish() throws(QueryError) {
    guard let profile = context.profile, let next else {
      try self.next?.finish()
      return
    }
    let start = monotonicNanoseconds()
    try next.finish()
    profile.move(monotonicNanoseconds() - start, from: step, to: next.step)
  }

  /// Forgets everything, to run again.
  func restart() { next?.restart() }

  /// Hands rows on.
  final func send(_ batch: Batch) throws(QueryError) {
    if batch.count == 0 { return }
    guard let next else { return }
    try context.budget.check()
    // What the next operators build for these rows is gone, or counted as held, when they return.
    let mark = context.builtBytes
    defer { context.settle(mark) }
    guard let profile = context.profile else { return try next.push(batch) }
    profile.note(step, rows: batch.weight.map { Int($0) } ?? batch.count)
    let start = monotonicNanoseconds()
    try next.push(batch)
    profile.move(monotonicNanoseconds() - start, from: step, to: next.step)
  }
}

/// What every operator is made with.
struct OperatorPlace {
  var step: Int
  var live: [Slot]
  var evaluator: Evaluator
  var flow: Flow
}

/// Whether rows are still wanted.
///
/// What follows a LIMIT has a flow of its own, which ends the one before it when it ends.
final class Flow {
  private var isEnded = false
  private let following: Flow?

  init(before following: Flow? = nil) { self.following = following }

  /// Whether the operators of this flow can stop.
  var isSatisfied: Bool { isEnded || (following?.isSatisfied ?? false) }

  func end() { isEnded = true }
  func restart() { isEnded = false }
}

/// Gathers rows that an operator makes out of the rows of one batch, and hands them on when there
/// are enough of them: the number of the row that each comes from, and the values of new slots.
struct RowBuilder {
  /// The row of the input that each row continues.
  var rows: [Int32] = []

  init() { rows.reserveCapacity(Batch.size) }

  @inline(__always)
  var isFull: Bool { rows.count >= Batch.size }

  /// The input's columns for the gathered rows.
  func batch(of input: Batch, keeping live: [Slot]) -> Batch {
    input.gathered(rows, keeping: live)
  }
}

extension Array where Element == Slot {
  /// Whether a slot is wanted.
  func wants(_ slot: Slot) -> Bool { contains(slot) }
}
