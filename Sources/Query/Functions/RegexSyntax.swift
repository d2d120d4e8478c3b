// The tree of a regular expression. Only whether a whole text matches is ever asked, so that greedy
// and lazy repetition are the same, and groups leave no trace.

/// A regular expression, or a part of one.
indirect enum RegexNode: Sendable {
  /// Nothing, which always matches.
  case empty
  /// One code point of a set.
  case set(RegexSet)
  /// A condition on the code points before and after.
  case assertion(RegexAssertion)
  case sequence([RegexNode])
  case choice([RegexNode])
  /// The same again and again; without a limit where `most` is nil.
  case repetition(RegexNode, least: Int, most: Int?)
}

/// A condition on a place between two code points.
enum RegexAssertion: Sendable {
  case textStart
  case textEnd
  case lineStart
  case lineEnd
  case wordBoundary
  case noWordBoundary

  /// Whether the condition holds between two neighbours.
  func holds(between before: RegexNeighbour, and after: RegexNeighbour) -> Bool {
    switch self {
    case .textStart: before == .edge
    case .textEnd: after == .edge
    case .lineStart: before == .edge || before == .lineEnd
    case .lineEnd: after == .edge || after == .lineEnd
    case .wordBoundary: (before == .word) != (after == .word)
    case .noWordBoundary: (before == .word) == (after == .word)
    }
  }
}

/// What a condition wants to know of a code point.
enum RegexNeighbour: UInt8, Sendable {
  /// There is none: the text begins or ends here.
  case edge
  case lineEnd
  case word
  case other

  init(_ scalar: UInt32) {
    self =
      RegexSet.lineEnds.contains(scalar)
      ? .lineEnd : RegexSet.wordCharacters.contains(scalar) ? .word : .other
  }
}
