// Expressions: each kind of the tree becomes its bound form, with its static type. Chains of AND
// and OR are flattened, chains of comparisons become conjunctions. What binds variables of its own
// is in BindNested, calls are in BindFunction, patterns and subqueries in BindSubquery.

internal import Graph
internal import Text

extension Binder {
  /// Binds an expression.
  mutating func bind(_ expression: Expression) throws(QueryError) -> BoundExpression {
    if let column = columnRepeated(by: expression) {
      read(column)
      return BoundExpression(.slot(column), type(of: column), at: expression.span)
    }
    let span = expression.span
    switch expression.kind {
    case .literal(let value):
      return BoundExpression(.constant(value), type(of: value), at: span)
    case .parameter(let name):
      return BoundExpression(.parameter(parameterNumber(of: name.text, at: span)), .any, at: span)
    case .variable(let name):
      let slot = try resolve(name)
      return BoundExpression(.slot(slot), type(of: slot), at: span)
    case .property(let subject, let key): return try bindProperty(subject, key, at: span)
    case .hasLabels(let subject, let labels): return try bindLabels(subject, labels, at: span)
    case .subscripted, .slice, .list, .map, .mapProjection: return try bindContainer(expression)
    case .unary(let op, let operand): return try bindUnary(op, operand, at: span)
    case .binary(let op, let left, let right): return try bindBinary(op, left, right, at: span)
    case .comparison(let first, let rest): return try bindComparisons(first, rest, at: span)
    case .call(let call):
      if AggregateFunction(named: call.name.text.string) != nil {
        return try bindAggregate(expression)
      }
      return try bindCall(call, at: span)
    case .countStar: return try bindAggregate(expression)
    case .caseOf(let subject, let branches, let otherwise):
      return try bindCase(subject, branches, otherwise, at: span)
    case .listComprehension, .quantifier, .reduce: return try bindNested(expression)
    case .patternComprehension, .patternPredicate, .exists, .count, .collect, .shortestPath:
      return try bindSubquery(expression)
    }
  }

  /// Binds each of some expressions.
  mutating func bindAll(_ expressions: [Expression]) throws(QueryError) -> [BoundExpression] {
    var bound: [BoundExpression] = []
    for expression in expressions { bound.append(try bind(expression)) }
    return bound
  }

  /// Binds an expression where one stands.
  mutating func bindIfPresent(_ expression: Expression?) throws(QueryError) -> BoundExpression? {
    guard let expression else { return nil }
    return try bind(expression)
  }

  /// Binds a condition; only here, and in AND, OR, XOR and NOT, may a pattern stand for itself.
  mutating func bindCondition(
    _ expression: Expression, of what: String = "WHERE"
  ) throws(QueryError) -> BoundExpression {
    if case .patternPredicate(let pattern) = expression.kind {
      return try bindPatternPredicate(pattern, at: expression.span)
    }
    let bound = try bind(expression)
    try require(bound, .boolean, of: what)
    return bound
  }

  /// The column that an expression of ORDER BY, or beside an aggregate, repeats.
  private mutating func columnRepeated(by expression: Expression) -> Slot? {
    if case .variable = expression.kind { return nil }
    let isChain = expression.isPropertyChain
    if isChain, let frame = frames.lastIndex(where: { $0.grouping?.properties.isEmpty == false }) {
      return frames[frame].grouping?.properties[signature(of: expression)]
    }
    guard let frame = orderingFrame, let ordering = frames[frame].ordering,
      !ordering.columns.isEmpty
    else { return nil }
    // Deeper inside a name may mean an inner variable, which only a property's subject shows.
    guard isChain || top == frame else { return nil }
    guard isChain || !ordering.hasAggregate || expression.isAggregateCall else { return nil }
    return ordering.columns[signature(of: expression)]
  }

  /// The static type of a literal.
  private func type(of value: Value) -> StaticType {
    guard case .list(let elements) = value else { return StaticType(kinds: value.kinds) }
    return .list(of: elements.reduce([]) { $0.union($1.kinds) })
  }

  // MARK: - Reaching into values

