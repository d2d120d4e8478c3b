// Adding, subtracting and scaling durations. Months are added on the calendar (31 January plus a
// month is the last of February), days on the calendar, the rest on the clock; in a named zone the
// clock's part is time that passes. Results that cannot be told are nil.

extension CalendarDuration {
  /// The duration the other way, or nil where it does not fit.
  public var negated: CalendarDuration? { CalendarDuration.zero.subtracting(self) }

  /// The sum part by part, or nil where one does not fit.
  public func adding(_ other: CalendarDuration) -> CalendarDuration? {
    var sum = DurationSum()
    sum.add(self, factor: 1)
    sum.add(other, factor: 1)
    return sum.duration
  }

  /// The difference part by part, or nil where one does not fit.
  public func subtracting(_ other: CalendarDuration) -> CalendarDuration? {
    var sum = DurationSum()
    sum.add(self, factor: 1)
    sum.add(other, factor: -1)
    return sum.duration
  }

  /// The duration times a number, or nil where a part does not fit or the number is none.
  public func multiplied(by factor: Amount) -> CalendarDuration? {
    guard let (numerator, denominator) = factor.fraction else { return nil }
    return scaled(by: numerator, over: denominator)
  }

  /// The duration divided by a number, or nil where a part does not fit or the number is zero.
  public func divided(by divisor: Amount) -> CalendarDuration? {
    guard let (numerator, denominator) = divisor.fraction, numerator != 0 else { return nil }
    return numerator < 0
      ? scaled(by: -denominator, over: -numerator) : scaled(by: denominator, over: numerator)
  }

  /// A number as an integer over a power of two, both of at most 63 bits; nil where it is too
  /// large.
  internal static func fraction(of number: Double) -> (numerator: Int128, denominator: Int128)? {
    guard number.isFinite, number.magnitude < 0x1p62 else { return nil }
    var (scaled, denominator) = (number, Int128(1))
    while scaled != scaled.rounded(), scaled.magnitude < 0x1p61, denominator < 1 << 61 {
      scaled *= 2
      denominator *= 2
    }
    return (Int128(scaled.rounded()), denominator)
  }

  private func scaled(by numerator: Int128, over denominator: Int128) -> CalendarDuration? {
    var sum = DurationSum()
    sum.add(months: Int128(months) * numerator, over: denominator)
    sum.add(days: Int128(days) * numerator, over: denominator)
    let (whole, rest) = (Int128(seconds) * numerator).quotientAndRemainder(dividingBy: denominator)
    guard let seconds = Int64(exactly: whole) else { return nil }
    sum.add(seconds: Int128(seconds))
    sum.add(nanoseconds: (rest * 1_000_000_000 + Int128(nanosecond) * numerator) / denominator)
    return sum.duration
  }

  /// The seconds and nanoseconds in one number.
  fileprivate var clockNanoseconds: Int128 { Int128(seconds) * 1_000_000_000 + Int128(nanosecond) }
}

extension DurationSum {
  fileprivate mutating func add(_ duration: CalendarDuration, factor: Int128) {
    add(months: Int128(duration.months) * factor)
    add(days: Int128(duration.days) * factor)
    add(nanoseconds: duration.clockNanoseconds * factor)
  }
}

extension CalendarDate {
  /// The date so many months on, on the last day of the month where it has no such day; nil outside
  /// of the calendar.
  public func adding(months: Int64) -> CalendarDate? {
    let (year, month, day) = parts
    let (count, isTooLarge) = months.addingReportingOverflow(year * 12 + month - 1)
    guard !isTooLarge else { return nil }
    let (newYear, newMonth) = floorDivide(count, by: 12)
    guard CalendarDate.yearRange.contains(newYear) else { return nil }
    let last = CalendarDate.dayCount(ofMonth: newMonth + 1, year: newYear)
    return CalendarDate(year: newYear, month: newMonth + 1, day: min(day, last))
  }

