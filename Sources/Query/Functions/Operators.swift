// The operators of expressions over single values: arithmetic, truth, comparison, text, and
// reaching into lists and maps. Null in gives null out, but for the operators of truth and IN.
// Kinds that do not fit are TypeErrors at runtime; what is plain from the text alone was refused
// before. Properties of nodes and relationships are not read here: that needs the graph.

internal import Glibc
internal import Graph
internal import Text

/// The operators, by the names of what they compute.
enum Operators {
  // MARK: Arithmetic

  /// `left + right`: numbers, text with text or a scalar, lists with lists or elements, time.
  static func sum(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    switch (left, right) {
    case (.integer(let a), .integer(let b)):
      let (sum, overflow) = a.addingReportingOverflow(b)
      if overflow { throw integerOverflow("\(a) + \(b)") }
      return .integer(sum)
    case (.float(let a), .float(let b)): return .float(a + b)
    case (.integer(let a), .float(let b)): return .float(Double(a) + b)
    case (.float(let a), .integer(let b)): return .float(a + Double(b))
    case (.null, _), (_, .null): return .null
    case (.list(let a), .list(let b)): return .list(try joined(a, b))
    case (.list(let a), _): return .list(try joined(a, [right]))
    case (_, .list(let b)): return .list(try joined([left], b))
    case (.string, .string), (.string, .integer), (.string, .float), (.string, .boolean),
      (.integer, .string), (.float, .string), (.boolean, .string):
      return .string(try text(left, right))
    default:
      if let sum = try temporalSum(left, right) { return sum }
      throw mismatch("+", left, right)
    }
  }

  /// `left - right`.
  static func difference(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    switch (left, right) {
    case (.integer(let a), .integer(let b)):
      let (difference, overflow) = a.subtractingReportingOverflow(b)
      if overflow { throw integerOverflow("\(a) - \(b)") }
      return .integer(difference)
    case (.null, _), (_, .null): return .null
    default:
      if let (a, b) = floats(left, right) { return .float(a - b) }
      if let difference = try temporalDifference(left, right) { return difference }
      throw mismatch("-", left, right)
    }
  }

  /// `left * right`.
  static func product(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    switch (left, right) {
    case (.integer(let a), .integer(let b)):
      let (product, overflow) = a.multipliedReportingOverflow(by: b)
      if overflow { throw integerOverflow("\(a) * \(b)") }
      return .integer(product)
    case (.null, _), (_, .null): return .null
    default:
      if let (a, b) = floats(left, right) { return .float(a * b) }
      if let product = try temporalProduct(left, right) { return product }
      throw mismatch("*", left, right)
    }
  }

  /// `left / right`: whole for integers, rounded towards zero.
  static func quotient(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    switch (left, right) {
    case (.integer(let a), .integer(let b)):
      guard b != 0 else { throw divisionByZero("\(a) / 0") }
      let (quotient, overflow) = a.dividedReportingOverflow(by: b)
      if overflow { throw integerOverflow("\(a) / \(b)") }
      return .integer(quotient)
    case (.null, _), (_, .null): return .null
    default:
      if let (a, b) = floats(left, right) { return .float(a / b) }
      if let quotient = try temporalQuotient(left, right) { return quotient }
      throw mismatch("/", left, right)
    }
  }

  /// `left % right`, with the sign of the left.
  static func remainder(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    switch (left, right) {
    case (.integer(let a), .integer(let b)):
      guard b != 0 else { throw divisionByZero("\(a) % 0") }
      // The least integer has the remainder 0 by -1, although its quotient does not fit.
      return .integer(a.remainderReportingOverflow(dividingBy: b).partialValue)
    case (.null, _), (_, .null): return .null
    default:
      guard let (a, b) = floats(left, right) else { throw mismatch("%", left, right) }
      return .float(fmod(a, b))
    }
  }

  /// `left ^ right`, always a float.
  static func power(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    if case .null = left { return .null }
    if case .null = right { return .null }
    guard let (a, b) = floats(left, right) else { throw mismatch("^", left, right) }
    return .float(pow(a, b))
  }

  /// `-operand`.
  static func negation(_ operand: Value) throws(QueryError) -> Value {
    switch operand {
    case .null: return .null
    case .integer(let number):
      guard number != .min else { throw integerOverflow("-(\(number))") }
      return .integer(-number)
    case .float(let number): return .float(-number)
    case .duration:
      if let product = try temporalProduct(operand, .integer(-1)) { return product }
      fallthrough
    default: throw mismatch("-", operand)
    }
  }

