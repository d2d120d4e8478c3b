// Keys made of content alone, so that two machines that never heard of each other give the same
// thing the same key. 128 bits of MurmurHash3 (x64), which spreads well and is quick; it does not
// withstand somebody who looks for collisions, and nothing here is a secret.

internal import Text

/// A 128-bit key, the same on every machine.
public struct ContentKey: Hashable, Comparable, Sendable {
  /// The upper half, which entities of one label and name share, even where they are two.
  public var high: UInt64
  /// The lower half.
  public var low: UInt64

  /// A key of two halves.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// The key of bytes.
  public init(hashing bytes: Span<UInt8>) {
    var hash = Murmur128(byteCount: bytes.count)
    (high, low) = hash.digest(bytes)
  }

  /// The key of texts in their order; where one ends and the next begins counts.
  public init(hashing parts: [String]) {
    var bytes: [UInt8] = []
    for part in parts {
      bytes.append(contentsOf: part.utf8)
      bytes.append(0xff)
    }
    self.init(hashing: bytes.span)
  }

  /// The key that 32 hexadecimal digits write, or nil for any other text.
  public init?(hex text: String) {
    var halves: (UInt64, UInt64) = (0, 0)
    var count = 0
    for byte in text.utf8 {
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x61...0x66: digit = byte - 0x57
      default: return nil
      }
      if count < 16 { halves.0 = halves.0 << 4 | UInt64(digit) }
      if count >= 16 { halves.1 = halves.1 << 4 | UInt64(digit) }
      count += 1
      if count > 32 { return nil }
    }
    guard count == 32 else { return nil }
    (high, low) = halves
  }

  /// The key as 32 hexadecimal digits.
  public var hex: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    for half in [high, low] {
      for shift in stride(from: UInt64(60), through: 0, by: -4) {
        let digit = UInt8(truncatingIfNeeded: half >> shift & 15)
        bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
      }
    }
    return UTF8String(repairing: bytes.span).string
  }

  /// The order of the digits.
  public static func < (left: ContentKey, right: ContentKey) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

/// MurmurHash3_x64_128 with the seed 0.
private struct Murmur128 {
  private static let first: UInt64 = 0x87c3_7b91_1142_53d5
  private static let second: UInt64 = 0x4cf5_ad43_2745_937f

  private var high: UInt64 = 0
  private var low: UInt64 = 0
  private let byteCount: Int

  init(byteCount: Int) { self.byteCount = byteCount }

  mutating func digest(_ bytes: Span<UInt8>) -> (UInt64, UInt64) {
    var place = 0
    while byteCount - place >= 16 {
      block(word(bytes, place, 8), word(bytes, place + 8, 8))
      place += 16
    }
    let rest = byteCount - place
    if rest > 8 { low ^= Self.mixSecond(word(bytes, place + 8, rest - 8)) }
    if rest > 0 { high ^= Self.mixFirst(word(bytes, place, min(rest, 8))) }
    high ^= UInt64(truncatingIfNeeded: byteCount)
    low ^= UInt64(truncatingIfNeeded: byteCount)
    high &+= low
    low &+= high
    high = Self.finish(high)
    low = Self.finish(low)
    high &+= low
    low &+= high
    return (high, low)
  }

  private mutating func block(_ one: UInt64, _ other: UInt64) {
    high ^= Self.mixFirst(one)
    high = (high << 27 | high >> 37) &+ low
    high = high &* 5 &+ 0x52dc_e729
    low ^= Self.mixSecond(other)
    low = (low << 31 | low >> 33) &+ high
    low = low &* 5 &+ 0x3849_5ab5
  }

  /// The bytes from an offset on as a number, the first the lowest.
  private func word(_ bytes: Span<UInt8>, _ offset: Int, _ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for place in 0..<count { value |= UInt64(bytes[offset + place]) << UInt64(place * 8) }
    return value
  }

  private static func mixFirst(_ word: UInt64) -> UInt64 {
    let mixed = word &* first
    return (mixed << 31 | mixed >> 33) &* second
  }

  private static func mixSecond(_ word: UInt64) -> UInt64 {
    let mixed = word &* second
    return (mixed << 33 | mixed >> 31) &* first
  }

  private static func finish(_ half: UInt64) -> UInt64 {
    var mixed = half ^ half >> 33
    mixed = mixed &* 0xff51_afd7_ed55_8ccd
    mixed ^= mixed >> 33
    mixed = mixed &* 0xc4ce_b9fe_1a85_ec53
    return mixed ^ mixed >> 33
  }
}
