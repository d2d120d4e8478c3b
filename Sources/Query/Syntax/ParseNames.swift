// Names, literals and parameters: what a single token says.

internal import Graph
internal import Text

extension Parser {
  // MARK: Names

  // Name = word | '`' … '`'
  mutating func parseName(_ expected: String) throws(QueryError) -> Name {
    guard current.kind.isName else { throw unexpected(expected) }
    let token = current
    advance()
    return name(of: token)
  }

  /// The same for a variable; a keyword is one from then on.
  mutating func parseVariable(_ expected: String = "a variable") throws(QueryError) -> Name {
    let name = try parseName(expected)
    if let keyword = Keyword(word: Array(name.text.string.utf8)[...]), keyword.isReserved {
      declaredKeywords.insert(keyword)
    }
    return name
  }

  /// The name that a token stands for.
  func name(of token: Token) -> Name {
    token.kind == .quotedName
      ? Name(text: unquoted(token.span), span: token.span)
      : Name(text: text(of: token.span), span: token.span)
  }

  /// The text between backticks, doubled ones made single.
  private func unquoted(_ span: SourceSpan) -> UTF8String {
    var result: [UInt8] = []
    var index = span.start + 1
    while index < span.end - 1 {
      result.append(source.bytes[index])
      index += source.bytes[index] == UInt8(ascii: "`") ? 2 : 1
    }
    return UTF8String(repairing: result.span)
  }

  // Parameter = '$' ( word | digits | quoted name )
  mutating func parseParameter() -> Expression {
    let span = current.span
    let inner = SourceSpan(start: span.start + 1, end: span.end)
    advance()
    let isQuoted = source.bytes[inner.start] == UInt8(ascii: "`")
    let text = isQuoted ? unquoted(inner) : text(of: inner)
    return leaf(.parameter(Name(text: text, span: span)), at: span)
  }

  // MARK: Numbers

  /// Whether the next token is a number.
  var isAtNumber: Bool {
    switch current.kind {
    case .integer, .hexadecimal, .octal, .float: true
    default: false
    }
  }

  // Number = digits | '0x' … | '0o' … | digits '.' digits 'e' digits
  //
  // The sign comes along because the least integer has no positive twin.
  mutating func parseNumber(isNegative: Bool, from start: Int) throws(QueryError) -> Expression {
    let token = current
    advance()
    let value: Value =
      token.kind == .float
      ? .float(try float(token, isNegative)) : .integer(try integer(token, isNegative))
    return leaf(.literal(value), at: span(from: start))
  }

  func integer(_ token: Token, _ isNegative: Bool = false) throws(QueryError) -> Int64 {
    let radix: Int64 = token.kind == .hexadecimal ? 16 : token.kind == .octal ? 8 : 10
    var value: Int64 = 0
    var isTooBig = false
    let first = token.span.start + (radix == 10 ? 0 : 2)
    for index in first..<token.span.end {
      let byte = source.bytes[index]
      let digit = Int64(byte < 0x40 ? byte &- 0x30 : (byte | 0x20) &- 0x57)
      let (shifted, overflow) = value.multipliedReportingOverflow(by: radix)
      // Counts down from zero where it is negative, since there is one number more.
      let (sum, overflowsToo) =
        isNegative
        ? shifted.subtractingReportingOverflow(digit) : shifted.addingReportingOverflow(digit)
      isTooBig = isTooBig || overflow || overflowsToo
      value = sum
    }
    guard !isTooBig else {
      let digits = (isNegative ? "-" : "") + text(of: token.span).string
      throw .syntax(
        .integerOverflow, "the integer \(digits) does not fit into 64 bits", subject: digits,
        at: token.span, hint: "write it as a float, such as 1e19, or as a string")
    }
    return value
  }

  private func float(_ token: Token, _ isNegative: Bool) throws(QueryError) -> Double {
    let bytes = source.bytes.span
    let digits = bytes.extracting(token.span.start..<token.span.end)
    guard let value = parseDouble(digits) else { throw unexpected("a number") }
    guard value.isFinite else {
      let digits = text(of: token.span).string
      throw .syntax(
        .floatingPointOverflow, "the number \(digits) is too large for a float", subject: digits,
        at: token.span)
    }
    return isNegative ? -value : value
  }

