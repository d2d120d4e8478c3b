// Operands without operators: literals, variables, calls, and everything in brackets that is not a
// list.

internal import Graph
internal import Text

extension Parser {
  // Atom = Literal | Parameter | List | Map | '(' Expression ')' | Pattern | Case | Call | …
  mutating func parseAtom() throws(QueryError) -> Expression {
    switch current.kind {
    case .integer, .hexadecimal, .octal, .float:
      return try parseNumber(isNegative: false, from: start)
    case .string: return try parseString()
    case .parameter: return parseParameter()
    case .openParenthesis:
      return isAtPattern(position) ? try parsePatternPredicate() : try parseParenthesized()
    case .openBracket: return try parseListAtom()
    case .openBrace: return try parseMap()
    case .quotedName: return try parseNamed()
    case .word: return try parseWord()
    default: throw unexpected("an expression")
    }
  }

  private mutating func parseParenthesized() throws(QueryError) -> Expression {
    let start = start
    advance()
    var result = try parseBracketed()
    try expect(.closeParenthesis, "')'")
    result.span = span(from: start)
    return result
  }

  /// What begins with a word: keywords have a meaning only where the next token shows it.
  private mutating func parseWord() throws(QueryError) -> Expression {
    guard let keyword = current.keyword else { return try parseNamed() }
    let isCalled = token().kind == .openParenthesis
    switch keyword {
    case .true, .false:
      advance()
      return leaf(
        .literal(.boolean(keyword == .true)), at: tokens[position - 1].span)
    case .null:
      advance()
      return leaf(.literal(.null), at: tokens[position - 1].span)
    case .case: return try parseCase()
    case .exists, .count, .collect:
      if token().kind == .openBrace, beginsSubquery(position + 2) {
        return try parseSubqueryExpression(keyword)
      }
      if keyword == .count, isCalled, token(after: 2).kind == .star { return try parseCountStar() }
    case .all, .any, .none, .single:
      if isCalled, token(after: 2).kind.isName, token(after: 3).keyword == .in,
        let quantifier = Quantifier(rawValue: keyword.rawValue)
      {
        return try parseQuantifier(quantifier)
      }
    case .reduce:
      if isCalled, token(after: 2).kind.isName, token(after: 3).kind == .equal {
        return try parseReduce()
      }
    case .shortestPath, .allShortestPaths:
      if isCalled { return try parseShortestPath() }
    default:
      if keyword.isReserved, !declaredKeywords.contains(keyword) {
        throw unexpected("an expression")
      }
    }
    return try parseNamed()
  }

  // MARK: Names

  // Named = Name { '.' Name } '(' … ')' | Variable '{' … '}' | Variable
  private mutating func parseNamed() throws(QueryError) -> Expression {
    var last = position
    while token(at: last + 1).kind == .dot, token(at: last + 2).kind.isName { last += 2 }
    if token(at: last + 1).kind == .openParenthesis { return try parseCall() }
    let name = try parseName("a variable")
    if isAt(.openBrace) { return try parseMapProjection(of: name) }
    return leaf(.variable(name), at: name.span)
  }

  // QualifiedName = Name { '.' Name }
  mutating func parseQualifiedName(_ expected: String) throws(QueryError) -> Name {
    var result = try parseName(expected)
    guard isAt(.dot) else { return result }
    var text = result.text.string
    while skip(.dot) {
      let part = try parseName(expected)
      text += "." + part.text.string
      result.span = result.span.joined(part.span)
    }
    result.text = UTF8String(text)
    return result
  }

  // Call = QualifiedName '(' [ DISTINCT ] [ Expression { ',' Expression } ] ')'
  private mutating func parseCall() throws(QueryError) -> Expression {
    let start = start
    let name = try parseQualifiedName("the name of a function")
    let isExists = Keyword(word: Array(name.text.string.utf8)[...]) == .exists
    try expect(.openParenthesis, "'('")
    // A variable may be called `distinct` too, but not as the first of an argument.
    let isDistinct = skip(.distinct)
    var arguments: [Expression] = []
    var tallest = 0
    if isDistinct || !isAt(.closeParenthesis) {
      repeat {
        let argument = try parseBracketed()
        if !isExists { try refusePattern(argument) }
        arguments.append(argument)
        tallest = max(tallest, height)
      } while skip(.comma)
    }
    try expect(.closeParenthesis, "',' or ')'")
    return try node(
      .call(FunctionCall(name: name, isDistinct: isDistinct, arguments: arguments)),
      at: span(from: start), over: tallest)
  }

  // CountStar = COUNT '(' '*' ')'
  private mutating func parseCountStar() throws(QueryError) -> Expression {
    let start = start
    for _ in 0..<3 { advance() }
    try expect(.closeParenthesis, "')'")
    return leaf(.countStar, at: span(from: start))
  }

  // MARK: Maps

  // Map = '{' [ key ':' Expression { ',' key ':' Expression } ] '}'
  mutating func parseMap() throws(QueryError) -> Expression {
    let start = start
    advance()
    var entries: [MapEntry] = []
    var tallest = 0
    if !isAt(.closeBrace) {
      repeat {
        entries.append(try parseMapEntry())
        tallest = max(tallest, height)
      } while skip(.comma)
    }
    try expect(.closeBrace, "',' or '}'")
    return try node(.map(entries), at: span(from: start), over: tallest)
  }

  private mutating func parseMapEntry() throws(QueryError) -> MapEntry {
    let key = try parseName("a key")
    try expect(.colon, "':'")
    return MapEntry(key: key, value: try parseBracketedValue())
  }

  // MapProjection = Variable '{' [ Item { ',' Item } ] '}'
  // Item = '.' '*' | '.' key | key ':' Expression | Variable
  private mutating func parseMapProjection(of name: Name) throws(QueryError) -> Expression {
    advance()
    var items: [MapProjectionItem] = []
    var tallest = 0
    if !isAt(.closeBrace) {
      repeat {
        let start = start
        if skip(.dot) {
          if skip(.star) {
            items.append(.allProperties(span(from: start)))
          } else {
            items.append(.property(try parseName("the name of a property")))
          }
        } else if token().kind == .colon {
          items.append(.entry(try parseMapEntry()))
          tallest = max(tallest, height)
        } else {
          items.append(.variable(try parseName("a key, a variable or '.'")))
        }
      } while skip(.comma)
    }
    try expect(.closeBrace, "',' or '}'")
    return try node(
      .mapProjection(name, items), at: span(from: name.span.start), over: tallest)
  }

  // MARK: Case

  // Case = CASE [ Expression ] WHEN Expression THEN Expression { WHEN … } [ ELSE Expression ] END
  private mutating func parseCase() throws(QueryError) -> Expression {
    let start = start
    advance()
    var subject: Expression?
    var tallest = 0
    if !isAt(.when) {
      subject = try parseBracketedValue()
      tallest = height
    }
    guard isAt(.when) else { throw unexpected("WHEN") }
    var branches: [(when: Expression, then: Expression)] = []
    while skip(.when) {
      let when = try parseBracketed()
      if subject != nil { try refusePattern(when) }
      tallest = max(tallest, height)
      try expect(.then)
      branches.append((when, try parseBracketedValue()))
      tallest = max(tallest, height)
    }
    var otherwise: Expression?
    if skip(.else) {
      otherwise = try parseBracketedValue()
      tallest = max(tallest, height)
    }
    guard skip(.endOf) else { throw unexpected("WHEN, ELSE or END") }
    return try node(
      .caseOf(subject: subject, branches: branches, otherwise: otherwise), at: span(from: start),
      over: tallest)
  }
}
