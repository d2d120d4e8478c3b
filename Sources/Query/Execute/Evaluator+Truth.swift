// Conditions in three-valued logic, and expressions that bind a variable for each element of a
// list.

internal import Graph
internal import Text

extension Evaluator {
  /// Whether a condition holds in a row; nil where that is unknown.
  func truth(
    of expression: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Bool? {
    switch expression.kind {
    case .not(let operand): return try truth(of: operand, batch, row).map { !$0 }
    case .and(let operands):
      var isUnknown = false
      for operand in operands {
        switch try truth(of: operand, batch, row) {
        case .some(false): return false
        case .some(true): break
        case .none: isUnknown = true
        }
      }
      return isUnknown ? nil : true
    case .or(let operands):
      var isUnknown = false
      for operand in operands {
        switch try truth(of: operand, batch, row) {
        case .some(true): return true
        case .some(false): break
        case .none: isUnknown = true
        }
      }
      return isUnknown ? nil : false
    case .xor(let left, let right):
      let first = try truth(of: left, batch, row)
      let second = try truth(of: right, batch, row)
      guard let first, let second else { return nil }
      return first != second
    case .isNull(let operand): return try value(of: operand, batch, row).isNull
    case .isNotNull(let operand): return try !value(of: operand, batch, row).isNull
    case .compare(let comparison, let left, let right):
      let first = try value(of: left, batch, row)
      try context.spend(1 &+ first.steps)
      return compare(comparison, first, try value(of: right, batch, row))
    default:
      return try Operators.truth(try value(of: expression, batch, row), "a condition")
    }
  }

  /// Whether a comparison holds; nil where that is unknown.
  func compare(_ comparison: ComparisonOperator, _ left: Value, _ right: Value) -> Bool? {
    let result =
      switch comparison {
      case .equal: Operators.equal(left, right)
      case .notEqual: Operators.notEqual(left, right)
      case .less: Operators.less(left, right)
      case .lessOrEqual: Operators.atMost(left, right)
      case .greater: Operators.greater(left, right)
      case .greaterOrEqual: Operators.atLeast(left, right)
      }
    if case .boolean(let truth) = result { return truth }
    return nil
  }

  func loopValue(
    of expression: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    switch expression.kind {
    case .listComprehension(let slot, let list, let filter, let result):
      return try comprehension(slot, list, filter, result, batch, row)
    case .quantifier(let quantifier, let slot, let list, let condition):
      return try quantified(quantifier, slot, list, condition, batch, row)
    case .reduce(let accumulator, let initial, let slot, let list, let step):
      return try reduced(accumulator, initial, slot, list, step, batch, row)
    default: return try value(of: expression, batch, row)
    }
  }

  private func reduced(
    _ accumulator: Slot, _ initial: BoundExpression, _ slot: Slot, _ list: BoundExpression,
    _ step: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    var sum = try value(of: initial, batch, row)
    guard let items = try items(of: list, batch, row) else { return .null }
    let outer = (locals[accumulator.number], locals[slot.number])
    defer { (locals[accumulator.number], locals[slot.number]) = outer }
    let mark = context.builtBytes
    var kept = 0
    for place in 0..<items.count {
      try context.spend(1)
      locals[accumulator.number] = sum
      locals[slot.number] = items[place]
      sum = try value(of: step, batch, row)
      // Measuring costs as much as building, so it waits until there was something to give back.
      if context.builtBytes - mark > kept + kept / 4 {
        context.settle(mark, keeping: sum)
        kept = context.builtBytes - mark
      }
    }
    return sum
  }

  private func comprehension(
    _ slot: Slot, _ list: BoundExpression, _ filter: BoundExpression?, _ result: BoundExpression?,
    _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    guard let items = try items(of: list, batch, row) else { return .null }
    let outer = locals[slot.number]
    defer { locals[slot.number] = outer }
    var results: [Value] = []
    var held = 0
    for place in 0..<items.count {
      try context.spend(1)
      let item = items[place]
      locals[slot.number] = item
      let mark = context.builtBytes
      if let filter, try truth(of: filter, batch, row) != true { continue }
      var value = item
      if let result {
        value = try self.value(of: result, batch, row)
        held += try context.treeBytes(of: value)
      }
      context.settle(mark)
      // An array that grows is copied to one of twice its size.
      held += Value.place * 2
      if held > 1 << 16 {
        try context.willBuild(bytes: held)
        held = 0
      }
      results.append(value)
    }
    try context.willBuild(bytes: held)
    return .list(results)
  }

  private func quantified(
    _ quantifier: Quantifier, _ slot: Slot, _ list: BoundExpression, _ condition: BoundExpression,
    _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    guard let items = try items(of: list, batch, row) else { return .null }
    let outer = locals[slot.number]
    defer { locals[slot.number] = outer }
    var trueCount = 0
    var unknownCount = 0
    let mark = context.builtBytes
    for place in 0..<items.count {
      try context.spend(1)
      locals[slot.number] = items[place]
      let truth = try truth(of: condition, batch, row)
      context.settle(mark)
      switch truth {
      case .some(true): trueCount += 1
      case .none: unknownCount += 1
      case .some(false): if quantifier == .all { return .boolean(false) }
      }
      if trueCount > 0, quantifier == .any { return .boolean(true) }
      if trueCount > 0, quantifier == .none { return .boolean(false) }
      if trueCount > 1, quantifier == .single { return .boolean(false) }
    }
    if unknownCount > 0 { return .null }
    switch quantifier {
    case .all, .none: return .boolean(true)
    case .any: return .boolean(false)
    case .single: return .boolean(trueCount == 1)
    }
  }
}
