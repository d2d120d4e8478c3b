// The relationships of one type in one direction, as compressed sparse rows: for each node the
// sorted list of its neighbours and beside it the relationships that lead there. Immutable.
//
// Relationships that were loaded in bulk are numbered in the order of their outgoing rows, so that
// the outgoing direction needs no list of relationships at all: 4 bytes outgoing and 8 incoming.

/// All rows of one type and direction.
internal struct CompressedRows: Sendable {
  var index = RowIndex()
  /// The neighbours, row after row; within a row sorted by neighbour, then by relationship.
  var neighbours = FlatArray<NodeID>()
  /// The relationships beside the neighbours; empty where they are numbered by position.
  var relationships = FlatArray<RelationshipID>()
  /// The relationship at position 0 where they are numbered by position.
  var firstRelationship: UInt32 = 0

  var count: Int { neighbours.count }

  /// The bytes that the lists take, without the index.
  var listByteCount: Int { neighbours.byteCount + relationships.byteCount }
}

/// A node's neighbours over one type and direction, sorted, and the relationships beside them.
public struct Neighbours: ~Escapable {
  /// The neighbours in ascending order; one that is reached over two relationships stands twice.
  public let nodes: Span<NodeID>
  @usableFromInline internal let explicit: Span<RelationshipID>
  @usableFromInline internal let first: UInt32

  @_lifetime(copy nodes, copy explicit)
  internal init(nodes: Span<NodeID>, explicit: Span<RelationshipID>, first: UInt32) {
    self.nodes = nodes
    self.explicit = explicit
    self.first = first
  }

  /// How many relationships there are.
  @inlinable public var count: Int { nodes.count }

  /// The relationship that leads to the neighbour at a place.
  @inlinable
  public func relationship(at place: Int) -> RelationshipID {
    explicit.count > 0 ? explicit[place] : RelationshipID(rawValue: first &+ UInt32(place))
  }

  /// The places at which a node stands among the neighbours.
  @inlinable
  public func places(of node: NodeID) -> Range<Int> {
    let start = firstPlace(notBefore: node.rawValue)
    var end = start
    while end < nodes.count, nodes[end] == node { end += 1 }
    return start..<end
  }

  /// The first place whose neighbour has at least this number.
  ///
  /// - Complexity: O(log n) in the number of neighbours.
  @inlinable
  public func firstPlace(notBefore node: UInt32) -> Int {
    var low = 0
    var high = nodes.count
    while low < high {
      let middle = (low &+ high) >> 1
      if nodes[middle].rawValue < node { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}

extension CompressedRows {
  /// A node's row.
  @inline(__always)
  @_lifetime(borrow self)
  func row(of node: UInt32) -> Neighbours {
    // Clamped, so that a file that lies about its offsets gives wrong rows and not a trap.
    let positions = index.positions(of: node).clamped(to: 0..<neighbours.count)
    let nodes = neighbours.span.extracting(positions)
    let explicit =
      relationships.count == neighbours.count
      ? relationships.span.extracting(positions) : Span<RelationshipID>()
    let row = Neighbours(
      nodes: nodes, explicit: explicit,
      first: firstRelationship &+ UInt32(positions.lowerBound))
    // SAFETY: the lists live in regions that self holds.
    return unsafe _overrideLifetime(row, borrowing: self)
  }
}
