// From steps to operators: the last step is made first, since each operator knows the next. Each
// worker, and each pipeline inside of a step, has operators of its own.

internal import Graph
internal import Text

/// Makes the operators of a pipeline and gives the first of them.
func makeOperators(
  _ pipeline: Pipeline, _ evaluator: Evaluator, into sink: Operator
) -> Operator {
  var next = sink
  var flow = sink.flow
  let sharedCount = evaluator.sharedStepCount(of: pipeline)
  for (number, step) in pipeline.steps.enumerated().reversed() {
    if case .aggregate(let aggregation) = step.operation, number + 1 == sharedCount {
      let place = OperatorPlace(
        step: step.number, live: step.live, evaluator: evaluator, flow: Flow())
      return ParallelAggregate(
        Pipeline(steps: Array(pipeline.steps[..<number])), aggregation, place, next: next)
    }
    if step.operation.endsFlow { flow = Flow(before: step.operation.isLimit ? flow : nil) }
    let place = OperatorPlace(
      step: step.number, live: step.live, evaluator: evaluator, flow: flow)
    next = makeOperator(step.operation, place, next)
  }
  return next
}

private func makeOperator(
  _ operation: Operation, _ place: OperatorPlace, _ next: Operator
) -> Operator {
  switch operation {
  case .scanNodes(let slot): ScanNodes(slot, label: nil, place, next: next)
  case .scanLabel(let slot, let label): ScanNodes(slot, label: label, place, next: next)
  case .lookUp(let lookup): LookUp(lookup, place, next: next)
  case .seek(let seek): Seek(seek, place, next: next)
  case .nodeByID(let slot, let id): NodeByID(slot, id, place, next: next)
  case .expand(let expansion): Expand(expansion, place, next: next)
  case .expandInto(let expansion): ExpandInto(expansion, place, next: next)
  case .intersect(let intersection): Intersect(intersection, place, next: next)
  case .expandVariable(let expansion): ExpandVariable(expansion, place, next: next)
  case .shortestPath(let expansion): FindShortestPath(expansion, place, next: next)
  case .bindPath(let path): BindPath(path, place, next: next)
  case .weigh(let tree): Weigh(tree, place, next: next)
  case .filter, .project, .unwind, .aggregate, .distinct, .sort, .skip, .limit:
    makeRowOperator(operation, place, next)
  case .optional(let pipeline, let introduces, let rowSlot):
    OptionalRows(pipeline, introduces, rowSlot, place, next: next)
  case .semi(let pipeline, let isAnti, let rowSlot):
    Semi(pipeline, isAnti: isAnti, rowSlot, place, next: next)
  case .subquery(let plan, let imports, let isReturning):
    RunSubquery(plan, imports, isReturning: isReturning, place, next: next)
  default: makeWriter(operation, place, next)
  }
}

private func makeRowOperator(
  _ operation: Operation, _ place: OperatorPlace, _ next: Operator
) -> Operator {
  switch operation {
  case .filter(let condition): Filter(condition, place, next: next)
  case .project(let items): Project(items, place, next: next)
  case .unwind(let list, let slot): Unwind(list, slot, place, next: next)
  case .aggregate(let aggregation): Aggregate(aggregation, place, next: next)
  case .distinct(let slots): Distinct(slots, place, next: next)
  case .sort(let keys, let limit): Sort(keys, limit: limit, place, next: next)
  case .skip(let count): Skip(count, place, next: next)
  case .limit(let count): Limit(count, place, next: next)
  default: next
  }
}

private func makeWriter(
  _ operation: Operation, _ place: OperatorPlace, _ next: Operator
) -> Operator {
  switch operation {
  case .call(let call): CallProcedure(call, place, next: next)
  case .loadCSV(let load): LoadCSV(load, place, next: next)
  case .create(let creation): Create(creation, place, next: next)
  case .merge(let plan): Merge(plan, place, next: next)
  case .set(let items): SetProperties(items, place, next: next)
  case .remove(let items): RemoveProperties(items, place, next: next)
  case .delete(let subjects, let isDetaching):
    Delete(subjects, isDetaching: isDetaching, place, next: next)
  case .forEach(let slot, let list, let pipeline):
    ForEach(slot, list, pipeline, place, next: next)
  default: next
  }
}

extension Operation {
  /// Whether what comes before it must go on although what follows has enough, or stops by its own
  /// measure.
  fileprivate var endsFlow: Bool {
    switch self {
    case .aggregate, .sort, .limit, .create, .merge, .set, .remove, .delete, .forEach: true
    case .subquery(_, _, let isReturning): !isReturning
    default: false
    }
  }

  fileprivate var isLimit: Bool {
    if case .limit = self { true } else { false }
  }
}

/// Runs a pipeline over rows, any number of times.
final class PipelineRunner {
  private let head: Operator
  private let evaluator: Evaluator

  /// Makes the operators; the sink ends its flow to stop a run.
  init(_ pipeline: Pipeline, _ evaluator: Evaluator, sink: Operator) {
    self.evaluator = evaluator
    head = makeOperators(pipeline, evaluator, into: sink)
  }

  /// Runs over some rows from the beginning.
  func run(_ batch: Batch) throws(QueryError) {
    head.restart()
    let mark = evaluator.context.builtBytes
    defer { evaluator.context.settle(mark) }
    guard let profile = evaluator.context.profile else {
      try head.push(batch)
      return try head.finish()
    }
    let start = monotonicNanoseconds()
    try head.push(batch)
    try head.finish()
    profile.move(monotonicNanoseconds() - start, from: -1, to: head.step)
  }
}

/// A sink that keeps all batches.
final class BatchCollector: Operator {
  private(set) var batches: [Batch] = []

  /// Makes a sink; what it keeps are the slots that the last step hands on.
  init(_ evaluator: Evaluator) {
    super.init(
      OperatorPlace(step: -1, live: [], evaluator: evaluator, flow: Flow()), next: nil)
  }

  override func push(_ batch: Batch) throws(QueryError) { batches.append(batch) }

  override func restart() {
    batches = []
    flow.restart()
  }
}
