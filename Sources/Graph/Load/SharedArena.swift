// The arena while a graph is loaded on several threads: each thread fills chunks of its own and
// only asks for the next chunk under a lock, so that references are final from the start.

/// Gives out chunks of one arena to several writers.
internal final class SharedArena: Sendable {
  private let chunks = Lock<[ArenaChunk]>([])

  static let chunkByteCount = 1 << 20

  fileprivate func makeChunk(byteCount: Int) -> (number: Int, chunk: ArenaChunk) {
    let chunk = ArenaChunk(capacity: max(byteCount, Self.chunkByteCount))
    let number = chunks.withLock { chunks in
      chunks.append(chunk)
      return chunks.count - 1
    }
    return (number, chunk)
  }

  /// The arena with all chunks, once every writer is done.
  func finish() -> TextArena {
    var arena = TextArena()
    for chunk in chunks.withLock({ $0 }) { arena.adopt(chunk) }
    return arena
  }
}

/// One thread's way to add text to a shared arena.
internal struct ArenaWriter {
  private let arena: SharedArena
  private var current: (number: Int, chunk: ArenaChunk)?

  init(_ arena: SharedArena) { self.arena = arena }

  /// Adds text and gives the reference to it.
  mutating func reference(to bytes: Span<UInt8>) -> StringReference {
    if bytes.count <= StringReference.inlineByteCount { return StringReference(inline: bytes) }
    if let (number, chunk) = current, chunk.room >= bytes.count {
      return StringReference(bytes: bytes, location: chunk.store(bytes, number: number))
    }
    let fresh = arena.makeChunk(byteCount: bytes.count)
    if bytes.count < SharedArena.chunkByteCount / 4 { current = fresh }
    return StringReference(
      bytes: bytes, location: fresh.chunk.store(bytes, number: fresh.number))
  }
}
