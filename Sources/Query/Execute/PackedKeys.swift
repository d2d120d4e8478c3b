// Groups by one or two ids: both fit one word, so that a key is compared at once and nothing else
// is kept of it. This is what grouping by nodes comes down to.

internal import Graph

/// Numbers the different combinations of one or two ids.
struct PackedKeys: Sendable {
  private enum Kind: Sendable { case node, relationship }

  private let kinds: [Kind]
  /// By group.
  private var keys: [UInt64] = []
  /// Group numbers by hash, -1 where empty; the count is a power of two.
  private var slots = [Int32](repeating: -1, count: 1024)
  /// By how much a hash is shifted to give a place in `slots`.
  private var shift: UInt64 = 64 - 10

  /// Gets ready for columns of their kinds; nil where they are not one or two columns of ids.
  init?(for columns: [Column]) {
    guard let kinds = Self.kinds(of: columns) else { return nil }
    self.kinds = kinds
  }

  private static func kinds(of columns: [Column]) -> [Kind]? {
    guard columns.count == 1 || columns.count == 2 else { return nil }
    var kinds: [Kind] = []
    for column in columns {
      switch column {
      case .nodes: kinds.append(.node)
      case .relationships: kinds.append(.relationship)
      default: return nil
      }
    }
    return kinds
  }

  var count: Int { keys.count }
  /// About how many bytes this takes; an array that grows takes twice what is in it.
  var heldBytes: Int { slots.count * 4 + keys.count * 16 }

  /// What so many more rows may take at once, where the slots have to grow.
  func growthBytes(by rowCount: Int) -> Int {
    (keys.count + rowCount) * 2 > slots.count ? slots.count * 2 * 4 : 0
  }

  /// The keys as columns, one row per group.
  var columns: [Column] {
    kinds.enumerated().map { place, kind in
      let ids = keys.map { UInt32(truncatingIfNeeded: place == 0 ? $0 : $0 >> 32) }
      return kind == .node ? .nodes(ids) : .relationships(ids)
    }
  }

  mutating func removeAll() {
    keys.removeAll(keepingCapacity: true)
    for place in slots.indices { slots[place] = -1 }
  }

  /// The group of each row; nil where the columns are of other kinds.
  mutating func groups(of columns: [Column], count rowCount: Int) -> [Int32]? {
    guard Self.kinds(of: columns) == kinds else { return nil }
    let first = columns[0].ids
    let second = columns.count > 1 ? columns[1].ids : []
    var numbers: [Int32] = []
    numbers.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let key = UInt64(first[row]) | (second.isEmpty ? 0 : UInt64(second[row]) << 32)
      numbers.append(group(key))
    }
    return numbers
  }

  @inline(__always)
  private mutating func group(_ key: UInt64) -> Int32 {
    let mask = slots.count - 1
    var place = hashPlace(key)
    while slots[place] >= 0 {
      let number = slots[place]
      if keys[Int(number)] == key { return number }
      place = (place + 1) & mask
    }
    let number = Int32(truncatingIfNeeded: keys.count)
    slots[place] = number
    keys.append(key)
    if keys.count * 2 > slots.count { grow() }
    return number
  }

  @inline(__always)
  private func hashPlace(_ key: UInt64) -> Int {
    Int(((key ^ key >> 29) &* 0x9e37_79b9_7f4a_7c15) >> shift)
  }

  @inline(never)
  private mutating func grow() {
    slots = Array(repeating: -1, count: slots.count * 2)
    shift -= 1
    let mask = slots.count - 1
    for number in keys.indices {
      var place = hashPlace(keys[number])
      while slots[place] >= 0 { place = (place + 1) & mask }
      slots[place] = Int32(truncatingIfNeeded: number)
    }
  }
}

extension Column {
  /// The ids of a column of nodes or relationships.
  fileprivate var ids: [UInt32] {
    switch self {
    case .nodes(let ids), .relationships(let ids): ids
    default: []
    }
  }
}
