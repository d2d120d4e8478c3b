// Learns to tell words: text that the word list has cut, and copies of it with other words of the
// same class put in, are what the weights are fitted to. Each character is judged on its own:
// whether a word begins there, and of which class it is. Three models come out: one of all the
// text, and one of each half, so that the tagger can learn from words that are as often wrong as
// later.

/// The weights that tell words.
public struct TrainedWords {
  /// Of all the text.
  var model: WordModel
  /// By the number of a half: learned from the other one.
  var halves: [WordModel]
}

/// Trains what tells words.
public struct WordTrainer {
  private let lexicon: WordLexicon
  private let profiles: [UInt8]
  private let options: TrainingOptions

  /// Prepares to learn from a word list and the use of characters in names.
  public init(_ lexicon: WordLexicon, _ profiles: NameProfiles, _ options: TrainingOptions) {
    self.lexicon = lexicon
    self.profiles = profiles.bytes
    self.options = options
  }

  /// Learns from texts.
  public func train(_ text: TrainingText) -> TrainedWords {
    let model = learn(text.pieces)
    let halves = [1, 0].map { number in
      learn(text.pieces.filter { half(of: $0.scalars.span) == number })
    }
    return TrainedWords(model: model, halves: halves)
  }

  private func learn(_ pieces: [LabelledPiece]) -> WordModel {
    let cuts = cutPieces(pieces)
    var weights = RowWeights(
      FeatureIndex(CutFeatures(pieces: cuts), atLeast: options.leastCount))
    let offsets = characterOffsets(cuts.map(\.scalars.count))
    var random = SeededRandom(0xcafe)
    for round in 0..<options.wordRounds {
      if round == options.wordRounds - 1 { weights.prune(bucketCount: options.wordBucketCount) }
      let step = 0.5 - 0.45 * Float(round) / Float(options.wordRounds)
      for number in random.order(cuts.count) {
        let piece = cuts[number]
        for place in piece.scalars.indices {
          var gradient = Self.probabilities(weights.scores(offsets[number] &+ place))
          if piece.isStart[place] { gradient[0] -= 1 }
          gradient[piece.lanes[place]] -= 1
          weights.move(offsets[number] &+ place, against: gradient, step: step)
        }
      }
    }
    var model = WordModel(bucketCount: options.wordBucketCount)
    model.table = weights.table(
      bucketCount: options.wordBucketCount, unit: TaggerModel.unitsPerNat)
    model.profiles = profiles
    return model
  }

  /// The probability of a beginning in lane 0, those of the classes in theirs.
  private static func probabilities(_ scores: SIMD16<Float>) -> SIMD16<Float> {
    var result = SIMD16<Float>()
    var top = scores[1]
    for lane in 2..<14 where lane != 7 { top = max(top, scores[lane]) }
    for lane in 1..<14 where lane != 7 { result[lane] = exponential(scores[lane] - top) }
    result /= result.sum()
    let odds = exponential(-abs(scores[0]))
    result[0] = (scores[0] > 0 ? 1 : odds) / (1 + odds)
    return result
  }

  /// Cuts pieces, and makes copies of them with other words, so that each word of the list is seen.
  private func cutPieces(_ pieces: [LabelledPiece]) -> [CutPiece] {
    var random = SeededRandom(0xbeef)
    var queues = lexicon.members.map { WordQueue($0) }
    let nameClasses: [WordClass] = [
      .noun, .proper, .person, .place, .organization, .title, .suffix,
    ]
    let sizes = nameClasses.map { lexicon.members[Int($0.rawValue)].count }
    let allSizes = sizes.reduce(0, +)
    var cuts: [CutPiece] = []
    for piece in pieces {
      let words = lexicon.cut(piece.scalars)
      for copy in 0...options.wordCopies {
        var cut = CutPiece()
        var start = 0
        for (end, kind) in words {
          let isOpen = kind != .function && kind != .number && kind != .mark
          if copy > 0, isOpen, random.unit() < 0.35 {
            var wanted = kind
            if kind != .verb, kind != .modifier {
              var rest = random.below(allSizes)
              for (place, size) in sizes.enumerated() {
                wanted = nameClasses[place]
                if rest < size { break }
                rest -= size
              }
            }
            cut.append(queues[Int(wanted.rawValue)].next(&random)[...], wanted)
          } else {
            cut.append(piece.scalars[start..<end], kind)
          }
          start = end
        }
        cuts.append(cut)
      }
    }
    return cuts
  }
}

/// Words in random order, again and again.
private struct WordQueue {
  private let words: [[UInt32]]
  private var order: [Int] = []

  init(_ words: [[UInt32]]) { self.words = words }

  mutating func next(_ random: inout SeededRandom) -> [UInt32] {
    if order.isEmpty { order = random.order(words.count) }
    return order.popLast().map { words[$0] } ?? []
  }
}

/// A text cut into words.
private struct CutPiece {
  var scalars: [UInt32] = []
  var isStart: [Bool] = []
  var lanes: [Int] = []

  mutating func append(_ word: ArraySlice<UInt32>, _ kind: WordClass) {
    for place in word.indices {
      scalars.append(word[place])
      isStart.append(place == word.startIndex)
      lanes.append(kind.lane)
    }
  }
}

/// The features of cut text.
private struct CutFeatures: PieceFeatures {
  let pieces: [CutPiece]
  var runs = FeatureHashes()

  init(pieces: [CutPiece]) { self.pieces = pieces }

  var pieceCount: Int { pieces.count }

  mutating func read(_ piece: Int) -> Int {
    let scalars = pieces[piece].scalars
    runs.read(scalars.span)
    return scalars.count
  }

  @inline(__always)
  func features<Sink: FeatureSink>(at index: Int, into sink: inout Sink) {
    runs.wordFeatures(at: index, into: &sink)
  }
}
