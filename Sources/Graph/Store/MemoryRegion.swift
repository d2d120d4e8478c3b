// Memory with one owner: allocated, or a mapped file. Columns, adjacency and indexes are views into
// regions, so that a graph that was built and a graph that was mapped are read by the same code.

import Glibc

/// Bytes that stay at one address for as long as this object lives.
@safe
public final class MemoryRegion: @unchecked Sendable {
  // SAFETY: the bytes are written only by the one who made the region, before it is shared, or by
  // an owner who holds the only reference; `release` runs once, when nobody can read any more.

  /// The first byte.
  @usableFromInline internal let base: UnsafeMutableRawPointer
  /// How many bytes there are.
  public let byteCount: Int
  /// Whether the bytes belong to a mapped file, which must not be written to.
  public let isMapped: Bool

  private init(base: UnsafeMutableRawPointer, byteCount: Int, isMapped: Bool) {
    unsafe self.base = base
    self.byteCount = byteCount
    self.isMapped = isMapped
  }

  /// Allocates bytes on a 64-byte boundary, all zero.
  public static func allocate(byteCount: Int) -> MemoryRegion {
    let base = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 64), alignment: 64)
    unsafe memset(base, 0, byteCount)
    return unsafe MemoryRegion(base: base, byteCount: byteCount, isMapped: false)
  }

  /// Takes over a mapping made with mmap, which is unmapped when the region goes.
  @unsafe
  public static func adopt(mapping base: UnsafeMutableRawPointer, byteCount: Int) -> MemoryRegion {
    unsafe MemoryRegion(base: base, byteCount: byteCount, isMapped: true)
  }

  deinit {
    if isMapped {
      unsafe munmap(base, byteCount)
    } else {
      unsafe base.deallocate()
    }
  }

  /// The bytes.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = unsafe RawSpan(_unsafeStart: base, byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }
}
