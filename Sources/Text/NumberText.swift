// Numbers as decimal text, read from and written to bytes. Independent of the locale, exact: short
// decimals are converted by one correctly rounded operation, everything else by Swift's own Double
// parser, whose extra forms (hexadecimal, "inf") are kept out by checking the grammar first.

/// Reads `[+-]digits` as a whole; nil where it is something else or does not fit.
@inlinable
public func parseInt64(_ bytes: Span<UInt8>) -> Int64? {
  var index = 0
  var isNegative = false
  if let first = bytes.isEmpty ? nil : bytes[0], first == 0x2d || first == 0x2b {
    isNegative = first == 0x2d
    index = 1
  }
  let digitCount = bytes.count &- index
  guard digitCount > 0 else { return nil }
  // Counts down from zero, because the least Int64 has no positive twin.
  var value: Int64 = 0
  while index < bytes.count {
    let digit = bytes[index] &- 0x30
    guard digit < 10 else { return nil }
    if digitCount < 19 {
      value = value &* 10 &- Int64(digit)
    } else {
      let (shifted, tooBig) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = shifted.subtractingReportingOverflow(Int64(digit))
      guard !tooBig, !overflow else { return nil }
      value = sum
    }
    index &+= 1
  }
  if isNegative { return value }
  return value == .min ? nil : -value
}

/// Reads `[+-]digits[.digits][e[+-]digits]` as a whole, correctly rounded; nil for anything else.
///
/// A point needs a digit on one side at least. What is too large becomes infinity.
/// `allowingNames` admits `NaN`, `Infinity` and `Inf` with an optional sign, in any case.
public func parseDouble(_ bytes: Span<UInt8>, allowingNames: Bool = false) -> Double? {
  var decimal = DecimalText()
  guard decimal.read(bytes) else { return allowingNames ? namedDouble(bytes) : nil }
  if let exact = decimal.exactValue { return exact }
  return Double(String(copyingASCII: bytes))
}

private func namedDouble(_ bytes: Span<UInt8>) -> Double? {
  guard !bytes.isEmpty, bytes.count <= 9 else { return nil }
  let sign = bytes[0]
  let isSigned = sign == 0x2d || sign == 0x2b
  let name = String(copyingASCII: bytes.extracting((isSigned ? 1 : 0)..<bytes.count)).lowercased()
  switch name {
  case "nan": return .nan
  case "infinity", "inf": return sign == 0x2d ? -.infinity : .infinity
  default: return nil
  }
}

/// A decimal number taken apart: the digits without the point, and the power of ten.
private struct DecimalText {
  private var mantissa: UInt64 = 0
  private var isNegative = false
  private var exponent = 0
  private var significantDigits = 0

  private static let powers: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The value, if mantissa and power of ten are both exact as Double: then one operation rounds
  /// once, which is correct (Clinger's fast path).
  var exactValue: Double? {
    guard significantDigits <= 19, mantissa <= 1 << 53, exponent.magnitude <= 22 else { return nil }
    let digits = Double(mantissa)
    let power = Self.powers[Int(exponent.magnitude)]
    let value = exponent < 0 ? digits / power : digits * power
    return isNegative ? -value : value
  }

  /// Reads a whole text; false where it is not a decimal number.
  mutating func read(_ bytes: Span<UInt8>) -> Bool {
    var index = 0
    if let first = bytes.isEmpty ? nil : bytes[0], first == 0x2d || first == 0x2b {
      isNegative = first == 0x2d
      index = 1
    }
    let whole = readDigits(bytes, &index)
    var fraction = 0
    if index < bytes.count, bytes[index] == 0x2e {
      index += 1
      fraction = readDigits(bytes, &index)
    }
    guard whole + fraction > 0 else { return false }
    if index < bytes.count, bytes[index] | 0x20 == 0x65 {
      index += 1
      guard readExponent(bytes, &index) else { return false }
    }
    exponent -= fraction
    return index == bytes.count
  }

  private mutating func readDigits(_ bytes: Span<UInt8>, _ index: inout Int) -> Int {
    let start = index
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { break }
      if significantDigits > 0 || digit != 0 { significantDigits += 1 }
      // Wraps only beyond 19 digits, where the mantissa is not used.
      mantissa = mantissa &* 10 &+ UInt64(digit)
      index += 1
    }
    return index - start
  }

  private mutating func readExponent(_ bytes: Span<UInt8>, _ index: inout Int) -> Bool {
    var isDown = false
    if index < bytes.count, bytes[index] == 0x2d || bytes[index] == 0x2b {
      isDown = bytes[index] == 0x2d
      index += 1
    }
    let start = index
    while index < bytes.count {
      let digit = bytes[index] &- 0x30
      guard digit < 10 else { break }
      // Held far beyond any use, so that no length of digits can overflow it.
      exponent = min(exponent * 10 + Int(digit), 1_000_000)
      index += 1
    }
    if isDown { exponent = -exponent }
    return index > start
  }
}

extension String {
  /// Makes a string of bytes that are known to be ASCII or whose repair does not matter.
  init(copyingASCII bytes: Span<UInt8>) {
    // SAFETY: the buffer is only read during the call.
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

extension [UInt8] {
  /// Appends an integer as decimal text.
  @inlinable
  public mutating func append(decimal value: Int64) {
    if value < 0 { append(0x2d) }
    var rest = value.magnitude
    var digits = InlineArray<20, UInt8>(repeating: 0)
    var first = 20
    repeat {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      first &-= 1
      digits[first] = 0x30 &+ UInt8(truncatingIfNeeded: remainder)
      rest = quotient
    } while rest != 0
    append(digits.span.extracting(first..<20))
  }

  /// Appends the shortest text that reads back as the same Double.
  ///
  /// It always shows that it is no integer (`1.0`, `1e+20`); `NaN`, `Infinity` and `-Infinity` are
  /// the names of the rest.
  public mutating func append(decimal value: Double) {
    guard value.isFinite else {
      if value.isNaN {
        append(literal: "NaN")
      } else {
        append(literal: value < 0 ? "-Infinity" : "Infinity")
      }
      return
    }
    if value.magnitude < 1e15, value == value.rounded(.towardZero),
      value.sign == .plus || value != 0
    {
      append(decimal: Int64(value))
      append(0x2e)
      append(0x30)
      return
    }
    append(contentsOf: value.description.utf8)
  }
}
