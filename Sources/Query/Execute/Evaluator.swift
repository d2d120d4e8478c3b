// The value of an expression for one row. This is the way that is right for every expression and
// every value; the typed kernels in `ColumnKernels.swift` stand in front of it and give the same.
// Variables that an expression binds itself, such as `x` in `[x IN list | …]`, are not in the
// batch: they are kept here while the expression around them is computed.

internal import Graph
internal import Text

/// Computes expressions for one worker.
final class Evaluator {
  let context: ExecutionContext
  /// By slot number: variables bound by the expression at hand.
  var locals: [Value?]
  /// Operators of subqueries, by subquery number, made when they are first needed.
  var runners: [SubqueryRunner?] = []

  init(_ context: ExecutionContext, slotCount: Int) {
    self.context = context
    locals = Array(repeating: nil, count: slotCount)
  }

  /// Lets go of the operators of subqueries, which hold the evaluator in turn.
  func close() { runners = [] }

  /// The value of an expression in a row.
  func value(
    of expression: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    do {
      return try unlocatedValue(of: expression, batch, row)
    } catch {
      throw error.located(at: expression.span)
    }
  }

  private func unlocatedValue(
    of expression: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    switch expression.kind {
    case .constant(let value): return value
    case .parameter(let number): return context.parameters[number]
    case .slot(let slot): return value(of: slot, batch, row)
    case .property(let subject, let key):
      return try property(key, of: value(of: subject, batch, row))
    case .hasLabels(let subject, let labels):
      return try hasLabels(labels, value(of: subject, batch, row))
    case .subscripted(let subject, let index):
      return try element(of: value(of: subject, batch, row), at: value(of: index, batch, row))
    case .slice(let subject, let from, let to):
      let list = try value(of: subject, batch, row)
      let start = try from.map { bound throws(QueryError) in try value(of: bound, batch, row) }
      let end = try to.map { bound throws(QueryError) in try value(of: bound, batch, row) }
      return try Operators.slice(of: list, from: start, to: end)
    case .list(let items): return try context.list(of: values(of: items, batch, row))
    case .map(let entries): return try context.map(of: evaluated(entries, batch, row))
    case .mapProjection(let subject, let takesAll, let entries):
      return try mapProjection(subject, takesAll, entries, batch, row)
    case .not, .and, .or, .xor, .isNull, .isNotNull, .compare:
      return Value(truth: try truth(of: expression, batch, row))
    case .negate(let operand): return try Operators.negation(value(of: operand, batch, row))
    case .plus(let operand): return try Operators.identity(value(of: operand, batch, row))
    case .binary(let operation, let left, let right):
      return try apply(operation, value(of: left, batch, row), value(of: right, batch, row))
    case .call(let function, let arguments):
      return try call(function, values(of: arguments, batch, row))
    case .caseOf(let subject, let branches, let otherwise):
      return try caseValue(subject, branches, otherwise, batch, row)
    case .listComprehension, .quantifier, .reduce:
      return try loopValue(of: expression, batch, row)
    case .subquery(let subquery): return try self.subquery(subquery, batch, row)
    }
  }

  /// The value of a variable in a row.
  @inline(__always)
  func value(of slot: Slot, _ batch: Batch, _ row: Int) -> Value {
    if slot.number < batch.columns.count {
      let column = batch.columns[slot.number]
      if column.isPresent { return column.value(at: row) }
    }
    return locals[slot.number] ?? .null
  }

  func values(
    of expressions: [BoundExpression], _ batch: Batch, _ row: Int
  ) throws(QueryError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(expressions.count)
    for expression in expressions { values.append(try value(of: expression, batch, row)) }
    return values
  }

  private func evaluated(
    _ entries: [(key: UTF8String, value: BoundExpression)], _ batch: Batch, _ row: Int
  ) throws(QueryError) -> [(key: UTF8String, value: Value)] {
    var evaluated: [(key: UTF8String, value: Value)] = []
    for entry in entries { evaluated.append((entry.key, try value(of: entry.value, batch, row))) }
    return evaluated
  }

  private func mapProjection(
    _ subject: BoundExpression, _ takesAll: Bool,
    _ entries: [(key: UTF8String, value: BoundExpression)], _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    let subject = try value(of: subject, batch, row)
    if subject.isNull { return .null }
    var all: [(key: UTF8String, value: Value)] = []
    if takesAll { all = try propertyMap(of: subject).entries }
    return try context.map(of: all + (try evaluated(entries, batch, row)))
  }

  private func call(
    _ function: ScalarFunction, _ arguments: [Value]
  ) throws(QueryError) -> Value {
    if function.isNullForNull {
      for argument in arguments where argument.isNull { return .null }
    }
    try context.spend(arguments.reduce(1) { $0 &+ $1.steps })
    return try function.kernel(arguments, context)
  }

  /// `left operation right` for everything that is not a question of truth alone.
  func apply(
    _ operation: BinaryOperator, _ left: Value, _ right: Value
  ) throws(QueryError) -> Value {
    try context.spend(1 &+ left.steps &+ right.steps)
    return switch operation {
    case .add: try sum(left, right)
    case .subtract: try Operators.difference(left, right)
    case .multiply: try Operators.product(left, right)
    case .divide: try Operators.quotient(left, right)
    case .modulo: try Operators.remainder(left, right)
    case .power: try Operators.power(left, right)
    case .isIn: try Operators.contains(right, left)
    case .startsWith: Operators.startsWith(left, right)
    case .endsWith: Operators.endsWith(left, right)
    case .contains: Operators.containsText(left, right)
    case .matches: try matches(left, right)
    case .and: try Operators.and(left, right)
    case .or: try Operators.or(left, right)
    case .xor: try Operators.xor(left, right)
    }
  }

  private func sum(_ left: Value, _ right: Value) throws(QueryError) -> Value {
    switch (left, right) {
    case (.list(let a), .list(let b)):
      try context.willBuild(elements: a.count + b.count + max(a.count, b.count))
    case (.list(let items), _), (_, .list(let items)):
      try context.willBuild(elements: items.count + 1)
    case (.string(let a), .string(let b)):
      // The longer operand is still there when the result is made.
      try context.willBuild(bytes: a.byteCount + b.byteCount + max(a.byteCount, b.byteCount))
    case (.string(let text), _), (_, .string(let text)):
      try context.willBuild(bytes: text.byteCount)
    default: break
    }
    return try Operators.sum(left, right)
  }

  private func matches(_ text: Value, _ pattern: Value) throws(QueryError) -> Value {
    guard case (.string(let text), .string(let pattern)) = (text, pattern) else { return .null }
    return .boolean(try context.regex(pattern).matchesWhole(text, on: context.budget))
  }

  private func caseValue(
    _ subject: BoundExpression?,
    _ branches: [(when: BoundExpression, then: BoundExpression)],
    _ otherwise: BoundExpression?, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    if let subject {
      let subject = try value(of: subject, batch, row)
      for branch in branches
      where subject.isEqual(to: try value(of: branch.when, batch, row)) == true {
        return try value(of: branch.then, batch, row)
      }
    } else {
      for branch in branches where try truth(of: branch.when, batch, row) == true {
        return try value(of: branch.then, batch, row)
      }
    }
    guard let otherwise else { return .null }
    return try value(of: otherwise, batch, row)
  }
}
