// Functions of turning one kind of value into another. Text that does not read as what is wanted
// gives null; a value of a kind that cannot be turned is an error, or null for those that say so
// in their name.

internal import Graph
internal import Text

/// Functions of turning one kind of value into another.
enum ConversionFunctions {
  static let all: [ScalarFunction] = conversions.flatMap(functions) + others

  /// A target of conversion.
  private struct Conversion: Sendable {
    let target: String
    let type: StaticType
    let sources: ValueKinds
    let convert: @Sendable (Value, String) throws(QueryError) -> Value
  }

  private static let conversions: [Conversion] = [
    Conversion(
      target: "Boolean", type: .boolean, sources: [.boolean, .integer, .string],
      convert: boolean),
    Conversion(
      target: "Integer", type: .integer, sources: [.number, .string, .boolean],
      convert: integer),
    Conversion(target: "Float", type: .float, sources: [.number, .string], convert: float),
    Conversion(
      target: "String", type: .string,
      sources: [.boolean, .number, .string, .temporal, .point], convert: text),
  ]

  /// `toX`, `toXOrNull` and `toXList`.
  private static func functions(_ conversion: Conversion) -> [ScalarFunction] {
    let name = "to\(conversion.target)"
    let orNull: @Sendable (Value) -> Value = { value in
      (try? conversion.convert(value, name)) ?? .null
    }
    return [
      ScalarFunction(
        name, [("value", conversion.sources)], gives: conversion.type,
        "A value as \(conversion.target)."
      ) { (arguments, _) throws(QueryError) -> Value in
        try conversion.convert(arguments[0], name)
      },
      ScalarFunction(
        "\(name)OrNull", [("value", .any)], gives: conversion.type,
        "A value as \(conversion.target), or null where it cannot be one."
      ) { (arguments, _) throws(QueryError) -> Value in orNull(arguments[0]) },
      ScalarFunction(
        "\(name)List", [("list", .list)], gives: .list(of: conversion.type.kinds),
        "A list with each element as \(conversion.target), or null where it cannot be one."
      ) { (arguments, _) throws(QueryError) -> Value in
        .list(try arguments.list(0, of: "\(name)List").map(orNull))
      },
    ]
  }

  private static let others: [ScalarFunction] = [
    ScalarFunction(
      "valueType", [("value", .any)], gives: .string, "The type of a value as text.",
      nullForNull: false
    ) { (arguments, _) throws(QueryError) -> Value in
      .string(UTF8String(arguments[0].typeName))
    },
    ScalarFunction(
      "randomUUID", [], gives: .string, "A random identifier of 128 bits.", randomUUID
    ).varying(),
    ScalarFunction(
      "timestamp", [], gives: .integer,
      "Milliseconds from 1970-01-01T00:00Z to the start of the statement."
    ) { (_, context) throws(QueryError) -> Value in
      let moment = context.startOfStatement
      return .integer(moment.secondsSinceEpoch * 1_000 + Int64(moment.nanosecond / 1_000_000))
    },
  ]

  // MARK: One value

  private static func boolean(_ value: Value, _ name: String) throws(QueryError) -> Value {
    switch value {
    case .null, .boolean: return value
    case .integer(let number): return .boolean(number != 0)
    case .string(let text):
      switch trimmed(text).string.asciiLowercased {
      case "true": return .boolean(true)
      case "false": return .boolean(false)
      default: return .null
      }
    default: throw wrongKind(value, for: name, expected: [.boolean, .integer, .string])
    }
  }

  private static func integer(_ value: Value, _ name: String) throws(QueryError) -> Value {
    switch value {
    case .null, .integer: return value
    case .boolean(let flag): return .integer(flag ? 1 : 0)
    case .float(let number): return .integer(try whole(number, name))
    case .string(let text):
      let digits = trimmed(text)
      if let number = digits.withBytes({ parseInt64($0) }) { return .integer(number) }
      guard let number = digits.withBytes({ parseDouble($0) }) else { return .null }
      return .integer(try whole(number, name))
    default: throw wrongKind(value, for: name, expected: [.number, .string, .boolean])
    }
  }

  /// A float without its fraction.
  private static func whole(_ number: Double, _ name: String) throws(QueryError) -> Int64 {
    guard let integer = Int64(exactly: number.rounded(.towardZero)) else {
      throw Operators.integerOverflow("\(name)(\(Value.float(number).plainText))")
    }
    return integer
  }

  private static func float(_ value: Value, _ name: String) throws(QueryError) -> Value {
    switch value {
    case .null, .float: return value
    case .integer(let number): return .float(Double(number))
    case .string(let text):
      let digits = trimmed(text)
      if let number = digits.withBytes({ parseDouble($0) }) { return .float(number) }
      switch digits.string {
      case "NaN": return .float(.nan)
      case "Infinity", "+Infinity": return .float(.infinity)
      case "-Infinity": return .float(-.infinity)
      default: return .null
      }
    default: throw wrongKind(value, for: name, expected: [.number, .string])
    }
  }

  private static func text(_ value: Value, _ name: String) throws(QueryError) -> Value {
    switch value {
    case .null, .string: return value
    case .list, .map, .node, .relationship, .path:
      throw wrongKind(value, for: name, expected: [.boolean, .number, .string, .temporal, .point])
    default: return .string(UTF8String(value.plainText))
    }
  }

  private static func trimmed(_ text: UTF8String) -> UTF8String {
    text.trimmed(atStart: true, atEnd: true) { CharacterClass($0).isWhitespace }
  }

  /// A random UUID: version 4 of RFC 9562.
  @Sendable private static func randomUUID(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    let high = context.nextRandomBits() & 0xffff_ffff_ffff_0fff | 0x4000
    let low = context.nextRandomBits() & 0x3fff_ffff_ffff_ffff | 0x8000_0000_0000_0000
    var bytes: [UInt8] = []
    for place in 0..<32 {
      if place == 8 || place == 12 || place == 16 || place == 20 { bytes.append(0x2d) }
      let word = place < 16 ? high : low
      let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - place % 16 * 4)) & 15
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
    return .string(UTF8String(repairing: bytes.span))
  }
}
