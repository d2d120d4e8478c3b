// Functions of lists, and those that take lists and text alike.

internal import Graph
internal import Text

/// Functions of lists.
enum ListFunctions {
  static let all: [ScalarFunction] = access + shape + making

  private static let access: [ScalarFunction] = [
    ScalarFunction(
      "head", [("list", .list)], derives: elementType, "The first element of a list."
    ) { (arguments, _) throws(QueryError) -> Value in
      try arguments.list(0, of: "head").first ?? .null
    },
    ScalarFunction(
      "last", [("list", .list)], derives: elementType, "The last element of a list."
    ) { (arguments, _) throws(QueryError) -> Value in
      try arguments.list(0, of: "last").last ?? .null
    },
    ScalarFunction(
      "tail", [("list", .list)],
      derives: { StaticType(kinds: .list, elements: $0[0].elements) },
      "A list without its first element."
    ) { (arguments, context) throws(QueryError) -> Value in
      let items = try arguments.list(0, of: "tail")
      try context.willBuild(elements: items.count)
      return .list(Array(items.dropFirst()))
    },
  ]

  private static let shape: [ScalarFunction] = [
    ScalarFunction(
      "size", [("value", [.string, .list])], gives: .integer,
      "The number of elements of a list, or of characters of a string.", size),
    ScalarFunction(
      "isEmpty", [("value", [.string, .list, .map])], gives: .boolean,
      "Whether a list, a string or a map has nothing in it.", isEmpty),
    ScalarFunction(
      "reverse", [("value", [.string, .list])],
      derives: { types in
        let kinds = types[0].kinds.intersection([.string, .list])
        return StaticType(kinds: kinds, elements: types[0].elements)
      }, "A list or a string from the end to the start.", reverse),
  ]

  private static let making: [ScalarFunction] = [
    // The TCK wants wrong kinds here to be errors of rows, so any kind passes the analysis.
    ScalarFunction(
      "range", [("start", .any), ("end", .any), ("step", .any)], gives: .list(of: .integer),
      "The integers from a start to an end, both in it, by steps.", required: 2, range),
    ScalarFunction(
      name: "coalesce", parameters: [("value", .any)], requiredCount: 1, isVariadic: true,
      result: .derived { types in types.reduce(.null) { $0.union($1) } }, isNullForNull: false,
      summary: "The first value that is not null."
    ) { (arguments, _) throws(QueryError) -> Value in
      arguments.first { $0.kinds != [] } ?? .null
    },
  ]

  private static func elementType(_ types: [StaticType]) -> StaticType {
    types[0].kinds.contains(.list) ? StaticType(kinds: types[0].elements) : .null
  }

  @Sendable private static func size(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    switch arguments[0] {
    case .list(let items): .integer(Int64(items.count))
    case .string(let text): .integer(Int64(text.codePointCount))
    default: throw wrongKind(arguments[0], for: "size", expected: [.string, .list])
    }
  }

  @Sendable private static func isEmpty(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    switch arguments[0] {
    case .list(let items): .boolean(items.isEmpty)
    case .string(let text): .boolean(text.byteCount == 0)
    case .map(let map): .boolean(map.entries.isEmpty)
    default: throw wrongKind(arguments[0], for: "isEmpty", expected: [.string, .list, .map])
    }
  }

  @Sendable private static func reverse(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    switch arguments[0] {
    case .list(let items):
      try context.willBuild(elements: items.count)
      return .list(items.reversed())
    case .string(let text):
      try context.willBuild(bytes: text.byteCount * 2)
      return .string(text.reversed)
    default: throw wrongKind(arguments[0], for: "reverse", expected: [.string, .list])
    }
  }

  @Sendable private static func range(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    let range = try IntegerRange(arguments)
    try ValueLimits.check(elements: range.count, of: "range")
    try context.willBuild(elements: range.count)
    var items: [Value] = []
    items.reserveCapacity(range.count)
    for place in 0..<range.count {
      if place & 1023 == 1023 { try context.spend(256) }
      items.append(.integer(range[place]))
    }
    return .list(items)
  }
}

/// The integers from a start to an end by steps.
struct IntegerRange {
  private let start: Int64
  private let step: Int64
  /// How many there are; none is behind the first `Int.max`.
  let count: Int

  /// Reads the arguments of `range`.
  init(_ arguments: [Value]) throws(QueryError) {
    var numbers: [Int64] = []
    for argument in arguments {
      guard case .integer(let number) = argument else {
        throw .argument(
          .invalidArgumentType, "range takes Integers, but got \(argument.kinds.names)",
          subject: "range")
      }
      numbers.append(number)
    }
    let end = numbers[1]
    start = numbers[0]
    step = numbers.count > 2 ? numbers[2] : 1
    guard step != 0 else {
      throw .argument(.numberOutOfRange, "range takes no step of 0", subject: "range")
    }
    guard step > 0 ? start <= end : start >= end else {
      count = 0
      return
    }
    // The distance may need 64 bits without a sign; the places stay between start and end.
    let distance = UInt64(bitPattern: step > 0 ? end &- start : start &- end)
    count = Int(min(distance / step.magnitude, UInt64(Int.max) - 1)) + 1
  }

  /// The integer at a place.
  @inline(__always)
  subscript(place: Int) -> Int64 { start &+ Int64(place) &* step }
}
