// Expressions over whole batches. Each kernel covers what is common and cheap in typed columns:
// properties of bound nodes and relationships, parts of dates, arithmetic on numbers. What none of
// them covers goes row by row through the evaluator, which gives the same.

internal import Graph
internal import Text

extension Evaluator {
  /// The values of an expression for all rows of a batch.
  func column(of expression: BoundExpression, _ batch: Batch) throws(QueryError) -> Column {
    switch expression.kind {
    case .constant(let value): return .constant(value)
    case .parameter(let number): return .constant(context.parameters[number])
    case .slot(let slot) where batch[slot].isPresent: return batch[slot]
    default: break
    }
    if context.options.isOptimized, let column = try typedColumn(of: expression, batch) {
      return column
    }
    var values: [Value] = []
    values.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      let mark = context.builtBytes
      let value = try value(of: expression, batch, row)
      context.settle(mark, keeping: value)
      values.append(value)
    }
    return .packed(values)
  }

  /// The values as a typed column; nil where no kernel covers the expression.
  func typedColumn(
    of expression: BoundExpression, _ batch: Batch
  ) throws(QueryError) -> Column? {
    switch expression.kind {
    case .constant(let value): return .constant(value)
    case .parameter(let number): return .constant(context.parameters[number])
    case .slot(let slot): return batch[slot].isPresent ? batch[slot] : nil
    case .property(let subject, let key):
      guard let owners = try typedColumn(of: subject, batch) else { return nil }
      return properties(key, of: owners)
    case .binary(let operation, let left, let right):
      guard operation.isArithmetic, let first = try typedColumn(of: left, batch),
        let second = try typedColumn(of: right, batch)
      else { return nil }
      return arithmetic(operation, first, second, count: batch.count)
    case .call:
      // The same for all rows: `date('2024-05-01')` is read once per batch.
      guard batch.count > 1, !expression.isVolatile, !expression.containsSubquery,
        expression.slots.isEmpty
      else { return nil }
      return .constant(try value(of: expression, batch, 0))
    default: return nil
    }
  }

  /// A property of each node or relationship of a column, or a part of each date.
  private func properties(_ key: NameNumber, of owners: Column) -> Column? {
    switch owners {
    case .nodes(let ids):
      // What was deleted raises an error, which the way by rows does.
      if context.deletedNodes.count > 0 { return nil }
      guard let id = context.key(key) else { return .constant(.null) }
      return gathered(ids, from: context.graph.nodeColumn(id), context.graph.texts)
    case .relationships(let ids):
      if !context.deletedRelationships.isEmpty { return nil }
      guard let id = context.key(key) else { return .constant(.null) }
      return gathered(ids, from: context.graph.relationshipColumn(id), context.graph.texts)
    case .dates(let days, let nulls):
      guard let component = dateComponent(context.text(of: key)) else { return nil }
      var parts: [Int64] = []
      parts.reserveCapacity(days.count)
      for day in days {
        parts.append(CalendarDate(daysSinceEpoch: day).map { component.value(of: $0) } ?? 0)
      }
      return .integers(parts, nulls)
    default: return nil
    }
  }

  /// Sums, differences and products of numbers; nil where kinds are mixed or a result does not fit,
  /// for which the way by rows has the error.
  private func arithmetic(
    _ operation: BinaryOperator, _ left: Column, _ right: Column, count: Int
  ) -> Column? {
    if let first = left.plainIntegers(count: count), let second = right.plainIntegers(count: count)
    {
      return integerArithmetic(operation, first, second)
    }
    guard let first = left.plainFloats(count: count), let second = right.plainFloats(count: count)
    else { return nil }
    var results: [Double] = []
    results.reserveCapacity(count)
    for row in 0..<count {
      switch operation {
      case .add: results.append(first[row] + second[row])
      case .subtract: results.append(first[row] - second[row])
      default: results.append(first[row] * second[row])
      }
    }
    return .floats(results, [])
  }

  private func integerArithmetic(
    _ operation: BinaryOperator, _ left: [Int64], _ right: [Int64]
  ) -> Column? {
    var results: [Int64] = []
    results.reserveCapacity(left.count)
    for row in left.indices {
      let (result, overflow) =
        switch operation {
        case .add: left[row].addingReportingOverflow(right[row])
        case .subtract: left[row].subtractingReportingOverflow(right[row])
        default: left[row].multipliedReportingOverflow(by: right[row])
        }
      if overflow { return nil }
      results.append(result)
    }
    return .integers(results, [])
  }
}

extension BinaryOperator {
  fileprivate var isArithmetic: Bool {
    switch self {
    case .add, .subtract, .multiply: true
    default: false
    }
  }
}

extension Column {
  /// The numbers, if they are integers and none is null.
  fileprivate func plainIntegers(count: Int) -> [Int64]? {
    switch self {
    case .integers(let numbers, let nulls) where nulls.isEmpty: numbers
    case .constant(.integer(let number)): Array(repeating: number, count: count)
    default: nil
    }
  }

  /// The numbers as floats, if they are floats, or integers beside floats, and none is null.
  fileprivate func plainFloats(count: Int) -> [Double]? {
    switch self {
    case .floats(let numbers, let nulls) where nulls.isEmpty: numbers
    case .integers(let numbers, let nulls) where nulls.isEmpty: numbers.map(Double.init)
    case .constant(.float(let number)): Array(repeating: number, count: count)
    case .constant(.integer(let number)): Array(repeating: Double(number), count: count)
    default: nil
    }
  }
}
