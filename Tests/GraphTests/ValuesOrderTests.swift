// Equality, comparability, the total order, grouping, hashes and order prefixes, and how they
// agree.

import Graph
import TestSupport
import Testing
import Text

private let null = Value.null
private func list(_ items: Value...) -> Value { .list(items) }
private func map(_ entries: [(key: UTF8String, value: Value)]) -> Value { .map(ValueMap(entries)) }
private let one = Value.integer(1)
private let two = Value.integer(2)
private let nan = Value.float(.nan)

private func hash(_ bytes: [UInt8]) -> UInt64 { stableHashOfBytes(bytes.span) }

@Suite struct ValuesOrderTests {
  @Test(
    arguments: [
      (list(one, two), list(one), false), (list(null), list(one), nil),
      (list("a"), list(one), false), (list(list(one)), list(list(one), list(null)), false),
      (list(list(one), list(two)), list(list(one), list(null)), nil),
      (list(list(one), list(two, two)), list(list(one), list(null)), false),
      (map([]), map([]), true), (map([("k", .float(1))]), map([("k", one)]), true),
      (map([]), map([("k", null)]), false),
      (map([("k", one)]), map([("k", one), ("l", null)]), false),
      (map([("k", null)]), map([("k", null)]), nil),
      (map([("k", one), ("l", null)]), map([("k", one), ("l", one)]), nil),
      (map([("k", one), ("l", null)]), map([("k", two), ("l", null)]), false),
      (null, null, nil), (null, one, nil), (nan, nan, false), (nan, one, false),
      (one, .float(1), true), (one, "1", false), (.float(-0.0), .integer(0), true),
      (.integer((1 << 53) + 1), .float(0x1p53), false), (.integer(.max), .float(0x1p63), false),
      (.integer(.min), .float(-0x1p63), true),
      (.integer(4_611_686_018_427_387_905), .integer(4_611_686_018_427_387_900), false),
      ("e\u{301}", "\u{e9}", false),
    ] as [(Value, Value, Bool?)])
  func equality(_ left: Value, _ right: Value, _ expected: Bool?) {
    #expect(left.isEqual(to: right) == expected)
    #expect(right.isEqual(to: left) == expected)
  }

  @Test(
    arguments: [
      (list(one, .integer(0)), list(one), .greater), (list(one, null), list(one), .greater),
      (list(one, two), list(one, null), nil), (list(one, "a"), list(one, null), nil),
      (list(one, two), list(.integer(3), null), .less),
      (nan, one, .unordered), (nan, nan, .unordered), (nan, "a", nil), (one, .float(1), .equal),
      ("1", one, nil), (one, .float(3.14), .less), (.boolean(false), .boolean(true), .less),
      (.integer((1 << 53) + 1), .float(0x1p53), .greater),
      (.integer(.max), .float(.infinity), .less),
      (map([]), map([]), nil), (null, null, nil), (null, one, nil),
      (.node(NodeID(rawValue: 1)), .node(NodeID(rawValue: 2)), nil),
    ] as [(Value, Value, Comparison?)])
  func comparability(_ left: Value, _ right: Value, _ expected: Comparison?) {
    #expect(left.comparison(with: right) == expected)
  }

