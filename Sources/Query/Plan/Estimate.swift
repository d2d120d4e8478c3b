// How many rows a step will give, by the statistics of the graph: label counts, counts of (label,
// type, label), and how many different values a key has. Guesses where nothing is known; an error
// here costs time, never rows.

internal import Graph
internal import Text

/// Estimates for one pattern.
struct Estimate {
  let graph: GraphSnapshot
  private let names: [UTF8String]
  private let usesIndexes: Bool
  /// Labels that each node must have.
  private let labelsOfNodes: [Slot: [NameNumber]]
  private let conditions: [BoundExpression]

  init(_ planner: Planner, _ pattern: BoundPattern, _ conditions: [BoundExpression]) {
    graph = planner.graph
    names = planner.names
    usesIndexes = planner.usesIndexes
    self.conditions = conditions
    var labels: [Slot: [NameNumber]] = [:]
    for node in pattern.nodes { labels[node.slot] = node.labels?.conjunction ?? [] }
    labelsOfNodes = labels
  }

  func labels(of node: Slot) -> [NameNumber] { labelsOfNodes[node] ?? [] }

  func count(of label: NameNumber) -> Int {
    graph.label(names[label.number]).map { graph.members(of: $0).count } ?? 0
  }

  /// The nodes of a label; all nodes for none.
  func labelCount(_ label: NameNumber?) -> Double {
    max(Double(label.map(count(of:)) ?? graph.nodeCount), 0.1)
  }

  /// How many nodes one place of the pattern has, if found alone.
  func nodeCount(_ node: Slot, bound: Set<Slot>) -> Double {
    let rarest = labels(of: node).map { labelCount($0) }.min() ?? labelCount(nil)
    return max(rarest * selectivity(of: node, bound: bound), 0.1)
  }

  /// The part of the nodes that conditions on one place let pass.
  private func selectivity(of node: Slot, bound: Set<Slot>) -> Double {
    var part = 1.0
    for condition in conditions {
      let slots = condition.slots
      if slots.contains(node), slots.subtracting(bound) == [node] {
        part *= selectivity(condition)
      }
    }
    return part
  }

  /// The part of the rows that a condition lets pass.
  func selectivity(_ condition: BoundExpression) -> Double {
    switch condition.kind {
    case .compare(.equal, let left, let right):
      guard let key = left.propertyKey ?? right.propertyKey, let id = graph.key(names[key.number])
      else { return 0.1 }
      return 1 / max(Double(graph.statistics.distinctValueCount(of: id)), 1)
    case .compare(.notEqual, _, _): return 0.9
    case .compare: return 0.3
    case .binary(.isIn, _, _), .binary(.contains, _, _), .binary(.startsWith, _, _),
      .binary(.endsWith, _, _):
      return 0.1
    case .or(let operands): return min(operands.reduce(0) { $0 + selectivity($1) }, 1)
    case .not(let operand): return max(1 - selectivity(operand), 0.1)
    default: return 0.5
    }
  }

  // MARK: Relationships

  /// How many relationships lead from one node, over all wanted types and labels.
  private func fanout(
    _ relationship: BoundRelationship, from: Slot, to: Slot
  ) -> Double {
    let types =
      relationship.types.isEmpty
      ? graph.types.indices.map { TypeID(rawValue: UInt16($0)) }
      : relationship.types.compactMap { graph.type(names[$0.number]) }
    let fromLabels = labels(of: from).map { graph.label(names[$0.number]) }
    let toLabels = labels(of: to).map { graph.label(names[$0.number]) }
    if fromLabels.contains(nil) || toLabels.contains(nil) { return 0.001 }
    let source = fromLabels.compactMap(\.self).min {
      graph.members(of: $0).count < graph.members(of: $1).count
    }
    let target = toLabels.compactMap(\.self).min {
      graph.members(of: $0).count < graph.members(of: $1).count
    }
    let isForward = relationship.left == from
    var count = 0
    for type in types {
      let outgoing = graph.statistics.count(of: RelationshipPattern(source, type, target))
      let incoming = graph.statistics.count(of: RelationshipPattern(target, type, source))
      switch (relationship.direction, isForward) {
      case (.right, true), (.left, false): count += outgoing
      case (.left, true), (.right, false): count += incoming
      case (.either, _): count += outgoing + incoming
      }
    }
    let sources = source.map { graph.members(of: $0).count } ?? graph.nodeCount
    return Double(count) / Double(max(sources, 1))
  }

  /// By how much rows grow when a relationship leads to a new node.
  func expandFactor(_ relationship: BoundRelationship, to target: Slot) -> Double {
    if relationship.isBound { return 1 }
    let from = relationship.left == target ? relationship.right : relationship.left
    var factor = fanout(relationship, from: from, to: target)
    if let length = relationship.length {
      let steps = Double(min(length.maximum ?? 6, 8))
      let base = max(fanout(relationship, from: from, to: Slot(number: -1)), 0.5)
      factor = max(base, 0.1)
      for _ in 1..<max(Int(steps), 1) where factor < 1e12 { factor *= max(base, 1) }
    }
    return max(factor * selectivity(of: target, bound: []), 0.001)
  }

