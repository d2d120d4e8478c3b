// What is known about the type of an expression from the text alone: a set of the kinds that its
// value may have, and for lists the kinds of their elements. Null belongs to every type. An
// operation whose operand can have none of the kinds it takes is an error before anything runs.

/// A set of kinds of values; null is always possible besides.
struct ValueKinds: OptionSet, Sendable, Hashable {
  let rawValue: UInt32

  static let boolean = ValueKinds(rawValue: 1 << 0)
  static let integer = ValueKinds(rawValue: 1 << 1)
  static let float = ValueKinds(rawValue: 1 << 2)
  static let string = ValueKinds(rawValue: 1 << 3)
  static let list = ValueKinds(rawValue: 1 << 4)
  static let map = ValueKinds(rawValue: 1 << 5)
  static let node = ValueKinds(rawValue: 1 << 6)
  static let relationship = ValueKinds(rawValue: 1 << 7)
  static let path = ValueKinds(rawValue: 1 << 8)
  static let date = ValueKinds(rawValue: 1 << 9)
  static let time = ValueKinds(rawValue: 1 << 10)
  static let localTime = ValueKinds(rawValue: 1 << 11)
  static let dateTime = ValueKinds(rawValue: 1 << 12)
  static let localDateTime = ValueKinds(rawValue: 1 << 13)
  static let duration = ValueKinds(rawValue: 1 << 14)
  static let point = ValueKinds(rawValue: 1 << 15)

  static let number: ValueKinds = [.integer, .float]
  /// Points in time and of the day; not durations.
  static let instant: ValueKinds = [.date, .time, .localTime, .dateTime, .localDateTime]
  static let temporal: ValueKinds = [.instant, .duration]
  static let entity: ValueKinds = [.node, .relationship]
  /// What `x.key` reads from.
  static let keyed: ValueKinds = [.map, .node, .relationship, .temporal, .point]
  static let any = ValueKinds(rawValue: (1 << 16) - 1)

  /// The kinds in words, such as `Integer or Float`.
  var names: String {
    let all: [(ValueKinds, String)] = [
      (.boolean, "Boolean"), (.integer, "Integer"), (.float, "Float"), (.string, "String"),
      (.list, "List"), (.map, "Map"), (.node, "Node"), (.relationship, "Relationship"),
      (.path, "Path"), (.date, "Date"), (.time, "Time"), (.localTime, "LocalTime"),
      (.dateTime, "DateTime"), (.localDateTime, "LocalDateTime"), (.duration, "Duration"),
      (.point, "Point"),
    ]
    if self == .any { return "Any" }
    if isEmpty { return "Null" }
    return all.filter { contains($0.0) }.map(\.1).joined(separator: " or ")
  }
}

/// What is known about a value before it is there.
struct StaticType: Sendable, Hashable {
  /// The kinds it may have; empty for what is always null.
  var kinds: ValueKinds
  /// The kinds of its elements, if it is a list.
  var elements: ValueKinds = .any

  static let any = StaticType(kinds: .any)
  static let null = StaticType(kinds: [], elements: [])
  static let boolean = StaticType(kinds: .boolean)
  static let integer = StaticType(kinds: .integer)
  static let float = StaticType(kinds: .float)
  static let number = StaticType(kinds: .number)
  static let string = StaticType(kinds: .string)
  static let map = StaticType(kinds: .map)
  static let node = StaticType(kinds: .node)
  static let relationship = StaticType(kinds: .relationship)
  static let path = StaticType(kinds: .path)

  static func list(of elements: ValueKinds) -> StaticType {
    StaticType(kinds: .list, elements: elements)
  }

  /// What is known where a value comes from either of two.
  func union(_ other: StaticType) -> StaticType {
    let hasElements = kinds.contains(.list)
    let otherHas = other.kinds.contains(.list)
    let together: ValueKinds =
      hasElements && otherHas
      ? elements.union(other.elements) : hasElements ? elements : other.elements
    return StaticType(kinds: kinds.union(other.kinds), elements: together)
  }

  /// Whether a value of this type can have one of some kinds, or be null.
  func mayBe(_ wanted: ValueKinds) -> Bool { kinds.isEmpty || !kinds.isDisjoint(with: wanted) }
}
