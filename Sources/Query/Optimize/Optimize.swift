// The passes that improve a plan, in order. Each looks at several steps together and replaces them
// by steps that give the same rows, or rows with weights where only their number matters.

internal import Graph

/// Improves the plan of a query, and of the queries inside of it.
///
/// - Parameter takesWeights: whether whoever takes the rows asks only how many there are.
func optimized(_ plan: QueryPlan, takesWeights: Bool = false) -> QueryPlan {
  var plan = plan
  for place in plan.parts.indices {
    let wanted = takesWeights ? [] : Set(plan.parts[place].outputs)
    plan.parts[place].pipeline = optimized(
      plan.parts[place].pipeline, wanted: wanted,
      takesWeights: takesWeights && !(plan.isDistinct && plan.parts.count > 1))
  }
  return plan
}

/// Improves a pipeline of whose rows some slots are wanted.
private func optimized(
  _ pipeline: Pipeline, wanted: Set<Slot>, takesWeights: Bool, duplicatesMatter: Bool = true
) -> Pipeline {
  var pipeline = pipeline
  var readLater = wanted
  for place in pipeline.steps.indices.reversed() {
    let operation = pipeline.steps[place].operation
    pipeline.steps[place].operation = optimizedInside(operation, readLater: readLater)
    readLater.formUnion(operation.allReads)
  }
  return
    pipeline
    .searchingByFrontiers(wanted: wanted, duplicatesMatter: duplicatesMatter)
    .countingWithoutRows(wanted: wanted, takesWeights: takesWeights)
    .notingKeysOfEntities()
}

/// Improves the pipelines and subqueries inside of a step.
private func optimizedInside(_ operation: Operation, readLater: Set<Slot>) -> Operation {
  let operation = operation.containsSubquery ? operation.mapExpressions(optimized) : operation
  switch operation {
  case .optional(let pipeline, let introduces, let rowSlot):
    return .optional(
      optimized(
        pipeline, wanted: readLater.union([rowSlot]),
        takesWeights: readLater.isDisjoint(with: introduces)),
      introduces: introduces, rowSlot: rowSlot)
  case .semi(let pipeline, let isAnti, let rowSlot):
    return .semi(
      optimized(pipeline, wanted: [rowSlot], takesWeights: true, duplicatesMatter: false),
      isAnti: isAnti, rowSlot: rowSlot)
  case .subquery(let plan, let imports, let isReturning):
    return .subquery(optimized(plan), imports: imports, isReturning: isReturning)
  case .forEach(let slot, let list, let pipeline):
    return .forEach(slot, list: list, optimized(pipeline, wanted: [], takesWeights: false))
  default: return operation
  }
}

/// Improves the subqueries inside of an expression.
private func optimized(_ expression: BoundExpression) -> BoundExpression {
  expression.mapSubqueries { subquery in
    var subquery = subquery
    let isCounting = subquery.kind == .exists || subquery.kind == .count
    subquery.plan = subquery.plan.map { optimized($0, takesWeights: isCounting) }
    return subquery
  }
}
