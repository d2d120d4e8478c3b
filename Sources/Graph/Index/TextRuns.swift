// A full-text index over pairs of neighbouring characters (bigrams), which needs no words and so
// suits Chinese. Text that contains a phrase contains all the phrase's bigrams; what the index
// finds is then looked at. A single character is found as the first half of its bigrams; the last
// character of a text makes a bigram with nothing.
//
// A bigram is 32 bits: 16 of each character's code point, letters in lower case. Rare characters
// beyond the first plane share numbers with others, which costs a look and never a miss.

internal import Text

/// Postings of bigrams in sorted runs.
internal struct TextRuns: Sendable {
  /// One sorted run: bigrams, and for each the nodes as differences in variable-length integers.
  struct Run: Sendable {
    let grams: FlatArray<UInt32>
    /// Where the postings of each bigram begin, and at the end their total size.
    let offsets: FlatArray<UInt64>
    let postings: FlatArray<UInt8>
    var byteCount: Int { grams.byteCount + offsets.byteCount + postings.byteCount }
  }

  private(set) var runs: [Run] = []
  /// The newest pairs of bigram and node, in no order.
  ///
  /// All pairs of one text are in one run.
  private(set) var end: [UInt64] = []

  private static let endCountMax = 1 << 13

  init() {}

  init(run: Run) { runs = run.grams.count > 0 ? [run] : [] }

  /// Adds the bigrams of a text.
  mutating func insert(_ text: Span<UInt8>, node: UInt32) {
    Self.forEachGram(of: text) { gram in
      end.append(PackedRuns.pack(key: gram, node: node))
    }
    if end.count >= Self.endCountMax { settle() }
  }

  private mutating func settle() {
    var pairs = end
    end.removeAll(keepingCapacity: true)
    // Runs are decoded and sorted again; each pair goes through that as often as runs double.
    while let last = runs.last, last.postings.count < pairs.count * 2 {
      Self.forEachPair(of: last) { pairs.append($0) }
      runs.removeLast()
    }
    radixSort(&pairs)
    runs.append(Self.run(ofSorted: pairs))
  }

  /// The nodes whose text may contain a phrase, sorted and each once; nil for an empty phrase.
  func nodes(containing phrase: Span<UInt8>) -> [UInt32]? {
    var grams: [UInt32] = []
    Self.forEachGram(of: phrase) { grams.append($0) }
    guard let last = grams.popLast() else { return nil }
    // The bigram with nothing stands for the phrase's last character, which ends no text here. It
    // is needed only where it is the whole phrase, and then as a range of bigrams.
    if grams.isEmpty { return nodes(inGrams: last...(last | 0xffff)) }
    grams = sortedOnce(grams)
    var found: [UInt32] = []
    for run in runs { found += Self.nodes(in: run, withAll: grams) }
    var fromEnd: [UInt32]?
    for gram in grams {
      let nodes = sortedOnce(
        end.compactMap { UInt32($0 >> 32) == gram ? UInt32(truncatingIfNeeded: $0) : nil })
      fromEnd = fromEnd.map { Self.intersection($0, nodes) } ?? nodes
    }
    found += fromEnd ?? []
    return sortedOnce(found)
  }

  private func nodes(inGrams range: ClosedRange<UInt32>) -> [UInt32] {
    var found: [UInt32] = []
    for run in runs {
      var place = Self.place(of: range.lowerBound, in: run)
      while place < run.grams.count, run.grams[place] <= range.upperBound {
        Self.appendPostings(of: run, at: place, to: &found)
        place += 1
      }
    }
    for pair in end where range.contains(UInt32(pair >> 32)) {
      found.append(UInt32(truncatingIfNeeded: pair))
    }
    return sortedOnce(found)
  }

  private static func nodes(in run: Run, withAll grams: [UInt32]) -> [UInt32] {
    var places: [(place: Int, size: Int)] = []
    for gram in grams {
      let place = place(of: gram, in: run)
      guard place < run.grams.count, run.grams[place] == gram else { return [] }
      let size = Int(truncatingIfNeeded: run.offsets[place + 1] &- run.offsets[place])
      places.append((place, size))
    }
    places.sort { $0.size < $1.size }
    var common: [UInt32]?
    for (place, _) in places {
      var nodes: [UInt32] = []
      appendPostings(of: run, at: place, to: &nodes)
      common = common.map { intersection($0, nodes) } ?? nodes
      if common?.isEmpty == true { break }
    }
    return common ?? []
  }

