// The sequence tagger: its lattice agrees with trying all paths, damaged weights are refused, and
// training on a small invented corpus learns it, the same each time.

import TestSupport
import Testing

@testable import Extract

@Suite struct TaggerTests {
  /// Sentences with invented names in a few patterns.
  static let corpus: [UInt8] = {
    let persons = ["甘一鸣", "甘小禾", "单可心", "单立夏", "甘青"]
    let places = ["青岩市", "白芷县", "青禾市", "白石县"]
    let bodies = ["青岩市工会", "白芷县工会", "青禾纺织工会"]
    var lines = ""
    func add(_ parts: [(String, String?)]) {
      var text = ""
      var spans: [String] = []
      for (part, kind) in parts {
        let start = text.unicodeScalars.count
        text += part
        if let kind { spans.append("\(start):\(text.unicodeScalars.count):\(kind)") }
      }
      lines += text + "\t" + spans.joined(separator: " ") + "\n"
    }
    for person in persons {
      for place in places {
        add([(person, "PER"), ("来到", nil), (place, "LOC"), ("参加活动。", nil)])
        add([("昨天,", nil), (person, "PER"), ("在", nil), (place, "LOC"), ("说话。", nil)])
      }
      for body in bodies {
        add([(person, "PER"), ("是", nil), (body, "ORG"), ("的主席。", nil)])
        add([(body, "ORG"), ("举办比赛,", nil), (person, "PER"), ("获奖。", nil)])
      }
    }
    return Array(lines.utf8)
  }()

  static func material() -> TrainingCorpora {
    var corpora = TrainingCorpora()
    corpora.add(corpus, from: "ner-msra/train.tsv")
    let words = "来到\tv\t90\n参加\tv\t80\n活动\tn\t70\n昨天\tt\t60\n主席\tnnt\t50\n工会\tnis\t50\n比赛\tvn\t40\n"
    corpora.add(Array(words.utf8), from: "lex-hanlp/CoreNatureDictionary.txt")
    corpora.add(Array("甘 B 900\n单 B 800 L 9\n".utf8), from: "lex-hanlp/person-nr.txt")
    corpora.add(Array("单晓 nr 1\n甘立 nr 1\n".utf8), from: "lex-hanlp/person_names.txt")
    return corpora
  }

  static func options() -> TrainingOptions {
    var options = TrainingOptions()
    (options.rounds, options.lastRounds, options.wordRounds) = (4, 2, 2)
    (options.bucketCount, options.wordBucketCount) = (600, 300)
    return options
  }

  static let trained = TaggerTrainer.train(material(), options()) { _ in }

  private func read(_ bytes: [UInt8]) -> Tagger? { Tagger(bytes: bytes.span) }

  private func scalars(_ text: String) -> [UInt32] {
    text.unicodeScalars.map { foldedForMatching($0.value) }
  }

  @Test func trainingLearnsASmallCorpusAndNamesLikeItsOwn() throws {
    let tagger = try #require(read(Self.trained))
    var text = TrainingText()
    text.append(lines: Self.corpus.span)
    let score = TaggerScore(of: tagger, on: text)
    #expect(score.all.f1 > 0.95)
    var scratch = TaggerScratch()
    let sentence = scalars("甘一鸣是白芷县工会的主席。")
    let found = tagger.tag(sentence.span, using: &scratch)
    #expect(found.map(\.range) == [0..<3, 4..<9])
    #expect(found.map(\.kind) == [.person, .organization])
    #expect(found.allSatisfy { $0.margin > 0 })
    #expect(scratch.beginMargins.count == sentence.count)
  }

  @Test func trainingGivesTheSameBytesAgain() {
    #expect(TaggerTrainer.train(Self.material(), Self.options()) { _ in } == Self.trained)
  }

  @Test func weightsComeBackFromTheirBytes() {
    let model = TaggerModel(bytes: Self.trained.span)
    let bytes = model?.encode()
    #expect(bytes == Self.trained)
  }

