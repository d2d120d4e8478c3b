// Operators, from the loosest to the tightest:
//
//   OR, XOR, AND, NOT, comparisons, predicates (IS NULL, IN, STARTS WITH, =~ …), + -, * / %, ^,
//   signs, then what follows an operand: .key, [index], :Label
//
// Chains of OR, XOR and AND become balanced trees, since these are associative; all other binary
// operators lean to the left. A pattern is a condition and no value: every operator but the logical
// ones refuses it, and so does everybody who calls `parseValue`.

internal import Graph
internal import Text

extension Parser {
  // Expression = OrExpression
  //
  // The result may be a pattern; callers that want a value call `parseValue`.
  mutating func parseExpression() throws(QueryError) -> Expression {
    try enter()
    let result = try parseLogical(.or)
    leave()
    return result
  }

  /// An expression that is no bare pattern.
  mutating func parseValue() throws(QueryError) -> Expression {
    let expression = try parseExpression()
    try refusePattern(expression)
    return expression
  }

  /// An expression inside brackets, where `|` has its usual meaning.
  mutating func parseBracketed() throws(QueryError) -> Expression {
    let outer = barEndsLabels
    barEndsLabels = false
    let result = try parseExpression()
    barEndsLabels = outer
    return result
  }

  func refusePattern(_ expression: Expression) throws(QueryError) {
    guard case .patternPredicate = expression.kind else { return }
    throw .syntax(
      .unexpectedSyntax, "a pattern is a condition and has no value", at: expression.span,
      hint: "use EXISTS { … }, COUNT { … } or a comprehension such as [p = (a)-->(b) | p]")
  }

  // MARK: Logic

  // OrExpression = XorExpression { OR XorExpression }, and XOR over AND, AND over NOT likewise.
  private mutating func parseLogical(_ level: BinaryOperator) throws(QueryError) -> Expression {
    let first = try parseLogicalOperand(of: level)
    let keyword: Keyword = level == .or ? .or : level == .xor ? .xor : .and
    guard isAt(keyword) else { return first }
    var operands = [first]
    var tallest = height
    while skip(keyword) {
      operands.append(try parseLogicalOperand(of: level))
      tallest = max(tallest, height)
    }
    let result = balanced(operands[...], level)
    let levels = Int.bitWidth - (operands.count - 1).leadingZeroBitCount
    try raise(over: tallest + levels - 1, at: result.span)
    return result
  }

  private mutating func parseLogicalOperand(
    of level: BinaryOperator
  ) throws(QueryError) -> Expression {
    switch level {
    case .or: try parseLogical(.xor)
    case .xor: try parseLogical(.and)
    default: try parseNot()
    }
  }

  private func balanced(
    _ operands: ArraySlice<Expression>, _ operation: BinaryOperator
  ) -> Expression {
    if operands.count == 1 { return operands[operands.startIndex] }
    let middle = operands.startIndex + (operands.count + 1) / 2
    let left = balanced(operands[..<middle], operation)
    let right = balanced(operands[middle...], operation)
    return Expression(.binary(operation, left, right), at: left.span.joined(right.span))
  }

  // NotExpression = { NOT } Comparison
  private mutating func parseNot() throws(QueryError) -> Expression {
    guard isAt(.not) else { return try parseComparison() }
    var starts: [Int] = []
    while isAt(.not) {
      starts.append(start)
      advance()
    }
    var result = try parseComparison()
    for start in starts.reversed() {
      let span = SourceSpan(start: start, end: result.span.end)
      result = try node(.unary(.not, result), at: span, over: height)
    }
    return result
  }

  // MARK: Comparison

  // Comparison = Predicate { ( '=' | '<>' | '<' | '<=' | '>' | '>=' ) Predicate }
  private mutating func parseComparison() throws(QueryError) -> Expression {
    let first = try parsePredicate()
    guard comparisonOperator != nil else { return first }
    try refusePattern(first)
    var rest: [(ComparisonOperator, Expression)] = []
    var tallest = height
    while let operation = comparisonOperator {
      advance()
      let operand = try parsePredicate()
      try refusePattern(operand)
      rest.append((operation, operand))
      tallest = max(tallest, height)
    }
    return try node(
      .comparison(first, rest), at: first.span.joined(rest[rest.count - 1].1.span), over: tallest)
  }

  private var comparisonOperator: ComparisonOperator? {
    switch current.kind {
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    default: nil
    }
  }

  // Predicate = Sum { IS NULL | IS NOT NULL | PredicateOperator Sum }
  // PredicateOperator = IN | STARTS WITH | ENDS WITH | CONTAINS | '=~'
  private mutating func parsePredicate() throws(QueryError) -> Expression {
    var left = try parseArithmetic(.sum)
    while true {
      if isAt(.is) {
        try refusePattern(left)
        advance()
        let operation: UnaryOperator = skip(.not) ? .isNotNull : .isNull
        let end = current.span.end
        guard skip(.null) else { throw unexpected("NULL or NOT NULL") }
        let span = SourceSpan(start: left.span.start, end: end)
        left = try node(.unary(operation, left), at: span, over: height)
      } else if let operation = try skipPredicateOperator() {
        try refusePattern(left)
        let leftHeight = height
        let right = try parseArithmetic(.sum)
        try refusePattern(right)
        left = try node(
          .binary(operation, left, right), at: left.span.joined(right.span),
          over: max(leftHeight, height))
      } else {
        return left
      }
    }
  }

