// The bytes of a page as scalars, each with its place in the file, whatever the encoding. What
// cannot be read is replaced by U+FFFD and reported. Relies on Text for telling and decoding
// encodings; knows nothing of lines.

internal import Text

/// The scalars of a page with their places in the file.
struct PageScalars {
  /// Stands where a scalar was taken out of the text (a blank inside of a name).
  static let dropped: UInt32 = .max

  /// The scalars as written.
  var scalars: [UInt32] = []
  /// Where each begins in the file, and behind them all the end of the file.
  var starts: [UInt32] = []
  /// What was wrong with the bytes.
  var problems: [PageDocument.Problem] = []

  /// A file whose offsets do not fit into 32 bits is not read.
  static let maxBytes = Int(UInt32.max) - 1

  /// How many problems of one page are told.
  static let maxProblems = 100

  /// Reads the bytes of a file.
  init(_ bytes: [UInt8]) {
    guard bytes.count <= Self.maxBytes else {
      problems = [.init(kind: .tooLarge, offset: Self.maxBytes)]
      return
    }
    let span = bytes.span
    switch detectEncoding(span) {
    case .binary(let reason):
      problems = [.init(kind: .binary, offset: offset(of: reason))]
    case .text(.utf8):
      readUTF8(span)
    case .text(.gb18030):
      readDecoded(span, as: .gb18030)
    case .text(let encoding):
      readDecoded(span, as: encoding)
    }
  }

  /// The scalar at an index in the form in which it is matched.
  @inline(__always)
  func folded(_ index: Int) -> UInt32 { foldedForMatching(scalars[index]) }

  private mutating func readUTF8(_ bytes: Span<UInt8>) {
    reserve(bytes.count)
    var offset =
      bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf ? 3 : 0
    while offset < bytes.count {
      let lead = bytes[offset]
      starts.append(UInt32(truncatingIfNeeded: offset))
      if lead < 0x80 {
        scalars.append(UInt32(lead))
        offset &+= 1
        continue
      }
      let (scalar, length) = decodeScalar(bytes, at: offset)
      scalars.append(scalar.value)
      if length == 1 {
        report(offset)
        offset &+= brokenLength(bytes, at: offset)
      } else {
        offset &+= length
      }
    }
    starts.append(UInt32(truncatingIfNeeded: bytes.count))
  }

  /// A lead byte and the continuation bytes behind it are replaced as one.
  private func brokenLength(_ bytes: Span<UInt8>, at offset: Int) -> Int {
    guard bytes[offset] >= 0xc0 else { return 1 }
    var length = 1
    while length < 3, offset + length < bytes.count, bytes[offset + length] & 0xc0 == 0x80 {
      length += 1
    }
    return length
  }

  /// Other encodings are decoded as a whole; the widths of what was read follow from the bytes.
  private mutating func readDecoded(_ bytes: Span<UInt8>, as encoding: TextEncoding) {
    let text = decodeText(bytes, from: encoding)
    let decoded = text.bytes.span
    reserve(decoded.count)
    var from = 0
    var offset = markLength(bytes, encoding)
    while from < decoded.count {
      let (scalar, length) = decodeScalar(decoded, at: from)
      from += length
      scalars.append(scalar.value)
      starts.append(UInt32(truncatingIfNeeded: offset))
      offset += width(of: scalar, in: bytes, at: offset, encoding)
    }
    starts.append(UInt32(truncatingIfNeeded: bytes.count))
    for bad in text.badOffsets { report(bad) }
  }

  private func markLength(_ bytes: Span<UInt8>, _ encoding: TextEncoding) -> Int {
    if encoding == .gb18030 {
      let isMarked =
        bytes.count >= 4 && bytes[0] == 0x84 && bytes[1] == 0x31 && bytes[2] == 0x95
        && bytes[3] == 0x33
      return isMarked ? 4 : 0
    }
    let isMarked =
      bytes.count >= 2
      && (bytes[0] == 0xff && bytes[1] == 0xfe || bytes[0] == 0xfe && bytes[1] == 0xff)
    return isMarked ? 2 : 0
  }

  /// The bytes that a decoded scalar took.
  ///
  /// A broken sequence of GB 18030 costs one byte; U+FFFD itself is 8431A437 there.
  private func width(
    of scalar: Unicode.Scalar, in bytes: Span<UInt8>, at offset: Int, _ encoding: TextEncoding
  ) -> Int {
    guard encoding == .gb18030 else {
      return min(scalar.value >= 0x1_0000 ? 4 : 2, bytes.count - offset)
    }
    if bytes[offset] < 0x80 { return 1 }
    if scalar == "\u{fffd}" {
      let isItself =
        offset + 3 < bytes.count && bytes[offset] == 0x84 && bytes[offset + 1] == 0x31
        && bytes[offset + 2] == 0xa4 && bytes[offset + 3] == 0x37
      return isItself ? 4 : 1
    }
    return (0x30...0x39).contains(bytes[offset + 1]) ? 4 : 2
  }

  private mutating func reserve(_ byteCount: Int) {
    scalars.reserveCapacity(byteCount / 3 + 16)
    starts.reserveCapacity(byteCount / 3 + 17)
  }

  private mutating func report(_ offset: Int) {
    guard problems.count < Self.maxProblems else { return }
    problems.append(.init(kind: .undecodable, offset: offset))
  }

  private func offset(of reason: BinaryReason) -> Int {
    switch reason {
    case .zeroByte(let offset), .controlCharacters(let offset): offset
    case .noEncodingFits(let offset, _): offset
    }
  }
}
