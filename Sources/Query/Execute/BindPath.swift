// Makes the value of a path variable out of the nodes and relationships that were found.

internal import Graph
internal import Text

/// Puts a path together.
final class BindPath: Operator {
  private let path: BoundPath

  init(_ path: BoundPath, _ place: OperatorPlace, next: Operator) {
    self.path = path
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var output = batch.keeping(live)
    if live.wants(path.slot) {
      var paths: [Value] = []
      paths.reserveCapacity(batch.count)
      for row in 0..<batch.count { paths.append(evaluator.path(path, batch, row)) }
      output[path.slot] = .values(paths)
    }
    try send(output)
  }
}

extension Evaluator {
  /// The value of a path in a row; null where a part of it is null.
  func path(_ path: BoundPath, _ batch: Batch, _ row: Int) -> Value {
    guard case .node(let first) = value(of: path.nodes[0], batch, row) else { return .null }
    var nodes = [first]
    var relationships: [RelationshipID] = []
    for (place, slot) in path.relationships.enumerated() {
      switch value(of: slot, batch, row) {
      case .relationship(let id): relationships.append(id)
      case .list(let items):
        for case .relationship(let id) in items { relationships.append(id) }
        // The nodes between are those that the relationships lead to, one after the other.
        var node = nodes[nodes.count - 1]
        for case .relationship(let id) in items {
          guard let record = context.record(of: id) else { return .null }
          node = record.source == node ? record.target : record.source
          nodes.append(node)
        }
        continue
      default: return .null
      }
      guard case .node(let next) = value(of: path.nodes[place + 1], batch, row) else {
        return .null
      }
      nodes.append(next)
    }
    return .path(Path(nodes: nodes, relationships: relationships))
  }
}
