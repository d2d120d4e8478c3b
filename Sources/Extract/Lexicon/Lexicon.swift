// A set of words with values that finds all words beginning at a place of a text. The words are
// sorted; a hash table leads from the first two scalars of a word to the words that share them, and
// a filter of bits in front of it turns most places of a text away. Texts are folded scalars
// (PageText.folded); what a value means is the caller's.

/// A word of a lexicon that stands in a text.
public struct LexiconMatch: Equatable, Sendable {
  /// How many scalars it has.
  public var length: Int
  /// The value that was given with it.
  public var value: UInt32

  /// A match of a length with a value.
  public init(length: Int, value: UInt32) {
    self.length = length
    self.value = value
  }
}

/// Words with values.
public struct Lexicon: Sendable {
  /// The words that begin with the same two scalars, or the words of one scalar.
  private struct Bucket {
    var key: UInt64
    var first: UInt32
    /// 0 for a slot without words.
    var end: UInt32
  }

  private var units: [UInt32] = []
  private var starts: [UInt32] = [0]
  private var values: [UInt32] = []
  private var slots: [Bucket] = Array(repeating: Bucket(key: 0, first: 0, end: 0), count: 2)
  private var slotShift: UInt64 = 63
  private var filter: [UInt64] = [0]
  private var filterShift: UInt64 = 58
  private var hasSingles = false

  /// A lexicon without words.
  public init() {}

  /// A lexicon of words in any order, without U+0000.
  ///
  /// A word given twice keeps both values, in the order given. Empty words are left out.
  public init(words: [(scalars: [UInt32], value: UInt32)]) {
    var order: [Int] = []
    order.reserveCapacity(words.count)
    for index in words.indices where !words[index].scalars.isEmpty { order.append(index) }
    order.sort { left, right in
      let comparison = compare(words[left].scalars, words[right].scalars)
      return comparison == 0 ? left < right : comparison < 0
    }
    starts.reserveCapacity(order.count + 1)
    values.reserveCapacity(order.count)
    for index in order {
      units.append(contentsOf: words[index].scalars)
      starts.append(UInt32(truncatingIfNeeded: units.count))
      values.append(words[index].value)
    }
    makeBuckets()
  }

  /// A lexicon of words that are sorted already and lie behind each other, none of them empty.
  ///
  /// `starts` also has the end of the last. The value of each word is its number.
  init(sortedUnits: [UInt32], starts: [UInt32]) {
    units = sortedUnits
    self.starts = starts
    values = (0..<max(0, starts.count - 1)).map { UInt32(truncatingIfNeeded: $0) }
    makeBuckets()
  }

  /// How many words there are.
  public var count: Int { values.count }

  /// The scalars of the word of a number, counted in the order of the words.
  public func word(_ number: Int) -> ArraySlice<UInt32> {
    units[Int(starts[number])..<Int(starts[number + 1])]
  }

  /// Appends the words that begin at a place, from the shortest to the longest.
  public func matches(
    _ text: Span<UInt32>, at place: Int, into found: inout [LexiconMatch]
  ) {
    let first = UInt64(text[place]) << 32
    if hasSingles, mayHold(first) {
      descend(find(first), depth: 1, text, at: place, &found)
    }
    guard place + 1 < text.count, text[place + 1] != 0 else { return }
    let pair = first | UInt64(text[place + 1])
    if mayHold(pair) { descend(find(pair), depth: 2, text, at: place, &found) }
  }

  /// The longest word that begins at a place, if there is one.
  public func longestMatch(_ text: Span<UInt32>, at place: Int) -> LexiconMatch? {
    var found: [LexiconMatch] = []
    matches(text, at: place, into: &found)
    return found.last
  }

  /// The values of a word.
  public func values(of word: Span<UInt32>) -> [UInt32] { Array(values[entries(of: word)]) }

  /// The numbers of a word, in the order of the words; its values are those of the numbers.
  func entries(of word: Span<UInt32>) -> Range<Int> {
    guard !word.isEmpty, word.count == 1 || word[1] != 0 else { return 0..<0 }
    let pair = UInt64(word[0]) << 32 | (word.count > 1 ? UInt64(word[1]) : 0)
    guard mayHold(pair) else { return 0..<0 }
    let bucket = find(pair)
    var (low, high) = (bucket.lowerBound, bucket.upperBound)
    var depth = min(2, word.count)
    while depth < word.count {
      while low < high, length(low) == depth { low += 1 }
      guard low < high else { return 0..<0 }
      low = firstWord(low..<high, depth: depth, atLeast: word[depth])
      high = firstWord(low..<high, depth: depth, atLeast: word[depth] &+ 1)
      depth += 1
    }
    var end = low
    while end < high, length(end) == depth { end += 1 }
    return low..<end
  }

