// How much two stretches of a page speak of the same: pairs of neighbouring Han characters that both
// hold. Only asked where the layout leaves a doubt, and of bounded stretches, so that a page of any
// size is read in linear time.

/// The pairs of neighbouring characters in stretches of a page.
struct CharacterPairs {
  /// So much of a text is looked at.
  static let maxLength = 800

  private(set) var pairs: Set<UInt64> = []

  /// The pairs of stretches, of their first characters only.
  init(_ page: PageScalars, _ ranges: some Sequence<Range<Int>>) {
    var room = Self.maxLength
    for range in ranges {
      guard room > 0 else { return }
      for index in range.prefix(room).dropLast() {
        if let pair = Self.pair(page, index) { pairs.insert(pair) }
      }
      room -= range.count
    }
  }

  /// How many of these pairs the other stretches hold as well.
  func shared(with other: CharacterPairs) -> Int { pairs.intersection(other.pairs).count }

  /// Whether two characters stand side by side.
  func contains(_ first: UInt32, _ second: UInt32) -> Bool {
    pairs.contains(UInt64(first) << 32 | UInt64(second))
  }

  private static func pair(_ page: PageScalars, _ index: Int) -> UInt64? {
    let first = page.scalars[index]
    let second = page.scalars[index + 1]
    guard isHanScalar(first), isHanScalar(second) else { return nil }
    return UInt64(first) << 32 | UInt64(second)
  }
}
