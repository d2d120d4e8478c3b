// Rounding a float to decimals as people see it: by the fewest digits that read back to the same
// number, so that 1.005 with two decimals is 1.01, although the binary number is a little less.

/// A mode of rounding, by the names of the manual.
enum DecimalRounding: String, CaseIterable {
  case up = "UP"
  case down = "DOWN"
  case ceiling = "CEILING"
  case floor = "FLOOR"
  case halfUp = "HALF_UP"
  case halfDown = "HALF_DOWN"
  case halfEven = "HALF_EVEN"

  /// The mode with a name in any case.
  init?(named name: String) {
    let wanted = name.asciiLowercased
    guard let mode = Self.allCases.first(where: { $0.rawValue.asciiLowercased == wanted }) else {
      return nil
    }
    self = mode
  }

  /// The number with at most so many decimals.
  func round(_ number: Double, decimals: Int) -> Double {
    guard number.isFinite, number != 0 else { return number }
    let (significant, exponent) = Self.decimalDigits(of: number.magnitude)
    let keptCount = exponent + 1 + decimals
    guard keptCount < significant.count else { return number }
    // A cut before the first digit leaves a zero there: less than half of the last decimal.
    let digits = keptCount < 0 ? [0, 1] : significant
    let cut = max(keptCount, 0)
    let isOdd = cut > 0 && digits[cut - 1] % 2 == 1
    let half = digits[cut] != 5 ? Int(digits[cut]) - 5 : digits.count > cut + 1 ? 1 : 0
    var kept: UInt64 = 0
    for digit in digits[..<cut] { kept = kept * 10 + UInt64(digit) }
    if roundsAway(half: half, isOdd: isOdd, isNegative: number < 0) { kept += 1 }
    let magnitude = Double("\(kept)e\(-decimals)") ?? number.magnitude
    return number < 0 && magnitude != 0 ? -magnitude : magnitude
  }

  /// Whether the digits that are kept grow by one; `half` compares the rest with a half.
  private func roundsAway(half: Int, isOdd: Bool, isNegative: Bool) -> Bool {
    switch self {
    case .up: true
    case .down: false
    case .ceiling: !isNegative
    case .floor: isNegative
    case .halfUp: half >= 0
    case .halfDown: half > 0
    case .halfEven: half > 0 || half == 0 && isOdd
    }
  }

  /// The significant digits without zeros at the end, and the power of ten of the first.
  private static func decimalDigits(of number: Double) -> (digits: [UInt8], exponent: Int) {
    var digits: [UInt8] = []
    var pointPlace: Int?
    var exponent = 0
    var text = Array(number.description.utf8)[...]
    if let place = text.firstIndex(of: UInt8(ascii: "e")) {
      exponent = Int(String(decoding: text[(place + 1)...], as: UTF8.self)) ?? 0
      text = text[..<place]
    }
    for byte in text {
      if byte == UInt8(ascii: ".") { pointPlace = digits.count } else { digits.append(byte &- 48) }
    }
    exponent += (pointPlace ?? digits.count) - 1
    while digits.count > 1, digits[0] == 0 {
      digits.removeFirst()
      exponent -= 1
    }
    while digits.count > 1, digits.last == 0 { digits.removeLast() }
    return (digits, exponent)
  }
}
