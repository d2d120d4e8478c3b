// Learns the weights of the tagger: an averaged structured perceptron, first with all features,
// then only with those that a table of the wanted size holds. Deterministic: one thread, seeded
// orders.

/// What to train with.
public struct TrainingOptions: Sendable {
  /// Rounds over the text with all features.
  public var rounds = 8
  /// Rounds after pruning.
  public var lastRounds = 5
  /// How often a feature must be seen.
  public var leastCount: UInt8 = 2
  /// What is taken off each character outside of names, so that as many names are missed as made
  /// up.
  public var outsideBias: Float = 0.1
  /// Buckets of the table of weights.
  public var bucketCount = 50_000
  /// The share of pieces that are learned a second time with other persons in them.
  public var substitutedShare = 0.6
  /// Buckets of the table of weights that tell words.
  public var wordBucketCount = 60_000
  /// Copies of the text with other words.
  public var wordCopies = 3
  /// Rounds over the text that teaches words.
  public var wordRounds = 4

  /// The options that the embedded model was made with.
  public init() {}
}

/// What training tells while it runs.
public enum TrainingNews: Sendable {
  /// Weights that tell words were learned.
  case words
  /// A round over the text was done: how many tags were wrong, and how many features there are.
  case round(Int, wrong: Int, features: Int)
}

/// Trains a tagger.
public struct TaggerTrainer {
  private let options: TrainingOptions
  private let words: WordModel
  private let pieces: [LabelledPiece]
  /// Where the characters of each piece begin.
  private let offsets: [Int]
  private var weights: RowWeights
  private var transitions = TrainingTransitions()
  private var transitionSums = TrainingTransitions()
  private var lattice = TrainingLattice()
  private var random = SeededRandom(0x5eed)
  /// How many pieces were seen since sums were begun, and one.
  private var time: Float = 1

  /// How much one step of the perceptron is taken for, as a logarithm of odds.
  private static let natsPerStep: Float = 0.1

  /// Prepares to learn from a text.
  init(_ text: TrainingText, _ words: TrainedWords, _ options: TrainingOptions) {
    self.options = options
    self.words = words.model
    pieces = text.pieces.filter { !$0.scalars.isEmpty }
    offsets = characterOffsets(pieces.map(\.scalars.count))
    weights = RowWeights(
      FeatureIndex(
        LabelledFeatures(pieces: pieces, models: words.halves), atLeast: options.leastCount))
  }

  /// Learns from corpora and gives the bytes of the model; `report` hears how it goes.
  public static func train(
    _ corpora: TrainingCorpora, _ options: TrainingOptions, report: (TrainingNews) -> Void
  ) -> [UInt8] {
    let words = WordTrainer(corpora.lexicon, corpora.profiles, options).train(corpora.text)
    report(.words)
    var text = corpora.text
    text.append(
      corpora.text.substituted(corpora.names, share: options.substitutedShare, seed: 77))
    var trainer = TaggerTrainer(text, words, options)
    trainer.run(report: report)
    return trainer.model().encode()
  }

  /// Learns; `report` hears of each round.
  mutating func run(report: (TrainingNews) -> Void) {
    for round in 0..<options.rounds { runRound(round, report) }
    takeMean()
    weights.prune(bucketCount: options.bucketCount)
    guard options.lastRounds > 0 else { return }
    for round in 0..<options.lastRounds { runRound(options.rounds + round, report) }
    takeMean()
  }

  private mutating func runRound(_ round: Int, _ report: (TrainingNews) -> Void) {
    var wrong = 0
    for piece in random.order(pieces.count) { wrong += learn(piece) }
    report(.round(round, wrong: wrong, features: weights.count))
  }

  /// One step on one piece; how many tags were wrong before it.
  private mutating func learn(_ number: Int) -> Int {
    let tags = pieces[number].tags
    let offset = offsets[number]
    lattice.scores.removeAll(keepingCapacity: true)
    for place in tags.indices { lattice.scores.append(weights.scores(offset &+ place)) }
    let path = lattice.solve(transitions)
    var wrong = 0
    var change = TrainingTransitions()
    for place in tags.indices {
      let (right, found) = (Int(tags[place]), Int(path[place]))
      let (before, foundBefore) = place == 0 ? (0, 0) : (Int(tags[place - 1]), Int(path[place - 1]))
      if place > 0, right != found || before != foundBefore {
        change.add(1, from: before, to: right)
        change.add(-1, from: foundBefore, to: found)
      }
      guard right != found else { continue }
      wrong += 1
      weights.step(offset &+ place, towards: right, from: found, time: time)
    }
    if wrong > 0 {
      let time = time
      transitions.combine(change) { $0 += $1 }
      transitionSums.combine(change) { $0 += $1 * time }
    }
    time += 1
    return wrong
  }

  /// Makes the weights the mean of what they were after each piece.
  private mutating func takeMean() {
    let share = 1 / time
    weights.takeMean(time: time)
    transitions.combine(transitionSums) { $0 -= $1 * share }
    transitionSums = TrainingTransitions()
    time = 1
  }

  /// The weights as whole numbers.
  func model() -> TaggerModel {
    let unit = TaggerModel.unitsPerNat * Self.natsPerStep
    var model = TaggerModel(
      table: weights.table(bucketCount: options.bucketCount, unit: unit), words: words)
    func whole(_ vector: SIMD8<Float>) -> SIMD8<Int16> {
      var result = SIMD8<Int16>()
      for lane in 0..<8 {
        result[lane] = Int16(max(-10_000, min(10_000, (vector[lane] * unit).rounded())))
      }
      return result
    }
    let bias = SIMD8(options.outsideBias / Self.natsPerStep, 0, 0, 0, 0, 0, 0, 0)
    model.transitions.closed = transitions.closed.map { whole($0 - bias) }
    model.transitions.begin = whole(transitions.begin)
    model.transitions.inside = whole(transitions.inside)
    return model
  }
}

/// Where the characters of each piece begin, by the counts of the pieces.
func characterOffsets(_ counts: [Int]) -> [Int] {
  var offsets: [Int] = []
  var offset = 0
  for count in counts {
    offsets.append(offset)
    offset += count
  }
  return offsets
}

/// The features of labelled text, its words told by models that did not learn from it.
private struct LabelledFeatures: PieceFeatures {
  let pieces: [LabelledPiece]
  let models: [WordModel]
  private var reader = FeatureReader()

  init(pieces: [LabelledPiece], models: [WordModel]) {
    self.pieces = pieces
    self.models = models
  }

  var pieceCount: Int { pieces.count }

  mutating func read(_ piece: Int) -> Int {
    let scalars = pieces[piece].scalars
    reader.read(scalars.span, models[half(of: scalars.span)])
    return scalars.count
  }

  @inline(__always)
  func features<Sink: FeatureSink>(at index: Int, into sink: inout Sink) {
    reader.features(at: index, into: &sink)
  }
}

/// Which half of all texts a piece belongs to; equal pieces are in the same.
func half(of piece: Span<UInt32>) -> Int {
  var sum: UInt64 = 0
  for place in piece.indices { sum = FeatureHashes.join(sum, UInt64(piece[place])) }
  return Int(sum >> 63)
}
