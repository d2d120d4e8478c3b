// Counting without rows. Where a pattern goes on over branches that nothing reads, a row needs only
// the number of ways to go on. The number for a node is the product over its branches of the sum
// over the neighbours of their numbers; each is computed once per node and branch and kept, so a
// whole chain costs as much as looking at each of its relationships once.

internal import Graph
internal import Text

/// Multiplies weights by the number of ways to go on.
final class Weigh: Operator {
  private let tree: CountTree
  private var counters: [BranchCounter] = []
  private var isReady = false

  init(_ tree: CountTree, _ place: OperatorPlace, next: Operator) {
    self.tree = tree
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    if !isReady {
      counters = tree.branches.map { BranchCounter($0, context) }
      isReady = true
    }
    let nodes = batch[tree.from].nodeIDs(count: batch.count)
    var rows: [Int32] = []
    var weights: [Int64] = []
    for row in 0..<batch.count {
      var weight = batch.weights?[row] ?? 1
      for counter in counters where weight != 0 {
        weight = try product(weight, counter.ways(from: nodes[row]))
      }
      if weight == 0 { continue }
      rows.append(Int32(truncatingIfNeeded: row))
      weights.append(weight)
    }
    var output =
      rows.count == batch.count ? batch.keeping(live) : batch.gathered(rows, keeping: live)
    output.weights = weights
    try send(output)
  }

  override func restart() {
    isReady = false
    super.restart()
  }
}

private func product(_ left: Int64, _ right: Int64) throws(QueryError) -> Int64 {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  if overflow { throw Operators.integerOverflow("count") }
  return product
}

/// Counts the ways over one branch, and remembers them by node.
private final class BranchCounter {
  private let legs: Legs
  private let test: LabelTest
  private let children: [BranchCounter]
  private let isOptional: Bool
  private let budget: Budget
  /// By node; -1 where it was not computed yet.
  ///
  /// Empty where counting is as cheap as looking up.
  private var known: [Int64] = []
  private let nodeLimit: Int

  init(_ branch: CountBranch, _ context: ExecutionContext) {
    legs = Legs(branch.types, branch.direction, in: context)
    test = LabelTest(
      branch.labels, reachedOver: branch.types, branch.direction, in: context)
    children = branch.branches.map { BranchCounter($0, context) }
    isOptional = branch.isOptional
    budget = context.budget
    nodeLimit = context.graph.nodeIDLimit
  }

  func ways(from node: UInt32) throws(QueryError) -> Int64 {
    if node == Column.nullID { return isOptional ? 1 : 0 }
    if test.isImpossible { return isOptional ? 1 : 0 }
    if children.isEmpty, test.isTrivial {
      return max(Int64(try legs.degree(of: node)), isOptional ? 1 : 0)
    }
    if known.isEmpty {
      try budget.take(bytes: nodeLimit * 8)
      known = Array(repeating: -1, count: nodeLimit)
    }
    if known[Int(node)] >= 0 { return known[Int(node)] }
    let sum = max(try sum(from: node), isOptional ? 1 : 0)
    known[Int(node)] = sum
    return sum
  }

  /// The tree of a pattern is no deeper than its text, so this recursion is short.
  private func sum(from node: UInt32) throws(QueryError) -> Int64 {
    var sum: Int64 = 0
    try legs.forEach(of: node) { neighbour, _ throws(QueryError) in
      if !test.passes(neighbour) { return }
      var ways: Int64 = 1
      for child in children where ways != 0 {
        ways = try product(ways, child.ways(from: neighbour))
      }
      let (next, overflow) = sum.addingReportingOverflow(ways)
      if overflow { throw Operators.integerOverflow("count") }
      sum = next
    }
    return sum
  }
}

extension LabelTest {
  /// A test of nodes that were reached over relationships of some types: a label that all nodes at
  /// the ends of these types have needs no look.
  init(
    _ labels: [NameNumber], reachedOver types: [NameNumber],
    _ direction: RelationshipPatternSyntax.Direction, in context: ExecutionContext
  ) {
    let reached = context.types(types)
    let needed = labels.filter { label in
      guard let id = context.label(label) else { return true }
      return !reached.allSatisfy { type in
        let all = context.graph.count(of: type)
        let statistics = context.graph.statistics
        let asTarget = statistics.count(of: RelationshipPattern(nil, type, id)) == all
        let asSource = statistics.count(of: RelationshipPattern(id, type, nil)) == all
        return switch direction {
        case .right: asTarget
        case .left: asSource
        case .either: asTarget && asSource
        }
      }
    }
    self.init(needed, in: context)
  }
}
