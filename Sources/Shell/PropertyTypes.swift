// Which types the values under a key have, as a small set that is cheap to add to, and its names.

internal import Graph

/// The types that values under a key have, by the names of openCypher.
struct PropertyTypes: Equatable {
  /// One bit per kind of value, and as many for lists of them.
  private var bits: UInt64 = 0
  private static let names = [
    "BOOLEAN", "INTEGER", "FLOAT", "STRING", "DATE", "TIME", "LOCAL TIME", "DATETIME",
    "LOCAL DATETIME", "DURATION", "POINT", "MAP", "NULL", "ANY",
  ]
  private static let listShift = 16
  private static let emptyList: UInt64 = 1 << 40

  /// Notes the type of a value.
  mutating func insert(_ value: Value) {
    guard case .list(let items) = value else {
      bits |= 1 << UInt64(Self.number(of: value))
      return
    }
    guard let first = items.first else {
      bits |= Self.emptyList
      return
    }
    let number = Self.number(of: first)
    let isUniform = items.allSatisfy { Self.number(of: $0) == number }
    let kind = isUniform ? number : Self.names.count - 1
    bits |= 1 << UInt64(Self.listShift + kind)
  }

  /// Notes the type of all values of a page.
  mutating func insert(_ kind: ColumnKind) {
    switch kind {
    case .boolean: bits |= 1 << 0
    case .integer: bits |= 1 << 1
    case .float: bits |= 1 << 2
    case .string: bits |= 1 << 3
    case .date: bits |= 1 << 4
    case .encoded: bits |= 1 << 13
    }
  }

  private static func number(of value: Value) -> Int {
    switch value {
    case .boolean: 0
    case .integer: 1
    case .float: 2
    case .string: 3
    case .date: 4
    case .time: 5
    case .localTime: 6
    case .dateTime: 7
    case .localDateTime: 8
    case .duration: 9
    case .point: 10
    case .map: 11
    case .null: 12
    case .list, .node, .relationship, .path: 13
    }
  }

  /// The names of the types in a fixed order.
  var names: [String] {
    var found: [String] = []
    for (number, name) in Self.names.enumerated() {
      if bits & 1 << UInt64(number) != 0 { found.append(name) }
    }
    let lists = Self.names.indices.filter { bits & 1 << UInt64(Self.listShift + $0) != 0 }
    found += lists.map { "LIST<\(Self.names[$0])>" }
    // An empty list tells nothing more where lists of something are known.
    if lists.isEmpty, bits & Self.emptyList != 0 { found.append("LIST<NOTHING>") }
    return found
  }
}
