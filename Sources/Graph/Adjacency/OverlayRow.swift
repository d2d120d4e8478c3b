// The row of a node that changed since the compressed rows were made: a whole copy of its row that
// grows. Additions go to an unsorted end and removals leave a mark; the row is put in order before
// it is read. So a statement that adds a thousand relationships to one hub sorts once.

/// A growing row of neighbours with the relationships beside them.
@safe
internal final class OverlayRow: @unchecked Sendable {
  // SAFETY: a row is changed only by the writer, while no published version holds it; it is put
  // in order before a version is published, so that readers never change it.

  /// Room for `capacity` neighbours, and behind them as many relationships.
  private var memory: UnsafeMutablePointer<UInt32>
  private var capacity: Int
  /// How many entries there are, marked ones included.
  private var entryCount: Int
  private var sortedCount: Int
  private var removedCount = 0
  /// One bit for each place whose entry was taken out; places behind the last word hold entries.
  private var removedPlaces: [UInt64] = []

  /// How many neighbours the row has.
  var count: Int { entryCount - removedCount }

  var isInOrder: Bool { sortedCount == entryCount && removedCount == 0 }

  /// Copies a row with room for more.
  init(copying row: borrowing Neighbours, extraCapacity: Int) {
    capacity = max(4, row.count + extraCapacity)
    unsafe memory = .allocate(capacity: capacity * 2)
    entryCount = row.count
    sortedCount = row.count
    for place in 0..<row.count {
      unsafe memory[place] = row.nodes[place].rawValue
      unsafe memory[capacity + place] = row.relationship(at: place).rawValue
    }
  }

  /// A copy that can be changed without the original noticing.
  func copy() -> OverlayRow {
    putInOrder()
    return OverlayRow(copying: neighbours, extraCapacity: max(4, count / 4))
  }

  deinit { unsafe memory.deallocate() }

  func append(_ node: NodeID, _ relationship: RelationshipID) {
    if entryCount == capacity { grow() }
    let isNext =
      sortedCount == entryCount
      && (entryCount == 0
        || entry(at: entryCount - 1) < Self.entry(node.rawValue, relationship.rawValue))
    unsafe memory[entryCount] = node.rawValue
    unsafe memory[capacity + entryCount] = relationship.rawValue
    entryCount += 1
    if isNext { sortedCount += 1 }
  }

  /// The neighbour and the relationship at a place as one number, in whose order rows stand.
  private func entry(at place: Int) -> UInt64 {
    unsafe Self.entry(memory[place], memory[capacity + place])
  }

  private static func entry(_ node: UInt32, _ relationship: UInt32) -> UInt64 {
    UInt64(node) << 32 | UInt64(relationship)
  }

  private func grow() {
    let larger = capacity * 2
    let fresh = UnsafeMutablePointer<UInt32>.allocate(capacity: larger * 2)
    unsafe fresh.update(from: memory, count: entryCount)
    unsafe (fresh + larger).update(from: memory + capacity, count: entryCount)
    unsafe memory.deallocate()
    unsafe memory = fresh
    capacity = larger
  }

  /// Takes a relationship out; says whether it was there.
  func remove(_ node: NodeID, _ relationship: RelationshipID) -> Bool {
    if entryCount - sortedCount > 64 { putInOrder() }
    let wanted = Self.entry(node.rawValue, relationship.rawValue)
    let place = firstSortedPlace(notBefore: wanted)
    if place < sortedCount, entry(at: place) == wanted, !isRemoved(place) {
      markRemoved(place)
      return true
    }
    // Perhaps it was taken out before and came back at the end.
    for place in sortedCount..<entryCount where entry(at: place) == wanted && !isRemoved(place) {
      markRemoved(place)
      return true
    }
    return false
  }

  private func isRemoved(_ place: Int) -> Bool {
    place >> 6 < removedPlaces.count
      && removedPlaces[place >> 6] & (1 << UInt64(place & 63)) != 0
  }

  private func markRemoved(_ place: Int) {
    while removedPlaces.count <= place >> 6 { removedPlaces.append(0) }
    removedPlaces[place >> 6] |= 1 << UInt64(place & 63)
    removedCount += 1
  }

  private func firstSortedPlace(notBefore wanted: UInt64) -> Int {
    var low = 0
    var high = sortedCount
    while low < high {
      let middle = (low + high) / 2
      if entry(at: middle) < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Drops marked entries and sorts what was added at the end.
  func putInOrder() {
    if isInOrder { return }
    var entries: [UInt64] = []
    entries.reserveCapacity(count)
    var isSorted = true
    for place in 0..<entryCount where !isRemoved(place) {
      let entry = entry(at: place)
      if let last = entries.last, last > entry { isSorted = false }
      entries.append(entry)
    }
    if !isSorted { entries.sort() }
    for (place, entry) in entries.enumerated() {
      unsafe memory[place] = UInt32(truncatingIfNeeded: entry >> 32)
      unsafe memory[capacity + place] = UInt32(truncatingIfNeeded: entry)
    }
    entryCount = entries.count
    sortedCount = entries.count
    removedCount = 0
    removedPlaces = []
  }

  /// The row in order.
  var neighbours: Neighbours {
    @_lifetime(borrow self)
    get {
      if !isInOrder { putInOrder() }
      let nodes = unsafe UnsafeRawPointer(memory).assumingMemoryBound(to: NodeID.self)
      let relationships = unsafe UnsafeRawPointer(memory + capacity)
        .assumingMemoryBound(to: RelationshipID.self)
      let row = unsafe Neighbours(
        nodes: Span(_unsafeStart: nodes, count: entryCount),
        explicit: Span(_unsafeStart: relationships, count: entryCount), first: 0)
      return unsafe _overrideLifetime(row, borrowing: self)
    }
  }

  var byteCount: Int { capacity * 8 + 64 }
}
