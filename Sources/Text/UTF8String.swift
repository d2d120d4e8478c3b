// Text as users of a graph mean it: a sequence of code points, kept as valid UTF-8.
//
// Swift's own String compares by canonical equivalence: "é" in two spellings is one key, and
// comparing is quadratic on long runs of combining marks. Cypher compares code points. This type
// keeps a String for its inline storage of short text (15 bytes without an allocation) and
// compares, orders and hashes bytes; for valid UTF-8 the order of bytes is the order of code
// points.

import Glibc

/// Valid UTF-8 text that is compared, ordered and hashed by code point.
public struct UTF8String: Sendable {
  /// The text as a Swift string, for display and interpolation; never compare these.
  public let string: String

  /// Wraps a Swift string.
  public init(_ string: String) {
    var native = string
    native.makeContiguousUTF8()
    self.string = native
  }

  /// Makes text from bytes, or nil where they are not valid UTF-8.
  public init?(validating bytes: some Sequence<UInt8> & Collection) {
    guard let string = String(validating: bytes, as: UTF8.self) else { return nil }
    self.string = string
  }

  /// Makes text from bytes and puts U+FFFD where they are not valid UTF-8.
  public init(repairing bytes: Span<UInt8>) {
    if let valid = try? UTF8Span(validating: bytes) {
      string = String(copying: valid)
    } else {
      // SAFETY: the bytes are only read while the span is borrowed.
      string = unsafe bytes.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
  }

  /// The number of UTF-8 bytes.
  public var byteCount: Int { string.utf8.count }

  /// Calls a function with the bytes.
  @inlinable
  public func withBytes<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let view = string.utf8
    return try body(view.span)
  }
}

extension UTF8String: Hashable {
  /// Whether both hold the same code points.
  public static func == (left: Self, right: Self) -> Bool {
    left.byteCount == right.byteCount
      && left.withBytes { a in right.withBytes { b in compareBytes(a, b) == 0 } }
  }

  /// Hashes the bytes.
  public func hash(into hasher: inout Hasher) {
    withBytes { bytes in
      unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
    }
    hasher.combine(0xff as UInt8)
  }
}

extension UTF8String: Comparable {
  /// Orders by code point.
  public static func < (left: Self, right: Self) -> Bool {
    left.withBytes { a in right.withBytes { b in compareBytes(a, b) < 0 } }
  }
}

extension UTF8String: ExpressibleByStringLiteral, CustomStringConvertible {
  /// Wraps a literal.
  public init(stringLiteral value: String) { self.init(value) }

  /// The text itself.
  public var description: String { string }
}

/// Compares two byte sequences in order: negative, zero or positive like memcmp, the shorter first.
public func compareBytes(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Int {
  let common = min(left.count, right.count)
  let order = unsafe left.withUnsafeBytes { a in
    unsafe right.withUnsafeBytes { b -> Int32 in
      guard common > 0, let x = a.baseAddress, let y = b.baseAddress else { return 0 }
      // SAFETY: both buffers hold at least `common` bytes.
      return unsafe memcmp(x, y, common)
    }
  }
  return order != 0 ? Int(order) : left.count - right.count
}
