// The stored form of temporal values: counts from fixed origins, nothing that depends on a zone table.

/// A day of the proleptic Gregorian calendar.
public struct CalendarDate: Hashable, Sendable, BitwiseCopyable {
  /// Days since 1970-01-01.
  public let daysSinceEpoch: Int64
}

/// A time of the day without an offset.
public struct LocalTime: Hashable, Sendable, BitwiseCopyable {
  /// Nanoseconds since midnight, less than a day.
  public let nanosecondOfDay: Int64
}

/// A time of the day with an offset from UTC.
public struct ZonedTime: Hashable, Sendable, BitwiseCopyable {
  /// Nanoseconds since local midnight, less than a day.
  public let nanosecondOfDay: Int64
  /// Seconds east of UTC.
  public let offsetSeconds: Int32
}

/// A day and a time of the day without an offset.
public struct LocalDateTime: Hashable, Sendable, BitwiseCopyable {
  /// Seconds since 1970-01-01T00:00 as a clock on the wall counts them.
  public let secondsSinceEpoch: Int64
  /// The part of the second, 0 to 999,999,999.
  public let nanosecond: Int32
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
}
