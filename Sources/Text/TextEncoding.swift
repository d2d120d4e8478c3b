// Turns the bytes of a page into UTF-8: which encoding they are in, and the decoders for those that
// Chinese pages come in. What cannot be decoded is replaced and reported with its offset, never
// dropped. Single-byte encodings of Europe are not guessed: nearly any bytes would fit them.

/// An encoding that can be read.
public enum TextEncoding: String, Sendable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "UTF-8"
  /// UTF-16, the low byte first.
  case utf16LittleEndian = "UTF-16LE"
  /// UTF-16, the high byte first.
  case utf16BigEndian = "UTF-16BE"
  /// GB 18030, which includes GBK and GB 2312.
  case gb18030 = "GB18030"
}

/// Text as UTF-8, and what could not be decoded.
public struct DecodedText: Sendable, Equatable {
  /// Valid UTF-8 without a byte order mark; U+FFFD stands for what could not be decoded.
  public internal(set) var bytes: [UInt8] = []
  /// The offsets in the input of the first sequences that could not be decoded, in order.
  public internal(set) var badOffsets: [Int] = []
  /// How many sequences could not be decoded.
  public internal(set) var badCount = 0

  /// How many offsets are kept.
  public static let maxOffsets = 100

  mutating func replace(at offset: Int) {
    bytes.append(literal: "\u{fffd}")
    badCount += 1
    if badOffsets.count < Self.maxOffsets { badOffsets.append(offset) }
  }
}

/// What the bytes of a file seem to be.
public enum DetectedEncoding: Sendable, Equatable {
  /// Text in an encoding; a few sequences may still be broken.
  case text(TextEncoding)
  /// No text.
  case binary(BinaryReason)
}

/// Why bytes are taken for something other than text.
public enum BinaryReason: Sendable, Equatable {
  /// A zero byte at an offset, and the bytes are not UTF-16.
  case zeroByte(offset: Int)
  /// Many control characters; the offset of the first.
  case controlCharacters(offset: Int)
  /// Neither UTF-8 nor GB 18030; the offsets at which each fails.
  case noEncodingFits(utf8Offset: Int, gb18030Offset: Int)

  /// The reason in words.
  public var message: String {
    switch self {
    case .zeroByte(let offset): "zero byte at offset \(offset)"
    case .controlCharacters(let offset): "many control characters, the first at offset \(offset)"
    case .noEncodingFits(let utf8Offset, let gb18030Offset):
      "not UTF-8 (offset \(utf8Offset)) and not GB18030 (offset \(gb18030Offset))"
    }
  }
}

/// Tells the encoding of a file by its byte order mark, its zeros and its validity.
///
/// A file with a few broken sequences still counts as text: at most one in a hundred of its
/// sequences beyond ASCII, or a single one.
/// - Complexity: linear.
public func detectEncoding(_ bytes: Span<UInt8>) -> DetectedEncoding {
  if startsWithByteOrderMark(bytes) { return .text(.utf8) }
  if bytes.count >= 2, bytes[0] == 0xff, bytes[1] == 0xfe { return .text(.utf16LittleEndian) }
  if bytes.count >= 2, bytes[0] == 0xfe, bytes[1] == 0xff { return .text(.utf16BigEndian) }
  if let zero = firstOffset(of: 0, in: bytes, from: 0) { return encodingWithZeros(bytes, zero) }
  if let control = firstOfManyControls(bytes) {
    return .binary(.controlCharacters(offset: control))
  }
  guard let badUTF8 = firstInvalidUTF8(in: bytes) else { return .text(.utf8) }
  let gb18030 = decodeGB18030(bytes)
  guard let badGB18030 = gb18030.badOffsets.first else { return .text(.gb18030) }
  let utf8 = repairUTF8(bytes)
  let isUTF8 = isNearlyWhole(utf8)
  if isUTF8, !isNearlyWhole(gb18030) || utf8.badCount <= gb18030.badCount { return .text(.utf8) }
  if isNearlyWhole(gb18030) { return .text(.gb18030) }
  return .binary(.noEncodingFits(utf8Offset: badUTF8, gb18030Offset: badGB18030))
}

/// Decodes bytes of an encoding; a byte order mark is dropped.
public func decodeText(_ bytes: Span<UInt8>, from encoding: TextEncoding) -> DecodedText {
  switch encoding {
  case .utf8:
    guard startsWithByteOrderMark(bytes) else { return repairUTF8(bytes) }
    var text = repairUTF8(bytes.extracting(3..<bytes.count))
    for index in text.badOffsets.indices { text.badOffsets[index] += 3 }
    return text
  case .utf16LittleEndian: return decodeUTF16(bytes, highByte: 1)
  case .utf16BigEndian: return decodeUTF16(bytes, highByte: 0)
  case .gb18030: return decodeGB18030(bytes)
  }
}

private func isNearlyWhole(_ text: DecodedText) -> Bool {
  if text.badCount <= 1 { return true }
  var sequences = 0
  let bytes = text.bytes.span
  for index in bytes.indices where bytes[index] >= 0xc0 { sequences += 1 }
  return text.badCount <= sequences / 100
}

/// Text in UTF-16 has zeros on one side only (the high bytes of ASCII) and decodes nearly whole.
private func encodingWithZeros(_ bytes: Span<UInt8>, _ firstZero: Int) -> DetectedEncoding {
  let parity = firstZero & 1
  for index in bytes.indices where bytes[index] == 0 && index & 1 != parity {
    return .binary(.zeroByte(offset: firstZero))
  }
  let text = decodeUTF16(bytes, highByte: parity)
  guard bytes.count.isMultiple(of: 2), text.badCount == 0,
    firstOfManyControls(text.bytes.span) == nil
  else { return .binary(.zeroByte(offset: firstZero)) }
  return .text(parity == 1 ? .utf16LittleEndian : .utf16BigEndian)
}

/// The offset of the first control character, if more than one byte in a hundred (and more than
/// two) is one that text does not hold.
private func firstOfManyControls(_ bytes: Span<UInt8>) -> Int? {
  var first: Int?
  var count = 0
  for index in bytes.indices {
    let byte = bytes[index]
    let isTextual = byte >= 0x20 || (0x09...0x0d).contains(byte) || byte == 0x1b
    if isTextual { continue }
    first = first ?? index
    count += 1
  }
  return count > max(bytes.count / 100, 2) ? first : nil
}

private func decodeUTF16(_ bytes: Span<UInt8>, highByte: Int) -> DecodedText {
  var text = DecodedText()
  text.bytes.reserveCapacity(bytes.count + bytes.count / 2)
  func unit(_ offset: Int) -> UInt32? {
    guard offset + 1 < bytes.count else { return nil }
    return UInt32(bytes[offset + highByte]) << 8 | UInt32(bytes[offset + 1 - highByte])
  }
  var offset = unit(0) == 0xfeff ? 2 : 0
  while let first = unit(offset) {
    if let scalar = Unicode.Scalar(first) {
      text.bytes.append(scalar: scalar)
      offset += 2
    } else if first < 0xdc00, let second = unit(offset + 2), (0xdc00...0xdfff).contains(second),
      let scalar = Unicode.Scalar(0x1_0000 + (first - 0xd800) << 10 + (second - 0xdc00))
    {
      text.bytes.append(scalar: scalar)
      offset += 4
    } else {
      text.replace(at: offset)
      offset += 2
    }
  }
  if offset < bytes.count { text.replace(at: offset) }
  return text
}
