// Functions of many rows. A state takes values one after another, each for as many rows as its
// weight says, and two states of parts of the rows can be merged; nulls are not counted, but for
// count(*). DISTINCT is dealt with inside, so that merged states count a value once. Values are
// taken in the order in which they come; merging puts those of the other state behind.

internal import Graph

/// A function of many rows.
enum AggregateFunction: String, CaseIterable, Sendable {
  case count
  case countStar = "count(*)"
  case sum
  case avg
  case min
  case max
  case collect
  case percentileCont
  case percentileDisc
  case stDev
  case stDevP

  /// The function with a name in any case, or nil; `count(*)` is no name of one.
  init?(named name: String) {
    let wanted = name.asciiLowercased
    guard let function = Self.allCases.first(where: { $0.rawValue.asciiLowercased == wanted }),
      function != .countStar
    else { return nil }
    self = function
  }

  /// What it takes: a name for messages and completion, and what kinds the values may have.
  var parameters: [(name: String, kinds: ValueKinds)] {
    switch self {
    case .countStar: []
    case .count, .min, .max, .collect: [("value", .any)]
    case .sum, .avg: [("value", [.number, .duration])]
    case .percentileCont, .percentileDisc: [("value", .number), ("percentile", .number)]
    case .stDev, .stDevP: [("value", .number)]
    }
  }

  /// What it gives for values of a type.
  func resultType(of argument: StaticType) -> StaticType {
    switch self {
    case .count, .countStar: .integer
    // The sum of nothing is the integer 0.
    case .sum:
      StaticType(kinds: argument.kinds.intersection([.number, .duration]).union(.integer))
    case .avg:
      StaticType(kinds: argument.kinds.intersection(.duration).union(.float))
    case .min, .max: argument
    case .collect: .list(of: argument.kinds)
    case .percentileCont, .stDev, .stDevP: .float
    case .percentileDisc: StaticType(kinds: argument.kinds.intersection(.number))
    }
  }

  /// One sentence for `kin help` and completion.
  var summary: String {
    switch self {
    case .count: "The number of values that are not null."
    case .countStar: "The number of rows."
    case .sum: "The sum of numbers or durations."
    case .avg: "The mean of numbers or durations."
    case .min: "The smallest value in the order of ORDER BY."
    case .max: "The largest value in the order of ORDER BY."
    case .collect: "The values that are not null as a list."
    case .percentileCont: "The value at a percentile from 0.0 to 1.0, between two neighbours."
    case .percentileDisc: "The value at a percentile from 0.0 to 1.0, one of those given."
    case .stDev: "The standard deviation of a sample."
    case .stDevP: "The standard deviation of all values there are."
    }
  }
}

/// What an aggregate knows of the values so far.
struct AggregateState: Sendable {
  private enum Memory: Sendable {
    case count(Int64)
    case sum(ValueSum)
    case extreme(Value)
    case items([Value])
    case percentile(PercentileSamples)
    case deviation(Deviation)
  }

  /// What is computed.
  let function: AggregateFunction
  private var memory: Memory
  /// The values that were counted, where each counts once.
  private var distinct: DistinctValues?

  /// Begins with no values.
  init(_ function: AggregateFunction, isDistinct: Bool = false) {
    self.function = function
    distinct = isDistinct ? DistinctValues() : nil
    memory =
      switch function {
      case .count, .countStar: .count(0)
      case .sum, .avg: .sum(ValueSum())
      case .min, .max: .extreme(.null)
      case .collect: .items([])
      case .percentileCont, .percentileDisc: .percentile(PercentileSamples())
      case .stDev, .stDevP: .deviation(Deviation())
      }
  }

  /// Takes a value that stands for some rows; the argument is the percentile.
  mutating func add(
    _ value: Value, weight: Int64 = 1, argument: Value? = nil
  ) throws(QueryError) {
    if let argument, case .percentile(var samples) = memory {
      try samples.set(percentile: argument, of: function.rawValue)
      memory = .percentile(samples)
    }
    if case .null = value, function != .countStar { return }
    if distinct != nil {
      guard distinct?.insert(value) == true else { return }
      return try count(value, 1)
    }
    try count(value, weight)
  }