  /// `+operand`.
  static func identity(_ operand: Value) throws(QueryError) -> Value {
    switch operand {
    case .null, .integer, .float, .duration: return operand
    default: throw mismatch("+", operand)
    }
  }

  private static func floats(_ left: Value, _ right: Value) -> (Double, Double)? {
    guard let a = left.number, let b = right.number else { return nil }
    return (a, b)
  }

  private static func joined(_ left: [Value], _ right: [Value]) throws(QueryError) -> [Value] {
    try ValueLimits.check(elements: left.count + right.count, of: "+")
    return left + right
  }

  private static func text(_ left: Value, _ right: Value) throws(QueryError) -> UTF8String {
    if case (.string(let a), .string(let b)) = (left, right) {
      try ValueLimits.check(textBytes: a.byteCount + b.byteCount, of: "+")
      var text = ""
      text.reserveCapacity(a.byteCount + b.byteCount)
      text += a.string
      text += b.string
      return UTF8String(text)
    }
    var bytes: [UInt8] = []
    for part in [left, right] {
      if case .string(let text) = part {
        try ValueLimits.check(textBytes: bytes.count + text.byteCount, of: "+")
      }
      part.appendPlainText(to: &bytes)
    }
    return UTF8String(repairing: bytes.span)
  }
}

// MARK: - Truth

extension Operators {
  /// `left AND right`, three-valued.
  static func and(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    let (a, b) = (try truth(left, "AND"), try truth(right, "AND"))
    if a == false || b == false { return .boolean(false) }
    return a == nil || b == nil ? .null : .boolean(true)
  }

  /// `left OR right`, three-valued.
  static func or(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    let (a, b) = (try truth(left, "OR"), try truth(right, "OR"))
    if a == true || b == true { return .boolean(true) }
    return a == nil || b == nil ? .null : .boolean(false)
  }

  /// `left XOR right`, three-valued.
  static func xor(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    guard let a = try truth(left, "XOR"), let b = try truth(right, "XOR") else { return .null }
    return .boolean(a != b)
  }

  /// `NOT operand`, three-valued.
  static func not(_ operand: Value) throws(QueryError) -> Value {
    truth(try truth(operand, "NOT").map { !$0 })
  }

  /// What a condition says: true, false, or nil where it is unknown.
  static func truth(_ operand: Value, _ name: String) throws(QueryError) -> Bool? {
    switch operand {
    case .boolean(let flag): return flag
    case .null: return nil
    default: throw mismatch(name, operand)
    }
  }

  private static func truth(_ flag: Bool?) -> Value { flag.map(Value.boolean) ?? .null }
}

// MARK: - Comparison

extension Operators {
  /// `left = right`.
  static func equal(_ left: Value, _ right: Value) -> Value { truth(left.isEqual(to: right)) }

  /// `left <> right`.
  static func notEqual(_ left: Value, _ right: Value) -> Value {
    truth(left.isEqual(to: right).map { !$0 })
  }

  /// `left < right`.
  static func less(_ left: Value, _ right: Value) -> Value {
    truth(left.comparison(with: right).map { $0 == .less })
  }

  /// `left <= right`.
  static func atMost(_ left: Value, _ right: Value) -> Value {
    truth(left.comparison(with: right).map { $0 == .less || $0 == .equal })
  }

  /// `left > right`.
  static func greater(_ left: Value, _ right: Value) -> Value {
    truth(left.comparison(with: right).map { $0 == .greater })
  }

  /// `left >= right`.
  static func atLeast(_ left: Value, _ right: Value) -> Value {
    truth(left.comparison(with: right).map { $0 == .greater || $0 == .equal })
  }

  /// `value IN list`: unknown where no element is equal and one may be.
  static func contains(_ list: Value, _ value: Value) throws(QueryError) -> Value {
    switch list {
    case .null: return .null
    case .list(let items):
      var isUnknown = false
      for item in items {
        switch value.isEqual(to: item) {
        case .some(true): return .boolean(true)
        case .some(false): break
        case .none: isUnknown = true
        }
      }
      return isUnknown ? .null : .boolean(false)
    default: throw mismatch("IN", list)
    }
  }
}

// MARK: - Text

extension Operators {
  /// `left STARTS WITH right`; null where one is no text.
  static func startsWith(_ left: Value, _ right: Value) -> Value {
    guard case (.string(let text), .string(let prefix)) = (left, right) else { return .null }
    return .boolean(text.hasPrefix(prefix))
  }

