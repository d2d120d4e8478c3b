// Operators and CASE: truth, arithmetic, comparison. Their types come from CheckTypes.

internal import Graph
internal import Text

extension Binder {
  mutating func bindUnary(
    _ op: UnaryOperator, _ operand: Expression, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    if op == .not {
      return BoundExpression(.not(try bindCondition(operand, of: "NOT")), .boolean, at: span)
    }
    let bound = try bind(operand)
    switch op {
    case .isNull: return BoundExpression(.isNull(bound), .boolean, at: span)
    case .isNotNull: return BoundExpression(.isNotNull(bound), .boolean, at: span)
    case .minus, .plus, .not:
      let kinds: ValueKinds = [.number, .duration]
      try require(bound, kinds, of: op.rawValue)
      let type = StaticType(kinds: bound.type.kinds.intersection(kinds))
      if op == .plus { return BoundExpression(.plus(bound), type, at: span) }
      if let folded = negated(bound) { return BoundExpression(.constant(folded), type, at: span) }
      return BoundExpression(.negate(bound), type, at: span)
    }
  }

  /// The value of a negated number that the text gives.
  private func negated(_ bound: BoundExpression) -> Value? {
    switch bound.kind {
    case .constant(.integer(let number)) where number != .min: .integer(-number)
    case .constant(.float(let number)): .float(-number)
    default: nil
    }
  }

  mutating func bindBinary(
    _ op: BinaryOperator, _ left: Expression, _ right: Expression, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    switch op {
    case .and, .or:
      let operands = try bindOperands(of: op, left, right)
      return BoundExpression(op == .and ? .and(operands) : .or(operands), .boolean, at: span)
    case .xor:
      let first = try bindCondition(left, of: op.rawValue)
      let second = try bindCondition(right, of: op.rawValue)
      return BoundExpression(.xor(first, second), .boolean, at: span)
    default: break
    }
    let (first, second) = (try bind(left), try bind(right))
    switch op {
    case .isIn:
      try require(second, .list, of: op.rawValue)
      return BoundExpression(.binary(op, first, second), .boolean, at: span)
    case .startsWith, .endsWith, .contains, .matches:
      return BoundExpression(.binary(op, first, second), .boolean, at: span)
    default:
      guard let type = StaticType.arithmetic(op, first.type, second.type) else {
        throw .syntax(
          .invalidArgumentType,
          "\(op.rawValue) does not go with \(first.type.kinds.names) "
            + "and \(second.type.kinds.names)", subject: op.rawValue, at: span,
          hint: hint(of: op, first.type.kinds, second.type.kinds))
      }
      return BoundExpression(.binary(op, first, second), type, at: span)
    }
  }

  /// What to write instead of an operation that there is not.
  private func hint(
    of op: BinaryOperator, _ first: ValueKinds, _ second: ValueKinds
  ) -> String? {
    guard op == .subtract, ValueKinds.instant.isSuperset(of: first.union(second)) else {
      return nil
    }
    return "write duration.between(earlier, later)"
  }

  /// The operands of a chain of one operator, from left to right.
  private mutating func bindOperands(
    of op: BinaryOperator, _ left: Expression, _ right: Expression
  ) throws(QueryError) -> [BoundExpression] {
    var reversed = [right]
    var rest = left
    while case .binary(op, let before, let operand) = rest.kind {
      reversed.append(operand)
      rest = before
    }
    reversed.append(rest)
    var bound: [BoundExpression] = []
    for operand in reversed.reversed() {
      let one = try bindCondition(operand, of: op.rawValue)
      // An operand in parentheses may be a chain of the same operator.
      switch (op, one.kind) {
      case (.and, .and(let inner)), (.or, .or(let inner)): bound += inner
      default: bound.append(one)
      }
    }
    return bound
  }

  /// `a < b <= c` is `a < b AND b <= c`.
  mutating func bindComparisons(
    _ first: Expression, _ rest: [(ComparisonOperator, Expression)], at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    var left = try bind(first)
    guard rest.count > 1 else {
      let right = try bind(rest[0].1)
      return BoundExpression(.compare(rest[0].0, left, right), .boolean, at: span)
    }
    var comparisons: [BoundExpression] = []
    var middles: [(slot: Slot, value: BoundExpression)] = []
    for (place, (op, operand)) in rest.enumerated() {
      var right = try bind(operand)
      if place < rest.count - 1, !right.isSimple {
        // Computed once, or nested chains would double the work at each level.
        let slot = makeSlot("", right.type)
        middles.append((slot, right))
        right = BoundExpression(.slot(slot), right.type, at: right.span)
      }
      let both = left.span.joined(right.span)
      comparisons.append(BoundExpression(.compare(op, left, right), .boolean, at: both))
      left = right
    }
    var result = BoundExpression(.and(comparisons), .boolean, at: span)
    for (slot, value) in middles.reversed() {
      // All of one element is that element's truth value, null too.
      let list = BoundExpression(.list([value]), .list(of: value.type.kinds), at: value.span)
      result = BoundExpression(
        .quantifier(.all, slot, list: list, condition: result), .boolean, at: span)
    }
    return result
  }

  mutating func bindCase(
    _ subject: Expression?, _ branches: [(when: Expression, then: Expression)],
    _ otherwise: Expression?, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    let compared = try bindIfPresent(subject)
    var type = StaticType.null
    var bound: [(when: BoundExpression, then: BoundExpression)] = []
    for (when, then) in branches {
      let condition = try subject == nil ? bindCondition(when, of: "WHEN") : bind(when)
      let value = try bind(then)
      type = type.union(value.type)
      bound.append((condition, value))
    }
    let last = try bindIfPresent(otherwise)
    if let last { type = type.union(last.type) }
    return BoundExpression(
      .caseOf(subject: compared, branches: bound, otherwise: last), type, at: span)
  }
}

extension BoundExpression {
  /// Whether it costs nothing to have it twice.
  var isSimple: Bool {
    switch kind {
    case .constant, .parameter, .slot: true
    case .property(let subject, _): subject.isSimple
    default: false
    }
  }
}
