// Weights being learned: a row of sixteen for each feature. They move either by steps of the
// perceptron, with sums for the mean, or against a gradient, with steps that shrink for each row
// (AdaGrad by row, the sum of squares in lane 7). Pruning keeps the rows that a table of the wanted
// size has room for, and what comes out is that table in whole numbers.

/// The weights of the features of a text.
struct RowWeights {
  private var index: FeatureIndex
  private var rows: [SIMD16<Float>]
  /// Each step times when it was made, for the mean.
  private var sums: [SIMD16<Float>] = []

  /// Weights of zero for these features.
  init(_ index: FeatureIndex) {
    self.index = index
    rows = Array(repeating: SIMD16(), count: index.hashes.count)
  }

  /// How many features there are.
  var count: Int { rows.count - 1 }

  /// The scores of a character.
  @inline(__always)
  func scores(_ place: Int) -> SIMD16<Float> {
    var scores = SIMD16<Float>()
    for slot in index.starts[place]..<index.starts[place &+ 1] {
      scores += rows[Int(index.features[slot])]
    }
    return scores
  }

  /// Moves the weights of a character's features from one lane to another.
  mutating func step(_ place: Int, towards right: Int, from wrong: Int, time: Float) {
    if sums.count != rows.count { sums = Array(repeating: SIMD16(), count: rows.count) }
    for slot in index.starts[place]..<index.starts[place &+ 1] {
      let feature = Int(index.features[slot])
      rows[feature][right] += 1
      rows[feature][wrong] -= 1
      sums[feature][right] += time
      sums[feature][wrong] -= time
    }
  }

  /// Makes the weights the mean of what they were at each time.
  mutating func takeMean(time: Float) {
    guard !sums.isEmpty else { return }
    let share = 1 / time
    for number in rows.indices { rows[number] -= sums[number] * share }
    sums = []
  }

  /// Moves the weights of a character's features against a gradient.
  @inline(__always)
  mutating func move(_ place: Int, against gradient: SIMD16<Float>, step: Float) {
    let square = (gradient * gradient).sum()
    if square < 1e-5 { return }
    for slot in index.starts[place]..<index.starts[place &+ 1] {
      let feature = Int(index.features[slot])
      var row = rows[feature]
      let squares = row[7] + square
      row -= gradient * (step / (squares + 1).squareRoot())
      row[7] = squares
      rows[feature] = row
    }
  }

  /// Keeps the features that find a place in a table.
  mutating func prune(bucketCount: Int) {
    var isKept = [Bool](repeating: false, count: rows.count)
    for number in placed(bucketCount) where number > 0 { isKept[number] = true }
    var kept = [rows[0]]
    for number in 1..<max(rows.count, 1) where isKept[number] { kept.append(rows[number]) }
    rows = kept
    sums = []
    index.filter(isKept)
  }

  /// The features in each slot of a table, 0 where it is empty: of each bucket those that matter
  /// most.
  private func placed(_ bucketCount: Int) -> [Int] {
    let importance = rows.indices.map { number -> Float in
      let row = Self.weights(rows[number])
      return (row * row).sum() * Float(index.counts[number])
    }
    let order = (1..<max(rows.count, 1)).sorted {
      (importance[$1], $0) < (importance[$0], $1)
    }
    var slots = [Int](repeating: 0, count: bucketCount * FeatureTable.bucketWidth)
    var used = [UInt8](repeating: 0, count: bucketCount)
    for number in order where importance[number] > 0 {
      let bucket = FeatureTable.bucket(of: index.hashes[number], among: bucketCount)
      if used[bucket] == FeatureTable.bucketWidth { continue }
      slots[bucket * FeatureTable.bucketWidth + Int(used[bucket])] = number
      used[bucket] += 1
    }
    return slots
  }

  /// A row without its sum of squares.
  private static func weights(_ row: SIMD16<Float>) -> SIMD16<Float> {
    var row = row
    (row[7], row[14], row[15]) = (0, 0, 0)
    return row
  }

  /// The weights in a table, as multiples of one in so many units.
  func table(bucketCount: Int, unit: Float) -> FeatureTable {
    var table = FeatureTable(bucketCount: bucketCount)
    for (slot, number) in placed(bucketCount).enumerated() where number > 0 {
      let shift = UInt64(slot % FeatureTable.bucketWidth * 16)
      table.marks[slot / FeatureTable.bucketWidth] |=
        FeatureTable.mark(of: index.hashes[number]) << shift
      table.rows[slot + 1] = Self.packed(Self.weights(rows[number]) * unit)
    }
    return table
  }

  private static let leastShown: Int16 = 3

  /// A row of sixteen bytes.
  private static func packed(_ row: SIMD16<Float>) -> SIMD8<Int16> {
    let factor = min(256, max(1, (max(row.max(), -row.min()) / 127).rounded(.up)))
    func whole(_ weight: Float) -> Int16 {
      let value = Int16(max(-127, min(127, (weight / factor).rounded())))
      // What is so small beside the others takes room and says nothing.
      return abs(value) <= Self.leastShown ? 0 : value
    }
    var packed = SIMD8<Int16>()
    for lane in 0..<7 { packed[lane] = (whole(row[lane]) & 0xff) | (whole(row[lane + 8]) &<< 8) }
    packed[7] = Int16(factor)
    return packed
  }
}
