// What an XML document consists of for its reader, and what can be wrong with one. Names are kept
// as written, `prefix:name`; namespaces are not resolved.

/// One step through an XML document.
public enum XMLEvent: Sendable, Equatable {
  /// An element begins.
  case start(XMLElement)
  /// An element ends; also comes for an element without content, `<a/>`.
  case end(UTF8String)
  /// All character data up to the next tag: text, references and CDATA sections together.
  case text(UTF8String)
  /// The bytes fed so far end inside of something: feed more, or say that the input is finished.
  case needsInput
  /// The document is complete.
  case endOfDocument
}

/// The start of an element.
public struct XMLElement: Sendable, Equatable {
  /// The name, with its prefix.
  public var name: UTF8String
  /// The attributes in order, each name once.
  public var attributes: [XMLAttribute]

  /// The value of an attribute, or nil.
  public subscript(name: UTF8String) -> UTF8String? {
    attributes.first { $0.name == name }?.value
  }
}

/// An attribute of an element.
public struct XMLAttribute: Sendable, Equatable {
  /// The name, with its prefix.
  public var name: UTF8String
  /// The value, with references resolved.
  public var value: UTF8String
}

/// Why a document cannot be read.
public struct XMLError: Error, Sendable, Equatable {
  /// The ways in which a document can be malformed or refused.
  public enum Reason: Sendable, Equatable {
    /// The input ends before the document does; the innermost open element, if any.
    case unexpectedEnd(open: UTF8String?)
    /// Markup that follows no rule; what was expected.
    case malformed(expected: StaticText)
    /// An end tag that does not match the open element.
    case mismatchedEnd(found: UTF8String, open: UTF8String?)
    /// An attribute that its element has already.
    case duplicateAttribute(UTF8String)
    /// A reference to an entity that XML does not define by itself.
    case undefinedEntity(UTF8String)
    /// A character, or a reference to one, that XML 1.0 does not admit.
    case illegalCharacter(UInt32)
    /// The bytes are not UTF-8.
    case invalidUTF8
    /// The declared encoding is another than UTF-8.
    case unsupportedEncoding(UTF8String)
    /// A DOCTYPE that defines entities or elements of its own.
    case internalSubset
    /// Elements are nested deeper than the limit.
    case tooDeep(limit: Int)
    /// A tag, comment or text is longer than the limit.
    case tooLong(limit: Int)
  }

  /// The line, counted from 1.
  public let line: Int
  /// The column in characters, counted from 1.
  public let column: Int
  /// The offset in bytes from the start of the document.
  public let offset: Int
  /// What is wrong there.
  public let reason: Reason

  /// Cause and proposal in words.
  public var message: String {
    switch reason {
    case .unexpectedEnd(let open?): "the input ends while <\(open)> is open; is it cut off?"
    case .unexpectedEnd(nil): "the input ends before the document does; is it cut off?"
    case .malformed(let expected): "malformed markup; expected \(expected.text)"
    case .mismatchedEnd(let found, let open?): "</\(found)> ends <\(open)>; close that one first"
    case .mismatchedEnd(let found, nil): "</\(found)> ends an element that is not open"
    case .duplicateAttribute(let name): "attribute \(name) is given twice; remove one"
    case .undefinedEntity(let name): "undefined entity &\(name); write the character itself"
    case .illegalCharacter(let value):
      "character U+\(String(value, radix: 16, uppercase: true)) is not allowed in XML; remove it"
    case .invalidUTF8: "not valid UTF-8; convert the file to UTF-8 first"
    case .unsupportedEncoding(let name): "encoding \(name) is not read; convert the file to UTF-8"
    case .internalSubset: "DOCTYPE with definitions of its own is not read; remove the [...] part"
    case .tooDeep(let limit): "elements nested deeper than \(limit) levels"
    case .tooLong(let limit): "a tag or text longer than \(limit) bytes"
    }
  }
}

/// A literal inside an error; equal by its text.
public struct StaticText: Sendable, Equatable, ExpressibleByStringLiteral {
  private let literal: StaticString

  /// Wraps a literal.
  public init(stringLiteral value: StaticString) { literal = value }

  /// The literal as a string.
  public var text: String { literal.description }

  /// Whether both say the same.
  public static func == (left: Self, right: Self) -> Bool { left.text == right.text }
}
