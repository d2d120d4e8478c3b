// SET, and the items of ON CREATE and ON MATCH. Items are done from left to right and row after
// row, each seeing what was done before it. Null is passed over; an entity that the statement
// deleted is an error.

internal import Graph
internal import Text

/// Changes properties and labels.
final class SetProperties: WritingOperator {
  private let items: [BoundSetItem]

  init(_ items: [BoundSetItem], _ place: OperatorPlace, next: Operator) {
    self.items = items
    super.init(place, next: next)
  }

  override func write(_ batch: Batch) throws(QueryError) -> Batch {
    for row in 0..<batch.count { try evaluator.apply(items, batch, row) }
    return batch
  }
}

extension Evaluator {
  /// Does the items of SET for a row.
  func apply(_ items: [BoundSetItem], _ batch: Batch, _ row: Int) throws(QueryError) {
    for item in items {
      do {
        try apply(item, batch, row)
      } catch {
        throw error.located(at: item.span)
      }
    }
  }

  private func apply(_ item: BoundSetItem, _ batch: Batch, _ row: Int) throws(QueryError) {
    switch item {
    case .property(let subject, let key, let expression):
      guard let entity = try entity(subject, batch, row) else { return }
      let value = try freshValue(of: expression, batch, row)
      try context.set(entity, context.text(of: key), to: value)
    case .dynamicProperty(let subject, let key, let expression):
      guard let entity = try entity(subject, batch, row) else { return }
      let key = try propertyKey(key, batch, row)
      let value = try freshValue(of: expression, batch, row)
      try context.set(entity, key, to: value)
    case .replaceAll(let subject, let expression):
      guard let entity = try entity(subject, batch, row) else { return }
      let map = try propertyMap(of: expression, batch, row)
      try context.set(entity, allOf: map, isReplacing: true)
    case .mergeAll(let subject, let expression):
      guard let entity = try entity(subject, batch, row) else { return }
      let map = try propertyMap(of: expression, batch, row)
      try context.set(entity, allOf: map, isReplacing: false)
    case .labels(let subject, let labels):
      guard let node = try node(subject, batch, row) else { return }
      try context.add(labels, to: node)
    }
  }

  /// The node or relationship that is to be changed; nil for null.
  func entity(
    _ subject: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Entity? {
    switch try freshValue(of: subject, batch, row) {
    case .null: return nil
    case .node(let id):
      try context.requireNode(id)
      return .node(id)
    case .relationship(let id):
      try context.requireRelationship(id)
      return .relationship(id)
    case let other:
      throw .type(
        .invalidArgumentType,
        "only nodes and relationships can be changed, not \(other.kinds.names)", at: subject.span)
    }
  }

  /// The node whose labels are to be changed; nil for null.
  func node(
    _ subject: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> NodeID? {
    switch try entity(subject, batch, row) {
    case .none: return nil
    case .node(let id): return id
    case .relationship:
      throw .type(
        .invalidArgumentType, "the type of a relationship cannot be changed, only labels of nodes",
        at: subject.span)
    }
  }

  /// The name of a property that is computed.
  func propertyKey(
    _ key: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> UTF8String {
    switch try freshValue(of: key, batch, row) {
    case .string(let name): return name
    case let other:
      throw .type(
        .mapElementAccessByNonString,
        "properties are reached by a String in [], but got \(other.kinds.names)", at: key.span)
    }
  }

  private func propertyMap(
    of expression: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> ValueMap {
    // A node or relationship gives its properties, which are read from the graph.
    context.refresh()
    do {
      return try propertyMap(of: value(of: expression, batch, row))
    } catch {
      throw error.located(at: expression.span)
    }
  }
}

extension BoundSetItem {
  /// What the item changes.
  var subject: BoundExpression {
    switch self {
    case .property(let subject, _, _), .dynamicProperty(let subject, _, _),
      .replaceAll(let subject, _), .mergeAll(let subject, _), .labels(let subject, _):
      subject
    }
  }

  fileprivate var span: SourceSpan {
    switch self {
    case .property(let subject, _, let value), .dynamicProperty(let subject, _, let value),
      .replaceAll(let subject, let value), .mergeAll(let subject, let value):
      subject.span.joined(value.span)
    case .labels(let subject, _): subject.span
    }
  }
}
