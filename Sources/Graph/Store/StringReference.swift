// Strings in columns: 16 bytes each.
//
//   bytes 0-3   length in bytes
//   bytes 4-15  the text itself when it has at most 12 bytes (a Chinese name of four characters),
//               else its first 4 bytes and the 8-byte location of all of them in the arena
//
// Two references to equal short strings are equal words, and most unequal strings differ in the
// first word, so that comparing seldom looks into the arena.

/// A string of a column: short text inline, longer text by its place in the arena.
@frozen
public struct StringReference: Hashable, Sendable, BitwiseCopyable {
  /// The length, and the first four bytes of the text in the upper half.
  public var head: UInt64
  /// The next eight bytes of a short text, or the location of a long one.
  public var tail: UInt64

  /// The longest text that is kept inline, in bytes.
  public static var inlineByteCount: Int { 12 }

  /// Makes a reference from its two words.
  @inlinable
  public init(head: UInt64, tail: UInt64) {
    self.head = head
    self.tail = tail
  }

  /// The empty string.
  @inlinable public static var empty: StringReference { StringReference(head: 0, tail: 0) }

  /// The length in bytes.
  @inlinable public var byteCount: Int { Int(UInt32(truncatingIfNeeded: head)) }

  /// Whether the text lies in the reference itself.
  @inlinable public var isInline: Bool { byteCount <= Self.inlineByteCount }

  /// Makes a reference for a short text.
  @inlinable
  public init(inline bytes: Span<UInt8>) {
    precondition(bytes.count <= Self.inlineByteCount)
    head = UInt64(bytes.count)
    tail = 0
    for place in bytes.indices {
      let byte = UInt64(bytes[place])
      if place < 4 {
        head |= byte << UInt64(32 + place * 8)
      } else {
        tail |= byte << UInt64((place - 4) * 8)
      }
    }
  }

  /// Makes a reference for a long text at a location in the arena.
  @inlinable
  public init(bytes: Span<UInt8>, location: UInt64) {
    head = UInt64(UInt32(bytes.count))
    for place in 0..<4 { head |= UInt64(bytes[place]) << UInt64(32 + place * 8) }
    tail = location
  }

  /// The byte of an inline text at a place.
  @inlinable
  public func inlineByte(_ place: Int) -> UInt8 {
    place < 4
      ? UInt8(truncatingIfNeeded: head >> UInt64(32 + place * 8))
      : UInt8(truncatingIfNeeded: tail >> UInt64((place - 4) * 8))
  }
}
