// Reads JSON (RFC 8259), strictly. The bytes are checked to be UTF-8 once, ahead of everything; a
// string without escapes is then made straight from its bytes. Recursion ends at a nesting limit.
// Of equal keys the last value counts, at the place of the first.

/// Reads one JSON value from bytes that hold nothing else but white space.
public func parseJSON(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
  if let offset = firstInvalidUTF8(in: bytes) {
    throw JSONError(offset: offset, reason: .invalidUTF8)
  }
  var parser = JSONParser(bytes)
  return try parser.parseDocument()
}

struct JSONParser: ~Escapable {
  static let maxDepth = 256

  private let bytes: Span<UInt8>
  private var offset: Int
  private var depth = 0
  /// Holds a string while its escapes are undone.
  private var scratch: [UInt8] = []

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) {
    self.bytes = bytes
    offset = startsWithByteOrderMark(bytes) ? 3 : 0
  }

  mutating func parseDocument() throws(JSONError) -> JSONValue {
    let value = try parseValue()
    skipSpace()
    guard offset == bytes.count else { throw error(.textAfterValue) }
    return value
  }

  private mutating func parseValue() throws(JSONError) -> JSONValue {
    skipSpace()
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    let byte = bytes[offset]
    switch byte {
    case 0x22: return .string(try parseString())
    case 0x7b: return try parseObject()
    case 0x5b: return try parseArray()
    case 0x2d, 0x30...0x39: return try parseNumber()
    case 0x74:
      try expect("true")
      return .bool(true)
    case 0x66:
      try expect("false")
      return .bool(false)
    case 0x6e:
      try expect("null")
      return .null
    default: throw error(.unexpectedByte(byte))
    }
  }

  private mutating func parseArray() throws(JSONError) -> JSONValue {
    try enter()
    var items: [JSONValue] = []
    if skip(0x5d) { return leave(.array(items)) }
    while true {
      items.append(try parseValue())
      if skip(0x5d) { return leave(.array(items)) }
      try expect(0x2c)
    }
  }

  private mutating func parseObject() throws(JSONError) -> JSONValue {
    try enter()
    var members = JSONMembers()
    if skip(0x7d) { return leave(.object([])) }
    while true {
      skipSpace()
      guard offset < bytes.count else { throw error(.unexpectedEnd) }
      guard bytes[offset] == 0x22 else { throw error(.unexpectedByte(bytes[offset])) }
      let key = try parseString()
      try expect(0x3a)
      members.set(key, try parseValue())
      if skip(0x7d) { return leave(.object(members.list)) }
      try expect(0x2c)
    }
  }

  private mutating func enter() throws(JSONError) {
    guard depth < Self.maxDepth else { throw error(.tooDeep) }
    depth += 1
    offset += 1
  }

  private mutating func leave(_ value: JSONValue) -> JSONValue {
    depth -= 1
    return value
  }

  private mutating func skipSpace() {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return }
      offset &+= 1
    }
  }

  /// Steps over white space and, if it comes next, the byte.
  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset &+= 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(JSONError) {
    if skip(byte) { return }
    guard offset < bytes.count else { throw error(.unexpectedEnd) }
    throw error(.unexpectedByte(bytes[offset]))
  }

  private mutating func expect(_ word: StaticString) throws(JSONError) {
    for letter in word.description.utf8 {
      guard offset < bytes.count else { throw error(.unexpectedEnd) }
      guard bytes[offset] == letter else { throw error(.unexpectedByte(bytes[offset])) }
      offset &+= 1
    }
  }

  private func error(_ reason: JSONError.Reason) -> JSONError {
    JSONError(offset: offset, reason: reason)
  }
}

// Numbers: -? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?
extension JSONParser {
  private mutating func parseNumber() throws(JSONError) -> JSONValue {
    let start = offset
    if bytes[offset] == 0x2d { offset &+= 1 }
    let firstDigit = offset
    let wholeDigits = skipDigits()
    var isWellFormed = wholeDigits == 1 || wholeDigits > 1 && bytes[firstDigit] != 0x30
    var isInteger = true
    if offset < bytes.count, bytes[offset] == 0x2e {
      offset &+= 1
      isInteger = false
      if skipDigits() == 0 { isWellFormed = false }
    }
    if offset < bytes.count, bytes[offset] | 0x20 == 0x65 {
      offset &+= 1
      isInteger = false
      if offset < bytes.count, bytes[offset] == 0x2b || bytes[offset] == 0x2d { offset &+= 1 }
      if skipDigits() == 0 { isWellFormed = false }
    }
    guard isWellFormed else { throw JSONError(offset: start, reason: .malformedNumber) }
    let text = bytes.extracting(start..<offset)
    if isInteger, let integer = parseInt64(text) { return .integer(integer) }
    guard let number = parseDouble(text) else {
      throw JSONError(offset: start, reason: .malformedNumber)
    }
    guard number.isFinite else { throw JSONError(offset: start, reason: .numberTooLarge) }
    return .number(number)
  }

