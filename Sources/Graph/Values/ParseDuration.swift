// Durations from text: units with signs and fractions, or written like a date. Fractions go down to
// the next smaller unit, of months by their average length; all in exact integers.
//
//   duration ::= [sign] 'P' [n 'Y'] [n 'M'] [n 'W'] [n 'D'] [ 'T' [n 'H'] [n 'M'] [n 'S'] ]
//              | [sign] 'P' year '-' month '-' day [ 'T' time ]
//              | [sign] 'P' year month day [ 'T' time ]      year of four digits, the others of two
//   n        ::= [sign] digit{1,19} [ ('.' | ',') digit{1,18} ]

extension CalendarDuration {
  /// Reads a duration: `P1Y2M10DT2H30M`, `P2.5W`, `PT-0.4S`, `P2012-02-02T14:37:21.545`.
  public init(parsing text: String) throws(TemporalTextError) {
    var parser = TemporalParser(text)
    let isNegative = parser.skip("-")
    if !isNegative { _ = parser.skip("+") }
    guard parser.skip("P") || parser.skip("p") else { throw parser.failure(.malformed(.duration)) }
    var sum = DurationSum()
    if parser.isAtDateLikeDuration {
      try parser.parseDateLikeDuration(into: &sum)
    } else {
      try parser.parseDurationUnits(into: &sum)
    }
    try parser.expectEnd()
    guard let whole = sum.duration, let result = isNegative ? whole.negated : whole else {
      throw TemporalTextError(offset: 0, reason: .outOfRange(.duration))
    }
    self = result
  }
}

/// A duration that is added up from parts with fractions.
internal struct DurationSum {
  private var months: Int128 = 0
  private var days: Int128 = 0
  private var nanoseconds: Int128 = 0

  private static let nanosecondsPerDay: Int128 = 86_400_000_000_000
  private static let nanosecondsPerMonth =
    Int128(CalendarDuration.averageMonthSeconds) * 1_000_000_000

  /// Adds months over a denominator; the fraction becomes days and less.
  ///
  /// The numerator must be less than 2^126, the denominator positive and less than 2^63.
  mutating func add(months numerator: Int128, over denominator: Int128 = 1) {
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    months += whole
    let left = rest * DurationSum.nanosecondsPerMonth / denominator
    let (wholeDays, leftNanoseconds) = left.quotientAndRemainder(
      dividingBy: DurationSum.nanosecondsPerDay)
    days += wholeDays
    nanoseconds += leftNanoseconds
  }

  /// Adds `numerator / denominator` days; the fraction becomes nanoseconds.
  mutating func add(days numerator: Int128, over denominator: Int128 = 1) {
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    days += whole
    nanoseconds += rest * DurationSum.nanosecondsPerDay / denominator
  }

  /// Adds `numerator / denominator` seconds; what is less than a nanosecond is cut off.
  mutating func add(seconds numerator: Int128, over denominator: Int128 = 1) {
    let (whole, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    nanoseconds += whole * 1_000_000_000 + rest * 1_000_000_000 / denominator
  }

  /// Adds nanoseconds.
  mutating func add(nanoseconds number: Int128) { nanoseconds += number }

  /// The sum, or nil where a part does not fit its 64 bits.
  var duration: CalendarDuration? {
    let (seconds, rest) = floorDivide(nanoseconds, by: 1_000_000_000)
    guard let months = Int64(exactly: months), let days = Int64(exactly: days),
      let seconds = Int64(exactly: seconds)
    else { return nil }
    return CalendarDuration(
      validMonths: months, days: days, seconds: seconds, nanosecond: Int32(rest))
  }
}

extension TemporalParser {
  /// Whether digits follow that are written like a date.
  fileprivate var isAtDateLikeDuration: Bool {
    let end = place + digitCount
    let behind = end < bytes.count ? bytes[end] : UInt8(ascii: "T")
    return digitCount == 4 && behind == UInt8(ascii: "-")
      || digitCount == 8 && (behind == UInt8(ascii: "T") || behind == UInt8(ascii: "t"))
  }

  fileprivate mutating func parseDateLikeDuration(
    into sum: inout DurationSum
  ) throws(TemporalTextError) {
    let years = try parseDigits(4, .year)
    let isExtended = skip("-")
    let months = try parseDigits(2, .month)
    if isExtended && !skip("-") { throw failure(.malformed(.day)) }
    let days = try parseDigits(2, .day)
    sum.add(months: Int128(years * 12 + months))
    sum.add(days: Int128(days))
    guard skip("T") || skip("t") else { return }
    sum.add(nanoseconds: Int128(try parseTime().nanosecondOfDay))
  }

  fileprivate mutating func parseDurationUnits(
    into sum: inout DurationSum
  ) throws(TemporalTextError) {
    var units: [Unicode.Scalar] = ["Y", "M", "W", "D"]
    var isTime = false
    var isEmpty = true
    while next != nil {
      if !isTime, skip("T") || skip("t") {
        (isTime, isEmpty, units) = (true, true, ["H", "M", "S"])
        continue
      }
      let start = place
      let (whole, fraction) = try parseDecimal()
      guard let byte = next else { throw failure(.malformed(.duration)) }
      let unit = Unicode.Scalar(byte >= 97 ? byte - 32 : byte)
      guard let rank = units.firstIndex(of: unit) else {
        throw TemporalTextError(offset: start, reason: .malformed(.duration))
      }
      place += 1
      units.removeFirst(rank + 1)
      isEmpty = false
      let denominator = Int128(1_000_000_000_000_000_000)
      switch (isTime, unit) {
      case (false, "Y"):
        sum.add(months: whole * 12)
        sum.add(months: fraction * 12, over: denominator)
      case (false, "M"):
        sum.add(months: whole)
        sum.add(months: fraction, over: denominator)
      case (false, _):
        let factor: Int128 = unit == "W" ? 7 : 1
        sum.add(days: whole * factor)
        sum.add(days: fraction * factor, over: denominator)
      case (true, _):
        let factor: Int128 = unit == "H" ? 3_600 : unit == "M" ? 60 : 1
        sum.add(seconds: whole * factor)
        sum.add(seconds: fraction * factor, over: denominator)
      }
    }
    guard !isEmpty else { throw failure(.malformed(.duration)) }
  }

  /// Reads a decimal number as its whole part and the rest in units of 10^-18, both with its sign.
  ///
  /// At most 19 digits before the point and 18 behind it: no product with a unit overflows 128
  /// bits.
  private mutating func parseDecimal() throws(TemporalTextError) -> (Int128, Int128) {
    let start = place
    let isNegative = skip("-")
    if !isNegative { _ = skip("+") }
    let count = digitCount
    guard count > 0 else { throw failure(.malformed(.duration)) }
    guard count <= 19 else {
      throw TemporalTextError(offset: start, reason: .outOfRange(.duration))
    }
    var whole = Int128(try parseDigits(min(count, 18), .duration))
    // The largest of 64 bits have nineteen digits.
    if count > 18 { whole = whole * 10 + Int128(try parseDigits(1, .duration)) }
    var fraction: Int128 = 0
    if skip(".") || skip(",") {
      let width = digitCount
      guard (1...18).contains(width) else { throw failure(.malformed(.fraction)) }
      fraction = Int128(try parseDigits(width, .fraction))
      for _ in width..<18 { fraction *= 10 }
    }
    return isNegative ? (-whole, -fraction) : (whole, fraction)
  }
}
