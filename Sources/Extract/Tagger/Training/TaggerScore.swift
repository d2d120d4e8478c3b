// How well a tagger does on labelled text: names count as found only with both ends and the kind.

/// Counts of names, for each kind and for all.
public struct TaggerScore: Sendable {
  /// Counts of one kind.
  public struct Counts: Sendable {
    /// Names in the labelled text.
    public var expected = 0
    /// Names that the tagger found.
    public var found = 0
    /// Names in both.
    public var right = 0

    /// The share of what was found that is right.
    public var precision: Double { found == 0 ? 0 : Double(right) / Double(found) }
    /// The share of what is there that was found.
    public var recall: Double { expected == 0 ? 0 : Double(right) / Double(expected) }
    /// The harmonic mean of both.
    public var f1: Double {
      expected + found == 0 ? 0 : 2 * Double(right) / Double(expected + found)
    }
  }

  /// Counts by the number of the kind.
  public private(set) var kinds: [Counts] = Array(repeating: Counts(), count: TagLane.kinds)

  /// All kinds together.
  public var all: Counts {
    kinds.reduce(into: Counts()) { sum, counts in
      sum.expected += counts.expected
      sum.found += counts.found
      sum.right += counts.right
    }
  }

  /// The score of a tagger on a text.
  public init(of tagger: Tagger, on text: TrainingText) {
    var scratch = TaggerScratch()
    for piece in text.pieces {
      let found = tagger.tag(piece.scalars.span, using: &scratch)
        .map { LabelledSpan(range: $0.range, kind: $0.kind) }
      let expected = spans(of: piece.tags)
      for span in expected { kinds[Int(span.kind.rawValue)].expected += 1 }
      let known = Set(expected)
      for span in found {
        kinds[Int(span.kind.rawValue)].found += 1
        if known.contains(span) { kinds[Int(span.kind.rawValue)].right += 1 }
      }
    }
  }
}
