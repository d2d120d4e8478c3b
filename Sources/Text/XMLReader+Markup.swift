// The markup of an XML document: tags, comments, CDATA sections, processing instructions and the
// DOCTYPE. Each token is read once all of it is in the buffer; the search for its end goes on where
// it stopped when more bytes come. Part of XMLReader, which holds the state and the character data.

extension XMLReader {
  /// Reads the markup at the position; nil where it yields no event.
  mutating func readMarkup(_ bytes: Span<UInt8>) throws(XMLError) -> XMLEvent? {
    let rest = bytes.count - position
    guard rest >= 2 else { return try needInput() }
    switch bytes[position + 1] {
    case 0x21:
      if let isComment = matches("<!--", bytes) {
        guard isComment else { return try readDeclaration(bytes) }
        guard let end = find("-->", after: 4, bytes) else { return try needInput() }
        try check(bytes, position..<end)
        step(to: end)
        return nil
      }
      return try needInput()
    case 0x3f:
      guard let end = find("?>", after: 2, bytes) else { return try needInput() }
      try readInstruction(bytes, position + 2..<end - 2)
      step(to: end)
      return nil
    default:
      if !text.isEmpty { return takeText() }
      guard let end = findTagEnd(bytes) else { return try needInput() }
      let event =
        bytes[position + 1] == 0x2f
        ? try readEndTag(bytes, end) : try readStartTag(bytes, end)
      step(to: end)
      return event
    }
  }

  private mutating func takeText() -> XMLEvent {
    let event = XMLEvent.text(UTF8String(validated: text.span))
    text.removeAll(keepingCapacity: true)
    return event
  }

  /// Reads what starts with `<!` and is no comment.
  private mutating func readDeclaration(_ bytes: Span<UInt8>) throws(XMLError) -> XMLEvent? {
    guard let isSection = matches("<![CDATA[", bytes) else { return try needInput() }
    if isSection {
      guard let end = find("]]>", after: 9, bytes) else { return try needInput() }
      guard !open.isEmpty else { throw error(.malformed(expected: "the root element")) }
      try appendText(bytes, position + 9..<end - 3, resolvingReferences: false)
      step(to: end)
      return nil
    }
    guard let isDoctype = matches("<!DOCTYPE", bytes) else { return try needInput() }
    guard isDoctype, !hasRoot else {
      throw error(.malformed(expected: "a comment, a CDATA section or DOCTYPE before the root"))
    }
    guard let end = findTagEnd(bytes) else { return try needInput() }
    var quote: UInt8 = 0
    for index in position..<end {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x5b {
        throw error(.internalSubset, at: index)
      }
    }
    step(to: end)
    return nil
  }

