// The values of openCypher. Nodes, relationships and paths are held by their ids: what they carry
// is read from the graph when somebody looks at it.

public import Text

/// A value of openCypher.
public enum Value: Sendable {
  /// The absence of a value.
  case null
  /// True or false.
  case boolean(Bool)
  /// A 64-bit signed integer.
  case integer(Int64)
  /// A 64-bit binary floating-point number.
  case float(Double)
  /// Text, compared by code point.
  case string(UTF8String)
  /// An ordered list of values.
  case list([Value])
  /// Keys with values.
  case map(ValueMap)
  /// A node of the graph at hand.
  case node(NodeID)
  /// A relationship of the graph at hand.
  case relationship(RelationshipID)
  /// A walk through the graph at hand.
  case path(Path)
  /// A day of the calendar.
  case date(CalendarDate)
  /// A time of the day with an offset from UTC.
  case time(ZonedTime)
  /// A time of the day without an offset.
  case localTime(LocalTime)
  /// A moment, with the offset or zone it is told in.
  case dateTime(ZonedDateTime)
  /// A day and a time of the day without an offset.
  case localDateTime(LocalDateTime)
  /// A length of time in months, days and seconds, which are kept apart.
  indirect case duration(CalendarDuration)
  /// A place in a coordinate system.
  indirect case point(Point)
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral
{
  /// Makes a string.
  public init(stringLiteral text: String) { self = .string(UTF8String(text)) }

  /// Makes an integer.
  public init(integerLiteral number: Int64) { self = .integer(number) }

  /// Makes a float.
  public init(floatLiteral number: Double) { self = .float(number) }

  /// Makes a truth value.
  public init(booleanLiteral flag: Bool) { self = .boolean(flag) }
}

/// A walk: nodes, and between each two a relationship.
public struct Path: Hashable, Sendable {
  /// The nodes in the order of the walk; never empty.
  public let nodes: [NodeID]
  /// The relationships in the order of the walk, one less than the nodes.
  public let relationships: [RelationshipID]

  /// Makes a walk; there must be one relationship less than nodes.
  public init(nodes: [NodeID], relationships: [RelationshipID]) {
    precondition(
      nodes.count == relationships.count + 1, "a path has one node more than relationships")
    self.nodes = nodes
    self.relationships = relationships
  }
}

/// The keys and values of a map, sorted by key; no key stands twice.
public struct ValueMap: Sendable {
  /// The entries in the order of their keys.
  public private(set) var entries: [(key: UTF8String, value: Value)]

  /// Makes a map; of two entries with one key the later holds.
  public init(_ entries: some Sequence<(key: UTF8String, value: Value)> = []) {
    self.entries = Array(entries)
    let isInOrder = zip(self.entries, self.entries.dropFirst()).allSatisfy { $0.key < $1.key }
    guard !isInOrder else { return }
    // Sorting by key and then by place leaves the last of each key at the end of its run.
    let sorted = self.entries.enumerated().sorted { left, right in
      left.element.key == right.element.key
        ? left.offset < right.offset : left.element.key < right.element.key
    }
    self.entries.removeAll(keepingCapacity: true)
    for (_, entry) in sorted {
      if self.entries.last?.key == entry.key { self.entries.removeLast() }
      self.entries.append(entry)
    }
  }

  /// Makes a map of entries that stand in the order of their keys, each key once.
  internal init(inKeyOrder entries: [(key: UTF8String, value: Value)]) { self.entries = entries }

  /// The value under a key, or nil where there is none; nil removes.
  public subscript(key: UTF8String) -> Value? {
    get {
      let place = firstPlace(notBefore: key)
      return place < entries.count && entries[place].key == key ? entries[place].value : nil
    }
    set {
      let place = firstPlace(notBefore: key)
      let isThere = place < entries.count && entries[place].key == key
      switch (isThere, newValue) {
      case (true, .some(let value)): entries[place].value = value
      case (true, .none): entries.remove(at: place)
      case (false, .some(let value)): entries.insert((key, value), at: place)
      case (false, .none): break
      }
    }
  }

  private func firstPlace(notBefore key: UTF8String) -> Int {
    if let last = entries.last, last.key < key { return entries.count }
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
