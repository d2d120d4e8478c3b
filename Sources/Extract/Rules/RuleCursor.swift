// A place in a rule file, and how names, quoted texts, words and marks are read from there. Blanks,
// line ends within a statement and comments are skipped here and nowhere else. The bytes are valid
// UTF-8: the reader of the domain has seen to that.

internal import Text

/// A statement of a rule file that cannot be read; the reader goes on with the next one.
struct RuleSyntaxError: Error {
  let diagnostic: Diagnostic

  init(_ message: String, at span: SourceSpan, hint: String? = nil) {
    diagnostic = Diagnostic(.error, message, at: span, hint: hint)
  }
}

/// A name and where it stands.
struct RuleName {
  let text: String
  let span: SourceSpan
}

/// Reads the bytes of one statement.
struct RuleCursor {
  static let maxNameBytes = 64
  static let maxTextBytes = 400

  let bytes: [UInt8]
  var offset: Int
  /// The end of the statement.
  let end: Int
  /// The end of what stands before the blanks that were skipped last.
  private var behindToken: Int

  init(_ bytes: [UInt8], _ range: Range<Int>) {
    self.bytes = bytes
    offset = range.lowerBound
    behindToken = range.lowerBound
    end = range.upperBound
  }

  /// The byte here, 0 at the end.
  var current: UInt8 { offset < end ? bytes[offset] : 0 }

  /// The byte some places further, 0 behind the end.
  func peek(_ distance: Int) -> UInt8 {
    offset + distance < end ? bytes[offset + distance] : 0
  }

