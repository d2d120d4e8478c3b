// Points as text: `{x: 1.0, y: 2.0, crs: 'cartesian'}`, the map that `point()` takes, and back.
// Reading takes every spelling of such a map that other programs write, with or without a call of
// `point` around it and quotes around the system.
//
//   point ::= [ 'point(' ] '{' entry { ',' entry } '}' [ ')' ]      blanks between all parts
//   entry ::= key ':' ( number | name | "'" name "'" | '"' name '"' )

internal import Text

extension [UInt8] {
  /// Appends the map that makes a point.
  public mutating func append(_ point: Point) {
    append(literal: "{x: ")
    append(floatText: point.x)
    append(literal: ", y: ")
    append(floatText: point.y)
    if point.system.hasThird {
      append(literal: ", z: ")
      append(floatText: point.z)
    }
    append(literal: ", crs: '")
    append(contentsOf: point.system.name.utf8)
    append(literal: "'}")
  }
}

extension Point {
  /// Reads the map of a point.
  public init(parsing text: String) throws(PointError) {
    var parser = PointParser(text)
    self = try parser.parsePoint()
  }
}

/// Reads a point from its bytes.
private struct PointParser {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private var failure: PointError { .malformedText(offset: place) }

  // point
  mutating func parsePoint() throws(PointError) -> Point {
    let isCall = skip("point")
    if isCall { try expect("(") }
    try expect("{")
    var fields = PointFields()
    repeat {
      let key = parseWord()
      try expect(":")
      try fields.set(UTF8String(key), to: try parseValue())
    } while skip(",")
    try expect("}")
    if isCall { try expect(")") }
    skipBlanks()
    guard place == bytes.count else { throw failure }
    return try fields.makePoint()
  }

  private mutating func parseValue() throws(PointError) -> Value {
    for quote in ["'", "\""] as [StaticString] where skip(quote) {
      let name = parseWord()
      try expect(quote)
      return .string(UTF8String(name))
    }
    let word = parseWord()
    guard !word.isEmpty else { throw failure }
    let text = UTF8String(word)
    if let number = text.withBytes({ parseInt64($0) }) { return .integer(number) }
    if let number = text.withBytes({ parseDouble($0) }) { return .float(number) }
    return .string(text)
  }

  /// Reads what names and numbers are made of.
  private mutating func parseWord() -> String {
    skipBlanks()
    let start = place
    while let byte = next {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "_"):
        place += 1
      default: return String(decoding: bytes[start..<place], as: UTF8.self)
      }
    }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while next == 0x20 || next == 0x09 { place += 1 }
  }

  /// Skips text if it follows.
  private mutating func skip(_ text: StaticString) -> Bool {
    skipBlanks()
    let count = text.utf8CodeUnitCount
    guard bytes.count - place >= count else { return false }
    let isThere = bytes[place..<place + count].elementsEqual(text.description.utf8)
    if isThere { place += count }
    return isThere
  }

  private mutating func expect(_ text: StaticString) throws(PointError) {
    guard skip(text) else { throw failure }
  }
}
