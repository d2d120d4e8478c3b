// Words, as the tagger sees them: learned weights say for each character whether a word begins
// there and of which class it is. No dictionary is kept, only weights that were learned from text
// that a dictionary had cut. Names are told later; words and their classes are features for that.

/// The classes of words that the weights tell apart.
enum WordClass: UInt8, CaseIterable {
  case noun, verb, modifier, number, function, person, place, organization, suffix, title, proper
  case mark

  /// The lane of the class in scores; lane 0 is that a word begins.
  var lane: Int { rawValue < 6 ? Int(rawValue) + 1 : Int(rawValue) + 2 }
}

/// What tells words.
struct WordModel {
  /// Weights of runs of characters.
  var table: FeatureTable
  /// How a character is used in names of persons, from U+4E00 on: as a family name in the upper
  /// four bits, in a given name in the lower ones.
  var profiles: [UInt8]

  static let firstProfile: UInt32 = 0x4e00
  static let profileCount = 0x5200

  /// A model that knows nothing.
  init(bucketCount: Int) {
    table = FeatureTable(bucketCount: bucketCount)
    profiles = Array(repeating: 0, count: Self.profileCount)
  }

  @inline(__always)
  func profile(_ scalar: UInt32) -> UInt64 {
    let place = scalar &- Self.firstProfile
    return place < UInt32(Self.profileCount) ? UInt64(profiles[Int(place)]) : 0
  }
}

/// The words of one piece and what the tagger makes of them.
struct WordReader {
  /// Places before the first word that stand for the edge of the piece.
  private static let margin = 3

  private var profiles: [UInt64] = []
  private var scores: [LaneScores] = []
  /// The word of each character, with the margin counted.
  private var words: [Int32] = []
  /// Where a character stands in its word: 0 begin, 1 inside, 2 end, 3 alone.
  private var spots: [UInt8] = []
  private var hashes: [UInt64] = []
  private var classes: [UInt64] = []
  private var lasts: [UInt64] = []
  /// The next word ahead that ends names of organizations, and how far it is.
  private var suffixes: [UInt64] = []
  private var distances: [UInt64] = []
  private var sink = HashBuffer()

  /// Reads the words of a piece whose runs were read.
  mutating func read(_ text: Span<UInt32>, _ runs: FeatureHashes, _ model: WordModel) {
    let count = text.count
    if words.count < count {
      let room = count + count / 2
      words = Array(repeating: 0, count: room)
      spots = Array(repeating: 0, count: room)
      scores = Array(repeating: LaneScores(), count: room)
      profiles = Array(repeating: 0, count: room + 4)
    }
    for place in 0..<count {
      sink.count = 0
      runs.wordFeatures(at: place, into: &sink)
      scores[place] = model.table.scores(of: &sink)
      profiles[place &+ 1] = model.profile(text[place])
    }
    profiles[0] = 0
    for place in (count &+ 1)..<(count &+ 4) { profiles[place] = 0 }
    cut(count, runs)
    lookAhead()
  }

  /// Cuts the piece into words by the scores.
  private mutating func cut(_ count: Int, _ runs: FeatureHashes) {
    hashes.removeAll(keepingCapacity: true)
    classes.removeAll(keepingCapacity: true)
    lasts.removeAll(keepingCapacity: true)
    for _ in 0..<Self.margin { appendWord(1, 30, 0) }
    var start = 0
    while start < count {
      var end = start &+ 1
      var sum = scores[start]
      var hash = runs.one(at: start)
      while end < count, scores[end].lower[0] <= 0 {
        sum.lower &+= scores[end].lower
        sum.upper &+= scores[end].upper
        hash = FeatureHashes.join(hash, runs.one(at: end))
        end &+= 1
      }
      let word = Int32(truncatingIfNeeded: hashes.count)
      for place in start..<end {
        words[place] = word
        spots[place] = 1
      }
      spots[start] = 0
      spots[end &- 1] = end &- start == 1 ? 3 : 2
      appendWord(hash, Self.bestClass(sum), runs.one(at: end &- 1))
      start = end
    }
    for _ in 0..<Self.margin { appendWord(2, 31, 0) }
  }

  private mutating func appendWord(_ hash: UInt64, _ kind: UInt64, _ last: UInt64) {
    hashes.append(hash)
    classes.append(kind)
    lasts.append(last)
  }

