// Two orders. Comparability is what `<` asks: three-valued, unknown across types (integers and
// floats are one type), false for NaN, not defined for durations, points and things of the graph.
// Orderability is what ORDER BY, min and max ask: one total order over all values, which agrees
// with equivalence. Both walk nested values and rely on the nesting limit.

import Text

/// Values that are of one kind for comparing and sorting.
///
/// The numbers are part of hashes and prefixes in files and never change; the order in which ORDER
/// BY puts the families is `rank`.
public enum ValueFamily: UInt8, CaseIterable, Sendable {
  /// Maps.
  case map
  /// Nodes.
  case node
  /// Relationships.
  case relationship
  /// Lists.
  case list
  /// Paths.
  case path
  /// Moments with an offset or zone.
  case dateTime
  /// Moments without an offset.
  case localDateTime
  /// Days.
  case date
  /// Times of the day with an offset.
  case time
  /// Times of the day without an offset.
  case localTime
  /// Lengths of time.
  case duration
  /// Text.
  case string
  /// Truth values.
  case boolean
  /// Integers and floats, NaN behind all others.
  case number
  /// The absence of a value.
  case null
  /// Places in a coordinate system.
  case point
}

extension ValueFamily {
  /// The place of the family in the order of ORDER BY: that of the numbers, with points, which came
  /// later, between paths and moments, where Neo4j has them.
  internal var rank: UInt8 { self == .point ? ValueFamily.path.rank + 1 : rawValue * 2 }
}

/// What is known of two values that `<` and its kin compare.
public enum Comparison: Sendable {
  /// The first is less.
  case less
  /// Neither is less.
  case equal
  /// The first is greater.
  case greater
  /// One is NaN: every comparison is false.
  case unordered

  fileprivate init(_ order: Int) { self = order < 0 ? .less : order > 0 ? .greater : .equal }
}

extension Value {
  /// The family that the value can be compared within.
  public var family: ValueFamily {
    switch self {
    case .null: .null
    case .boolean: .boolean
    case .integer, .float: .number
    case .string: .string
    case .list: .list
    case .map: .map
    case .node: .node
    case .relationship: .relationship
    case .path: .path
    case .date: .date
    case .time: .time
    case .localTime: .localTime
    case .dateTime: .dateTime
    case .localDateTime: .localDateTime
    case .duration: .duration
    case .point: .point
    }
  }

  /// Compares as `<` does; nil where that is unknown.
  public func comparison(with other: Value) -> Comparison? {
    switch (self, other) {
    case (.list(let left), .list(let right)):
      for place in 0..<min(left.count, right.count) {
        let comparison = left[place].comparison(with: right[place])
        guard case .some(.equal) = comparison else { return comparison }
      }
      return Comparison(left.count - right.count)
    case (.duration, _), (.point, _), (.map, _), (.node, _), (.relationship, _), (.path, _),
      (.null, _):
      return nil
    default:
      guard family == other.family else { return nil }
      return isNaN || other.isNaN ? .unordered : Comparison(Value.order(self, other))
    }
  }

  /// Whether `self < other`; nil where that is unknown.
  public func isLess(than other: Value) -> Bool? {
    comparison(with: other).map { $0 == .less }
  }

  /// Whether `self <= other`; nil where that is unknown.
  public func isAtMost(_ other: Value) -> Bool? {
    comparison(with: other).map { $0 == .less || $0 == .equal }
  }

  /// Compares two values in the order of ORDER BY: negative, zero or positive.
  ///
  /// Zero exactly where the values are equivalent.
  public static func order(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return order(a, b)
    case (.float(let a), .float(let b)): return order(a, b)
    case (.integer(let a), .float(let b)): return order(a, b)
    case (.float(let a), .integer(let b)): return -order(b, a)
    case (.string(let a), .string(let b)):
      return a.withBytes { x in b.withBytes { y in compareBytes(x, y) } }
    case (.boolean(let a), .boolean(let b)): return (a ? 1 : 0) - (b ? 1 : 0)
    case (.list(let a), .list(let b)): return order(a, b)
    case (.map(let a), .map(let b)): return order(a, b)
    case (.node(let a), .node(let b)): return order(a, b)
    case (.relationship(let a), .relationship(let b)): return order(a, b)
    case (.path(let a), .path(let b)): return order(a, b)
    case (.date(let a), .date(let b)): return order(a, b)
    case (.time(let a), .time(let b)): return order(a, b)
    case (.localTime(let a), .localTime(let b)): return order(a, b)
    case (.dateTime(let a), .dateTime(let b)): return order(a, b)
    case (.localDateTime(let a), .localDateTime(let b)): return order(a, b)
    case (.duration(let a), .duration(let b)):
      return a.isOrdered(before: b) ? -1 : b.isOrdered(before: a) ? 1 : 0
    case (.point(let a), .point(let b)): return order(a, b)
    default: return order(left.family.rank, right.family.rank)
    }
  }

  private static func order<Part: Comparable>(_ left: Part, _ right: Part) -> Int {
    left < right ? -1 : right < left ? 1 : 0
  }

  /// Orders floats with NaN behind all others; all NaNs are one.
  private static func order(_ left: Double, _ right: Double) -> Int {
    if left < right { return -1 }
    if left > right { return 1 }
    return (left.isNaN ? 1 : 0) - (right.isNaN ? 1 : 0)
  }

  /// Orders an integer and a float by their exact values.
  private static func order(_ left: Int64, _ right: Double) -> Int {
    if right.isNaN || right >= 0x1p63 { return -1 }
    if right < -0x1p63 { return 1 }
    let whole = Int64(right)
    if left != whole { return left < whole ? -1 : 1 }
    // The whole part of a float is a float, so the difference is exact.
    let fraction = right - Double(whole)
    return fraction > 0 ? -1 : fraction < 0 ? 1 : 0
  }

  private static func order(_ left: [Value], _ right: [Value]) -> Int {
    for place in 0..<min(left.count, right.count) {
      let order = order(left[place], right[place])
      if order != 0 { return order }
    }
    return left.count - right.count
  }

  /// Orders maps by size, then by keys, then by values in the order of keys.
  private static func order(_ left: ValueMap, _ right: ValueMap) -> Int {
    let (a, b) = (left.entries, right.entries)
    if a.count != b.count { return a.count - b.count }
    for place in a.indices {
      let order = order(a[place].key, b[place].key)
      if order != 0 { return order }
    }
    for place in a.indices {
      let order = order(a[place].value, b[place].value)
      if order != 0 { return order }
    }
    return 0
  }

  /// Orders paths step by step, a path before its continuations.
  private static func order(_ left: Path, _ right: Path) -> Int {
    let first = order(left.nodes[0], right.nodes[0])
    if first != 0 { return first }
    for place in 0..<min(left.relationships.count, right.relationships.count) {
      let step = order(left.relationships[place], right.relationships[place])
      if step != 0 { return step }
      let stop = order(left.nodes[place + 1], right.nodes[place + 1])
      if stop != 0 { return stop }
    }
    return left.relationships.count - right.relationships.count
  }
}
