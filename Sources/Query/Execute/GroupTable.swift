// Numbers the different combinations of values in some columns: groups of an aggregation, rows of
// DISTINCT, the build side of a lookup. Open addressing over hashes; the keys lie in columns of
// their own, typed where all rows so far were, so that grouping by nodes or numbers never makes a
// `Value`.

internal import Graph
internal import Text

/// The keys seen so far, each with a number.
struct GroupTable: Sendable {
  /// One or two ids in one word, by group, as long as all keys were ids.
  private var packed: PackedKeys?
  /// By key column.
  private var stores: [KeyStore]
  /// By group.
  private var hashes: [UInt64] = []
  /// Group numbers by hash, -1 where empty; the count is a power of two.
  private var slots = [Int32](repeating: -1, count: 64)

  init(columnCount: Int) {
    stores = Array(repeating: KeyStore(), count: columnCount)
  }

  /// How many groups there are.
  var count: Int { packed?.count ?? hashes.count }

  /// The keys as columns, one row per group.
  var keyColumns: [Column] { packed?.columns ?? stores.map { $0.column(count: count) } }

  /// Forgets the keys but keeps the room.
  mutating func removeAll() {
    if packed != nil {
      packed?.removeAll()
    } else {
      self = GroupTable(columnCount: stores.count)
    }
  }

  /// About how many bytes the table takes; arrays that grow take twice what is in them.
  var heldBytes: Int {
    packed?.heldBytes
      ?? slots.count * 4 + hashes.count * 16 + stores.reduce(0) { $0 + $1.heldBytes }
  }
  /// What of it counts against the memory of the statement.
  private var countedBytes = 0

  /// The group of each row, with what the table takes counted against the memory of the statement.
  mutating func groups(
    of columns: [Column], count rowCount: Int, on budget: Budget
  ) throws(QueryError) -> [Int32] {
    if let growth = packed?.growthBytes(by: rowCount) {
      try budget.checkRoom(bytes: growth)
    } else if (hashes.count + rowCount) * 2 > slots.count {
      // The table may grow: the new one is filled while the old one is still there.
      try budget.checkRoom(bytes: slots.count * 8)
    }
    let numbers = groups(of: columns, count: rowCount)
    let bytes = heldBytes
    try budget.take(bytes: bytes - countedBytes)
    countedBytes = bytes
    return numbers
  }

  /// Says that the table is about to be forgotten.
  mutating func release(to budget: Budget) {
    budget.give(back: countedBytes)
    countedBytes = 0
  }

  /// The group of each row; groups that are new get the next numbers.
  ///
  /// - Complexity: linear in the rows, on average.
  mutating func groups(of columns: [Column], count rowCount: Int) -> [Int32] {
    if hashes.isEmpty, packed == nil { packed = PackedKeys(for: columns) }
    if packed != nil {
      if let numbers = packed?.groups(of: columns, count: rowCount) { return numbers }
      unpack()
    }
    let rowHashes = combinedHashes(columns, rowCount)
    for place in columns.indices { stores[place].adopt(columns[place], groupCount: count) }
    var numbers = [Int32](repeating: 0, count: rowCount)
    for row in 0..<rowCount {
      numbers[row] = group(hash: rowHashes[row], columns, row)
    }
    return numbers
  }

  /// Goes on without packing, since a key is no id.
  private mutating func unpack() {
    guard let known = packed else { return }
    packed = nil
    let columns = known.columns
    let rowHashes = combinedHashes(columns, known.count)
    for place in columns.indices { stores[place].adopt(columns[place], groupCount: 0) }
    for row in 0..<known.count { _ = group(hash: rowHashes[row], columns, row) }
  }