  @inline(__always)
  private static func bestClass(_ sum: LaneScores) -> UInt64 {
    var best = sum.lower[1]
    var number: UInt64 = 0
    for lane in 2..<7 where sum.lower[lane] > best {
      (best, number) = (sum.lower[lane], UInt64(lane &- 1))
    }
    for lane in 0..<6 where sum.upper[lane] > best {
      (best, number) = (sum.upper[lane], UInt64(lane &+ 6))
    }
    return number
  }

  /// Finds for each word the next one that ends names of organizations.
  private mutating func lookAhead() {
    let count = hashes.count
    if suffixes.count < count {
      suffixes = Array(repeating: 0, count: count + count / 2)
      distances = suffixes
    }
    var suffix: UInt64 = 0
    var distance: UInt64 = 0
    for word in stride(from: count &- 1, through: 0, by: -1) {
      let kind = classes[word]
      if kind == UInt64(WordClass.suffix.rawValue) {
        (suffix, distance) = (hashes[word], 1)
      } else if kind >= UInt64(WordClass.mark.rawValue) || distance > 8 {
        (suffix, distance) = (0, 0)
      } else if distance > 0 {
        distance &+= 1
      }
      suffixes[word] = suffix
      distances[word] = distance
    }
  }

  /// Hands over the features of the character at an index of the piece.
  @inline(__always)
  func features<Sink: FeatureSink>(at index: Int, into sink: inout Sink) {
    let word = Int(words[index])
    let spot = UInt64(spots[index]) &+ 1
    let own = hashes[word]
    let before = hashes[word &- 1]
    let after = hashes[word &+ 1]
    let kind = classes[word]
    let kindBefore = classes[word &- 1]
    let kindAfter = classes[word &+ 1]
    sink.add(FeatureHashes.finish(32 &+ spot, own))
    sink.add(FeatureHashes.finish(40 &+ spot, before))
    sink.add(FeatureHashes.finish(48 &+ spot, after))
    sink.add(FeatureHashes.finish(56 &+ spot, FeatureHashes.join(before, own)))
    sink.add(FeatureHashes.finish(64 &+ spot, FeatureHashes.join(own, after)))
    sink.add(FeatureHashes.finish(72 &+ spot, FeatureHashes.join(before, after)))
    sink.add(FeatureHashes.finish(80 &+ spot, hashes[word &- 2]))
    sink.add(FeatureHashes.finish(88 &+ spot, hashes[word &+ 2]))
    let kinds = kindBefore &<< 10 | kind &<< 5 | kindAfter
    sink.add(FeatureHashes.finish(96 &+ spot, FeatureHashes.spread(kinds)))
    sink.add(FeatureHashes.finish(104 &+ spot, FeatureHashes.spread(kind)))
    sink.add(
      FeatureHashes.finish(112 &+ spot, FeatureHashes.join(lasts[word], kind)))
    sink.add(
      FeatureHashes.finish(120, FeatureHashes.join(suffixes[word], distances[word])))
    let reach = distances[word] &<< 16 | kinds
    sink.add(FeatureHashes.finish(128 &+ spot, FeatureHashes.spread(reach)))
    let place = index &+ 1
    let first =
      (profiles[place] & 0xf0) &<< 8 | (profiles[place &+ 1] & 0xf) &<< 4
      | (profiles[place &+ 2] & 0xf)
    sink.add(FeatureHashes.finish(136 &+ spot, FeatureHashes.spread(first)))
    let second =
      (profiles[place &- 1] & 0xf0) &<< 8 | (profiles[place] & 0xf) &<< 4
      | (profiles[place &+ 1] & 0xf)
    sink.add(FeatureHashes.finish(144 &+ spot, FeatureHashes.spread(second)))
  }
}

/// All features of the characters of one piece.
struct FeatureReader {
  private var runs = FeatureHashes()
  private var words = WordReader()

  /// Reads a piece; what was read before is forgotten.
  mutating func read(_ text: Span<UInt32>, _ model: WordModel) {
    runs.read(text)
    words.read(text, runs, model)
  }

  /// Hands over the features of the character at an index of the piece.
  @inline(__always)
  func features<Sink: FeatureSink>(at index: Int, into sink: inout Sink) {
    runs.features(at: index, into: &sink)
    words.features(at: index, into: &sink)
  }
}
