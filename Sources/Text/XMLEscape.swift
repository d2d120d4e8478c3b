// Writes text into XML so that XMLReader gives it back.
//
// XML 1.0 cannot hold most control characters, U+FFFE and U+FFFF in any form. They are written as
// `_x0001_`, four hexadecimal digits between underscores (the scheme of Office Open XML), and so
// that nothing is mistaken for that, an underscore before `xHHHH` is written `_x005F_`. XMLReader
// leaves these forms alone, since other programs' files may mean them literally: whoever reads a
// file that was written here calls `undoXMLUnderscores`.

extension [UInt8] {
  /// Appends valid UTF-8 as character data of an element.
  public mutating func appendXMLText(_ bytes: Span<UInt8>) {
    appendXML(bytes, isAttribute: false)
  }

  /// Appends valid UTF-8 as the inside of an attribute value in double quotes.
  public mutating func appendXMLAttribute(_ bytes: Span<UInt8>) {
    appendXML(bytes, isAttribute: true)
  }

  private mutating func appendXML(_ bytes: Span<UInt8>, isAttribute: Bool) {
    var copied = 0
    var index = 0
    while index < bytes.count {
      let length = appendXMLEscape(bytes, at: index, since: copied, isAttribute: isAttribute)
      index += Swift.max(length, 1)
      if length > 0 { copied = index }
    }
    append(bytes.extracting(copied..<bytes.count))
  }

  /// Appends what was not yet copied and the escape of the character at an offset, if it needs one;
  /// returns the length of that character, or 0.
  private mutating func appendXMLEscape(
    _ bytes: Span<UInt8>, at index: Int, since copied: Int, isAttribute: Bool
  ) -> Int {
    let escape: StaticString
    switch bytes[index] {
    case 0x26: escape = "&amp;"
    case 0x3c: escape = "&lt;"
    case 0x3e: escape = "&gt;"
    case 0x22 where isAttribute: escape = "&quot;"
    case 0x09 where isAttribute: escape = "&#9;"
    case 0x0a where isAttribute: escape = "&#10;"
    case 0x0d: escape = "&#13;"
    case 0x09, 0x0a: return 0
    case 0x5f where startsUnderscoreForm(bytes, at: index): escape = "_x005F_"
    case 0..<0x20:
      append(bytes.extracting(copied..<index))
      append(literal: "_x00")
      append(hexDigit(bytes[index] >> 4))
      append(hexDigit(bytes[index] & 15))
      append(0x5f)
      return 1
    case 0xef where index + 2 < bytes.count && bytes[index + 1] == 0xbf && bytes[index + 2] >= 0xbe:
      append(bytes.extracting(copied..<index))
      append(literal: bytes[index + 2] == 0xbe ? "_xFFFE_" : "_xFFFF_")
      return 3
    default: return 0
    }
    append(bytes.extracting(copied..<index))
    append(literal: escape)
    return 1
  }
}

/// Whether `_xHHHH` stands at an offset.
///
/// The closing underscore is not asked for: it could come from the escape of the next character.
private func startsUnderscoreForm(_ bytes: Span<UInt8>, at index: Int) -> Bool {
  guard index + 5 < bytes.count, bytes[index] == 0x5f, bytes[index + 1] == 0x78 else {
    return false
  }
  return (2...5).allSatisfy { hexDigitValue(bytes[index + $0]) != nil }
}

/// Undoes the underscore escapes of `appendXMLText` and `appendXMLAttribute`; other text that looks
/// like one stays.
public func undoXMLUnderscores(_ text: UTF8String) -> UTF8String {
  let view = text.string.utf8
  let bytes = view.span
  var output: [UInt8] = []
  var copied = 0
  var index = 0
  while let underscore = firstOffset(of: 0x5f, in: bytes, from: index) {
    index = underscore + 1
    guard startsUnderscoreForm(bytes, at: underscore), underscore + 6 < bytes.count,
      bytes[underscore + 6] == 0x5f
    else { continue }
    var value: UInt32 = 0
    for place in underscore + 2..<underscore + 6 {
      value = value << 4 | UInt32(hexDigitValue(bytes[place]) ?? 0)
    }
    guard value == 0x5f || !isXMLCharacter(value), let scalar = Unicode.Scalar(value) else {
      continue
    }
    output.append(bytes.extracting(copied..<underscore))
    output.append(scalar: scalar)
    index = underscore + 7
    copied = index
  }
  guard copied > 0 else { return text }
  output.append(bytes.extracting(copied..<bytes.count))
  return UTF8String(validated: output.span)
}
