// The parts of dates, times and moments as people name them, and values made from such parts. All
// by counting in the proleptic Gregorian calendar: years of 400 repeat, which keeps every step in
// 64 bits. Initializers give nil for parts that make no such day or time.

/// Divides and rounds down; the remainder has the sign of the divisor.
internal func floorDivide<Number: BinaryInteger>(
  _ number: Number, by divisor: Number
) -> (quotient: Number, remainder: Number) {
  let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
  return remainder != 0 && (remainder < 0) != (divisor < 0)
    ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}

extension CalendarDate {
  /// The years that the calendar has.
  public static let yearRange: ClosedRange<Int64> = -999_999_999...999_999_999

  /// Makes the date of a year, month and day, or nil where there is none.
  public init?(year: Int64, month: Int64, day: Int64) {
    guard CalendarDate.yearRange.contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDate.dayCount(ofMonth: month, year: year)
    else { return nil }
    self.init(daysSinceEpoch: CalendarDate.firstDay(ofMonth: month, year: year) + day - 1)
  }

  /// Makes the date of an ISO week (1 to 53) and a day in it (1, a Monday, to 7), or nil.
  public init?(weekYear: Int64, week: Int64, weekday: Int64 = 1) {
    guard CalendarDate.yearRange.contains(weekYear), (1...7).contains(weekday), week >= 1,
      week <= CalendarDate.weekCount(ofWeekYear: weekYear)
    else { return nil }
    let monday = CalendarDate.firstMonday(ofWeekYear: weekYear)
    self.init(daysSinceEpoch: monday + (week - 1) * 7 + weekday - 1)
  }

  /// Makes the date of a day counted in its year, from 1, or nil where there is none.
  public init?(year: Int64, ordinalDay: Int64) {
    guard CalendarDate.yearRange.contains(year), ordinalDay >= 1,
      ordinalDay <= (CalendarDate.isLeap(year) ? 366 : 365)
    else { return nil }
    self.init(daysSinceEpoch: CalendarDate.firstDay(ofMonth: 1, year: year) + ordinalDay - 1)
  }

  /// Makes the date of a day counted in its quarter, from 1, or nil where there is none.
  public init?(year: Int64, quarter: Int64, dayOfQuarter: Int64) {
    guard CalendarDate.yearRange.contains(year), (1...4).contains(quarter), dayOfQuarter >= 1
    else { return nil }
    let first = CalendarDate.firstDay(ofMonth: quarter * 3 - 2, year: year)
    let lastMonth = quarter * 3
    let last =
      CalendarDate.firstDay(ofMonth: lastMonth, year: year)
      + CalendarDate.dayCount(ofMonth: lastMonth, year: year) - 1
    guard dayOfQuarter <= last - first + 1 else { return nil }
    self.init(daysSinceEpoch: first + dayOfQuarter - 1)
  }

  /// Year, month and day at once.
  public var parts: (year: Int64, month: Int64, day: Int64) {
    // Years that begin in March end with the leap day; 153 days are five months from then on.
    let (era, dayOfEra) = floorDivide(daysSinceEpoch + 719_468, by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, day)
  }

  /// The year; the year before 1 is 0.
  public var year: Int64 { parts.year }
  /// The month, 1 to 12.
  public var month: Int64 { parts.month }
  /// The day of the month, from 1.
  public var day: Int64 { parts.day }
  /// The quarter, 1 to 4.
  public var quarter: Int64 { (month + 2) / 3 }
  /// The day of the year, from 1.
  public var ordinalDay: Int64 {
    daysSinceEpoch - CalendarDate.firstDay(ofMonth: 1, year: year) + 1
  }
  /// The day of the quarter, from 1.
  public var dayOfQuarter: Int64 {
    daysSinceEpoch - CalendarDate.firstDay(ofMonth: quarter * 3 - 2, year: year) + 1
  }
  /// The day of the week, 1, a Monday, to 7.
  public var weekday: Int64 { floorDivide(daysSinceEpoch + 3, by: 7).remainder + 1 }
  /// The year that the ISO week belongs to: that of its Thursday.
  public var weekYear: Int64 {
    let year = year
    if daysSinceEpoch < CalendarDate.firstMonday(ofWeekYear: year) { return year - 1 }
    return daysSinceEpoch < CalendarDate.firstMonday(ofWeekYear: year + 1) ? year : year + 1
  }
  /// The ISO week, 1 to 53.
  public var week: Int64 {
    (daysSinceEpoch - CalendarDate.firstMonday(ofWeekYear: weekYear)) / 7 + 1
  }

