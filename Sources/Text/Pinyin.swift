// The pinyin of Chinese text by an embedded table: one reading per character, the commonest, so
// that a name can be looked for by how it sounds. Characters of several readings (长, 行, 重) are
// not told apart by the words around them. make-tables.py describes the table.

import TextData

/// How pinyin is written.
public enum PinyinStyle: Sendable {
  /// Syllables without tones and with nothing between them: `gongjiang`.
  case joined
  /// The first letters of the syllables: `gj`.
  case initials
  /// Syllables without tones, parted by blanks: `gong jiang`.
  case spaced
  /// Syllables with tones, parted by blanks: `gōng jiàng`.
  case toned
}

/// The pinyin of the Han characters of a text.
///
/// `ü` is `v` without tones, as one types it. All other characters stay, ASCII letters in lower
/// case except beside tones.
public func pinyin(of text: UTF8String, style: PinyinStyle = .joined) -> UTF8String {
  let table = PinyinTable()
  let isParting = style == .spaced || style == .toned
  var output: [UInt8] = []
  output.reserveCapacity(text.byteCount * 2)
  var isAfterSyllable = false
  for scalar in text.string.unicodeScalars {
    let entry = table.entry(of: scalar)
    if isParting, entry != nil || isAfterSyllable, let last = output.last,
      last != 0x20, entry != nil || scalar != " "
    {
      output.append(0x20)
    }
    isAfterSyllable = entry != nil
    if let entry {
      table.append(entry, style, to: &output)
    } else {
      let isLowered = style != .toned && ("A"..."Z").contains(scalar)
      output.append(scalar: isLowered ? Unicode.Scalar(UInt8(scalar.value) + 0x20) : scalar)
    }
  }
  return UTF8String(repairing: output.span)
}

/// The embedded table.
private struct PinyinTable: ~Escapable {
  private static let firstHan: UInt32 = 0x3400
  private static let hanCount = 0xa000 - 0x3400

  private let bytes: Span<UInt8>
  private let syllableCount: Int

  @_lifetime(immortal)
  init() {
    // SAFETY: the table is a constant of the program with that many bytes.
    let span = unsafe Span<UInt8>(_unsafeStart: text_data_pinyin, count: text_data_pinyin_count)
    bytes = unsafe _overrideLifetime(span, borrowing: ())
    syllableCount = Int(span[0]) | Int(span[1]) << 8
  }

  private func number(_ place: Int) -> Int {
    Int(bytes[place * 2]) | Int(bytes[place * 2 + 1]) << 8
  }

  /// Where the syllable of a character begins, or nil.
  func entry(of scalar: Unicode.Scalar) -> Int? {
    // The zero of dates lies outside of the block, and reads as 零.
    let value = scalar == "〇" ? 0x96f6 : scalar.value
    guard value >= Self.firstHan, value - Self.firstHan < Self.hanCount else { return nil }
    let syllable = number(1 + syllableCount + Int(value - Self.firstHan))
    guard syllable > 0 else { return nil }
    return 2 * (1 + syllableCount + Self.hanCount) + number(syllable)
  }

  /// Appends a syllable; it is stored without and with its tone, each behind its length.
  func append(_ entry: Int, _ style: PinyinStyle, to output: inout [UInt8]) {
    let plainEnd = entry + 1 + Int(bytes[entry])
    switch style {
    case .initials: output.append(bytes[entry + 1])
    case .joined, .spaced: output.append(bytes.extracting((entry + 1)..<plainEnd))
    case .toned:
      output.append(bytes.extracting((plainEnd + 1)..<(plainEnd + 1 + Int(bytes[plainEnd]))))
    }
  }
}
