// Where a node's row begins and ends in a compressed adjacency, in about two bytes per row and a
// quarter of a byte per node: a relationship type that touches a tenth of the nodes costs a tenth.
//
// For every 64 nodes there is a block of 16 bytes: which of them have a row, the position where the
// block's rows begin, and where the rows' ends lie, which are counted from there in 16 bits each.
// The rare block with more than 65,535 relationships, that of a hub, has ends of 32 bits. The
// blocks of a million nodes are 250 KB and stay in a core's cache, so a look-up misses once, for
// the ends.

/// Sixty-four nodes of a row index.
internal struct RowBlock: Sendable, BitwiseCopyable {
  /// Which of the nodes have a row.
  var bits: UInt64
  /// The position where the first of the rows begins.
  var base: UInt32
  /// Where the ends of the rows begin in the list of ends; the top bit says that each takes two
  /// places, the lower half first.
  var ends: UInt32

  static let wideFlag: UInt32 = 1 << 31

  var isWide: Bool { ends & Self.wideFlag != 0 }
  var firstEnd: Int { Int(ends & ~Self.wideFlag) }
  var rowCount: Int { bits.nonzeroBitCount }
}

/// Finds the range of positions that is a node's row.
internal struct RowIndex: Sendable {
  /// The first node that the index covers, a multiple of 64.
  let firstNode: UInt32
  let blocks: FlatArray<RowBlock>
  /// Where each row ends, counted from its block's base.
  let ends: FlatArray<UInt16>

  init(
    firstNode: UInt32 = 0, blocks: FlatArray<RowBlock> = FlatArray(),
    ends: FlatArray<UInt16> = FlatArray()
  ) {
    self.firstNode = firstNode
    self.blocks = blocks
    self.ends = ends
  }

  /// How many positions all rows have together.
  var positionCount: Int {
    guard blocks.count > 0 else { return 0 }
    let last = blocks[blocks.count - 1]
    return Int(last.base) + (last.rowCount > 0 ? end(ofRow: last.rowCount - 1, in: last) : 0)
  }

  /// The positions of a node's row; empty where it has none.
  @inline(__always)
  func positions(of node: UInt32) -> Range<Int> {
    guard node >= firstNode else { return 0..<0 }
    let place = Int(node - firstNode)
    guard place >> 6 < blocks.count else { return 0..<0 }
    let block = blocks[place >> 6]
    let bit: UInt64 = 1 << UInt64(place & 63)
    guard block.bits & bit != 0 else { return 0..<0 }
    let row = (block.bits & (bit - 1)).nonzeroBitCount
    let start = row == 0 ? 0 : end(ofRow: row - 1, in: block)
    let end = end(ofRow: row, in: block)
    return Int(block.base) + start..<Int(block.base) + max(start, end)
  }

  @inline(__always)
  private func end(ofRow row: Int, in block: RowBlock) -> Int {
    if !block.isWide { return Int(ends[block.firstEnd + row]) }
    let place = block.firstEnd + row * 2
    return Int(ends[place]) | Int(ends[place + 1]) << 16
  }

  /// The node whose row holds a position.
  ///
  /// - Complexity: O(log n) in the number of blocks.
  func node(atPosition position: Int) -> UInt32 {
    var low = 0
    var high = blocks.count - 1
    // The last block that begins at or before the position; one without rows shares its beginning
    // with the block behind it, which is the one that is wanted.
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(blocks[middle].base) <= position { low = middle } else { high = middle - 1 }
    }
    let block = blocks[low]
    var row = 0
    while row + 1 < block.rowCount, Int(block.base) + end(ofRow: row, in: block) <= position {
      row += 1
    }
    var bits = block.bits
    for _ in 0..<row { bits &= bits - 1 }
    return firstNode + UInt32(low << 6 + bits.trailingZeroBitCount)
  }

  /// Whether every block stays within the ends and no block begins before the one in front of it;
  /// a file may say otherwise.
  var isConsistent: Bool {
    var previous: UInt32 = 0
    for place in 0..<blocks.count {
      let block = blocks[place]
      let endCount = block.rowCount * (block.isWide ? 2 : 1)
      if block.base < previous || block.firstEnd + endCount > ends.count { return false }
      previous = block.base
    }
    return firstNode % 64 == 0
  }

  /// The bytes that the index takes.
  var byteCount: Int { blocks.byteCount + ends.byteCount }
}

extension RowIndex {
  /// Makes the index for rows given by their lengths: `lengths[i]` is that of node `firstNode + i`.
  init(lengths: Span<UInt32>, firstNode: UInt32) {
    var low = 0
    var high = lengths.count
    while low < high, lengths[low] == 0 { low += 1 }
    while high > low, lengths[high - 1] == 0 { high -= 1 }
    guard low < high else {
      self.init()
      return
    }
    let blockStart = (firstNode + UInt32(low)) & ~63
    let blockCount = Int((firstNode + UInt32(high) - blockStart + 63) >> 6)
    // Negative where the first block begins before the first length.
    let shift = Int(blockStart) - Int(firstNode)
    var ends: [UInt16] = []
    ends.reserveCapacity(high - low)
    var position: UInt32 = 0
    let blocks = FlatArray<RowBlock>(count: blockCount) { target in
      for number in 0..<blockCount {
        let places = (number * 64 + shift..<(number + 1) * 64 + shift)
        target[number] = Self.block(
          of: lengths, places: places, position: &position, ends: &ends)
      }
    }
    self.init(firstNode: blockStart, blocks: blocks, ends: FlatArray(ends))
  }

  private static func block(
    of lengths: Span<UInt32>, places: Range<Int>, position: inout UInt32, ends: inout [UInt16]
  ) -> RowBlock {
    let held = places.clamped(to: 0..<lengths.count)
    var total: UInt32 = 0
    for place in held { total += lengths[place] }
    let isWide = total > UInt32(UInt16.max)
    var block = RowBlock(
      bits: 0, base: position, ends: UInt32(ends.count) | (isWide ? RowBlock.wideFlag : 0))
    var end: UInt32 = 0
    for place in held where lengths[place] > 0 {
      block.bits |= 1 << UInt64(place - places.lowerBound)
      end += lengths[place]
      ends.append(UInt16(truncatingIfNeeded: end))
      if isWide { ends.append(UInt16(truncatingIfNeeded: end >> 16)) }
    }
    position += total
    return block
  }
}