  private mutating func bindProperty(
    _ subject: Expression, _ key: Name, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    let bound = try bind(subject)
    try requireKeys(bound, key.text)
    let kinds = bound.type.kinds
    // What may be a map says nothing of the keys of the graph.
    let isEntity = !kinds.isEmpty && ValueKinds.entity.isSuperset(of: kinds)
    let number = isEntity ? mention(key, as: .key) : number(of: key.text)
    return BoundExpression(.property(bound, number), kinds.isEmpty ? .null : .any, at: span)
  }

  private mutating func bindLabels(
    _ subject: Expression, _ labels: LabelExpression, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    let bound = try bind(subject)
    try require(bound, .entity, of: "a test of labels")
    let kind: NameMention.Kind = bound.type.kinds == .relationship ? .type : .label
    return BoundExpression(.hasLabels(bound, bindLabels(labels, as: kind)), .boolean, at: span)
  }

  /// Binds an expression over labels or types that is asked for.
  mutating func bindLabels(_ labels: LabelExpression, as kind: NameMention.Kind) -> BoundLabels {
    switch labels {
    case .name(let name): .name(mention(name, as: kind))
    case .and(let left, let right): .and(bindLabels(left, as: kind), bindLabels(right, as: kind))
    case .or(let left, let right): .or(bindLabels(left, as: kind), bindLabels(right, as: kind))
    case .not(let inner, _): .not(bindLabels(inner, as: kind))
    case .wildcard: .wildcard
    }
  }

  private mutating func bindContainer(
    _ expression: Expression
  ) throws(QueryError) -> BoundExpression {
    let span = expression.span
    switch expression.kind {
    case .subscripted(let subject, let index):
      let (container, key) = (try bind(subject), try bind(index))
      let type = try subscriptType(container, key)
      return BoundExpression(.subscripted(container, key), type, at: span)
    case .slice(let subject, let from, let to):
      let list = try bind(subject)
      try require(list, .list, of: "a slice")
      let (first, last) = (try bindIfPresent(from), try bindIfPresent(to))
      for bound in [first, last] {
        if let bound { try require(bound, .integer, of: "a slice") }
      }
      let type: StaticType = list.type.kinds.isEmpty ? .null : .list(of: list.type.elements)
      return BoundExpression(.slice(list, from: first, to: last), type, at: span)
    case .list(let elements):
      let bound = try bindAll(elements)
      let kinds: ValueKinds = bound.reduce([]) { $0.union($1.type.kinds) }
      return BoundExpression(.list(bound), .list(of: kinds), at: span)
    case .map(let entries):
      return BoundExpression(.map(try bindEntries(entries)), .map, at: span)
    case .mapProjection(let subject, let items):
      return try bindMapProjection(subject, items, at: span)
    default: return try bind(expression)
    }
  }

  private mutating func bindEntries(
    _ entries: [MapEntry]
  ) throws(QueryError) -> [(key: UTF8String, value: BoundExpression)] {
    var bound: [(key: UTF8String, value: BoundExpression)] = []
    for entry in entries { bound.append((entry.key.text, try bind(entry.value))) }
    return bound
  }

  private mutating func bindMapProjection(
    _ name: Name, _ items: [MapProjectionItem], at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    let slot = try resolve(name)
    let subject = BoundExpression(.slot(slot), self.type(of: slot), at: name.span)
    try require(subject, [.map, .entity], of: "a map projection")
    var takesAll = false
    var entries: [(key: UTF8String, value: BoundExpression)] = []
    for item in items {
      switch item {
      case .allProperties: takesAll = true
      case .property(let key):
        let number = number(of: key.text)
        entries.append((key.text, BoundExpression(.property(subject, number), .any, at: key.span)))
      case .variable(let variable):
        entries.append(
          (variable.text, try bind(Expression(.variable(variable), at: variable.span))))
      case .entry(let entry): entries.append((entry.key.text, try bind(entry.value)))
      }
    }
    let type: StaticType = subject.type.kinds.isEmpty ? .null : .map
    return BoundExpression(
      .mapProjection(subject, takesAll: takesAll, entries: entries), type, at: span)
  }
}
