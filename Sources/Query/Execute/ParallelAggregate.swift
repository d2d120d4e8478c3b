// Work shared among the cores: the nodes of the first scan are cut into morsels; each worker takes
// the next one when it is done with its last, pushes it through operators of its own and gathers
// groups of its own. At the end the groups are joined, in the order in which one worker alone would
// have met them. Aggregates that depend on the order of rows, such as collect, are not shared.

internal import Graph
internal import Synchronization

/// A scan, the steps after it, and the aggregation behind them, on all cores.
final class ParallelAggregate: Operator {
  private let pipeline: Pipeline
  private let aggregation: BoundAggregation
  /// Ids per morsel: enough to be worth the call, few enough to share evenly.
  private static let morselSize: UInt32 = 8192

  init(
    _ pipeline: Pipeline, _ aggregation: BoundAggregation, _ place: OperatorPlace, next: Operator
  ) {
    self.pipeline = pipeline
    self.aggregation = aggregation
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let limit = UInt32(clamping: context.graph.nodeIDLimit)
    let morsels = Morsels(count: Int((limit + Self.morselSize - 1) / Self.morselSize))
    let work = SharedWork(
      seed: context.seed, pipeline: pipeline, aggregation: aggregation, input: batch,
      slotCount: evaluator.locals.count, morselSize: Self.morselSize)
    let threads = context.options.threads
    let results = inParallel(min(threads > 0 ? threads : coreCount, morsels.count)) { _ in
      work.run(morsels)
    }
    var groups = Groups(aggregation)
    for result in results {
      try groups.merge(result.get(), on: context.budget)
    }
    groups.prepare(evaluator)
    try sendGroups(&groups)
  }
}

/// The parts of a scan that are still to be done.
private final class Morsels: Sendable {
  let count: Int
  private let next = Atomic(0)

  init(count: Int) { self.count = count }

  func take() -> Int? {
    let number = next.add(1, ordering: .relaxed).oldValue
    return number < count ? number : nil
  }

  /// Leaves nothing to the others, after an error.
  func stop() { next.store(count, ordering: .relaxed) }
}

/// What every worker does.
private struct SharedWork: Sendable {
  let seed: WorkerSeed
  let pipeline: Pipeline
  let aggregation: BoundAggregation
  let input: Batch
  let slotCount: Int
  let morselSize: UInt32

  func run(_ morsels: Morsels) -> Result<Groups, QueryError> {
    let evaluator = Evaluator(seed.context(), slotCount: slotCount)
    defer { evaluator.close() }
    let sink = GroupSink(aggregation, evaluator)
    let head = makeOperators(pipeline, evaluator, into: sink)
    do {
      while let number = morsels.take() {
        let start = UInt32(number) * morselSize
        (head as? ScanNodes)?.range = start..<start + morselSize
        sink.groups.morsel = UInt64(number)
        try head.push(input)
      }
    } catch {
      morsels.stop()
      return .failure(error)
    }
    return .success(sink.groups)
  }
}

/// Gathers the groups of one worker.
private final class GroupSink: Operator {
  var groups: Groups

  init(_ aggregation: BoundAggregation, _ evaluator: Evaluator) {
    groups = Groups(aggregation)
    super.init(
      OperatorPlace(step: -1, live: [], evaluator: evaluator, flow: Flow()), next: nil)
  }

  override func push(_ batch: Batch) throws(QueryError) { try groups.add(batch, evaluator) }
}

extension Evaluator {
  /// Nodes below which the workers would cost more than they bring.
  private static let sharedNodeMin = 20_000

  /// How many steps of a pipeline can be shared among the cores: those up to the first
  /// aggregation, if all before it look at one row at a time; else 0.
  func sharedStepCount(of pipeline: Pipeline) -> Int {
    guard context.options.isOptimized, context.options.threads != 1, context.transaction == nil,
      context.profile == nil, context.graph.nodeCount >= Self.sharedNodeMin,
      let first = pipeline.steps.first, first.operation.isScan
    else { return 0 }
    for (number, step) in pipeline.steps.enumerated().dropFirst() {
      if case .aggregate(let aggregation) = step.operation {
        return aggregation.canBeShared ? number + 1 : 0
      }
      if !step.operation.canBeShared { return 0 }
    }
    return 0
  }
}

extension Operation {
  fileprivate var isScan: Bool {
    switch self {
    case .scanNodes, .scanLabel: true
    default: false
    }
  }

  fileprivate var canBeShared: Bool {
    switch self {
    case .filter(let condition): !condition.isVolatile
    case .project(let items): !items.contains { $0.expression.isVolatile }
    case .expand, .expandInto, .intersect, .expandVariable, .shortestPath, .bindPath, .weigh, .semi,
      .optional, .unwind, .lookUp:
      true
    default: false
    }
  }
}

extension BoundAggregation {
  /// Whether groups are done one after the other, so that there may be more of them than memory
  /// holds at once.
  private var isClustered: Bool {
    guard let scanned else { return false }
    return keys.contains { $0.expression.slot == scanned }
      || entityKeys.contains { $0.slot == scanned }
  }

  fileprivate var canBeShared: Bool {
    aggregates.allSatisfy { aggregate in
      ["count", "sum", "avg", "min", "max"].contains(aggregate.function)
        && aggregate.argument?.isVolatile != true
    } && !keys.contains { $0.expression.isVolatile } && !isClustered
  }
}
