// The duration between two temporal values. What one value lacks it takes from the other: the day
// for a time, the offset or zone for a local value; a date stands for its midnight. If neither or
// only one has a day the answer has hours and less only. Months are counted first, then days, then
// the clock, all with the sign of the whole.

/// A day, a time, or a moment, of which the duration to another can be told.
public enum TemporalInstant: Sendable {
  /// A day.
  case date(CalendarDate)
  /// A time with an offset.
  case time(ZonedTime)
  /// A time without an offset.
  case localTime(LocalTime)
  /// A moment.
  case dateTime(ZonedDateTime)
  /// A moment without an offset.
  case localDateTime(LocalDateTime)

  /// Takes the instant that a value is, or nil where it is none.
  public init?(_ value: Value) {
    switch value {
    case .date(let date): self = .date(date)
    case .time(let time): self = .time(time)
    case .localTime(let time): self = .localTime(time)
    case .dateTime(let moment): self = .dateTime(moment)
    case .localDateTime(let moment): self = .localDateTime(moment)
    default: return nil
    }
  }

  fileprivate var date: CalendarDate? {
    switch self {
    case .date(let date): date
    case .dateTime(let moment): moment.local.date
    case .localDateTime(let moment): moment.date
    case .time, .localTime: nil
    }
  }

  fileprivate var time: LocalTime {
    switch self {
    case .date: .midnight
    case .time(let time): time.localTime
    case .localTime(let time): time
    case .dateTime(let moment): moment.local.time
    case .localDateTime(let moment): moment.time
    }
  }

  /// A moment whose offset and zone are those of the value, if it has any.
  fileprivate var model: ZonedDateTime? {
    switch self {
    case .dateTime(let moment): moment
    case .time(let time):
      ZonedDateTime(secondsSinceEpoch: 0, nanosecond: 0, offsetSeconds: time.offsetSeconds)
    case .date, .localTime, .localDateTime: nil
    }
  }
}

extension CalendarDuration {
  /// Months, days, hours and less from one value to another.
  public static func between(
    _ start: TemporalInstant, _ end: TemporalInstant, zones: TimeZoneDatabase = .system
  ) throws(TimeZoneError) -> CalendarDuration {
    let span = try Span(start, end, zones)
    guard span.hasDays else { return try span.remainder(afterMonths: 0, days: 0) }
    let months = span.months
    let days = span.days(afterMonths: months)
    return try span.remainder(afterMonths: months, days: days)
  }

  /// Whole months from one value to another; none unless both have a day.
  public static func monthsBetween(
    _ start: TemporalInstant, _ end: TemporalInstant, zones: TimeZoneDatabase = .system
  ) throws(TimeZoneError) -> CalendarDuration {
    let span = try Span(start, end, zones)
    return CalendarDuration(months: span.hasDays ? span.months : 0, days: 0, seconds: 0)
  }

  /// Whole days from one value to another; none unless both have a day.
  public static func daysBetween(
    _ start: TemporalInstant, _ end: TemporalInstant, zones: TimeZoneDatabase = .system
  ) throws(TimeZoneError) -> CalendarDuration {
    let span = try Span(start, end, zones)
    return CalendarDuration(
      months: 0, days: span.hasDays ? span.days(afterMonths: 0) : 0, seconds: 0)
  }

  /// Hours and less from one value to another.
  public static func secondsBetween(
    _ start: TemporalInstant, _ end: TemporalInstant, zones: TimeZoneDatabase = .system
  ) throws(TimeZoneError) -> CalendarDuration {
    try Span(start, end, zones).remainder(afterMonths: 0, days: 0)
  }

  /// Two moments on the clocks of one place.
  private struct Span {
    let hasDays: Bool
    private let start: LocalDateTime
    private let end: LocalDateTime
    /// The moments as they are, where they have an offset.
    private let zoned: (start: ZonedDateTime, end: ZonedDateTime)?
    private let zones: TimeZoneDatabase

    init(
      _ start: TemporalInstant, _ end: TemporalInstant, _ zones: TimeZoneDatabase
    ) throws(TimeZoneError) {
      self.zones = zones
      hasDays = start.date != nil && end.date != nil
      let epoch = CalendarDate(validDays: 0)
      let localStart = LocalDateTime(start.date ?? end.date ?? epoch, start.time)
      let localEnd = LocalDateTime(end.date ?? start.date ?? epoch, end.time)
      guard let startModel = start.model ?? end.model, let endModel = end.model ?? start.model
      else {
        (self.start, self.end, zoned) = (localStart, localEnd, nil)
        return
      }
      guard let zonedStart = try zones.resolve(localStart, like: startModel),
        let zonedEnd = try zones.resolve(localEnd, like: endModel)
      else { throw .outOfRange }
      let sameClock = try zones.retell(zonedEnd, like: zonedStart)
      (self.start, self.end) = (zonedStart.local, sameClock.local)
      zoned = (zonedStart, sameClock)
    }

    /// The last day until which whole days are counted: one less where the clock is not there yet.
    private func lastDay(from first: CalendarDate) -> CalendarDate {
      let last = end.date
      if last > first && end.time < start.time { return last.adding(days: -1) ?? last }
      if last < first && end.time > start.time { return last.adding(days: 1) ?? last }
      return last
    }

    var months: Int64 {
      let (from, to) = (start.date.parts, lastDay(from: start.date).parts)
      let count = (to.year * 12 + to.month) - (from.year * 12 + from.month)
      if count > 0 && to.day < from.day { return count - 1 }
      if count < 0 && to.day > from.day { return count + 1 }
      return count
    }

    func days(afterMonths months: Int64) -> Int64 {
      let first = start.date.adding(months: months) ?? start.date
      return lastDay(from: first).daysSinceEpoch - first.daysSinceEpoch
    }

    /// The whole duration, when so many months and days of it are taken.
    func remainder(
      afterMonths months: Int64, days: Int64
    ) throws(TimeZoneError) -> CalendarDuration {
      let taken = CalendarDuration(months: months, days: days, seconds: 0)
      let from: (second: Int64, nanosecond: Int32)
      let to: (second: Int64, nanosecond: Int32)
      if let zoned {
        let later = try zoned.start.adding(taken, zones: zones) ?? zoned.start
        from = (later.secondsSinceEpoch, later.nanosecond)
        to = (zoned.end.secondsSinceEpoch, zoned.end.nanosecond)
      } else {
        let later = start.adding(taken) ?? start
        from = (later.secondsSinceEpoch, later.nanosecond)
        to = (end.secondsSinceEpoch, end.nanosecond)
      }
      let isBorrowed = to.nanosecond < from.nanosecond
      return CalendarDuration(
        validMonths: months, days: days,
        seconds: to.second - from.second - (isBorrowed ? 1 : 0),
        nanosecond: to.nanosecond - from.nanosecond + (isBorrowed ? 1_000_000_000 : 0))
    }
  }
}

extension TimeZoneDatabase {
  /// The same instant on the clock of another moment's offset or zone.
  fileprivate func retell(
    _ moment: ZonedDateTime, like model: ZonedDateTime
  ) throws(TimeZoneError) -> ZonedDateTime {
    guard model.zone == .unnamed else {
      return try self.moment(
        atSecond: moment.secondsSinceEpoch, nanosecond: moment.nanosecond, in: model.zone)
    }
    let result = ZonedDateTime(
      secondsSinceEpoch: moment.secondsSinceEpoch, nanosecond: moment.nanosecond,
      offsetSeconds: model.offsetSeconds)
    guard let result else { throw .outOfRange }
    return result
  }
}
