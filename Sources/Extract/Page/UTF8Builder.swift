// Makes strings of scalars. The standard library's way of appending scalars to a string one by one
// checks and grows it each time; here bytes are gathered, and become a string once.

/// Gathers scalars for a string.
struct UTF8Builder {
  private var bytes: [UInt8] = []

  /// A builder with room for so many scalars of Chinese.
  init(scalarCount: Int) { bytes.reserveCapacity(scalarCount * 3) }

  /// Appends a scalar; what is none becomes the replacement character.
  @inline(__always)
  mutating func append(_ scalar: UInt32) {
    if scalar < 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: scalar))
    } else if scalar < 0x800 {
      bytes.append(UInt8(truncatingIfNeeded: 0xC0 | scalar >> 6))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    } else if scalar < 0x1_0000 {
      let unit = scalar & 0xF800 == 0xD800 ? 0xFFFD : scalar
      bytes.append(UInt8(truncatingIfNeeded: 0xE0 | unit >> 12))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | unit >> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | unit & 0x3F))
    } else if scalar < 0x11_0000 {
      bytes.append(UInt8(truncatingIfNeeded: 0xF0 | scalar >> 18))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 12 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar >> 6 & 0x3F))
      bytes.append(UInt8(truncatingIfNeeded: 0x80 | scalar & 0x3F))
    } else {
      append(0xFFFD)
    }
  }

  /// Appends the decimal digits of a number that is not negative.
  mutating func append(number: Int) {
    if number >= 10 { append(number: number / 10) }
    append(0x30 + UInt32(truncatingIfNeeded: number % 10))
  }

  /// The scalars appended so far.
  var string: String { String(decoding: bytes, as: UTF8.self) }
}

/// Scalars as a string.
func string(of scalars: ArraySlice<UInt32>) -> String {
  var text = UTF8Builder(scalarCount: scalars.count)
  for scalar in scalars { text.append(scalar) }
  return text.string
}
