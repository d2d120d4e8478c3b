// Sets of code points as ranges in order that neither overlap nor touch.

/// A set of code points.
struct RegexSet: Hashable, Sendable {
  private(set) var ranges: [ClosedRange<UInt32>]

  static let last: UInt32 = 0x10_ffff
  static let all = RegexSet(0...last)

  init(_ range: ClosedRange<UInt32>) { ranges = [range] }

  /// Makes a set of ranges in any order.
  init(_ unordered: [ClosedRange<UInt32>]) {
    ranges = []
    for range in unordered.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let before = ranges.last, range.lowerBound <= before.upperBound &+ 1 {
        let upper = max(before.upperBound, range.upperBound)
        ranges[ranges.count - 1] = before.lowerBound...upper
      } else {
        ranges.append(range)
      }
    }
  }

  /// Makes the set of code points up to a limit for which a test holds.
  init(below limit: UInt32, where test: (Unicode.Scalar) -> Bool) {
    ranges = []
    for value in 0..<limit {
      guard let scalar = Unicode.Scalar(value), test(scalar) else { continue }
      if let before = ranges.last, before.upperBound &+ 1 == value {
        ranges[ranges.count - 1] = before.lowerBound...value
      } else {
        ranges.append(value...value)
      }
    }
  }

  func contains(_ value: UInt32) -> Bool {
    var (low, high) = (0, ranges.count)
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].contains(value)
  }

  func union(_ other: RegexSet) -> RegexSet { RegexSet(ranges + other.ranges) }

  func intersection(_ other: RegexSet) -> RegexSet {
    inverted.union(other.inverted).inverted
  }

  /// All other code points.
  var inverted: RegexSet {
    var gaps: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.last { gaps.append(next...Self.last) }
    return RegexSet(gaps)
  }

  /// The set with the code points that differ from its own in case only.
  var withBothCases: RegexSet {
    if ranges.count == 1, ranges[0].lowerBound == ranges[0].upperBound,
      let scalar = Unicode.Scalar(ranges[0].lowerBound)
    {
      return RegexSet(ranges + Self.otherCases(of: scalar).map { $0...$0 })
    }
    var both = ranges
    for (one, other) in Self.casePairs where contains(one) { both.append(other...other) }
    return RegexSet(both)
  }

  private static let casePairs: [(UInt32, UInt32)] = {
    var pairs: [(UInt32, UInt32)] = []
    // No letter beyond Adlam has case.
    for value in 0..<0x1_e960 as Range<UInt32> {
      guard let scalar = Unicode.Scalar(value) else { continue }
      for other in otherCases(of: scalar) { pairs += [(value, other), (other, value)] }
    }
    return pairs
  }()

  /// The lower, upper and title case of a code point, as far as each is one code point.
  private static func otherCases(of scalar: Unicode.Scalar) -> [UInt32] {
    guard scalar.properties.changesWhenCaseMapped else { return [] }
    let properties = scalar.properties
    var others: [UInt32] = []
    for mapping in [properties.lowercaseMapping, properties.uppercaseMapping] {
      let scalars = mapping.unicodeScalars
      if scalars.count == 1, let first = scalars.first, first != scalar {
        others.append(first.value)
      }
    }
    return others
  }
}
