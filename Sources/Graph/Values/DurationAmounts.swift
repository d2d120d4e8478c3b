// Durations from numbers of units: whole or with fractions, which go down to smaller units as they
// do in text. All in exact integers; a float counts as exactly the number it is.

extension CalendarDuration {
  /// A unit that lengths of time are told in.
  public enum Unit: String, CaseIterable, Sendable {
    case years, quarters, months, weeks, days, hours, minutes, seconds
    case milliseconds, microseconds, nanoseconds
  }

  /// How many of a unit.
  public enum Amount: Sendable, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    /// A whole number.
    case integer(Int64)
    /// A number with a fraction.
    case float(Double)

    /// Makes a whole number.
    public init(integerLiteral number: Int64) { self = .integer(number) }

    /// Makes a number with a fraction.
    public init(floatLiteral number: Double) { self = .float(number) }

    /// The number as a numerator of at most 64 bits over a power of two; nil for none such.
    internal var fraction: (numerator: Int128, denominator: Int128)? {
      switch self {
      case .integer(let number): (Int128(number), 1)
      case .float(let number): CalendarDuration.fraction(of: number)
      }
    }
  }

  /// Adds up amounts of units; nil where a part does not fit or an amount is no number.
  public init?(_ amounts: [(unit: Unit, amount: Amount)]) {
    var sum = DurationSum()
    for (unit, amount) in amounts {
      guard let (numerator, denominator) = amount.fraction else { return nil }
      switch unit {
      case .years: sum.add(months: numerator * 12, over: denominator)
      case .quarters: sum.add(months: numerator * 3, over: denominator)
      case .months: sum.add(months: numerator, over: denominator)
      case .weeks: sum.add(days: numerator * 7, over: denominator)
      case .days: sum.add(days: numerator, over: denominator)
      case .hours: sum.add(seconds: numerator * 3_600, over: denominator)
      case .minutes: sum.add(seconds: numerator * 60, over: denominator)
      case .seconds: sum.add(seconds: numerator, over: denominator)
      case .milliseconds: sum.add(nanoseconds: numerator * 1_000_000 / denominator)
      case .microseconds: sum.add(nanoseconds: numerator * 1_000 / denominator)
      case .nanoseconds: sum.add(nanoseconds: numerator / denominator)
      }
    }
    guard let duration = sum.duration else { return nil }
    self = duration
  }
}
