// Decodes GB 18030 by an embedded table: two bytes for the characters in daily use, four for the
// rest of Unicode. User-defined areas become private use characters, as the standard says.

import TextData

/// Decodes GB 18030; a broken sequence costs one byte, so that ASCII after it is never swallowed.
func decodeGB18030(_ bytes: Span<UInt8>) -> DecodedText {
  var text = DecodedText()
  text.bytes.reserveCapacity(bytes.count + bytes.count / 2)
  let table = gb18030Table()
  let startsWithMark =
    bytes.count >= 4 && bytes[0] == 0x84 && bytes[1] == 0x31 && bytes[2] == 0x95 && bytes[3] == 0x33
  var offset = startsWithMark ? 4 : 0
  while offset < bytes.count {
    let lead = bytes[offset]
    if lead < 0x80 {
      text.bytes.append(lead)
      offset &+= 1
      continue
    }
    let (value, length) = gb18030Sequence(bytes, at: offset, table)
    if length > 0, let scalar = Unicode.Scalar(value) {
      text.bytes.append(scalar: scalar)
      offset &+= length
    } else {
      text.replace(at: offset)
      offset &+= 1
    }
  }
  return text
}

private let twoByteCount = 126 * 190
private let fourByteCount = 39_420

/// The code point of the sequence at an offset and its length, or length 0.
private func gb18030Sequence(
  _ bytes: Span<UInt8>, at offset: Int, _ table: Span<UInt8>
) -> (value: UInt32, length: Int) {
  let lead = Int(bytes[offset])
  guard lead >= 0x81, lead <= 0xfe, offset + 1 < bytes.count else { return (0, 0) }
  let second = Int(bytes[offset + 1])
  if second >= 0x40 && second != 0x7f && second != 0xff {
    let trail = second - (second < 0x7f ? 0x40 : 0x41)
    let value = gb18030Entry((lead - 0x81) * 190 + trail, table)
    return (value, value == 0 ? 0 : 2)
  }
  guard (0x30...0x39).contains(second), offset + 3 < bytes.count else { return (0, 0) }
  let third = Int(bytes[offset + 2])
  let fourth = Int(bytes[offset + 3])
  guard (0x81...0xfe).contains(third), (0x30...0x39).contains(fourth) else { return (0, 0) }
  let linear = (((lead - 0x81) * 10 + second - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30
  // 90308130 is U+10000; what lies between the planes is undefined.
  let firstBeyond = 189_000
  if linear >= firstBeyond {
    let value = UInt32(0x1_0000 + linear - firstBeyond)
    return (value, value <= 0x10_ffff ? 4 : 0)
  }
  guard linear < fourByteCount else { return (0, 0) }
  let value = gb18030Entry(twoByteCount + linear, table)
  return (value, value == 0 ? 0 : 4)
}

private func gb18030Entry(_ index: Int, _ table: Span<UInt8>) -> UInt32 {
  UInt32(table[index * 2]) | UInt32(table[index * 2 + 1]) << 8
}

@_lifetime(immortal)
private func gb18030Table() -> Span<UInt8> {
  // SAFETY: the table is a constant of the program with that many bytes.
  let span = unsafe Span<UInt8>(
    _unsafeStart: text_data_gb18030, count: text_data_gb18030_count)
  return unsafe _overrideLifetime(span, borrowing: ())
}
