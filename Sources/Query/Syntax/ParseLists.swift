// What walks over lists: literals, comprehensions, quantifiers and reduce. Inside them `|`
// separates the result, so that label expressions there need parentheses around an `|` of their
// own.

internal import Graph
internal import Text

extension Parser {
  // ListAtom = List | ListComprehension | PatternComprehension
  mutating func parseListAtom() throws(QueryError) -> Expression {
    let isNamed = token().kind.isName
    if isNamed, token(after: 2).keyword == .in, firstSeparator() != .comma {
      return try parseListComprehension()
    }
    let isPath = isNamed && token(after: 2).kind == .equal
    if isAtPattern(position + (isPath ? 3 : 1)) {
      let separator = firstSeparator()
      if separator == .bar || separator == .word { return try parsePatternComprehension() }
    }
    return try parseList()
  }

  /// The kind of the first token that separates parts of the brackets at hand.
  ///
  /// A comma, a bar, a word for WHERE, or the closing bracket.
  private func firstSeparator() -> TokenKind {
    var index = position + 1
    while index < tokens.count {
      let token = tokens[index]
      switch token.kind {
      case .comma, .bar, .closeBracket, .end: return token.kind
      case .word where token.keyword == .where: return .word
      case .openParenthesis, .openBracket, .openBrace:
        guard token.partner >= 0 else { return .end }
        index = Int(token.partner)
      default: break
      }
      index += 1
    }
    return .end
  }

  // List = '[' [ Expression { ',' Expression } ] ']'
  private mutating func parseList() throws(QueryError) -> Expression {
    let start = start
    advance()
    var items: [Expression] = []
    var tallest = 0
    if !isAt(.closeBracket) {
      repeat {
        items.append(try parseBracketedValue())
        tallest = max(tallest, height)
      } while skip(.comma)
    }
    try expect(.closeBracket, "',' or ']'")
    return try node(.list(items), at: span(from: start), over: tallest)
  }

  /// Runs a part that `|` may follow.
  private mutating func parseBeforeBar() throws(QueryError) -> Expression {
    let outer = barEndsLabels
    barEndsLabels = true
    let result = try parseExpression()
    barEndsLabels = outer
    return result
  }

  // Iteration = Variable IN Expression
  mutating func parseIteration() throws(QueryError) -> (Name, Expression) {
    let name = try parseVariable()
    try expect(.in)
    let list = try parseBeforeBar()
    try refusePattern(list)
    return (name, list)
  }

  // ListComprehension = '[' Iteration [ WHERE Expression ] [ '|' Expression ] ']'
  private mutating func parseListComprehension() throws(QueryError) -> Expression {
    let start = start
    advance()
    let (variable, list) = try parseIteration()
    var tallest = height
    var filter: Expression?
    if skip(.where) {
      filter = try parseBeforeBar()
      tallest = max(tallest, height)
    }
    var result: Expression?
    if skip(.bar) {
      result = try parseBracketedValue()
      tallest = max(tallest, height)
    }
    try expect(.closeBracket, filter == nil && result == nil ? "WHERE, '|' or ']'" : "']'")
    return try node(
      .listComprehension(variable: variable, list: list, filter: filter, result: result),
      at: span(from: start), over: tallest)
  }

  // PatternComprehension = '[' [ Variable '=' ] Pattern [ WHERE Expression ] '|' Expression ']'
  private mutating func parsePatternComprehension() throws(QueryError) -> Expression {
    let start = start
    advance()
    var path: Name?
    if current.kind.isName {
      path = try parseVariable()
      advance()
    }
    let outerPeak = peak
    peak = 0
    let pattern = try parsePatternElement(.condition)
    var filter: Expression?
    if skip(.where) { filter = try parseBeforeBar() }
    try expect(.bar, "'|'")
    let result = try parseBracketedValue()
    try expect(.closeBracket, "']'")
    let tallest = peak
    peak = max(outerPeak, peak)
    return try node(
      .patternComprehension(path: path, pattern, filter: filter, result: result),
      at: span(from: start), over: tallest)
  }

  // Quantified = ( ALL | ANY | NONE | SINGLE ) '(' Iteration WHERE Expression ')'
  mutating func parseQuantifier(_ quantifier: Quantifier) throws(QueryError) -> Expression {
    let start = start
    advance()
    advance()
    let (variable, list) = try parseIteration()
    var tallest = height
    try expect(.where)
    let condition = try parseBracketed()
    tallest = max(tallest, height)
    try expect(.closeParenthesis, "')'")
    return try node(
      .quantifier(quantifier, variable: variable, list: list, condition: condition),
      at: span(from: start), over: tallest)
  }

  // Reduce = REDUCE '(' Variable '=' Expression ',' Iteration '|' Expression ')'
  mutating func parseReduce() throws(QueryError) -> Expression {
    let start = start
    advance()
    advance()
    let accumulator = try parseVariable()
    try expect(.equal, "'='")
    let initial = try parseBracketedValue()
    var tallest = height
    try expect(.comma, "','")
    let (variable, list) = try parseIteration()
    tallest = max(tallest, height)
    try expect(.bar, "'|'")
    let step = try parseBracketedValue()
    tallest = max(tallest, height)
    try expect(.closeParenthesis, "')'")
    return try node(
      .reduce(
        accumulator: accumulator, initial: initial, variable: variable, list: list, step: step),
      at: span(from: start), over: tallest)
  }
}
