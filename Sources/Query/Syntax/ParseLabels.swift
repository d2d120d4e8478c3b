// Expressions over labels and types.

internal import Graph
internal import Text

extension Parser {
  // Labels = ':' LabelOr
  mutating func parseLabels() throws(QueryError) -> LabelExpression {
    try expect(.colon, "':'")
    return try parseLabelOr()
  }

  // LabelOr = LabelAnd { '|' [ ':' ] LabelAnd }
  private mutating func parseLabelOr() throws(QueryError) -> LabelExpression {
    var operands = [try parseLabelAnd()]
    var tallest = height
    while isAt(.bar), !barEndsLabels {
      advance()
      _ = skip(.colon)
      operands.append(try parseLabelAnd())
      tallest = max(tallest, height)
    }
    return try joined(operands, over: tallest) { .or($0, $1) }
  }

  // LabelAnd = LabelNot { ( '&' | ':' ) LabelNot }
  private mutating func parseLabelAnd() throws(QueryError) -> LabelExpression {
    var operands = [try parseLabelNot()]
    var tallest = height
    while isAt(.ampersand) || isAt(.colon) {
      advance()
      operands.append(try parseLabelNot())
      tallest = max(tallest, height)
    }
    return try joined(operands, over: tallest) { .and($0, $1) }
  }

  // LabelNot = { '!' } ( name | '%' | '(' LabelOr ')' )
  private mutating func parseLabelNot() throws(QueryError) -> LabelExpression {
    var starts: [Int] = []
    while isAt(.exclamation) {
      starts.append(start)
      advance()
    }
    var result: LabelExpression
    height = 1
    if isAt(.percent) {
      result = .wildcard(current.span)
      advance()
    } else if skip(.openParenthesis) {
      try enter()
      let outer = barEndsLabels
      barEndsLabels = false
      result = try parseLabelOr()
      barEndsLabels = outer
      leave()
      try expect(.closeParenthesis, "')'")
    } else {
      result = .name(try parseName("a label or type"))
    }
    for start in starts.reversed() {
      result = .not(result, span(from: start))
      try raise(over: height, at: span(from: start))
    }
    return result
  }

  /// A balanced tree, so that a long list of labels is not a deep one.
  private mutating func joined(
    _ operands: [LabelExpression], over tallest: Int,
    _ join: (LabelExpression, LabelExpression) -> LabelExpression
  ) throws(QueryError) -> LabelExpression {
    var level = operands
    var height = tallest
    while level.count > 1 {
      var next: [LabelExpression] = []
      for index in stride(from: 0, to: level.count, by: 2) {
        next.append(
          index + 1 < level.count ? join(level[index], level[index + 1]) : level[index])
      }
      level = next
      height += 1
    }
    try raise(over: height, at: current.span)
    return level[0]
  }

  // LabelNames = ':' name { ( ':' | '&' ) name }
  mutating func parseLabelNames() throws(QueryError) -> [Name] {
    var names: [Name] = []
    while isAt(.colon) || (isAt(.ampersand) && !names.isEmpty) {
      advance()
      names.append(try parseName("a label"))
    }
    guard !names.isEmpty else { throw unexpected("':'") }
    return names
  }
}
