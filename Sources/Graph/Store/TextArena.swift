// The bytes of all strings that are too long to lie in their reference, and of encoded values.
//
// Bytes are only ever added: what a reader can reach never moves or changes, so every version of
// the graph shares one arena and a writer appends without copying. Overwritten text stays until the
// next snapshot is written, which holds living text only.
//
// A location is a chunk number (20 bits) and an offset within the chunk (44 bits).

public import Text

/// One block of the arena.
internal final class ArenaChunk: @unchecked Sendable {
  // SAFETY: `used` is read and written by the one writer only; bytes below what a published
  // reference names are never written again.
  let region: MemoryRegion
  /// Where the chunk begins in its region.
  let start: Int
  /// How many bytes the chunk has room for.
  let capacity: Int
  var used: Int

  init(region: MemoryRegion, start: Int, capacity: Int, used: Int) {
    precondition(start >= 0 && used <= capacity && capacity <= region.byteCount - start)
    self.region = region
    self.start = start
    self.capacity = capacity
    self.used = used
  }

  /// A chunk of fresh memory.
  convenience init(capacity: Int) {
    self.init(
      region: MemoryRegion.allocate(byteCount: capacity), start: 0, capacity: capacity, used: 0)
  }

  /// How many bytes can be added.
  var room: Int { region.isMapped ? 0 : capacity - used }

  /// Adds bytes that there is room for and gives their location.
  func store(_ bytes: Span<UInt8>, number: Int) -> UInt64 {
    let offset = used
    precondition(bytes.count <= room)
    // SAFETY: the chunk has room for the bytes behind `used`, and nobody reads there yet.
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe (region.base + self.start + offset).copyMemory(from: start, byteCount: source.count)
      }
    }
    used = offset + bytes.count
    return TextArena.location(chunk: number, offset: offset)
  }
}

/// Append-only bytes behind the string references of a graph.
@safe
public struct TextArena: Sendable {
  internal private(set) var chunks: [ArenaChunk] = []
  /// Bytes whose references were overwritten or removed.
  internal var garbageByteCount = 0

  private static let offsetBits: UInt64 = 44
  private static let firstChunkByteCount = 16 << 10
  private static let largestChunkByteCount = 4 << 20
  private static let chunkCountMax = 1 << 20

  /// Makes an empty arena.
  public init() {}

  /// Adds text and gives the reference to it.
  internal mutating func reference(to bytes: Span<UInt8>) -> StringReference {
    if bytes.count <= StringReference.inlineByteCount { return StringReference(inline: bytes) }
    return StringReference(bytes: bytes, location: append(bytes))
  }

  private mutating func append(_ bytes: Span<UInt8>) -> UInt64 {
    if let last = chunks.last, last.room >= bytes.count {
      return last.store(bytes, number: chunks.count - 1)
    }
    let previous = chunks.last.map { $0.region.isMapped ? 0 : $0.capacity } ?? 0
    let size = min(max(previous * 2, Self.firstChunkByteCount), Self.largestChunkByteCount)
    let chunk = ArenaChunk(capacity: max(size, bytes.count))
    adopt(chunk)
    return chunk.store(bytes, number: chunks.count - 1)
  }

  /// Takes over a chunk, whose number is the count of chunks before it.
  internal mutating func adopt(_ chunk: ArenaChunk) {
    precondition(chunks.count < Self.chunkCountMax, "the text arena is full")
    chunks.append(chunk)
  }

  /// The location of an offset within a chunk.
  internal static func location(chunk: Int, offset: Int) -> UInt64 {
    UInt64(chunk) << offsetBits | UInt64(offset)
  }

  /// The bytes of a long text; empty where the reference does not lie in this arena.
  @_lifetime(borrow self)
  public func longBytes(of reference: StringReference) -> Span<UInt8> {
    let number = Int(reference.tail >> Self.offsetBits)
    let offset = Int(reference.tail & (1 << Self.offsetBits - 1))
    guard number < chunks.count else { return Span() }
    let chunk = chunks[number]
    guard offset <= chunk.capacity, reference.byteCount <= chunk.capacity - offset else {
      return Span()
    }
    // SAFETY: the range was just checked; the chunk lives as long as the arena that is borrowed.
    let start = unsafe UnsafePointer(
      (chunk.region.base + chunk.start + offset).assumingMemoryBound(to: UInt8.self))
    let span = unsafe Span(_unsafeStart: start, count: reference.byteCount)
    return unsafe _overrideLifetime(span, borrowing: self)
  }

  /// Calls a function with the bytes of a text, short or long.
  @inline(__always)
  public func withBytes<Result, Failure: Error>(
    of reference: StringReference, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    guard reference.isInline else { return try body(longBytes(of: reference)) }
    // The two words hold the text behind the four bytes of its length.
    let words: InlineArray<2, UInt64> = [
      (reference.head >> 32) | (reference.tail << 32), reference.tail >> 32,
    ]
    let count = reference.byteCount
    let wordSpan = words.span
    let raw = unsafe wordSpan.bytes
    let bytes = unsafe raw._unsafeView(as: UInt8.self)
    return try body(bytes.extracting(0..<count))
  }

  /// The text behind a reference.
  public func text(of reference: StringReference) -> UTF8String {
    withBytes(of: reference) { bytes in
      // Text was validated when it came in; should a file lie, repaired text beats a trap.
      UTF8String(repairing: bytes)
    }
  }

  /// Whether two references of this arena hold the same bytes.
  public func areEqual(_ left: StringReference, _ right: StringReference) -> Bool {
    if left.head != right.head { return false }
    if left.tail == right.tail { return true }
    if left.isInline { return false }
    return compareBytes(longBytes(of: left), longBytes(of: right)) == 0
  }

  /// The bytes held in memory and the bytes that lie in a mapped file.
  internal var byteCounts: (owned: Int, mapped: Int) {
    var owned = 0
    var mapped = 0
    for chunk in chunks {
      if chunk.region.isMapped { mapped += chunk.used } else { owned += chunk.capacity }
    }
    return (owned, mapped)
  }
}
