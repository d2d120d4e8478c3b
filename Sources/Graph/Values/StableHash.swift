// A hash of bytes and numbers that is the same on every run and machine, because index files keep
// it: no seed, no pointers, little-endian loads. Fast on the short keys that a graph has; made to
// spread, not to withstand somebody who looks for collisions.

/// Hashes bytes; equal bytes give equal hashes on every run and machine.
public func stableHashOfBytes(_ bytes: Span<UInt8>) -> UInt64 {
  let count = bytes.count
  // SAFETY: a view of the same bytes, which live through this call.
  let raw = unsafe bytes.bytes
  var state = UInt64(truncatingIfNeeded: count) &* StableHash.first ^ StableHash.second
  var place = 0
  while count - place > 16 {
    state = StableHash.mix(
      raw.word(at: place) ^ StableHash.first ^ state, raw.word(at: place + 8) ^ StableHash.third)
    place += 16
  }
  // The last 1 to 16 bytes as two words, which overlap where there are fewer than sixteen.
  let rest = count - place
  var low: UInt64 = 0
  var high: UInt64 = 0
  if rest >= 8 {
    low = raw.word(at: place)
    high = raw.word(at: count - 8)
  } else if rest >= 4 {
    low = raw.halfWord(at: place)
    high = raw.halfWord(at: count - 4)
  } else if rest > 0 {
    low = UInt64(bytes[place]) << 16 | UInt64(bytes[place + rest / 2]) << 8
    high = UInt64(bytes[count - 1])
  }
  state = StableHash.mix(low ^ StableHash.second ^ state, high ^ StableHash.third)
  return StableHash.mix(state ^ StableHash.first, StableHash.second)
}

/// A stable hash that is built up from parts in their order.
internal struct StableHash {
  // Odd numbers with about as many ones as zeros: the fractions of the square roots of 2, 3 and 5.
  fileprivate static let first: UInt64 = 0x6a09_e667_f3bc_c909
  fileprivate static let second: UInt64 = 0xbb67_ae85_84ca_a73b
  fileprivate static let third: UInt64 = 0x3c6e_f372_fe94_f82b

  private(set) var value: UInt64

  /// Starts with a number that keeps kinds apart.
  init(kind: UInt64) { value = StableHash.mix(kind ^ StableHash.first, StableHash.third) }

  mutating func combine(_ word: UInt64) {
    value = StableHash.mix(word ^ StableHash.second, value ^ StableHash.first)
  }

  mutating func combine(_ number: Int64) { combine(UInt64(bitPattern: number)) }

  fileprivate static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

extension RawSpan {
  fileprivate func word(at offset: Int) -> UInt64 {
    // SAFETY: the load checks its bounds, and every pattern of bits is an integer.
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  fileprivate func halfWord(at offset: Int) -> UInt64 {
    // SAFETY: the load checks its bounds, and every pattern of bits is an integer.
    let half = unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return UInt64(UInt32(littleEndian: half))
  }
}