  /// The date so many days on; nil outside of the calendar.
  public func adding(days: Int64) -> CalendarDate? {
    let (sum, isTooLarge) = daysSinceEpoch.addingReportingOverflow(days)
    return isTooLarge ? nil : CalendarDate(daysSinceEpoch: sum)
  }

  /// The date a duration on: its months, its days, and the whole days of its hours and less.
  public func adding(_ duration: CalendarDuration) -> CalendarDate? {
    let clockDays = duration.clockNanoseconds / Int128(LocalTime.nanosecondsPerDay)
    guard let days = Int64(exactly: Int128(duration.days) + clockDays) else { return nil }
    return adding(months: duration.months)?.adding(days: days)
  }
}

extension LocalTime {
  /// The time a duration on, around the clock; months and days do not count.
  public func adding(_ duration: CalendarDuration) -> LocalTime {
    let sum = Int128(nanosecondOfDay) + duration.clockNanoseconds
    let rest = floorDivide(sum, by: Int128(LocalTime.nanosecondsPerDay)).remainder
    return LocalTime(validNanosecondOfDay: Int64(rest))
  }
}

extension ZonedTime {
  /// The time a duration on, around the clock; months and days do not count.
  public func adding(_ duration: CalendarDuration) -> ZonedTime {
    ZonedTime(localTime.adding(duration), offsetSeconds: offsetSeconds) ?? self
  }
}

extension LocalDateTime {
  /// The moment a duration on; nil outside of the calendar.
  public func adding(_ duration: CalendarDuration) -> LocalDateTime? {
    guard let date = date.adding(months: duration.months)?.adding(days: duration.days) else {
      return nil
    }
    return LocalDateTime(date, time).adding(nanoseconds: duration.clockNanoseconds)
  }

  /// The moment so many nanoseconds on; nil outside of the calendar.
  internal func adding(nanoseconds: Int128) -> LocalDateTime? {
    let sum = Int128(secondsSinceEpoch) * 1_000_000_000 + Int128(nanosecond) + nanoseconds
    let (seconds, rest) = floorDivide(sum, by: 1_000_000_000)
    guard let seconds = Int64(exactly: seconds) else { return nil }
    return LocalDateTime(secondsSinceEpoch: seconds, nanosecond: Int32(rest))
  }
}

extension ZonedDateTime {
  /// The moment a duration on: months and days on the calendar of the zone, the rest as time that
  /// passes; nil outside of the calendar.
  public func adding(
    _ duration: CalendarDuration, zones: TimeZoneDatabase = .system
  ) throws(TimeZoneError) -> ZonedDateTime? {
    guard let date = local.date.adding(months: duration.months)?.adding(days: duration.days) else {
      return nil
    }
    let moved = LocalDateTime(date, local.time)
    let resolved = moved == local ? self : try zones.resolve(moved, like: self)
    guard let resolved else { return nil }
    let instant = LocalDateTime(
      secondsSinceEpoch: resolved.secondsSinceEpoch, nanosecond: resolved.nanosecond)
    guard let later = instant?.adding(nanoseconds: duration.clockNanoseconds) else { return nil }
    guard zone != .unnamed else {
      return ZonedDateTime(
        secondsSinceEpoch: later.secondsSinceEpoch, nanosecond: later.nanosecond,
        offsetSeconds: offsetSeconds)
    }
    return try zones.moment(
      atSecond: later.secondsSinceEpoch, nanosecond: later.nanosecond, in: zone)
  }
}

extension TimeZoneDatabase {
  /// A local time in the zone of a moment, with the moment's offset where it is one of two.
  internal func resolve(
    _ local: LocalDateTime, like model: ZonedDateTime
  ) throws(TimeZoneError) -> ZonedDateTime? {
    if model.zone == .unnamed {
      return ZonedDateTime(local, offsetSeconds: model.offsetSeconds)
    }
    if try validOffsets(of: model.zone, at: local).contains(model.offsetSeconds) {
      return ZonedDateTime(local, offsetSeconds: model.offsetSeconds, zone: model.zone)
    }
    return try moment(of: local, in: model.zone)
  }
}
