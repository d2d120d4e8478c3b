// Clauses that read and those that shape rows.

internal import Graph
internal import Text

extension Parser {
  // Clause = Match | Unwind | With | Return | Create | Merge | Set | Remove | Delete | ForEach |
  //          Call | LoadCSV
  mutating func parseClause(_ keyword: Keyword) throws(QueryError) -> Clause {
    let start = start
    let kind: Clause.Kind =
      switch keyword {
      case .match, .optional: try parseMatch()
      case .unwind: try parseUnwind()
      case .for: try parseFor()
      case .with: try parseWith()
      case .return: try parseReturn()
      case .call: try parseCallClause()
      case .load: try parseLoadCSV()
      default: try parseWrite(keyword)
      }
    return Clause(kind: kind, span: span(from: start))
  }

  // Match = [ OPTIONAL ] MATCH Patterns [ WHERE Expression ]
  private mutating func parseMatch() throws(QueryError) -> Clause.Kind {
    let isOptional = skip(.optional)
    guard skip(.match) else { throw unexpected("MATCH", hint: nearKeyword(among: [.match])) }
    let patterns = try parsePatterns(.match)
    return .match(
      MatchClause(isOptional: isOptional, patterns: patterns, filter: try parseWhere()))
  }

  mutating func parseWhere() throws(QueryError) -> Expression? {
    skip(.where) ? try parseExpression() : nil
  }

  // Unwind = UNWIND Expression AS Variable
  private mutating func parseUnwind() throws(QueryError) -> Clause.Kind {
    advance()
    let list = try parseValue()
    try expect(.as)
    return .unwind(list: list, name: try parseVariable())
  }

  // For = FOR Variable IN Expression
  private mutating func parseFor() throws(QueryError) -> Clause.Kind {
    advance()
    let name = try parseVariable()
    try expect(.in)
    return .unwind(list: try parseValue(), name: name)
  }

  // MARK: Projections

  // With = WITH Projection [ WHERE Expression ]
  private mutating func parseWith() throws(QueryError) -> Clause.Kind {
    advance()
    let body = try parseProjection()
    return .with(body, filter: try parseWhere())
  }

  // Return = RETURN Projection
  private mutating func parseReturn() throws(QueryError) -> Clause.Kind {
    advance()
    return .returning(try parseProjection())
  }

  // Projection = [ DISTINCT ] ( '*' { ',' Item } | Item { ',' Item } ) [ Order ] [ Skip ] [ Limit ]
  private mutating func parseProjection() throws(QueryError) -> ProjectionBody {
    var body = ProjectionBody(
      isDistinct: false, star: nil, items: [], order: [], skip: nil, limit: nil)
    body.isDistinct = skip(.distinct)
    if isAt(.star) {
      body.star = current.span
      advance()
    } else {
      body.items.append(try parseProjectionItem())
    }
    while skip(.comma) { body.items.append(try parseProjectionItem()) }
    body.order = try parseOrder()
    if skip(.skip) || skip(.offset) { body.skip = try parseValue() }
    if skip(.limit) { body.limit = try parseValue() }
    return body
  }

  // Item = Expression [ AS Variable ]
  private mutating func parseProjectionItem() throws(QueryError) -> ProjectionItem {
    let start = start
    let expression = try parseValue()
    let text = text(of: span(from: start))
    let alias = skip(.as) ? try parseVariable("a name") : nil
    return ProjectionItem(expression: expression, alias: alias, text: text)
  }

  // Order = ORDER BY Expression [ ASC | DESC ] { ',' Expression [ ASC | DESC ] }
  private mutating func parseOrder() throws(QueryError) -> [OrderItem] {
    guard skip(.order) else { return [] }
    try expect(.by)
    var items: [OrderItem] = []
    repeat {
      let expression = try parseValue()
      let isDescending = skip(.desc) || skip(.descending)
      if !isDescending { _ = skip(.asc) || skip(.ascending) }
      items.append(OrderItem(expression: expression, isDescending: isDescending))
    } while skip(.comma)
    return items
  }

  // MARK: Calls

  // Call = CALL QualifiedName [ Arguments ] [ YIELD … ] | CALL [ '(' Names ')' ] '{' Query '}'
  private mutating func parseCallClause() throws(QueryError) -> Clause.Kind {
    advance()
    if isAt(.openBrace) || isAt(.openParenthesis) { return try parseSubquery() }
    let name = try parseQualifiedName("the name of a procedure, '{' or '('")
    var arguments: [Expression]?
    if skip(.openParenthesis) {
      var values: [Expression] = []
      if !isAt(.closeParenthesis) {
        repeat { values.append(try parseBracketedValue()) } while skip(.comma)
      }
      try expect(.closeParenthesis, "',' or ')'")
      arguments = values
    }
    return .call(
      CallClause(
        name: name, arguments: arguments, yield: try parseYield(), isStandalone: false))
  }

  // Yield = YIELD ( '*' | '-' | Name [ AS Variable ] { ',' … } [ WHERE Expression ] )
  private mutating func parseYield() throws(QueryError) -> CallClause.Yield {
    guard skip(.yield) else { return .nothing }
    if isAt(.star) {
      let span = current.span
      advance()
      return .star(span)
    }
    if skip(.minus) { return .items([], filter: nil) }
    var items: [YieldItem] = []
    repeat {
      let column = try parseVariable("the name of a result")
      items.append(YieldItem(column: column, alias: skip(.as) ? try parseVariable() : nil))
    } while skip(.comma)
    return .items(items, filter: try parseWhere())
  }

  private mutating func parseSubquery() throws(QueryError) -> Clause.Kind {
    var imports: [Name]?
    if skip(.openParenthesis) {
      var names: [Name] = []
      if !isAt(.closeParenthesis) {
        repeat { names.append(try parseVariable()) } while skip(.comma)
      }
      try expect(.closeParenthesis, "',' or ')'")
      imports = names
    }
    try expect(.openBrace, "'{'")
    try enter()
    let query = try parseQuery(.subquery)
    leave()
    try expect(.closeBrace, "a clause or '}'")
    return .subquery(query, imports: imports)
  }

  // MARK: Files

  // LoadCSV = LOAD CSV [ WITH HEADERS ] FROM Expression AS Variable [ FIELDTERMINATOR Expression ]
  private mutating func parseLoadCSV() throws(QueryError) -> Clause.Kind {
    advance()
    try expect(.csv)
    let hasHeaders = isAt(.with, .headers)
    if hasHeaders {
      advance()
      advance()
    }
    try expect(.from)
    let source = try parseValue()
    try expect(.as)
    let name = try parseVariable()
    let separator = skip(.fieldTerminator) ? try parseValue() : nil
    return .loadCSV(
      LoadCSVClause(hasHeaders: hasHeaders, source: source, name: name, separator: separator))
  }
}