  /// By how much rows change when both ends are bound.
  func joinFactor(_ relationship: BoundRelationship) -> Double {
    if relationship.shortest != nil { return 1 }
    let factor = fanout(relationship, from: relationship.left, to: relationship.right)
    let targets = nodeCount(relationship.right, bound: [])
    return min(max(factor / max(targets, 1), 0.001), relationship.length == nil ? 1 : 10)
  }

  /// By how much rows change when several bound nodes lead to one new node.
  func cornerFactor(_ target: Slot, _ legs: [BoundRelationship]) -> Double {
    let factors = legs.map { expandFactor($0, to: target) }.sorted()
    var rows = factors.first ?? 1
    for leg in legs.dropFirst() { rows *= joinFactor(leg) }
    return max(rows, 0.001)
  }

  // MARK: Indexes

  /// A condition that says a property of a node equals something known, as a step.
  func lookup(
    _ node: Slot, _ label: NameNumber?, _ conditions: [BoundExpression], _ bound: Set<Slot>
  ) -> (condition: Int, Operation)? {
    var best: (condition: Int, Operation)?
    for (place, condition) in conditions.enumerated() {
      guard case .compare(.equal, let left, let right) = condition.kind else { continue }
      for (subject, value) in [(left, right), (right, left)] {
        guard value.slots.isSubset(of: bound), !value.containsSubquery else { continue }
        if case .property(let owner, let key) = subject.kind, owner.slot == node {
          let step = Operation.lookUp(
            PropertyLookup(slot: node, label: label, key: key, value: value))
          if best == nil || hasIndex(step) { best = (place, step) }
        } else if case .call(let function, let arguments) = subject.kind,
          function.name == "id", arguments.first?.slot == node
        {
          // The labels are tested behind.
          if label == nil { return (place, .nodeByID(node, value)) }
        }
      }
    }
    return best
  }

  /// Whether an index answers a lookup.
  func hasIndex(_ operation: Operation) -> Bool {
    guard case .lookUp(let lookup) = operation else { return true }
    return index(.equality, lookup.label, lookup.key)
  }

  private func index(
    _ kind: IndexDefinition.Kind, _ label: NameNumber?, _ key: NameNumber
  ) -> Bool {
    guard let key = graph.key(names[key.number]) else { return false }
    return usesIndexes
      && graph.indexes.contains { definition in
        definition.kind == kind && definition.key == key
          && (definition.label == nil
            || definition.label == label.flatMap { graph.label(names[$0.number]) })
      }
  }

  /// A condition that an ordered or a text index can narrow down, as a step; the condition stays.
  func seek(
    _ node: Slot, _ label: NameNumber?, _ conditions: [BoundExpression], _ bound: Set<Slot>
  ) -> Operation? {
    for condition in conditions {
      switch condition.kind {
      case .binary(.contains, let subject, let part):
        guard let key = subject.propertyKey(of: node), part.slots.isSubset(of: bound),
          !part.containsSubquery, index(.text, label, key)
        else { continue }
        return .seek(IndexSeek(slot: node, label: label, key: key, bounds: .containing(part)))
      case .compare(let comparison, let left, let right):
        guard let bounds = bounds(comparison, left, right, node, bound),
          index(.range, label, bounds.key)
        else { continue }
        return .seek(
          IndexSeek(slot: node, label: label, key: bounds.key, bounds: bounds.bounds))
      default: continue
      }
    }
    return nil
  }

  private func bounds(
    _ comparison: ComparisonOperator, _ left: BoundExpression, _ right: BoundExpression,
    _ node: Slot, _ bound: Set<Slot>
  ) -> (key: NameNumber, bounds: IndexSeek.Bounds)? {
    func usable(_ value: BoundExpression) -> Bool {
      value.slots.isSubset(of: bound) && !value.containsSubquery
    }
    if let key = left.propertyKey(of: node), usable(right) {
      switch comparison {
      case .less, .lessOrEqual: return (key, .range(from: nil, to: right))
      case .greater, .greaterOrEqual: return (key, .range(from: right, to: nil))
      case .equal, .notEqual: return nil
      }
    }
    if let key = right.propertyKey(of: node), usable(left) {
      switch comparison {
      case .less, .lessOrEqual: return (key, .range(from: left, to: nil))
      case .greater, .greaterOrEqual: return (key, .range(from: nil, to: left))
      case .equal, .notEqual: return nil
      }
    }
    return nil
  }
}

extension BoundExpression {
  /// The key, if this is a property of a variable.
  fileprivate var propertyKey: NameNumber? {
    if case .property(let subject, let key) = kind, subject.slot != nil { key } else { nil }
  }

  /// The key, if this is a property of one variable.
  fileprivate func propertyKey(of node: Slot) -> NameNumber? {
    if case .property(let subject, let key) = kind, subject.slot == node { key } else { nil }
  }
}
