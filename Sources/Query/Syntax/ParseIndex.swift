// Statements about indexes.

internal import Graph
internal import Text

extension Parser {
  /// Whether CREATE or DROP is followed by INDEX, with its kind or without.
  var isAtIndexStatement: Bool {
    guard isAt(.create) || isAt(.drop) else { return false }
    let next = token().keyword
    return next == .index
      || ((next == .range || next == .text) && token(after: 2).keyword == .index)
  }

  // CreateIndex = CREATE [ RANGE | TEXT ] INDEX [ Name ] [ IF NOT EXISTS ] FOR Element ON Key
  // DropIndex = DROP INDEX [ IF EXISTS ] FOR Element ON Key
  //           | DROP INDEX Name [ IF EXISTS ]
  mutating func parseIndexStatement() throws(QueryError) -> Statement.Body {
    let start = start
    let isCreate = isAt(.create)
    advance()
    let kind: IndexStatement.Kind =
      skip(.range) ? .range : skip(.text) ? .text : .automatic
    try expect(.index)
    var name: Name?
    if current.kind.isName, !isAt(.for), !isAt(.if, isCreate ? .not : .exists) {
      name = try parseName("the name of the index")
    }
    let isConditional = skip(.if)
    if isConditional {
      if isCreate { try expect(.not) }
      try expect(.exists)
    }
    if !isCreate, let name, !isAt(.for) {
      return .dropNamedIndex(name, isConditional: isConditional)
    }
    guard skip(.for) else { throw unexpected("FOR") }
    let (variable, label) = try parseIndexedElement()
    try expect(.on)
    let key = try parseIndexedKey(of: variable)
    let statement = IndexStatement(
      kind: kind, name: name, label: label, key: key, isConditional: isConditional,
      span: span(from: start))
    return isCreate ? .createIndex(statement) : .dropIndex(statement)
  }

  // Element = '(' Variable [ ':' Label ] ')'
  private mutating func parseIndexedElement() throws(QueryError) -> (Name, Name?) {
    try expect(.openParenthesis, "'('")
    let variable = try parseVariable()
    let label = skip(.colon) ? try parseName("a label") : nil
    try expect(.closeParenthesis, "')'")
    return (variable, label)
  }

  // Key = '(' Variable '.' key ')' | Variable '.' key
  private mutating func parseIndexedKey(of variable: Name) throws(QueryError) -> Name {
    let isParenthesized = skip(.openParenthesis)
    let subject = try parseVariable()
    guard subject.text == variable.text else {
      throw .syntax(
        .undefinedVariable, "\(subject.text) is not defined", subject: subject.text.string,
        at: subject.span, hint: "the index is for \(variable.text)")
    }
    try expect(.dot, "'.'")
    let key = try parseName("the name of a property")
    if isAt(.comma) {
      throw .syntax(
        .unexpectedSyntax, "an index has one property", subject: ",", at: current.span,
        hint: "create an index for each property")
    }
    if isParenthesized { try expect(.closeParenthesis, "')'") }
    return key
  }
}
