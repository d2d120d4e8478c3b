// What kind of character a code point is, by an embedded table of the Unicode character database:
// one lookup gives all classes and the width in a terminal. Case comes from Swift's own tables.

import TextData

/// The classes of one code point.
public struct CharacterClass: Sendable, Equatable {
  private let bits: UInt8

  /// Looks up a code point.
  public init(_ scalar: Unicode.Scalar) {
    let table = characterClassTable()
    let value = Int(scalar.value)
    let block = value &>> 8
    let row = Int(table[block &* 2]) | Int(table[block &* 2 &+ 1]) &<< 8
    bits = table[blockCount &* 2 &+ row &<< 8 &+ value & 0xff]
  }

  /// Whether this is a letter of any script (general category L).
  public var isLetter: Bool { bits & 0x04 != 0 }
  /// Whether this is a decimal digit of any script (general category Nd).
  public var isDigit: Bool { bits & 0x08 != 0 }
  /// Whether an unquoted Cypher name may start with this: ID_Start and connecting punctuation.
  public var isIdentifierStart: Bool { bits & 0x10 != 0 }
  /// Whether an unquoted Cypher name may go on with this: ID_Continue and currency signs.
  public var isIdentifierPart: Bool { bits & 0x20 != 0 }
  /// Whether Cypher counts this as white space.
  public var isWhitespace: Bool { bits & 0x40 != 0 }
  /// Whether the table would not show this as it is: controls, unassigned, private use, marks that
  /// turn the direction of text.
  var isHidden: Bool { bits & 0x80 != 0 }
  /// Cells in a terminal: 0, 1, 2, or 3 where that depends on the font.
  var widthCode: UInt8 { bits & 3 }
}

private let blockCount = 0x1100

@_lifetime(immortal)
private func characterClassTable() -> Span<UInt8> {
  // SAFETY: the table is a constant of the program with that many bytes.
  let span = unsafe Span<UInt8>(
    _unsafeStart: text_data_character_classes, count: text_data_character_classes_count)
  return unsafe _overrideLifetime(span, borrowing: ())
}

/// Whether a code point is a Han character: ideographs, their compatibility forms and radicals,
/// and the marks 々〇〡–〩〸–〻 that are used like them.
public func isHan(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.value {
  case 0x4e00...0x9fff, 0x3400...0x4dbf: true
  case ..<0x2e80: false
  case 0x2e80...0x2fd5, 0x3005, 0x3007, 0x3021...0x3029, 0x3038...0x303b, 0xf900...0xfad9: true
  case 0x2_0000...0x2_fffd, 0x3_0000...0x3_fffd: true
  default: false
  }
}

/// The scalar at an offset and its length in bytes; U+FFFD and 1 where the bytes are not UTF-8.
public func decodeScalar(_ bytes: Span<UInt8>, at offset: Int) -> (Unicode.Scalar, length: Int) {
  let lead = bytes[offset]
  if lead < 0x80 { return (Unicode.Scalar(lead), 1) }
  let length = sequenceLength(bytes, at: offset)
  guard length > 0 else { return ("\u{fffd}", 1) }
  var value = UInt32(lead) & (0x7f &>> UInt32(length))
  for index in 1..<length {
    value = value &<< 6 | UInt32(bytes[offset &+ index] & 0x3f)
  }
  return (Unicode.Scalar(value) ?? "\u{fffd}", length)
}

/// The text in lower case, by the full mappings of Unicode; Σ at the end of a word becomes ς.
public func lowercased(_ text: UTF8String) -> UTF8String { mapCase(text, CaseMap(isUpper: false)) }

/// The text in upper case, by the full mappings of Unicode (ß becomes SS).
public func uppercased(_ text: UTF8String) -> UTF8String { mapCase(text, CaseMap(isUpper: true)) }

/// Mappings of case, with those that were looked up last.
private struct CaseMap {
  let isUpper: Bool
  /// By the low bits of the code point; empty until one beyond ASCII was asked for.
  private var known: [(value: UInt32, mapping: String)] = []
  private static let knownCount = 256

  init(isUpper: Bool) { self.isUpper = isUpper }

  mutating func mapping(of scalar: Unicode.Scalar) -> String {
    if known.isEmpty { known = Array(repeating: (0, ""), count: Self.knownCount) }
    let place = Int(scalar.value) & (Self.knownCount - 1)
    if known[place].value != scalar.value {
      let properties = scalar.properties
      known[place] = (
        scalar.value, isUpper ? properties.uppercaseMapping : properties.lowercaseMapping
      )
    }
    return known[place].mapping
  }
}

/// Maps ASCII byte by byte and the rest scalar by scalar.
private func mapCase(_ text: UTF8String, _ caseMap: CaseMap) -> UTF8String {
  var map = caseMap
  let view = text.string.utf8
  let bytes = view.span
  let first: UInt8 = map.isUpper ? 0x61 : 0x41
  var output: [UInt8] = []
  output.reserveCapacity(bytes.count)
  var offset = 0
  var previous: Unicode.Scalar = " "
  while offset < bytes.count {
    let byte = bytes[offset]
    if byte < 0x80 {
      output.append(byte &- first < 26 ? byte ^ 0x20 : byte)
      previous = Unicode.Scalar(byte)
      offset &+= 1
      continue
    }
    let (scalar, length) = decodeScalar(bytes, at: offset)
    let end = offset + length
    if (0x2e80..<0xa640).contains(scalar.value) {
      // Between the Greek extensions and Cherokee's small letters nothing has case.
      output.append(bytes.extracting(offset..<end))
    } else if scalar.value == 0x3a3, !map.isUpper, CharacterClass(previous).isLetter,
      end == bytes.count || !CharacterClass(decodeScalar(bytes, at: end).0).isLetter
    {
      output.append(contentsOf: "ς".utf8)
    } else {
      output.append(contentsOf: map.mapping(of: scalar).utf8)
    }
    previous = scalar
    offset = end
  }
  return UTF8String(validated: output.span)
}
