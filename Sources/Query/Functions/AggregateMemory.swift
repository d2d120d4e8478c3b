// What sums, percentiles and standard deviations remember of their values. Integers and the parts
// of durations are summed exactly in 128 bits, so that only the result can overflow; floats are
// summed plainly, one after another, as other engines do, without a compensation of their errors.

internal import Graph

/// A sum of numbers or of durations.
struct ValueSum: Sendable {
  private var integers: Int128 = 0
  private var floats = 0.0
  private var hasFloat = false
  private var hasNumber = false
  /// Months, days, seconds and nanoseconds; nil while there is no duration.
  private var duration: (months: Int128, days: Int128, seconds: Int128, nanoseconds: Int128)?
  private var count: Int64 = 0
  private var isTooLarge = false

  mutating func add(_ value: Value, _ weight: Int64, of function: String) throws(QueryError) {
    switch value {
    case .integer(let number):
      integers = plus(integers, Int128(number) * Int128(weight))
      hasNumber = true
    case .float(let number):
      floats += number * Double(weight)
      hasFloat = true
      hasNumber = true
    case .duration(let length):
      var sum = duration ?? (0, 0, 0, 0)
      sum.months = plus(sum.months, Int128(length.months) * Int128(weight))
      sum.days = plus(sum.days, Int128(length.days) * Int128(weight))
      sum.seconds = plus(sum.seconds, Int128(length.seconds) * Int128(weight))
      sum.nanoseconds = plus(sum.nanoseconds, Int128(length.nanosecond) * Int128(weight))
      duration = sum
    default: throw wrongKind(value, for: function, expected: [.number, .duration])
    }
    try count(weight, function)
  }

  mutating func merge(_ other: ValueSum, of function: String) throws(QueryError) {
    integers = plus(integers, other.integers)
    floats += other.floats
    hasFloat = hasFloat || other.hasFloat
    hasNumber = hasNumber || other.hasNumber
    if let more = other.duration {
      var sum = duration ?? (0, 0, 0, 0)
      sum.months = plus(sum.months, more.months)
      sum.days = plus(sum.days, more.days)
      sum.seconds = plus(sum.seconds, more.seconds)
      sum.nanoseconds = plus(sum.nanoseconds, more.nanoseconds)
      duration = sum
    }
    isTooLarge = isTooLarge || other.isTooLarge
    try count(other.count, function)
  }

  /// The sum; the integer 0 of nothing.
  func total() throws(QueryError) -> Value {
    if let duration { return .duration(try length(duration)) }
    if hasFloat { return .float(floats + Double(integers)) }
    guard !isTooLarge, let sum = Int64(exactly: integers) else {
      throw Operators.integerOverflow("sum")
    }
    return .integer(sum)
  }

  /// The mean; null of nothing.
  func mean() throws(QueryError) -> Value {
    guard count > 0 else { return .null }
    guard !isTooLarge else { throw Operators.integerOverflow("avg") }
    guard let duration else { return .float((floats + Double(integers)) / Double(count)) }
    guard let mean = try length(duration).divided(by: .integer(Int64(count))) else {
      throw Operators.integerOverflow("avg")
    }
    return .duration(mean)
  }

  private mutating func plus(_ sum: Int128, _ number: Int128) -> Int128 {
    let (total, overflow) = sum.addingReportingOverflow(number)
    isTooLarge = isTooLarge || overflow
    return total
  }

  /// Counts rows, and refuses numbers and durations in one sum.
  private mutating func count(_ weight: Int64, _ function: String) throws(QueryError) {
    let (total, overflow) = count.addingReportingOverflow(weight)
    count = total
    isTooLarge = isTooLarge || overflow
    if hasNumber, duration != nil {
      throw .type(
        .invalidArgumentValue, "\(function) takes numbers or durations, but got both",
        subject: function)
    }
  }

