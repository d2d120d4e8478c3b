// Reading what nodes and relationships carry: properties, labels, types. What the statement itself
// has deleted cannot be read any more and is an error, other than null.

internal import Graph
internal import Text

extension Evaluator {
  /// `subject.key`.
  func property(_ key: NameNumber, of subject: Value) throws(QueryError) -> Value {
    switch subject {
    case .null: return .null
    case .node(let node):
      try context.requireNode(node)
      guard let key = context.key(key) else { return .null }
      return context.graph.value(of: node, key)
    case .relationship(let relationship):
      try context.requireRelationship(relationship)
      guard let key = context.key(key) else { return .null }
      return context.graph.value(of: relationship, key)
    case .map(let map): return map[context.text(of: key)] ?? .null
    default: return try component(context.text(of: key), of: subject)
    }
  }

  /// `subject[index]`, for entities as well.
  func element(of subject: Value, at index: Value) throws(QueryError) -> Value {
    guard subject.kinds.isSubset(of: .entity), !subject.isNull else {
      return try Operators.element(of: subject, at: index)
    }
    switch index {
    case .null: return .null
    case .string(let key): return try propertyMap(of: subject)[key] ?? .null
    default:
      throw .type(
        .mapElementAccessByNonString,
        "properties are reached by a String in [], but got \(index.kinds.names)")
    }
  }

  /// A part of a point in time, a duration or a point.
  private func component(_ name: UTF8String, of subject: Value) throws(QueryError) -> Value {
    if subject.kinds.isSubset(of: .temporal), !subject.isNull {
      return try requiredTemporalComponent(subject, name)
    }
    if let part = pointComponent(subject, name) { return part }
    if subject.kinds.isSubset(of: .keyed) { return .null }
    throw .type(
      .invalidArgumentType, "\(subject.kinds.names) has no properties, so no .\(name)",
      subject: name.string)
  }

  /// All properties of a node, a relationship or a map.
  func propertyMap(of subject: Value) throws(QueryError) -> ValueMap {
    switch subject {
    case .map(let map): return map
    case .node(let node):
      try context.requireNode(node)
      return context.propertyMap(of: .node(node))
    case .relationship(let relationship):
      try context.requireRelationship(relationship)
      return context.propertyMap(of: .relationship(relationship))
    default:
      throw .type(
        .invalidArgumentType,
        "a map, a node or a relationship is needed here, but got \(subject.kinds.names)")
    }
  }

  /// `subject:Label`.
  func hasLabels(_ labels: BoundLabels, _ subject: Value) throws(QueryError) -> Value {
    switch subject {
    case .null: return .null
    case .node(let node):
      try context.requireNode(node)
      return .boolean(context.satisfies(node, labels))
    case .relationship(let relationship):
      guard let type = context.record(of: relationship)?.type else { return .null }
      return .boolean(context.satisfies(type, labels))
    default:
      throw .type(
        .invalidArgumentType, "only nodes and relationships have labels, not \(subject.kinds.names)"
      )
    }
  }
}

extension ExecutionContext {
  /// Throws where this statement deleted a node.
  @inline(__always)
  func requireNode(_ node: NodeID) throws(QueryError) {
    if deletedNodes.count > 0, deletedNodes.contains(node.rawValue) {
      throw QueryError(
        .entityNotFound, .deletedEntityAccess, .runtime,
        "this node was deleted by the same statement")
    }
  }

  /// Throws where this statement deleted a relationship.
  @inline(__always)
  func requireRelationship(_ relationship: RelationshipID) throws(QueryError) {
    if !deletedRelationships.isEmpty, deletedRelationships[relationship] != nil {
      throw QueryError(
        .entityNotFound, .deletedEntityAccess, .runtime,
        "this relationship was deleted by the same statement")
    }
  }

  /// The type and ends of a relationship, also of one that this statement deleted.
  func record(of relationship: RelationshipID) -> RelationshipRecord? {
    graph.record(of: relationship) ?? deletedRelationships[relationship]
  }

  /// All properties of a node or relationship.
  func propertyMap(of entity: Entity) -> ValueMap {
    ValueMap(graph.properties(of: entity).map { (graph.name(of: $0.key), $0.value) })
  }

  /// Whether a node satisfies a condition on labels.
  func satisfies(_ node: NodeID, _ labels: BoundLabels) -> Bool {
    switch labels {
    case .name(let name): label(name).map { graph.has(node, $0) } ?? false
    case .and(let left, let right): satisfies(node, left) && satisfies(node, right)
    case .or(let left, let right): satisfies(node, left) || satisfies(node, right)
    case .not(let inner): !satisfies(node, inner)
    case .wildcard: !graph.labels(of: node).isEmpty
    }
  }

  /// Whether a type satisfies a condition on types.
  func satisfies(_ type: TypeID, _ labels: BoundLabels) -> Bool {
    switch labels {
    case .name(let name): self.type(name) == type
    case .and(let left, let right): satisfies(type, left) && satisfies(type, right)
    case .or(let left, let right): satisfies(type, left) || satisfies(type, right)
    case .not(let inner): !satisfies(type, inner)
    case .wildcard: true
    }
  }
}
