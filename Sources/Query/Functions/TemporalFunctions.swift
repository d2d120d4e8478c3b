// Functions that make dates, times and moments: from the clock, from text, from maps and from other
// temporal values. All five kinds are made the same way; DurationFunctions.swift has the sixth. The
// clock is that of the statement, in UTC unless a zone is asked for; only `realtime` looks anew.

internal import Graph
internal import Text

/// Functions of dates, times and durations.
enum TemporalFunctions {
  static let all: [ScalarFunction] =
    InstantKind.allCases.flatMap(functions(of:)) + epoch + DurationFunctions.all

  private static func functions(of kind: InstantKind) -> [ScalarFunction] {
    let (name, type) = (kind.name, StaticType(kinds: kind.kinds))
    let sources: ValueKinds = [.string, .map, .instant]
    let make = ScalarFunction(
      name, [("value", sources)], gives: type,
      "The \(kind.words) of a text, a map of parts or another temporal value, or now.", required: 0
    ) { values, context throws(QueryError) in
      guard let value = values.first else {
        return try kind.now(.utc, at: context.startOfStatement, for: kind.name)
      }
      return try kind.make(of: value, context)
    }
    let clocks = [
      ("transaction", "when the transaction began"), ("statement", "when the statement began"),
      ("realtime", "at this very moment"),
    ].map { suffix, moment in clock("\(name).\(suffix)", kind, moment) }
    let truncate = ScalarFunction(
      "\(name).truncate", [("unit", .string), ("value", .instant), ("parts", .map)], gives: type,
      "The \(kind.words) at which the unit began, with some parts replaced.", required: 1
    ) { values, context throws(QueryError) in
      try kind.truncate(values, context)
    }
    return [make] + clocks + [truncate]
  }

  private static func clock(
    _ name: String, _ kind: InstantKind, _ moment: String
  ) -> ScalarFunction {
    let isRealTime = name.hasSuffix("realtime")
    var function = ScalarFunction(
      name, [("timezone", .string)], gives: StaticType(kinds: kind.kinds),
      "The \(kind.words) \(moment).", required: 0
    ) { values, context throws(QueryError) in
      var zone = ClockZone.utc
      if let value = values.first { zone = try clockZone(value, for: name) }
      let instant = isRealTime ? try currentMoment() : context.startOfStatement
      return try kind.now(zone, at: instant, for: name)
    }
    function.isDeterministic = !isRealTime
    return function
  }

  private static let epoch: [ScalarFunction] = [
    ScalarFunction(
      "datetime.fromepoch", [("seconds", .integer), ("nanoseconds", .integer)],
      gives: StaticType(kinds: .dateTime),
      "The moment so many seconds and nanoseconds after 1970-01-01T00:00Z."
    ) { values, _ throws(QueryError) in
      let seconds = try integer(values[0], for: "datetime.fromepoch")
      let nanoseconds = try integer(values[1], for: "datetime.fromepoch")
      let (carry, rest) = nanoseconds.dividedDown(by: 1_000_000_000)
      let (whole, isTooLarge) = seconds.addingReportingOverflow(carry)
      return try momentSinceEpoch(isTooLarge ? nil : whole, rest, for: "datetime.fromepoch")
    },
    ScalarFunction(
      "datetime.fromepochmillis", [("milliseconds", .integer)],
      gives: StaticType(kinds: .dateTime),
      "The moment so many milliseconds after 1970-01-01T00:00Z."
    ) { values, _ throws(QueryError) in
      let millis = try integer(values[0], for: "datetime.fromepochmillis")
      let (second, rest) = millis.dividedDown(by: 1_000)
      return try momentSinceEpoch(second, rest * 1_000_000, for: "datetime.fromepochmillis")
    },
  ]

  private static func integer(
    _ value: Value, for function: String
  ) throws(QueryError) -> Int64 {
    guard case .integer(let number) = value else {
      throw wrongKind(value, for: function, expected: .integer)
    }
    return number
  }

  private static func momentSinceEpoch(
    _ second: Int64?, _ nanosecond: Int64, for function: String
  ) throws(QueryError) -> Value {
    let moment = second.flatMap {
      ZonedDateTime(secondsSinceEpoch: $0, nanosecond: Int32(nanosecond), offsetSeconds: 0)
    }
    guard let moment else { throw zoneError(.outOfRange, in: function) }
    return .dateTime(moment)
  }
}

/// The kinds of temporal values that are points in time or of the day.
enum InstantKind: CaseIterable {
  case date, time, localTime, dateTime, localDateTime

