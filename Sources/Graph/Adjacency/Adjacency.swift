// Who is joined to whom by relationships of one type: compressed rows in both directions, and over
// them the rows that changed since. When the changed rows grow to a fair part of the whole, both
// are merged into new compressed rows.

/// Which end of a relationship one stands at.
public enum Direction: UInt8, Sendable, CaseIterable {
  /// From the start of a relationship to its end.
  case outgoing = 0
  /// From the end of a relationship to its start.
  case incoming = 1

  /// The other direction.
  @inlinable public var reversed: Direction { self == .outgoing ? .incoming : .outgoing }
}

/// The rows of one direction.
internal struct DirectedRows: Sendable {
  var base = CompressedRows()
  var overlay = Overlay()

  @inline(__always)
  @_lifetime(borrow self)
  func row(of node: UInt32) -> Neighbours {
    if !overlay.isEmpty, let row = overlay.row(of: node) {
      // SAFETY: the row lives as long as the overlay that holds it, which lives as long as self.
      let neighbours = row.neighbours
      return unsafe _overrideLifetime(neighbours, borrowing: self)
    }
    return base.row(of: node)
  }

  mutating func append(_ relationship: RelationshipID, from node: NodeID, to other: NodeID) {
    overlay.writableRow(of: node.rawValue, base: base).append(other, relationship)
  }

  mutating func remove(_ relationship: RelationshipID, from node: NodeID, to other: NodeID) -> Bool
  {
    overlay.writableRow(of: node.rawValue, base: base).remove(other, relationship)
  }

  mutating func settle(nodeCount: Int) {
    if overlay.isEmpty { return }
    overlay.putInOrder()
    if wantsMerge { merge(nodeCount: nodeCount) }
  }

  /// Whether the changed rows are so many that merging pays.
  var wantsMerge: Bool { overlay.entryCount > 1 << 16 && overlay.entryCount > base.count / 2 }

  /// Makes compressed rows of the base and the changed rows.
  mutating func merge(nodeCount: Int) {
    overlay.putInOrder()
    var lengths = [UInt32](repeating: 0, count: nodeCount)
    var total = 0
    for node in 0..<nodeCount {
      let count = row(of: UInt32(node)).count
      lengths[node] = UInt32(count)
      total += count
    }
    var merged = CompressedRows()
    merged.index = RowIndex(lengths: lengths.span, firstNode: 0)
    merged.neighbours = FlatArray(count: total) { target in
      var position = 0
      for node in 0..<nodeCount where lengths[node] > 0 {
        let row = row(of: UInt32(node))
        for place in 0..<row.count { target[position + place] = row.nodes[place] }
        position += row.count
      }
    }
    merged.relationships = FlatArray(count: total) { target in
      var position = 0
      for node in 0..<nodeCount where lengths[node] > 0 {
        let row = row(of: UInt32(node))
        for place in 0..<row.count { target[position + place] = row.relationship(at: place) }
        position += row.count
      }
    }
    base = merged
    overlay = Overlay()
  }

  var byteCount: Int { base.listByteCount + base.index.byteCount + overlay.byteCount }
}

/// The relationships of one type.
internal struct TypeAdjacency: Sendable {
  var outgoing = DirectedRows()
  var incoming = DirectedRows()
  /// How many relationships have the type.
  var count = 0

  /// A node's row, which the caller must bind to the life of what holds this adjacency: a row
  /// cannot borrow from an element of an array.
  @unsafe
  @inline(__always)
  @_lifetime(immortal)
  func unboundRow(of node: UInt32, _ direction: Direction) -> Neighbours {
    if direction == .outgoing {
      let row = outgoing.row(of: node)
      return unsafe _overrideLifetime(row, copying: ())
    }
    let row = incoming.row(of: node)
    return unsafe _overrideLifetime(row, copying: ())
  }

  mutating func insert(_ relationship: RelationshipID, from source: NodeID, to target: NodeID) {
    outgoing.append(relationship, from: source, to: target)
    incoming.append(relationship, from: target, to: source)
    count += 1
  }

  mutating func remove(_ relationship: RelationshipID, from source: NodeID, to target: NodeID) {
    let left = outgoing.remove(relationship, from: source, to: target)
    let right = incoming.remove(relationship, from: target, to: source)
    precondition(left && right, "a relationship must stand in the rows of both its ends")
    count -= 1
  }

  /// Merges all changed rows, however few, as a file has no others.
  mutating func compact(nodeCount: Int) {
    if !outgoing.overlay.isEmpty { outgoing.merge(nodeCount: nodeCount) }
    if !incoming.overlay.isEmpty { incoming.merge(nodeCount: nodeCount) }
  }

  /// Puts changed rows in order and merges them where that pays; done before a version is
  /// published.
  mutating func settle(nodeCount: Int) {
    outgoing.settle(nodeCount: nodeCount)
    incoming.settle(nodeCount: nodeCount)
  }
}
