// Values as bytes: one byte for the kind, then as few as the value needs. One value has one form
// (the integer 1 and the float 1.0 are two values; a NaN keeps its bits), so equal bytes mean
// identical values. Zones are written by name. `docs/file-format.md` shows the bytes.
//
//   00 null   01 false   02 true   03 integer: zigzag   04 float: 8 bytes   05 string: text
//   06 list: count, values         07 map: count, (text, value)… by key
//   08 node: varint   09 relationship: varint   0a path: n, n+1 nodes, n relationships
//   0b date: zigzag days   0c local time: varint ns   0d time: varint ns, offset
//   0e local date-time: zigzag seconds, fraction   0f date-time: the same, offset
//   10 date-time in a zone: the same, offset, text
//   11 duration: zigzag months, days, seconds, fraction
//   12 point: byte of its system, 8 bytes for each of its two or three coordinates
//
//   fraction: varint of (number << 2 | unit), unit 0 ns, 1 µs, 2 ms, the largest that divides
//   offset: varint of the folded (zigzag) quarter hours when whole and below 127, else of 127 plus
//   the folded seconds

import Text

/// What is wrong with the bytes of a value, and where.
public typealias ValueDecodingError = ByteDecodingError

/// The first byte of a stored value.
private enum ValueTag: UInt8 {
  case null, no, yes, integer, float, string, list, map, node, relationship, path
  case date, localTime, time, localDateTime, dateTime, zonedDateTime, duration
  case point
}

extension Value {
  /// How deeply lists and maps may be nested in each other.
  public static let nestingMax = 256

  /// Whether lists and maps are nested at most `nestingMax` deep, which encoding asks for.
  public var isWithinNestingLimit: Bool { isNested(atMost: Value.nestingMax) }

  private func isNested(atMost depth: Int) -> Bool {
    switch self {
    case .list(let items):
      return depth > 0 && items.allSatisfy { $0.isNested(atMost: depth - 1) }
    case .map(let map):
      return depth > 0 && map.entries.allSatisfy { $0.value.isNested(atMost: depth - 1) }
    default: return true
    }
  }

  /// Appends the value's bytes; it must be within the nesting limit.
  public func encode(into bytes: inout [UInt8]) { encode(into: &bytes, depth: 0) }

  private func encode(into bytes: inout [UInt8], depth: Int) {
    precondition(depth <= Value.nestingMax, "a value is nested too deeply to be stored")
    switch self {
    case .null: bytes.append(tag: .null)
    case .boolean(let flag): bytes.append(tag: flag ? .yes : .no)
    case .integer(let number):
      bytes.append(tag: .integer)
      bytes.appendZigzag(number)
    case .float(let number):
      bytes.append(tag: .float)
      bytes.appendLittleEndian(number.bitPattern)
    case .string(let text):
      bytes.append(tag: .string)
      bytes.appendText(text)
    case .list(let items):
      bytes.append(tag: .list)
      bytes.appendVarint(UInt64(items.count))
      for item in items { item.encode(into: &bytes, depth: depth + 1) }
    case .map(let map):
      bytes.append(tag: .map)
      bytes.appendVarint(UInt64(map.entries.count))
      for (key, value) in map.entries {
        bytes.appendText(key)
        value.encode(into: &bytes, depth: depth + 1)
      }
    case .node(let id):
      bytes.append(tag: .node)
      bytes.appendVarint(UInt64(id.rawValue))
    case .relationship(let id):
      bytes.append(tag: .relationship)
      bytes.appendVarint(UInt64(id.rawValue))
    case .path(let path):
      bytes.append(tag: .path)
      bytes.appendVarint(UInt64(path.relationships.count))
      for id in path.nodes { bytes.appendVarint(UInt64(id.rawValue)) }
      for id in path.relationships { bytes.appendVarint(UInt64(id.rawValue)) }
    case .date, .time, .localTime, .dateTime, .localDateTime, .duration:
      encodeTemporal(into: &bytes)
    case .point(let point):
      bytes.append(tag: .point)
      bytes.append(point.system.rawValue)
      for coordinate in point.coordinates { bytes.appendLittleEndian(coordinate.bitPattern) }
    }
  }

