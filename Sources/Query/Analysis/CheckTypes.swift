// What operators take and give, by static types. An operation is refused only if no value of the
// type could be taken; where some could, the evaluator decides. Comparisons take everything, since
// across kinds they are null.

internal import Graph
internal import Text

extension StaticType {
  /// What is known of the elements, where this is a list.
  var element: StaticType {
    kinds.contains(.list) ? StaticType(kinds: elements) : kinds.isEmpty ? .null : .any
  }

  /// Whether a value can be a list with elements of some kind, or be null.
  func mayBeList(of wanted: ValueKinds) -> Bool {
    kinds.isEmpty
      || kinds.contains(.list) && (elements.isEmpty || !elements.isDisjoint(with: wanted))
  }

  /// What `left op right` gives, or nil where the operator takes no such operands.
  static func arithmetic(
    _ op: BinaryOperator, _ left: StaticType, _ right: StaticType
  ) -> StaticType? {
    if left.kinds.isEmpty || right.kinds.isEmpty { return .null }
    var result = StaticType(kinds: [])
    if !left.kinds.isDisjoint(with: .number), !right.kinds.isDisjoint(with: .number) {
      result.kinds = numeric(op, left.kinds, right.kinds)
    }
    switch op {
    case .add: addSums(left, right, to: &result)
    case .subtract:
      if right.kinds.contains(.duration) {
        result.kinds.formUnion(left.kinds.intersection(.temporal))
      }
    case .multiply:
      if left.kinds.contains(.duration) && !right.kinds.isDisjoint(with: .number)
        || right.kinds.contains(.duration) && !left.kinds.isDisjoint(with: .number)
      {
        result.kinds.insert(.duration)
      }
    case .divide:
      if left.kinds.contains(.duration), !right.kinds.isDisjoint(with: .number) {
        result.kinds.insert(.duration)
      }
    default: break
    }
    return result.kinds.isEmpty ? nil : result
  }

  private static func numeric(
    _ op: BinaryOperator, _ left: ValueKinds, _ right: ValueKinds
  ) -> ValueKinds {
    if op == .power { return .float }
    var kinds: ValueKinds = []
    if left.contains(.integer), right.contains(.integer) { kinds.insert(.integer) }
    if left.contains(.float) || right.contains(.float) { kinds.insert(.float) }
    return kinds
  }

  /// `+` also joins text and lists, and moves points in time.
  private static func addSums(_ left: StaticType, _ right: StaticType, to sum: inout StaticType) {
    let joined: ValueKinds = [.string, .number, .boolean]
    if left.kinds.contains(.string) && !right.kinds.isDisjoint(with: joined)
      || right.kinds.contains(.string) && !left.kinds.isDisjoint(with: joined)
    {
      sum.kinds.insert(.string)
    }
    if right.kinds.contains(.duration) { sum.kinds.formUnion(left.kinds.intersection(.temporal)) }
    if left.kinds.contains(.duration) { sum.kinds.formUnion(right.kinds.intersection(.temporal)) }
    guard left.kinds.contains(.list) || right.kinds.contains(.list) else { return }
    sum.kinds.insert(.list)
    var elements: ValueKinds = []
    for (one, other) in [(left, right), (right, left)] {
      if one.kinds.contains(.list) { elements.formUnion(one.elements) }
      if other.kinds.contains(.list) { elements.formUnion(one.kinds.subtracting(.list)) }
    }
    sum.elements = elements
  }
}

extension Binder {
  /// Refuses an operand that can have none of some kinds.
  func require(
    _ operand: BoundExpression, _ kinds: ValueKinds, of what: String
  ) throws(QueryError) {
    guard !operand.type.mayBe(kinds) else { return }
    throw wrongType(operand, kinds, of: what)
  }

  func wrongType(
    _ operand: BoundExpression, _ expected: ValueKinds, of what: String
  ) -> QueryError {
    .syntax(
      .invalidArgumentType,
      "\(what) takes \(expected.names), but this is \(operand.type.kinds.names)", subject: what,
      at: operand.span)
  }

  /// Refuses `subject.key` where the subject can have no keys.
  func requireKeys(_ subject: BoundExpression, _ key: UTF8String) throws(QueryError) {
    guard !subject.type.mayBe(.keyed) else { return }
    let type = subject.type
    // The TCK tells parts of the graph that have no properties from values that never had any.
    let isOfGraph =
      type.kinds == .path
      || type.kinds == .list && !type.elements.isEmpty
        && ValueKinds.entity.isSuperset(of: type.elements)
    throw QueryError(
      isOfGraph ? .syntaxError : .typeError, .invalidArgumentType, .compile,
      "\(type.kinds.names) has no property `\(key)`", subject: key.string, at: subject.span)
  }

  /// What `subject[index]` gives; refuses what can never be reached into.
  func subscriptType(
    _ subject: BoundExpression, _ index: BoundExpression
  ) throws(QueryError) -> StaticType {
    let (type, key) = (subject.type, index.type)
    if type.kinds.isEmpty || key.kinds.isEmpty { return .null }
    let holders: ValueKinds = [.list, .map, .entity]
    guard type.mayBe(holders) else {
      throw QueryError(
        .typeError, .invalidArgumentType, .compile,
        "\(type.kinds.names) has no elements", subject: type.kinds.names, at: subject.span)
    }
    let reachable = type.kinds.intersection(holders)
    if reachable == .list, !key.mayBe(.integer) {
      throw QueryError(
        .typeError, .invalidArgumentType, .compile,
        "a list is indexed by Integer, but this is \(key.kinds.names)",
        subject: key.kinds.names, at: index.span)
    }
    if !reachable.contains(.list), !key.mayBe(.string) {
      throw QueryError(
        .typeError, .mapElementAccessByNonString, .compile,
        "a key is a String, but this is \(key.kinds.names)", subject: key.kinds.names,
        at: index.span)
    }
    return reachable == .list ? type.element : .any
  }
}