  private mutating func skipDigits() -> Int {
    let start = offset
    while offset < bytes.count, bytes[offset] &- 0x30 < 10 { offset &+= 1 }
    return offset &- start
  }
}

// Strings.
extension JSONParser {
  private mutating func parseString() throws(JSONError) -> UTF8String {
    offset &+= 1
    let start = offset
    try skipPlainText()
    if bytes[offset] == 0x22 {
      offset &+= 1
      return UTF8String(validated: bytes.extracting(start..<offset &- 1))
    }
    scratch.removeAll(keepingCapacity: true)
    scratch.append(bytes.extracting(start..<offset))
    while bytes[offset] != 0x22 {
      try parseEscape()
      let plain = offset
      try skipPlainText()
      scratch.append(bytes.extracting(plain..<offset))
    }
    offset &+= 1
    return UTF8String(validated: scratch.span)
  }

  /// Steps to the next quote or backslash, which must exist.
  private mutating func skipPlainText() throws(JSONError) {
    while true {
      if offset &+ 8 <= bytes.count {
        let word = EightBytes.load(bytes, at: offset)
        let special =
          ~(EightBytes.nonZero(word ^ EightBytes.repeating(0x22))
          & EightBytes.nonZero(word ^ EightBytes.repeating(0x5c))
          & EightBytes.nonZero(word & EightBytes.repeating(0xe0))) & EightBytes.high
        guard special != 0 else {
          offset &+= 8
          continue
        }
        offset &+= special.trailingZeroBitCount &>> 3
      }
      guard offset < bytes.count else { throw error(.unexpectedEnd) }
      let byte = bytes[offset]
      if byte == 0x22 || byte == 0x5c { return }
      guard byte >= 0x20 else { throw error(.controlCharacter) }
      offset &+= 1
    }
  }

  /// Undoes the escape at the backslash.
  private mutating func parseEscape() throws(JSONError) {
    let start = offset
    guard offset &+ 1 < bytes.count else {
      offset = bytes.count
      throw error(.unexpectedEnd)
    }
    let letter = bytes[offset &+ 1]
    offset &+= 2
    switch letter {
    case 0x22, 0x5c, 0x2f: scratch.append(letter)
    case 0x62: scratch.append(0x08)
    case 0x66: scratch.append(0x0c)
    case 0x6e: scratch.append(0x0a)
    case 0x72: scratch.append(0x0d)
    case 0x74: scratch.append(0x09)
    case 0x75: scratch.append(scalar: try parseUnicodeEscape(start))
    default: throw JSONError(offset: start, reason: .malformedEscape)
    }
  }

  /// Reads the digits after `\u`, and the second half of a surrogate pair.
  private mutating func parseUnicodeEscape(_ start: Int) throws(JSONError) -> Unicode.Scalar {
    let lone = JSONError(offset: start, reason: .loneSurrogate)
    let first = try parseHexDigits(start)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xdc00, offset &+ 1 < bytes.count, bytes[offset] == 0x5c,
      bytes[offset &+ 1] == 0x75
    else { throw lone }
    let secondStart = offset
    offset &+= 2
    let second = try parseHexDigits(secondStart)
    guard (0xdc00...0xdfff).contains(second),
      let scalar = Unicode.Scalar(0x1_0000 + (first - 0xd800) << 10 + (second - 0xdc00))
    else { throw lone }
    return scalar
  }

  private mutating func parseHexDigits(_ start: Int) throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard offset < bytes.count else { throw error(.unexpectedEnd) }
      guard let digit = hexDigitValue(bytes[offset]) else {
        throw JSONError(offset: start, reason: .malformedEscape)
      }
      value = value << 4 | UInt32(digit)
      offset &+= 1
    }
    return value
  }
}

/// The value of a hexadecimal digit.
func hexDigitValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x41 + 10
  case 0x61...0x66: byte - 0x61 + 10
  default: nil
  }
}

/// The members of an object while it is read: few are searched, many are indexed.
private struct JSONMembers {
  private(set) var list: [JSONMember] = []
  private var places: [UTF8String: Int] = [:]

  mutating func set(_ key: UTF8String, _ value: JSONValue) {
    if list.count < 16 {
      if let place = list.firstIndex(where: { $0.key == key }) {
        list[place].value = value
        return
      }
    } else {
      if places.isEmpty {
        for (place, member) in list.enumerated() { places[member.key] = place }
      }
      if let place = places[key] {
        list[place].value = value
        return
      }
      places[key] = list.count
    }
    list.append(JSONMember(key: key, value: value))
  }
}
