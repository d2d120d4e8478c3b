// The first 64 bits of a value's place in the total order, for range indexes: if one value comes
// before another its prefix is not greater, and equivalent values have one prefix (1 and 1.0 too).
// The top four bits are the family, so that each family has a range of its own; 60 bits are left.
// Points came when the numbers were given out, and have the upper half of the range of paths.
// Prefixes that tie say nothing: whoever uses them compares the values then.

import Text

extension ValueFamily {
  private static let payloadBits: UInt64 = 60

  /// The prefixes that values of this family have, and no others.
  public var orderPrefixes: ClosedRange<UInt64> {
    let number = self == .point ? ValueFamily.path.rawValue : rawValue
    let first = UInt64(number) << ValueFamily.payloadBits
    let half: UInt64 = 1 << (ValueFamily.payloadBits - 1)
    switch self {
    case .path: return first...(first | (half - 1))
    case .point: return (first | half)...(first | ValueFamily.payloadMask)
    default: return first...(first | ValueFamily.payloadMask)
    }
  }

  fileprivate static let payloadMask: UInt64 = (1 << payloadBits) - 1

  /// A prefix from a number that is moved so that zero stands in the middle.
  fileprivate func prefix(centered number: Int64) -> UInt64 {
    let half = Int64(1) << (Int64(ValueFamily.payloadBits) - 1)
    let clamped = min(max(number, -half), half - 1)
    return orderPrefixes.lowerBound | UInt64(bitPattern: clamped + half)
  }

  /// A prefix from the upper bits of a word.
  fileprivate func prefix(upperBitsOf word: UInt64) -> UInt64 {
    orderPrefixes.lowerBound | word >> (64 - ValueFamily.payloadBits)
  }
}

extension Value {
  /// The first bits of the value's place in the total order.
  ///
  /// Lists, maps, points and things of the graph all have the first prefix of their family.
  public var orderPrefix: UInt64 {
    switch self {
    case .null, .list, .map, .node, .relationship, .path, .point: family.orderPrefixes.lowerBound
    case .boolean(let flag): Value.orderPrefix(of: flag)
    case .integer(let number): Value.orderPrefix(of: number)
    case .float(let number): Value.orderPrefix(of: number)
    case .string(let text): text.withBytes { Value.orderPrefix(ofText: $0) }
    case .date(let date): ValueFamily.date.prefix(centered: date.daysSinceEpoch)
    case .localTime(let time): ValueFamily.localTime.prefix(centered: time.nanosecondOfDay)
    case .time(let time): ValueFamily.time.prefix(centered: time.nanosecondInUTC)
    case .localDateTime(let moment):
      ValueFamily.localDateTime.prefix(
        centered: Value.sixteenths(moment.secondsSinceEpoch, moment.nanosecond))
    case .dateTime(let moment):
      ValueFamily.dateTime.prefix(
        centered: Value.sixteenths(moment.secondsSinceEpoch, moment.nanosecond))
    case .duration(let duration):
      ValueFamily.duration.prefix(centered: Int64(clamping: duration.averageSeconds))
    }
  }

  /// The prefix of a boolean, without making a value.
  public static func orderPrefix(of flag: Bool) -> UInt64 {
    ValueFamily.boolean.orderPrefixes.lowerBound | (flag ? 1 : 0)
  }

  /// The prefix of an integer, without making a value: that of the float nearest to it.
  public static func orderPrefix(of number: Int64) -> UInt64 { orderPrefix(of: Double(number)) }

  /// The prefix of a float, without making a value; NaN has the last of all numbers.
  public static func orderPrefix(of number: Double) -> UInt64 {
    if number.isNaN { return ValueFamily.number.orderPrefixes.upperBound }
    // Adding zero turns -0.0 into 0.0. The bits of floats are ordered like signed magnitudes.
    let bits = (number + 0.0).bitPattern
    let isNegative = bits >> 63 == 1
    return ValueFamily.number.prefix(upperBitsOf: isNegative ? ~bits : bits | 1 << 63)
  }

  /// The prefix of text that is given as its UTF-8 bytes: the first seven and a half of them.
  public static func orderPrefix(ofText bytes: Span<UInt8>) -> UInt64 {
    var word: UInt64 = 0
    for place in 0..<8 {
      word = word << 8 | (place < bytes.count ? UInt64(bytes[place]) : 0)
    }
    return ValueFamily.string.prefix(upperBitsOf: word)
  }

  /// Sixteenths of a second since 1970: what fits for every year of the calendar.
  private static func sixteenths(_ seconds: Int64, _ nanosecond: Int32) -> Int64 {
    seconds * 16 + Int64(nanosecond) / 62_500_000
  }
}
