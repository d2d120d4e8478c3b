// MATCH, OPTIONAL MATCH, and EXISTS as a join.

internal import Graph
internal import Text

extension Planner {
  mutating func plan(_ match: BoundMatch, _ building: inout Building) {
    let filters = match.filter?.conjuncts ?? []
    guard match.isOptional else {
      return plan(match.pattern, filters: filters, &building)
    }
    var inner = Building(bound: building.bound, rows: building.rows)
    plan(match.pattern, filters: filters, &inner)
    let introduced = inner.bound.subtracting(building.bound).sorted()
    building.rows = max(building.rows, inner.rows)
    building.append(
      .optional(inner.pipeline, introduces: introduced, rowSlot: newSlot()))
    building.bound.formUnion(introduced)
  }

  /// A condition that asks whether a pattern is there, as a step that runs for all rows together;
  /// nil where it is another condition, or its query does more than match.
  mutating func semiJoin(_ condition: BoundExpression, _ building: Building) -> Operation? {
    var isAnti = false
    var inner = condition
    if case .not(let operand) = inner.kind {
      isAnti = true
      inner = operand
    }
    guard case .subquery(let subquery) = inner.kind, subquery.kind == .exists,
      subquery.query.parts.count == 1, let part = subquery.query.parts.first,
      Set(subquery.imports).isSubset(of: building.bound)
    else { return nil }
    var pipeline = Building(bound: building.bound)
    for clause in part.clauses {
      switch clause {
      case .match(let match) where !match.isOptional: plan(match, &pipeline)
      case .project(let projection) where projection.isReturn && projection.isPlain: break
      default: return nil
      }
    }
    return .semi(pipeline.pipeline, isAnti: isAnti, rowSlot: newSlot())
  }
}

extension BoundProjection {
  /// Whether it gives exactly one row for each row.
  fileprivate var isPlain: Bool {
    aggregation == nil && skip == nil && limit == nil && filter == nil
  }
}
