// Finds names of persons, places and organizations in text by learned weights. Works on folded
// scalars, piece by piece, in time linear in the text. It knows nothing of lexicons and rules; what
// it finds is one opinion among others.

internal import ExtractData

/// A stretch of text that the tagger takes for a name.
public struct TaggedSpan: Sendable, Equatable {
  /// Its scalars in the text that was tagged.
  public var range: Range<Int>
  /// What it names.
  public var kind: TaggedKind
  /// By how much its tags score above no name at all, as a logarithm of odds.
  public var margin: Float

  /// A span of this kind.
  public init(range: Range<Int>, kind: TaggedKind, margin: Float) {
    self.range = range
    self.kind = kind
    self.margin = margin
  }
}

/// What the tagger needs of memory; kept by the caller so that it is made once.
public struct TaggerScratch: Sendable {
  fileprivate var features = FeatureReader()
  fileprivate var sink = HashBuffer()
  fileprivate var lattice = TagLattice()

  /// For each scalar of the text that was tagged last, by how much a name that begins there scores
  /// above all else, as a logarithm of odds; only its own features are looked at.
  public private(set) var beginMargins: [Float] = []

  /// A scratch without memory.
  public init() {}

  fileprivate mutating func clearMargins(_ count: Int) {
    beginMargins.removeAll(keepingCapacity: true)
    beginMargins.reserveCapacity(count)
  }

  fileprivate mutating func appendMargin(_ margin: Float) { beginMargins.append(margin) }
}

/// A sequence tagger with its weights.
public struct Tagger: Sendable {
  private let model: TaggerModel

  /// The tagger of the weights that are part of the program; nil where the program was built
  /// without them.
  public static let embedded: Tagger? = {
    // SAFETY: the data is a constant of the program with that many bytes.
    let bytes = unsafe Span<UInt8>(
      _unsafeStart: extract_data_tagger, count: extract_data_tagger_count)
    return Tagger(bytes: bytes)
  }()

  /// A tagger of weights that `kin train` wrote, or nil where the bytes are damaged.
  public init?(bytes: Span<UInt8>) {
    guard let model = TaggerModel(bytes: bytes) else { return nil }
    self.model = model
  }

  /// A tagger of a model that was just trained.
  init(model: TaggerModel) { self.model = model }

  /// The names in folded scalars, in the order of the text; none overlap.
  public func tag(_ text: Span<UInt32>, using scratch: inout TaggerScratch) -> [TaggedSpan] {
    var spans: [TaggedSpan] = []
    scratch.clearMargins(text.count)
    var start = 0
    while start < text.count {
      let end = PieceCutter.end(of: text, from: start)
      tagPiece(text.extracting(start..<end), at: start, using: &scratch, into: &spans)
      start = end
    }
    return spans
  }

  private func tagPiece(
    _ piece: Span<UInt32>, at offset: Int, using scratch: inout TaggerScratch,
    into spans: inout [TaggedSpan]
  ) {
    scratch.features.read(piece, model.words)
    scratch.lattice.reserve(piece.count)
    for place in 0..<piece.count {
      scratch.sink.count = 0
      scratch.features.features(at: place, into: &scratch.sink)
      let scores = model.table.scores(of: &scratch.sink)
      scratch.lattice.scores[place] = scores
      scratch.appendMargin(scores.beginMargin)
    }
    scratch.lattice.solve(piece.count, model.transitions)
    appendSpans(of: scratch.lattice, piece.count, at: offset, into: &spans)
  }

  /// Reads spans off the best path.
  private func appendSpans(
    of lattice: TagLattice, _ count: Int, at offset: Int, into spans: inout [TaggedSpan]
  ) {
    var start = 0
    for place in 0..<count {
      let lane = Int(lattice.path[place])
      guard lane != TagLane.outside else { continue }
      if lane < 8 { start = place }
      if TagLane.isOpen(lane) { continue }
      guard let number = TagLane.kind(lane), let kind = TaggedKind(rawValue: UInt8(number)) else {
        continue
      }
      var units: Int32 = 0
      for inner in start...place {
        let scores = lattice.scores[inner]
        units &+= Int32(scores[Int(lattice.path[inner])]) &- Int32(scores[TagLane.outside])
      }
      spans.append(
        TaggedSpan(
          range: (offset + start)..<(offset + place + 1), kind: kind,
          margin: Float(units) / TaggerModel.unitsPerNat))
    }
  }
}

extension LaneScores {
  /// The score of the tag of a lane.
  fileprivate subscript(lane: Int) -> Int16 { lane < 8 ? lower[lane] : upper[lane & 7] }

  /// The best score of a tag that begins a name above that of all others.
  fileprivate var beginMargin: Float {
    var begin = lower[1]
    for lane in 2..<7 { begin = max(begin, lower[lane]) }
    var other = lower[0]
    for lane in 0..<6 { other = max(other, upper[lane]) }
    return Float(Int32(begin) &- Int32(other)) / TaggerModel.unitsPerNat
  }
}
