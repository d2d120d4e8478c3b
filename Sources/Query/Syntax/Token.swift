// The words of a query: kinds of tokens and the keywords among them. No word is reserved by the
// lexer: a keyword is a word that the parser may take for one where the grammar has a place for it.

internal import Text

/// What a token is.
enum TokenKind: UInt8, Sendable {
  case end
  case word, quotedName
  case integer, hexadecimal, octal, float
  case string
  /// `$name`, `$0` or a quoted name after `$`.
  case parameter
  case comma, dot, dotDot, colon, semicolon, bar, ampersand, exclamation
  case plus, plusEqual, minus, star, slash, percent, caret
  case equal, matches, notEqual, less, lessOrEqual, greater, greaterOrEqual
  case openParenthesis, closeParenthesis, openBracket, closeBracket, openBrace, closeBrace
  /// A dash or an arrow head other than that of ASCII; patterns allow them.
  case foreignDash, foreignLess, foreignGreater
  /// Something that begins with a digit and is no number.
  case malformedNumber
  case unclosedString, unclosedName, unclosedComment
  /// A character that belongs to no token.
  case strayCharacter

  /// Whether it may stand where a name is expected.
  var isName: Bool { self == .word || self == .quotedName }
  var isDash: Bool { self == .minus || self == .foreignDash }
  var isLess: Bool { self == .less || self == .foreignLess }
  var isGreater: Bool { self == .greater || self == .foreignGreater }
}

/// A token with its place.
struct Token: Sendable {
  var kind: TokenKind
  /// Set for words without backticks that are keywords somewhere.
  var keyword: Keyword?
  var start: Int32
  var end: Int32
  /// For a bracket the index of the token that closes or opens it; -1 where there is none.
  var partner: Int32 = -1

  var span: SourceSpan { SourceSpan(start: Int(start), end: Int(end)) }
}

/// The words with a meaning somewhere in the grammar.
enum Keyword: String, Sendable, CaseIterable {
  case all, allShortestPaths = "allshortestpaths", and, any, asc, ascending
  case by, call, `case`, collect, contains, count, create, csv
  case delete, desc, descending, detach, distinct, drop
  case `else`, endOf = "end", ends, exists, explain
  case `false`, fieldTerminator = "fieldterminator", `for`, foreach, from
  case headers, `if`, `in`, index, `is`
  case limit, load, match, merge, none, not, null
  case offset, on, optional, or, order, profile
  case range, reduce, remove, `return`
  case set, shortestPath = "shortestpath", single, skip, starts
  case text, then, `true`, union, unwind
  case when, `where`, with, xor, yield, `as`

  /// By their letters in lower case.
  private static let byText = Dictionary(
    uniqueKeysWithValues: allCases.map { (Array($0.rawValue.utf8), $0) })
  private static let longest = 16

  /// Finds the keyword that a word is, in whatever case.
  init?(word: ArraySlice<UInt8>) {
    guard word.count <= Self.longest else { return nil }
    let folded = word.map { $0 >= 0x41 && $0 <= 0x5a ? $0 | 0x20 : $0 }
    guard let keyword = Self.byText[folded] else { return nil }
    self = keyword
  }

  /// As it is written in messages.
  var text: String { rawValue.uppercased() }

  /// Whether a clause may begin with it.
  var beginsClause: Bool {
    switch self {
    case .match, .optional, .unwind, .for, .with, .return, .create, .merge, .set, .remove,
      .delete, .detach, .foreach, .call, .load:
      true
    default: false
    }
  }

  /// Whether an operand cannot be it, unless a variable of that name was declared before.
  var isReserved: Bool {
    switch self {
    case .match, .optional, .unwind, .with, .return, .create, .merge, .set, .remove, .delete,
      .detach, .foreach, .call, .union, .where, .order, .skip, .limit, .as, .distinct, .and, .or,
      .xor, .not, .in, .is, .contains, .starts, .ends, .when, .then, .else, .endOf:
      true
    default: false
    }
  }
}