  private func encodeTemporal(into bytes: inout [UInt8]) {
    switch self {
    case .date(let date):
      bytes.append(tag: .date)
      bytes.appendZigzag(date.daysSinceEpoch)
    case .localTime(let time):
      bytes.append(tag: .localTime)
      bytes.appendVarint(UInt64(bitPattern: time.nanosecondOfDay))
    case .time(let time):
      bytes.append(tag: .time)
      bytes.appendVarint(UInt64(bitPattern: time.nanosecondOfDay))
      bytes.append(offset: time.offsetSeconds)
    case .localDateTime(let moment):
      bytes.append(tag: .localDateTime)
      bytes.appendZigzag(moment.secondsSinceEpoch)
      bytes.append(fraction: moment.nanosecond)
    case .dateTime(let moment):
      let zone = moment.zone.name
      bytes.append(tag: zone == nil ? .dateTime : .zonedDateTime)
      bytes.appendZigzag(moment.secondsSinceEpoch)
      bytes.append(fraction: moment.nanosecond)
      bytes.append(offset: moment.offsetSeconds)
      if let zone { bytes.appendText(UTF8String(zone)) }
    case .duration(let duration):
      bytes.append(tag: .duration)
      bytes.appendZigzag(duration.months)
      bytes.appendZigzag(duration.days)
      bytes.appendZigzag(duration.seconds)
      bytes.append(fraction: duration.nanosecond)
    default: preconditionFailure("not a temporal value")
    }
  }

  /// Reads the one value that the bytes hold.
  public init(decodingAll bytes: Span<UInt8>) throws(ValueDecodingError) {
    var reader = ByteReader(bytes)
    try self.init(decoding: &reader)
    guard reader.isAtEnd else { throw reader.failure(.trailingBytes) }
  }

  /// Reads the next value and leaves the reader behind it.
  public init(decoding reader: inout ByteReader) throws(ValueDecodingError) {
    self = try Value.decode(from: &reader, depth: 0)
  }

  private static func decode(
    from reader: inout ByteReader, depth: Int
  ) throws(ValueDecodingError) -> Value {
    guard depth <= nestingMax else { throw reader.failure(.nestedTooDeeply) }
    let start = reader.offset
    let byte = try reader.readByte()
    guard let tag = ValueTag(rawValue: byte) else {
      throw ByteDecodingError(offset: start, reason: .unknownTag(byte))
    }
    switch tag {
    case .null: return .null
    case .no: return .boolean(false)
    case .yes: return .boolean(true)
    case .integer: return .integer(try reader.readZigzag())
    case .float:
      return .float(Double(bitPattern: try reader.readLittleEndian(as: UInt64.self)))
    case .string: return .string(try reader.readText())
    case .list: return try decodeList(from: &reader, depth: depth)
    case .map: return try decodeMap(from: &reader, depth: depth)
    case .node: return .node(NodeID(rawValue: try reader.readNumber32()))
    case .relationship: return .relationship(RelationshipID(rawValue: try reader.readNumber32()))
    case .path: return try decodePath(from: &reader)
    case .date, .localTime, .time, .localDateTime, .dateTime, .zonedDateTime, .duration:
      return try decodeTemporal(tag, from: &reader)
    case .point: return try decodePoint(from: &reader)
    }
  }

  private static func decodePoint(
    from reader: inout ByteReader
  ) throws(ValueDecodingError) -> Value {
    let start = reader.offset
    let invalid = ByteDecodingError(offset: start, reason: .invalidPoint)
    guard let system = CoordinateSystem(rawValue: try reader.readByte()) else { throw invalid }
    var bits: [UInt64] = []
    for _ in 0..<(system.hasThird ? 3 : 2) {
      bits.append(try reader.readLittleEndian(as: UInt64.self))
    }
    let numbers = bits.map { Double(bitPattern: $0) }
    let z = system.hasThird ? numbers[2] : 0
    // A minus zero is not the one form.
    guard let point = Point(system, x: numbers[0], y: numbers[1], z: z),
      point.coordinates.map(\.bitPattern) == bits
    else { throw invalid }
    return .point(point)
  }

  private static func decodeList(
    from reader: inout ByteReader, depth: Int
  ) throws(ValueDecodingError) -> Value {
    let count = try reader.readCount()
    var items: [Value] = []
    for _ in 0..<count { items.append(try decode(from: &reader, depth: depth + 1)) }
    return .list(items)
  }

  private static func decodeMap(
    from reader: inout ByteReader, depth: Int
  ) throws(ValueDecodingError) -> Value {
    let count = try reader.readCount(bytesPerItem: 2)
    var entries: [(key: UTF8String, value: Value)] = []
    for _ in 0..<count {
      let start = reader.offset
      let key = try reader.readText()
      if let last = entries.last, last.key >= key {
        throw ByteDecodingError(offset: start, reason: .unorderedKeys)
      }
      entries.append((key, try decode(from: &reader, depth: depth + 1)))
    }
    return .map(ValueMap(inKeyOrder: entries))
  }

  private static func decodePath(from reader: inout ByteReader) throws(ValueDecodingError) -> Value
  {
    let count = try reader.readCount(bytesPerItem: 2)
    var nodes: [NodeID] = []
    var relationships: [RelationshipID] = []
    for _ in 0...count { nodes.append(NodeID(rawValue: try reader.readNumber32())) }
    for _ in 0..<count {
      relationships.append(RelationshipID(rawValue: try reader.readNumber32()))
    }
    return .path(Path(nodes: nodes, relationships: relationships))
  }

