// What a path that is looked for has to fulfil, in one row. Conditions that speak of every
// relationship or every node of the path alike are tested step by step while the search goes on,
// and so cut it short; the others need the path as a whole.

internal import Graph
internal import Text

/// Tests the paths and steps of a search.
final class PathTest {
  private let expansion: VariableExpansion
  private let evaluator: Evaluator
  private let properties: EachProperty
  /// Conditions that hold for a path exactly if they hold for each of its steps.
  private let stepwise: [BoundExpression]
  /// The row, in which the path is put.
  private var row: Batch

  init(
    _ expansion: VariableExpansion, _ evaluator: Evaluator, _ batch: Batch, _ row: Int
  ) throws(QueryError) {
    self.expansion = expansion
    self.evaluator = evaluator
    properties = try EachProperty(expansion.eachProperty, evaluator, batch, row)
    stepwise = expansion.pathConditions.filter(expansion.isStepwise)
    let reads = Operation.shortestPath(expansion).reads.sorted()
    self.row =
      expansion.pathConditions.isEmpty
      ? Batch(count: 0, slotCount: 0)
      : batch.gathered([Int32(truncatingIfNeeded: row)], keeping: reads)
  }

  /// Whether there is anything to test of single steps.
  var hasSteps: Bool { !properties.isEmpty || !stepwise.isEmpty }

  /// Whether a path may go over a relationship.
  func accepts(step relationship: UInt32) throws(QueryError) -> Bool {
    let context = evaluator.context
    if !properties.isEmpty, !properties.hold(relationship, context) { return false }
    if stepwise.isEmpty { return true }
    let id = RelationshipID(rawValue: relationship)
    guard let record = context.record(of: id) else { return false }
    row[expansion.relationships] = .values([.list([.relationship(id)])])
    if let path = expansion.path {
      let step = Path(nodes: [record.source, record.target], relationships: [id])
      row[path.slot] = .values([.path(step)])
    }
    return try holds(stepwise)
  }

  /// Whether a path passes.
  func accepts(path: [UInt32]) throws(QueryError) -> Bool {
    if expansion.pathConditions.isEmpty { return true }
    row[expansion.relationships] = .values([expansion.list(path)])
    if let variable = expansion.path {
      row[variable.slot] = .values([evaluator.path(variable, row, 0)])
    }
    return try holds(expansion.pathConditions)
  }

  /// The paths that pass.
  func accepted(_ paths: [[UInt32]]) throws(QueryError) -> [[UInt32]] {
    var accepted: [[UInt32]] = []
    for path in paths where try accepts(path: path) { accepted.append(path) }
    return accepted
  }

  private func holds(_ conditions: [BoundExpression]) throws(QueryError) -> Bool {
    for condition in conditions {
      if try evaluator.truth(of: condition, row, 0) != true { return false }
    }
    return true
  }
}

extension VariableExpansion {
  /// Whether a condition is one of `all` or `none` over the relationships or nodes of the path, and
  /// asks nothing else of it.
  fileprivate func isStepwise(_ condition: BoundExpression) -> Bool {
    guard case .quantifier(let quantifier, _, let list, let each) = condition.kind,
      quantifier == .all || quantifier == .none, !each.isVolatile
    else { return false }
    var own: Set<Slot> = [relationships]
    if let path { own.insert(path.slot) }
    guard each.slots.isDisjoint(with: own) else { return false }
    switch list.kind {
    case .slot(relationships): return true
    case .call(let function, let arguments):
      guard function.name == "relationships" || function.name == "nodes",
        case .slot(let slot)? = arguments.first?.kind
      else { return false }
      return slot == path?.slot
    default: return false
    }
  }
}