  /// The name of the function that makes it.
  var name: String {
    switch self {
    case .date: "date"
    case .time: "time"
    case .localTime: "localtime"
    case .dateTime: "datetime"
    case .localDateTime: "localdatetime"
    }
  }

  /// The kind in words, for summaries.
  var words: String {
    switch self {
    case .date: "date"
    case .time: "time with an offset"
    case .localTime: "time without an offset"
    case .dateTime: "moment"
    case .localDateTime: "date and time without an offset"
    }
  }

  /// The kind as a set of one.
  var kinds: ValueKinds {
    switch self {
    case .date: .date
    case .time: .time
    case .localTime: .localTime
    case .dateTime: .dateTime
    case .localDateTime: .localDateTime
    }
  }

  /// Whether values of this kind have an offset.
  var hasZone: Bool { self == .time || self == .dateTime }

  /// The value of an instant in UTC as clocks of a zone show it.
  func now(
    _ zone: ClockZone, at instant: LocalDateTime, for function: String
  ) throws(QueryError) -> Value {
    let moment: ZonedDateTime
    do throws(TimeZoneError) {
      moment = try zone.moment(
        atSecond: instant.secondsSinceEpoch, nanosecond: instant.nanosecond)
    } catch { throw zoneError(error, in: function) }
    return try project(.dateTime(moment), for: function)
  }

  /// The value of a text, a map or another temporal value.
  func make(of value: Value, _ context: ExecutionContext) throws(QueryError) -> Value {
    switch value {
    case .null: return .null
    case .string(let text): return try parse(text.string)
    case .map(let map):
      let fields = try TemporalFields(map, for: name)
      if fields.hasNull { return .null }
      if let zone = fields.zone, fields.isOnlyZone {
        return try now(zone, at: context.startOfStatement, for: name)
      }
      return try make(of: fields, context)
    default: return try project(value, for: name)
    }
  }

  /// The value that the fields of a map tell.
  func make(of fields: TemporalFields, _ context: ExecutionContext) throws(QueryError) -> Value {
    if fields.zone != nil && !hasZone {
      throw fields.invalid("a \(words) has no timezone", "timezone")
    }
    switch self {
    case .date: return .date(try fields.makeDate())
    case .time: return .time(try fields.makeTime(today: context.startOfStatement.date))
    case .localTime: return .localTime(try fields.makeLocalTime())
    case .dateTime: return .dateTime(try fields.makeDateTime())
    case .localDateTime: return .localDateTime(try fields.makeLocalDateTime())
    }
  }

  private func parse(_ text: String) throws(QueryError) -> Value {
    do throws(TemporalTextError) {
      switch self {
      case .date: return .date(try CalendarDate(parsing: text))
      case .time: return .time(try ZonedTime(parsing: text))
      case .localTime: return .localTime(try LocalTime(parsing: text))
      case .dateTime: return .dateTime(try ZonedDateTime(parsing: text))
      case .localDateTime: return .localDateTime(try LocalDateTime(parsing: text))
      }
    } catch { throw temporalTextError(error, text, for: name) }
  }

  /// What a temporal value has of this kind; a date stands for its midnight, no offset for UTC.
  private func project(_ value: Value, for function: String) throws(QueryError) -> Value {
    let result: Value? =
      switch self {
      case .date: value.calendarDate.map(Value.date)
      case .localTime: value.clockTime.map(Value.localTime)
      case .time:
        value.clockTime.flatMap { ZonedTime($0, offsetSeconds: value.offsetSeconds ?? 0) }
          .map(Value.time)
      case .localDateTime:
        value.calendarDate.map {
          .localDateTime(LocalDateTime($0, value.clockTime ?? .midnight))
        }
      case .dateTime:
        if case .dateTime = value {
          value
        } else {
          value.calendarDate.flatMap {
            ZonedDateTime(LocalDateTime($0, value.clockTime ?? .midnight), offsetSeconds: 0)
          }.map(Value.dateTime)
        }
      }
    guard let result else {
      let sources: ValueKinds =
        switch self {
        case .time, .localTime: [.time, .localTime, .dateTime, .localDateTime]
        case .date, .dateTime, .localDateTime: [.date, .dateTime, .localDateTime]
        }
      throw wrongKind(value, for: function, expected: [.string, .map, sources])
    }
    return result
  }
}

/// Text that is no temporal value, as an error of a function.
func temporalTextError(
  _ error: TemporalTextError, _ text: String, for function: String
) -> QueryError {
  let isLong = text.utf8.count > 80
  let shown = isLong ? String(text.unicodeScalars.prefix(40)) + "…" : text
  return .argument(
    .invalidArgumentValue, "\(function)() cannot read '\(shown)': \(error.message)",
    subject: shown)
}
