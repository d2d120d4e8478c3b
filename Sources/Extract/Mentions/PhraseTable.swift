// Texts that are looked for at every place of other texts: names of people that an article has
// named, short forms of a page's bodies. They are learned while reading, and there may be any
// number of them; a look costs no more for that.

/// Texts that can be found in others; each has a number, in the order in which they were learned.
struct PhraseTable: Sendable {
  private(set) var phrases: [[UInt32]] = []
  /// The phrase of a hash; another one of the same hash would not be learned.
  private var numbers: [UInt64: Int] = [:]
  /// For each first character the lengths of the phrases that begin so, ascending.
  private var lengths: [UInt32: [Int]] = [:]
  /// Bits of first characters: most places are dismissed by them.
  private var mask: [UInt64] = Array(repeating: 0, count: 64)

  var isEmpty: Bool { phrases.isEmpty }

  /// Learns a phrase; false if it is known or empty.
  mutating func insert(_ phrase: ArraySlice<UInt32>) -> Bool {
    guard let first = phrase.first else { return false }
    var hash: UInt64 = 0
    for scalar in phrase { hash = Self.extend(hash, scalar) }
    guard numbers[hash] == nil else { return false }
    numbers[hash] = phrases.count
    phrases.append(Array(phrase))
    mask[Int(first >> 6 & 63)] |= 1 << UInt64(first & 63)
    var known = lengths[first, default: []]
    if !known.contains(phrase.count) {
      known.insert(phrase.count, at: known.firstIndex { $0 > phrase.count } ?? known.count)
      lengths[first] = known
    }
    return true
  }

  /// Whether a phrase was learned.
  func contains(_ phrase: ArraySlice<UInt32>) -> Bool {
    var hash: UInt64 = 0
    for scalar in phrase { hash = Self.extend(hash, scalar) }
    return numbers[hash].map { phrases[$0].elementsEqual(phrase) } ?? false
  }

  /// The number of the longest phrase that stands at a place and is shorter than a limit.
  @inline(__always)
  func longest(at place: Int, in text: [UInt32], shorterThan limit: Int = .max) -> Int? {
    let first = text[place]
    guard mask[Int(first >> 6 & 63)] >> UInt64(first & 63) & 1 != 0 else { return nil }
    return search(at: place, in: text, limit)
  }

  private func search(at place: Int, in text: [UInt32], _ limit: Int) -> Int? {
    guard let known = lengths[text[place]] else { return nil }
    var best: Int?
    var hash: UInt64 = 0
    var end = place
    for length in known where length < limit {
      guard length <= text.count - place else { break }
      while end < place + length {
        hash = Self.extend(hash, text[end])
        end += 1
      }
      if let number = numbers[hash], phrases[number].elementsEqual(text[place..<end]) {
        best = number
      }
    }
    return best
  }

  @inline(__always)
  private static func extend(_ hash: UInt64, _ scalar: UInt32) -> UInt64 {
    let mixed = (hash ^ UInt64(scalar) &+ 0x9E37_79B9_7F4A_7C15) &* 0xBF58_476D_1CE4_E5B9
    return mixed ^ mixed >> 31
  }
}