  @Test func damagedWeightsAreRefused() {
    var random = Random(seed: 7)
    for count in [0, 1, 7, 8, 100, Self.trained.count - 1] {
      let isRead = read(Array(Self.trained[..<count])) != nil
      #expect(!isRead)
    }
    for _ in 0..<200 {
      var bytes = Self.trained
      bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
      let isRead = read(bytes) != nil
      #expect(!isRead)
    }
  }

  @Test func spansAreInOrderWithinAnyTextAndNeverOverlap() throws {
    let tagger = try #require(read(Self.trained))
    var random = Random(seed: 11)
    let alphabet: [UInt32] = scalars("甘单一鸣青岩市县工会来到,。、(\n)“”a1 ") + [0, 0x10ffff, 0xffff_ffff]
    var scratch = TaggerScratch()
    for _ in 0..<60 {
      let count = Int(random.next() % 700)
      let text = (0..<count).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
      var end = 0
      for span in tagger.tag(text.span, using: &scratch) {
        #expect(span.range.lowerBound >= end && !span.range.isEmpty)
        end = span.range.upperBound
      }
      #expect(end <= count)
      #expect(scratch.beginMargins.count == count)
    }
  }

  @Test func theLatticeFindsTheBestOfAllLegalPaths() {
    var random = Random(seed: 3)
    func weight() -> Int16 { Int16(random.next() % 41) - 20 }
    func vector() -> SIMD8<Int16> {
      var vector = SIMD8<Int16>()
      for lane in 0..<8 { vector[lane] = weight() }
      return vector
    }
    for _ in 0..<40 {
      var transitions = TagTransitions()
      transitions.closed = (0..<7).map { _ in vector() }
      (transitions.begin, transitions.inside) = (vector(), vector())
      let scores = (0..<4).map { _ in LaneScores(lower: vector(), upper: vector()) }
      var lattice = TagLattice()
      lattice.reserve(scores.count)
      for (place, score) in scores.enumerated() { lattice.scores[place] = score }
      lattice.solve(scores.count, transitions)
      let path = lattice.path.prefix(scores.count).map(Int.init)
      #expect(NaivePaths.isLegal(path))
      let best = NaivePaths.best(scores, transitions)
      #expect(NaivePaths.score(path, scores, transitions) == best)
    }
  }
}

/// All paths, tried one by one.
private enum NaivePaths {
  static let lanes = (0..<16).filter(TagLane.isTag)

  static func isLegal(_ path: [Int]) -> Bool {
    guard let first = path.first, let last = path.last else { return true }
    return TagLane.allows(first, after: 0) && !TagLane.isOpen(last)
      && zip(path, path.dropFirst()).allSatisfy { TagLane.allows($1, after: $0) }
  }

  static func score(_ path: [Int], _ scores: [LaneScores], _ transitions: TagTransitions) -> Int {
    var sum = 0
    var before = 0
    for (lane, score) in zip(path, scores) {
      sum += step(from: before, to: lane, score, transitions)
      before = lane
    }
    return sum
  }

  static func best(_ scores: [LaneScores], _ transitions: TagTransitions) -> Int {
    var best = Int.min
    func extend(_ path: [Int], _ sum: Int) {
      let before = path.last ?? 0
      if path.count == scores.count {
        if !TagLane.isOpen(before) { best = max(best, sum) }
        return
      }
      for lane in lanes where TagLane.allows(lane, after: before) {
        extend(path + [lane], sum + step(from: before, to: lane, scores[path.count], transitions))
      }
    }
    extend([], 0)
    return best
  }

  private static func step(
    from before: Int, to lane: Int, _ score: LaneScores, _ transitions: TagTransitions
  ) -> Int {
    let own = Int(lane < 8 ? score.lower[lane] : score.upper[lane - 8])
    if let state = TagLane.closedPlace(before) { return own + Int(transitions.closed[state][lane]) }
    return own + Int((before < 8 ? transitions.begin : transitions.inside)[lane - 8])
  }
}