  /// `left ENDS WITH right`; null where one is no text.
  static func endsWith(_ left: Value, _ right: Value) -> Value {
    guard case (.string(let text), .string(let suffix)) = (left, right) else { return .null }
    return .boolean(text.hasSuffix(suffix))
  }

  /// `left CONTAINS right`; null where one is no text.
  static func containsText(_ left: Value, _ right: Value) -> Value {
    guard case (.string(let text), .string(let part)) = (left, right) else { return .null }
    return .boolean(text.contains(part))
  }
}

extension Operators {
  /// `text =~ pattern`; null where one is no text.
  ///
  /// A pattern that stays the same is better read once, as a `RegexMatcher`.
  static func matches(_ text: Value, _ pattern: Value) throws(QueryError) -> Value {
    guard case (.string(let text), .string(let pattern)) = (text, pattern) else { return .null }
    return .boolean(try RegexProgram(pattern: pattern).matchesWhole(text))
  }
}

// MARK: - Lists and maps

extension Operators {
  /// `container[index]` of a list or map; null outside of it.
  static func element(of container: Value, at index: Value) throws(QueryError) -> Value {
    switch (container, index) {
    case (.null, _): return .null
    case (.list(let items), .integer(let number)):
      guard let place = place(number, in: items.count), place < items.count else { return .null }
      return items[place]
    case (.map(let map), .string(let key)): return map[key] ?? .null
    case (.list, .null), (.map, .null): return .null
    case (.list, _):
      throw .type(
        .invalidArgumentType, "a list takes an Integer in [], but got \(index.kinds.names)")
    case (.map, _):
      throw .type(
        .mapElementAccessByNonString,
        "a map takes a String in [], but got \(index.kinds.names)")
    default:
      throw .type(
        .invalidArgumentType, "[] reaches into lists and maps, but got \(container.kinds.names)")
    }
  }

  /// `list[from..to]`; nil is a bound left out, places behind the ends are cut off.
  static func slice(
    of list: Value, from: Value?, to: Value?
  ) throws(QueryError) -> Value {
    guard let start = try bound(from, ifMissing: 0), let end = try bound(to, ifMissing: .max) else {
      return .null
    }
    switch list {
    case .null: return .null
    case .list(let items):
      let first = min(place(start, in: items.count) ?? 0, items.count)
      let limit = min(place(end, in: items.count) ?? 0, items.count)
      return .list(first < limit ? Array(items[first..<limit]) : [])
    default:
      throw .type(
        .invalidArgumentType, "[..] takes parts of lists, but got \(list.kinds.names)")
    }
  }

  /// A place counted from the start, or from behind where it is negative; nil before the start.
  private static func place(_ number: Int64, in count: Int) -> Int? {
    if number >= 0 { return Int(number) }
    let (place, overflow) = Int(number).addingReportingOverflow(count)
    return overflow || place < 0 ? nil : place
  }

  private static func bound(
    _ value: Value?, ifMissing missing: Int64
  ) throws(QueryError) -> Int64? {
    switch value {
    case .none: return missing
    case .some(.null): return nil
    case .some(.integer(let number)): return number
    case .some(let other):
      throw .type(
        .invalidArgumentType, "[..] takes Integers as bounds, but got \(other.kinds.names)")
    }
  }
}

// MARK: - Errors

extension Operators {
  /// The result of an integer operation does not fit 64 bits.
  static func integerOverflow(_ operation: String) -> QueryError {
    QueryError(
      .arithmeticError, .integerOverflow, .runtime,
      "the result of \(operation) does not fit an Integer of 64 bits", subject: operation,
      hint: "use a Float, such as 1.0 * x")
  }

  private static func divisionByZero(_ operation: String) -> QueryError {
    QueryError(
      .arithmeticError, .divisionByZero, .runtime, "\(operation) divides by zero",
      subject: operation)
  }

  private static func mismatch(_ name: String, _ left: Value, _ right: Value) -> QueryError {
    .type(
      .invalidArgumentType,
      "\(name) does not take \(left.kinds.names) and \(right.kinds.names)", subject: name)
  }

  private static func mismatch(_ name: String, _ operand: Value) -> QueryError {
    .type(.invalidArgumentType, "\(name) does not take \(operand.kinds.names)", subject: name)
  }
}

extension Value {
  /// The number as a float, or nil where the value is none.
  var number: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .float(let number): number
    default: nil
    }
  }
}
