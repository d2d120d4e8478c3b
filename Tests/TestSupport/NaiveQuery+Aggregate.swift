// Aggregation the naive way: rows are gathered by key in a dictionary, then each aggregate goes
// over the list of its values.

#if DEBUG || TESTABLE
  import Glibc
  import Graph
  @testable import Query
  import Text

  extension NaiveEvaluator {
    /// A row per group with the slots of keys and aggregates; without keys there is one group.
    func aggregate(
      _ aggregation: BoundAggregation, _ rows: [NaiveRow]
    ) throws(QueryError) -> [NaiveRow] {
      var places: [[GroupingKey]: Int] = [:]
      var groups: [(row: NaiveRow, members: [NaiveRow])] = []
      for row in rows {
        var keyed: NaiveRow = [:]
        var key: [GroupingKey] = []
        for item in aggregation.keys {
          let value = try value(item.expression, row)
          keyed[item.slot] = value
          key.append(GroupingKey(value))
        }
        if places[key] == nil {
          places[key] = groups.count
          groups.append((keyed, []))
        }
        groups[places[key] ?? 0].members.append(row)
      }
      if groups.isEmpty && aggregation.keys.isEmpty { groups.append(([:], [])) }
      var result: [NaiveRow] = []
      for group in groups {
        var row = group.row
        for aggregate in aggregation.aggregates {
          row[aggregate.slot] = try value(of: aggregate, over: group.members)
        }
        // What surrounds a subquery stays readable.
        result.append((group.members.first ?? [:]).merging(row) { _, new in new })
      }
      return result
    }

    private func value(
      of aggregate: BoundAggregate, over rows: [NaiveRow]
    ) throws(QueryError) -> Value {
      guard let argument = aggregate.argument else { return .integer(Int64(rows.count)) }
      var values: [Value] = []
      for row in rows {
        let value = try value(argument, row)
        if !value.isNull { values.append(value) }
      }
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
        guard let parameter = aggregate.parameter else { return .null }
        guard let first = rows.first else { return .null }
        let part = try self.value(parameter, first)
        return try percentile(values, part, aggregate.function == "percentilecont")
      default:
        throw .syntax(.unknownFunction, "the oracle has no \(aggregate.function)", at: nil)
      }
    }

    private func sum(_ values: [Value]) throws(QueryError) -> Value? {
      guard var sum = values.first else { return nil }
      for value in values.dropFirst() { sum = try Operators.sum(sum, value) }
      return sum
    }

    private func numbers(_ values: [Value]) throws(QueryError) -> [Double] {
      var numbers: [Double] = []
      for value in values {
        switch value {
        case .integer(let number): numbers.append(Double(number))
        case .float(let number): numbers.append(number)
        default: throw .type(.invalidArgumentValue, "no number")
        }
      }
      return numbers
    }

    private func deviation(_ numbers: [Double], isSample: Bool) -> Double {
      if numbers.count < 2 { return 0 }
      let mean = numbers.reduce(0, +) / Double(numbers.count)
      let squares = numbers.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
      return (squares / Double(isSample ? numbers.count - 1 : numbers.count)).squareRoot()
    }

    private func percentile(
      _ values: [Value], _ part: Value, _ isContinuous: Bool
    ) throws(QueryError) -> Value {
      guard let part = try numbers([part]).first, part >= 0, part <= 1 else {
        throw .argument(.numberOutOfRange, "a percentile is between 0 and 1")
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
