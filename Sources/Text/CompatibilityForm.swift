// Normalization form KC: full-width letters, circled numbers, ligatures and the like as what they
// are compatible with. An embedded table folds single code points; the standard library composes
// what is left. make-tables.py describes the table.

@_spi(_Unicode) internal import Swift
import TextData

/// The text with compatibility characters folded and everything composed.
public func compatibilityForm(_ text: String) -> String {
  if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
  let table = CompatibilityTable()
  var folded = String.UnicodeScalarView()
  for scalar in text.unicodeScalars { table.append(scalar, to: &folded) }
  var composed = String.UnicodeScalarView()
  for scalar in String(folded)._nfc { composed.append(scalar) }
  return String(composed)
}

/// The embedded table.
private struct CompatibilityTable: ~Escapable {
  private let bytes: Span<UInt8>
  private let count: Int

  @_lifetime(immortal)
  init() {
    // SAFETY: the table is a constant of the program with that many bytes.
    let span = unsafe Span<UInt8>(
      _unsafeStart: text_data_compatibility, count: text_data_compatibility_count)
    bytes = unsafe _overrideLifetime(span, borrowing: ())
    count = Int(bytes[0]) | Int(bytes[1]) << 8
  }

  private func number(_ place: Int) -> UInt32 {
    var value: UInt32 = 0
    for byte in 0..<4 { value |= UInt32(bytes[place * 4 + byte]) << UInt32(byte * 8) }
    return value
  }

  func append(_ scalar: Unicode.Scalar, to output: inout String.UnicodeScalarView) {
    // Han characters of the main block are their own forms, and most of what comes.
    let isPlain = scalar.value < 0xa0 || (0x4e00...0x9fff).contains(scalar.value)
    guard !isPlain, let place = place(of: scalar.value) else {
      output.append(scalar)
      return
    }
    let start = 1 + 2 * count + Int(number(count + place))
    for offset in 0..<Int(number(place) >> 24) {
      if let form = Unicode.Scalar(number(start + offset)) { output.append(form) }
    }
  }

  /// Where a code point stands in the table, or nil.
  private func place(of code: UInt32) -> Int? {
    var low = 1
    var high = count + 1
    while low < high {
      let middle = (low + high) / 2
      if number(middle) & 0xff_ffff < code { low = middle + 1 } else { high = middle }
    }
    return low <= count && number(low) & 0xff_ffff == code ? low : nil
  }
}
