// Numbers for the features of a text, so that training works on arrays: the features of each
// character as numbers, and the hash and count of each number. Features that are seen only once are
// left out; which those are is told by a table of small counters first, so that memory holds only
// what is kept.

/// Gives the features of the characters of numbered pieces.
protocol PieceFeatures {
  var pieceCount: Int { get }
  /// Reads a piece and says how many characters it has.
  mutating func read(_ piece: Int) -> Int
  /// Hands over the features of a character of the piece that was read.
  func features<Sink: FeatureSink>(at index: Int, into sink: inout Sink)
}

/// The features of a text as numbers.
struct FeatureIndex {
  /// The hash of each feature; number 0 is none.
  private(set) var hashes: [UInt64] = [0]
  /// How often each feature is seen.
  private(set) var counts: [UInt32] = [0]
  /// The features of all characters.
  private(set) var features: [UInt32] = []
  /// Where the features of each character begin, and a last end.
  private(set) var starts: [Int] = [0]
  private var slots: [UInt32] = Array(repeating: 0, count: 1 << 16)

  /// Numbers the features of pieces that are seen as often as this.
  init<Source: PieceFeatures>(_ pieces: Source, atLeast least: UInt8) {
    var source = pieces
    var counter = RoughCounter()
    for piece in 0..<source.pieceCount {
      for place in 0..<source.read(piece) { source.features(at: place, into: &counter) }
    }
    var buffer = HashBuffer()
    for piece in 0..<source.pieceCount {
      for place in 0..<source.read(piece) {
        buffer.count = 0
        source.features(at: place, into: &buffer)
        for feature in 0..<buffer.count {
          let hash = buffer.hashes[feature]
          guard counter.count(of: hash) >= least else { continue }
          let number = number(of: hash)
          counts[number] += 1
          features.append(UInt32(number))
        }
        starts.append(features.count)
      }
    }
    slots = []
  }

  /// Keeps only features of which this holds; the others are taken out of the text.
  mutating func filter(_ isKept: [Bool]) {
    var numbers = [UInt32](repeating: 0, count: hashes.count)
    var count = 1
    for old in 1..<hashes.count where isKept[old] {
      numbers[old] = UInt32(count)
      (hashes[count], counts[count]) = (hashes[old], counts[old])
      count += 1
    }
    hashes.removeLast(hashes.count - count)
    counts.removeLast(counts.count - count)
    var end = 0
    for place in 0..<(starts.count - 1) {
      let range = starts[place]..<starts[place + 1]
      starts[place] = end
      for index in range where numbers[Int(features[index])] > 0 {
        features[end] = numbers[Int(features[index])]
        end += 1
      }
    }
    starts[starts.count - 1] = end
    features.removeLast(features.count - end)
  }

  /// The number of a hash, a new one where it has none.
  private mutating func number(of hash: UInt64) -> Int {
    if hashes.count * 2 > slots.count { grow() }
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      if hashes[Int(slots[slot])] == hash { return Int(slots[slot]) }
      slot = (slot + 1) & mask
    }
    slots[slot] = UInt32(hashes.count)
    hashes.append(hash)
    counts.append(0)
    return hashes.count - 1
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 4)
    let mask = slots.count - 1
    for number in 1..<max(hashes.count, 1) {
      var slot = Int(truncatingIfNeeded: hashes[number]) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(number)
    }
  }
}

/// Counts hashes up to 255, sometimes too high.
private struct RoughCounter: FeatureSink {
  private var counters = [UInt8](repeating: 0, count: 1 << 26)

  mutating func add(_ hash: UInt64) {
    let slot = Int(truncatingIfNeeded: hash >> 20) & (counters.count - 1)
    if counters[slot] < 255 { counters[slot] += 1 }
  }

  func count(of hash: UInt64) -> UInt8 {
    counters[Int(truncatingIfNeeded: hash >> 20) & (counters.count - 1)]
  }
}
