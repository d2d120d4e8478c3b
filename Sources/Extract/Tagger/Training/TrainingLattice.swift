// The best sequence of tags under weights that are still numbers with fractions, and how often it
// has each transition. The runtime's lattice does the same in whole numbers.

/// Weights of tags after one another; lanes as in `TagTransitions`.
struct TrainingTransitions {
  var closed: [SIMD8<Float>] = Array(repeating: SIMD8(), count: 7)
  var begin = SIMD8<Float>()
  var inside = SIMD8<Float>()

  /// Adds to the weight of one tag after another.
  mutating func add(_ amount: Float, from before: Int, to tag: Int) {
    if let state = TagLane.closedPlace(before) {
      closed[state][tag] += amount
    } else if before < 8 {
      begin[tag - 8] += amount
    } else {
      inside[tag - 8] += amount
    }
  }

  /// Applies an operation to each vector of two sets of weights.
  mutating func combine(
    _ other: TrainingTransitions, _ body: (inout SIMD8<Float>, SIMD8<Float>) -> Void
  ) {
    for state in 0..<7 { body(&closed[state], other.closed[state]) }
    body(&begin, other.begin)
    body(&inside, other.inside)
  }
}

/// Finds the best path of a piece.
struct TrainingLattice {
  private static let never: Float = -1e9

  /// The scores of the characters.
  var scores: [SIMD16<Float>] = []
  private var back: [SIMD16<UInt8>] = []

  /// The lanes of the best tags.
  mutating func solve(_ transitions: TrainingTransitions) -> [UInt8] {
    back.removeAll(keepingCapacity: true)
    var current = SIMD16<Float>(repeating: Self.never)
    for place in scores.indices {
      var next = SIMD16<Float>(repeating: Self.never)
      var from = SIMD16<UInt8>()
      if place == 0 {
        next.lowHalf = transitions.closed[0]
      } else {
        for (state, lane) in TagLane.closed.enumerated() {
          for tag in 0..<7 {
            let value = current[lane] + transitions.closed[state][tag]
            if value > next[tag] { (next[tag], from[tag]) = (value, UInt8(lane)) }
          }
        }
        for tag in 0..<6 {
          let (begin, inside) = (TagLane.begin(tag % 3), TagLane.inside(tag % 3))
          let begun = current[begin] + transitions.begin[tag]
          let gone = current[inside] + transitions.inside[tag]
          next[8 + tag] = max(begun, gone)
          from[8 + tag] = UInt8(gone > begun ? inside : begin)
        }
      }
      next += scores[place]
      (next[7], next[14], next[15]) = (Self.never, Self.never, Self.never)
      back.append(from)
      current = next
    }
    var lane = 0
    for state in TagLane.closed where current[state] > current[lane] { lane = state }
    var path = [UInt8](repeating: 0, count: scores.count)
    for place in scores.indices.reversed() {
      path[place] = UInt8(lane)
      lane = Int(back[place][lane])
    }
    return path
  }
}
