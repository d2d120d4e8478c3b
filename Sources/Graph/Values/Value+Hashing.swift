// Hashes that follow equivalence: 1 and 1.0 hash alike, all NaNs do, -0.0 hashes as 0. They are the
// same on every run and machine, since index files keep them; a change here is a change of format.

public import Text

extension Value {
  /// A hash that equivalent values share, the same on every run and machine.
  public var stableHash: UInt64 {
    switch self {
    case .null: return Value.hash(.null, 0)
    case .boolean(let flag): return Value.stableHash(of: flag)
    case .integer(let number): return Value.stableHash(of: number)
    case .float(let number): return Value.stableHash(of: number)
    case .string(let text): return Value.stableHash(of: text)
    case .list(let items):
      var hash = StableHash(kind: ValueFamily.list.hashKind)
      for item in items { hash.combine(item.stableHash) }
      return hash.value
    case .map(let map):
      var hash = StableHash(kind: ValueFamily.map.hashKind)
      for (key, value) in map.entries {
        hash.combine(Value.stableHash(of: key))
        hash.combine(value.stableHash)
      }
      return hash.value
    case .node(let id): return Value.hash(.node, Int64(id.rawValue))
    case .relationship(let id): return Value.hash(.relationship, Int64(id.rawValue))
    case .path(let path):
      var hash = StableHash(kind: ValueFamily.path.hashKind)
      for id in path.nodes { hash.combine(UInt64(id.rawValue)) }
      for id in path.relationships { hash.combine(UInt64(id.rawValue)) }
      return hash.value
    case .date(let date): return Value.hash(.date, date.daysSinceEpoch)
    case .localTime(let time): return Value.hash(.localTime, time.nanosecondOfDay)
    case .time(let time):
      return Value.hash(.time, time.nanosecondOfDay, Int64(time.offsetSeconds))
    case .localDateTime(let moment):
      return Value.hash(.localDateTime, moment.secondsSinceEpoch, Int64(moment.nanosecond))
    case .dateTime(let moment):
      // The zone counts by its name: its number differs from run to run.
      let zone = moment.zone.name.map { Value.stableHash(of: UTF8String($0)) } ?? 0
      return Value.hash(
        .dateTime, moment.secondsSinceEpoch, Int64(moment.nanosecond), Int64(moment.offsetSeconds),
        Int64(bitPattern: zone))
    case .duration(let duration):
      return Value.hash(
        .duration, duration.months, duration.days, duration.seconds, Int64(duration.nanosecond))
    case .point(let point):
      return Value.hash(
        .point, point.system.number, Int64(bitPattern: point.x.bitPattern),
        Int64(bitPattern: point.y.bitPattern), Int64(bitPattern: point.z.bitPattern))
    }
  }

  /// The stable hash of a boolean, without making a value.
  public static func stableHash(of flag: Bool) -> UInt64 { hash(.boolean, flag ? 1 : 0) }

  /// The stable hash of an integer, without making a value.
  public static func stableHash(of number: Int64) -> UInt64 { hash(.number, number) }

  /// The stable hash of a float, without making a value; that of the integer it equals, if any.
  public static func stableHash(of number: Double) -> UInt64 {
    if let integer = Int64(exactly: number) { return hash(.number, integer) }
    let bits = number.isNaN ? Double.nan.bitPattern : number.bitPattern
    return hash(.number, Int64(bitPattern: bits), 1)
  }

  /// The stable hash of text, without making a value.
  public static func stableHash(of text: UTF8String) -> UInt64 {
    text.withBytes { Value.stableHash(ofText: $0) }
  }

  /// The stable hash of text that is given as its UTF-8 bytes.
  public static func stableHash(ofText bytes: Span<UInt8>) -> UInt64 {
    hash(.string, Int64(bitPattern: stableHashOfBytes(bytes)))
  }

  private static func hash(_ family: ValueFamily, _ parts: Int64...) -> UInt64 {
    var hash = StableHash(kind: family.hashKind)
    for part in parts { hash.combine(part) }
    return hash.value
  }
}

extension ValueFamily {
  fileprivate var hashKind: UInt64 { UInt64(rawValue) + 1 }
}
