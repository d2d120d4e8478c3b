// A linear-chain conditional random field over the thirteen tags: probabilities of tags given scores,
// and the gradient of the likelihood. Halves of a vector are as in `TagLane`. All arithmetic is plain
// IEEE in a fixed order, so that training gives the same weights on every machine.

/// Weights of tags after one another, as numbers or as their exponentials.
struct ChainTransitions {
  var closed: [SIMD8<Float>] = Array(repeating: SIMD8(), count: 7)
  var begin = SIMD8<Float>()
  var inside = SIMD8<Float>()

  /// Exponentials of all weights, 0 in lanes without a tag.
  var exponentials: ChainTransitions {
    var result = self
    for state in 0..<7 {
      for lane in 0..<7 { result.closed[state][lane] = exponential(closed[state][lane]) }
    }
    for lane in 0..<6 {
      result.begin[lane] = exponential(begin[lane])
      result.inside[lane] = exponential(inside[lane])
    }
    return result
  }

  /// Applies an operation to each vector of two sets of weights.
  mutating func combine(
    _ other: ChainTransitions, _ body: (inout SIMD8<Float>, SIMD8<Float>) -> Void
  ) {
    for state in 0..<7 { body(&closed[state], other.closed[state]) }
    body(&begin, other.begin)
    body(&inside, other.inside)
  }
}

/// The natural exponential of a number that is not far above zero; below -80 it is 0.
@inline(__always)
func exponential(_ value: Float) -> Float {
  if value < -80 { return 0 }
  let scaled = min(value, 80) * 1.442_695
  // Adding this constant rounds to a whole number, which then stands in the low bits.
  let shifted = scaled + 12_582_912
  let rest = (scaled - (shifted - 12_582_912)) * 0.693_147_2
  let series =
    1 + rest
    * (1 + rest
      * (0.5 + rest * (0.166_666_67 + rest * (0.041_666_67 + rest * 0.008_333_334))))
  return series * Float(bitPattern: (shifted.bitPattern &<< 23) &+ 0x3f80_0000)
}

/// Tag probabilities of one piece.
struct ChainLattice {
  /// Scores of characters, to be set before.
  var scores: [SIMD16<Float>] = []
  /// For each character, the probabilities of its tags.
  private(set) var marginals: [SIMD16<Float>] = []
  /// How often each transition is expected, over all pieces since it was cleared.
  var expected = ChainTransitions()
  private var potentials: [SIMD16<Float>] = []
  private var forward: [SIMD16<Float>] = []

  /// Makes room for a piece.
  mutating func reserve(_ count: Int) {
    guard scores.count < count else { return }
    scores = Array(repeating: SIMD16(), count: count)
    marginals = scores
    potentials = scores
    forward = scores
  }

  /// Fills `marginals` and adds to `expected`; `weights` are exponentials.
  mutating func solve(_ count: Int, _ weights: ChainTransitions) {
    for place in 0..<count { potentials[place] = Self.potential(scores[place]) }
    runForward(count, weights)
    runBackward(count, weights)
  }

  private static func potential(_ scores: SIMD16<Float>) -> SIMD16<Float> {
    var top = scores[0]
    for lane in 1..<14 where lane != 7 { top = max(top, scores[lane]) }
    var result = SIMD16<Float>()
    for lane in 0..<14 where lane != 7 { result[lane] = exponential(scores[lane] - top) }
    return result
  }

  private mutating func runForward(_ count: Int, _ weights: ChainTransitions) {
    var current = SIMD16<Float>()
    current.lowHalf = weights.closed[0]
    current *= potentials[0]
    for place in 0..<count {
      if place > 0 {
        let before = current
        var lower = weights.closed[0] * before[0]
        for state in 1..<4 { lower += weights.closed[state] * before[state &+ 3] }
        for state in 4..<7 { lower += weights.closed[state] * before[state &+ 7] }
        current.lowHalf = lower
        current.highHalf =
          weights.begin
          * SIMD8(before[1], before[2], before[3], before[1], before[2], before[3], 0, 0)
          + weights.inside
          * SIMD8(before[8], before[9], before[10], before[8], before[9], before[10], 0, 0)
        current *= potentials[place]
      }
      current /= max(current.sum(), 1e-30)
      forward[place] = current
    }
  }

  private mutating func runBackward(_ count: Int, _ weights: ChainTransitions) {
    var behind = SIMD16<Float>(1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 0, 0)
    for place in stride(from: count &- 1, through: 0, by: -1) {
      let joint = forward[place] * behind
      marginals[place] = joint / max(joint.sum(), 1e-30)
      if place == 0 { break }
      let next = potentials[place] * behind
      let lower = next.lowHalf
      let upper = next.highHalf
      let before = forward[place &- 1]
      var value = SIMD16<Float>()
      for state in 0..<7 { value[TagLane.closed[state]] = (weights.closed[state] * lower).sum() }
      let begun = weights.begin * upper
      let gone = weights.inside * upper
      for kind in 0..<3 {
        value[1 &+ kind] = begun[kind] + begun[kind &+ 3]
        value[8 &+ kind] = gone[kind] + gone[kind &+ 3]
      }
      let scale = 1 / max((before * value).sum(), 1e-30)
      for state in 0..<7 {
        expected.closed[state] +=
          weights.closed[state] * lower * (before[TagLane.closed[state]] * scale)
      }
      expected.begin +=
        begun * scale
        * SIMD8(before[1], before[2], before[3], before[1], before[2], before[3], 0, 0)
      expected.inside +=
        gone * scale
        * SIMD8(before[8], before[9], before[10], before[8], before[9], before[10], 0, 0)
      behind = value * (1 / max(value.sum(), 1e-30))
    }
  }
}
