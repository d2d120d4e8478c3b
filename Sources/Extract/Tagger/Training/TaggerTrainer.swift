// Learns the weights of the tagger: stochastic gradient steps on the likelihood of the tags, each row
// of weights with a step of its own (AdaGrad by row); then only the rows that a table of the wanted
// size holds are kept, and are trained on for some rounds. Deterministic: one thread, a seeded order.

/// What to train with.
public struct TrainingOptions: Sendable {
  /// Rounds over the text with all features.
  public var rounds = 8
  /// Rounds after pruning.
  public var lastRounds = 3
  /// The length of steps.
  public var step: Float = 0.15
  /// How many squares of gradients a row is taken to have seen before the first.
  public var damping: Float = 1
  /// The share of features that is left out at random in each step.
  public var dropout: Float = 0.1
  /// How often a feature must be seen.
  public var leastCount: UInt8 = 2
  /// Buckets of the table of weights.
  public var bucketCount = 45_000

  /// The options that the embedded model was made with.
  public init() {}
}

/// Trains a tagger.
public struct TaggerTrainer {
  private let options: TrainingOptions
  private let pieces: [LabelledPiece]
  private var index: FeatureIndex
  /// Weights by the number of the feature; lane 7 holds the sum of squares.
  private var rows: [SIMD16<Float>]
  private var sums: [SIMD16<Float>] = []
  private var transitions = ChainTransitions()
  private var transitionSquares = ChainTransitions()
  private var transitionSums = ChainTransitions()
  private var lattice = ChainLattice()
  private var random: UInt64 = 0x5eed
  /// Where the characters of each piece begin.
  private let offsets: [Int]
  private var summed = 0

  /// Prepares to learn from a text.
  public init(_ text: TrainingText, _ options: TrainingOptions) {
    self.options = options
    pieces = text.pieces.filter { !$0.scalars.isEmpty }
    index = FeatureIndex(pieces, atLeast: options.leastCount)
    rows = Array(repeating: SIMD16(), count: index.hashes.count)
    var offsets: [Int] = []
    var offset = 0
    for piece in pieces {
      offsets.append(offset)
      offset += piece.scalars.count
    }
    self.offsets = offsets
  }

  /// Learns and gives the tagger and its bytes; `report` hears of each round.
  public mutating func train(
    report: (_ round: Int, _ wrong: Int, _ features: Int) -> Void
  ) -> (tagger: Tagger, bytes: [UInt8]) {
    let all = options.rounds + options.lastRounds
    for round in 0..<all {
      if round == options.rounds { prune() }
      let wrong = runRound(decay: 1 - 0.9 * Float(round) / Float(all))
      if round >= options.rounds { addToSums() }
      report(round, wrong, index.hashes.count - 1)
    }
    takeMeans()
    let model = quantised()
    return (Tagger(model: model), model.encode())
  }

  /// A pseudo-random number (SplitMix64).
  private mutating func nextRandom() -> UInt64 {
    random &+= 0x9e37_79b9_7f4a_7c15
    var value = random
    value = (value ^ value &>> 30) &* 0xbf58_476d_1ce4_e5b9
    value = (value ^ value &>> 27) &* 0x94d0_49bb_1331_11eb
    return value ^ value &>> 31
  }

