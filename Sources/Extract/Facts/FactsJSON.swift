// The pieces of JSON that facts are kept in, in graphs and in lines: written without blanks,
// members always in the same order, so that equal facts are equal bytes; what reads them takes any
// order and passes over members that it does not know.

public import Text

/// Writes one JSON value as text.
func jsonText(_ write: (inout JSONWriter, inout [UInt8]) -> Void) -> String {
  var bytes: [UInt8] = []
  var writer = JSONWriter()
  write(&writer, &bytes)
  return UTF8String(repairing: bytes.span).string
}

extension JSONWriter {
  /// Writes the key of the next value; a literal needs no other word than this one.
  mutating func member(_ key: StaticString, to output: inout [UInt8]) {
    self.key(key, to: &output)
  }

  mutating func member(_ key: StaticString, _ text: String, to output: inout [UInt8]) {
    self.key(key, to: &output)
    string(UTF8String(text), to: &output)
  }

  mutating func member(_ key: StaticString, _ number: Int, to output: inout [UInt8]) {
    self.key(key, to: &output)
    integer(Int64(number), to: &output)
  }

  /// Writes a list of texts, unless it is empty.
  mutating func member(_ key: StaticString, _ texts: [String], to output: inout [UInt8]) {
    if texts.isEmpty { return }
    self.key(key, to: &output)
    beginArray(to: &output)
    for text in texts { string(UTF8String(text), to: &output) }
    endArray(to: &output)
  }

  /// Writes properties as an object, unless there are none.
  mutating func member(
    _ key: StaticString, _ properties: [(key: String, value: PropertyFact)],
    to output: inout [UInt8]
  ) {
    if properties.isEmpty { return }
    self.key(key, to: &output)
    beginObject(to: &output)
    for (key, value) in properties {
      self.key(UTF8String(key), to: &output)
      switch value {
      case .text(let text): string(UTF8String(text), to: &output)
      case .number(let number): integer(Int64(number), to: &output)
      }
    }
    endObject(to: &output)
  }
}

extension JSONValue {
  /// The text, or nil where this is none.
  public var text: String? {
    if case .string(let text) = self { text.string } else { nil }
  }

  /// The integer, or nil where this is none.
  public var integerValue: Int? {
    if case .integer(let number) = self { Int(exactly: number) } else { nil }
  }

  /// The number, or nil where this is none.
  public var doubleValue: Double? {
    switch self {
    case .integer(let number): Double(number)
    case .number(let number): number
    default: nil
    }
  }

  /// The items of a list; none where this is no list.
  public var items: [JSONValue] {
    if case .array(let items) = self { items } else { [] }
  }

  /// The texts of a list.
  public var texts: [String] { items.compactMap(\.text) }

  /// The members of an object that are texts or integers.
  public var properties: [(key: String, value: PropertyFact)] {
    guard case .object(let members) = self else { return [] }
    return members.compactMap { member in
      switch member.value {
      case .string(let text): (member.key.string, .text(text.string))
      case .integer(let number): Int(exactly: number).map { (member.key.string, .number($0)) }
      default: nil
      }
    }
  }
}
