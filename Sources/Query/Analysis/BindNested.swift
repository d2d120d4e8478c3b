// Expressions that bind variables of their own: list comprehensions, quantifiers, reduce. Their
// insides are computed per element, so no aggregate has a meaning there.

internal import Graph
internal import Text

extension Binder {
  mutating func bindNested(_ expression: Expression) throws(QueryError) -> BoundExpression {
    let span = expression.span
    switch expression.kind {
    case .listComprehension(let variable, let list, let filter, let result):
      return try bindComprehension(variable, list, filter, result, at: span)
    case .quantifier(let quantifier, let variable, let list, let condition):
      let bound = try bindList(list, of: quantifier.rawValue)
      let outside = enterElement()
      defer { leaveElement(outside) }
      let slot = declare(variable.text, bound.type.element)
      let test = try bindCondition(condition, of: quantifier.rawValue)
      return BoundExpression(
        .quantifier(quantifier, slot, list: bound, condition: test), .boolean, at: span)
    case .reduce(let accumulator, let initial, let variable, let list, let step):
      let start = try bind(initial)
      let bound = try bindList(list, of: "reduce")
      let outside = enterElement()
      defer { leaveElement(outside) }
      // A step may give another kind than the start has.
      let sum = declare(accumulator.text, .any)
      let slot = declare(variable.text, bound.type.element)
      let next = try bind(step)
      return BoundExpression(
        .reduce(accumulator: sum, initial: start, slot, list: bound, step: next),
        start.type.union(next.type), at: span)
    default: return try bind(expression)
    }
  }

  private mutating func bindComprehension(
    _ variable: Name, _ list: Expression, _ filter: Expression?, _ result: Expression?,
    at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    let bound = try bindList(list, of: "a list comprehension")
    let outside = enterElement()
    defer { leaveElement(outside) }
    let slot = declare(variable.text, bound.type.element)
    var test: BoundExpression?
    if let filter { test = try bindCondition(filter) }
    let value = try bindIfPresent(result)
    let elements = value?.type.kinds ?? bound.type.element.kinds
    let type: StaticType = bound.type.kinds.isEmpty ? .null : .list(of: elements)
    return BoundExpression(
      .listComprehension(slot, list: bound, filter: test, result: value), type, at: span)
  }

  private mutating func bindList(
    _ list: Expression, of what: String
  ) throws(QueryError) -> BoundExpression {
    let bound = try bind(list)
    try require(bound, .list, of: what)
    return bound
  }

  /// Begins what is computed per element.
  mutating func enterElement() -> AggregatePlace {
    let outside = aggregates
    // Inside of an aggregate's argument the message stays that of nesting.
    if case .welcome = aggregates { aggregates = .refused }
    frames.append(Frame())
    return outside
  }

  mutating func leaveElement(_ outside: AggregatePlace) {
    frames.removeLast()
    aggregates = outside
  }
}
