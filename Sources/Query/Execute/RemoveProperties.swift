// REMOVE: takes properties and labels away. What is not there, and null, is passed over.

internal import Graph
internal import Text

/// Removes properties and labels.
final class RemoveProperties: WritingOperator {
  private let items: [BoundRemoveItem]

  init(_ items: [BoundRemoveItem], _ place: OperatorPlace, next: Operator) {
    self.items = items
    super.init(place, next: next)
  }

  override func write(_ batch: Batch) throws(QueryError) -> Batch {
    for row in 0..<batch.count {
      for item in items { try remove(item, batch, row) }
    }
    return batch
  }

  private func remove(
    _ item: BoundRemoveItem, _ batch: Batch, _ row: Int
  ) throws(QueryError) {
    switch item {
    case .property(let subject, let key):
      guard let entity = try entity(subject, batch, row) else { return }
      try context.set(entity, context.text(of: key), to: .null)
    case .dynamicProperty(let subject, let key):
      guard let entity = try entity(subject, batch, row) else { return }
      try context.set(entity, try evaluator.propertyKey(key, batch, row), to: .null)
    case .labels(let subject, let labels):
      do {
        guard let node = try evaluator.node(subject, batch, row) else { return }
        try context.remove(labels, from: node)
      } catch {
        throw error.located(at: subject.span)
      }
    }
  }

  private func entity(
    _ subject: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Entity? {
    do {
      return try evaluator.entity(subject, batch, row)
    } catch {
      throw error.located(at: subject.span)
    }
  }
}
