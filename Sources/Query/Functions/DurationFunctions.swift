// Functions that make durations: of text, of a map of amounts, and of two other temporal values.

internal import Graph
internal import Text

/// Functions of durations.
enum DurationFunctions {
  static let all: [ScalarFunction] =
    [
      ScalarFunction(
        "duration", [("value", [.string, .map, .duration])],
        gives: StaticType(kinds: .duration),
        "The duration of a text or of a map of amounts such as {days: 1.5}."
      ) { values, _ throws(QueryError) in
        try make(of: values[0])
      }
    ] + differences

  private typealias Difference =
    @Sendable (TemporalInstant, TemporalInstant) throws(TimeZoneError) -> CalendarDuration

  private static let differences: [ScalarFunction] = [
    difference("duration.between", "The months, days, hours and less from one value to another.") {
      start, end throws(TimeZoneError) in try .between(start, end)
    },
    difference("duration.inMonths", "The whole months from one value to another.") {
      start, end throws(TimeZoneError) in try .monthsBetween(start, end)
    },
    difference("duration.inDays", "The whole days from one value to another.") {
      start, end throws(TimeZoneError) in try .daysBetween(start, end)
    },
    difference("duration.inSeconds", "The hours and less from one value to another.") {
      start, end throws(TimeZoneError) in try .secondsBetween(start, end)
    },
  ]

  private static func difference(
    _ name: String, _ summary: String, _ compute: @escaping Difference
  ) -> ScalarFunction {
    ScalarFunction(
      name, [("from", .instant), ("to", .instant)], gives: StaticType(kinds: .duration), summary
    ) { values, _ throws(QueryError) in
      let (start, end) = (try instant(values[0], for: name), try instant(values[1], for: name))
      do throws(TimeZoneError) {
        return .duration(try compute(start, end))
      } catch { throw zoneError(error, in: name) }
    }
  }

  private static func instant(
    _ value: Value, for function: String
  ) throws(QueryError) -> TemporalInstant {
    guard let instant = TemporalInstant(value) else {
      throw wrongKind(value, for: function, expected: .instant)
    }
    return instant
  }

  private static func make(of value: Value) throws(QueryError) -> Value {
    switch value {
    case .duration: return value
    case .string(let text):
      do throws(TemporalTextError) {
        return .duration(try CalendarDuration(parsing: text.string))
      } catch { throw temporalTextError(error, text.string, for: "duration") }
    case .map(let map): return try make(of: map)
    default: throw wrongKind(value, for: "duration", expected: [.string, .map, .duration])
    }
  }

  private static let units: [String: CalendarDuration.Unit] = {
    var units: [String: CalendarDuration.Unit] = [:]
    for unit in CalendarDuration.Unit.allCases { units[unit.rawValue] = unit }
    return units
  }()

  private static func make(of map: ValueMap) throws(QueryError) -> Value {
    var amounts: [(CalendarDuration.Unit, CalendarDuration.Amount)] = []
    var hasNull = false
    for (key, value) in map.entries {
      guard let unit = units[key.string.asciiLowercased] else {
        let all = CalendarDuration.Unit.allCases.map(\.rawValue).joined(separator: ", ")
        throw .argument(
          .invalidArgumentValue, "duration(): '\(key)' is no unit", subject: key.string,
          hint: "units are \(all)")
      }
      switch value {
      case .null: hasNull = true
      case .integer(let number): amounts.append((unit, .integer(number)))
      case .float(let number): amounts.append((unit, .float(number)))
      default: throw wrongKind(value, for: "duration", expected: .number)
      }
    }
    if hasNull { return .null }
    guard !amounts.isEmpty else {
      throw .argument(
        .invalidArgumentValue, "duration() needs at least one unit", subject: "duration",
        hint: "for example duration({days: 1})")
    }
    guard let duration = CalendarDuration(amounts) else {
      throw .argument(
        .numberOutOfRange, "duration(): an amount is no number or too large", subject: "duration")
    }
    return .duration(duration)
  }
}
