// All rows of one type and direction as a value of their own. A loop over nodes takes it once:
// asking it for a row counts no references, which asking the graph for each row does.

/// The neighbours of every node over one type in one direction.
public struct AdjacencyRows: Sendable {
  private let rows: DirectedRows

  internal init(_ rows: DirectedRows) { self.rows = rows }

  /// The neighbours of a node, sorted.
  ///
  /// - Complexity: O(1); nothing is copied.
  @_lifetime(borrow self)
  public func neighbours(of node: NodeID) -> Neighbours { rows.row(of: node.rawValue) }
}

extension GraphSnapshot {
  /// The rows of a type in one direction, for loops over many nodes.
  public func rows(_ type: TypeID, _ direction: Direction) -> AdjacencyRows {
    guard Int(type.rawValue) < adjacency.count else { return AdjacencyRows(DirectedRows()) }
    let both = adjacency[Int(type.rawValue)]
    return AdjacencyRows(direction == .outgoing ? both.outgoing : both.incoming)
  }
}
