// From bytes to tokens. The lexer never fails: what is no token becomes one of a kind that no
// production takes, so that the parser reports the first fault in the order of the text. Numbers
// and strings are only delimited here and decoded where the parser takes them.

internal import Text

/// Reads one token after the other.
struct Lexer {
  let bytes: [UInt8]
  private(set) var offset: Int
  private let limit: Int

  /// Reads a part of a text.
  init(_ bytes: [UInt8], in span: SourceSpan) {
    self.bytes = bytes
    limit = min(span.end, bytes.count)
    offset = min(span.start, limit)
  }

  private func peek(_ distance: Int = 0) -> UInt8 {
    let place = offset + distance
    return place < limit ? bytes[place] : 0
  }

  private func scalar(at place: Int) -> (Unicode.Scalar, length: Int) {
    decodeScalar(bytes.span, at: place)
  }

  /// The next token; `end` again and again at the end.
  mutating func next() -> Token {
    if let comment = skipBlanks() { return comment }
    let start = offset
    guard offset < limit else { return token(.end, from: start) }
    let byte = bytes[offset]
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      return word()
    case UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return string(quote: byte)
    case UInt8(ascii: "`"):
      let isClosed = skipQuotedName()
      return token(isClosed ? .quotedName : .unclosedName, from: start)
    case UInt8(ascii: "$"): return parameter()
    case 0x80...: return foreign()
    default: return symbol(byte)
    }
  }

  private func token(_ kind: TokenKind, from start: Int) -> Token {
    Token(
      kind: kind, start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: offset))
  }

  // MARK: Blanks

  /// Skips white space and comments; gives a token where a comment has no end.
  private mutating func skipBlanks() -> Token? {
    while offset < limit {
      let byte = bytes[offset]
      if byte <= 0x20 {
        guard byte == 0x20 || (0x09...0x0d).contains(byte) || (0x1c...0x1f).contains(byte) else {
          return nil
        }
        offset += 1
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "/") {
        while offset < limit, bytes[offset] != 0x0a, bytes[offset] != 0x0d { offset += 1 }
      } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
        let start = offset
        offset += 2
        while offset < limit, !(peek() == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/")) {
          offset += 1
        }
        guard offset < limit else { return token(.unclosedComment, from: start) }
        offset += 2
      } else if byte >= 0x80 {
        let (scalar, length) = scalar(at: offset)
        // A byte order mark is no white space, yet editors put it before the text.
        guard CharacterClass(scalar).isWhitespace || scalar.value == 0xfeff else { return nil }
        offset += length
      } else {
        return nil
      }
    }
    return nil
  }

  // MARK: Names

  private mutating func skipNameParts() {
    while offset < limit {
      let byte = bytes[offset]
      if byte < 0x80 {
        guard isASCIINamePart(byte) else { return }
        offset += 1
      } else {
        let (scalar, length) = scalar(at: offset)
        guard scalar.value != 0xfffd, CharacterClass(scalar).isIdentifierPart else { return }
        offset += length
      }
    }
  }

  private mutating func word() -> Token {
    let start = offset
    skipNameParts()
    var result = token(.word, from: start)
    result.keyword = Keyword(word: bytes[start..<offset])
    return result
  }

  /// Moves behind the closing backtick; a doubled one does not close.
  private mutating func skipQuotedName() -> Bool {
    offset += 1
    while offset < limit {
      if bytes[offset] == UInt8(ascii: "`") {
        guard peek(1) == UInt8(ascii: "`") else {
          offset += 1
          return true
        }
        offset += 1
      }
      offset += 1
    }
    return false
  }

  private mutating func parameter() -> Token {
    let start = offset
    offset += 1
    if peek() == UInt8(ascii: "`") {
      let isClosed = skipQuotedName()
      return token(isClosed ? .parameter : .unclosedName, from: start)
    }
    skipNameParts()
    return token(offset > start + 1 ? .parameter : .strayCharacter, from: start)
  }

  // MARK: Literals

  private mutating func skipDigits() {
    while offset < limit, isASCIIDigit(bytes[offset]) { offset += 1 }
  }

  private mutating func number() -> Token {
    let start = offset
    let marker = peek(1) | 0x20
    if bytes[offset] == UInt8(ascii: "0"),
      marker == UInt8(ascii: "x") || marker == UInt8(ascii: "o")
    {
      return prefixedInteger(isOctal: marker == UInt8(ascii: "o"))
    }
    skipDigits()
    var kind = TokenKind.integer
    // `017` was octal once and would be 17 now: nobody should have to guess.
    if offset - start > 1, bytes[start] == UInt8(ascii: "0") { kind = .malformedNumber }
    if peek() == UInt8(ascii: "."), isASCIIDigit(peek(1)) {
      offset += 1
      skipDigits()
      kind = .float
    }
    if let exponent = exponentLength() {
      offset += exponent
      skipDigits()
      kind = .float
    }
    return endOfNumber(kind, from: start)
  }

  /// The bytes before the digits of an exponent, if one comes next.
  private func exponentLength() -> Int? {
    guard peek() | 0x20 == UInt8(ascii: "e") else { return nil }
    if isASCIIDigit(peek(1)) { return 1 }
    let isSigned = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-")
    return isSigned && isASCIIDigit(peek(2)) ? 2 : nil
  }

  /// Letters may not follow a number.
  private mutating func endOfNumber(_ kind: TokenKind, from start: Int) -> Token {
    let end = offset
    skipNameParts()
    return token(offset == end ? kind : .malformedNumber, from: start)
  }

  private mutating func prefixedInteger(isOctal: Bool) -> Token {
    let start = offset
    offset += 2
    let digits = offset
    while offset < limit,
      isOctal ? (0x30...0x37).contains(bytes[offset]) : isHexadecimal(bytes[offset])
    {
      offset += 1
    }
    let kind: TokenKind = isOctal ? .octal : .hexadecimal
    return endOfNumber(offset == digits ? .malformedNumber : kind, from: start)
  }

  private mutating func string(quote: UInt8) -> Token {
    let start = offset
    offset += 1
    while offset < limit {
      let byte = bytes[offset]
      if byte == quote {
        offset += 1
        return token(.string, from: start)
      }
      offset += byte == UInt8(ascii: "\\") ? 2 : 1
    }
    offset = limit
    return token(.unclosedString, from: start)
  }

  // MARK: Symbols

  private mutating func symbol(_ byte: UInt8) -> Token {
    let start = offset
    let following = peek(1)
    var kind = Self.single(byte)
    var length = 1
    switch (byte, following) {
    case (UInt8(ascii: "."), UInt8(ascii: ".")): (kind, length) = (.dotDot, 2)
    case (UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9")):
      offset += 1
      skipDigits()
      if let exponent = exponentLength() {
        offset += exponent
        skipDigits()
      }
      return endOfNumber(.float, from: start)
    case (UInt8(ascii: "<"), UInt8(ascii: "=")): (kind, length) = (.lessOrEqual, 2)
    case (UInt8(ascii: "<"), UInt8(ascii: ">")): (kind, length) = (.notEqual, 2)
    case (UInt8(ascii: ">"), UInt8(ascii: "=")): (kind, length) = (.greaterOrEqual, 2)
    case (UInt8(ascii: "="), UInt8(ascii: "~")): (kind, length) = (.matches, 2)
    case (UInt8(ascii: "+"), UInt8(ascii: "=")): (kind, length) = (.plusEqual, 2)
    default: break
    }
    offset += length
    return token(kind, from: start)
  }

  private static func single(_ byte: UInt8) -> TokenKind {
    switch byte {
    case UInt8(ascii: ","): .comma
    case UInt8(ascii: "."): .dot
    case UInt8(ascii: ":"): .colon
    case UInt8(ascii: ";"): .semicolon
    case UInt8(ascii: "|"): .bar
    case UInt8(ascii: "&"): .ampersand
    case UInt8(ascii: "!"): .exclamation
    case UInt8(ascii: "+"): .plus
    case UInt8(ascii: "-"): .minus
    case UInt8(ascii: "*"): .star
    case UInt8(ascii: "/"): .slash
    case UInt8(ascii: "%"): .percent
    case UInt8(ascii: "^"): .caret
    case UInt8(ascii: "="): .equal
    case UInt8(ascii: "<"): .less
    case UInt8(ascii: ">"): .greater
    case UInt8(ascii: "("): .openParenthesis
    case UInt8(ascii: ")"): .closeParenthesis
    case UInt8(ascii: "["): .openBracket
    case UInt8(ascii: "]"): .closeBracket
    case UInt8(ascii: "{"): .openBrace
    case UInt8(ascii: "}"): .closeBrace
    default: .strayCharacter
    }
  }

  /// A token that begins outside of ASCII: a name, or one of the dashes and arrow heads that
  /// openCypher allows in patterns.
  private mutating func foreign() -> Token {
    let start = offset
    let (scalar, length) = scalar(at: offset)
    if scalar.value != 0xfffd, CharacterClass(scalar).isIdentifierStart { return word() }
    offset += length
    switch scalar.value {
    case 0x00ad, 0x2010...0x2015, 0x2212, 0xfe58, 0xfe63, 0xff0d:
      return token(.foreignDash, from: start)
    case 0x27e8, 0x3008, 0xfe64, 0xff1c: return token(.foreignLess, from: start)
    case 0x27e9, 0x3009, 0xfe65, 0xff1e: return token(.foreignGreater, from: start)
    default: return token(.strayCharacter, from: start)
    }
  }
}

