// More text to learn from: pieces of the labelled text with other names put in place of theirs, so
// that the tagger learns from lists of names what names look like, and from the text where they
// stand. The lists themselves go nowhere else.

/// Lists of names to put into labelled text.
public struct NameLists {
  /// The names by the number of their kind.
  private(set) var names: [[[UInt32]]] = Array(repeating: [], count: TagLane.kinds)

  /// No names.
  public init() {}

  /// Adds a name of a kind.
  public mutating func add(_ name: [UInt32], _ kind: TaggedKind) {
    if !name.isEmpty { names[Int(kind.rawValue)].append(name) }
  }
}

extension TrainingText {
  /// Copies of the pieces that hold names, with names of lists instead of most of them.
  public func substituted(_ lists: NameLists, share: Double, seed: UInt64) -> TrainingText {
    var random = SeededRandom(seed)
    var text = TrainingText()
    for piece in pieces where piece.tags.contains(where: { $0 != 0 }) {
      guard random.unit() < share else { continue }
      text.append(piece: piece.substituted(lists, &random))
    }
    return text
  }
}

extension LabelledPiece {
  fileprivate func substituted(_ lists: NameLists, _ random: inout SeededRandom) -> LabelledPiece {
    var piece = LabelledPiece()
    var next = 0
    for span in spans(of: tags) {
      piece.scalars += scalars[next..<span.range.lowerBound]
      piece.tags += tags[next..<span.range.lowerBound]
      next = span.range.upperBound
      let names = lists.names[Int(span.kind.rawValue)]
      if names.isEmpty || random.unit() < 0.2 {
        piece.scalars += scalars[span.range]
        piece.tags += tags[span.range]
      } else {
        piece.append(names[random.below(names.count)], span.kind)
      }
    }
    piece.scalars += scalars[next...]
    piece.tags += tags[next...]
    return piece
  }

  /// Puts a name behind the text.
  mutating func append(_ name: [UInt32], _ kind: TaggedKind) {
    let number = Int(kind.rawValue)
    scalars += name
    guard name.count > 1 else {
      tags.append(UInt8(TagLane.single(number)))
      return
    }
    tags.append(UInt8(TagLane.begin(number)))
    for _ in 0..<(name.count - 2) { tags.append(UInt8(TagLane.inside(number))) }
    tags.append(UInt8(TagLane.end(number)))
  }
}
