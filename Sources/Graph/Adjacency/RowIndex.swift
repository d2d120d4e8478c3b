// Where a node's row begins in a compressed adjacency. Two layouts, chosen by what is smaller:
//
// dense   one offset per node of a contiguous range of ids. One look-up, 4 bytes per node.
// ranked  a block of 16 bytes per 64 nodes (which of them have a row, and how many rows came
//         before), and one offset per row that exists. Two look-ups, but a relationship type that
//         touches a tenth of the nodes costs a tenth.

/// Sixty-four nodes of a ranked row index.
internal struct RankBlock: Sendable, BitwiseCopyable {
  /// Which of the nodes have a row.
  var bits: UInt64
  /// How many rows there are before this block.
  var rank: UInt32
  var unused: UInt32 = 0
}

/// Finds the range of positions that is a node's row.
internal struct RowIndex: Sendable {
  /// The first node that the index covers; a multiple of 64 in the ranked layout.
  let firstNode: UInt32
  /// Empty in the dense layout.
  let blocks: FlatArray<RankBlock>
  /// Where rows begin, and at the end the number of all positions.
  let offsets: FlatArray<UInt32>
  /// The row that holds position i × 128, so that the row of a position is found in few steps.
  let samples: FlatArray<UInt32>

  static let sampleShift = 7

  init() {
    firstNode = 0
    blocks = FlatArray()
    offsets = FlatArray()
    samples = FlatArray()
  }

  init(
    firstNode: UInt32, blocks: FlatArray<RankBlock>, offsets: FlatArray<UInt32>,
    samples: FlatArray<UInt32>
  ) {
    self.firstNode = firstNode
    self.blocks = blocks
    self.offsets = offsets
    self.samples = samples
  }

  var isDense: Bool { blocks.count == 0 }

  /// How many rows have an offset.
  var rowCount: Int { max(0, offsets.count - 1) }

  /// The positions of a node's row; empty where it has none.
  @inline(__always)
  func positions(of node: UInt32) -> Range<Int> {
    guard node >= firstNode else { return 0..<0 }
    let place = Int(node - firstNode)
    if blocks.count == 0 {
      guard place < offsets.count - 1 else { return 0..<0 }
      return range(from: offsets[place], to: offsets[place + 1])
    }
    guard place >> 6 < blocks.count else { return 0..<0 }
    let block = blocks[place >> 6]
    let bit: UInt64 = 1 << UInt64(place & 63)
    guard block.bits & bit != 0 else { return 0..<0 }
    let row = Int(block.rank) + (block.bits & (bit - 1)).nonzeroBitCount
    return range(from: offsets[row], to: offsets[row + 1])
  }

  @inline(__always)
  private func range(from start: UInt32, to end: UInt32) -> Range<Int> {
    Int(start)..<Int(max(start, end))
  }

  /// The node whose row holds a position.
  func node(atPosition position: Int) -> UInt32 {
    let sample = position >> Self.sampleShift
    var low = Int(samples[sample])
    var high = sample + 1 < samples.count ? Int(samples[sample + 1]) : rowCount - 1
    // The last row that begins at or before the position; empty dense rows share their beginning
    // with the row behind them, which is the one that is wanted.
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(offsets[middle]) <= position { low = middle } else { high = middle - 1 }
    }
    return node(ofRow: low)
  }

  private func node(ofRow row: Int) -> UInt32 {
    if isDense { return firstNode + UInt32(row) }
    var low = 0
    var high = blocks.count - 1
    while low < high {
      let middle = (low + high + 1) / 2
      if Int(blocks[middle].rank) <= row { low = middle } else { high = middle - 1 }
    }
    var bits = blocks[low].bits
    for _ in 0..<(row - Int(blocks[low].rank)) { bits &= bits - 1 }
    return firstNode + UInt32(low << 6 + bits.trailingZeroBitCount)
  }

  /// The bytes that the index takes.
  var byteCount: Int { blocks.byteCount + offsets.byteCount + samples.byteCount }
}

extension RowIndex {
  /// Makes the index for rows given by their lengths: `lengths[i]` is that of node `firstNode + i`.
  init(lengths: Span<UInt32>, firstNode: UInt32, sampled: Bool) {
    var low = 0
    var high = lengths.count
    while low < high, lengths[low] == 0 { low += 1 }
    while high > low, lengths[high - 1] == 0 { high -= 1 }
    var rowCount = 0
    var total = 0
    for place in low..<high where lengths[place] > 0 {
      rowCount += 1
      total += Int(lengths[place])
    }
    guard rowCount > 0 else {
      self.init()
      return
    }
    // Blocks are aligned to the ids' own multiples of 64.
    let first = firstNode + UInt32(low)
    let blockStart = first & ~63
    let blockCount = Int((firstNode + UInt32(high) - blockStart + 63) >> 6)
    let denseBytes = (high - low + 1) * 4
    let rankedBytes = (rowCount + 1) * 4 + blockCount * MemoryLayout<RankBlock>.stride
    let made =
      denseBytes <= rankedBytes + rankedBytes / 4
      ? Self.dense(lengths.extracting(low..<high))
      : Self.ranked(
        lengths.extracting(low..<high), shift: Int(first - blockStart), rowCount: rowCount,
        blockCount: blockCount)
    self.init(
      firstNode: denseBytes <= rankedBytes + rankedBytes / 4 ? first : blockStart,
      blocks: made.blocks, offsets: made.offsets,
      samples: sampled ? Self.samples(of: made.offsets, total: total) : FlatArray())
  }

  private typealias Parts = (blocks: FlatArray<RankBlock>, offsets: FlatArray<UInt32>)

  private static func dense(_ lengths: Span<UInt32>) -> Parts {
    let offsets = FlatArray<UInt32>(count: lengths.count + 1) { target in
      var sum: UInt32 = 0
      for place in lengths.indices {
        target[place] = sum
        sum += lengths[place]
      }
      target[lengths.count] = sum
    }
    return (FlatArray(), offsets)
  }

  private static func ranked(
    _ lengths: Span<UInt32>, shift: Int, rowCount: Int, blockCount: Int
  ) -> Parts {
    let offsets = FlatArray<UInt32>(count: rowCount + 1) { target in
      var sum: UInt32 = 0
      var row = 0
      for place in lengths.indices where lengths[place] > 0 {
        target[row] = sum
        sum += lengths[place]
        row += 1
      }
      target[row] = sum
    }
    let blocks = FlatArray<RankBlock>(count: blockCount) { target in
      var rank: UInt32 = 0
      for block in 0..<blockCount {
        var bits: UInt64 = 0
        for bit in 0..<64 {
          let place = block * 64 + bit - shift
          if place >= 0, place < lengths.count, lengths[place] > 0 { bits |= 1 << UInt64(bit) }
        }
        target[block] = RankBlock(bits: bits, rank: rank)
        rank += UInt32(bits.nonzeroBitCount)
      }
    }
    return (blocks, offsets)
  }

  private static func samples(of offsets: FlatArray<UInt32>, total: Int) -> FlatArray<UInt32> {
    let sampleCount = (total + (1 << sampleShift) - 1) >> sampleShift
    let span = offsets.span
    return FlatArray(count: sampleCount) { target in
      var row = 0
      for sample in 0..<sampleCount {
        let position = sample << sampleShift
        while Int(span[row + 1]) <= position { row += 1 }
        target[sample] = UInt32(row)
      }
    }
  }
}
