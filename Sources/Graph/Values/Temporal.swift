// The stored form of temporal values: counts from fixed origins, nothing that depends on a zone
// table. Every value that exists is within its range; the initializers here are the only door.
// Components, text and arithmetic stand in files of their own.

/// A day of the proleptic Gregorian calendar, in the years -999,999,999 to 999,999,999.
public struct CalendarDate: Hashable, Sendable, BitwiseCopyable {
  /// Days since 1970-01-01.
  public let daysSinceEpoch: Int64

  /// The days that can be told: -999999999-01-01 to +999999999-12-31.
  public static let dayRange: ClosedRange<Int64> = -365_243_219_162...365_241_780_471

  /// Makes the date of a day count, or nil outside of the calendar.
  public init?(daysSinceEpoch: Int64) {
    guard CalendarDate.dayRange.contains(daysSinceEpoch) else { return nil }
    self.daysSinceEpoch = daysSinceEpoch
  }

  /// Makes the date of a day count that is known to be within the calendar.
  internal init(validDays: Int64) {
    assert(CalendarDate.dayRange.contains(validDays))
    daysSinceEpoch = validDays
  }
}

/// A time of the day without an offset.
public struct LocalTime: Hashable, Sendable, BitwiseCopyable {
  /// Nanoseconds since midnight, less than a day.
  public let nanosecondOfDay: Int64

  /// The nanoseconds of a day.
  public static let nanosecondsPerDay: Int64 = 86_400_000_000_000

  /// Makes the time of a nanosecond count, or nil outside of a day.
  public init?(nanosecondOfDay: Int64) {
    guard nanosecondOfDay >= 0 && nanosecondOfDay < LocalTime.nanosecondsPerDay else { return nil }
    self.nanosecondOfDay = nanosecondOfDay
  }

  /// Makes the time of a count that is known to be within a day.
  internal init(validNanosecondOfDay: Int64) {
    assert(validNanosecondOfDay >= 0 && validNanosecondOfDay < LocalTime.nanosecondsPerDay)
    nanosecondOfDay = validNanosecondOfDay
  }
}

/// A time of the day with an offset from UTC.
public struct ZonedTime: Hashable, Sendable, BitwiseCopyable {
  /// Nanoseconds since local midnight, less than a day.
  public let nanosecondOfDay: Int64
  /// Seconds east of UTC.
  public let offsetSeconds: Int32

  /// The offsets that can be told: eighteen hours either way.
  public static let offsetRange: ClosedRange<Int32> = -64_800...64_800

  /// Makes a time, or nil where a part is out of range.
  public init?(nanosecondOfDay: Int64, offsetSeconds: Int32) {
    guard nanosecondOfDay >= 0 && nanosecondOfDay < LocalTime.nanosecondsPerDay,
      ZonedTime.offsetRange.contains(offsetSeconds)
    else { return nil }
    self.nanosecondOfDay = nanosecondOfDay
    self.offsetSeconds = offsetSeconds
  }
}

/// A day and a time of the day without an offset.
public struct LocalDateTime: Hashable, Sendable, BitwiseCopyable {
  /// Seconds since 1970-01-01T00:00 as a clock on the wall counts them.
  public let secondsSinceEpoch: Int64
  /// The part of the second, 0 to 999,999,999.
  public let nanosecond: Int32

  /// The seconds that can be told: those of the calendar's days.
  public static let secondRange: ClosedRange<Int64> =
    -31_557_014_135_596_800...31_556_889_832_780_799

  /// Makes a moment, or nil where a part is out of range.
  public init?(secondsSinceEpoch: Int64, nanosecond: Int32) {
    guard LocalDateTime.secondRange.contains(secondsSinceEpoch),
      nanosecond >= 0 && nanosecond < 1_000_000_000
    else { return nil }
    self.secondsSinceEpoch = secondsSinceEpoch
    self.nanosecond = nanosecond
  }

  /// Makes a moment of parts that are known to be within their ranges.
  internal init(validSeconds: Int64, nanosecond: Int32) {
    assert(LocalDateTime.secondRange.contains(validSeconds))
    secondsSinceEpoch = validSeconds
    self.nanosecond = nanosecond
  }
}

/// A moment, with the offset it is told in and the zone that gave the offset, if any.
public struct ZonedDateTime: Hashable, Sendable, BitwiseCopyable {
  /// Seconds since 1970-01-01T00:00Z.
  public let secondsSinceEpoch: Int64
  /// The part of the second, 0 to 999,999,999.
  public let nanosecond: Int32
  /// Seconds east of UTC.
  public let offsetSeconds: Int32
  /// The named zone, or none.
  public let zone: ZoneID

  /// Makes a moment, or nil where a part, or the local time it gives, is out of range.
  public init?(
    secondsSinceEpoch: Int64, nanosecond: Int32, offsetSeconds: Int32, zone: ZoneID = .unnamed
  ) {
    guard ZonedTime.offsetRange.contains(offsetSeconds),
      nanosecond >= 0 && nanosecond < 1_000_000_000
    else { return nil }
    let (local, isTooLarge) = secondsSinceEpoch.addingReportingOverflow(Int64(offsetSeconds))
    guard !isTooLarge, LocalDateTime.secondRange.contains(local) else { return nil }
    self.secondsSinceEpoch = secondsSinceEpoch
    self.nanosecond = nanosecond
    self.offsetSeconds = offsetSeconds
    self.zone = zone
  }
}

/// Names a zone of the system's tz database; numbers are given as zones are first met.
public struct ZoneID: RawRepresentable, Hashable, Sendable, BitwiseCopyable {
  /// Zero means no named zone.
  public let rawValue: UInt16

  /// Makes the id with this number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }
}

/// A length of time whose parts are kept apart: a month has no fixed number of days.
public struct CalendarDuration: Hashable, Sendable, BitwiseCopyable {
  /// Whole months.
  public let months: Int64
  /// Whole days.
  public let days: Int64
  /// Whole seconds.
  public let seconds: Int64
  /// The part of the second, 0 to 999,999,999; seconds are floored.
  public let nanosecond: Int32

  /// Makes a duration, or nil where the nanoseconds are not within a second.
  public init?(months: Int64, days: Int64, seconds: Int64, nanosecond: Int32) {
    guard nanosecond >= 0 && nanosecond < 1_000_000_000 else { return nil }
    self.init(validMonths: months, days: days, seconds: seconds, nanosecond: nanosecond)
  }

  /// Makes a duration of nanoseconds that are known to be within a second.
  internal init(validMonths: Int64, days: Int64, seconds: Int64, nanosecond: Int32) {
    assert(nanosecond >= 0 && nanosecond < 1_000_000_000)
    months = validMonths
    self.days = days
    self.seconds = seconds
    self.nanosecond = nanosecond
  }
}
