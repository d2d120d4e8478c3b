// What tells the clocks of a place: a fixed offset from UTC or a named zone of the tz database.
// Reads both from text, and turns local times and instants into moments. A named zone's rules are
// those of TimeZones.swift.

/// A fixed offset from UTC, or a named zone.
public enum ClockZone: Hashable, Sendable {
  /// Seconds east of UTC.
  case offset(Int32)
  /// A zone of the tz database.
  case zone(ZoneID)

  /// Universal time.
  public static let utc = ClockZone.offset(0)

  /// Reads an offset such as `Z`, `+01:00` or `-0130`, or a name such as `Europe/Stockholm`, in
  /// which blanks stand for underscores.
  public init(
    parsing text: String, zones: TimeZoneDatabase = .system
  ) throws(TemporalTextError) {
    var parser = TemporalParser(text)
    if parser.isAtOffset {
      self = .offset(try parser.parseOffsetIfPresent() ?? 0)
      try parser.expectEnd()
      return
    }
    let name = String(decoding: text.utf8.map { $0 == 0x20 ? 0x5f : $0 }, as: UTF8.self)
    do throws(TimeZoneError) {
      self = .zone(try zones.zone(named: name))
    } catch {
      throw TemporalTextError(offset: 0, reason: .zone(error))
    }
  }

  /// The moment of a local time.
  ///
  /// Where clocks show it twice it is the one with the preferred offset, else the earlier one.
  public func moment(
    of local: LocalDateTime, preferring preferred: Int32? = nil,
    zones: TimeZoneDatabase = .system
  ) throws(TimeZoneError) -> ZonedDateTime {
    let moment: ZonedDateTime?
    switch self {
    case .offset(let seconds): moment = ZonedDateTime(local, offsetSeconds: seconds)
    case .zone(let zone):
      if let preferred, try zones.validOffsets(of: zone, at: local).contains(preferred) {
        moment = ZonedDateTime(local, offsetSeconds: preferred, zone: zone)
      } else {
        moment = try zones.moment(of: local, in: zone)
      }
    }
    guard let moment else { throw .outOfRange }
    return moment
  }

  /// An instant as clocks here show it.
  public func moment(
    atSecond second: Int64, nanosecond: Int32, zones: TimeZoneDatabase = .system
  ) throws(TimeZoneError) -> ZonedDateTime {
    switch self {
    case .zone(let zone):
      return try zones.moment(atSecond: second, nanosecond: nanosecond, in: zone)
    case .offset(let seconds):
      let moment = ZonedDateTime(
        secondsSinceEpoch: second, nanosecond: nanosecond, offsetSeconds: seconds)
      guard let moment else { throw .outOfRange }
      return moment
    }
  }
}

extension ZonedDateTime {
  /// The zone that the moment is told in, or its offset where it has none.
  public var clockZone: ClockZone { zone == .unnamed ? .offset(offsetSeconds) : .zone(zone) }
}

extension TemporalParser {
  /// Whether an offset follows, and not the name of a zone.
  fileprivate var isAtOffset: Bool {
    switch next {
    case UInt8(ascii: "+"), UInt8(ascii: "-"): true
    case UInt8(ascii: "Z"), UInt8(ascii: "z"): bytes.count == 1
    default: false
    }
  }
}
