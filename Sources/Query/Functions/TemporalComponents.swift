// The parts of temporal values that `x.year`, `x.offset` or `d.minutesOfHour` read. Each kind of
// part is an enum with a switch, so that a column of dates is read without asking for the name
// again in every row.

internal import Graph
internal import Text

/// A part of a day.
enum DateComponent: String, CaseIterable {
  case year, quarter, month, week, weekYear, dayOfQuarter, day, ordinalDay
  case weekDay, dayOfWeek

  /// The number of the part.
  func value(of date: CalendarDate) -> Int64 {
    switch self {
    case .year: date.year
    case .quarter: date.quarter
    case .month: date.month
    case .week: date.week
    case .weekYear: date.weekYear
    case .dayOfQuarter: date.dayOfQuarter
    case .day: date.day
    case .ordinalDay: date.ordinalDay
    case .weekDay, .dayOfWeek: date.weekday
    }
  }
}

/// A part of a time of the day; fractions count from the beginning of the second.
enum TimeComponent: String, CaseIterable {
  case hour, minute, second, millisecond, microsecond, nanosecond

  /// The number of the part.
  func value(of time: LocalTime) -> Int64 {
    switch self {
    case .hour: time.hour
    case .minute: time.minute
    case .second: time.second
    case .millisecond: time.nanosecond / 1_000_000
    case .microsecond: time.nanosecond / 1_000
    case .nanosecond: time.nanosecond
    }
  }
}

/// A part of a duration: whole units of the months, of the days, or of the seconds, which are kept
/// apart.
enum DurationComponent: String, CaseIterable {
  case years, quarters, months, weeks, days, hours, minutes, seconds
  case milliseconds, microseconds, nanoseconds
  case quartersOfYear, monthsOfYear, monthsOfQuarter, daysOfWeek, minutesOfHour, secondsOfMinute
  case millisecondsOfSecond, microsecondsOfSecond, nanosecondsOfSecond

  /// The number of the part, or nil where it does not fit 64 bits.
  func value(of duration: CalendarDuration) -> Int64? {
    let nanosecond = Int64(duration.nanosecond)
    switch self {
    case .years: return duration.months / 12
    case .quarters: return duration.months / 3
    case .months: return duration.months
    case .weeks: return duration.days / 7
    case .days: return duration.days
    case .hours: return duration.seconds / 3_600
    case .minutes: return duration.seconds / 60
    case .seconds: return duration.seconds
    case .milliseconds: return fractions(of: duration, 1_000)
    case .microseconds: return fractions(of: duration, 1_000_000)
    case .nanoseconds: return fractions(of: duration, 1_000_000_000)
    case .quartersOfYear: return duration.months / 3 % 4
    case .monthsOfYear: return duration.months % 12
    case .monthsOfQuarter: return duration.months % 3
    case .daysOfWeek: return duration.days % 7
    case .minutesOfHour: return duration.seconds / 60 % 60
    case .secondsOfMinute: return duration.seconds % 60
    case .millisecondsOfSecond: return nanosecond / 1_000_000
    case .microsecondsOfSecond: return nanosecond / 1_000
    case .nanosecondsOfSecond: return nanosecond
    }
  }

  private func fractions(of duration: CalendarDuration, _ perSecond: Int64) -> Int64? {
    let rest = Int128(duration.nanosecond) * Int128(perSecond) / 1_000_000_000
    return Int64(exactly: Int128(duration.seconds) * Int128(perSecond) + rest)
  }
}

/// The part of a day with a name, or nil.
func dateComponent(_ name: UTF8String) -> DateComponent? {
  DateComponent(rawValue: name.string)
}

/// The part of a temporal value with a name, or nil where its kind has no such part.
///
/// A part that does not fit 64 bits is null.
func temporalComponent(_ value: Value, _ key: UTF8String) -> Value? {
  let name = key.string
  if case .duration(let duration) = value {
    guard let component = DurationComponent(rawValue: name) else { return nil }
    return component.value(of: duration).map(Value.integer) ?? .null
  }
  if let date = value.calendarDate, let component = DateComponent(rawValue: name) {
    return .integer(component.value(of: date))
  }
  if let time = value.clockTime, let component = TimeComponent(rawValue: name) {
    return .integer(component.value(of: time))
  }
  guard let offset = value.offsetSeconds else { return nil }
  switch name {
  case "offset": return .string(offsetText(offset))
  case "offsetMinutes": return .integer(Int64(offset / 60))
  case "offsetSeconds": return .integer(Int64(offset))
  case "timezone":
    guard case .dateTime(let moment) = value, let zone = moment.zone.name else {
      return .string(offsetText(offset))
    }
    return .string(UTF8String(zone))
  default: break
  }
  guard case .dateTime(let moment) = value else { return nil }
  switch name {
  case "epochSeconds": return .integer(moment.epochSeconds)
  case "epochMillis": return moment.epochMillis.map(Value.integer) ?? .null
  default: return nil
  }
}

/// The part of a temporal value with a name; that there is none is an error, since all parts that a
/// kind has are known.
func requiredTemporalComponent(
  _ value: Value, _ key: UTF8String
) throws(QueryError) -> Value {
  if let part = temporalComponent(value, key) { return part }
  let parts = temporalComponentNames.filter { temporalComponent(value, $0) != nil }
  let near = nearNames(to: key, among: parts, limit: 1).first
  throw .argument(
    .invalidArgumentValue, "\(value.kinds.names) has no part .\(key)", subject: key.string,
    hint: near.map { "did you mean .\($0)?" }
      ?? "it has " + parts.prefix(8).map { ".\($0)" }.joined(separator: ", ") + ", …")
}

private let temporalComponentNames: [UTF8String] =
  (DateComponent.allCases.map(\.rawValue) + TimeComponent.allCases.map(\.rawValue)
  + DurationComponent.allCases.map(\.rawValue)
  + ["offset", "offsetMinutes", "offsetSeconds", "timezone", "epochSeconds", "epochMillis"])
  .map { UTF8String($0) }

private func offsetText(_ seconds: Int32) -> UTF8String {
  var bytes: [UInt8] = []
  bytes.append(offsetSeconds: seconds)
  return UTF8String(String(decoding: bytes, as: UTF8.self))
}

extension Value {
  /// The offset from UTC of a time or moment that has one.
  var offsetSeconds: Int32? {
    switch self {
    case .time(let time): time.offsetSeconds
    case .dateTime(let moment): moment.offsetSeconds
    default: nil
    }
  }
}
