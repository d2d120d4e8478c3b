// Queries: clauses in a row, UNION between them, and what the order of clauses must be.

internal import Graph
internal import Text

extension Parser {
  /// Where a query stands, which decides how it may end.
  enum QueryPlace {
    case statement
    /// CALL { … }
    case subquery
    /// EXISTS { … } and COUNT { … }
    case condition
    /// COLLECT { … }
    case values
  }

  // Query = SingleQuery { UNION [ ALL | DISTINCT ] SingleQuery }
  mutating func parseQuery(_ place: QueryPlace) throws(QueryError) -> Query {
    let start = start
    var parts = [try parseSingleQuery(place)]
    var unions: [(kind: Query.Union, span: SourceSpan)] = []
    while isAt(.union) {
      let unionStart = self.start
      advance()
      let kind: Query.Union = skip(.all) ? .all : .distinct
      if kind == .distinct { _ = skip(.distinct) }
      let span = span(from: unionStart)
      if let first = unions.first, first.kind != kind {
        throw .syntax(
          .invalidClauseComposition, "UNION and UNION ALL cannot be mixed", subject: "UNION",
          at: span, hint: "put one of them into CALL { … }")
      }
      unions.append((kind, span))
      parts.append(try parseSingleQuery(place))
    }
    // A misspelt clause is that, and not a query that ends too early.
    guard isAtEnd(of: place) else {
      let others: [Keyword] = [.where, .order, .skip, .limit, .union, .as, .and, .or]
      throw unexpected(
        "the next clause or \(place == .statement ? "the end of the query" : "'}'")",
        hint: nearKeyword(among: Self.clauseKeywords + others))
    }
    var query = Query(parts: parts, unions: unions, span: span(from: start))
    if place == .statement { markStandaloneCall(in: &query) }
    for part in query.parts { try checkClauses(part, place, isAlone: query.parts.count == 1) }
    return query
  }

  // SingleQuery = Clause { Clause }
  private mutating func parseSingleQuery(_ place: QueryPlace) throws(QueryError) -> SingleQuery {
    let start = start
    var clauses: [Clause] = []
    while let keyword = current.keyword, keyword.beginsClause {
      if let last = clauses.last, case .returning = last.kind {
        throw .syntax(
          .invalidClauseComposition, "\(keyword.text) cannot follow RETURN, which ends a query",
          subject: keyword.text, at: current.span, hint: "use WITH instead of RETURN to go on")
      }
      clauses.append(try parseClause(keyword))
    }
    guard !clauses.isEmpty else {
      throw unexpected("a clause such as MATCH", hint: nearKeyword(among: Self.clauseKeywords))
    }
    return SingleQuery(clauses: clauses, span: span(from: start))
  }

  private func isAtEnd(of place: QueryPlace) -> Bool {
    place == .statement ? isAt(.end) || isAt(.semicolon) : isAt(.closeBrace)
  }

  /// A query that is nothing but a call of a procedure may leave out more than others.
  private func markStandaloneCall(in query: inout Query) {
    guard query.parts.count == 1, query.parts[0].clauses.count == 1,
      case .call(var call) = query.parts[0].clauses[0].kind
    else { return }
    call.isStandalone = true
    query.parts[0].clauses[0].kind = .call(call)
  }

  // MARK: Order of clauses

  private func checkClauses(
    _ query: SingleQuery, _ place: QueryPlace, isAlone: Bool
  ) throws(QueryError) {
    for clause in query.clauses {
      if case .call(let call) = clause.kind, !call.isStandalone { try checkCall(call, clause) }
    }
    guard let last = query.clauses.last, let reason = unfinished(last, place) else { return }
    throw .syntax(
      .invalidClauseComposition, reason, at: last.span, hint: "add a RETURN at the end")
  }

  private func checkCall(_ call: CallClause, _ clause: Clause) throws(QueryError) {
    if case .star(let span) = call.yield {
      throw .syntax(
        .unexpectedSyntax, "YIELD * may only end a query that is nothing but CALL", subject: "*",
        at: span, hint: "name the results, as in YIELD a, b")
    }
    guard call.arguments == nil else { return }
    throw .syntax(
      .invalidArgumentPassingMode,
      "only a query that is nothing but CALL takes its arguments from parameters",
      subject: call.name.text.string, at: call.name.span,
      hint: "write the arguments in parentheses, () if there are none")
  }

  /// Why a query cannot end with a clause; nil if it can.
  private func unfinished(_ clause: Clause, _ place: QueryPlace) -> String? {
    switch clause.kind {
    case .returning: return nil
    case .match where place == .condition, .unwind where place == .condition: return nil
    case .match: return "a query cannot end with MATCH"
    case .unwind: return "a query cannot end with UNWIND"
    case .with: return "a query cannot end with WITH"
    case .loadCSV: return "a query cannot end with LOAD CSV"
    case .call(let call):
      if call.isStandalone || place == .condition { return nil }
      guard case .nothing = call.yield else { return "a query cannot end with CALL … YIELD" }
      return nil
    case .subquery(let query, _):
      guard place != .condition, case .returning? = query.parts[0].clauses.last?.kind else {
        return nil
      }
      return "a query cannot end with CALL { … RETURN … }"
    case .create, .merge, .set, .remove, .delete, .forEach:
      return place == .values ? "COLLECT { … } must end with RETURN" : nil
    }
  }

  // MARK: Subqueries in expressions

  /// Whether the token behind an opening brace begins a subquery and no map projection, such as
  /// `count {.*}` of a variable called `count`.
  func beginsSubquery(_ index: Int) -> Bool {
    let next = token(at: index + 1).kind
    switch token(at: index).kind {
    case .openParenthesis: return true
    case .word, .quotedName:
      if next == .equal { return true }
      guard let keyword = token(at: index).keyword, keyword.beginsClause else { return false }
      return next != .comma && next != .closeBrace && next != .colon
    default: return token(at: index - 2).keyword == .exists
    }
  }

  // SubqueryExpression = ( EXISTS | COUNT | COLLECT ) '{' SubqueryBody '}'
  // SubqueryBody = Query | Patterns [ WHERE Expression ]
  mutating func parseSubqueryExpression(_ keyword: Keyword) throws(QueryError) -> Expression {
    let start = start
    try enter()
    advance()
    advance()
    let outer = (barEndsLabels, isInsideExpression, peak)
    (barEndsLabels, isInsideExpression, peak) = (false, true, 0)
    let body = try parseSubqueryBody(keyword)
    try expect(.closeBrace, "a clause or '}'")
    let tallest = peak
    (barEndsLabels, isInsideExpression, peak) = (outer.0, outer.1, max(outer.2, peak))
    leave()
    let kind: Expression.Kind =
      keyword == .exists ? .exists(body) : keyword == .count ? .count(body) : .collect(body)
    return try node(kind, at: span(from: start), over: tallest)
  }

  private mutating func parseSubqueryBody(_ keyword: Keyword) throws(QueryError) -> SubqueryBody {
    if keyword == .collect { return .query(try parseQuery(.values)) }
    if current.keyword?.beginsClause == true, token().kind != .equal {
      return .query(try parseQuery(.condition))
    }
    guard isAt(.openParenthesis) || token().kind == .equal || shortestBegins else {
      throw unexpected(
        "a pattern or a clause", hint: nearKeyword(among: Self.clauseKeywords))
    }
    let patterns = try parsePatterns(.match)
    return .patterns(patterns, filter: skip(.where) ? try parseExpression() : nil)
  }

  private var shortestBegins: Bool { isAt(.shortestPath) || isAt(.allShortestPaths) }
}
