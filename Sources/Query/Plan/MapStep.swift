// Steps changed in their expressions.

internal import Graph

extension Operation {
  /// Whether a subquery is in one of the expressions.
  var containsSubquery: Bool {
    var isThere = false
    _ = mapExpressions { expression in
      if expression.containsSubquery { isThere = true }
      return expression
    }
    return isThere
  }

  /// The same step with every expression changed by a function.
  func mapExpressions(_ change: (BoundExpression) -> BoundExpression) -> Operation {
    switch self {
    case .lookUp(var lookup):
      lookup.value = change(lookup.value)
      return .lookUp(lookup)
    case .seek(var seek):
      switch seek.bounds {
      case .range(let from, let to):
        seek.bounds = .range(from: from.map(change), to: to.map(change))
      case .containing(let part): seek.bounds = .containing(change(part))
      }
      return .seek(seek)
    case .nodeByID(let slot, let id): return .nodeByID(slot, change(id))
    case .expandVariable(var expansion):
      expansion.eachProperty = expansion.eachProperty.map { ($0.key, change($0.value)) }
      return .expandVariable(expansion)
    case .shortestPath(var expansion):
      expansion.eachProperty = expansion.eachProperty.map { ($0.key, change($0.value)) }
      expansion.pathConditions = expansion.pathConditions.map(change)
      return .shortestPath(expansion)
    case .filter(let condition): return .filter(change(condition))
    case .project(let items): return .project(items.map { (change($0.expression), $0.slot) })
    case .unwind(let list, let slot): return .unwind(change(list), slot)
    case .aggregate(var aggregation):
      aggregation.keys = aggregation.keys.map { (change($0.expression), $0.slot) }
      for place in aggregation.aggregates.indices {
        aggregation.aggregates[place].argument =
          aggregation.aggregates[place].argument.map(change)
        aggregation.aggregates[place].parameter =
          aggregation.aggregates[place].parameter.map(change)
      }
      return .aggregate(aggregation)
    case .sort(let keys, let limit):
      return .sort(
        keys.map { (change($0.expression), $0.isDescending) }, limit: limit.map(change))
    case .skip(let count): return .skip(change(count))
    case .limit(let count): return .limit(change(count))
    case .call(var call):
      call.arguments = call.arguments.map(change)
      call.filter = call.filter.map(change)
      return .call(call)
    case .loadCSV(var load):
      load.source = change(load.source)
      load.separator = load.separator.map(change)
      return .loadCSV(load)
    default: return mapWritten(change)
    }
  }

  private func mapWritten(_ change: (BoundExpression) -> BoundExpression) -> Operation {
    switch self {
    case .create(let creation): return .create(creation.mapExpressions(change))
    case .merge(var plan):
      plan.merge.creation = plan.merge.creation.mapExpressions(change)
      plan.merge.onCreate = plan.merge.onCreate.map { $0.mapExpressions(change) }
      plan.merge.onMatch = plan.merge.onMatch.map { $0.mapExpressions(change) }
      return .merge(plan)
    case .set(let items): return .set(items.map { $0.mapExpressions(change) })
    case .remove(let items): return .remove(items.map { $0.mapExpressions(change) })
    case .delete(let subjects, let isDetaching):
      return .delete(subjects.map(change), isDetaching: isDetaching)
    case .forEach(let slot, let list, let pipeline):
      return .forEach(slot, list: change(list), pipeline)
    default: return self
    }
  }
}

extension BoundCreation {
  fileprivate func mapExpressions(
    _ change: (BoundExpression) -> BoundExpression
  ) -> BoundCreation {
    var creation = self
    for place in nodes.indices {
      creation.nodes[place].properties = nodes[place].properties.map(change)
    }
    for place in relationships.indices {
      creation.relationships[place].properties = relationships[place].properties.map(change)
    }
    return creation
  }
}

extension BoundSetItem {
  fileprivate func mapExpressions(_ change: (BoundExpression) -> BoundExpression) -> BoundSetItem {
    switch self {
    case .property(let subject, let key, let value):
      .property(change(subject), key, change(value))
    case .dynamicProperty(let subject, let key, let value):
      .dynamicProperty(change(subject), key: change(key), change(value))
    case .replaceAll(let subject, let value): .replaceAll(change(subject), change(value))
    case .mergeAll(let subject, let value): .mergeAll(change(subject), change(value))
    case .labels(let subject, let labels): .labels(change(subject), labels)
    }
  }
}

extension BoundRemoveItem {
  fileprivate func mapExpressions(
    _ change: (BoundExpression) -> BoundExpression
  ) -> BoundRemoveItem {
    switch self {
    case .property(let subject, let key): .property(change(subject), key)
    case .dynamicProperty(let subject, let key):
      .dynamicProperty(change(subject), key: change(key))
    case .labels(let subject, let labels): .labels(change(subject), labels)
    }
  }
}
