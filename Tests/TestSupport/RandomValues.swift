// Random values of every kind, with the ones that break programs more often than chance would have
// them: extreme numbers, NaNs with payloads, Han text, control characters, code points beside the
// surrogates, the ends of the calendar.

public import Graph
public import Text

extension Random {
  /// A value of any kind; lists and maps are nested at most so deep.
  public mutating func value(depth: Int = 3, withEntities: Bool = true) -> Value {
    switch below(depth > 0 ? 19 : 15) {
    case 0: return .null
    case 1: return .boolean(oneIn(2))
    case 2, 3: return .integer(integer())
    case 4: return .float(float())
    case 5, 6: return .string(text())
    case 7: return withEntities ? entity() : .integer(integer())
    case 8...13: return temporal()
    case 14: return point().map(Value.point) ?? .null
    case 15, 16:
      return .list((0..<below(5)).map { _ in value(depth: depth - 1, withEntities: withEntities) })
    default:
      var map = ValueMap()
      for _ in 0..<below(5) {
        map[text(lengthMax: 4)] = value(depth: depth - 1, withEntities: withEntities)
      }
      return .map(map)
    }
  }

  /// A pair of values that are often near each other or the same.
  public mutating func nearbyValues() -> (Value, Value) {
    let first = value(depth: 2)
    if oneIn(3) { return (first, value(depth: 2)) }
    return (first, neighbour(of: first))
  }

  /// A value that differs from another in little, or not at all.
  public mutating func neighbour(of value: Value) -> Value {
    switch value {
    case .integer(let number):
      return oneIn(2) ? .float(Double(number)) : .integer(number &+ Int64(below(3)) &- 1)
    case .float(let number):
      if let whole = Int64(exactly: number), oneIn(2) { return .integer(whole) }
      return .float(pick([number, -number, number.nextUp, number.nextDown]))
    case .string(let text):
      return .string(oneIn(3) ? text : UTF8String(text.string + pick(["", "\0", "a", "京"])))
    case .list(var items):
      if items.isEmpty { return .list([.null]) }
      let place = below(items.count)
      items[place] = neighbour(of: items[place])
      return .list(items)
    case .map(let map):
      var changed = map
      if let entry = map.entries.first { changed[entry.key] = neighbour(of: entry.value) }
      return .map(changed)
    default: return oneIn(2) ? value : self.value(depth: 0)
    }
  }

  /// A 64-bit integer: small, extreme, near a power of two, or any.
  public mutating func integer() -> Int64 {
    switch below(4) {
    case 0: return Int64(below(21)) - 10
    case 1: return pick(Random.oddIntegers)
    case 2: return (Int64(1) << Int64(below(63))) &+ Int64(below(3)) &- 1
    default: return Int64(bitPattern: next() >> UInt64(below(64)))
    }
  }

  private static let oddIntegers: [Int64] = [
    .min, .min + 1, .max, .max - 1, 0x20_0000_0000_0000, 0x20_0000_0000_0001,
    -0x20_0000_0000_0001,
  ]

  /// A float: small, extreme, special, whole, or any pattern of bits.
  public mutating func float() -> Double {
    switch below(5) {
    case 0: return Double(below(41) - 20) / 4
    case 1:
      return pick([
        0, -0.0, .infinity, -.infinity, .nan, -.nan, .leastNonzeroMagnitude,
        -.leastNormalMagnitude, .greatestFiniteMagnitude, 0x1p53, 0x1p63, -0x1p63, 1e-305, 0.1,
      ])
    case 2: return Double(integer())
    case 3: return Double(below(1_000_000)) / 1_000
    default: return Double(bitPattern: next())
    }
  }

  /// Text of code points from many corners of Unicode.
  public mutating func text(lengthMax: Int = 12) -> UTF8String {
    var text = ""
    for _ in 0..<below(lengthMax + 1) { text.unicodeScalars.append(scalar()) }
    return UTF8String(text)
  }

