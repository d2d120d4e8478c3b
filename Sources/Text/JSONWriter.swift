// Writes JSON into a byte buffer of the caller. The writer only knows whether a comma is due: the
// caller opens and closes brackets in the right order. No indentation; one document per line.

/// Writes JSON values one after the other.
public struct JSONWriter: Sendable {
  /// What stands for NaN and the infinities, which JSON cannot hold as numbers.
  public enum NonFinite: Sendable {
    /// `null`; the value is lost.
    case null
    /// The strings `"NaN"`, `"Infinity"` and `"-Infinity"`.
    case string
    /// The bare words, which JavaScript and Python read but JSON forbids.
    case bareWord
  }

  private let nonFinite: NonFinite
  private var needsComma = false

  /// Makes a writer that stands before a value.
  public init(nonFinite: NonFinite = .null) {
    self.nonFinite = nonFinite
  }

  /// Opens an object; members follow as `key` and a value.
  public mutating func beginObject(to output: inout [UInt8]) { begin(0x7b, &output) }

  /// Closes an object.
  public mutating func endObject(to output: inout [UInt8]) { end(0x7d, &output) }

  /// Opens an array.
  public mutating func beginArray(to output: inout [UInt8]) { begin(0x5b, &output) }

  /// Closes an array.
  public mutating func endArray(to output: inout [UInt8]) { end(0x5d, &output) }

  /// Writes the key of the next value.
  public mutating func key(_ key: UTF8String, to output: inout [UInt8]) {
    string(key, to: &output)
    output.append(0x3a)
    needsComma = false
  }

  /// Writes a key that needs no escaping.
  public mutating func key(_ key: StaticString, to output: inout [UInt8]) {
    separate(&output)
    output.append(0x22)
    output.append(literal: key)
    output.append(0x22)
    output.append(0x3a)
    needsComma = false
  }

  /// Writes `null`.
  public mutating func null(to output: inout [UInt8]) {
    separate(&output)
    output.append(literal: "null")
  }

  /// Writes `true` or `false`.
  public mutating func bool(_ value: Bool, to output: inout [UInt8]) {
    separate(&output)
    output.append(literal: value ? "true" : "false")
  }

  /// Writes an integer.
  public mutating func integer(_ value: Int64, to output: inout [UInt8]) {
    separate(&output)
    output.append(decimal: value)
  }

  /// Writes a double, with a point or an exponent so that it does not read back as an integer.
  public mutating func number(_ value: Double, to output: inout [UInt8]) {
    separate(&output)
    guard !value.isFinite else {
      output.append(decimal: value)
      return
    }
    switch nonFinite {
    case .null: output.append(literal: "null")
    case .bareWord: output.append(decimal: value)
    case .string:
      output.append(0x22)
      output.append(decimal: value)
      output.append(0x22)
    }
  }

  /// Writes a string.
  public mutating func string(_ text: UTF8String, to output: inout [UInt8]) {
    let view = text.string.utf8
    string(view.span, to: &output)
  }

  /// Writes a string of bytes that are valid UTF-8.
  public mutating func string(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    separate(&output)
    output.append(0x22)
    output.appendEscapedJSON(bytes)
    output.append(0x22)
  }

  /// Writes a whole value.
  public mutating func value(_ value: JSONValue, to output: inout [UInt8]) {
    switch value {
    case .null: null(to: &output)
    case .bool(let value): bool(value, to: &output)
    case .integer(let value): integer(value, to: &output)
    case .number(let value): number(value, to: &output)
    case .string(let text): string(text, to: &output)
    case .array(let items):
      beginArray(to: &output)
      for item in items { self.value(item, to: &output) }
      endArray(to: &output)
    case .object(let members):
      beginObject(to: &output)
      for member in members {
        key(member.key, to: &output)
        self.value(member.value, to: &output)
      }
      endObject(to: &output)
    }
  }

  /// Ends a line of JSON lines; the next value starts a document of its own.
  public mutating func endLine(to output: inout [UInt8]) {
    output.append(0x0a)
    needsComma = false
  }

  private mutating func separate(_ output: inout [UInt8]) {
    if needsComma { output.append(0x2c) }
    needsComma = true
  }

  private mutating func begin(_ bracket: UInt8, _ output: inout [UInt8]) {
    separate(&output)
    output.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8, _ output: inout [UInt8]) {
    output.append(bracket)
    needsComma = true
  }
}

extension [UInt8] {
  /// Appends the inside of a JSON string: quotes, backslashes, control characters and DEL escaped,
  /// and the line ends of Unicode, at which some programs would cut JSON lines.
  public mutating func appendEscapedJSON(_ bytes: Span<UInt8>) {
    var start = 0
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == 0xc2 || byte == 0xe2, let escape = lineEndEscape(bytes, at: index) {
        append(bytes.extracting(start..<index))
        start = index &+ (byte == 0xc2 ? 2 : 3)
        append(literal: escape)
        continue
      }
      guard byte < 0x20 || byte == 0x22 || byte == 0x5c || byte == 0x7f else { continue }
      append(bytes.extracting(start..<index))
      start = index &+ 1
      append(0x5c)
      switch byte {
      case 0x22, 0x5c: append(byte)
      case 0x08: append(0x62)
      case 0x09: append(0x74)
      case 0x0a: append(0x6e)
      case 0x0c: append(0x66)
      case 0x0d: append(0x72)
      default:
        append(literal: "u00")
        append(hexDigit(byte >> 4))
        append(hexDigit(byte & 15))
      }
    }
    append(bytes.extracting(start..<bytes.count))
  }
}

/// The escape of U+0085, U+2028 or U+2029, if one of them stands at an offset.
private func lineEndEscape(_ bytes: Span<UInt8>, at index: Int) -> StaticString? {
  if bytes[index] == 0xc2 {
    return index &+ 1 < bytes.count && bytes[index &+ 1] == 0x85 ? "\\u0085" : nil
  }
  guard index &+ 2 < bytes.count, bytes[index &+ 1] == 0x80 else { return nil }
  return switch bytes[index &+ 2] {
  case 0xa8: "\\u2028"
  case 0xa9: "\\u2029"
  default: nil
  }
}

/// The lower-case hexadecimal digit of a value below 16.
func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
