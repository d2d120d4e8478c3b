// Weights of features in a flat table: buckets of four rows, each row told apart by sixteen bits of
// the hash. A feature that has no row reads the empty one, without a branch. A row is sixteen
// bytes: weights of tags as bytes and, in the last two, what they are multiplied with. Even bytes
// are the tags of the lower half of a vector, odd bytes those of the upper half.

/// The scores of the tags of one character, in the two halves of a vector.
struct LaneScores {
  var lower = SIMD8<Int16>()
  var upper = SIMD8<Int16>()
}

/// A table of weights.
struct FeatureTable {
  static let bucketWidth = 4

  /// Four marks of sixteen bits for each bucket; zero where the row is empty.
  var marks: [UInt64]
  /// The empty row, and four rows for each bucket.
  var rows: [SIMD8<Int16>]

  /// A table without weights.
  init(bucketCount: Int) {
    marks = Array(repeating: 0, count: bucketCount)
    rows = Array(repeating: SIMD8(), count: bucketCount * Self.bucketWidth + 1)
  }

  var bucketCount: Int { marks.count }

  /// The bucket of a hash.
  @inline(__always)
  static func bucket(of hash: UInt64, among count: Int) -> Int {
    Int(truncatingIfNeeded: ((hash &>> 32) &* UInt64(truncatingIfNeeded: count)) &>> 32)
  }

  /// The mark of a hash, never zero.
  @inline(__always)
  static func mark(of hash: UInt64) -> UInt64 { hash & 0xffff | 1 }

  /// The number of the row of a hash; 0 where there is none.
  @inline(__always)
  func row(of hash: UInt64) -> Int {
    let bucket = Self.bucket(of: hash, among: marks.count)
    let ones: UInt64 = 0x0001_0001_0001_0001
    let difference = marks[bucket] ^ (Self.mark(of: hash) &* ones)
    // The lowest zero of the four differences sets the top bit of its sixteen.
    let zeros = (difference &- ones) & ~difference & 0x8000_8000_8000_8000
    let slot = zeros.trailingZeroBitCount &>> 4
    return zeros == 0 ? 0 : bucket &* Self.bucketWidth &+ slot &+ 1
  }

  /// Whether a row from 1 on is not empty.
  func hasMark(_ row: Int) -> Bool {
    let (bucket, slot) = (row - 1).quotientAndRemainder(dividingBy: Self.bucketWidth)
    return marks[bucket] >> UInt64(16 * slot) & 0xffff != 0
  }

  /// The scores of features, whose hashes are lost.
  ///
  /// All rows are found before the first is read: so the processor waits for many at once, and it
  /// is this waiting that takes the time.
  @inline(__always)
  func scores(of features: inout HashBuffer) -> LaneScores {
    for index in 0..<features.count {
      features.hashes[index] = UInt64(truncatingIfNeeded: row(of: features.hashes[index]))
    }
    var scores = LaneScores()
    for index in 0..<features.count {
      add(Int(truncatingIfNeeded: features.hashes[index]), to: &scores)
    }
    return scores
  }

  /// Adds the weights of a row to scores.
  @inline(__always)
  func add(_ row: Int, to scores: inout LaneScores) {
    let weights = rows[row]
    let factor = SIMD8<Int16>(repeating: weights[7])
    scores.lower &+= ((weights &<< 8) &>> 8) &* factor
    scores.upper &+= (weights &>> 8) &* factor
  }
}
