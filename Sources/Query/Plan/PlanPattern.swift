// The order in which a pattern is found. The pattern is a graph of nodes and relationships with
// conditions. From every node that could be the first, the search is simulated: always the step
// that leaves the fewest rows, by the statistics of the graph; the start whose rows add up to the
// least wins. Conditions are put behind the first step that binds all that they read. With the
// optimizer off, the order is that of the text, and conditions come last.

internal import Graph
internal import Text

extension Planner {
  /// Appends the steps that find a pattern.
  mutating func plan(
    _ pattern: BoundPattern, filters: [BoundExpression], _ building: inout Building
  ) {
    let conditions = pattern.conditions.flatMap(\.conjuncts) + filters
    guard isOptimized else {
      let onPaths = conditions.filter(pattern.isOnShortestPath)
      var search = PatternSearch(self, pattern, conditions: onPaths, building)
      search.runInTextOrder()
      take(search, &building)
      for condition in conditions where !pattern.isOnShortestPath(condition) {
        building.append(.filter(planned(condition)))
      }
      return
    }
    func isMovable(_ condition: BoundExpression) -> Bool {
      pattern.isOnShortestPath(condition)
        || !condition.isVolatile && !condition.containsSubquery
    }
    let movable = conditions.filter(isMovable)
    let late = conditions.filter { !isMovable($0) }
    let first = PatternSearch(self, pattern, conditions: movable, building)
    var best: PatternSearch?
    for start in first.possibleStarts {
      var search = first
      search.run(from: start)
      if building.grouped.contains(start) { search.preferLittle() }
      if search.cost < best?.cost ?? .infinity { best = search }
    }
    if best == nil {
      best = first
      best?.run(from: nil)
    }
    if let best { take(best, &building) }
    for condition in late { planFilter(condition, &building) }
  }

  /// Takes over what a search decided.
  private mutating func take(_ search: PatternSearch, _ building: inout Building) {
    for step in search.building.pipeline.steps {
      var step = step
      switch step.operation {
      case .filter(let condition): step.operation = .filter(planned(condition))
      case .shortestPath(var expansion):
        expansion.pathConditions = expansion.pathConditions.map { planned($0) }
        step.operation = .shortestPath(expansion)
      default: break
      }
      building.pipeline.steps.append(step)
    }
    building.bound = search.building.bound
    building.rows = search.building.rows
  }
}

extension BoundExpression {
  /// Whether a subquery is anywhere in it.
  var containsSubquery: Bool {
    if case .subquery = kind { return true }
    return children.contains(where: \.containsSubquery)
  }
}

extension BoundPattern {
  /// Every slot of the pattern.
  var slots: [Slot] { nodes.map(\.slot) + relationships.map(\.slot) + paths.map(\.slot) }

  /// The path variable over a shortest path, if it has one.
  func path(of relationship: BoundRelationship) -> BoundPath? {
    paths.first { $0.relationships == [relationship.slot] }
  }

  /// The slots that hold a shortest path: its relationships, and the path itself.
  func slotsOfPath(_ relationship: BoundRelationship) -> Set<Slot> {
    Set([relationship.slot] + [path(of: relationship)?.slot].compactMap(\.self))
  }

  /// Whether a condition reads a shortest path, and so has a say in which one is found.
  func isOnShortestPath(_ condition: BoundExpression) -> Bool {
    relationships.contains {
      $0.shortest != nil && !slotsOfPath($0).isDisjoint(with: condition.slots)
    }
  }
}

extension BoundLabels {
  /// The names, if it is nothing but names that must all be there.
  var conjunction: [NameNumber]? {
    switch self {
    case .name(let name): [name]
    case .and(let left, let right):
      if let first = left.conjunction, let second = right.conjunction {
        first + second
      } else {
        nil
      }
    case .or, .not, .wildcard: nil
    }
  }
}
