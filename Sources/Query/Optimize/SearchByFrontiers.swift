// Walks of variable length whose ends alone matter, each once: `RETURN DISTINCT`, `count(DISTINCT
// x)` or EXISTS behind them ask for no more. Such a walk becomes a search by frontiers, which looks
// at each relationship once instead of following every path.

internal import Graph

extension Pipeline {
  /// The same pipeline with such walks marked, where whoever takes the rows minds duplicates or
  /// not.
  func searchingByFrontiers(wanted: Set<Slot>, duplicatesMatter: Bool) -> Pipeline {
    var pipeline = self
    var duplicatesMatter = duplicatesMatter
    var read = wanted
    for place in steps.indices.reversed() {
      let operation = steps[place].operation
      if case .expandVariable(var expansion) = operation, !duplicatesMatter,
        expansion.canBeSearch(read)
      {
        expansion.isReachability = true
        pipeline.steps[place].operation = .expandVariable(expansion)
      }
      duplicatesMatter = operation.duplicatesMatter(before: duplicatesMatter)
      read.formUnion(operation.allReads)
    }
    return pipeline
  }
}

extension VariableExpansion {
  /// Whether the relationships of the walk are nobody's concern.
  fileprivate func canBeSearch(_ read: Set<Slot>) -> Bool {
    !read.contains(relationships) && excluding.isEmpty && eachProperty.isEmpty && minimum <= 1
      && !isListBound
  }
}

extension Operation {
  /// Whether it matters how often a row comes in, when it does or does not for rows that go out.
  fileprivate func duplicatesMatter(before following: Bool) -> Bool {
    switch self {
    case .distinct: false
    case .aggregate(let aggregation):
      !aggregation.aggregates.allSatisfy {
        $0.isDistinct || $0.function == "min" || $0.function == "max"
      }
    case .filter(let condition): following || condition.isVolatile
    case .project(let items): following || items.contains { $0.expression.isVolatile }
    case .scanNodes, .scanLabel, .lookUp, .seek, .nodeByID, .expand, .expandInto, .intersect,
      .expandVariable, .shortestPath, .bindPath, .semi, .optional, .unwind:
      following
    default: true
    }
  }
}
