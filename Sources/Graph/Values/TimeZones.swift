// The time zones of the system's tz database: names to rules, instants to offsets, and local times
// to instants the way java.time resolves them (a gap moves clocks forward, an overlap means the
// earlier moment). Rules are read when first asked for and kept. Relies on files in TZDIR or
// /usr/share/zoneinfo; without them there is an error that says so, never a guess.

import Glibc

/// Why a time zone could not be used.
public enum TimeZoneError: Error, Equatable, Sendable {
  /// The text cannot be the name of a zone.
  case malformedName(String)
  /// The database has no zone of this name.
  case unknownZone(String)
  /// The zone's file is damaged or of an unknown form.
  case damagedFile(path: String)
  /// There is no database on this machine.
  case noDatabase(directory: String)
  /// More than 65,535 names were met.
  case tooManyZones
  /// The moment lies outside of the calendar in this zone.
  case outOfRange

  /// What is wrong and what to do about it.
  public var message: String {
    switch self {
    case .malformedName(let name): "'\(name)' cannot be the name of a time zone"
    case .unknownZone(let name):
      "there is no time zone '\(name)'; names are like Asia/Shanghai or Europe/Stockholm"
    case .damagedFile(let path): "the time zone file \(path) is damaged; reinstall tzdata"
    case .noDatabase(let directory):
      "no time zone database in \(directory); install tzdata, or name its folder in TZDIR"
    case .tooManyZones: "more than 65,535 names of time zones are in use"
    case .outOfRange: "the moment lies outside of the calendar"
    }
  }
}

/// A folder of compiled time zone files.
public final class TimeZoneDatabase: Sendable {
  /// Where the files are.
  public let directory: String
  private let known = Lock<[String: ZoneRules]>([:])

  /// Names the folder; it is looked at when the first zone is asked for.
  public init(directory: String) { self.directory = directory }

  /// The database of this machine: TZDIR if set, else /usr/share/zoneinfo.
  public static let system: TimeZoneDatabase = {
    // SAFETY: the environment is not changed while the program runs; the text is copied at once.
    if let given = unsafe getenv("TZDIR"), unsafe given.pointee != 0 {
      return unsafe TimeZoneDatabase(directory: String(cString: given))
    }
    return TimeZoneDatabase(directory: "/usr/share/zoneinfo")
  }()

  /// The zone of a name, which must be in the database.
  public func zone(named name: String) throws(TimeZoneError) -> ZoneID {
    _ = try rules(named: name)
    guard let zone = ZoneID(interning: name) else { throw .tooManyZones }
    return zone
  }

  /// The offset of a zone at an instant, in seconds east of UTC.
  public func offset(of zone: ZoneID, at second: Int64) throws(TimeZoneError) -> Int32 {
    try rules(of: zone).offset(at: second)
  }

  /// The offsets that a local time may have in a zone: none in a gap, two in an overlap, of which
  /// the first means the earlier moment.
  public func validOffsets(
    of zone: ZoneID, at local: LocalDateTime
  ) throws(TimeZoneError) -> [Int32] {
    try rules(of: zone).validOffsets(atLocal: local.secondsSinceEpoch)
  }

  /// The moment of a local time in a zone.
  public func moment(
    of local: LocalDateTime, in zone: ZoneID
  ) throws(TimeZoneError) -> ZonedDateTime {
    let second = try rules(of: zone).instant(ofLocal: local.secondsSinceEpoch)
    return try moment(atSecond: second, nanosecond: local.nanosecond, in: zone)
  }

  /// An instant as a zone tells it.
  public func moment(
    atSecond second: Int64, nanosecond: Int32, in zone: ZoneID
  ) throws(TimeZoneError) -> ZonedDateTime {
    let offset = try offset(of: zone, at: second)
    let moment = ZonedDateTime(
      secondsSinceEpoch: second, nanosecond: nanosecond, offsetSeconds: offset, zone: zone)
    guard let moment else { throw .outOfRange }
    return moment
  }

  private func rules(of zone: ZoneID) throws(TimeZoneError) -> ZoneRules {
    guard let name = zone.name else { throw .unknownZone("") }
    return try rules(named: name)
  }

  private func rules(named name: String) throws(TimeZoneError) -> ZoneRules {
    if let rules = known.withLock({ $0[name] }) { return rules }
    guard ZoneID.isWellFormed(name) else { throw .malformedName(name) }
    let target = ZoneMerges.target(of: name)
    let path = directory + "/" + target
    // A system without the target's file may still have one of the name.
    guard let bytes = contents(ofFile: path) ?? contents(ofFile: directory + "/" + name) else {
      guard contents(ofFile: directory + "/UTC") != nil else {
        throw .noDatabase(directory: directory)
      }
      throw .unknownZone(name)
    }
    guard let rules = ZoneRules(tzif: bytes) else { throw .damagedFile(path: path) }
    known.withLock { $0[name] = rules }
    return rules
  }

  /// The bytes of a file of at most a megabyte, or nil where it cannot be read.
  private func contents(ofFile path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= 1 << 20 {
      // SAFETY: the buffer is as long as it says, and read writes no more than that.
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes.append(contentsOf: chunk[..<count])
    }
    return nil
  }
}
