// A pull parser for XML 1.0 as GraphML needs it, over input that comes in pieces: feed bytes, take
// events until it wants more. A token (tag, comment, text up to the next tag) is read once it is
// whole, so that only one token has to fit into memory. It checks that tags match, resolves the
// five built-in entities and character references, and normalises line ends. It refuses documents
// that define entities, so no expansion can grow; it does not read DTDs or resolve namespaces.

/// Reads an XML document piece by piece.
public struct XMLReader: Sendable {
  let maxDepth: Int
  private let maxTokenBytes: Int
  /// Bytes that were fed and not yet dropped; what lies before `position` has been read.
  private var buffer: [UInt8] = []
  var position = 0
  /// Where `buffer` starts in the document.
  private var base = XMLPlace()
  /// The place of an offset in `buffer` up to which lines were counted.
  private var counted = (place: XMLPlace(), offset: 0)
  /// How far the search for the end of the current token has come, and the quote it is inside of.
  var searched = 0
  var openQuote: UInt8 = 0
  var isFinished = false
  private var isAtStart = true
  var hasRoot = false
  /// Whether the innermost element was written `<a/>`, so that its end comes next.
  var endsElement = false
  var open: [UTF8String] = []
  /// Character data since the last tag.
  var text: [UInt8] = []

  /// Starts before the document.
  public init(maxDepth: Int = 256, maxTokenBytes: Int = 64 << 20) {
    self.maxDepth = maxDepth
    self.maxTokenBytes = maxTokenBytes
  }

  /// Appends the next bytes of the document.
  public mutating func feed(_ bytes: Span<UInt8>) {
    if position > 0 {
      countLines()
      base = counted.place
      counted.offset = 0
      buffer.removeSubrange(0..<position)
      searched = max(searched - position, 0)
      position = 0
    }
    buffer.append(bytes)
  }

  /// The line, counted from 1, at which the last event ended.
  public mutating func line() -> Int {
    countLines()
    return counted.place.line
  }

  private mutating func countLines() {
    var place = counted.place
    place.advance(over: buffer.span.extracting(counted.offset..<position))
    counted = (place, position)
  }

  /// Says that no more bytes will come.
  public mutating func finish() { isFinished = true }

  /// The next event.
  public mutating func next() throws(XMLError) -> XMLEvent {
    let bytes = buffer
    if isAtStart {
      guard try readStart(bytes.span) else { return .needsInput }
    }
    if endsElement {
      endsElement = false
      return .end(open.removeLast())
    }
    while position < bytes.count {
      if bytes[position] == 0x3c {
        guard let event = try readMarkup(bytes.span) else { continue }
        return event
      }
      guard try readText(bytes.span) else { return try needInput() }
    }
    guard isFinished else { return .needsInput }
    guard hasRoot, open.isEmpty else { throw error(.unexpectedEnd(open: open.last)) }
    return .endOfDocument
  }

  private mutating func readStart(_ bytes: Span<UInt8>) throws(XMLError) -> Bool {
    guard bytes.count >= 4 || isFinished else { return false }
    isAtStart = false
    if startsWithByteOrderMark(bytes) { position = 3 }
    if bytes.count >= 2, bytes[0] ^ bytes[1] == 1, bytes[0] | bytes[1] == 0xff {
      throw error(.unsupportedEncoding("UTF-16"))
    }
    return true
  }

  func needInput() throws(XMLError) -> XMLEvent {
    guard !isFinished else { throw error(.unexpectedEnd(open: open.last)) }
    guard buffer.count - position <= maxTokenBytes else {
      throw error(.tooLong(limit: maxTokenBytes))
    }
    return .needsInput
  }

  func error(_ reason: XMLError.Reason) -> XMLError { error(reason, at: position) }

  func error(_ reason: XMLError.Reason, at offset: Int) -> XMLError {
    var place = base
    place.advance(over: buffer.span.extracting(0..<min(offset, buffer.count)))
    return XMLError(
      line: place.line, column: place.column, offset: base.offset + offset, reason: reason)
  }
}

// Character data.
extension XMLReader {
  /// Reads up to the next tag; false where its end is not there yet.
  private mutating func readText(_ bytes: Span<UInt8>) throws(XMLError) -> Bool {
    let end: Int
    if let tag = firstOffset(of: 0x3c, in: bytes, from: max(position, searched)) {
      end = tag
    } else if isFinished {
      end = bytes.count
    } else {
      searched = bytes.count
      return false
    }
    try appendText(bytes, position..<end, resolvingReferences: true)
    step(to: end)
    return true
  }

  mutating func step(to offset: Int) {
    position = offset
    searched = offset
    openQuote = 0
  }

