// The checksum of everything Kin writes: 64 bits over eight lanes of 64 bits.
//
// A lane takes a word by `x = lane ^ word; lane = (x ^ x >> 32) * odd`. Each of the three steps can
// be undone, so two inputs that differ in one word always end in different lanes, and the lanes are
// folded the same way: a single flipped bit, byte or word is found with certainty, anything else
// with a chance of 1 in 2^64 to miss it. It guards against accidents; it is no signature.
// One multiplication a word keeps it near the speed of memory without vector instructions.

/// Computes the 64-bit checksum of bytes that come in one piece or in many.
public struct Checksum: Sendable {
  private var lanes: Lanes
  private var pending = InlineArray<64, UInt8>(repeating: 0)
  private var pendingCount = 0
  private var byteCount: UInt64 = 0

  /// Starts a checksum; different seeds give unrelated checksums of the same bytes.
  public init(seed: UInt64 = 0) {
    lanes = Lanes(seed: seed)
  }

  /// The checksum of bytes at hand.
  public static func of(_ bytes: RawSpan, seed: UInt64 = 0) -> UInt64 {
    var checksum = Checksum(seed: seed)
    checksum.update(bytes)
    return checksum.value
  }

  /// Takes the next bytes; how they are cut into calls makes no difference.
  public mutating func update(_ bytes: RawSpan) {
    byteCount &+= UInt64(bytes.byteCount)
    var start = 0
    if pendingCount > 0 {
      start = min(64 - pendingCount, bytes.byteCount)
      keep(bytes.extracting(0..<start))
      guard pendingCount == 64 else { return }
      // SAFETY: the array is not written to during the call.
      unsafe lanes.mixAll(pending.span.bytes)
      pendingCount = 0
    }
    let whole = (bytes.byteCount - start) & ~63
    if whole > 0 {
      lanes.mixAll(bytes.extracting(start..<(start + whole)))
    }
    keep(bytes.extracting((start + whole)..<bytes.byteCount))
  }

  /// The checksum of what came so far.
  public var value: UInt64 {
    var end = lanes
    if pendingCount > 0 {
      // Zeros fill the last stripe; the length below tells them from zeros that were written.
      var stripe = pending
      for index in pendingCount..<64 { stripe[index] = 0 }
      // SAFETY: the array is not written to during the call.
      unsafe end.mixAll(stripe.span.bytes)
    }
    return end.folded(byteCount: byteCount)
  }

  private mutating func keep(_ bytes: RawSpan) {
    for index in 0..<bytes.byteCount {
      // SAFETY: the index is below the count of the span.
      pending[pendingCount] = unsafe bytes.unsafeLoad(
        fromUncheckedByteOffset: index, as: UInt8.self)
      pendingCount += 1
    }
  }
}

/// Eight accumulators that are independent of each other, so that the processor overlaps them.
private struct Lanes: Sendable {
  private static let multiplier: UInt64 = 0x9e37_79b1_85eb_ca87
  private static let foldMultiplier: UInt64 = 0xc2b2_ae3d_27d4_eb4f

  private var a, b, c, d, e, f, g, h: UInt64

  init(seed: UInt64) {
    let m = Lanes.foldMultiplier
    a = seed &+ m
    b = a &+ m
    c = b &+ m
    d = c &+ m
    e = d &+ m
    f = e &+ m
    g = f &+ m
    h = g &+ m
  }

  @inline(__always)
  private static func step(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    let x = lane ^ word
    return (x ^ (x >> 32)) &* multiplier
  }

  /// Mixes whole stripes of 64 bytes.
  mutating func mixAll(_ bytes: RawSpan) {
    precondition(bytes.byteCount & 63 == 0)
    var (a, b, c, d) = (self.a, self.b, self.c, self.d)
    var (e, f, g, h) = (self.e, self.f, self.g, self.h)
    var offset = 0
    while offset < bytes.byteCount {
      a = Lanes.step(a, word(bytes, offset))
      b = Lanes.step(b, word(bytes, offset + 8))
      c = Lanes.step(c, word(bytes, offset + 16))
      d = Lanes.step(d, word(bytes, offset + 24))
      e = Lanes.step(e, word(bytes, offset + 32))
      f = Lanes.step(f, word(bytes, offset + 40))
      g = Lanes.step(g, word(bytes, offset + 48))
      h = Lanes.step(h, word(bytes, offset + 56))
      offset += 64
    }
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
    (self.e, self.f, self.g, self.h) = (e, f, g, h)
  }

  @inline(__always)
  private func word(_ bytes: RawSpan, _ offset: Int) -> UInt64 {
    // SAFETY: the count is a multiple of 64 and the offset lies in the stripe being read.
    UInt64(
      littleEndian: unsafe bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// One word from all lanes and the length; every lane can still be told from the result.
  func folded(byteCount: UInt64) -> UInt64 {
    var result = byteCount &* Lanes.multiplier
    for lane in [a, b, c, d, e, f, g, h] {
      let x = result ^ lane
      result = (x ^ (x >> 29)) &* Lanes.foldMultiplier
    }
    result = (result ^ (result >> 32)) &* Lanes.multiplier
    return result ^ (result >> 29)
  }
}
