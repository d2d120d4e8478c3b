// A seeded source of numbers and nasty text for the property tests of this target.

struct SeededText: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func pick<Element>(_ items: [Element]) -> Element { items[below(items.count)] }

  /// Text of quotes, delimiters, line ends, control characters, letters, Han and emoji.
  mutating func text(maxPieces: Int) -> String {
    let pieces = [
      "\"", "\"\"", ",", "\n", "\r", "\r\n", "a", "xyz", " ", "=1", "\t", "\u{0}", "\u{1b}", "北京",
      "总工会", "é", "e\u{301}", "😀", "\\", "\\u", "<", ">", "&", "'", "_x0001_", "]]>", "\u{feff}",
      "\u{2028}", "\u{10fffd}", "long plain text of more than eight bytes",
    ]
    var result = ""
    for _ in 0..<below(maxPieces + 1) { result += pick(pieces) }
    return result
  }

  /// Bytes drawn from a short alphabet.
  mutating func bytes(of alphabet: [UInt8], maxCount: Int) -> [UInt8] {
    (0..<below(maxCount + 1)).map { _ in pick(alphabet) }
  }
}
