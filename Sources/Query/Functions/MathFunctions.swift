// Functions of numbers. Those that keep integers exact say so; all others compute with floats.

internal import Glibc
internal import Graph
internal import Text

/// Functions of numbers.
enum MathFunctions {
  static let all: [ScalarFunction] = whole + powers + angles + others

  /// A function of floats.
  private static func float(
    _ name: String, _ summary: String, _ compute: @escaping @Sendable (Double) -> Double
  ) -> ScalarFunction {
    ScalarFunction(
      name, [("number", .number)], gives: .float, summary
    ) { (arguments, _) throws(QueryError) -> Value in
      .float(compute(try arguments.number(0, of: name)))
    }
  }

  private static let whole: [ScalarFunction] = [
    ScalarFunction(
      "abs", [("number", .number)],
      derives: { types in
        let kinds = types[0].kinds.intersection(.number)
        return StaticType(kinds: kinds)
      }, "A number without its sign.", abs),
    float("ceil", "The smallest whole number that is not less.") { $0.rounded(.up) },
    float("floor", "The largest whole number that is not greater.") { $0.rounded(.down) },
    ScalarFunction(
      "round", [("number", .number), ("precision", .number), ("mode", .string)], gives: .float,
      "The nearest whole number, or the nearest with some decimals in a mode of rounding.",
      required: 1, round),
    ScalarFunction(
      "sign", [("number", .number)], gives: .integer,
      "1 for numbers above zero, -1 for numbers below, else 0."
    ) { (arguments, _) throws(QueryError) -> Value in
      let number = try arguments.number(0, of: "sign")
      return .integer(number > 0 ? 1 : number < 0 ? -1 : 0)
    },
    ScalarFunction(
      "isNaN", [("number", .number)], gives: .boolean, "Whether a float is not a number."
    ) { (arguments, _) throws(QueryError) -> Value in
      .boolean(try arguments.number(0, of: "isNaN").isNaN)
    },
  ]

  private static let powers: [ScalarFunction] = [
    float("sqrt", "The square root.") { $0.squareRoot() },
    float("exp", "The power of e.") { Glibc.exp($0) },
    float("log", "The natural logarithm.") { Glibc.log($0) },
    float("log10", "The logarithm to the base 10.") { Glibc.log10($0) },
  ]

  private static let angles: [ScalarFunction] = [
    float("sin", "The sine of an angle in radians.") { Glibc.sin($0) },
    float("cos", "The cosine of an angle in radians.") { Glibc.cos($0) },
    float("tan", "The tangent of an angle in radians.") { Glibc.tan($0) },
    float("cot", "The cotangent of an angle in radians.") { 1 / Glibc.tan($0) },
    float("asin", "The angle that has a sine, in radians.") { Glibc.asin($0) },
    float("acos", "The angle that has a cosine, in radians.") { Glibc.acos($0) },
    float("atan", "The angle that has a tangent, in radians.") { Glibc.atan($0) },
    ScalarFunction(
      "atan2", [("y", .number), ("x", .number)], gives: .float,
      "The angle of the point (x, y), in radians."
    ) { (arguments, _) throws(QueryError) -> Value in
      .float(
        Glibc.atan2(try arguments.number(0, of: "atan2"), try arguments.number(1, of: "atan2")))
    },
    float("sinh", "The hyperbolic sine.") { Glibc.sinh($0) },
    float("cosh", "The hyperbolic cosine.") { Glibc.cosh($0) },
    float("tanh", "The hyperbolic tangent.") { Glibc.tanh($0) },
    float("coth", "The hyperbolic cotangent.") { 1 / Glibc.tanh($0) },
    float("haversin", "Half of the versed sine of an angle in radians.") {
      (1 - Glibc.cos($0)) / 2
    },
    float("degrees", "An angle in degrees, given in radians.") { $0 * 180 / .pi },
    float("radians", "An angle in radians, given in degrees.") { $0 * .pi / 180 },
  ]

  private static let others: [ScalarFunction] = [
    ScalarFunction("pi", [], gives: .float, "The number pi.") {
      (_, _) throws(QueryError) -> Value in .float(.pi)
    },
    ScalarFunction("e", [], gives: .float, "The base of the natural logarithm.") {
      (_, _) throws(QueryError) -> Value in .float(Glibc.exp(1))
    },
    ScalarFunction(
      "rand", [], gives: .float, "A random number from 0 up to, but not including, 1."
    ) { (_, context) throws(QueryError) -> Value in
      .float(Double(context.nextRandomBits() >> 11) * 0x1p-53)
    }.varying(),
  ]

  @Sendable private static func abs(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    switch arguments[0] {
    case .integer(let number):
      guard number != .min else { throw Operators.integerOverflow("abs(\(number))") }
      return .integer(Swift.abs(number))
    case .float(let number): return .float(number.magnitude)
    default: throw wrongKind(arguments[0], for: "abs", expected: .number)
    }
  }

  @Sendable private static func round(
    _ arguments: [Value], _ context: ExecutionContext
  ) throws(QueryError) -> Value {
    let number = try arguments.number(0, of: "round")
    let precision = arguments.count > 1 ? try arguments.number(1, of: "round") : 0
    guard precision >= 0, precision == precision.rounded(), precision.isFinite else {
      throw .argument(
        .numberOutOfRange, "round takes a whole number of decimals, but got \(arguments[1])",
        subject: "round")
    }
    // Without a mode the whole number nearest to a half is the one above, also below zero.
    guard precision > 0 || arguments.count > 2 else {
      let below = number.rounded(.down)
      return .float(number - below >= 0.5 ? below + 1 : below)
    }
    let name = arguments.count > 2 ? try arguments.text(2, of: "round").string : "HALF_UP"
    guard let mode = DecimalRounding(named: name) else {
      throw .argument(
        .invalidArgumentValue, "round does not know the mode \(name)", subject: name,
        hint: "use one of \(DecimalRounding.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return .float(mode.round(number, decimals: Int(min(precision, 1_000))))
  }
}
