// A snapshot that is changed and given checksums that are right again, so that tests reach what
// lies behind them: what a program with a bug, or with bad intentions, might have written.

import Graph

/// The bytes of a snapshot and where its sections lie.
public struct SealedSnapshot: Sendable {
  /// The snapshot as it was written.
  public let bytes: [UInt8]
  private let directory: Int

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    directory = Int(Self.number(bytes, 48))
  }

  /// The bytes of the first section of a kind.
  public func section(kind: UInt32) -> Range<Int>? {
    entries.first { UInt32(truncatingIfNeeded: Self.number(bytes, $0)) == kind }.map(section(at:))
  }

  /// Changed bytes of the same number with checksums that are right.
  public func sealing(_ changed: [UInt8]) -> [UInt8] {
    var changed = changed
    for entry in entries {
      let section = section(at: entry)
      for place in section.upperBound..<(section.upperBound + 63) & ~63 { changed[place] = 0 }
      seal(&changed, section, at: entry + 32)
    }
    seal(&changed, directory..<changed.count, at: 64)
    seal(&changed, 0..<120, at: 120)
    return changed
  }

  private var entries: [Int] { Array(stride(from: directory, to: bytes.count, by: 40)) }

  private func section(at entry: Int) -> Range<Int> {
    let start = Int(Self.number(bytes, entry + 16))
    return start..<start + Int(Self.number(bytes, entry + 24))
  }

  private func seal(_ bytes: inout [UInt8], _ range: Range<Int>, at place: Int) {
    let checksum = Checksum.of(bytes.span.bytes.extracting(range))
    for byte in 0..<8 { bytes[place + byte] = UInt8(truncatingIfNeeded: checksum >> (8 * byte)) }
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> UInt64 {
    (0..<8).reduce(0) { $0 | UInt64(bytes[offset + $1]) << UInt64(8 * $1) }
  }
}
