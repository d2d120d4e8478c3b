// From the ids that files give to nodes to the nodes: two hash tables with open addressing, one for
// ids that are plain numbers and one for all others. Filled by one thread, read by many. Ids are
// text: 7 and 07 are two ids, only the first of which goes into the table of numbers.

internal import Text

/// A table from numbers to nodes.
internal struct NumberTable: Sendable {
  private struct Slot: BitwiseCopyable, Sendable {
    var key: UInt64
    var node: UInt32
  }

  private static let freeKey = UInt64.max
  private var slots: [Slot] = []
  private(set) var count = 0

  /// Adds a number below `UInt64.max`; false where it is there already.
  @inline(__always)
  mutating func insert(_ key: UInt64, node: UInt32) -> Bool {
    if (count + 1) * 2 > slots.count { grow() }
    let mask = slots.count - 1
    var place = Self.firstPlace(key, mask)
    while slots[place].key != Self.freeKey {
      if slots[place].key == key { return false }
      place = (place + 1) & mask
    }
    slots[place] = Slot(key: key, node: node)
    count += 1
    return true
  }

  /// The node of a number, or nil.
  @inline(__always)
  func node(of key: UInt64) -> UInt32? {
    if slots.isEmpty { return nil }
    let mask = slots.count - 1
    var place = Self.firstPlace(key, mask)
    while slots[place].key != Self.freeKey {
      if slots[place].key == key { return slots[place].node }
      place = (place + 1) & mask
    }
    return nil
  }

  /// Four neighbouring numbers share a line of the cache: files name nodes mostly in order.
  @inline(__always)
  private static func firstPlace(_ key: UInt64, _ mask: Int) -> Int {
    let mixed = (key >> 2) &* 0x9e37_79b9_7f4a_7c15
    let group = Int(truncatingIfNeeded: mixed >> 24)
    return (group << 2 | Int(key & 3)) & mask
  }

  private mutating func grow() {
    let old = slots
    let free = Slot(key: Self.freeKey, node: 0)
    slots = Array(repeating: free, count: max(1 << 10, old.count * 2))
    let mask = slots.count - 1
    for slot in old where slot.key != Self.freeKey {
      var place = Self.firstPlace(slot.key, mask)
      while slots[place].key != Self.freeKey { place = (place + 1) & mask }
      slots[place] = slot
    }
  }
}

/// A table from text to numbers.
internal struct TextTable: Sendable {
  /// The upper half of the hash, and one more than the entry; zero is free.
  private var slots: [UInt64] = []
  private var bytes: [UInt8] = []
  private var ends: [Int] = [0]
  private var values: [UInt32] = []

  var count: Int { values.count }

  /// Adds a text; false where it is there already.
  mutating func insert(_ text: Span<UInt8>, hash: UInt64, value: UInt32) -> Bool {
    if find(text, hash: hash) != nil { return false }
    if (count + 1) * 2 > slots.count { grow() }
    bytes.append(text)
    ends.append(bytes.count)
    values.append(value)
    put((hash >> 32) << 32 | UInt64(values.count), at: hash)
    return true
  }

  /// The number of a text, or nil.
  func find(_ text: Span<UInt8>, hash: UInt64) -> UInt32? {
    if slots.isEmpty { return nil }
    let mask = slots.count - 1
    var place = Self.firstPlace(hash, mask)
    while slots[place] != 0 {
      let slot = slots[place]
      if slot >> 32 == hash >> 32 {
        let entry = Int(UInt32(truncatingIfNeeded: slot)) - 1
        let known = bytes.span.extracting(ends[entry]..<ends[entry + 1])
        if known.count == text.count, compareBytes(known, text) == 0 { return values[entry] }
      }
      place = (place + 1) & mask
    }
    return nil
  }

  static func hash(of text: Span<UInt8>) -> UInt64 { Value.stableHash(ofText: text) }

  private static func firstPlace(_ hash: UInt64, _ mask: Int) -> Int {
    // The slot keeps the upper half only, so that growing has to do with that.
    Int(truncatingIfNeeded: ((hash >> 32) &* 0x9e37_79b9_7f4a_7c15) >> 20) & mask
  }

  private mutating func put(_ slot: UInt64, at hash: UInt64) {
    let mask = slots.count - 1
    var place = Self.firstPlace(hash, mask)
    while slots[place] != 0 { place = (place + 1) & mask }
    slots[place] = slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: max(16, old.count * 2))
    for slot in old where slot != 0 { put(slot, at: slot) }
  }
}

/// The nodes of one id space.
internal struct IdentifierTable: Sendable {
  private(set) var numbers = NumberTable()
  private(set) var texts = TextTable()

  /// Adds a numeric id; false where it is there already.
  @inline(__always)
  mutating func insert(number: UInt64, node: UInt32) -> Bool { numbers.insert(number, node: node) }

  /// Adds an id of any form; false where it is there already.
  mutating func insert(_ id: Span<UInt8>, node: UInt32) -> Bool {
    if let number = Self.number(id) { return numbers.insert(number, node: node) }
    return texts.insert(id, hash: TextTable.hash(of: id), value: node)
  }

  /// The node of an id, or nil.
  @inline(__always)
  func node(of id: Span<UInt8>) -> UInt32? {
    if let number = Self.number(id) { return numbers.node(of: number) }
    return texts.find(id, hash: TextTable.hash(of: id))
  }

  /// The number that an id is, if it is the one way to write that number in 18 digits.
  @inline(__always)
  static func number(_ id: Span<UInt8>) -> UInt64? {
    guard id.count > 0, id.count <= 18 else { return nil }
    if id[0] == 0x30 { return id.count == 1 ? 0 : nil }
    var number: UInt64 = 0
    for place in id.indices {
      let digit = id[place] &- 0x30
      if digit > 9 { return nil }
      number = number &* 10 &+ UInt64(digit)
    }
    return number
  }
}

/// The id spaces of an import by name; the one without a name is always there.
internal struct IdentifierSpaces: Sendable {
  /// The number of the space without a name.
  static let unnamed = 0
  private(set) var names = [""]
  var tables = [IdentifierTable()]

  /// The number of a space, which is made where there is none.
  mutating func number(of name: String) -> Int {
    if let number = names.firstIndex(of: name) { return number }
    names.append(name)
    tables.append(IdentifierTable())
    return names.count - 1
  }
}
