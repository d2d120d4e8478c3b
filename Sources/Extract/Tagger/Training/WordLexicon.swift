// A word list with counts that cuts text into words: the likeliest words, each on its own. It is
// only there while training; what is learned from the text that it cut are weights of runs of
// characters.

/// Words with counts and classes.
public struct WordLexicon {
  private struct Word {
    var cost: Float
    var kind: WordClass
  }

  private var words: [UInt64: Word] = [:]
  /// The words of each class, in the order in which they came.
  private(set) var members: [[[UInt32]]] = Array(repeating: [], count: WordClass.allCases.count)
  private static let longest = 12
  private static let total: Float = 25_000_000

  /// No words.
  public init() {}

  /// Adds a word with a part of speech as HanLP names it; what is known stays.
  public mutating func add(_ word: [UInt32], tag: String, count: Int) {
    guard !word.isEmpty, word.count <= Self.longest, word[0] >= 0x3400 else { return }
    let key = Self.key(word[...])
    guard words[key] == nil else { return }
    let kind = WordClass(tag: tag)
    let cost = naturalLogarithm(Self.total / Float(max(1, count)))
    words[key] = Word(cost: cost, kind: kind)
    members[Int(kind.rawValue)].append(word)
  }

  /// Cuts a text into words: the end and class of each.
  func cut(_ text: [UInt32]) -> [(end: Int, kind: WordClass)] {
    let count = text.count
    var best = [Float](repeating: .infinity, count: count + 1)
    var from = [(start: Int, kind: WordClass)](repeating: (0, .mark), count: count + 1)
    best[0] = 0
    for start in 0..<count {
      let limit = min(count, start + Self.longest)
      let isHan = text[start] >= 0x3400 && text[start] < 0xff00
      var end = start + 1
      if !isHan {
        let isWord = Self.isAlphanumeric(text[start])
        while isWord, end < count, Self.isAlphanumeric(text[end]) { end += 1 }
        let isNumber = (0x30...0x39).contains(text[start])
        let cost = best[start] + 8
        if cost < best[end] { (best[end], from[end]) = (cost, (start, isNumber ? .number : .mark)) }
        continue
      }
      let alone = best[start] + 19
      if alone < best[end] { (best[end], from[end]) = (alone, (start, .noun)) }
      var hash: UInt64 = 0
      end = start
      while end < limit {
        hash = FeatureHashes.join(hash, UInt64(text[end]))
        end += 1
        guard let word = words[hash] else { continue }
        let cost = best[start] + word.cost
        if cost < best[end] { (best[end], from[end]) = (cost, (start, word.kind)) }
      }
    }
    var result: [(end: Int, kind: WordClass)] = []
    var end = count
    while end > 0 {
      result.append((end, from[end].kind))
      end = from[end].start
    }
    return result.reversed()
  }

  private static func isAlphanumeric(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: false
    }
  }

  private static func key(_ word: ArraySlice<UInt32>) -> UInt64 {
    word.reduce(0) { FeatureHashes.join($0, UInt64($1)) }
  }
}

extension WordClass {
  /// The class of a part of speech.
  init(tag: String) {
    let tags: [(String, WordClass)] = [
      ("nrf", .person), ("nr", .person), ("nsf", .place), ("ns", .place), ("nis", .suffix),
      ("nt", .organization), ("ni", .organization), ("nnt", .title), ("nnd", .title),
      ("nz", .proper), ("n", .noun), ("g", .noun), ("vn", .noun), ("v", .verb), ("j", .proper),
      ("a", .modifier), ("b", .modifier), ("d", .modifier), ("z", .modifier), ("i", .modifier),
      ("l", .modifier), ("m", .number), ("q", .number), ("t", .number), ("w", .mark),
      ("x", .mark),
    ]
    self = tags.first { tag.utf8.starts(with: $0.0.utf8) }?.1 ?? .function
  }
}
