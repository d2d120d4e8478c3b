// What the tagger looks at around a character, as hashes: the runtime and the trainer share it, so
// that they cannot disagree. Runs of one to four characters are hashed once each, and a feature is
// such a run at a distance from the character.

/// Takes the features of a character, one after the other.
protocol FeatureSink {
  mutating func add(_ hash: UInt64)
}

/// The features of one character.
struct HashBuffer: FeatureSink, Sendable {
  var hashes = InlineArray<64, UInt64>(repeating: 0)
  var count = 0

  @inline(__always)
  mutating func add(_ hash: UInt64) {
    hashes[count] = hash
    count &+= 1
  }
}

/// The hashes of all runs of characters of one piece.
struct FeatureHashes {
  /// How many places stand before the first and behind the last character.
  static let margin = 4

  private var ones: [UInt64] = []
  private var twos: [UInt64] = []
  private var threes: [UInt64] = []
  private var fours: [UInt64] = []
  private var classes: [UInt64] = []

  /// Reads a piece; what was read before is forgotten.
  mutating func read(_ text: Span<UInt32>) {
    let count = text.count + 2 * Self.margin
    if ones.count < count {
      for path in [\Self.ones, \Self.twos, \Self.threes, \Self.fours, \Self.classes] {
        self[keyPath: path] = Array(repeating: 0, count: count + count / 2)
      }
    }
    for place in 0..<Self.margin {
      ones[place] = Self.spread(UInt64(place &+ 1))
      ones[count &- 1 &- place] = Self.spread(UInt64(place &+ 11))
      classes[place] = 14
      classes[count &- 1 &- place] = 15
    }
    for place in 0..<text.count {
      let scalar = text[place]
      let (code, kind) = Self.normal(scalar)
      ones[place &+ Self.margin] = Self.spread(UInt64(code) &+ 32)
      classes[place &+ Self.margin] = kind
    }
    for place in 0..<(count &- 1) { twos[place] = Self.join(ones[place], ones[place &+ 1]) }
    for place in 0..<(count &- 2) { threes[place] = Self.join(twos[place], ones[place &+ 2]) }
    for place in 0..<(count &- 3) { fours[place] = Self.join(threes[place], ones[place &+ 3]) }
  }

  /// Hands over the features of the character at an index of the piece.
  @inline(__always)
  func features<Sink: FeatureSink>(at index: Int, into sink: inout Sink) {
    let place = index &+ Self.margin
    sink.add(Self.finish(1, ones[place &- 2]))
    sink.add(Self.finish(2, ones[place &- 1]))
    sink.add(Self.finish(3, ones[place]))
    sink.add(Self.finish(4, ones[place &+ 1]))
    sink.add(Self.finish(5, ones[place &+ 2]))
    sink.add(Self.finish(6, twos[place &- 2]))
    sink.add(Self.finish(7, twos[place &- 1]))
    sink.add(Self.finish(8, twos[place]))
    sink.add(Self.finish(9, twos[place &+ 1]))
    sink.add(Self.finish(10, Self.join(ones[place &- 1], ones[place &+ 1])))
    sink.add(Self.finish(11, threes[place &- 2]))
    sink.add(Self.finish(12, threes[place &- 1]))
    sink.add(Self.finish(13, threes[place]))
    var pattern: UInt64 = 1
    for distance in -2...2 { pattern = pattern &<< 4 | classes[place &+ distance] }
    sink.add(Self.finish(19, Self.spread(pattern)))
  }

  /// Hands over those features that tell words.
  @inline(__always)
  func wordFeatures<Sink: FeatureSink>(at index: Int, into sink: inout Sink) {
    let place = index &+ Self.margin
    sink.add(Self.finish(2, ones[place]))
    sink.add(Self.finish(5, twos[place &- 1]))
    sink.add(Self.finish(6, twos[place]))
    sink.add(Self.finish(7, twos[place &+ 1]))
    sink.add(Self.finish(8, threes[place &- 2]))
    sink.add(Self.finish(9, threes[place &- 1]))
    sink.add(Self.finish(10, threes[place]))
    sink.add(Self.finish(11, fours[place &- 2]))
    sink.add(Self.finish(12, fours[place &- 1]))
    sink.add(Self.finish(13, fours[place]))
  }

  /// The hash of one character.
  @inline(__always)
  func one(at index: Int) -> UInt64 { ones[index &+ Self.margin] }

  /// A character as features see it, and its class: all digits are one.
  @inline(__always)
  private static func normal(_ scalar: UInt32) -> (code: UInt32, kind: UInt64) {
    if scalar &- 0x4e00 < 0x5200 { return (scalar, 3) }
    switch scalar {
    case 0x30...0x39: return (0x30, 1)
    case 0x41...0x5a, 0x61...0x7a: return (scalar | 0x20, 2)
    case 0x3007, 0x25cb: return (0x3007, 1)
    case 0x20, 0x0a, 0x3000: return (0x20, 4)
    case 0x201c, 0x2018, 0x300a, 0x22: return (scalar, 5)
    case 0x201d, 0x2019, 0x300b: return (scalar, 6)
    case 0x28: return (scalar, 7)
    case 0x29: return (scalar, 8)
    case 0x3001: return (scalar, 9)
    case 0x2c, 0x3002, 0x3b, 0x3a, 0x21, 0x3f: return (scalar, 10)
    case 0xb7: return (scalar, 11)
    default: return (scalar, 12)
    }
  }

  @inline(__always)
  static func spread(_ value: UInt64) -> UInt64 {
    let product = value &* 0x9e37_79b9_7f4a_7c15
    return product ^ product &>> 29
  }

  @inline(__always)
  static func join(_ run: UInt64, _ next: UInt64) -> UInt64 {
    ((run &<< 23 | run &>> 41) ^ next) &* 0xbf58_476d_1ce4_e5b9
  }

  /// The hash of a run in its role; all its bits are good.
  @inline(__always)
  static func finish(_ role: UInt64, _ run: UInt64) -> UInt64 {
    var hash = (run ^ role &* 0xd6e8_feb8_6659_fd93) &* 0x94d0_49bb_1331_11eb
    hash ^= hash &>> 32
    hash = hash &* 0x9e37_79b9_7f4a_7c15
    return hash ^ hash &>> 32
  }
}