  /// The value of the word of a number.
  func value(_ number: Int) -> UInt32 { values[number] }

  private func length(_ number: Int) -> Int { Int(starts[number + 1] - starts[number]) }

  /// Walks down the sorted words of a bucket, which agree with the text up to a depth.
  private func descend(
    _ words: Range<Int>, depth: Int, _ text: Span<UInt32>, at place: Int,
    _ found: inout [LexiconMatch]
  ) {
    var low = words.lowerBound
    var high = words.upperBound
    var depth = depth
    while true {
      while low < high, length(low) == depth {
        found.append(LexiconMatch(length: depth, value: values[low]))
        low += 1
      }
      guard low < high, depth > 1, place + depth < text.count else { return }
      let unit = text[place + depth]
      if high - low == 1 {
        if units[Int(starts[low]) + depth] != unit { return }
      } else {
        low = firstWord(low..<high, depth: depth, atLeast: unit)
        high = firstWord(low..<high, depth: depth, atLeast: unit &+ 1)
      }
      depth += 1
    }
  }

  /// The first of the words whose unit at a depth is not less than a unit.
  private func firstWord(_ words: Range<Int>, depth: Int, atLeast unit: UInt32) -> Int {
    var low = words.lowerBound
    var high = words.upperBound
    while low < high {
      let middle = (low + high) / 2
      if units[Int(starts[middle]) + depth] < unit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

// MARK: - The table over the first two scalars

extension Lexicon {
  private mutating func makeBuckets() {
    var buckets: [Bucket] = []
    for word in values.indices {
      let key = key(of: word)
      if let last = buckets.last, last.key == key {
        buckets[buckets.count - 1].end = UInt32(truncatingIfNeeded: word + 1)
      } else {
        buckets.append(
          Bucket(
            key: key, first: UInt32(truncatingIfNeeded: word),
            end: UInt32(truncatingIfNeeded: word + 1)))
      }
      if key & 0xFFFF_FFFF == 0 { hasSingles = true }
    }
    let slotBits = bits(atLeast: buckets.count + buckets.count / 2)
    slotShift = UInt64(64 - slotBits)
    let filterBits = max(6, bits(atLeast: buckets.count * 8))
    filterShift = UInt64(64 - filterBits)
    var slots = Array(repeating: Bucket(key: 0, first: 0, end: 0), count: 1 << slotBits)
    var filter = [UInt64](repeating: 0, count: 1 << (filterBits - 6))
    for bucket in buckets {
      let hash = bucket.key &* Self.multiplier
      let bit = hash >> filterShift
      filter[Int(bit >> 6)] |= 1 << (bit & 63)
      var slot = Int(hash >> slotShift)
      while slots[slot].end != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = bucket
    }
    self.slots = slots
    self.filter = filter
  }

  /// The first two units of a word, or the first and 0.
  private func key(of word: Int) -> UInt64 {
    let start = Int(starts[word])
    let second = Int(starts[word + 1]) - start > 1 ? units[start + 1] : 0
    return UInt64(units[start]) << 32 | UInt64(second)
  }

  @inline(__always)
  private func mayHold(_ key: UInt64) -> Bool {
    let bit = (key &* Self.multiplier) >> filterShift
    return filter[Int(truncatingIfNeeded: bit >> 6)] >> (bit & 63) & 1 != 0
  }

  private func find(_ key: UInt64) -> Range<Int> {
    var slot = Int(truncatingIfNeeded: (key &* Self.multiplier) >> slotShift)
    while slots[slot].end != 0 {
      if slots[slot].key == key { return Int(slots[slot].first)..<Int(slots[slot].end) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return 0..<0
  }

  /// Spreads keys over the upper bits (the golden ratio).
  private static var multiplier: UInt64 { 0x9E37_79B9_7F4A_7C15 }
}

/// The number of bits for a table of at least so many slots, always with one to spare.
private func bits(atLeast count: Int) -> Int {
  Int.bitWidth - max(1, count).leadingZeroBitCount
}

/// Less than, equal to or greater than 0 as the first word comes before, is or follows the other.
private func compare(_ left: [UInt32], _ right: [UInt32]) -> Int {
  for index in 0..<min(left.count, right.count) where left[index] != right[index] {
    return left[index] < right[index] ? -1 : 1
  }
  return left.count - right.count
}
