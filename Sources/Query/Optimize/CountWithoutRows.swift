// Counting without rows. A step that leads to a node which nothing reads afterwards only multiplies
// rows; where those rows are gathered by aggregates that can take a weight, the step becomes a
// number of ways. Going backwards from the aggregate, whole branches of a pattern fold into one
// tree of counts:
//
//   (a)-->(b)-->(c)  RETURN count(*)      scan a, weigh (-->( -->))
//
// What may not be folded: a relationship that another one must differ from, a node that a condition
// or another step reads, and steps before something that is not a plain walk.

internal import Graph

extension Pipeline {
  /// The same pipeline with branches that only count folded into weights, where it ends in rows
  /// of which some slots are wanted and which are taken with their weights.
  func countingWithoutRows(wanted: Set<Slot>, takesWeights: Bool) -> Pipeline {
    var folded: [Step] = []
    var read = wanted
    var canFold = takesWeights
    for step in steps.reversed() {
      if canFold, let weighing = step.operation.weighing(read, folded) {
        // The tree takes over the trees that began at its end node.
        folded = folded.filter { !weighing.takes($0) }
        folded.insert(
          Step(.weigh(weighing.tree), rows: step.rows), at: 0)
        read.insert(weighing.tree.from)
        read.remove(weighing.end)
        continue
      }
      folded.insert(step, at: 0)
      read.formUnion(step.operation.allReads)
      switch step.operation {
      case .aggregate: canFold = true
      case .expand, .expandInto, .intersect, .filter, .weigh, .semi, .lookUp, .seek, .nodeByID,
        .expandVariable, .scanLabel, .scanNodes, .unwind, .bindPath, .project, .optional,
        .shortestPath:
        break
      case .call, .loadCSV, .subquery, .distinct, .sort, .skip, .limit, .create, .merge, .set,
        .remove, .delete, .forEach:
        canFold = false
      }
    }
    return Pipeline(steps: folded)
  }
}

/// A step that became a tree of counts.
private struct Weighing {
  let tree: CountTree
  /// The node that the step led to.
  let end: Slot

  /// Whether a step is a tree that this one takes over.
  func takes(_ step: Step) -> Bool {
    if case .weigh(let other) = step.operation { other.from == end } else { false }
  }
}

extension Operation {
  /// The tree of counts that can stand for this step, given what is read after it.
  fileprivate func weighing(_ read: Set<Slot>, _ following: [Step]) -> Weighing? {
    switch self {
    case .expand(let expansion):
      guard expansion.excluding.isEmpty, !expansion.isRelationshipBound,
        !read.contains(expansion.relationship)
      else { return nil }
      var branches: [CountBranch] = []
      for step in following {
        if case .weigh(let tree) = step.operation, tree.from == expansion.to {
          branches += tree.branches
        } else if step.operation.allReads.contains(expansion.to) {
          return nil
        } else if step.operation.isAggregate {
          break
        }
      }
      // Read by an aggregate, or by what comes after a tree that was taken over.
      if branches.isEmpty, read.contains(expansion.to) { return nil }
      let branch = CountBranch(
        types: expansion.types, direction: expansion.direction, labels: expansion.labels,
        branches: branches)
      return Weighing(
        tree: CountTree(from: expansion.from, branches: [branch]), end: expansion.to)
    case .optional(let pipeline, let introduces, _):
      guard read.isDisjoint(with: introduces), pipeline.steps.count == 1,
        case .weigh(var tree) = pipeline.steps[0].operation, tree.branches.count == 1
      else { return nil }
      tree.branches[0].isOptional = true
      return Weighing(tree: tree, end: Slot(number: -1))
    default: return nil
    }
  }

  fileprivate var isAggregate: Bool {
    if case .aggregate = self { true } else { false }
  }

  /// Everything that is read, also by inner pipelines.
  var allReads: Set<Slot> {
    switch self {
    case .optional(let pipeline, _, _), .semi(let pipeline, _, _):
      return pipeline.steps.reduce(into: reads) { $0.formUnion($1.operation.allReads) }
    case .merge(let plan):
      return plan.match.steps.reduce(into: reads) { $0.formUnion($1.operation.allReads) }
    case .forEach(_, _, let pipeline):
      return pipeline.steps.reduce(into: reads) { $0.formUnion($1.operation.allReads) }
    default: return reads
    }
  }
}
