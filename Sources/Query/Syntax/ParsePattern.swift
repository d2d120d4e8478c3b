// Patterns: paths of nodes and relationships. Dashes and arrow heads may be any that openCypher
// lists, with blanks between them.

internal import Graph
internal import Text

extension Parser {
  /// Where a pattern stands, which decides what it may hold.
  enum PatternPlace {
    case match
    case create
    case merge
    /// In an expression.
    case condition
  }

  // Patterns = Path { ',' Path }
  mutating func parsePatterns(_ place: PatternPlace) throws(QueryError) -> [PathPattern] {
    var patterns: [PathPattern] = []
    repeat { patterns.append(try parsePath(place)) } while skip(.comma)
    return patterns
  }

  // Path = [ Variable '=' ] ( Element | ShortestPath )
  mutating func parsePath(_ place: PatternPlace) throws(QueryError) -> PathPattern {
    let start = start
    var name: Name?
    if current.kind.isName, token().kind == .equal {
      name = try parseVariable()
      advance()
    }
    var path: PathPattern
    if let kind = shortestKind {
      path = try parseShortest(kind, place)
    } else {
      guard isAt(.openParenthesis) else {
        throw unexpected("a pattern such as (n:Label)")
      }
      path = try parsePatternElement(place)
    }
    path.name = name
    path.span = span(from: start)
    return path
  }

  private var shortestKind: ShortestKind? {
    guard token().kind == .openParenthesis else { return nil }
    return isAt(.shortestPath) ? .one : isAt(.allShortestPaths) ? .all : nil
  }

  // ShortestPath = ( SHORTESTPATH | ALLSHORTESTPATHS ) '(' Element ')'
  private mutating func parseShortest(
    _ kind: ShortestKind, _ place: PatternPlace
  ) throws(QueryError) -> PathPattern {
    let start = start
    advance()
    advance()
    guard isAt(.openParenthesis) else { throw unexpected("a pattern such as (a)-[*]-(b)") }
    var path = try parsePatternElement(place)
    try expect(.closeParenthesis, "')'")
    path.shortest = kind
    path.span = span(from: start)
    return path
  }

  /// A shortest path as an expression.
  mutating func parseShortestPath() throws(QueryError) -> Expression {
    let outerPeak = peak
    peak = 0
    let path = try parsePath(.condition)
    let tallest = peak
    peak = max(outerPeak, peak)
    return try node(.shortestPath(path), at: path.span, over: tallest)
  }

  /// A pattern as a condition.
  mutating func parsePatternPredicate() throws(QueryError) -> Expression {
    let outerPeak = peak
    peak = 0
    let path = try parsePatternElement(.condition)
    let tallest = peak
    peak = max(outerPeak, peak)
    return try node(.patternPredicate(path), at: path.span, over: tallest)
  }

  // Element = Node { Relationship Node } | '(' Element ')'
  mutating func parsePatternElement(_ place: PatternPlace) throws(QueryError) -> PathPattern {
    let start = start
    if token().kind == .openParenthesis {
      try enter()
      advance()
      var path = try parsePatternElement(place)
      try expect(.closeParenthesis, "')'")
      leave()
      path.span = span(from: start)
      return path
    }
    var nodes = [try parseNode(place)]
    var relationships: [RelationshipPatternSyntax] = []
    while isAtRelationship(position) {
      relationships.append(try parseRelationship(place))
      guard isAt(.openParenthesis) else { throw unexpected("a node such as (n)") }
      nodes.append(try parseNode(place))
    }
    if place != .condition, current.kind.isDash || current.kind.isLess {
      throw unexpected("a relationship such as --, --> or -[:TYPE]->")
    }
    return PathPattern(
      name: nil, shortest: nil, nodes: nodes, relationships: relationships,
      span: span(from: start))
  }

  // MARK: Nodes

  // Node = '(' [ Variable ] [ Labels ] [ Map | Parameter ] [ WHERE Expression ] ')'
  private mutating func parseNode(_ place: PatternPlace) throws(QueryError) -> NodePattern {
    let start = start
    let outer = barEndsLabels
    barEndsLabels = false
    advance()
    let name = isAtElementFilter ? nil : try parseElementName()
    let labels = isAt(.colon) ? try parseLabels() : nil
    let properties = try parseProperties(place)
    let filter = try parseElementFilter()
    try expect(
      .closeParenthesis,
      properties == nil && filter == nil ? "':', '{' or ')'" : "')'")
    barEndsLabels = outer
    return NodePattern(
      name: name, labels: labels, properties: properties, filter: filter, span: span(from: start))
  }

  private mutating func parseElementName() throws(QueryError) -> Name? {
    current.kind.isName ? try parseVariable() : nil
  }

  /// Whether WHERE comes next and is no name, as in `(where)`.
  private var isAtElementFilter: Bool {
    guard isAt(.where) else { return false }
    switch token().kind {
    case .closeParenthesis, .closeBracket, .colon, .star: return false
    case .openBrace: return token(at: Int(token().partner) + 1).kind != .closeParenthesis
    default: return true
    }
  }

  private mutating func parseElementFilter() throws(QueryError) -> Expression? {
    skip(.where) ? try parseExpression() : nil
  }