  /// Skips blanks, line ends and comments; says whether there were any.
  @discardableResult
  mutating func skipBlanks() -> Bool {
    let start = offset
    while offset < end {
      let byte = bytes[offset]
      if byte == 0x23, offset == start || isBlank(before: offset) {
        while offset < end, bytes[offset] != 0x0A, bytes[offset] != 0x0D { offset += 1 }
      } else if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
        offset += 1
      } else if byte == 0xE3, peek(1) == 0x80, peek(2) == 0x80 {
        offset += 3
      } else {
        break
      }
    }
    if offset > start { behindToken = start }
    return offset > start
  }

  /// Whether the byte before an offset is a blank; a `#` within a word begins no comment.
  private func isBlank(before offset: Int) -> Bool {
    guard offset > 0 else { return true }
    let byte = bytes[offset - 1]
    return byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }

  /// Skips blanks and says whether the statement ends there.
  mutating func isAtEnd() -> Bool {
    skipBlanks()
    return offset >= end
  }

  /// Skips a mark of ASCII characters if it comes next.
  mutating func skip(_ mark: StaticString) -> Bool {
    skipBlanks()
    return skipHere(mark)
  }

  /// Skips a mark of ASCII characters if it stands right here.
  mutating func skipHere(_ mark: StaticString) -> Bool {
    let text = mark.description.utf8
    guard offset + text.count <= end, bytes[offset..<offset + text.count].elementsEqual(text)
    else { return false }
    offset += text.count
    return true
  }

  /// Skips a mark or says that it is missing.
  mutating func expect(_ mark: StaticString, _ purpose: String) throws(RuleSyntaxError) {
    guard skip(mark) else { throw missing("\(mark) \(purpose)") }
  }

  /// An error about what stands here instead of what should.
  mutating func missing(_ what: String, hint: String? = nil) -> RuleSyntaxError {
    skipBlanks()
    guard offset < end else {
      let place = isBlank(before: offset) ? behindToken : offset
      return RuleSyntaxError(
        "the statement ends where \(what) is expected", at: SourceSpan(start: place, end: place),
        hint: hint)
    }
    let span = tokenSpan()
    return RuleSyntaxError(
      "\(shown(span)) stands where \(what) is expected", at: span, hint: hint ?? widthHint())
  }

  /// What stands here up to the next blank or mark, for messages.
  func tokenSpan() -> SourceSpan {
    var copy = self
    if let name = copy.nameIfPresent() { return name.span }
    return SourceSpan(start: offset, end: min(offset + scalarLength(), end))
  }

  /// The text of a span, for messages.
  func shown(_ span: SourceSpan) -> String {
    "'" + String(decoding: bytes[span.start..<span.end].prefix(60), as: UTF8.self) + "'"
  }

  /// How many bytes the scalar here takes.
  private func scalarLength() -> Int {
    switch current {
    case 0xF0...: 4
    case 0xE0...: 3
    case 0xC0...: 2
    default: 1
    }
  }

  /// The hint for marks as a Chinese keyboard makes them.
  private func widthHint() -> String? {
    let (scalar, _) = decodeScalar(bytes.span, at: offset)
    switch scalar.value {
    case 0x201C, 0x201D, 0x300C, 0x300D, 0xFF02: return "write straight quotes: \"…\""
    case 0xFF01...0xFF5E:
      guard let narrow = Unicode.Scalar(scalar.value - 0xFEE0) else { return nil }
      return "write the mark as ASCII: \(narrow)"
    case 0x2026: return "write three full stops: ..."
    case 0x3001, 0x3002: return "quote text that is to be matched: \"\(scalar)\""
    default:
      return isHan(scalar) ? "quote text that is to be matched" : nil
    }
  }

  /// `NAME`: letters, digits and `_`, and `-` within; a letter first.
  mutating func nameIfPresent() -> RuleName? {
    skipBlanks()
    let start = offset
    var position = offset
    while position < end {
      let (scalar, length) = decodeScalar(bytes.span, at: position)
      let kind = CharacterClass(scalar)
      let isPart = position == start ? kind.isIdentifierStart : kind.isIdentifierPart
      let isHyphen = scalar == "-" && position > start
      guard isPart || isHyphen, !(position == start && scalar == "_") else { break }
      position += length
    }
    guard position > start else { return nil }
    offset = position
    return RuleName(
      text: String(decoding: bytes[start..<position], as: UTF8.self),
      span: SourceSpan(start: start, end: position))
  }

  /// A name or an error that says what should be there.
  mutating func name(_ what: String) throws(RuleSyntaxError) -> RuleName {
    guard let name = nameIfPresent() else { throw missing(what) }
    guard name.span.end - name.span.start <= RuleCursor.maxNameBytes else {
      throw RuleSyntaxError("the name is too long", at: name.span, hint: "64 bytes are allowed")
    }
    return name
  }

  /// The text in straight quotes that begins here; `\"` and `\\` stand for themselves.
  mutating func quoted() throws(RuleSyntaxError) -> (text: [UInt8], span: SourceSpan) {
    let start = offset
    var text: [UInt8] = []
    offset += 1
    while offset < end, bytes[offset] != 0x0A, bytes[offset] != 0x0D {
      let byte = bytes[offset]
      if byte == 0x22 {
        offset += 1
        let span = SourceSpan(start: start, end: offset)
        try RuleCursor.checkText(text, span)
        return (text, span)
      }
      let isEscape = byte == 0x5C && (peek(1) == 0x22 || peek(1) == 0x5C)
      text.append(isEscape ? peek(1) : byte)
      offset += isEscape ? 2 : 1
    }
    let span = SourceSpan(start: start, end: offset)
    throw RuleSyntaxError("the text in quotes does not end", at: span, hint: "put \" behind it")
  }

  /// Refuses texts that are empty or too long.
  static func checkText(_ text: [UInt8], _ span: SourceSpan) throws(RuleSyntaxError) {
    if text.isEmpty { throw RuleSyntaxError("an empty text matches nothing", at: span) }
    if text.count > maxTextBytes {
      throw RuleSyntaxError("the text is too long", at: span, hint: "400 bytes are allowed")
    }
  }

  /// A whole number that is not negative.
  mutating func number(_ what: String, max: Int) throws(RuleSyntaxError) -> Int {
    skipBlanks()
    let start = offset
    while current >= 0x30, current <= 0x39 { offset += 1 }
    guard offset > start else { throw missing(what) }
    let span = SourceSpan(start: start, end: offset)
    guard let value = parseInt64(bytes.span.extracting(start..<offset)), value <= max else {
      throw RuleSyntaxError("the number is too large", at: span, hint: "up to \(max) is allowed")
    }
    return Int(value)
  }

  /// `OPTIONS := "[" NAME (":" VALUE)? ("," …)* "]"`.
  mutating func options() throws(RuleSyntaxError) -> [Domain.Option] {
    var options: [Domain.Option] = []
    guard skip("[") else { return [] }
    repeat {
      let key = try name("the name of an option")
      var value = ""
      if skip(":") {
        skipBlanks()
        if current == 0x22 {
          value = String(decoding: try quoted().text, as: UTF8.self)
        } else if current >= 0x30, current <= 0x39 {
          value = String(try number("a number", max: 1_000_000_000))
        } else {
          value = try name("the value of \(key.text)").text
        }
      }
      guard options.count < 64, !options.contains(where: { $0.key == key.text }) else {
        throw RuleSyntaxError("the option \(key.text) is given twice", at: key.span)
      }
      options.append(Domain.Option(key: key.text, value: value))
    } while skip(",")
    try expect("]", "behind the options")
    return options.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }
}

/// The scalars of valid UTF-8, folded for matching.
func foldedScalars(_ bytes: some Sequence<UInt8>) -> [UInt32] {
  String(decoding: Array(bytes), as: UTF8.self).unicodeScalars.map { foldedForMatching($0.value) }
}
