// From the id of a relationship to its type and its ends.
//
// Relationships that were loaded in bulk need no entry: a range of ids belongs to one type and is
// numbered in the order of the type's outgoing rows, so that the row of a position gives the start
// and the neighbour at it the end. The others have ten bytes in columns.

/// The type and the ends of a relationship.
public struct RelationshipRecord: Hashable, Sendable {
  /// The type.
  public let type: TypeID
  /// The node that the relationship starts at.
  public let source: NodeID
  /// The node that the relationship ends at.
  public let target: NodeID
}

/// Ids that were given to the relationships of one type in the order of their outgoing rows.
internal struct BulkRange: Sendable {
  let type: TypeID
  /// The outgoing rows as they were loaded; the type's adjacency shares them until it is merged.
  let rows: CompressedRows

  var first: UInt32 { rows.firstRelationship }
  var count: Int { rows.count }
}

/// All relationships by id.
internal struct RelationshipTable: Sendable {
  private(set) var alive = Bitmap()
  /// One more than the largest id that was ever given.
  private(set) var nextID: UInt32 = 0
  /// Sorted by their first ids.
  private(set) var bulkRanges: [BulkRange] = []
  private(set) var sources = PagedArray<UInt32>()
  private(set) var targets = PagedArray<UInt32>()
  private(set) var types = PagedArray<UInt16>()

  init() {}

  init(
    alive: Bitmap, nextID: UInt32, bulkRanges: [BulkRange], sources: PagedArray<UInt32>,
    targets: PagedArray<UInt32>, types: PagedArray<UInt16>
  ) {
    self.alive = alive
    self.nextID = nextID
    self.bulkRanges = bulkRanges
    self.sources = sources
    self.targets = targets
    self.types = types
  }

  var count: Int { alive.count }

  /// The type and ends of a living relationship.
  func record(of id: RelationshipID) -> RelationshipRecord? {
    guard alive.contains(id.rawValue) else { return nil }
    return recordOfAny(id)
  }

  /// The type and ends of a relationship that may be gone.
  private func recordOfAny(_ id: RelationshipID) -> RelationshipRecord {
    if let range = bulkRange(of: id.rawValue) {
      let position = Int(id.rawValue - range.first)
      return RelationshipRecord(
        type: range.type,
        source: NodeID(rawValue: range.rows.index.node(atPosition: position)),
        target: range.rows.neighbours[position])
    }
    let place = Int(id.rawValue)
    return RelationshipRecord(
      type: TypeID(rawValue: types[place]), source: NodeID(rawValue: sources[place]),
      target: NodeID(rawValue: targets[place]))
  }

  private func bulkRange(of id: UInt32) -> BulkRange? {
    var low = 0
    var high = bulkRanges.count
    while low < high {
      let middle = (low + high) / 2
      if bulkRanges[middle].first <= id { low = middle + 1 } else { high = middle }
    }
    guard low > 0, Int(id - bulkRanges[low - 1].first) < bulkRanges[low - 1].count else {
      return nil
    }
    return bulkRanges[low - 1]
  }

  /// Whether an id was given to exactly this relationship before and can be given back to it.
  func wasGiven(_ id: RelationshipID, to record: RelationshipRecord) -> Bool {
    id.rawValue < nextID && !alive.contains(id.rawValue) && recordOfAny(id) == record
  }

  mutating func insert(_ id: RelationshipID, _ record: RelationshipRecord) {
    alive.insert(id.rawValue)
    if bulkRange(of: id.rawValue) == nil {
      let place = Int(id.rawValue)
      sources[place] = record.source.rawValue
      targets[place] = record.target.rawValue
      types[place] = record.type.rawValue
    }
    nextID = max(nextID, id.rawValue + 1)
  }

  mutating func remove(_ id: RelationshipID) { alive.remove(id.rawValue) }

  /// Adds the relationships of one type that were numbered by their outgoing rows.
  mutating func insert(bulk range: BulkRange) {
    precondition(range.first >= nextID, "bulk relationships take fresh ids")
    alive.insert(range.first..<(range.first + UInt32(range.count)))
    bulkRanges.append(range)
    nextID = range.first + UInt32(range.count)
  }

  /// The bytes of columns, without the rows that the adjacency shares.
  var byteCount: Int {
    let parts = [sources.byteCounts, targets.byteCounts, types.byteCounts, alive.words.byteCounts]
    return parts.reduce(0) { $0 + $1.owned + $1.mapped }
  }
}