  // MARK: Strings

  // String = ''' … ''' | '"' … '"'
  mutating func parseString() throws(QueryError) -> Expression {
    let span = current.span
    advance()
    return leaf(.literal(.string(try decodeString(span))), at: span)
  }

  private func decodeString(_ span: SourceSpan) throws(QueryError) -> UTF8String {
    let end = span.end - 1
    var output: [UInt8] = []
    output.reserveCapacity(end - span.start)
    var index = span.start + 1
    while index < end {
      let byte = source.bytes[index]
      if byte == UInt8(ascii: "\\") {
        output.append(scalar: try decodeEscape(&index, end))
      } else {
        output.append(byte)
        index += 1
      }
    }
    guard let text = UTF8String(validating: output) else {
      throw .syntax(
        .invalidUnicodeCharacter, "this string holds bytes that are not UTF-8", at: span,
        hint: "convert the text to UTF-8")
    }
    return text
  }

  // Escape = '\' ( one of \ ' " ` b f n r t | 'u' 4 digits | 'U' 8 digits )
  private func decodeEscape(_ index: inout Int, _ end: Int) throws(QueryError) -> Unicode.Scalar {
    let start = index
    let letter = source.bytes[index + 1]
    index += 2
    switch letter {
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"):
      return Unicode.Scalar(letter)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"), UInt8(ascii: "N"): return "\n"
    case UInt8(ascii: "r"), UInt8(ascii: "R"): return "\r"
    case UInt8(ascii: "t"), UInt8(ascii: "T"): return "\t"
    case UInt8(ascii: "B"): return "\u{8}"
    case UInt8(ascii: "F"): return "\u{c}"
    case UInt8(ascii: "u"), UInt8(ascii: "U"):
      return try decodeUnicode(&index, end, from: start, isLong: letter == UInt8(ascii: "U"))
    default:
      let escape = SourceSpan(start: start, end: min(start + 2, end))
      throw .syntax(
        .unexpectedSyntax, "'\(text(of: escape))' is no escape", subject: text(of: escape).string,
        at: escape, hint: "write \\\\ for a backslash")
    }
  }

  private func decodeUnicode(
    _ index: inout Int, _ end: Int, from start: Int, isLong: Bool
  ) throws(QueryError) -> Unicode.Scalar {
    let high = hexadecimal(&index, end, isLong ? 8 : 4)
    if let high, let scalar = Unicode.Scalar(high) { return scalar }
    // Outside of the first plane four digits come in pairs of surrogates.
    if let high, (0xd800..<0xdc00).contains(high), index + 1 < end,
      source.bytes[index] == UInt8(ascii: "\\"), source.bytes[index + 1] == UInt8(ascii: "u")
    {
      index += 2
      if let low = hexadecimal(&index, end, 4), (0xdc00..<0xe000).contains(low),
        let scalar = Unicode.Scalar(0x1_0000 + (high - 0xd800) << 10 + (low - 0xdc00))
      {
        return scalar
      }
    }
    let escape = SourceSpan(start: start, end: min(start + (isLong ? 10 : 6), end))
    throw .syntax(
      .invalidUnicodeLiteral, "'\(text(of: escape))' is no character of Unicode",
      subject: text(of: escape).string, at: escape,
      hint: "write \\u and four hexadecimal digits, or \\U and eight")
  }

  private func hexadecimal(_ index: inout Int, _ end: Int, _ count: Int) -> UInt32? {
    guard index + count <= end else { return nil }
    var value: UInt32 = 0
    for place in index..<index + count {
      let byte = source.bytes[place]
      let digit = byte &- 0x30 < 10 ? byte &- 0x30 : (byte | 0x20) &- 0x57
      guard digit < 16, byte < 0x40 ? digit < 10 : digit >= 10 else { return nil }
      value = value << 4 | UInt32(digit)
    }
    index += count
    return value
  }
}
