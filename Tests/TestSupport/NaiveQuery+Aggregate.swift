// Aggregation the naive way: rows are gathered by key in a dictionary, then each aggregate goes
// over the list of its values.

#if DEBUG || TESTABLE
  import Glibc
  import Graph
  @testable import Query
  import Text

  extension NaiveEvaluator {
    /// A row per group with the slots of keys and aggregates; without keys there is one group.
    func aggregate(_ aggregation: BoundAggregation, _ rows: [NaiveRow]) throws -> [NaiveRow] {
      let keySlots = aggregation.keys.map(\.slot)
      var places: [[GroupingKey]: Int] = [:]
      var groups: [(keys: NaiveRow, members: [NaiveRow])] = []
      for row in rows {
        let values = try aggregation.keys.map { try value($0.expression, row) }
        let key = values.map(GroupingKey.init)
        if places[key] == nil {
          places[key] = groups.count
          groups.append((NaiveRow(uniqueKeysWithValues: zip(keySlots, values)), []))
        }
        groups[places[key] ?? 0].members.append(row)
      }
      if groups.isEmpty && keySlots.isEmpty { groups.append(([:], [])) }
      return try groups.map { group in
        // What surrounds a subquery stays readable.
        var row = (group.members.first ?? [:]).merging(group.keys) { _, new in new }
        for aggregate in aggregation.aggregates {
          row[aggregate.slot] = try value(of: aggregate, over: group.members)
        }
        return row
      }
    }

    private func value(of aggregate: BoundAggregate, over rows: [NaiveRow]) throws -> Value {
      guard let argument = aggregate.argument else { return .integer(Int64(rows.count)) }
      var values = try rows.map { try value(argument, $0) }.filter { !$0.isNull }
      if aggregate.isDistinct { values = distinct(values) { [$0] } }
      switch aggregate.function {
      case "count": return .integer(Int64(values.count))
      case "collect": return .list(values)
      case "sum": return try sum(values) ?? .integer(0)
      case "avg":
        guard let sum = try sum(values) else { return .null }
        if case .integer(let number) = sum {
          return .float(Double(number) / Double(values.count))
        }
        return try Operators.quotient(sum, .integer(Int64(values.count)))
      case "min": return values.min { Value.order($0, $1) < 0 } ?? .null
      // Of equal ones the first, as for the minimum.
      case "max": return values.reversed().max { Value.order($0, $1) < 0 } ?? .null
      case "stdev", "stdevp":
        return .float(deviation(try numbers(values), isSample: aggregate.function == "stdev"))
      case "percentilecont", "percentiledisc":
        guard let parameter = aggregate.parameter, let first = rows.first else { return .null }
        let part = try self.value(parameter, first)
        return try percentile(values, part, aggregate.function == "percentilecont")
      default:
        throw QueryError.syntax(
          .unknownFunction, "the oracle has no \(aggregate.function)", at: nil)
      }
    }

    private func sum(_ values: [Value]) throws -> Value? {
      guard let first = values.first else { return nil }
      return try values.dropFirst().reduce(first) { try Operators.sum($0, $1) }
    }

    private func numbers(_ values: [Value]) throws -> [Double] {
      try values.map { value in
        switch value {
        case .integer(let number): return Double(number)
        case .float(let number): return number
        default: throw QueryError.type(.invalidArgumentValue, "no number")
        }
      }
    }

    private func deviation(_ numbers: [Double], isSample: Bool) -> Double {
      if numbers.count < 2 { return 0 }
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let squares = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      return (squares / Double(isSample ? numbers.count - 1 : numbers.count)).squareRoot()
    }

    private func percentile(
      _ values: [Value], _ part: Value, _ isContinuous: Bool
    ) throws -> Value {
      guard let part = try numbers([part]).first, part >= 0, part <= 1 else {
        throw QueryError.argument(.numberOutOfRange, "a percentile is between 0 and 1")
      }
      if values.isEmpty { return .null }
      let sorted = values.sorted { Value.order($0, $1) < 0 }
      if !isContinuous {
        let place = Int((part * Double(sorted.count)).rounded(.up)) - 1
        return sorted[max(place, 0)]
      }
      let numbers = try numbers(sorted)
      let place = part * Double(numbers.count - 1)
      let low = Int(place.rounded(.down))
      let high = Int(place.rounded(.up))
      return .float(numbers[low] + (numbers[high] - numbers[low]) * (place - Double(low)))
    }
  }
#endif
