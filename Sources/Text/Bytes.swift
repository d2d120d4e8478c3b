// The few byte operations that every scanner here shares: copying spans into arrays, looking at
// eight bytes at once, and counting lines. The only unsafe operations are loads and copies whose
// bounds are checked where they happen. Deliberately no search for longer needles.

extension [UInt8] {
  /// Appends the bytes of a span.
  @inlinable
  public mutating func append(_ bytes: Span<UInt8>) {
    // SAFETY: the buffer lives for the length of the closure and is only copied from.
    unsafe bytes.withUnsafeBufferPointer { unsafe self.append(contentsOf: $0) }
  }

  /// Appends the UTF-8 bytes of a literal.
  @inlinable
  public mutating func append(literal: StaticString) {
    // SAFETY: the literal outlives the program; the closure only copies from it.
    literal.withUTF8Buffer { unsafe self.append(contentsOf: $0) }
  }

  /// Makes an array of the bytes of a span.
  @inlinable
  public init(copying bytes: Span<UInt8>) {
    self.init()
    append(bytes)
  }
}

/// Operations on eight bytes at once, the byte at the lowest address in the lowest bits.
@usableFromInline
enum EightBytes {
  @usableFromInline static var low: UInt64 { 0x0101_0101_0101_0101 }
  @usableFromInline static var high: UInt64 { 0x8080_8080_8080_8080 }

  /// Repeats a byte eight times.
  @inlinable @inline(__always)
  static func repeating(_ byte: UInt8) -> UInt64 { UInt64(byte) &* low }

  /// Loads eight bytes at an offset; traps outside of the span.
  @inlinable @inline(__always)
  static func load(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    // SAFETY: the load is bounds-checked, and any eight bytes are a UInt64.
    let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
    return UInt64(littleEndian: word)
  }

  /// Loads the last, fewer than eight bytes; missing ones are zero.
  @inlinable
  static func loadTail(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    var word: UInt64 = 0
    var shift: UInt64 = 0
    for index in offset..<bytes.count {
      word |= UInt64(bytes[index]) << shift
      shift += 8
    }
    return word
  }

  /// High bit set in each byte that is *not* zero; the other bits are noise.
  @inlinable @inline(__always)
  static func nonZero(_ word: UInt64) -> UInt64 { ((word & ~high) &+ ~high) | word }
}

/// The offset of the first `byte` at or after `start`, or nil.
@inlinable
public func firstOffset(of byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
  let pattern = EightBytes.repeating(byte)
  var offset = start
  while offset &+ 8 <= bytes.count {
    let hits = ~EightBytes.nonZero(EightBytes.load(bytes, at: offset) ^ pattern) & EightBytes.high
    if hits != 0 { return offset &+ hits.trailingZeroBitCount &>> 3 }
    offset &+= 8
  }
  while offset < bytes.count {
    if bytes[offset] == byte { return offset }
    offset &+= 1
  }
  return nil
}

/// Counts line ends (LF, CRLF as one, CR alone) that begin before `end`.
///
/// - Complexity: linear, several gigabytes per second; not for hot loops over records.
public func countLineEnds(in bytes: Span<UInt8>, before end: Int) -> Int {
  let end = min(end, bytes.count)
  let lineFeed = EightBytes.repeating(0x0a)
  let carriageReturn = EightBytes.repeating(0x0d)
  var count = 0
  var offset = 0
  while offset < end {
    if offset &+ 8 <= end {
      let word = EightBytes.load(bytes, at: offset)
      let feeds = ~EightBytes.nonZero(word ^ lineFeed) & EightBytes.high
      let returns = ~EightBytes.nonZero(word ^ carriageReturn) & EightBytes.high
      if returns == 0 {
        count &+= feeds.nonzeroBitCount
        offset &+= 8
        continue
      }
    }
    let stop = min(offset &+ 8, end)
    while offset < stop {
      let byte = bytes[offset]
      if byte == 0x0a {
        count &+= 1
      } else if byte == 0x0d, offset &+ 1 >= end || bytes[offset &+ 1] != 0x0a {
        count &+= 1
      }
      offset &+= 1
    }
  }
  return count
}
