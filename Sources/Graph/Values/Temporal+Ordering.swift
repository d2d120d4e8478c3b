// The order of temporal values of one type: by the moment they tell, then by offset, then by the
// name of the zone, so that two values are equal only if they print alike. Durations have an order
// for sorting only, by their average length: whether a month is less than 30 days nobody can say.

extension CalendarDate: Comparable {
  /// Orders by day.
  public static func < (left: Self, right: Self) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }
}

extension LocalTime: Comparable {
  /// Orders by time of the day.
  public static func < (left: Self, right: Self) -> Bool {
    left.nanosecondOfDay < right.nanosecondOfDay
  }
}

extension ZonedTime: Comparable {
  /// Nanoseconds since midnight UTC, which may lie outside of a day.
  internal var nanosecondInUTC: Int64 { nanosecondOfDay - Int64(offsetSeconds) * 1_000_000_000 }

  /// Orders by moment, then by offset.
  public static func < (left: Self, right: Self) -> Bool {
    (left.nanosecondInUTC, left.offsetSeconds) < (right.nanosecondInUTC, right.offsetSeconds)
  }
}

extension LocalDateTime: Comparable {
  /// Orders by moment.
  public static func < (left: Self, right: Self) -> Bool {
    (left.secondsSinceEpoch, left.nanosecond) < (right.secondsSinceEpoch, right.nanosecond)
  }
}

extension ZonedDateTime: Comparable {
  /// Orders by moment, then by offset, then by the name of the zone, none first.
  public static func < (left: Self, right: Self) -> Bool {
    let a = (left.secondsSinceEpoch, left.nanosecond, left.offsetSeconds)
    let b = (right.secondsSinceEpoch, right.nanosecond, right.offsetSeconds)
    if a != b { return a < b }
    guard left.zone != right.zone else { return false }
    // Names are ASCII, for which Swift's order of strings is that of the bytes.
    return (left.zone.name ?? "") < (right.zone.name ?? "")
  }
}

extension CalendarDuration {
  /// Whole seconds of the duration when each month has its average length of 2,629,746 seconds.
  internal var averageSeconds: Int128 {
    Int128(months) * Int128(CalendarDuration.averageMonthSeconds) + Int128(days) * 86_400
      + Int128(seconds)
  }

  /// The seconds of a month on average: a twelfth of 365.2425 days.
  public static let averageMonthSeconds: Int64 = 2_629_746

  /// Whether the duration stands before another when they are sorted.
  public func isOrdered(before other: Self) -> Bool {
    let a = (averageSeconds, nanosecond, months, days)
    let b = (other.averageSeconds, other.nanosecond, other.months, other.days)
    return a < b
  }
}
