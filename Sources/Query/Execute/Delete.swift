// DELETE and DETACH DELETE. What is to be deleted is gathered over all rows before anything goes:
// the same entity may come many times, and a node may come before its relationships.

internal import Graph
internal import Text

/// Deletes nodes and relationships.
final class Delete: WritingOperator {
  private let subjects: [BoundExpression]
  private let isDetaching: Bool
  private var nodes = Bitmap()
  private var relationships = Bitmap()
  /// Where the first node was named, for errors.
  private var span: SourceSpan?

  init(_ subjects: [BoundExpression], isDetaching: Bool, _ place: OperatorPlace, next: Operator) {
    self.subjects = subjects
    self.isDetaching = isDetaching
    super.init(place, next: next)
  }

  override func prepare(for batches: [Batch]) throws(QueryError) {
    nodes = Bitmap()
    relationships = Bitmap()
  }

  override func write(_ batch: Batch) throws(QueryError) -> Batch {
    for row in 0..<batch.count {
      for subject in subjects { try gather(subject, batch, row) }
    }
    return batch
  }

  private func gather(
    _ subject: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) {
    switch try evaluator.freshValue(of: subject, batch, row) {
    case .null: break
    case .node(let id): gather(id, subject)
    case .relationship(let id): gather(id)
    case .path(let path):
      for id in path.nodes { gather(id, subject) }
      for id in path.relationships { gather(id) }
    case let other:
      throw .type(
        .invalidArgumentType,
        "only nodes, relationships and paths can be deleted, not \(other.kinds.names)",
        at: subject.span)
    }
  }

  private func gather(_ node: NodeID, _ subject: BoundExpression) {
    if context.deletedNodes.contains(node.rawValue) { return }
    nodes.insert(node.rawValue)
    if span == nil { span = subject.span }
  }

  private func gather(_ relationship: RelationshipID) {
    if context.deletedRelationships[relationship] == nil {
      relationships.insert(relationship.rawValue)
    }
  }

  override func complete() throws(QueryError) {
    do {
      if isDetaching {
        context.refresh()
        try forEach(in: nodes) { id throws(QueryError) in
          for relationship in context.graph.relationships(of: NodeID(rawValue: id)) {
            relationships.insert(relationship.rawValue)
          }
        }
      }
      try forEach(in: relationships) { id throws(QueryError) in
        try context.delete(RelationshipID(rawValue: id))
      }
      try forEach(in: nodes) { id throws(QueryError) in try context.delete(NodeID(rawValue: id)) }
    } catch {
      throw error.located(at: span)
    }
    nodes = Bitmap()
    relationships = Bitmap()
  }

  private func forEach(
    in bitmap: Bitmap, _ body: (UInt32) throws(QueryError) -> Void
  ) throws(QueryError) {
    var next = bitmap.first(from: 0)
    var count = 0
    while let id = next {
      try body(id)
      count += 1
      if count & 1023 == 0 { try context.budget.check() }
      next = id == .max ? nil : bitmap.first(from: id + 1)
    }
  }
}