  /// Takes what another state of the same function and rows after these knows.
  mutating func merge(_ other: AggregateState) throws(QueryError) {
    if let others = other.distinct {
      if case .percentile(let samples) = other.memory, let percentile = samples.percentile {
        try add(.null, argument: .float(percentile))
      }
      for value in others.inOrder { try add(value) }
      return
    }
    switch (memory, other.memory) {
    case (.count(let a), .count(let b)): memory = .count(try total(a, b))
    case (.sum(var sum), .sum(let more)):
      try sum.merge(more, of: function.rawValue)
      memory = .sum(sum)
    case (.extreme, .extreme(let value)): try add(value)
    case (.items(var items), .items(let more)):
      try ValueLimits.check(elements: items.count + more.count, of: function.rawValue)
      memory = .items([])
      items.append(contentsOf: more)
      memory = .items(items)
    case (.percentile(var samples), .percentile(let more)):
      memory = .count(0)
      samples.merge(more)
      memory = .percentile(samples)
    case (.deviation(var deviation), .deviation(let more)):
      deviation.merge(more)
      memory = .deviation(deviation)
    default: assertionFailure("states of different functions")
    }
  }

  /// The value of all rows so far.
  func result() throws(QueryError) -> Value {
    switch memory {
    case .count(let count): return .integer(count)
    case .sum(let sum): return function == .sum ? try sum.total() : try sum.mean()
    case .extreme(let value): return value
    case .items(let items): return .list(items)
    case .percentile(let samples):
      return function == .percentileCont ? samples.continuous : samples.discrete
    case .deviation(let deviation):
      return .float(deviation.standardDeviation(isSample: function == .stDev))
    }
  }

  private mutating func count(_ value: Value, _ weight: Int64) throws(QueryError) {
    guard weight > 0 else { return }
    switch memory {
    case .count(let count): memory = .count(try total(count, weight))
    case .sum(var sum):
      try sum.add(value, weight, of: function.rawValue)
      memory = .sum(sum)
    case .extreme(let best):
      guard best.kinds != [] else { return memory = .extreme(value) }
      let order = Value.order(value, best)
      if function == .min ? order < 0 : order > 0 { memory = .extreme(value) }
    case .items(var items):
      let (size, overflow) = Int(weight).addingReportingOverflow(items.count)
      try ValueLimits.check(elements: overflow ? .max : size, of: function.rawValue)
      // The list must be held once only, or each append would copy it.
      memory = .items([])
      items.append(contentsOf: repeatElement(value, count: Int(weight)))
      memory = .items(items)
    case .percentile(var samples):
      guard value.number != nil else {
        throw wrongKind(value, for: function.rawValue, expected: .number)
      }
      memory = .count(0)
      samples.add(value, weight)
      memory = .percentile(samples)
    case .deviation(var deviation):
      guard let number = value.number else {
        throw wrongKind(value, for: function.rawValue, expected: .number)
      }
      deviation.add(number, weight)
      memory = .deviation(deviation)
    }
  }

  private func total(_ left: Int64, _ right: Int64) throws(QueryError) -> Int64 {
    let (total, overflow) = left.addingReportingOverflow(right)
    if overflow { throw Operators.integerOverflow(function.rawValue) }
    return total
  }
}

/// Values each of which counts once, in the order in which they came.
private struct DistinctValues: Sendable {
  private var seen: Set<GroupingKey> = []
  private(set) var inOrder: [Value] = []

  /// Adds a value and says whether it was missing.
  mutating func insert(_ value: Value) -> Bool {
    guard seen.insert(GroupingKey(value)).inserted else { return false }
    inOrder.append(value)
    return true
  }
}