  mutating func appendText(
    _ bytes: Span<UInt8>, _ range: Range<Int>, resolvingReferences: Bool
  ) throws(XMLError) {
    guard !open.isEmpty else {
      for index in range where !isXMLSpace(bytes[index]) {
        let expected: StaticText = hasRoot ? "nothing after the root element" : "the root element"
        throw error(.malformed(expected: expected), at: index)
      }
      return
    }
    try check(bytes, range)
    try append(bytes, range, to: &text, isAttribute: false, resolving: resolvingReferences)
    guard text.count <= maxTokenBytes else { throw error(.tooLong(limit: maxTokenBytes)) }
  }

  /// Checks that a range is UTF-8 and holds only characters of XML.
  func check(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(XMLError) {
    let text = bytes.extracting(range)
    if let bad = firstInvalidUTF8(in: text) {
      throw error(.invalidUTF8, at: range.lowerBound + bad)
    }
    for index in text.indices {
      let byte = text[index]
      if byte < 0x20 && !isXMLSpace(byte) {
        throw error(.illegalCharacter(UInt32(byte)), at: range.lowerBound + index)
      }
      if byte == 0xef, text[index + 1] == 0xbf, text[index + 2] >= 0xbe {
        let value = 0xffc0 | UInt32(text[index + 2] & 0x3f)
        throw error(.illegalCharacter(value), at: range.lowerBound + index)
      }
    }
  }

  /// Appends character data with line ends normalised; in attributes white space becomes blanks.
  func append(
    _ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8], isAttribute: Bool,
    resolving: Bool
  ) throws(XMLError) {
    var index = range.lowerBound
    var copied = index
    while index < range.upperBound {
      let byte = bytes[index]
      let isReference = resolving && byte == 0x26
      guard isReference || byte == 0x0d || isAttribute && byte < 0x20 else {
        index += 1
        continue
      }
      output.append(bytes.extracting(copied..<index))
      if isReference {
        index = try appendReference(bytes, index..<range.upperBound, to: &output)
      } else {
        output.append(isAttribute ? 0x20 : 0x0a)
        index += 1
        if byte == 0x0d, index < range.upperBound, bytes[index] == 0x0a { index += 1 }
      }
      copied = index
    }
    output.append(bytes.extracting(copied..<range.upperBound))
  }

  /// Resolves the reference at the start of a range; returns the offset after it.
  private func appendReference(
    _ bytes: Span<UInt8>, _ range: Range<Int>, to output: inout [UInt8]
  ) throws(XMLError) -> Int {
    let start = range.lowerBound + 1
    var end = start
    while end < range.upperBound, end - start < 64, bytes[end] != 0x3b { end += 1 }
    guard end < range.upperBound, bytes[end] == 0x3b, end > start else {
      throw error(.malformed(expected: "&name; or &#number; (write & as &amp;)"), at: start - 1)
    }
    let name = bytes.extracting(start..<end)
    if name[0] == 0x23 {
      guard let value = characterNumber(name) else {
        throw error(.malformed(expected: "a number such as &#65; or &#x41;"), at: start - 1)
      }
      guard let scalar = Unicode.Scalar(value), isXMLCharacter(value) else {
        throw error(.illegalCharacter(value), at: start - 1)
      }
      output.append(scalar: scalar)
      return end + 1
    }
    let entity = UTF8String(validated: name)
    switch entity {
    case "lt": output.append(0x3c)
    case "gt": output.append(0x3e)
    case "amp": output.append(0x26)
    case "quot": output.append(0x22)
    case "apos": output.append(0x27)
    default: throw error(.undefinedEntity(entity), at: start - 1)
    }
    return end + 1
  }

  /// The number in `#65` or `#x41`; nil where it is none, a value beyond Unicode where it is large.
  private func characterNumber(_ name: Span<UInt8>) -> UInt32? {
    let isHexadecimal = name.count > 1 && name[1] == 0x78
    let first = isHexadecimal ? 2 : 1
    guard name.count > first else { return nil }
    var value: UInt32 = 0
    for index in first..<name.count {
      guard let digit = hexDigitValue(name[index]), isHexadecimal || digit < 10 else { return nil }
      value = min(value * (isHexadecimal ? 16 : 10) + UInt32(digit), 0x11_0000)
    }
    return value
  }
}

/// A place in a document: what has to be known of bytes that are gone.
private struct XMLPlace: Sendable {
  var offset = 0
  var line = 1
  var column = 1
  private var endsInReturn = false

  mutating func advance(over bytes: Span<UInt8>) {
    offset += bytes.count
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == 0x0a && endsInReturn {
        endsInReturn = false
        continue
      }
      endsInReturn = byte == 0x0d
      if byte == 0x0a || byte == 0x0d {
        line += 1
        column = 1
      } else if byte & 0xc0 != 0x80 {
        column += 1
      }
    }
  }
}

@inline(__always)
func isXMLSpace(_ byte: UInt8) -> Bool {
  byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09
}

/// Whether XML 1.0 admits a character at all.
func isXMLCharacter(_ value: UInt32) -> Bool {
  switch value {
  case 0x09, 0x0a, 0x0d, 0x20...0xd7ff, 0xe000...0xfffd, 0x1_0000...0x10_ffff: true
  default: false
  }
}