  @Test func durationsAreSortedButNotCompared() throws {
    let month = Value.duration(
      try #require(CalendarDuration(months: 1, days: 0, seconds: 0, nanosecond: 0)))
    let days = Value.duration(
      try #require(CalendarDuration(months: 0, days: 30, seconds: 0, nanosecond: 0)))
    #expect(month.comparison(with: days) == nil)
    #expect(Value.order(days, month) < 0)
    #expect(month.isEqual(to: days) == false)
  }

  @Test func typesStandInTheOrderOfTheLanguage() {
    let node = NodeID(rawValue: 0)
    let values: [Value] = [
      map([("a", "map")]), .node(node), .relationship(RelationshipID(rawValue: 0)), list("list"),
      .path(Path(nodes: [node], relationships: [])), "text", .boolean(false), .float(1.5), nan,
      null,
    ]
    for place in values.indices.dropLast() {
      #expect(Value.order(values[place], values[place + 1]) < 0)
    }
  }

  @Test func listsStandInTheOrderOfTheLanguage() {
    let lists = [
      list(), list("a"), list("a", one), list(one), list(one, "a"), list(one, null),
      list(null, one), list(null, two),
    ]
    for place in lists.indices.dropLast() {
      #expect(Value.order(lists[place], lists[place + 1]) < 0)
    }
  }

  @Test func orderIsTotalAndAgreesWithGrouping() throws {
    try checkProperty(runs: 3_000) { random in
      let (a, b) = random.nearbyValues()
      let order = Value.order(a, b)
      try #require(order.signum() == -Value.order(b, a).signum(), "\(a) and \(b)")
      try #require((order == 0) == a.isEquivalent(to: b), "\(a) and \(b)")
      try #require(Value.order(a, a) == 0)
      if a.isEquivalent(to: b) { try #require(a.stableHash == b.stableHash, "\(a) and \(b)") }
      if a.isIdentical(to: b) { try #require(a.isEquivalent(to: b)) }
      if a.isEqual(to: b) == true { try #require(a.isEquivalent(to: b), "\(a) and \(b)") }
    }
  }

  @Test func orderIsTransitive() throws {
    try checkProperty(runs: 2_000) { random in
      let (a, b) = random.nearbyValues()
      let c = random.oneIn(2) ? random.neighbour(of: b) : random.value(depth: 2)
      let sorted = [a, b, c].sorted { Value.order($0, $1) < 0 }
      try #require(Value.order(sorted[0], sorted[1]) <= 0, "\(sorted)")
      try #require(Value.order(sorted[1], sorted[2]) <= 0, "\(sorted)")
      try #require(Value.order(sorted[0], sorted[2]) <= 0, "\(sorted)")
      if Value.order(a, b) == 0 && Value.order(b, c) == 0 { try #require(Value.order(a, c) == 0) }
    }
  }

  @Test func comparisonAgreesWithOrderWhereItIsKnown() throws {
    try checkProperty(runs: 2_000) { random in
      let (a, b) = random.nearbyValues()
      guard let comparison = a.comparison(with: b), comparison != .unordered else { return }
      let order = Value.order(a, b)
      try #require(comparison == (order < 0 ? .less : order > 0 ? .greater : .equal))
    }
  }

  @Test func prefixesFollowTheOrder() throws {
    try checkProperty(runs: 5_000) { random in
      let (a, b) = random.nearbyValues()
      try #require(a.family.orderPrefixes.contains(a.orderPrefix), "\(a)")
      if Value.order(a, b) <= 0 { try #require(a.orderPrefix <= b.orderPrefix, "\(a) and \(b)") }
      if a.isEquivalent(to: b) { try #require(a.orderPrefix == b.orderPrefix, "\(a) and \(b)") }
    }
  }

  @Test func familiesHaveRangesOfTheirOwn() {
    var last: UInt64?
    let families = ValueFamily.allCases.sorted {
      $0.orderPrefixes.lowerBound < $1.orderPrefixes.lowerBound
    }
    for family in families {
      if let last { #expect(family.orderPrefixes.lowerBound == last + 1) }
      last = family.orderPrefixes.upperBound
    }
  }

  @Test func groupingTakesNullAndNaNForThemselves() {
    let keys: Set<GroupingKey> = [
      GroupingKey(null), GroupingKey(null), GroupingKey(nan), GroupingKey(.float(-.nan)),
      GroupingKey(one), GroupingKey(.float(1)), GroupingKey(list(one, null)),
      GroupingKey(list(.float(1), null)),
    ]
    #expect(keys.count == 4)
  }

  @Test func momentsAreOrderedByInstantThenOffsetThenZone() throws {
    func moment(_ seconds: Int64, _ offset: Int32, _ zone: String? = nil) throws -> Value {
      let id = try #require(zone.map { ZoneID(interning: $0) } ?? ZoneID.unnamed)
      let moment = ZonedDateTime(
        secondsSinceEpoch: seconds, nanosecond: 0, offsetSeconds: offset, zone: id)
      return .dateTime(try #require(moment))
    }
    let moments = [
      try moment(-1, 3_600), try moment(0, -3_600), try moment(0, 0),
      // The name that was met first is not the one that stands first.
      try moment(0, 0, "Zulu"), try moment(1, 0),
    ]
    for place in moments.indices.dropLast() {
      #expect(moments[place].isLess(than: moments[place + 1]) == true)
    }
    let earlier = try moment(0, 0, "Europe/London")
    #expect(earlier.isLess(than: moments[3]) == true)
    #expect(earlier.isEqual(to: moments[2]) == false)
  }

  @Test func hashesNeverChange() {
    // Index files keep these: another number here is another format of the file.
    #expect(one.stableHash == 1_715_688_117_500_692_791)
    #expect(Value.string("北京").stableHash == 2_433_302_827_428_825_720)
    #expect(hash([]) == 17_942_633_188_830_440_271)
    #expect(hash(Array(0..<100)) == 11_938_957_677_909_912_993)
  }

  @Test func hashesSpread() {
    var lowBits = Set<UInt64>()
    var whole = Set<UInt64>()
    for number in 0..<20_000 {
      let hash = Value.string(UTF8String("node\(number)")).stableHash
      whole.insert(hash)
      lowBits.insert(hash & 0xffff)
      whole.insert(Value.integer(Int64(number) << 20).stableHash)
    }
    #expect(whole.count == 40_000)
    // 20,000 balls in 65,536 urns hit 17,200 of them on average.
    #expect(lowBits.count > 16_900 && lowBits.count < 17_500)
  }

  @Test func everyByteCountsInTheHash() throws {
    try checkProperty(runs: 300) { random in
      var bytes = (0..<random.below(60) + 1).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let before = hash(bytes)
      bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
      try #require(hash(bytes) != before)
      bytes.append(0)
      try #require(hash(bytes) != before)
    }
  }

  @Test func mapsAreMadeLikeByAssignment() throws {
    try checkProperty(runs: 500) { random in
      let entries: [(key: UTF8String, value: Value)] = (0..<random.below(12)).map { place in
        (random.text(lengthMax: 1), .integer(Int64(place)))
      }
      var assigned = ValueMap()
      for (key, value) in entries { assigned[key] = value }
      try #require(Value.map(ValueMap(entries)).isIdentical(to: .map(assigned)))
      for (key, _) in entries { assigned[key] = nil }
      try #require(assigned.entries.isEmpty)
    }
    // A map that a query brings may be large and in any order.
    let many: [(key: UTF8String, value: Value)] = (0..<20_000).map { number in
      (UTF8String("\(number)"), .null)
    }
    #expect(ValueMap(many.reversed()).entries.count == 20_000)
  }

  @Test func valuesStaySmall() {
    #expect(MemoryLayout<Value>.stride <= 24)
  }
}
