// The best sequence of tags of a piece: Viterbi over the thirteen tags, all of a half at once. Only
// legal transitions exist here, so whatever the weights are, the path that comes out is legal.

/// The weights of a tag after another.
struct TagTransitions {
  /// From each closed state (O, S, E) to O, B, S.
  var closed: [SIMD8<Int16>] = Array(repeating: SIMD8(), count: 7)
  /// From B to I and E of its kind, in the lanes of the latter.
  var begin = SIMD8<Int16>()
  /// From I to I and E of its kind.
  var inside = SIMD8<Int16>()
}

/// Finds the best path through the scores of a piece.
struct TagLattice {
  /// The scores of the characters.
  var scores: [LaneScores] = []
  /// The tags of the best path, as lanes.
  private(set) var path: [UInt8] = []
  private var closedBefore: [SIMD8<Int32>] = []
  private var insideBefore: [SIMDMask<SIMD8<Int32>>] = []

  /// Makes room for a piece.
  mutating func reserve(_ count: Int) {
    guard scores.count < count else { return }
    scores = Array(repeating: LaneScores(), count: count)
    path = Array(repeating: 0, count: count)
    closedBefore = Array(repeating: SIMD8(), count: count)
    insideBefore = Array(repeating: SIMDMask(repeating: false), count: count)
  }

  /// Fills `path` for the first scores.
  mutating func solve(_ count: Int, _ transitions: TagTransitions) {
    guard count > 0 else { return }
    let never: Int32 = -1_000_000_000
    let closed = transitions.closed.map { SIMD8<Int32>(truncatingIfNeeded: $0) }
    let begin = SIMD8<Int32>(truncatingIfNeeded: transitions.begin)
    let inside = SIMD8<Int32>(truncatingIfNeeded: transitions.inside)
    var lower = closed[0] &+ SIMD8(truncatingIfNeeded: scores[0].lower)
    var upper = SIMD8<Int32>(repeating: never)
    for place in 1..<max(count, 1) {
      var best = closed[0] &+ SIMD8(repeating: lower[0])
      var from = SIMD8<Int32>(repeating: 0)
      for state in 1..<7 {
        let previous = state < 4 ? lower[state &+ 3] : upper[state &- 1]
        let candidate = closed[state] &+ SIMD8(repeating: previous)
        let isBetter = candidate .> best
        best.replace(with: candidate, where: isBetter)
        from.replace(with: Int32(truncatingIfNeeded: state), where: isBetter)
      }
      let begun =
        begin
        &+ SIMD8(lower[1], lower[2], lower[3], lower[1], lower[2], lower[3], never, never)
      let gone =
        inside
        &+ SIMD8(upper[0], upper[1], upper[2], upper[0], upper[1], upper[2], never, never)
      let isInside = gone .> begun
      closedBefore[place] = from
      insideBefore[place] = isInside
      lower = best &+ SIMD8(truncatingIfNeeded: scores[place].lower)
      upper =
        begun.replacing(with: gone, where: isInside)
        &+ SIMD8(truncatingIfNeeded: scores[place].upper)
    }
    var last = 0
    var top = lower[0]
    for state in 1..<7 {
      let value = state < 4 ? lower[state &+ 3] : upper[state &- 1]
      if value > top { (top, last) = (value, state) }
    }
    walkBack(count, from: TagLane.closed[last])
  }

  private mutating func walkBack(_ count: Int, from last: Int) {
    var lane = last
    var place = count &- 1
    while true {
      path[place] = UInt8(truncatingIfNeeded: lane)
      if place == 0 { return }
      if lane < 8 {
        let state = Int(closedBefore[place][lane])
        lane = state == 0 ? 0 : state < 4 ? state &+ 3 : state &+ 7
      } else {
        let kind = (lane &- 8) % TagLane.kinds
        lane = insideBefore[place][lane &- 8] ? TagLane.inside(kind) : TagLane.begin(kind)
      }
      place &-= 1
    }
  }
}