  private mutating func skipPredicateOperator() throws(QueryError) -> BinaryOperator? {
    if skip(.matches) { return .matches }
    if skip(.in) { return .isIn }
    if skip(.contains) { return .contains }
    if skip(.starts) {
      try expect(.with)
      return .startsWith
    }
    if skip(.ends) {
      try expect(.with)
      return .endsWith
    }
    return nil
  }

  // MARK: Arithmetic

  private enum ArithmeticLevel { case sum, product, power }

  // Sum = Product { ( '+' | '-' ) Product }; Product = Power { ( '*' | '/' | '%' ) Power };
  // Power = Signed { '^' Signed }
  private mutating func parseArithmetic(
    _ level: ArithmeticLevel
  ) throws(QueryError) -> Expression {
    var left = try parseArithmeticOperand(of: level)
    while let operation = arithmeticOperator(level) {
      try refusePattern(left)
      advance()
      let leftHeight = height
      let right = try parseArithmeticOperand(of: level)
      try refusePattern(right)
      left = try node(
        .binary(operation, left, right), at: left.span.joined(right.span),
        over: max(leftHeight, height))
    }
    return left
  }

  private mutating func parseArithmeticOperand(
    of level: ArithmeticLevel
  ) throws(QueryError) -> Expression {
    switch level {
    case .sum: try parseArithmetic(.product)
    case .product: try parseArithmetic(.power)
    case .power: try parseSigned()
    }
  }

  private func arithmeticOperator(_ level: ArithmeticLevel) -> BinaryOperator? {
    switch (level, current.kind) {
    case (.sum, .plus): .add
    case (.sum, .minus): .subtract
    case (.product, .star): .multiply
    case (.product, .slash): .divide
    case (.product, .percent): .modulo
    case (.power, .caret): .power
    default: nil
    }
  }

  // Signed = { '+' | '-' } Operand
  //
  // The sign of a number is a part of it.
  private mutating func parseSigned() throws(QueryError) -> Expression {
    guard isAt(.plus) || isAt(.minus) else { return try parseOperand(withLabels: true) }
    var signs: [Token] = []
    while isAt(.plus) || isAt(.minus) {
      signs.append(current)
      advance()
    }
    var result: Expression
    if let sign = signs.last, sign.kind == .minus, isAtNumber, !continuesOperand(token()) {
      signs.removeLast()
      result = try parseNumber(isNegative: true, from: sign.span.start)
    } else {
      result = try parseOperand(withLabels: true)
      try refusePattern(result)
    }
    for sign in signs.reversed() {
      let operation: UnaryOperator = sign.kind == .minus ? .minus : .plus
      let span = SourceSpan(start: sign.span.start, end: result.span.end)
      result = try node(.unary(operation, result), at: span, over: height)
    }
    return result
  }

  private func continuesOperand(_ token: Token) -> Bool {
    token.kind == .dot || token.kind == .openBracket || token.kind == .colon
  }

  // MARK: Operands

  // Operand = Atom { '.' key | '[' index ']' | '[' from '..' to ']' } [ Labels ]
  mutating func parseOperand(withLabels: Bool) throws(QueryError) -> Expression {
    var subject = try parseAtom()
    while true {
      switch current.kind {
      case .dot:
        try refusePattern(subject)
        advance()
        let key = try parseName("the name of a property")
        subject = try node(
          .property(subject, key), at: subject.span.joined(key.span), over: height)
      case .openBracket:
        try refusePattern(subject)
        subject = try parseSubscript(of: subject)
      case .colon where withLabels:
        try refusePattern(subject)
        let subjectHeight = height
        let labels = try parseLabels()
        return try node(
          .hasLabels(subject, labels), at: span(from: subject.span.start),
          over: max(subjectHeight, height))
      default:
        return subject
      }
    }
  }

  // Subscript = '[' Expression ']' | '[' [ Expression ] '..' [ Expression ] ']'
  private mutating func parseSubscript(of subject: Expression) throws(QueryError) -> Expression {
    var tallest = height
    advance()
    var first: Expression?
    if !isAt(.dotDot) {
      first = try parseBracketedValue()
      tallest = max(tallest, height)
    }
    guard skip(.dotDot) else {
      try expect(.closeBracket, "']' or '..'")
      guard let first else { throw unexpected("an index") }
      return try node(
        .subscripted(subject, first), at: span(from: subject.span.start), over: tallest)
    }
    var last: Expression?
    if !isAt(.closeBracket) {
      last = try parseBracketedValue()
      tallest = max(tallest, height)
    }
    try expect(.closeBracket, "']'")
    return try node(
      .slice(subject, from: first, to: last), at: span(from: subject.span.start), over: tallest)
  }

  mutating func parseBracketedValue() throws(QueryError) -> Expression {
    let result = try parseBracketed()
    try refusePattern(result)
    return result
  }
}
