// Aggregation: which functions aggregate, where they may stand, and what may stand beside them.
// Beside an aggregate an expression may read only constants, parameters, columns that are variables
// and columns that are properties of variables; all else would have more than one value per group.

internal import Graph
internal import Text

/// What an expression with aggregates may read besides them.
struct Grouping {
  /// Variables that are keys.
  var variables: Set<Slot> = []
  /// Property accesses that are keys, by signature.
  var properties: [String: Slot] = [:]
}

/// The aggregates of a projection, gathered while its items are bound.
struct GatheredAggregates {
  var list: [BoundAggregate] = []
  /// The place in the list by signature, so that a repeated aggregate is computed once.
  var places: [String: Int] = [:]
}

/// What ORDER BY, and WHERE after WITH, may read.
struct Ordering {
  /// The scope before the projection.
  var previous: [UTF8String: Slot]
  /// Whether the scope before is still readable: neither DISTINCT nor aggregates hide it.
  var readsPrevious: Bool
  /// The columns by signature of their expressions.
  var columns: [String: Slot] = [:]
  /// Whether the projection has aggregates.
  var isAggregating: Bool
  /// Variables that stand inside of columns which are neither variables nor properties.
  var compounded: Set<Slot> = []
  /// Whether the expression being bound has an aggregate.
  var hasAggregate = false
}

extension Expression {
  /// Whether an aggregate stands in it, not counting those of queries inside.
  var hasAggregate: Bool {
    switch kind {
    case .countStar: true
    case .call(let call) where AggregateFunction(named: call.name.text.string) != nil: true
    default: operands.contains(where: \.hasAggregate)
    }
  }

  /// The expressions inside that are computed in the same scope.
  var operands: [Expression] {
    switch kind {
    case .literal, .parameter, .variable, .countStar, .patternComprehension, .patternPredicate,
      .exists, .count, .collect, .shortestPath:
      return []
    case .property(let subject, _), .hasLabels(let subject, _), .unary(_, let subject):
      return [subject]
    case .subscripted(let left, let right), .binary(_, let left, let right): return [left, right]
    case .slice(let subject, let from, let to): return [subject] + [from, to].compactMap(\.self)
    case .list(let elements): return elements
    case .map(let entries): return entries.map(\.value)
    case .mapProjection(_, let items):
      return items.compactMap { item in
        if case .entry(let entry) = item { entry.value } else { nil }
      }
    case .comparison(let first, let rest): return [first] + rest.map(\.1)
    case .call(let call): return call.arguments
    case .caseOf(let subject, let branches, let otherwise):
      return [subject, otherwise].compactMap(\.self) + branches.flatMap { [$0.when, $0.then] }
    case .listComprehension(_, let list, _, _), .quantifier(_, _, let list, _): return [list]
    case .reduce(_, let initial, _, let list, _): return [initial, list]
    }
  }

  /// Whether it is a property of a variable, or a property of that.
  var isPropertyChain: Bool {
    guard case .property(let subject, _) = kind else { return false }
    if case .variable = subject.kind { return true }
    return subject.isPropertyChain
  }

  var isAggregateCall: Bool {
    switch kind {
    case .countStar: true
    case .call(let call): AggregateFunction(named: call.name.text.string) != nil
    default: false
    }
  }
}

extension Binder {
  /// Binds a call of an aggregate function, or `count(*)`.
  mutating func bindAggregate(_ expression: Expression) throws(QueryError) -> BoundExpression {
    switch aggregates {
    case .welcome(let frame):
      let previous = (aggregates, frames[frame].grouping)
      aggregates = .nested
      frames[frame].grouping = nil
      defer { (aggregates, frames[frame].grouping) = previous }
      return try gather(expression, in: frame)
    case .nested:
      throw .syntax(
        .nestedAggregation, "an aggregate function cannot stand inside of another one",
        at: expression.span, hint: "compute the inner one in a WITH before")
    case .refused:
      // An aggregate of hidden variables is first of all a use of hidden variables.
      if let ordering = orderingFrame, frames[ordering].ordering?.isAggregating == true {
        frames[ordering].ordering?.hasAggregate = false
        for argument in expression.operands { _ = try bind(argument) }
      }
      throw .syntax(
        .invalidAggregation, "an aggregate function cannot stand here", at: expression.span,
        hint: "compute it in a WITH before, or return it as a column")
    }
  }

  /// The frame whose ORDER BY is being bound, if it is the query around this place.
  var orderingFrame: Int? { frames.lastIndex { $0.ordering != nil } }

  private mutating func gather(
    _ expression: Expression, in frame: Int
  ) throws(QueryError) -> BoundExpression {
    let signature = signature(of: expression)
    if let place = frames[frame].gathered.places[signature] {
      let slot = frames[frame].gathered.list[place].slot
      return BoundExpression(.slot(slot), type(of: slot), at: expression.span)
    }
    let aggregate = try makeAggregate(expression)
    frames[frame].gathered.places[signature] = frames[frame].gathered.list.count
    frames[frame].gathered.list.append(aggregate)
    return BoundExpression(.slot(aggregate.slot), type(of: aggregate.slot), at: expression.span)
  }

  private mutating func makeAggregate(
    _ expression: Expression
  ) throws(QueryError) -> BoundAggregate {
    guard case .call(let call) = expression.kind,
      let function = AggregateFunction(named: call.name.text.string)
    else {
      return BoundAggregate(
        function: AggregateFunction.count.rawValue, isDistinct: false, argument: nil,
        parameter: nil, slot: makeSlot("", .integer), span: expression.span)
    }
    guard call.arguments.count == function.parameters.count else {
      throw wrongCount(call, expected: "\(function.parameters.count)", at: expression.span)
    }
    let arguments = try bindAll(call.arguments)
    for (argument, parameter) in zip(arguments, function.parameters) {
      try require(argument, parameter.kinds, of: function.rawValue)
    }
    return BoundAggregate(
      function: function.rawValue.asciiLowercased, isDistinct: call.isDistinct,
      argument: arguments[0], parameter: arguments.count > 1 ? arguments[1] : nil,
      slot: makeSlot("", function.resultType(of: arguments[0].type)), span: expression.span)
  }
}
