// Text by code points: counting them, finding the place of one, cutting at the ends and turning
// around. All work on the bytes of UTF-8 and never on Swift's characters, which are clusters.

internal import Text

extension UTF8String {
  /// How many code points the text has.
  var codePointCount: Int {
    withBytes { bytes in
      var count = 0
      for place in bytes.indices where bytes[place] & 0xc0 != 0x80 { count &+= 1 }
      return count
    }
  }

  /// The text from one code point up to another; what lies beyond the end is not there.
  func codePoints(from first: Int, count: Int) -> UTF8String {
    withBytes { bytes in
      let start = bytes.offset(ofCodePoint: first, from: 0)
      let end = bytes.offset(ofCodePoint: count, from: start)
      return UTF8String(repairing: bytes.extracting(start..<end))
    }
  }

  /// The last code points of the text.
  func lastCodePoints(_ count: Int) -> UTF8String {
    withBytes { bytes in
      var start = bytes.count
      var rest = count
      while rest > 0, start > 0 {
        start -= 1
        if bytes[start] & 0xc0 != 0x80 { rest -= 1 }
      }
      return UTF8String(repairing: bytes.extracting(start..<bytes.count))
    }
  }

  /// The code points from the last to the first.
  var reversed: UTF8String {
    withBytes { bytes in
      var output: [UInt8] = []
      output.reserveCapacity(bytes.count)
      var end = bytes.count
      for place in bytes.indices.reversed() where bytes[place] & 0xc0 != 0x80 {
        output.append(bytes.extracting(place..<end))
        end = place
      }
      return UTF8String(repairing: output.span)
    }
  }

  /// The text without the code points at its ends that a test holds for.
  func trimmed(
    atStart: Bool, atEnd: Bool, _ isCut: (Unicode.Scalar) -> Bool
  ) -> UTF8String {
    withBytes { bytes in
      var (start, end) = (0, bytes.count)
      while atStart, start < end {
        let (scalar, length) = decodeScalar(bytes, at: start)
        guard isCut(scalar) else { break }
        start += length
      }
      while atEnd, end > start {
        var place = end - 1
        while place > start, bytes[place] & 0xc0 == 0x80 { place -= 1 }
        guard isCut(decodeScalar(bytes, at: place).0) else { break }
        end = place
      }
      return UTF8String(repairing: bytes.extracting(start..<end))
    }
  }
}

extension Span<UInt8> {
  /// The offset of a code point counted from another offset, or the end.
  fileprivate func offset(ofCodePoint number: Int, from start: Int) -> Int {
    var offset = start
    var rest = number
    while offset < count {
      if self[offset] & 0xc0 != 0x80 {
        if rest == 0 { break }
        rest -= 1
      }
      offset += 1
    }
    return offset
  }
}
