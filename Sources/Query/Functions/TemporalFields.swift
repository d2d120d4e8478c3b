// What a map says about a temporal value: numbers of years, weeks, hours …, other values that it
// starts from, and a zone. The fields are read from the map once and checked for what they are;
// TemporalFields+Build.swift makes values of them.

internal import Graph
internal import Text

/// A number that a map gives for a part of a temporal value.
enum TemporalField: Int, CaseIterable {
  case year, quarter, month, week, ordinalDay, dayOfQuarter, dayOfWeek, day
  case hour, minute, second, millisecond, microsecond, nanosecond
  case epochSeconds, epochMillis

  /// The key of the field.
  var name: String { String(describing: self) }
}

/// The fields of a map from which a temporal value is made.
struct TemporalFields {
  /// The function that asks, for messages.
  let function: String
  private var numbers = [Int64?](repeating: nil, count: TemporalField.allCases.count)
  /// The value whose day is taken.
  var date: Value?
  /// The value whose time of the day is taken.
  var time: Value?
  /// The value whose day and time are taken.
  var dateTime: Value?
  /// The zone that the result is to have.
  var zone: ClockZone?
  /// Whether a field of the map is null, which makes the result null.
  private(set) var hasNull = false

  private static let places: [String: TemporalField] = {
    var places: [String: TemporalField] = [:]
    for field in TemporalField.allCases { places[field.name.asciiLowercased] = field }
    return places
  }()

  /// Reads a map; keys may be in any case.
  init(_ map: ValueMap, for function: String) throws(QueryError) {
    self.function = function
    for (key, value) in map.entries {
      if case .null = value {
        hasNull = true
        continue
      }
      let name = key.string.asciiLowercased
      if let field = TemporalFields.places[name] {
        guard case .integer(let number) = value else {
          throw invalid("\(key) must be an Integer, but is \(value.kinds.names)", key.string)
        }
        numbers[field.rawValue] = number
        continue
      }
      switch name {
      case "date": date = value
      case "time": time = value
      case "datetime": dateTime = value
      case "timezone": zone = try clockZone(value, for: function)
      default:
        throw invalid(
          "'\(key)' is no part of a temporal value", key.string,
          hint: "parts are year, month, day, hour, minute, second, nanosecond, timezone, …")
      }
    }
    if dateTime != nil && (date != nil || time != nil) {
      throw invalid("datetime cannot stand beside date or time", "datetime")
    }
  }

  /// The number of a field.
  subscript(field: TemporalField) -> Int64? {
    get { numbers[field.rawValue] }
    set { numbers[field.rawValue] = newValue }
  }

  /// Whether one of some fields is there.
  func has(_ fields: TemporalField...) -> Bool { fields.contains { self[$0] != nil } }

  /// Whether nothing but perhaps a zone is given.
  var isOnlyZone: Bool {
    date == nil && time == nil && dateTime == nil && numbers.allSatisfy { $0 == nil }
  }

  /// Refuses fields that a value of some kind does not have.
  func refuse(_ fields: [TemporalField], in kind: String) throws(QueryError) {
    for field in fields where self[field] != nil {
      throw invalid("a \(kind) has no \(field.name)", field.name)
    }
  }

  /// An error about what the map says.
  func invalid(_ what: String, _ subject: String, hint: String? = nil) -> QueryError {
    .argument(
      .invalidArgumentValue, "\(function)(): \(what)", subject: subject, hint: hint)
  }
}

/// The zone that text names.
func clockZone(_ value: Value, for function: String) throws(QueryError) -> ClockZone {
  guard case .string(let text) = value else {
    throw wrongKind(value, for: function, expected: .string)
  }
  do throws(TemporalTextError) {
    return try ClockZone(parsing: text.string)
  } catch {
    throw .argument(
      .invalidArgumentValue, "\(function)(): '\(text)' is no time zone: \(error.message)",
      subject: text.string)
  }
}

/// What a zone could not do, as an error of a function.
func zoneError(_ error: TimeZoneError, in function: String) -> QueryError {
  .argument(.invalidArgumentValue, "\(function)(): \(error.message)", subject: function)
}