  private func length(
    _ sum: (months: Int128, days: Int128, seconds: Int128, nanoseconds: Int128)
  ) throws(QueryError) -> CalendarDuration {
    // Nanoseconds are never negative: durations floor their seconds.
    let (carry, nanosecond) = sum.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    let (seconds, overflow) = sum.seconds.addingReportingOverflow(carry)
    guard !isTooLarge, !overflow, let months = Int64(exactly: sum.months),
      let days = Int64(exactly: sum.days), let seconds = Int64(exactly: seconds),
      let length = CalendarDuration(
        months: months, days: days, seconds: seconds, nanosecond: Int32(nanosecond))
    else { throw Operators.integerOverflow("sum") }
    return length
  }
}

/// Numbers of which one at a percentile is asked.
struct PercentileSamples: Sendable {
  private var samples: [(value: Value, weight: Int64)] = []
  /// From 0 to 1; nil while nobody said.
  private(set) var percentile: Double?

  mutating func set(percentile value: Value, of function: String) throws(QueryError) {
    guard let number = value.number else {
      throw wrongKind(value, for: function, expected: .number)
    }
    guard number >= 0 && number <= 1 else {
      throw .argument(
        .numberOutOfRange,
        "\(function) takes a percentile from 0.0 to 1.0, but got \(value.plainText)",
        subject: function)
    }
    percentile = number
  }

  mutating func add(_ value: Value, _ weight: Int64) { samples.append((value, weight)) }

  mutating func merge(_ other: PercentileSamples) {
    samples.append(contentsOf: other.samples)
    percentile = percentile ?? other.percentile
  }

  /// The value at the percentile, a mean of two neighbours where it falls between them.
  var continuous: Value {
    guard let percentile, !samples.isEmpty else { return .null }
    let sorted = Sorted(samples)
    let place = percentile * Double(sorted.count - 1)
    let below = place.rounded(.down)
    let low = sorted.value(at: below).number ?? .nan
    guard place > below else { return .float(low) }
    let high = sorted.value(at: below + 1).number ?? .nan
    return .float(low + (high - low) * (place - below))
  }

  /// The first value that so large a part of all is not greater than.
  var discrete: Value {
    guard let percentile, !samples.isEmpty else { return .null }
    let sorted = Sorted(samples)
    let place = (percentile * Double(sorted.count)).rounded(.up) - 1
    return sorted.value(at: max(place, 0))
  }

  /// Samples in order, each with the number of rows up to it.
  private struct Sorted {
    private var samples: [(value: Value, limit: Int64)] = []
    /// The number of rows.
    private(set) var count: Int64 = 0

    init(_ unsorted: [(value: Value, weight: Int64)]) {
      for (value, weight) in unsorted.sorted(by: { Value.order($0.value, $1.value) < 0 }) {
        let (limit, overflow) = count.addingReportingOverflow(weight)
        count = overflow ? .max : limit
        samples.append((value, count))
      }
    }

    /// The value of a row.
    func value(at place: Double) -> Value {
      var (low, high) = (0, samples.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if Double(samples[middle].limit) > place { high = middle } else { low = middle + 1 }
      }
      return samples[low].value
    }
  }
}

/// The mean and the squared distances from it, by the method of Welford, which stays exact where
/// the numbers are large and near each other.
struct Deviation: Sendable {
  private var count = 0.0
  private var mean = 0.0
  private var squares = 0.0

  mutating func add(_ number: Double, _ weight: Int64) {
    merge(Deviation(count: Double(weight), mean: number, squares: 0))
  }

  mutating func merge(_ other: Deviation) {
    guard other.count > 0 else { return }
    let total = count + other.count
    let distance = other.mean - mean
    mean += distance * other.count / total
    squares += other.squares + distance * distance * count * other.count / total
    count = total
  }

  /// The deviation; 0 of fewer values than it needs.
  func standardDeviation(isSample: Bool) -> Double {
    let freedom = isSample ? count - 1 : count
    return freedom > 0 ? (squares / freedom).squareRoot() : 0
  }

  init() {}

  private init(count: Double, mean: Double, squares: Double) {
    self.count = count
    self.mean = mean
    self.squares = squares
  }
}
