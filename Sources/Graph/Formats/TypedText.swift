// Values whose type a format cannot tell, as text under the name of their type: `date`, `time`,
// `localtime`, `datetime`, `localdatetime`, `duration`, `point`, the names that Neo4j uses; and
// `float` for the numbers that JSON has no digits for. Reading trusts the offset that stands beside
// a zone: a graph may come from a machine with other rules for it, or from one that knows the zone.

internal import Text

/// A type whose values formats write as text.
internal enum TextType: String {
  case float, date, time
  case localTime = "localtime"
  case dateTime = "datetime"
  case localDateTime = "localdatetime"
  case duration, point

  /// The type of a value that JSON cannot hold, or nil.
  init?(of value: Value) {
    switch value {
    case .float(let number) where !number.isFinite: self = .float
    case .date: self = .date
    case .time: self = .time
    case .localTime: self = .localTime
    case .dateTime: self = .dateTime
    case .localDateTime: self = .localDateTime
    case .duration: self = .duration
    case .point: self = .point
    default: return nil
    }
  }

  /// Reads what `appendTypedText` wrote, and other spellings of the type; nil for anything else.
  func value(of text: UTF8String) -> Value? {
    switch self {
    case .float: text.withBytes { parseDouble($0, allowingNames: true) }.map(Value.float)
    case .date: (try? CalendarDate(parsing: text.string)).map(Value.date)
    case .time: (try? ZonedTime(parsing: text.string)).map(Value.time)
    case .localTime: (try? LocalTime(parsing: text.string)).map(Value.localTime)
    case .dateTime: TextType.dateTime(of: text.string).map(Value.dateTime)
    case .localDateTime: (try? LocalDateTime(parsing: text.string)).map(Value.localDateTime)
    case .duration: (try? CalendarDuration(parsing: text.string)).map(Value.duration)
    case .point: (try? Point(parsing: text.string)).map(Value.point)
    }
  }

  private static func dateTime(of text: String) -> ZonedDateTime? {
    let bytes = text.utf8
    guard bytes.last == UInt8(ascii: "]"), let bracket = bytes.lastIndex(of: UInt8(ascii: "["))
    else { return try? ZonedDateTime(parsing: text) }
    let moment = text[..<bracket]
    let name = text[bytes.index(after: bracket)..<bytes.index(before: bytes.endIndex)]
    guard hasOffset(moment.utf8), let zone = ZoneID(interning: String(name)),
      let unzoned = try? ZonedDateTime(parsing: String(moment))
    else { return try? ZonedDateTime(parsing: text) }
    return ZonedDateTime(
      secondsSinceEpoch: unzoned.secondsSinceEpoch, nanosecond: unzoned.nanosecond,
      offsetSeconds: unzoned.offsetSeconds, zone: zone)
  }

  /// Whether an offset stands behind the time of a moment.
  private static func hasOffset(_ moment: Substring.UTF8View) -> Bool {
    guard let time = moment.lastIndex(where: { $0 | 0x20 == UInt8(ascii: "t") }) else {
      return moment.last.map { $0 | 0x20 == UInt8(ascii: "z") } ?? false
    }
    let signs: [UInt8] = [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "Z")]
    return moment[time...].contains { signs.contains($0) || $0 == UInt8(ascii: "z") }
  }
}
