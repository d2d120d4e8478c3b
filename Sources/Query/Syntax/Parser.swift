// The state that all productions share: tokens, a place among them, and how deep the tree is.
// `parseX` must succeed or throw, `skip` takes a token if it comes next, `expect` takes it or
// throws. The parser never goes back: where two productions begin alike, it looks ahead along the
// partners of brackets. Brackets nest at most 100 deep, and no tree is deeper than 500, so that
// neither this parser nor any later walk over the tree can run out of stack.

internal import Graph
internal import Text

/// Parses one statement.
struct Parser {
  let source: SourceText
  let tokens: [Token]
  private(set) var position = 0

  /// The height of the tree that the last production gave.
  var height = 0
  /// The greatest height since the innermost pattern or subquery began.
  var peak = 0
  private var nesting = 0
  /// Whether `|` ends a label expression, as in `[n IN list WHERE n:A | n.name]`.
  var barEndsLabels = false
  /// Whether the clauses at hand stand inside an expression and may not write.
  var isInsideExpression = false
  /// Reserved words that the statement has used for variables so far.
  var declaredKeywords: Set<Keyword> = []

  static let maxNesting = 100
  static let maxHeight = 500

  init(_ source: SourceText, in span: SourceSpan) {
    self.source = source
    tokens = tokenize(source.bytes, in: span)
  }

  // MARK: Tokens

  var current: Token { tokens[position] }

  /// A token further on; beyond the end there is the end.
  func token(after distance: Int = 1) -> Token { token(at: position + distance) }

  func token(at index: Int) -> Token { tokens[min(index, tokens.count - 1)] }

  /// Where the next token starts.
  var start: Int { Int(current.start) }

  /// The place from an earlier start to the end of the last token taken.
  func span(from start: Int) -> SourceSpan {
    SourceSpan(start: start, end: position > 0 ? Int(tokens[position - 1].end) : start)
  }

  mutating func advance() {
    if position < tokens.count - 1 { position += 1 }
  }

  func isAt(_ kind: TokenKind) -> Bool { current.kind == kind }

  func isAt(_ keyword: Keyword) -> Bool { current.keyword == keyword }

  func isAt(_ first: Keyword, _ second: Keyword) -> Bool {
    isAt(first) && token().keyword == second
  }

  mutating func skip(_ kind: TokenKind) -> Bool {
    guard isAt(kind) else { return false }
    advance()
    return true
  }

  mutating func skip(_ keyword: Keyword) -> Bool {
    guard isAt(keyword) else { return false }
    advance()
    return true
  }

  mutating func expect(_ kind: TokenKind, _ expected: String) throws(QueryError) {
    guard skip(kind) else { throw unexpected(expected) }
  }

  mutating func expect(_ keyword: Keyword) throws(QueryError) {
    guard skip(keyword) else { throw unexpected(keyword.text) }
  }

  // MARK: Text

  /// The text of a place.
  func text(of span: SourceSpan) -> UTF8String {
    let bytes = source.bytes.span
    let end = min(span.end, bytes.count)
    return UTF8String(repairing: bytes.extracting(min(span.start, end)..<end))
  }

  // MARK: Depth

  /// A node of the tree over children of at most the given height.
  mutating func node(
    _ kind: Expression.Kind, at span: SourceSpan, over childHeight: Int
  ) throws(QueryError) -> Expression {
    try raise(over: childHeight, at: span)
    return Expression(kind, at: span)
  }

  mutating func leaf(_ kind: Expression.Kind, at span: SourceSpan) -> Expression {
    height = 1
    peak = max(peak, 1)
    return Expression(kind, at: span)
  }

  mutating func raise(over childHeight: Int, at span: SourceSpan) throws(QueryError) {
    height = childHeight + 1
    peak = max(peak, height)
    guard height <= Self.maxHeight else {
      throw QueryError(
        .limitExceeded, .nestingTooDeep, .compile,
        "an expression of more than \(Self.maxHeight) operators in a row is too deep", at: span,
        hint: "put the values into a list, or use WITH for parts of it")
    }
  }

  /// Goes one level deeper; `leave` goes back.
  mutating func enter() throws(QueryError) {
    nesting += 1
    guard nesting <= Self.maxNesting + 1 else {
      throw QueryError(
        .limitExceeded, .nestingTooDeep, .compile,
        "brackets are nested more than \(Self.maxNesting) levels deep", at: current.span,
        hint: "use WITH for parts of it")
    }
  }

  mutating func leave() { nesting -= 1 }
}
