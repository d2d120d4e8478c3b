// Cutting temporal values down to the beginning of a unit: `date.truncate('month', d, {day: 2})`.
// The map replaces parts of what is left. Years before 0 go down, so that the result is never after
// the value.

internal import Graph
internal import Text

/// A unit that temporal values are cut down to.
enum TruncationUnit: String, CaseIterable {
  case millennium, century, decade, year, weekYear, quarter, month, week, day
  case hour, minute, second, millisecond, microsecond

  /// The unit with a name in any case.
  init?(named name: String) {
    let lowered = name.asciiLowercased
    let unit = TruncationUnit.allCases.first { $0.rawValue.asciiLowercased == lowered }
    guard let unit else { return nil }
    self = unit
  }

  /// Whether the unit is a day or smaller.
  var isWithinDay: Bool { nanoseconds != nil }

  /// Whether the unit is smaller than a day.
  var isOfClock: Bool { isWithinDay && self != .day }

  /// The length of the unit where it is fixed.
  private var nanoseconds: Int64? {
    switch self {
    case .day: LocalTime.nanosecondsPerDay
    case .hour: 3_600_000_000_000
    case .minute: 60_000_000_000
    case .second: 1_000_000_000
    case .millisecond: 1_000_000
    case .microsecond: 1_000
    default: nil
    }
  }

  /// The day at which the unit began; nil before the calendar.
  func begin(of day: CalendarDate) -> CalendarDate? {
    switch self {
    case .millennium: day.firstOfYears(1_000)
    case .century: day.firstOfYears(100)
    case .decade: day.firstOfYears(10)
    case .year: day.firstOfYears(1)
    case .weekYear: CalendarDate(weekYear: day.weekYear, week: 1)
    case .quarter: CalendarDate(year: day.year, month: day.quarter * 3 - 2, day: 1)
    case .month: day.adding(days: 1 - day.day)
    case .week: day.adding(days: 1 - day.weekday)
    case .day, .hour, .minute, .second, .millisecond, .microsecond: day
    }
  }

  /// The time of the day at which the unit began.
  func begin(of time: LocalTime) -> LocalTime {
    let length = nanoseconds ?? LocalTime.nanosecondsPerDay
    return LocalTime(nanosecondOfDay: time.nanosecondOfDay / length * length) ?? .midnight
  }
}

extension CalendarDate {
  /// The first day of the group of so many years that the day is in.
  fileprivate func firstOfYears(_ count: Int64) -> CalendarDate? {
    CalendarDate(year: year - year.dividedDown(by: count).remainder, month: 1, day: 1)
  }
}

extension InstantKind {
  /// `kind.truncate(unit, value, parts)`; without a value it is now, without parts none change.
  func truncate(_ values: [Value], _ context: ExecutionContext) throws(QueryError) -> Value {
    let function = name + ".truncate"
    guard case .string(let unitName) = values[0] else {
      throw wrongKind(values[0], for: function, expected: .string)
    }
    guard let unit = TruncationUnit(named: unitName.string) else {
      let all = TruncationUnit.allCases.map(\.rawValue).joined(separator: ", ")
      throw .argument(
        .invalidArgumentValue, "\(function)(): '\(unitName)' is no unit",
        subject: unitName.string, hint: "units are \(all)")
    }
    let value =
      values.count > 1
      ? values[1]
      : try InstantKind.dateTime.now(.utc, at: context.startOfStatement, for: function)
    var fields = try TemporalFields(try parts(values, function), for: function)
    if fields.hasNull { return .null }
    guard fields.date == nil, fields.time == nil, fields.dateTime == nil else {
      throw fields.invalid("the parts cannot name another value", "parts")
    }
    let start = try begin(
      of: unit, value, fields.zone, today: context.startOfStatement.date, function)
    fields.keepFractions(of: start, in: unit)
    switch self {
    case .date: fields.date = start
    case .time, .localTime: fields.time = start
    case .dateTime, .localDateTime: fields.dateTime = start
    }
    if hasZone { fields.zone = nil }
    return try make(of: fields, context)
  }

  private func parts(_ values: [Value], _ function: String) throws(QueryError) -> ValueMap {
    guard values.count > 2 else { return ValueMap() }
    guard case .map(let map) = values[2] else {
      throw wrongKind(values[2], for: function, expected: .map)
    }
    return map
  }

  /// The value cut down, as a value of this kind; a zone given has clocks that show the same.
  private func begin(
    of unit: TruncationUnit, _ value: Value, _ zone: ClockZone?, today: CalendarDate,
    _ function: String
  ) throws(QueryError) -> Value {
    let day = try begin(ofDay: unit, value, function)
    let time = try begin(ofClock: unit, value, function)
    let local = LocalDateTime(day ?? value.calendarDate ?? today, time)
    switch self {
    case .date: return .date(local.date)
    case .localTime: return .localTime(time)
    case .localDateTime: return .localDateTime(local)
    case .time, .dateTime: break
    }
    do throws(TimeZoneError) {
      if self == .dateTime, case .dateTime(let moment) = value {
        return .dateTime(
          try (zone ?? moment.clockZone).moment(of: local, preferring: moment.offsetSeconds))
      }
      let moment = try (zone ?? .offset(value.offsetSeconds ?? 0)).moment(of: local)
      guard self == .time else { return .dateTime(moment) }
      guard let time = ZonedTime(time, offsetSeconds: moment.offsetSeconds) else {
        throw .outOfRange
      }
      return .time(time)
    } catch { throw zoneError(error, in: function) }
  }

  /// The day at which the unit began, where values of this kind have a day.
  private func begin(
    ofDay unit: TruncationUnit, _ value: Value, _ function: String
  ) throws(QueryError) -> CalendarDate? {
    guard self != .time && self != .localTime else { return nil }
    guard let day = value.calendarDate else {
      throw wrongKind(value, for: function, expected: [.date, .dateTime, .localDateTime])
    }
    guard let first = unit.begin(of: day) else { throw zoneError(.outOfRange, in: function) }
    return first
  }

  /// The time of the day at which the unit began; midnight for days and longer units.
  private func begin(
    ofClock unit: TruncationUnit, _ value: Value, _ function: String
  ) throws(QueryError) -> LocalTime {
    let hasDay = self != .time && self != .localTime
    let time = value.clockTime
    if time == nil && !hasDay {
      throw wrongKind(
        value, for: function, expected: [.time, .localTime, .dateTime, .localDateTime])
    }
    let fits = hasDay ? !unit.isOfClock || self != .date && time != nil : unit.isWithinDay
    guard fits else {
      let what = hasDay ? "a date" : "a time of the day"
      throw .argument(
        .invalidArgumentValue, "\(function)(): \(what) has no \(unit.rawValue) to be cut down to",
        subject: unit.rawValue)
    }
    return unit.begin(of: time ?? .midnight)
  }
}

extension TemporalFields {
  /// Keeps the larger fractions of a second that a value has when the map gives smaller ones.
  fileprivate mutating func keepFractions(of start: Value, in unit: TruncationUnit) {
    guard let nanosecond = start.clockTime?.nanosecond else { return }
    if unit == .millisecond, has(.microsecond, .nanosecond), !has(.millisecond) {
      self[.millisecond] = nanosecond / 1_000_000
    }
    if unit == .microsecond, has(.nanosecond), !has(.millisecond, .microsecond) {
      self[.microsecond] = nanosecond / 1_000
    }
  }
}