  private static func place(of gram: UInt32, in run: Run) -> Int {
    let grams = run.grams.span
    var low = 0
    var high = grams.count
    while low < high {
      let middle = (low + high) >> 1
      if grams[middle] < gram { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func appendPostings(of run: Run, at place: Int, to nodes: inout [UInt32]) {
    let bytes = run.postings.span
    var offset = Int(clamping: run.offsets[place])
    let end = min(Int(clamping: run.offsets[place + 1]), bytes.count)
    var node: UInt32 = 0
    while offset < end {
      var difference: UInt32 = 0
      var shift: UInt32 = 0
      while offset < end {
        let byte = bytes[offset]
        offset += 1
        difference |= UInt32(byte & 0x7f) << shift
        shift += 7
        if byte < 0x80 { break }
      }
      node &+= difference
      nodes.append(node)
    }
  }

  private static func intersection(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var common: [UInt32] = []
    var j = 0
    for node in left {
      while j < right.count, right[j] < node { j += 1 }
      if j < right.count, right[j] == node { common.append(node) }
    }
    return common
  }

  var byteCount: Int { runs.reduce(end.count * 8) { $0 + $1.byteCount } }
}

extension TextRuns {
  /// Makes a run of sorted pairs, each kept once.
  static func run(ofSorted pairs: [UInt64]) -> Run {
    var grams: [UInt32] = []
    var offsets: [UInt64] = []
    var postings: [UInt8] = []
    var previous: UInt64?
    for pair in pairs where pair != previous {
      let gram = UInt32(pair >> 32)
      let node = UInt32(truncatingIfNeeded: pair)
      var difference = node
      if let previous, UInt32(previous >> 32) == gram {
        difference = node - UInt32(truncatingIfNeeded: previous)
      } else {
        grams.append(gram)
        offsets.append(UInt64(postings.count))
      }
      while difference >= 0x80 {
        postings.append(UInt8(difference & 0x7f) | 0x80)
        difference >>= 7
      }
      postings.append(UInt8(difference))
      previous = pair
    }
    offsets.append(UInt64(postings.count))
    return Run(
      grams: FlatArray(grams), offsets: FlatArray(offsets), postings: FlatArray(postings))
  }

  /// Calls a function with every pair of bigram and node, in no order.
  func forEachPair(_ body: (UInt64) -> Void) {
    for run in runs { Self.forEachPair(of: run, body) }
    for pair in end { body(pair) }
  }

  private static func forEachPair(of run: Run, _ body: (UInt64) -> Void) {
    var nodes: [UInt32] = []
    for place in 0..<run.grams.count {
      nodes.removeAll(keepingCapacity: true)
      appendPostings(of: run, at: place, to: &nodes)
      for node in nodes { body(PackedRuns.pack(key: run.grams[place], node: node)) }
    }
  }

  /// Calls a function with each bigram of a text, the last being that of its last character alone.
  static func forEachGram(of text: Span<UInt8>, _ body: (UInt32) -> Void) {
    var previous: UInt32?
    var place = 0
    while place < text.count {
      let (scalar, length) = decodeScalar(text, at: place)
      place += length
      let half = foldedHalf(scalar)
      if let previous { body(previous << 16 | half) }
      previous = half
    }
    if let previous { body(previous << 16) }
  }

  /// The code point at a place of valid UTF-8, and how many bytes it takes.
  private static func decodeScalar(_ text: Span<UInt8>, at place: Int) -> (UInt32, Int) {
    let lead = UInt32(text[place])
    if lead < 0x80 { return (lead, 1) }
    let length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
    guard place + length <= text.count else { return (0xfffd, text.count - place) }
    var scalar = lead & (0xff >> UInt32(length + 1))
    for step in 1..<length { scalar = scalar << 6 | UInt32(text[place + step] & 0x3f) }
    return (scalar, length)
  }

  /// Sixteen bits of a character, alike for upper and lower case; never zero.
  private static func foldedHalf(_ scalar: UInt32) -> UInt32 {
    var folded = scalar
    if scalar < 0x80 {
      if scalar >= 0x41, scalar <= 0x5a { folded += 0x20 }
    } else if scalar < 0x3000, let character = Unicode.Scalar(scalar) {
      let lower = character.properties.lowercaseMapping.unicodeScalars
      folded = lower.first?.value ?? scalar
    } else if scalar >= 0xff21, scalar <= 0xff3a {
      folded += 0x20
    }
    let half = (folded ^ (folded >> 16)) & 0xffff
    return half == 0 ? 0xffff : half
  }
}
