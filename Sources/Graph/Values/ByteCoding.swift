// Numbers and text as bytes, and back: what the value codec, the journal and the snapshot share.
// Integers are little-endian or variable-length (seven bits a byte, least significant first, no
// longer than needed). Reading checks every length against the bytes that are there, takes only the
// one form that writing makes, and never traps or allocates for a length that is only claimed.

public import Text

/// Bytes that are not what they should be.
public struct ByteDecodingError: Error, Equatable, Sendable {
  /// What is wrong with the bytes.
  public enum Reason: Equatable, Sendable {
    /// The bytes end before the item does.
    case truncated
    /// A variable-length integer is too long, too large, or longer than needed.
    case malformedInteger
    /// A count or length says more than the bytes that are left can hold.
    case countBeyondEnd
    /// Text is not valid UTF-8.
    case invalidUTF8
    /// A tag stands for no kind of value.
    case unknownTag(UInt8)
    /// Lists and maps are nested too deeply.
    case nestedTooDeeply
    /// The keys of a map are not in strict order.
    case unorderedKeys
    /// A part of a date, time or offset is outside its range, or not in the shortest form.
    case invalidTemporal
    /// A name of a time zone is malformed, or there are too many different ones.
    case invalidZone
    /// The system of a point is unknown, or its coordinates are no place in it.
    case invalidPoint
    /// Bytes follow after the end of the value.
    case trailingBytes
  }

  /// Where the item begins that could not be read, in bytes from the start of what was given.
  public let offset: Int
  /// What is wrong there.
  public let reason: Reason

  /// Makes an error.
  public init(offset: Int, reason: Reason) {
    self.offset = offset
    self.reason = reason
  }
}

/// Reads numbers and text from bytes, from the front to the end.
public struct ByteReader: ~Escapable {
  @usableFromInline internal let bytes: Span<UInt8>
  /// How many bytes have been read.
  public private(set) var offset: Int

  /// Reads bytes from a place on, which must lie within them.
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, at offset: Int = 0) {
    precondition(offset >= 0 && offset <= bytes.count, "the start lies outside of the bytes")
    self.bytes = bytes
    self.offset = offset
  }

  /// Reads raw bytes from a place on, which must lie within them.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, at offset: Int = 0) {
    self.init(Span<UInt8>(_bytes: bytes), at: offset)
  }

  /// How many bytes are left.
  public var remainingCount: Int { bytes.count - offset }

  /// Whether everything has been read.
  public var isAtEnd: Bool { offset == bytes.count }

  /// Reads one byte.
  public mutating func readByte() throws(ByteDecodingError) -> UInt8 {
    guard offset < bytes.count else { throw failure(.truncated) }
    defer { offset += 1 }
    return bytes[offset]
  }

  /// Reads an integer of fixed width, least significant byte first.
  public mutating func readLittleEndian<Number: FixedWidthInteger & BitwiseCopyable>(
    as type: Number.Type = Number.self
  ) throws(ByteDecodingError) -> Number {
    let width = MemoryLayout<Number>.size
    guard remainingCount >= width else { throw failure(.truncated) }
    // SAFETY: `width` bytes are there, and every pattern of bits is an integer.
    let number = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self)
    offset += width
    return Number(littleEndian: number)
  }

  /// Reads an unsigned integer of variable length.
  public mutating func readVarint() throws(ByteDecodingError) -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    var place = offset
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      // The tenth byte holds the one bit that is left; a last byte of zero adds nothing.
      if shift == 63 && byte > 1 || shift > 0 && byte == 0 { throw failure(.malformedInteger) }
      result |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 {
        offset = place
        return result
      }
      shift += 7
    }
    throw failure(.truncated)
  }

  /// Reads a signed integer of variable length.
  public mutating func readZigzag() throws(ByteDecodingError) -> Int64 {
    unfoldedSign(of: try readVarint())
  }

  /// Reads a count of items that take at least so many bytes each; more than fit is an error.
  public mutating func readCount(bytesPerItem: Int = 1) throws(ByteDecodingError) -> Int {
    let start = offset
    let count = try readVarint()
    guard count <= UInt64(remainingCount / max(bytesPerItem, 1)) else {
      throw ByteDecodingError(offset: start, reason: .countBeyondEnd)
    }
    return Int(count)
  }

  /// Reads so many bytes as they are.
  @_lifetime(copy self)
  public mutating func readBytes(count: Int) throws(ByteDecodingError) -> Span<UInt8> {
    guard count >= 0 && count <= remainingCount else { throw failure(.truncated) }
    let part = bytes.extracting(offset..<offset + count)
    offset += count
    return part
  }

  /// Reads text with its length before it.
  public mutating func readText() throws(ByteDecodingError) -> UTF8String {
    let start = offset
    let count = try readCount()
    let part = try readBytes(count: count)
    guard let text = try? UTF8Span(validating: part) else {
      throw ByteDecodingError(offset: start, reason: .invalidUTF8)
    }
    return UTF8String(String(copying: text))
  }

  /// An error about the item that begins here.
  internal func failure(_ reason: ByteDecodingError.Reason) -> ByteDecodingError {
    ByteDecodingError(offset: offset, reason: reason)
  }
}

/// Turns 0, -1, 1, -2, … into 0, 1, 2, 3, …, so that numbers near zero stay short.
internal func foldedSign(of number: Int64) -> UInt64 {
  UInt64(bitPattern: (number << 1) ^ (number >> 63))
}

/// Turns 0, 1, 2, 3, … back into 0, -1, 1, -2, ….
internal func unfoldedSign(of number: UInt64) -> Int64 {
  Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
}

extension [UInt8] {
  /// Appends an integer, least significant byte first.
  public mutating func appendLittleEndian(_ number: some FixedWidthInteger & BitwiseCopyable) {
    var rest = number
    for _ in 0..<(number.bitWidth / 8) {
      append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Appends an unsigned integer in as few bytes as it needs, at most ten.
  public mutating func appendVarint(_ number: UInt64) {
    var rest = number
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends a signed integer in as few bytes as it needs: 0, -1, 1, -2, … become 0, 1, 2, 3, ….
  public mutating func appendZigzag(_ number: Int64) {
    appendVarint(foldedSign(of: number))
  }

  /// Appends text with its length before it.
  public mutating func appendText(_ text: UTF8String) {
    appendVarint(UInt64(text.byteCount))
    append(contentsOf: text.string.utf8)
  }

  /// Appends the bytes of a span.
  public mutating func append(copying bytes: Span<UInt8>) {
    // SAFETY: the buffer is read only within the call.
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