  /// The group of each row, -1 where there is none; nothing is added.
  ///
  /// Only for tables over values: ids are not looked up.
  func find(_ columns: [Column], count rowCount: Int) -> [Int32] {
    let rowHashes = combinedHashes(columns, rowCount)
    return (0..<rowCount).map { row in
      var place = Int(truncatingIfNeeded: rowHashes[row]) & (slots.count - 1)
      while slots[place] >= 0 {
        let number = slots[place]
        if hashes[Int(number)] == rowHashes[row], holds(Int(number), columns, row) {
          return number
        }
        place = (place + 1) & (slots.count - 1)
      }
      return -1
    }
  }

  @inline(__always)
  private mutating func group(hash: UInt64, _ columns: [Column], _ row: Int) -> Int32 {
    let mask = slots.count - 1
    var place = Int(truncatingIfNeeded: hash) & mask
    while slots[place] >= 0 {
      let number = slots[place]
      if hashes[Int(number)] == hash, holds(Int(number), columns, row) { return number }
      place = (place + 1) & mask
    }
    let number = Int32(truncatingIfNeeded: hashes.count)
    slots[place] = number
    hashes.append(hash)
    for column in columns.indices { stores[column].append(columns[column], row) }
    if hashes.count * 2 > slots.count { grow() }
    return number
  }

  @inline(__always)
  private func holds(_ group: Int, _ columns: [Column], _ row: Int) -> Bool {
    for column in columns.indices where !stores[column].holds(group, columns[column], row) {
      return false
    }
    return true
  }

  @inline(never)
  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    let mask = slots.count - 1
    for number in hashes.indices {
      var place = Int(truncatingIfNeeded: hashes[number]) & mask
      while slots[place] >= 0 { place = (place + 1) & mask }
      slots[place] = Int32(truncatingIfNeeded: number)
    }
  }
}

/// The hashes of rows over some columns.
private func combinedHashes(_ columns: [Column], _ count: Int) -> [UInt64] {
  guard let first = columns.first else { return Array(repeating: 0, count: count) }
  var hashes = first.hashes(count: count)
  for column in columns.dropFirst() {
    let others = column.hashes(count: count)
    for row in 0..<count { hashes[row] = scattered(hashes[row] &* 31 &+ others[row]) }
  }
  return hashes
}

/// Spreads a number over all bits.
@inline(__always)
private func scattered(_ number: UInt64) -> UInt64 {
  var mixed = (number ^ number >> 32) &* 0xd6e8_feb8_6659_fd93
  mixed = (mixed ^ mixed >> 32) &* 0xd6e8_feb8_6659_fd93
  return mixed ^ mixed >> 32
}

extension Value {
  /// A hash that equivalent values share, whatever kind of column they lie in.
  fileprivate var groupHash: UInt64 {
    switch self {
    case .null: 0x9e37_79b9
    case .node(let id): scattered(UInt64(id.rawValue) | 1 << 40)
    case .relationship(let id): scattered(UInt64(id.rawValue) | 1 << 41)
    case .integer(let number): scattered(UInt64(bitPattern: number))
    case .float(let number):
      if let whole = Int64(exactly: number) {
        scattered(UInt64(bitPattern: whole))
      } else {
        stableHash
      }
    case .date(let date): scattered(UInt64(bitPattern: date.daysSinceEpoch) ^ 1 << 62)
    case .boolean(let flag): flag ? 0x51_7cc1 : 0x27_2200
    default: stableHash
    }
  }
}

extension Column {
  /// The group hash of each row.
  fileprivate func hashes(count: Int) -> [UInt64] {
    switch self {
    case .nodes(let ids):
      return ids.map {
        $0 == Column.nullID ? Value.null.groupHash : scattered(UInt64($0) | 1 << 40)
      }
    case .relationships(let ids):
      return ids.map {
        $0 == Column.nullID ? Value.null.groupHash : scattered(UInt64($0) | 1 << 41)
      }
    case .integers(let numbers, let nulls) where nulls.isEmpty:
      return numbers.map { scattered(UInt64(bitPattern: $0)) }
    case .texts(let references, let arena, let nulls):
      return references.indices.map { row in
        if nulls.isNull(row) { return Value.null.groupHash }
        return arena.withBytes(of: references[row]) { Value.stableHash(ofText: $0) }
      }
    case .constant(let value): return Array(repeating: value.groupHash, count: count)
    default: return (0..<count).map { value(at: $0).groupHash }
    }
  }
}