  /// Whether a year has a 29th of February.
  public static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// The number of days of a month.
  public static func dayCount(ofMonth month: Int64, year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func weekCount(ofWeekYear year: Int64) -> Int64 {
    (firstMonday(ofWeekYear: year + 1) - firstMonday(ofWeekYear: year)) / 7
  }

  /// The day count of the first of a month.
  private static func firstDay(ofMonth month: Int64, year: Int64) -> Int64 {
    let (era, yearOfEra) = floorDivide(month <= 2 ? year - 1 : year, by: 400)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day count of the Monday of the week that holds the fourth of January.
  private static func firstMonday(ofWeekYear year: Int64) -> Int64 {
    let fourth = firstDay(ofMonth: 1, year: year) + 3
    return fourth - floorDivide(fourth + 3, by: 7).remainder
  }
}

extension LocalTime {
  /// Makes a time of its parts, or nil where one is out of range.
  public init?(hour: Int64, minute: Int64 = 0, second: Int64 = 0, nanosecond: Int64 = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0...999_999_999).contains(nanosecond)
    else { return nil }
    self.init(nanosecondOfDay: ((hour * 60 + minute) * 60 + second) * 1_000_000_000 + nanosecond)
  }

  /// The hour, 0 to 23.
  public var hour: Int64 { nanosecondOfDay / 3_600_000_000_000 }
  /// The minute of the hour.
  public var minute: Int64 { nanosecondOfDay / 60_000_000_000 % 60 }
  /// The second of the minute.
  public var second: Int64 { nanosecondOfDay / 1_000_000_000 % 60 }
  /// The nanosecond of the second.
  public var nanosecond: Int64 { nanosecondOfDay % 1_000_000_000 }

  /// The first instant of the day.
  public static let midnight = LocalTime(validNanosecondOfDay: 0)
}

extension ZonedTime {
  /// Makes a time of a local time and an offset, or nil where the offset is out of range.
  public init?(_ time: LocalTime, offsetSeconds: Int32) {
    self.init(nanosecondOfDay: time.nanosecondOfDay, offsetSeconds: offsetSeconds)
  }

  /// The time on the wall.
  public var localTime: LocalTime { LocalTime(validNanosecondOfDay: nanosecondOfDay) }
}

extension LocalDateTime {
  /// Makes a moment of a day and a time.
  public init(_ date: CalendarDate, _ time: LocalTime) {
    self.init(
      validSeconds: date.daysSinceEpoch * 86_400 + time.nanosecondOfDay / 1_000_000_000,
      nanosecond: Int32(truncatingIfNeeded: time.nanosecond))
  }

  /// The day.
  public var date: CalendarDate {
    CalendarDate(validDays: floorDivide(secondsSinceEpoch, by: 86_400).quotient)
  }

  /// The time of the day.
  public var time: LocalTime {
    let second = floorDivide(secondsSinceEpoch, by: 86_400).remainder
    return LocalTime(validNanosecondOfDay: second * 1_000_000_000 + Int64(nanosecond))
  }
}

extension ZonedDateTime {
  /// Makes a moment of a local one and an offset, or nil where the offset is out of range.
  public init?(_ local: LocalDateTime, offsetSeconds: Int32, zone: ZoneID = .unnamed) {
    self.init(
      secondsSinceEpoch: local.secondsSinceEpoch - Int64(offsetSeconds),
      nanosecond: local.nanosecond, offsetSeconds: offsetSeconds, zone: zone)
  }

  /// What clocks on the wall show at the moment.
  public var local: LocalDateTime {
    LocalDateTime(
      validSeconds: secondsSinceEpoch + Int64(offsetSeconds), nanosecond: nanosecond)
  }

  /// Whole seconds since 1970-01-01T00:00Z.
  public var epochSeconds: Int64 { secondsSinceEpoch }

  /// Whole milliseconds since 1970-01-01T00:00Z; nil some 292 million years from then, where they
  /// do not fit 64 bits.
  public var epochMillis: Int64? {
    Int64(exactly: Int128(secondsSinceEpoch) * 1_000 + Int128(nanosecond / 1_000_000))
  }
}

extension CalendarDuration {
  /// No time at all.
  public static let zero = CalendarDuration(months: 0, days: 0, seconds: 0)

  /// Makes a duration of whole seconds.
  public init(months: Int64, days: Int64, seconds: Int64) {
    self.init(validMonths: months, days: days, seconds: seconds, nanosecond: 0)
  }
}
