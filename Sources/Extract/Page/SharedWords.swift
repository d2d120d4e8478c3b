// How much two stretches of a page speak of the same: pairs of neighbouring Han characters that
// both hold. Only asked where the layout leaves a doubt, and of bounded stretches, so that a page
// of any size is read in linear time.

/// The pairs of neighbouring characters of a short stretch, to be looked for in longer ones.
struct CharacterPairs {
  /// So much of a text is looked at.
  static let maxLength = 800

  /// The pairs, sorted, each once.
  private var pairs: [UInt64] = []
  /// A bit for each pair that may be there, so that most others are known not to be at once.
  private var mask: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  /// The pairs of a stretch, of its first characters only.
  init(_ page: PageScalars, _ range: Range<Int>) {
    Self.forEach(page, range.prefix(Self.maxLength)) { pairs.append($0) }
    prepare()
  }

  /// Pairs of characters.
  init(_ pairs: [(UInt32, UInt32)]) {
    self.pairs = pairs.map { UInt64($0.0) << 32 | UInt64($0.1) }
    prepare()
  }

  /// How many pairs there are.
  var count: Int { pairs.count }

  /// How many of these pairs other stretches hold as well.
  func shared(_ page: PageScalars, with ranges: some Sequence<Range<Int>>) -> Int {
    var found = [Bool](repeating: false, count: pairs.count)
    var room = Self.maxLength
    for range in ranges where room > 0 {
      Self.forEach(page, range.prefix(room)) { pair in
        if let place = place(of: pair) { found[place] = true }
      }
      room -= range.count
    }
    return found.reduce(0) { $0 + ($1 ? 1 : 0) }
  }

  private mutating func prepare() {
    pairs.sort()
    var unique: [UInt64] = []
    for pair in pairs where pair != unique.last { unique.append(pair) }
    pairs = unique
    for pair in pairs { setBit(Self.hash(pair)) }
  }

  private func place(of pair: UInt64) -> Int? {
    guard hasBit(Self.hash(pair)) else { return nil }
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle] < pair { low = middle + 1 } else { high = middle }
    }
    return low < pairs.count && pairs[low] == pair ? low : nil
  }

  private static func hash(_ pair: UInt64) -> UInt64 {
    (pair &* 0x9e37_79b9_7f4a_7c15) &>> 56
  }

  private mutating func setBit(_ bit: UInt64) {
    switch bit &>> 6 {
    case 0: mask.0 |= 1 &<< (bit & 63)
    case 1: mask.1 |= 1 &<< (bit & 63)
    case 2: mask.2 |= 1 &<< (bit & 63)
    default: mask.3 |= 1 &<< (bit & 63)
    }
  }

  @inline(__always)
  private func hasBit(_ bit: UInt64) -> Bool {
    let word =
      switch bit &>> 6 {
      case 0: mask.0
      case 1: mask.1
      case 2: mask.2
      default: mask.3
      }
    return word &>> (bit & 63) & 1 != 0
  }

  @inline(__always)
  private static func forEach(
    _ page: PageScalars, _ range: Range<Int>, _ body: (UInt64) -> Void
  ) {
    guard !range.isEmpty else { return }
    var last = page.scalars[range.lowerBound]
    for index in range.dropFirst() {
      let scalar = page.scalars[index]
      if isHanScalar(last), isHanScalar(scalar) { body(UInt64(last) << 32 | UInt64(scalar)) }
      last = scalar
    }
  }
}
