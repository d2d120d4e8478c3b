// The cursor that hand-written parsers share: a place in a span of bytes, looking ahead without
// bounds to mind (beyond the end there are zeros), and a few steps. It knows no grammar, skips no
// comments and reports no errors.

/// A place in bytes that moves forward.
@frozen
public struct ByteCursor: ~Escapable {
  /// All bytes.
  public let bytes: Span<UInt8>
  /// The offset of the next byte.
  public var offset: Int

  /// Starts at an offset.
  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, at offset: Int = 0) {
    self.bytes = bytes
    self.offset = offset
  }

  /// Whether no byte is left.
  @inlinable public var isAtEnd: Bool { offset >= bytes.count }

  /// The next byte, or 0 at the end.
  @inlinable public var current: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  /// A byte further on, or 0 beyond the end.
  @inlinable
  public func peek(_ distance: Int = 1) -> UInt8 {
    let (place, overflow) = offset.addingReportingOverflow(distance)
    return !overflow && place >= 0 && place < bytes.count ? bytes[place] : 0
  }

  /// Moves on, at most to the end.
  @inlinable
  public mutating func advance(_ distance: Int = 1) {
    offset = distance < bytes.count &- offset ? offset &+ distance : bytes.count
  }

  /// Moves over a byte if it comes next.
  @inlinable
  public mutating func skip(_ byte: UInt8) -> Bool {
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset &+= 1
    return true
  }

  /// Whether a literal comes next.
  @inlinable
  public func starts(with literal: StaticString) -> Bool {
    let length = literal.utf8CodeUnitCount
    guard length <= bytes.count &- offset else { return false }
    // SAFETY: the literal holds `length` bytes; the span is checked by its subscript.
    return literal.withUTF8Buffer { letters in
      for index in 0..<length where unsafe letters[index] != bytes[offset &+ index] { return false }
      return true
    }
  }

  /// Moves over a literal if it comes next.
  @inlinable
  public mutating func skip(_ literal: StaticString) -> Bool {
    guard starts(with: literal) else { return false }
    offset &+= literal.utf8CodeUnitCount
    return true
  }

  /// Moves over blanks, tabs and line ends.
  @inlinable
  public mutating func skipBlanks() {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte == 0x20 || (byte >= 0x09 && byte <= 0x0d) else { return }
      offset &+= 1
    }
  }

  /// The next scalar and its length in bytes, or nil at the end; U+FFFD where it is not UTF-8.
  public var scalar: (value: Unicode.Scalar, length: Int)? {
    guard offset < bytes.count else { return nil }
    let (value, length) = decodeScalar(bytes, at: offset)
    return (value, length)
  }

  /// The bytes from an earlier offset up to here.
  @inlinable
  @_lifetime(copy self)
  public func slice(from start: Int) -> Span<UInt8> { bytes.extracting(start..<offset) }
}
