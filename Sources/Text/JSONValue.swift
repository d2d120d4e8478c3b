// A JSON document as a value. Numbers keep the difference between integers, which are exact, and
// doubles; objects keep the order of their members. Reading is in JSONParser, writing in
// JSONWriter.

/// A JSON value.
public enum JSONValue: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case bool(Bool)
  /// A number without point and exponent that fits.
  case integer(Int64)
  /// Any other number.
  case number(Double)
  /// Text.
  case string(UTF8String)
  /// A list of values.
  case array([JSONValue])
  /// Members in order, each key once.
  case object([JSONMember])

  /// The value of a member, or nil where this is no object or has no such member.
  public subscript(key: UTF8String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }
}

/// A key of an object and its value.
public struct JSONMember: Sendable, Equatable {
  /// The key.
  public var key: UTF8String
  /// The value.
  public var value: JSONValue

  /// Joins a key and a value.
  public init(key: UTF8String, value: JSONValue) {
    self.key = key
    self.value = value
  }
}

/// Why a text is not JSON.
public struct JSONError: Error, Sendable, Equatable {
  /// The ways in which a text fails to be JSON.
  public enum Reason: Sendable, Equatable {
    /// The text ends inside a value.
    case unexpectedEnd
    /// A byte that no value, comma or colon can start with here.
    case unexpectedByte(UInt8)
    /// Something follows the value.
    case textAfterValue
    /// Arrays and objects are nested too deep.
    case tooDeep
    /// A number is not written as JSON wants it.
    case malformedNumber
    /// A number is larger than any Double.
    case numberTooLarge
    /// A backslash is followed by something that is no escape.
    case malformedEscape
    /// Half of a surrogate pair stands alone.
    case loneSurrogate
    /// A control character stands unescaped in a string.
    case controlCharacter
    /// The bytes are not UTF-8.
    case invalidUTF8
  }

  /// The offset of the byte at which reading failed.
  public let offset: Int
  /// What is wrong there.
  public let reason: Reason

  /// Cause and proposal in words.
  public var message: String {
    switch reason {
    case .unexpectedEnd: "the text ends inside a value; is it cut off?"
    case .unexpectedByte(let byte):
      "unexpected byte 0x\(String(byte, radix: 16)); a value, comma, colon or bracket belongs here"
    case .textAfterValue: "text after the value; one document or one line holds one value"
    case .tooDeep: "nested deeper than \(JSONParser.maxDepth) levels; flatten the document"
    case .malformedNumber: "malformed number; write 1, -1.5 or 1e10, without leading zeros or +"
    case .numberTooLarge: "number too large for a 64-bit float; write it as a string"
    case .malformedEscape: "malformed escape; write \\n, \\\" or \\u and four hex digits"
    case .loneSurrogate: "half of a surrogate pair; write both halves"
    case .controlCharacter: "control character in a string; write it as \\u00XX"
    case .invalidUTF8: "not valid UTF-8; convert the file to UTF-8 first"
    }
  }
}