  /// One code point.
  public mutating func scalar() -> Unicode.Scalar {
    let ranges: [ClosedRange<UInt32>] = [
      0x61...0x7a, 0x61...0x7a, 0x20...0x7e, 0x4e00...0x9fff, 0x4e00...0x9fff, 0x00...0x1f,
      0x7f...0x9f, 0x300...0x36f, 0xd7f0...0xd7ff, 0xe000...0xe00f, 0xfff0...0xffff,
      0x1f600...0x1f64f, 0x10_fff0...0x10_ffff, 0x200b...0x200f, 0x2028...0x202e,
    ]
    let range = pick(ranges)
    let number = UInt32.random(in: range, using: &self)
    return Unicode.Scalar(number) ?? "?"
  }

  /// A node, a relationship or a path, by ids that need not exist.
  public mutating func entity() -> Value {
    switch below(3) {
    case 0: return .node(NodeID(rawValue: UInt32(below(5))))
    case 1: return .relationship(RelationshipID(rawValue: UInt32(below(5))))
    default:
      let length = below(4)
      return .path(
        Path(
          nodes: (0...length).map { _ in NodeID(rawValue: UInt32(below(3))) },
          relationships: (0..<length).map { _ in
            RelationshipID(rawValue: oneIn(9) ? .max : UInt32(below(3)))
          }))
    }
  }

  /// A value of one of the six temporal types.
  public mutating func temporal() -> Value {
    let value: Value? =
      switch below(6) {
      case 0: CalendarDate(daysSinceEpoch: day()).map(Value.date)
      case 1: LocalTime(nanosecondOfDay: nanosecondOfDay()).map(Value.localTime)
      case 2:
        ZonedTime(nanosecondOfDay: nanosecondOfDay(), offsetSeconds: offset()).map(Value.time)
      case 3:
        LocalDateTime(secondsSinceEpoch: second(), nanosecond: nanosecond())
          .map(Value.localDateTime)
      case 4: dateTime().map(Value.dateTime)
      default: .duration(duration())
      }
    return value ?? .null
  }

  /// A point near the origin, or with extreme coordinates where the system has such.
  public mutating func point() -> Point? {
    let system = pick(CoordinateSystem.allCases)
    let isFar = oneIn(3) && !system.isGeographic
    let numbers = (0..<3).map { _ in isFar ? float() : Double(below(361) - 180) / 2 }
    return Point(system, x: numbers[0], y: numbers[1], z: system.hasThird ? numbers[2] : 0)
  }

  private mutating func dateTime() -> ZonedDateTime? {
    let zone = pick(["Europe/Stockholm", "Asia/Shanghai", "America/New_York", "Nowhere/Atall"])
    return ZonedDateTime(
      secondsSinceEpoch: oneIn(4) ? second() / 2 : second(), nanosecond: nanosecond(),
      offsetSeconds: offset(), zone: oneIn(2) ? .unnamed : ZoneID(interning: zone) ?? .unnamed)
  }

  /// A duration: small in every part, or extreme in some.
  public mutating func duration() -> CalendarDuration {
    let isSmall = !oneIn(4)
    let parts = (0..<3).map { _ in isSmall ? Int64(below(201)) - 100 : integer() }
    let duration = CalendarDuration(
      months: oneIn(2) ? 0 : parts[0], days: oneIn(2) ? 0 : parts[1], seconds: parts[2],
      nanosecond: nanosecond())
    guard let duration else { preconditionFailure("nanoseconds are within a second") }
    return duration
  }

  /// A day count within the calendar.
  public mutating func day() -> Int64 {
    let days = CalendarDate.dayRange
    switch below(6) {
    case 0: return pick([days.lowerBound, days.upperBound, 0, -1, 10_957, -719_528, 2_932_896])
    case 1: return Int64.random(in: days, using: &self)
    default: return Int64(below(100_000)) - 30_000
    }
  }

  private mutating func second() -> Int64 { day() * 86_400 + Int64(below(86_400)) }

  private mutating func nanosecond() -> Int32 {
    pick([0, 0, 1, 999_999_999, 500_000_000, 142_000_000, 645_876_000])
      / (oneIn(2) ? 1 : Int32(below(999) + 1))
  }

  private mutating func nanosecondOfDay() -> Int64 {
    Int64(below(86_400)) * 1_000_000_000 + Int64(nanosecond())
  }

  private mutating func offset() -> Int32 {
    pick([0, 3_600, -18_000, 28_800, 20_700, 3_208, -64_800, 64_800, 1])
  }
}