/// All tokens of a part of a text, the last one `end`; brackets know their partners.
func tokenize(_ bytes: [UInt8], in span: SourceSpan) -> [Token] {
  var lexer = Lexer(bytes, in: span)
  var tokens: [Token] = []
  var open: [Int] = []
  while true {
    var token = lexer.next()
    if let opener = opener(of: token.kind), let last = open.last, tokens[last].kind == opener {
      open.removeLast()
      token.partner = Int32(truncatingIfNeeded: last)
      tokens[last].partner = Int32(truncatingIfNeeded: tokens.count)
    }
    switch token.kind {
    case .openParenthesis, .openBracket, .openBrace: open.append(tokens.count)
    default: break
    }
    tokens.append(token)
    if token.kind == .end { return tokens }
  }
}

private func opener(of kind: TokenKind) -> TokenKind? {
  switch kind {
  case .closeParenthesis: .openParenthesis
  case .closeBracket: .openBracket
  case .closeBrace: .openBrace
  default: nil
  }
}

private func isASCIIDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

private func isHexadecimal(_ byte: UInt8) -> Bool {
  isASCIIDigit(byte) || (byte | 0x20) &- 0x61 < 6
}

private func isASCIINamePart(_ byte: UInt8) -> Bool {
  isASCIIDigit(byte) || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
    || byte == UInt8(ascii: "$")
}
