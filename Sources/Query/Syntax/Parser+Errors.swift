// What the parser says when a token does not fit: what it found, what it expected, and a near
// keyword where a word looks like a slip.

internal import Graph
internal import Text

extension Parser {
  /// The next token does not fit.
  func unexpected(_ expected: String, hint: String? = nil) -> QueryError {
    let token = current
    let found = text(of: token.span).string
    switch token.kind {
    case .end:
      let end = position > 0 ? tokens[position - 1].span.end : token.span.start
      return .syntax(
        .unexpectedSyntax, "the query ends where \(expected) is expected",
        at: SourceSpan(start: end, end: end), hint: hint ?? unclosedBracketHint)
    case .malformedNumber:
      return .syntax(
        .invalidNumberLiteral, "'\(shortened(found))' is not a number", subject: found,
        at: token.span, hint: numberHint(found))
    case .unclosedString: return unclosed("string", "quote", token)
    case .unclosedName: return unclosed("name", "backtick", token)
    case .unclosedComment: return unclosed("comment", "*/", token)
    case .foreignDash, .foreignLess, .foreignGreater:
      return foreignCharacter(found, token)
    case .strayCharacter where !(found.utf8.first.map { $0 < 0x80 } ?? true):
      return foreignCharacter(found, token)
    default:
      return .syntax(
        .unexpectedSyntax, "\(shown(found, token)) stands where \(expected) is expected",
        subject: found, at: token.span, hint: hint ?? foreignWordHint ?? unclosedBracketHint)
    }
  }

  /// What is written here for a word or sign of SQL and other languages.
  private var foreignWordHint: String? {
    let found = text(of: current.span).string
    let next = text(of: token().span).string
    switch found.asciiLowercased {
    case "select": return "write MATCH … WHERE … RETURN …"
    case "from" where isAt(.word): return "what is read is named in MATCH: MATCH (n:Label)"
    case "like": return "write CONTAINS, STARTS WITH, ENDS WITH, or =~ with a regular expression"
    case "between": return "write a <= x <= b"
    case "group": return "leave it out; groups are made by the columns beside the aggregates"
    case "having": return "write WITH … WHERE … before RETURN"
    case "insert": return "write CREATE (n:Label {key: value})"
    case "update": return "write MATCH … SET n.key = value"
    case "!" where next == "=": return "write <>"
    case "=" where previousText == "=": return "write = once"
    case "&" where next == "&" || previousText == "&": return "write AND"
    case "|" where next == "|" || previousText == "|": return "write OR, or + to join texts"
    case "-" where next == ">" && previousText == ")": return "write -->"
    default: return nil
    }
  }

  private var previousText: String? {
    position > 0 ? text(of: tokens[position - 1].span).string : nil
  }

  /// Strings bring quotes of their own.
  private func shown(_ found: String, _ token: Token) -> String {
    token.kind == .string ? shortened(found) : "'\(shortened(found))'"
  }

  private func unclosed(_ what: String, _ closer: String, _ token: Token) -> QueryError {
    let opening = SourceSpan(start: token.span.start, end: token.span.start + 1)
    return .syntax(
      .unexpectedSyntax, "this \(what) is never closed", subject: what, at: opening,
      hint: "add the closing \(closer)")
  }

  private func foreignCharacter(_ found: String, _ token: Token) -> QueryError {
    let plain = found.unicodeScalars.first.flatMap(asciiLookalike)
    return .syntax(
      .invalidUnicodeCharacter, "'\(found)' cannot stand here", subject: found, at: token.span,
      hint: plain.map { "write \($0) instead" })
  }

  private func numberHint(_ text: String) -> String? {
    let digits = text.drop { $0 == "0" }
    guard text.utf8.first == 0x30, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return "write \(digits.isEmpty ? "0" : digits), or 0o\(digits) for an octal number"
  }

  /// Names the innermost bracket before this place that nothing closes.
  private var unclosedBracketHint: String? {
    for index in stride(from: position - 1, through: 0, by: -1) where tokens[index].partner < 0 {
      switch tokens[index].kind {
      case .openParenthesis, .openBracket, .openBrace:
        let place = source.place(at: Int(tokens[index].start))
        let bracket = text(of: tokens[index].span)
        return "the \(bracket) at line \(place.line), column \(place.column) is never closed"
      default: continue
      }
    }
    return nil
  }

  /// A keyword among those that could stand here, near to the word that does.
  func nearKeyword(among keywords: [Keyword]) -> String? {
    guard isAt(.word) else { return nil }
    let names = keywords.map { UTF8String($0.text) }
    let near = nearNames(to: text(of: current.span), among: names, limit: 1).first
    return near.map { "did you mean \($0)?" }
  }

  static let clauseKeywords = Keyword.allCases.filter(\.beginsClause)
}

/// The character of ASCII that somebody meant by one that looks like it.
private func asciiLookalike(_ scalar: Unicode.Scalar) -> String? {
  switch scalar.value {
  case 0xff01...0xff5e: Unicode.Scalar(scalar.value - 0xfee0).map { String($0) }
  case 0x3001: ","
  case 0x3002: "."
  case 0x2018, 0x2019: "'"
  case 0x201c, 0x201d: "\""
  case 0x3010, 0x300c: "["
  case 0x3011, 0x300d: "]"
  case 0x00ad, 0x2010...0x2015, 0x2212, 0xfe58, 0xfe63: "-"
  case 0x00d7: "*"
  case 0x00f7: "/"
  case 0x2260: "<>"
  case 0x2264: "<="
  case 0x2265: ">="
  case 0x27e8, 0x3008, 0xfe64: "<"
  case 0x27e9, 0x3009, 0xfe65: ">"
  case 0x2192: "-->"
  case 0x2190: "<--"
  default: nil
  }
}

private func shortened(_ text: String) -> String {
  text.unicodeScalars.count <= 40 ? text : String(text.unicodeScalars.prefix(37)) + "…"
}
