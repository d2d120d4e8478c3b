// The value of a parameter as it is given to a command: a literal of Cypher, or plain words, which
// are a string. What begins like a quoted string, a list, a map or a temporal value must be one.
// Nothing is computed: `2024-05-01` is a string and not 2018, `date('2024-05-01')` is a date.
//
//   literal  ::= 'null' | 'true' | 'false' | number | string | list | map | temporal
//   list     ::= '[' [ literal { ',' literal } ] ']'
//   map      ::= '{' [ key ':' literal { ',' key ':' literal } ] '}'
//   temporal ::= ('date' | 'time' | 'localtime' | 'datetime' | 'localdatetime' | 'duration')
//                '(' string ')'

internal import Graph
import Text

/// Why text is no value of a parameter.
struct ParameterLiteralError: Error, Equatable {
  /// The byte at which reading failed.
  let offset: Int
}

extension Value {
  /// Makes the value that a parameter given as text has.
  init(parameter text: String) throws(ParameterLiteralError) {
    var parser = LiteralParser(bytes: Array(text.utf8))
    do {
      self = try parser.parseWhole()
    } catch {
      guard !parser.mustBeLiteral else { throw error }
      self = .string(UTF8String(text))
    }
  }
}

private struct LiteralParser {
  private static let depthMax = 64
  private static let temporalTypes = [
    "date", "time", "localtime", "datetime", "localdatetime", "duration",
  ]

  let bytes: [UInt8]
  private var offset = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Whether the text begins like something that is no plain word.
  var mustBeLiteral: Bool {
    guard let first = bytes.first(where: { !Self.isSpace($0) }) else { return false }
    if [0x22, 0x27, 0x5b, 0x7b].contains(first) { return true }
    return Self.temporalTypes.contains { bytes.starts(with: ($0 + "(").utf8) }
  }

  mutating func parseWhole() throws(ParameterLiteralError) -> Value {
    let value = try parseLiteral()
    skipSpace()
    guard offset == bytes.count else { throw failure }
    return value
  }

  private var failure: ParameterLiteralError { ParameterLiteralError(offset: offset) }

  private mutating func parseLiteral() throws(ParameterLiteralError) -> Value {
    skipSpace()
    guard offset < bytes.count, depth < Self.depthMax else { throw failure }
    depth += 1
    defer { depth -= 1 }
    switch bytes[offset] {
    case 0x22, 0x27: return .string(try parseString())
    case 0x5b: return try parseList()
    case 0x7b: return try parseMap()
    case 0x2d, 0x30...0x39: return try parseNumber()
    default: return try parseWord()
    }
  }

  private mutating func parseList() throws(ParameterLiteralError) -> Value {
    offset += 1
    var items: [Value] = []
    if skip(0x5d) { return .list(items) }
    repeat { items.append(try parseLiteral()) } while skip(0x2c)
    try expect(0x5d)
    return .list(items)
  }

  private mutating func parseMap() throws(ParameterLiteralError) -> Value {
    offset += 1
    var entries: [(key: UTF8String, value: Value)] = []
    if skip(0x7d) { return .map(ValueMap()) }
    repeat {
      let key = try parseKey()
      try expect(0x3a)
      entries.append((key, try parseLiteral()))
    } while skip(0x2c)
    try expect(0x7d)
    return .map(ValueMap(entries))
  }

  private mutating func parseKey() throws(ParameterLiteralError) -> UTF8String {
    skipSpace()
    guard offset < bytes.count else { throw failure }
    if [0x22, 0x27, 0x60].contains(bytes[offset]) { return try parseString() }
    let word = takeWord()
    guard !word.isEmpty else { throw failure }
    return UTF8String(word)
  }

  /// Numbers as JSON writes them; anything else with digits is text, such as `007` or `2024-05-01`.
  private mutating func parseNumber() throws(ParameterLiteralError) -> Value {
    let start = offset
    while offset < bytes.count, Self.isPartOfNumber(bytes[offset]) { offset += 1 }
    do {
      switch try parseJSON(bytes.span.extracting(start..<offset)) {
      case .integer(let number): return .integer(number)
      // Digits alone that are too many for an integer stay text, so that none is lost.
      case .number(let number)
      where bytes[start..<offset].contains { $0 == 0x2e || $0 | 0x20 == 0x65 }:
        return .float(number)
      default: throw failure
      }
    } catch {
      offset = start
      throw failure
    }
  }

  private mutating func parseWord() throws(ParameterLiteralError) -> Value {
    let start = offset
    let word = takeWord()
    switch word {
    case "null": return .null
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    default: break
    }
    guard Self.temporalTypes.contains(word), skip(0x28) else {
      offset = start
      throw failure
    }
    skipSpace()
    guard offset < bytes.count, [0x22, 0x27].contains(bytes[offset]) else { throw failure }
    let text = try parseString()
    try expect(0x29)
    do {
      return try Value(temporal: UTF8String(word), text.string)
    } catch {
      offset = start
      throw failure
    }
  }

  /// Reads quoted text; within backquotes nothing is escaped.
  private mutating func parseString() throws(ParameterLiteralError) -> UTF8String {
    let quote = bytes[offset]
    offset += 1
    var text: [UInt8] = []
    while offset < bytes.count, bytes[offset] != quote {
      if bytes[offset] == 0x5c, quote != 0x60 {
        text.append(contentsOf: try parseEscape())
      } else {
        text.append(bytes[offset])
        offset += 1
      }
    }
    try expect(quote)
    return UTF8String(repairing: text.span)
  }

  private mutating func parseEscape() throws(ParameterLiteralError) -> [UInt8] {
    guard offset + 1 < bytes.count else { throw failure }
    let letter = bytes[offset + 1]
    switch letter {
    case 0x22, 0x27, 0x5c, 0x60, 0x2f:
      offset += 2
      return [letter]
    // The rest are those of JSON.
    default:
      let length = letter == 0x75 ? 6 : 2
      guard offset + length <= bytes.count else { throw failure }
      let quoted = [0x22] + bytes[offset..<(offset + length)] + [0x22]
      guard case .string(let text) = try? parseJSON(quoted.span) else { throw failure }
      offset += length
      return Array(text.string.utf8)
    }
  }

  private mutating func takeWord() -> String {
    skipSpace()
    let start = offset
    while offset < bytes.count, Self.isPartOfWord(bytes[offset]) { offset += 1 }
    return String(decoding: bytes[start..<offset], as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

  private static func isPartOfWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == 0x5f || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
  }

  private static func isPartOfNumber(_ byte: UInt8) -> Bool {
    isPartOfWord(byte) || byte == 0x2b || byte == 0x2d || byte == 0x2e
  }

  private mutating func skipSpace() {
    while offset < bytes.count, Self.isSpace(bytes[offset]) { offset += 1 }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    skipSpace()
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(ParameterLiteralError) {
    guard skip(byte) else { throw failure }
  }
}
