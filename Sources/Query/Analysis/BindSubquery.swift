// Patterns and queries inside of expressions: they become subqueries that say which slots of the
// surroundings they read. A pattern as a condition brings no new variables; in comprehensions and
// braces it may.

internal import Graph
internal import Text

extension Binder {
  mutating func bindSubquery(_ expression: Expression) throws(QueryError) -> BoundExpression {
    let span = expression.span
    switch expression.kind {
    case .patternComprehension(let path, let pattern, let filter, let result):
      var named = pattern
      named.name = path ?? pattern.name
      return try bindOwnPattern([named], filter, as: .collect, result, at: span)
    case .exists(let body): return try bindBraces(body, as: .exists, at: span)
    case .count(let body): return try bindBraces(body, as: .count, at: span)
    case .collect(let body): return try bindBraces(body, as: .collect, at: span)
    case .shortestPath(let pattern): return try bindShortestPath(pattern, at: span)
    default:
      throw .syntax(
        .unexpectedSyntax, "a pattern is no value here", at: span,
        hint: "ask with EXISTS { … }, or gather with [pattern | value]")
    }
  }

  /// `(a)-->(b)` as a condition.
  mutating func bindPatternPredicate(
    _ pattern: PathPattern, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    try bindInside(as: .exists, at: span) { (binder) throws(QueryError) -> BoundQuery in
      let match = try binder.bindPattern([pattern], as: .predicate)
      let found = BoundExpression(.constant(.boolean(true)), .boolean, at: span)
      return binder.oneColumnQuery(match, nil, found)
    }
  }

  private mutating func bindBraces(
    _ body: SubqueryBody, as kind: BoundSubquery.Kind, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    switch body {
    case .patterns(let patterns, let filter):
      return try bindOwnPattern(patterns, filter, as: kind, nil, at: span)
    case .query(let query):
      let writesElsewhere = isWriting
      isWriting = false
      defer { isWriting = isWriting || writesElsewhere }
      let bound = try bindInside(as: kind, at: span) { (binder) throws(QueryError) -> BoundQuery in
        try binder.bindQuery(query, in: .expression)
      }
      guard !isWriting else {
        throw .syntax(
          .invalidClauseComposition, "a query inside of an expression cannot change the graph",
          at: span)
      }
      return bound
    }
  }

  /// A pattern that may bring variables, with a value for each of its matches.
  private mutating func bindOwnPattern(
    _ patterns: [PathPattern], _ filter: Expression?, as kind: BoundSubquery.Kind,
    _ result: Expression?, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    try bindInside(as: kind, at: span) { (binder) throws(QueryError) -> BoundQuery in
      let match = try binder.bindPattern(patterns, as: .reading)
      var test: BoundExpression?
      if let filter { test = try binder.bindCondition(filter) }
      let value =
        try binder.bindIfPresent(result)
        ?? BoundExpression(.constant(.boolean(true)), .boolean, at: span)
      return binder.oneColumnQuery(match, test, value)
    }
  }

  /// `shortestPath(…)` as a value: the path, or null; `allShortestPaths(…)` gives a list.
  private mutating func bindShortestPath(
    _ pattern: PathPattern, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    let kind: BoundSubquery.Kind = pattern.shortest == .all ? .collect : .first
    return try bindInside(as: kind, at: span) { (binder) throws(QueryError) -> BoundQuery in
      var match = try binder.bindPattern([pattern], as: .predicate)
      let slot = binder.makeSlot("", .path)
      match.paths = [
        BoundPath(
          slot: slot, nodes: binder.pathNodes(match),
          relationships: match.relationships.map(\.slot))
      ]
      return binder.oneColumnQuery(match, nil, BoundExpression(.slot(slot), .path, at: span))
    }
  }

  /// The ends of the one relationship of a shortest path.
  private func pathNodes(_ pattern: BoundPattern) -> [Slot] {
    pattern.relationships.first.map { [$0.left, $0.right] } ?? pattern.nodes.map(\.slot)
  }

  /// One match and one value.
  private mutating func oneColumnQuery(
    _ pattern: BoundPattern, _ filter: BoundExpression?, _ value: BoundExpression
  ) -> BoundQuery {
    let slot: Slot =
      if case .slot(let own) = value.kind { own } else { makeSlot("", value.type) }
    let projection = BoundProjection(
      isReturn: true, aggregation: nil, items: [(value, slot)], isDistinct: false, order: [],
      skip: nil, limit: nil, filter: nil)
    let match = BoundMatch(isOptional: false, pattern: pattern, filter: filter)
    let part = BoundSingleQuery(clauses: [.match(match), .project(projection)], outputs: [slot])
    return BoundQuery(parts: [part], isDistinct: false, columns: [""])
  }

  /// Binds a query in a scope of its own, and notes what it reads from outside.
  private mutating func bindInside(
    as kind: BoundSubquery.Kind, at span: SourceSpan,
    _ bindQuery: (inout Binder) throws(QueryError) -> BoundQuery
  ) throws(QueryError) -> BoundExpression {
    readings.append(Reading(border: slots.count))
    let outside = enterElement()
    let query = try bindQuery(&self)
    leaveElement(outside)
    let imports = endReading()
    let column = query.parts.reduce(StaticType.null) { type, part in
      part.outputs.first.map { type.union(self.type(of: $0)) } ?? type
    }
    let type: StaticType =
      switch kind {
      case .exists: .boolean
      case .count: .integer
      case .collect: .list(of: column.kinds)
      case .first: column
      }
    if kind == .collect, query.columns.count != 1 {
      throw .syntax(
        .invalidClauseComposition, "COLLECT takes a query with one column", subject: "COLLECT",
        at: span)
    }
    return BoundExpression(
      .subquery(BoundSubquery(kind: kind, query: query, imports: imports)), type, at: span)
  }
}
