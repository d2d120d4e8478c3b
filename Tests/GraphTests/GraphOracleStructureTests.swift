// The small structures under the graph against the plainest thing that does the same: a set, a
// dictionary, a sorted array. Sizes lie around the places where pages and words end.

import TestSupport
import Testing

@testable import Graph

@Suite struct GraphOracleStructureTests {
  /// Ids at which words, pages and bitmaps' pages end, and the last ids there are.
  static let edgeIDs: [UInt32] = [
    0, 1, 62, 63, 64, 65, 127, 128, 4_095, 4_096, 4_097, 262_143, 262_144, 262_145,
    UInt32.max - 64, UInt32.max - 1, .max,
  ]

  @Test func radixSortSortsLikeSort() throws {
    try checkProperty(runs: 30) { random in
      let count = random.pick([0, 1, 1_023, 1_024, 3_000])
      let shift = UInt64(random.pick([0, 0, 20, 33, 53]))
      var words = (0..<count).map { _ in random.next() >> shift }
      if random.oneIn(3) { words = words.map { $0 | 1 << 63 } }
      let expected = words.sorted()
      radixSort(&words)
      try #require(words == expected)
    }
  }

  @Test func bitmapIsASet() throws {
    try checkProperty(runs: 40) { random in
      var bitmap = Bitmap()
      var set: Set<UInt32> = []
      var copies: [(bitmap: Bitmap, set: Set<UInt32>)] = []
      for _ in 0..<300 {
        let id = random.oneIn(2) ? random.pick(Self.edgeIDs) : UInt32(random.below(600))
        if random.oneIn(3) {
          #expect(bitmap.remove(id) == (set.remove(id) != nil))
        } else {
          #expect(bitmap.insert(id) == set.insert(id).inserted)
        }
        if random.oneIn(60) { copies.append((bitmap, set)) }
      }
      copies.append((bitmap, set))
      for copy in copies { try expectEqual(copy.bitmap, copy.set) }
    }
  }

  private func expectEqual(_ bitmap: Bitmap, _ set: Set<UInt32>) throws {
    let sorted = set.sorted()
    try #require(bitmap.count == sorted.count)
    try #require(Array(bitmap.members) == sorted)
    for id in Self.edgeIDs {
      try #require(bitmap.contains(id) == set.contains(id))
      try #require(bitmap.first(from: id) == sorted.first { $0 >= id })
    }
  }

  @Test func rangesFillBitmaps() throws {
    let ranges: [Range<UInt32>] = [
      0..<0, 0..<1, 0..<64, 1..<64, 63..<65, 5..<300, 4_000..<4_200, 262_100..<262_300,
    ]
    for range in ranges {
      var bitmap = Bitmap()
      bitmap.insert(range)
      try #require(Array(bitmap.members) == Array(range))
      try #require(bitmap.count == range.count)
    }
  }

  @Test func pagedArrayCopiesStayAsTheyWere() throws {
    try checkProperty(runs: 30) { random in
      var array = PagedArray<UInt32>()
      var numbers: [Int: UInt32] = [:]
      var copies: [(array: PagedArray<UInt32>, numbers: [Int: UInt32])] = []
      for step in 0..<400 {
        let place = random.pick([0, 63, 64, 4_095, 4_096, 8_191, 8_192, random.below(20_000)])
        let number = UInt32(step)
        array[place] = number
        numbers[place] = number
        if random.oneIn(50) { copies.append((array, numbers)) }
        if random.oneIn(50), let copy = copies.last { (array, numbers) = copy }
      }
      copies.append((array, numbers))
      for copy in copies {
        for place in Set(numbers.keys).union([1, 30_000]) {
          try #require(copy.array[place] == copy.numbers[place] ?? 0)
        }
      }
    }
  }

  // MARK: Rows

  /// A neighbour and the relationship that leads there.
  struct Entry: Comparable {
    let node: UInt32
    let relationship: UInt32
    static func < (left: Self, right: Self) -> Bool {
      (left.node, left.relationship) < (right.node, right.relationship)
    }
  }