  private mutating func runRound(decay: Float) -> Int {
    var order = Array(pieces.indices)
    for place in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(place, Int(nextRandom() % UInt64(place + 1)))
    }
    var wrong = 0
    for piece in order { wrong += learn(piece, step: options.step * decay) }
    return wrong
  }

  /// One step on one piece; how many characters had an unlikely tag before it.
  private mutating func learn(_ number: Int, step: Float) -> Int {
    let tags = pieces[number].tags
    let offset = offsets[number]
    let count = tags.count
    lattice.reserve(count)
    let seed = nextRandom()
    let limit = UInt32(options.dropout * 65536)
    for place in 0..<count {
      var scores = SIMD16<Float>()
      for slot in index.starts[offset &+ place]..<index.starts[offset &+ place &+ 1] {
        if Self.isLeftOut(seed, slot, limit) { continue }
        scores += rows[Int(index.features[slot])]
      }
      lattice.scores[place] = scores
    }
    lattice.expected = ChainTransitions()
    lattice.solve(count, transitions.exponentials)
    var wrong = 0
    for place in 0..<count {
      var gradient = lattice.marginals[place]
      let tag = Int(tags[place])
      if gradient[tag] < 0.5 { wrong += 1 }
      gradient[tag] -= 1
      let square = (gradient * gradient).sum()
      if square < 1e-5 { continue }
      for slot in index.starts[offset &+ place]..<index.starts[offset &+ place &+ 1] {
        if Self.isLeftOut(seed, slot, limit) { continue }
        let feature = Int(index.features[slot])
        var row = rows[feature]
        let squares = row[7] + square
        row -= gradient * (step / (squares + options.damping).squareRoot())
        row[7] = squares
        rows[feature] = row
      }
    }
    learnTransitions(tags, step: step)
    return wrong
  }

  @inline(__always)
  private static func isLeftOut(_ seed: UInt64, _ slot: Int, _ limit: UInt32) -> Bool {
    let mixed = (seed ^ UInt64(truncatingIfNeeded: slot)) &* 0x9e37_79b9_7f4a_7c15
    return UInt32(truncatingIfNeeded: mixed &>> 48) < limit
  }

  private mutating func learnTransitions(_ tags: [UInt8], step: Float) {
    var gradient = lattice.expected
    for place in 1..<max(tags.count, 1) {
      let (before, tag) = (Int(tags[place - 1]), Int(tags[place]))
      if let state = TagLane.closedPlace(before) {
        gradient.closed[state][tag] -= 1
      } else if before < 8 {
        gradient.begin[tag - 8] -= 1
      } else {
        gradient.inside[tag - 8] -= 1
      }
    }
    transitionSquares.combine(gradient) { $0 += $1 * $1 }
    var change = transitionSquares
    change.combine(gradient) { $0 = $1 * step / ($0 + 10).squareRoot() }
    transitions.combine(change) { $0 -= $1 }
  }

  /// Keeps the features that find a place in the table.
  private mutating func prune() {
    var isKept = [Bool](repeating: false, count: rows.count)
    for number in placed() where number > 0 { isKept[number] = true }
    var kept = [rows[0]]
    for number in 1..<rows.count where isKept[number] { kept.append(rows[number]) }
    rows = kept
    index.filter(isKept)
    sums = Array(repeating: SIMD16(), count: rows.count)
  }

  /// The features in each slot of the table, 0 where it is empty: of each bucket those that matter
  /// most.
  private func placed() -> [Int] {
    let importance = rows.indices.map { number -> Float in
      var row = rows[number]
      row[7] = 0
      row -= row.sum() / 13
      (row[7], row[14], row[15]) = (0, 0, 0)
      return (row * row).sum() * Float(index.counts[number])
    }
    let order = (1..<max(rows.count, 1)).sorted {
      (importance[$1], $0) < (importance[$0], $1)
    }
    var slots = [Int](repeating: 0, count: options.bucketCount * FeatureTable.bucketWidth)
    var used = [UInt8](repeating: 0, count: options.bucketCount)
    for number in order {
      let bucket = FeatureTable.bucket(of: index.hashes[number], among: options.bucketCount)
      if used[bucket] == FeatureTable.bucketWidth { continue }
      slots[bucket * FeatureTable.bucketWidth + Int(used[bucket])] = number
      used[bucket] += 1
    }
    return slots
  }

  private mutating func addToSums() {
    for number in rows.indices { sums[number] += rows[number] }
    transitionSums.combine(transitions) { $0 += $1 }
    summed += 1
  }

  private mutating func takeMeans() {
    guard summed > 0 else { return }
    let share = 1 / Float(summed)
    for number in rows.indices { rows[number] = sums[number] * share }
    transitions.combine(transitionSums) { $0 = $1 * share }
  }

  /// The weights as whole numbers in a table.
  private func quantised() -> TaggerModel {
    var model = TaggerModel(table: FeatureTable(bucketCount: options.bucketCount))
    let unit = TaggerModel.unitsPerNat
    for (slot, number) in placed().enumerated() where number > 0 {
      var row = rows[number]
      row[7] = 0
      let mean = row.sum() / 13
      for lane in 0..<16 { row[lane] = TagLane.isTag(lane) ? (row[lane] - mean) * unit : 0 }
      let bucket = slot / FeatureTable.bucketWidth
      let shift = UInt64(slot % FeatureTable.bucketWidth * 16)
      model.table.marks[bucket] |= FeatureTable.mark(of: index.hashes[number]) << shift
      model.table.rows[slot + 1] = Self.packed(row)
    }
    func whole(_ vector: SIMD8<Float>) -> SIMD8<Int16> {
      var result = SIMD8<Int16>()
      for lane in 0..<8 { result[lane] = Int16((vector[lane] * unit).rounded()) }
      return result
    }
    model.transitions.closed = transitions.closed.map(whole)
    model.transitions.begin = whole(transitions.begin)
    model.transitions.inside = whole(transitions.inside)
    return model
  }

  /// A row of sixteen bytes.
  private static func packed(_ row: SIMD16<Float>) -> SIMD8<Int16> {
    let factor = max(1, (max(row.max(), -row.min()) / 127).rounded(.up))
    var packed = SIMD8<Int16>()
    for lane in 0..<7 {
      let even = Int16((row[lane] / factor).rounded())
      let odd = Int16((row[lane + 8] / factor).rounded())
      packed[lane] = (even & 0xff) | (odd &<< 8)
    }
    packed[7] = Int16(min(factor, 256))
    return packed
  }
}
