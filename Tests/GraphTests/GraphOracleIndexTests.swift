// The runs behind indexes against sorted arrays: thousands of pairs, many of them twice, in and out
// of order, with questions asked while there is only an unsorted end, one run, or many.

import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct GraphOracleIndexTests {
  /// Counts of pairs around those at which an end becomes a run and runs are merged.
  static let pairCounts = [0, 1, 40, 1_023, 1_024, 1_025, 2_048, 5_000]

  @Test func packedRunsFindEachNodeOnceInOrder() throws {
    try checkProperty(runs: 24) { random in
      var runs = PackedRuns()
      var nodes: [UInt32: Set<UInt32>] = [:]
      let keys = (0..<50).map { _ in UInt32(truncatingIfNeeded: random.next()) } + [0, .max]
      for _ in 0..<random.pick(Self.pairCounts) {
        let key = random.oneIn(2) ? random.pick(keys) : UInt32(truncatingIfNeeded: random.next())
        let node = random.oneIn(50) ? UInt32.max : UInt32(random.below(200))
        runs.insert(key: key, node: node)
        nodes[key, default: []].insert(node)
      }
      for key in nodes.keys {
        try #require(runs.nodes(withKey: key) == nodes[key]?.sorted())
        let next = key &+ 1
        try #require(runs.nodes(withKey: next) == (nodes[next] ?? []).sorted())
      }
      let firstPlaces = runs.runs.map { PackedRuns.firstPlace(in: $0.span, notBefore: 0) }
      #expect(firstPlaces.allSatisfy { $0 == 0 })
    }
  }

  @Test func packedRunsFindAPlaceLikeASearchFromTheStart() throws {
    try checkProperty(runs: 40) { random in
      // Keys that are not spread evenly, so that the guess is wrong.
      let shift = UInt64(random.pick([0, 8, 31, 40]))
      let lift = random.oneIn(2) ? UInt64(0xffff) << 48 : 0
      let pairs = (0..<random.pick([1, 2, 33, 500, 3_000]))
        .map { _ in random.next() >> shift | lift }.sorted()
      for _ in 0..<100 {
        let pair =
          random.oneIn(2) ? random.pick(pairs) &+ UInt64(random.below(3)) &- 1 : random.next()
        let expected = pairs.firstIndex { $0 >= pair } ?? pairs.count
        try #require(PackedRuns.firstPlace(in: pairs.span, notBefore: pair) == expected)
      }
    }
  }

  @Test func rangeRunsFindEachNodeOnceInOrder() throws {
    try checkProperty(runs: 16) { random in
      var runs = RangeRuns()
      var pairs: [(prefix: UInt64, node: UInt32)] = []
      let bound = random.pick([10, 100_000])
      for _ in 0..<random.pick(Self.pairCounts) {
        let prefix = random.oneIn(40) ? UInt64.max : UInt64(random.below(bound))
        let node = UInt32(random.below(300))
        runs.insert(prefix: prefix, node: node)
        pairs.append((prefix, node))
      }
      #expect(runs.count == pairs.count)
      for _ in 0..<20 {
        let low = random.oneIn(5) ? 0 : UInt64(random.below(bound))
        let high = random.oneIn(5) ? UInt64.max : UInt64(random.below(bound))
        let found = pairs.filter { $0.prefix >= low && $0.prefix <= high }
        try #require(runs.nodes(from: low, through: high) == Set(found.map(\.node)).sorted())
        try #require(runs.count(from: low, through: high) == found.count)
      }
    }
  }

  @Test func textRunsMissNoNodeWhoseTextContainsAPhrase() throws {
    try checkProperty(runs: 12) { random in
      var runs = TextRuns()
      var texts: [(node: UInt32, text: String)] = []
      for number in 0..<random.pick([1, 20, 700]) {
        // Few nodes and often the same, so that one node has texts in several runs.
        let node = random.oneIn(3) ? UInt32(random.below(10)) : UInt32(number * 97)
        let text = random.phrase(lengthMax: 40)
        UTF8String(text).withBytes { runs.insert($0, node: node) }
        texts.append((node, text))
      }
      for _ in 0..<40 {
        let phrase = random.part(of: random.pick(texts).text)
        if phrase.isEmpty { continue }
        let found = UTF8String(phrase).withBytes { runs.nodes(containing: $0) }
        let nodes = try #require(found)
        try #require(nodes == Set(nodes).sorted())
        for (node, text) in texts where text.utf8.contains(phrase.utf8) {
          try #require(nodes.contains(node), "\(phrase) is in \(text)")
        }
      }
    }
  }

  @Test func textRunsFindWhateverTheCaseOfLetters() {
    var runs = TextRuns()
    UTF8String("ÉCOLE Νέα ＡＢＣ工会").withBytes { runs.insert($0, node: 7) }
    for phrase in ["école", "École", "ΝΈΑ", "ａｂｃ", "É", "é", "ａ", "会"] {
      #expect(UTF8String(phrase).withBytes { runs.nodes(containing: $0) } == [7])
    }
    #expect(UTF8String("").withBytes { runs.nodes(containing: $0) } == nil)
  }
}