  private static func decodeTemporal(
    _ tag: ValueTag, from reader: inout ByteReader
  ) throws(ValueDecodingError) -> Value {
    let start = reader.offset
    var value: Value?
    switch tag {
    case .date:
      value = CalendarDate(daysSinceEpoch: try reader.readZigzag()).map(Value.date)
    case .localTime:
      let nanoseconds = Int64(clamping: try reader.readVarint())
      value = LocalTime(nanosecondOfDay: nanoseconds).map(Value.localTime)
    case .time:
      let nanoseconds = Int64(clamping: try reader.readVarint())
      let offset = try reader.readOffset()
      value = ZonedTime(nanosecondOfDay: nanoseconds, offsetSeconds: offset).map(Value.time)
    case .localDateTime:
      let seconds = try reader.readZigzag()
      let fraction = try reader.readFraction()
      value = LocalDateTime(secondsSinceEpoch: seconds, nanosecond: fraction)
        .map(Value.localDateTime)
    case .dateTime, .zonedDateTime:
      let seconds = try reader.readZigzag()
      let fraction = try reader.readFraction()
      let offset = try reader.readOffset()
      let zone = tag == .dateTime ? ZoneID.unnamed : try reader.readZone()
      value = ZonedDateTime(
        secondsSinceEpoch: seconds, nanosecond: fraction, offsetSeconds: offset, zone: zone
      ).map(Value.dateTime)
    default:
      let months = try reader.readZigzag()
      let days = try reader.readZigzag()
      let seconds = try reader.readZigzag()
      let fraction = try reader.readFraction()
      value = CalendarDuration(months: months, days: days, seconds: seconds, nanosecond: fraction)
        .map(Value.duration)
    }
    guard let value else { throw ByteDecodingError(offset: start, reason: .invalidTemporal) }
    return value
  }
}

/// Offsets of fewer folded quarter hours take one byte; those are all that are in use today.
private let wholeOffsetMax: UInt64 = 127

extension [UInt8] {
  fileprivate mutating func append(tag: ValueTag) { append(tag.rawValue) }

  fileprivate mutating func append(fraction nanosecond: Int32) {
    let number = UInt64(UInt32(bitPattern: nanosecond))
    if number == 0 {
      append(0)
    } else if number % 1_000_000 == 0 {
      appendVarint((number / 1_000_000) << 2 | 2)
    } else if number % 1_000 == 0 {
      appendVarint((number / 1_000) << 2 | 1)
    } else {
      appendVarint(number << 2)
    }
  }

  fileprivate mutating func append(offset seconds: Int32) {
    let quarters = foldedSign(of: Int64(seconds / 900))
    let isWhole = seconds % 900 == 0 && quarters < wholeOffsetMax
    appendVarint(isWhole ? quarters : wholeOffsetMax + foldedSign(of: Int64(seconds)))
  }
}

extension ByteReader {
  fileprivate mutating func readNumber32() throws(ValueDecodingError) -> UInt32 {
    let start = offset
    guard let number = UInt32(exactly: try readVarint()) else {
      throw ByteDecodingError(offset: start, reason: .malformedInteger)
    }
    return number
  }

  fileprivate mutating func readFraction() throws(ValueDecodingError) -> Int32 {
    let start = offset
    let packed = try readVarint()
    let number = packed >> 2
    let units: [UInt64] = [1, 1_000, 1_000_000]
    let unit = Int(packed & 3)
    guard unit < 3, number < 1_000_000_000 / units[unit], unit == 0 || number > 0,
      unit == 2 || number == 0 || number % 1_000 != 0
    else { throw ByteDecodingError(offset: start, reason: .invalidTemporal) }
    return Int32(number * units[unit])
  }

  fileprivate mutating func readOffset() throws(ValueDecodingError) -> Int32 {
    let start = offset
    let packed = try readVarint()
    let isWhole = packed < wholeOffsetMax
    let number = unfoldedSign(of: isWhole ? packed : packed - wholeOffsetMax)
    guard let result = Int32(exactly: isWhole ? number * 900 : number),
      isWhole || number % 900 != 0 || foldedSign(of: number / 900) >= wholeOffsetMax
    else { throw ByteDecodingError(offset: start, reason: .invalidTemporal) }
    return result
  }

  fileprivate mutating func readZone() throws(ValueDecodingError) -> ZoneID {
    let start = offset
    guard let zone = ZoneID(interning: try readText().string) else {
      throw ByteDecodingError(offset: start, reason: .invalidZone)
    }
    return zone
  }
}
