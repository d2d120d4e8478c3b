// From text to tree: the ways in.

internal import Graph
public import Text

/// Parses one statement; a semicolon may end it.
func parseStatement(_ source: SourceText) throws(QueryError) -> Statement {
  try parseStatement(source, in: SourceSpan(start: 0, end: source.bytes.count))
}

/// Parses one statement of a longer text; all spans count from the start of that text.
func parseStatement(_ source: SourceText, in span: SourceSpan) throws(QueryError) -> Statement {
  try checkLength(source)
  var parser = Parser(source, in: span)
  let statement = try parser.parseWholeStatement()
  _ = parser.skip(.semicolon)
  guard parser.isAt(.end) else { throw parser.unexpected("the end of the statement") }
  return statement
}

/// Parses a text that is nothing but an expression, such as the value of a parameter.
func parseExpressionOnly(_ source: SourceText) throws(QueryError) -> Expression {
  try checkLength(source)
  var parser = Parser(source, in: SourceSpan(start: 0, end: source.bytes.count))
  let expression = try parser.parseValue()
  guard parser.isAt(.end) else { throw parser.unexpected("the end of the expression") }
  return expression
}

/// Tokens hold their places in 32 bits.
private func checkLength(_ source: SourceText) throws(QueryError) {
  guard source.bytes.count < Int(Int32.max) else {
    throw QueryError(
      .limitExceeded, .queryTooLong, .compile, "a statement of more than 2 GiB cannot be parsed")
  }
}

/// Finds the statements of a script.
///
/// They are what stands between semicolons, outside of strings, quoted names and comments. Nothing
/// but blanks and comments is no statement.
public func splitStatements(_ source: SourceText) -> [SourceSpan] {
  var lexer = Lexer(source.bytes, in: SourceSpan(start: 0, end: source.bytes.count))
  var statements: [SourceSpan] = []
  var statement: SourceSpan?
  while true {
    let start = lexer.offset
    let token = lexer.next()
    // Beyond 2 GiB the places in tokens wrap; the lexer's own do not.
    let end = lexer.offset
    switch token.kind {
    case .end, .semicolon:
      if let statement { statements.append(statement) }
      statement = nil
      if token.kind == .end { return statements }
    default:
      let place = SourceSpan(start: end - Int(token.end &- token.start), end: end)
      statement = statement?.joined(place) ?? place
      if end == start { return statements }
    }
  }
}

extension Parser {
  // Statement = [ EXPLAIN | PROFILE ] ( CreateIndex | DropIndex | Query )
  mutating func parseWholeStatement() throws(QueryError) -> Statement {
    let start = start
    let mode: Statement.Mode =
      skip(.explain) ? .explain : skip(.profile) ? .profile : .run
    let body: Statement.Body
    if isAtIndexStatement {
      body = try parseIndexStatement()
    } else if isAt(.drop) {
      throw unexpected("INDEX after DROP")
    } else {
      body = .query(try parseQuery(.statement))
    }
    return Statement(mode: mode, body: body, span: span(from: start))
  }
}