  private mutating func parseProperties(
    _ place: PatternPlace
  ) throws(QueryError) -> Expression? {
    if isAt(.openBrace) { return try parseMap() }
    guard isAt(.parameter) else { return nil }
    guard place == .create else {
      let found = text(of: current.span).string
      throw .syntax(
        .invalidParameterUse, "\(found) cannot stand for all properties of a pattern",
        subject: found, at: current.span, hint: "name the properties, as in {key: \(found).key}")
    }
    return parseParameter()
  }

  // MARK: Relationships

  // Relationship = [ '<' ] '-' [ Detail ] '-' [ '>' ]
  private mutating func parseRelationship(
    _ place: PatternPlace
  ) throws(QueryError) -> RelationshipPatternSyntax {
    let start = start
    let pointsLeft = current.kind.isLess
    if pointsLeft { advance() }
    try expectDash()
    var result = RelationshipPatternSyntax(
      name: nil, types: nil, direction: .either, length: nil, properties: nil, filter: nil,
      span: current.span)
    if isAt(.openBracket) {
      try parseDetail(into: &result, place)
    }
    try expectDash()
    let pointsRight = current.kind.isGreater
    if pointsRight { advance() }
    if pointsLeft != pointsRight { result.direction = pointsLeft ? .left : .right }
    result.span = span(from: start)
    return result
  }

  private mutating func expectDash() throws(QueryError) {
    guard current.kind.isDash else { throw unexpected("'-'") }
    advance()
  }

  // Detail = '[' [ Variable ] [ Labels ] [ Length ] [ Map | Parameter ] [ WHERE Expression ] ']'
  private mutating func parseDetail(
    into result: inout RelationshipPatternSyntax, _ place: PatternPlace
  ) throws(QueryError) {
    let outer = barEndsLabels
    barEndsLabels = false
    advance()
    if !isAtElementFilter { result.name = try parseElementName() }
    if isAt(.colon) { result.types = try parseLabels() }
    if isAt(.star) {
      result.length = try parseLength()
    } else if isAt(.dotDot) || isAtNumber {
      throw invalidLength("a range of lengths begins with '*'", hint: "write *1..3, for example")
    }
    result.properties = try parseProperties(place)
    result.filter = try parseElementFilter()
    try expect(
      .closeBracket,
      result.properties == nil && result.filter == nil ? "':', '*', '{' or ']'" : "']'")
    barEndsLabels = outer
  }

  private func invalidLength(_ message: String, hint: String) -> QueryError {
    .syntax(
      .invalidRelationshipPattern, message, subject: text(of: current.span).string,
      at: current.span, hint: hint)
  }

  // Length = '*' [ integer ] [ '..' [ integer ] ]
  private mutating func parseLength() throws(QueryError) -> LengthRange {
    let start = start
    advance()
    let minimum = try parseBound()
    guard skip(.dotDot) else {
      return LengthRange(
        minimum: minimum, maximum: minimum, isExact: minimum != nil, span: span(from: start))
    }
    let maximum = try parseBound()
    return LengthRange(
      minimum: minimum, maximum: maximum, isExact: false, span: span(from: start))
  }

  private mutating func parseBound() throws(QueryError) -> Int64? {
    switch current.kind {
    case .integer, .hexadecimal, .octal:
      let bound = try integer(current)
      advance()
      return bound
    case .float, .minus, .plus:
      throw invalidLength(
        "a length is a number of relationships, which is whole and not negative",
        hint: "write *1..3, for example")
    case .parameter:
      throw .syntax(
        .invalidParameterUse, "a parameter cannot be a length",
        subject: text(of: current.span).string, at: current.span,
        hint: "write the number into the query")
    default: return nil
    }
  }

  // MARK: Looking ahead

  /// Whether a relationship begins at a token: a dash, then a dash or a bracket.
  private func isAtRelationship(_ index: Int) -> Bool {
    let dash = token(at: index).kind.isLess ? index + 1 : index
    guard token(at: dash).kind.isDash else { return false }
    let next = token(at: dash + 1).kind
    return next.isDash || next == .openBracket
  }

  /// Whether a pattern of at least one relationship begins at a parenthesis, and no arithmetic such
  /// as `(a) - (b)` or `(a) --(1)`.
  func isAtPattern(_ index: Int) -> Bool {
    guard token(at: index).kind == .openParenthesis, isNodeShaped(index) else { return false }
    let following = Int(token(at: index).partner) + 1
    guard isAtRelationship(following) else { return false }
    var place = token(at: following).kind.isLess ? following + 2 : following + 1
    if token(at: place).kind == .openBracket {
      // A type can be nothing else.
      if token(at: place + 1).kind == .colon { return true }
      guard token(at: place).partner >= 0 else { return false }
      place = Int(token(at: place).partner) + 1
      guard token(at: place).kind.isDash else { return false }
    }
    if token(at: place + 1).kind.isGreater { return true }
    return token(at: place + 1).kind == .openParenthesis && isNodeShaped(place + 1)
  }

  /// Whether the parenthesis at an index holds what a node may hold.
  private func isNodeShaped(_ index: Int) -> Bool {
    let close = Int(token(at: index).partner)
    guard close > index else { return false }
    var inner = index + 1
    if token(at: inner).kind.isName {
      if token(at: inner).keyword == .where, inner + 1 < close { return true }
      inner += 1
    }
    guard inner < close else { return true }
    switch token(at: inner).kind {
    case .colon, .openBrace: return true
    case .parameter: return inner > index + 1
    default: return token(at: inner).keyword == .where
    }
  }
}
