// Checks and repairs UTF-8. Validation is the gate through which bytes become text everywhere:
// parsers check a whole buffer once and need not check its parts again. ASCII goes by eight bytes
// at once; the well-formed sequences are those of the Unicode standard, table 3-7 (no overlong
// forms, no surrogates, nothing above U+10FFFF).

/// The offset of the first byte that is not part of valid UTF-8, or nil where all is valid.
public func firstInvalidUTF8(in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
  let count = bytes.count
  var offset = start
  while offset < count {
    while offset &+ 16 <= count {
      let words = EightBytes.load(bytes, at: offset) | EightBytes.load(bytes, at: offset &+ 8)
      guard words & EightBytes.high == 0 else { break }
      offset &+= 16
    }
    // Runs of three-byte sequences without edge cases: Han, kana, most of the rest of Asia.
    while offset &+ 8 <= count {
      let word = EightBytes.load(bytes, at: offset)
      guard word & 0xc0c0_f0c0_c0f0 == 0x8080_e080_80e0,
        isPlainThreeByteLead(UInt8(truncatingIfNeeded: word)),
        isPlainThreeByteLead(UInt8(truncatingIfNeeded: word &>> 24))
      else { break }
      offset &+= 6
    }
    let end = min(offset &+ 16, count)
    while offset < end {
      let length = sequenceLength(bytes, at: offset)
      guard length > 0 else { return offset }
      offset &+= length
      if length == 3 { break }
    }
  }
  return nil
}

/// Whether a lead byte of a three-byte sequence admits every continuation byte.
@inline(__always)
private func isPlainThreeByteLead(_ lead: UInt8) -> Bool { lead != 0xe0 && lead != 0xed }

/// The length of the well-formed sequence at an offset, or 0.
func sequenceLength(_ bytes: Span<UInt8>, at offset: Int) -> Int {
  let lead = bytes[offset]
  if lead < 0x80 { return 1 }
  let (length, second) = expectation(after: lead)
  guard length > 0, offset &+ length <= bytes.count, second.contains(bytes[offset &+ 1])
  else { return 0 }
  var index = 2
  while index < length {
    guard bytes[offset &+ index] & 0xc0 == 0x80 else { return 0 }
    index &+= 1
  }
  return length
}

/// The length that a lead byte announces (0 for none) and the bytes that may come second.
private func expectation(after lead: UInt8) -> (length: Int, second: ClosedRange<UInt8>) {
  switch lead {
  case 0xc2...0xdf: (2, 0x80...0xbf)
  case 0xe0: (3, 0xa0...0xbf)
  case 0xe1...0xec, 0xee, 0xef: (3, 0x80...0xbf)
  case 0xed: (3, 0x80...0x9f)
  case 0xf0: (4, 0x90...0xbf)
  case 0xf1...0xf3: (4, 0x80...0xbf)
  case 0xf4: (4, 0x80...0x8f)
  default: (0, 0x80...0xbf)
  }
}

/// Replaces each ill-formed sequence by U+FFFD.
///
/// As the Unicode standard recommends, the longest start of a well-formed sequence counts as one.
public func repairUTF8(_ bytes: Span<UInt8>) -> DecodedText {
  var text = DecodedText()
  var start = 0
  while let bad = firstInvalidUTF8(in: bytes, from: start) {
    text.bytes.append(bytes.extracting(start..<bad))
    text.replace(at: bad)
    start = bad + brokenLength(bytes, at: bad)
  }
  text.bytes.append(bytes.extracting(start..<bytes.count))
  return text
}

/// How many bytes at an offset start a sequence that then breaks, at least 1.
private func brokenLength(_ bytes: Span<UInt8>, at offset: Int) -> Int {
  let (length, second) = expectation(after: bytes[offset])
  guard length > 0, offset + 1 < bytes.count, second.contains(bytes[offset + 1]) else { return 1 }
  var index = 2
  while index < length, offset + index < bytes.count, bytes[offset + index] & 0xc0 == 0x80 {
    index += 1
  }
  return index
}

extension UTF8String {
  /// Makes text from bytes, or nil where they are not valid UTF-8.
  public init?(validating bytes: Span<UInt8>) {
    guard firstInvalidUTF8(in: bytes) == nil else { return nil }
    self.init(validated: bytes)
  }

  /// Makes text from bytes that a parser has found to be valid before.
  @inlinable
  init(validated bytes: Span<UInt8>) {
    // SAFETY: the buffer is only read during the call; invalid bytes would be repaired, not
    // trusted.
    self.init(unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) })
  }
}

extension [UInt8] {
  /// Appends the UTF-8 form of a scalar.
  public mutating func append(scalar: Unicode.Scalar) {
    let value = scalar.value
    func continuation(_ shift: UInt32) -> UInt8 {
      0x80 | UInt8(truncatingIfNeeded: value >> shift) & 0x3f
    }
    switch value {
    case 0..<0x80:
      append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      append(0xc0 | UInt8(truncatingIfNeeded: value >> 6))
      append(continuation(0))
    case 0x800..<0x1_0000:
      append(0xe0 | UInt8(truncatingIfNeeded: value >> 12))
      append(continuation(6))
      append(continuation(0))
    default:
      append(0xf0 | UInt8(truncatingIfNeeded: value >> 18))
      append(continuation(12))
      append(continuation(6))
      append(continuation(0))
    }
  }
}
