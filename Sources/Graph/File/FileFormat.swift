// What snapshot and journal have in common: the identity of a graph, numbers as little-endian
// bytes, names of the files that belong together. The layouts themselves are in SnapshotFormat and
// JournalFormat; docs/file-format.md draws them.

/// 128 random bits that a graph gets when it is made and keeps for life, so that a journal is never
/// replayed onto another graph.
public struct GraphIdentity: Hashable, Sendable {
  /// The first eight bytes.
  public let high: UInt64
  /// The last eight bytes.
  public let low: UInt64

  /// Makes an identity of given bits.
  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A new identity.
  public static func random() -> GraphIdentity {
    var generator = SystemRandomNumberGenerator()
    return GraphIdentity(high: generator.next(), low: generator.next())
  }

  /// What the checksums of this graph's records start from, so that the bytes of another graph
  /// are never taken for them.
  var seed: UInt64 { high ^ (low &* 0x9e37_79b1_85eb_ca87) }

  /// What the chain of commits starts from.
  var firstChain: UInt64 { seed ^ 0x4b69_6e43_6861_696e }
}

/// The files of one graph.
struct GraphPaths: Sendable {
  let snapshot: String
  var newSnapshot: String { snapshot + ".new" }
  var journal: String { snapshot + "-journal" }
  var newJournal: String { snapshot + "-journal.new" }
  var lock: String { snapshot + "-lock" }
}

extension [UInt8] {
  /// The bytes as they are read and written here.
  var rawBytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // SAFETY: bytes have no padding between them.
      unsafe span.bytes
    }
  }

  /// Appends zeros up to a multiple of an alignment.
  mutating func pad(to alignment: Int) {
    append(contentsOf: repeatElement(0, count: aligned(count, to: alignment) - count))
  }
}

extension RawSpan {
  /// Reads a number of eight bytes; the offset is checked.
  func littleEndianUInt64(at offset: Int) -> UInt64 {
    // SAFETY: the call checks the bounds, and every bit pattern is a number.
    UInt64(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Reads a number of four bytes; the offset is checked.
  func littleEndianUInt32(at offset: Int) -> UInt32 {
    // SAFETY: the call checks the bounds, and every bit pattern is a number.
    UInt32(littleEndian: unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// Whether all bytes of a range are zero.
  func isZero(in range: Range<Int>) -> Bool {
    for offset in range {
      // SAFETY: the call checks the bounds.
      if unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self) != 0 { return false }
    }
    return true
  }
}

/// The next multiple of an alignment, which is a power of two.
func aligned(_ offset: Int, to alignment: Int) -> Int {
  (offset + alignment - 1) & ~(alignment - 1)
}
