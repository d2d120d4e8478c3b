// Functions of many rows: results, weights, DISTINCT, and merging of parts.

import Graph
import TestSupport
import Testing
import Text

@testable import Query

@Suite struct AggregateTests {
  private func aggregate(
    _ name: String, _ values: [Value], _ argument: Value? = nil, isDistinct: Bool = false
  ) throws -> Value {
    let function = try #require(AggregateFunction(named: name))
    var state = AggregateState(function, isDistinct: isDistinct)
    for value in values { try state.add(value, argument: argument) }
    return try state.result()
  }

  @Test func namesInAnyCase() {
    #expect(AggregateFunction(named: "PERCENTILEcont") == .percentileCont)
    #expect(AggregateFunction(named: "stdevp") == .stDevP)
    #expect(AggregateFunction(named: "count(*)") == nil)
    #expect(AggregateFunction(named: "size") == nil)
    for function in AggregateFunction.allCases {
      #expect(FunctionTable.function(named: function.rawValue) == nil)
    }
  }

  @Test func nullsAreNotCounted() throws {
    let values: [Value] = [1, .null, 2, .null]
    expect(try aggregate("count", values), is: 2)
    expect(try aggregate("sum", values), is: 3)
    expect(try aggregate("avg", values), is: 1.5)
    expect(try aggregate("collect", values), is: list(1, 2))
    var rows = AggregateState(.countStar)
    try rows.add(.null)
    try rows.add(1)
    expect(try rows.result(), is: 2)
  }

  @Test func nothingGivesNothing() throws {
    expect(try aggregate("count", []), is: 0)
    expect(try aggregate("sum", [.null]), is: 0)
    expect(try aggregate("avg", []), is: .null)
    expect(try aggregate("min", []), is: .null)
    expect(try aggregate("max", [.null]), is: .null)
    expect(try aggregate("collect", []), is: list())
    expect(try aggregate("percentileCont", [.null], 0.5), is: .null)
    expect(try aggregate("percentileDisc", [], 0.5), is: .null)
    expect(try aggregate("stDev", [1]), is: 0.0)
    expect(try aggregate("stDevP", []), is: 0.0)
  }

  @Test func sums() throws {
    expect(try aggregate("sum", [1, 2.5]), is: 3.5)
    expect(try aggregate("sum", [0.1, 0.2, 0.3]), is: .float(0.1 + 0.2 + 0.3))
    expect(try aggregate("sum", [.integer(.max), 1, -1]), is: .integer(.max))
    expectError(.arithmeticError, .integerOverflow) { try aggregate("sum", [.integer(.max), 1]) }
    expectError(.typeError, .invalidArgumentValue) { try aggregate("sum", ["a"]) }
    let day = Value.duration(try CalendarDuration(parsing: "P1DT-0.4S"))
    let two = Value.duration(try CalendarDuration(parsing: "P2DT-0.8S"))
    expect(try aggregate("sum", [day, day]), is: two)
    expect(try aggregate("avg", [day, day, .null]), is: day)
    expectError(.typeError, .invalidArgumentValue) { try aggregate("sum", [day, 1]) }
    let long = Value.duration(.init(months: .max, days: 0, seconds: 0))
    expectError(.arithmeticError, .integerOverflow) { try aggregate("sum", [long, long]) }
  }

  @Test func extremesFollowTheGlobalOrder() throws {
    let mixed: [Value] = [1, "a", .null, list(1, 2), 0.2, "b"]
    expect(try aggregate("max", mixed), is: 1)
    expect(try aggregate("min", mixed), is: list(1, 2))
    expect(try aggregate("max", [list(1), list(2), list(2, 1)]), is: list(2, 1))
    expect(try aggregate("min", ["a", "b", "B", "abc"]), is: "B")
    expect(try aggregate("max", [1, 2.0, 5, 3.2]), is: 5)
    expect(try aggregate("max", [1, .float(.nan)]), is: .float(.nan))
  }