  @Test func overlayRowIsASortedArray() throws {
    try checkProperty(runs: 60) { random in
      var row = OverlayRow(copying: CompressedRows().row(of: 0), extraCapacity: 0)
      var entries: [Entry] = []
      var others: [(row: OverlayRow, entries: [Entry])] = []
      let nodeCount = random.pick([1, 3, 500])
      for step in 0..<400 {
        if random.oneIn(3), let entry = entries.randomElement(using: &random) {
          entries.removeAll { $0 == entry }
          #expect(
            row.remove(NodeID(rawValue: entry.node), RelationshipID(rawValue: entry.relationship)))
        } else {
          let entry = Entry(node: UInt32(random.below(nodeCount)), relationship: UInt32(step))
          entries.append(entry)
          row.append(NodeID(rawValue: entry.node), RelationshipID(rawValue: entry.relationship))
        }
        #expect(row.count == entries.count)
        if random.oneIn(40) { try expectEqual(row, entries) }
        if random.oneIn(40) {
          others.append((row, entries))
          row = row.copy()
        }
        if random.oneIn(40) {
          #expect(!row.remove(NodeID(rawValue: 0), RelationshipID(rawValue: 1 << 30)))
        }
      }
      others.append((row, entries))
      for other in others { try expectEqual(other.row, other.entries) }
    }
  }

  private func expectEqual(_ row: OverlayRow, _ entries: [Entry]) throws {
    try #require(Self.entries(of: row.neighbours) == entries.sorted())
  }

  private static func entries(of row: borrowing Neighbours) -> [Entry] {
    var entries: [Entry] = []
    for place in 0..<row.count {
      entries.append(
        Entry(
          node: row.nodes[place].rawValue, relationship: row.relationship(at: place).rawValue))
    }
    return entries
  }

  // MARK: Row index

  @Test func rowIndexFindsEveryPositionAndEveryNode() throws {
    try checkProperty(runs: 50) { random in
      let count = random.pick([1, 63, 64, 65, 200, 4_097, 10_000])
      // One row in `rarity` exists: dense where rows are many, ranked where they are few.
      let rarity = random.pick([1, 2, 5, 40, 1_000])
      var lengths = (0..<count).map { _ in
        random.oneIn(rarity) ? UInt32(random.pick([1, 2, 5, 300])) : 0
      }
      let margin = random.pick([0, 1, 63, 64, 130])
      for place in lengths.indices where place < margin || place >= count - margin {
        if random.oneIn(2) || margin > 64 { lengths[place] = 0 }
      }
      let first = UInt32(random.pick([0, 0, 1, 63, 64, 100, 4_095]))
      try check(RowIndex(lengths: lengths.span, firstNode: first), lengths, first)
    }
  }

  private func check(_ index: RowIndex, _ lengths: [UInt32], _ first: UInt32) throws {
    var position = 0
    for (place, length) in lengths.enumerated() {
      let node = first + UInt32(place)
      let range = index.positions(of: node)
      try #require(range.count == Int(length))
      guard length > 0 else { continue }
      try #require(range.lowerBound == position)
      for inRow in range { try #require(index.node(atPosition: inRow) == node) }
      position += Int(length)
    }
    for outside in Self.edgeIDs
    where outside < first || outside >= first + UInt32(lengths.count) {
      try #require(index.positions(of: outside).isEmpty)
    }
  }

  @Test func hubsAndEmptyIndexesAreMet() throws {
    var lengths = [UInt32](repeating: 2, count: 300)
    lengths[70] = 70_000
    lengths[90] = 65_536
    lengths[200] = 65_535
    try check(RowIndex(lengths: lengths.span, firstNode: 13), lengths, 13)
    let none = [UInt32](repeating: 0, count: 70)
    #expect(RowIndex(lengths: none.span, firstNode: 0).positionCount == 0)
  }
}

extension GraphOracleStructureTests {
  /// Copying a page for each removed value would make removing many quadratic.
  @Test func aColumnChangesAPageThatItAloneHoldsInPlace() {
    var column = PropertyColumn()
    var arena = TextArena()
    for id: UInt32 in 0..<4_096 { column.set(.integer(Int64(id)), at: id, in: &arena) }
    let page = column.pages[0].map(ObjectIdentifier.init)
    column.set(.integer(7), at: 5, in: &arena)
    column.set(.null, at: 6, in: &arena)
    #expect(column.pages[0].map(ObjectIdentifier.init) == page)
    let copy = column
    column.set(.null, at: 7, in: &arena)
    #expect(column.pages[0].map(ObjectIdentifier.init) != page)
    #expect(copy.count == 4_095 && column.count == 4_094)
    #expect(copy.hasValue(at: 7) && !column.hasValue(at: 7))
  }
}