  /// Looks into the XML declaration for an encoding; other instructions are skipped.
  private func readInstruction(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(XMLError) {
    try check(bytes, range)
    guard range.count >= 4, bytes[range.lowerBound] == 0x78, bytes[range.lowerBound + 1] == 0x6d,
      bytes[range.lowerBound + 2] == 0x6c, isXMLSpace(bytes[range.lowerBound + 3])
    else { return }
    var index = range.lowerBound + 3
    for attribute in try readAttributes(bytes, &index, range.upperBound)
    where attribute.name == "encoding" {
      let name = attribute.value.string.lowercased()
      guard name == "utf-8" || name == "utf8" || name == "us-ascii" || name == "ascii" else {
        throw error(.unsupportedEncoding(attribute.value))
      }
    }
  }

  private mutating func readEndTag(_ bytes: Span<UInt8>, _ end: Int) throws(XMLError) -> XMLEvent {
    var index = position + 2
    let name = try readName(bytes, &index)
    skipSpace(bytes, &index)
    guard index == end - 1 else { throw error(.malformed(expected: "> after the name"), at: index) }
    guard open.last == name else {
      throw error(.mismatchedEnd(found: name, open: open.last))
    }
    open.removeLast()
    return .end(name)
  }

  private mutating func readStartTag(
    _ bytes: Span<UInt8>, _ end: Int
  ) throws(XMLError) -> XMLEvent {
    guard !open.isEmpty || !hasRoot else {
      throw error(.malformed(expected: "nothing after the root element"))
    }
    guard open.count < maxDepth else { throw error(.tooDeep(limit: maxDepth)) }
    let isEmpty = bytes[end - 2] == 0x2f
    var index = position + 1
    let name = try readName(bytes, &index)
    let attributes = try readAttributes(bytes, &index, isEmpty ? end - 2 : end - 1)
    open.append(name)
    hasRoot = true
    endsElement = isEmpty
    return .start(XMLElement(name: name, attributes: attributes))
  }

  private func readAttributes(
    _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int
  ) throws(XMLError) -> [XMLAttribute] {
    var attributes: [XMLAttribute] = []
    while true {
      let before = index
      skipSpace(bytes, &index)
      if index >= end { return attributes }
      guard index > before else { throw error(.malformed(expected: "a blank"), at: index) }
      let start = index
      let name = try readName(bytes, &index)
      skipSpace(bytes, &index)
      guard index < end, bytes[index] == 0x3d else {
        throw error(.malformed(expected: "= after the name of an attribute"), at: index)
      }
      index += 1
      skipSpace(bytes, &index)
      let value = try readValue(bytes, &index, end)
      guard !attributes.contains(where: { $0.name == name }) else {
        throw error(.duplicateAttribute(name), at: start)
      }
      // Bounds the search for duplicates; no schema comes near.
      guard attributes.count < 1_000 else { throw error(.tooLong(limit: 1_000), at: start) }
      attributes.append(XMLAttribute(name: name, value: value))
    }
  }

  private func readValue(
    _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int
  ) throws(XMLError) -> UTF8String {
    let quote = index < end ? bytes[index] : 0
    guard quote == 0x22 || quote == 0x27,
      let close = firstOffset(of: quote, in: bytes, from: index + 1), close < end
    else { throw error(.malformed(expected: "a value in quotes"), at: index) }
    let range = index + 1..<close
    try check(bytes, range)
    if let tag = firstOffset(of: 0x3c, in: bytes.extracting(0..<close), from: range.lowerBound) {
      throw error(.malformed(expected: "&lt; in place of <"), at: tag)
    }
    index = close + 1
    if isPlain(bytes.extracting(range)) { return UTF8String(validated: bytes.extracting(range)) }
    var value: [UInt8] = []
    try append(bytes, range, to: &value, isAttribute: true, resolving: true)
    return UTF8String(validated: value.span)
  }

  /// Whether a value stands for itself, as nearly all do.
  private func isPlain(_ value: Span<UInt8>) -> Bool {
    for index in value.indices where value[index] < 0x20 || value[index] == 0x26 { return false }
    return true
  }

  private func readName(_ bytes: Span<UInt8>, _ index: inout Int) throws(XMLError) -> UTF8String {
    let start = index
    while index < bytes.count, isXMLNameByte(bytes[index], isFirst: index == start) { index += 1 }
    guard index > start else { throw error(.malformed(expected: "a name"), at: start) }
    try check(bytes, start..<index)
    return UTF8String(validated: bytes.extracting(start..<index))
  }

  private func skipSpace(_ bytes: Span<UInt8>, _ index: inout Int) {
    while index < bytes.count, isXMLSpace(bytes[index]) { index += 1 }
  }

  /// Whether a word stands at the position; nil where the bytes end before that is known.
  private func matches(_ word: StaticString, _ bytes: Span<UInt8>) -> Bool? {
    var index = position
    for letter in word.description.utf8 {
      guard index < bytes.count else { return isFinished ? false : nil }
      guard bytes[index] == letter else { return false }
      index += 1
    }
    return true
  }

  /// The offset after the next `mark`, searched behind the first bytes of the token.
  private mutating func find(
    _ mark: StaticString, after skipped: Int, _ bytes: Span<UInt8>
  ) -> Int? {
    let mark = Array(mark.description.utf8)
    var index = max(position + skipped, searched)
    while let last = firstOffset(of: 0x3e, in: bytes, from: index) {
      let start = last + 1 - mark.count
      if start >= position + skipped, (0..<mark.count).allSatisfy({ bytes[start + $0] == mark[$0] })
      {
        return last + 1
      }
      index = last + 1
    }
    searched = bytes.count
    return nil
  }

  /// The offset after the `>` that ends a tag, outside of quotes.
  private mutating func findTagEnd(_ bytes: Span<UInt8>) -> Int? {
    var index = max(position + 1, searched)
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if openQuote != 0 {
        if byte == openQuote { openQuote = 0 }
      } else if byte == 0x3e {
        return index
      } else if byte == 0x22 || byte == 0x27 {
        openQuote = byte
      }
    }
    searched = index
    return nil
  }
}

/// Whether a byte may stand in a name; letters beyond ASCII are all admitted.
private func isXMLNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
  switch byte {
  case 0x41...0x5a, 0x61...0x7a, 0x5f, 0x3a, 0x80...0xff: true
  case 0x30...0x39, 0x2d, 0x2e: !isFirst
  default: false
  }
}