  @Test func percentiles() throws {
    let prices: [Value] = [30.0, 10.0, 20.0]
    for (percentile, expected) in [(0.0, 10.0), (0.5, 20.0), (0.75, 25.0), (1.0, 30.0)] {
      expect(try aggregate("percentileCont", prices, .float(percentile)), is: .float(expected))
    }
    for (percentile, expected) in [(0.0, 10.0), (0.3, 10.0), (0.5, 20.0), (0.7, 30.0), (1.0, 30.0)]
    {
      expect(try aggregate("percentileDisc", prices, .float(percentile)), is: .float(expected))
    }
    expect(try aggregate("percentileDisc", [1, 2, 3, 4], 0.5), is: 2)
    expect(try aggregate("percentileCont", [1, 2], 1), is: 2.0)
    for name in ["percentileCont", "percentileDisc"] {
      for percentile: Value in [1_000, -1, 1.1, .float(.nan)] {
        expectError(.argumentError, .numberOutOfRange) {
          try aggregate(name, prices, percentile)
        }
      }
      expectError(.typeError, .invalidArgumentValue) { try aggregate(name, prices, "0.5") }
      expectError(.typeError, .invalidArgumentValue) { try aggregate(name, ["a"], 0.5) }
    }
  }

  @Test func deviations() throws {
    let values: [Value] = [2, 4, 4, 4, 5, 5, 7, 9]
    expect(try aggregate("stDevP", values), is: 2.0)
    guard case .float(let sample) = try aggregate("stDev", values) else { return }
    #expect((sample * sample * 7 - 32).magnitude < 1e-12)
    let shifted = values.map { Value.float(($0.number ?? 0) + 1e9) }
    guard case .float(let far) = try aggregate("stDevP", shifted) else { return }
    #expect((far - 2).magnitude < 1e-6)
  }

  @Test func distinctValuesCountOnce() throws {
    let values: [Value] = [3, 1, 3.0, .null, 1, 2]
    expect(try aggregate("count", values, isDistinct: true), is: 3)
    expect(try aggregate("sum", values, isDistinct: true), is: 6)
    expect(try aggregate("collect", values, isDistinct: true), is: list(3, 1, 2))
    expect(try aggregate("collect", [.null, .null], isDistinct: true), is: list())
  }

  @Test func collectingHasABound() throws {
    var state = AggregateState(.collect)
    expectError(.limitExceeded, .memoryLimit) {
      try state.add(1, weight: .max)
      return try state.result()
    }
    var count = AggregateState(.countStar)
    try count.add(.null, weight: .max)
    expectError(.arithmeticError, .integerOverflow) {
      try count.add(.null)
      return try count.result()
    }
  }

  @Test func aWeightStandsForRows() throws {
    try checkProperty(runs: 100) { random in
      let rows = (0..<random.below(6)).map { _ in
        (value: numberLike(&random), weight: Int64(random.below(4)))
      }
      for function in AggregateFunction.allCases {
        var weighted = AggregateState(function)
        var single = AggregateState(function)
        let argument: Value? = function.parameters.count > 1 ? 0.3 : nil
        for row in rows {
          try weighted.add(row.value, weight: row.weight, argument: argument)
          for _ in 0..<row.weight { try single.add(row.value, argument: argument) }
        }
        try requireClose(weighted.result(), single.result(), function)
      }
    }
  }

  @Test func mergedPartsAreTheWhole() throws {
    try checkProperty(runs: 150) { random in
      let values = (0..<random.below(12)).map { _ in numberLike(&random) }
      let cut = random.below(values.count + 1)
      for function in AggregateFunction.allCases {
        for isDistinct in [false, true] {
          let argument: Value? = function.parameters.count > 1 ? 0.6 : nil
          var parts = [
            AggregateState(function, isDistinct: isDistinct),
            AggregateState(function, isDistinct: isDistinct),
          ]
          var whole = AggregateState(function, isDistinct: isDistinct)
          for (place, value) in values.enumerated() {
            try whole.add(value, argument: argument)
            try parts[place < cut ? 0 : 1].add(value, argument: argument)
          }
          try parts[0].merge(parts[1])
          try requireClose(parts[0].result(), whole.result(), function)
        }
      }
    }
  }

  /// A number whose sums are exact in any order, or null.
  private func numberLike(_ random: inout Random) -> Value {
    switch random.below(5) {
    case 0: .null
    case 1: .float(Double(random.below(16)) / 4)
    default: .integer(Int64(random.below(20)) - 10)
    }
  }

  private func requireClose(
    _ left: Value, _ right: Value, _ function: AggregateFunction
  ) throws {
    if let a = left.number, let b = right.number, left.kinds == right.kinds {
      try #require((a - b).magnitude < 1e-9, "\(function): \(left), \(right)")
    } else {
      try #require(left.isEquivalent(to: right), "\(function): \(left), \(right)")
    }
  }
}