/// The keys of one column, one per group.
///
/// Only the array of its kind is in use: a struct of arrays grows in place, which an enum with
/// arrays inside would not.
private struct KeyStore: Sendable {
  private enum Kind: Sendable { case none, nodes, relationships, integers, texts, values }

  private var kind = Kind.none
  private var ids: [UInt32] = []
  private var numbers: [Int64] = []
  private var references: [StringReference] = []
  private var arena = TextArena()
  private var values: [Value] = []
  /// What the values take besides their places.
  private var valueBytes = 0

  var heldBytes: Int {
    (ids.count * 4 + numbers.count * 8 + references.count * MemoryLayout<StringReference>.stride
      + values.count * Value.place) * 2 + valueBytes
  }

  /// Gets ready to hold values of a column, as plain values where the kinds do not agree.
  mutating func adopt(_ column: Column, groupCount: Int) {
    let wanted = KeyStore.kind(for: column)
    if kind == wanted || kind == .values { return }
    if kind == .none {
      kind = wanted
      if case .texts(_, let arena, _) = column { self.arena = arena }
      return
    }
    let known = self.column(count: groupCount)
    self = KeyStore()
    kind = .values
    values = (0..<groupCount).map { known.value(at: $0) }
    valueBytes = values.reduce(0) { $0 + $1.heldBytes }
  }

  /// The tightest kind that can hold all of a column.
  private static func kind(for column: Column) -> Kind {
    switch column {
    case .nodes: .nodes
    case .relationships: .relationships
    case .integers(_, let nulls) where nulls.isEmpty: .integers
    case .texts(_, _, let nulls) where nulls.isEmpty: .texts
    default: .values
    }
  }

  @inline(__always)
  func holds(_ group: Int, _ column: Column, _ row: Int) -> Bool {
    switch column {
    case .nodes(let other) where kind == .nodes: ids[group] == other[row]
    case .relationships(let other) where kind == .relationships: ids[group] == other[row]
    case .integers(let other, let nulls) where kind == .integers:
      numbers[group] == other[row] && !nulls.isNull(row)
    case .texts(let other, _, let nulls) where kind == .texts:
      !nulls.isNull(row) && arena.areEqual(references[group], other[row])
    default: value(of: group).isEquivalent(to: column.value(at: row))
    }
  }

  /// The key of a group, for a column of another kind.
  @inline(never)
  private func value(of group: Int) -> Value {
    switch kind {
    case .none: .null
    case .nodes, .relationships: column(count: ids.count).value(at: group)
    case .integers: .integer(numbers[group])
    case .texts: .string(arena.text(of: references[group]))
    case .values: values[group]
    }
  }

  @inline(__always)
  mutating func append(_ column: Column, _ row: Int) {
    switch column {
    case .nodes(let other) where kind == .nodes: ids.append(other[row])
    case .relationships(let other) where kind == .relationships: ids.append(other[row])
    case .integers(let other, _) where kind == .integers: numbers.append(other[row])
    case .texts(let other, _, _) where kind == .texts: references.append(other[row])
    default:
      let value = column.value(at: row)
      values.append(value)
      valueBytes += value.heldBytes
    }
  }

  func column(count: Int) -> Column {
    switch kind {
    case .none: .values(Array(repeating: .null, count: count))
    case .nodes: .nodes(ids)
    case .relationships: .relationships(ids)
    case .integers: .integers(numbers, [])
    case .texts: .texts(references, arena, [])
    case .values: .values(values)
    }
  }
}
