// How many bytes each part of a graph takes.

internal import Text

/// One part of a graph and the bytes that it takes.
public struct MemoryPart: Sendable {
  /// What the part is, as `kin stats` names it.
  public let name: String
  /// Bytes in memory and in the mapped file together.
  public let byteCount: Int
}

extension GraphSnapshot {
  /// The bytes that adjacency takes for all relationships, both directions together.
  public var adjacencyByteCount: Int {
    adjacency.reduce(0) { sum, type in
      sum + type.outgoing.base.listByteCount + type.incoming.base.listByteCount
        + type.outgoing.overlay.byteCount + type.incoming.overlay.byteCount
    } + retainedBulkByteCount + relationships.byteCount
  }

  /// The bytes that are spent per node: living nodes, labels, and where rows begin.
  public var nodeByteCount: Int {
    let bitmaps = ([nodes] + labelMembers).reduce(0) { sum, bitmap in
      let bytes = bitmap.words.byteCounts
      return sum + bytes.owned + bytes.mapped
    }
    return bitmaps + rowIndexByteCount
  }

  private var rowIndexByteCount: Int {
    adjacency.reduce(0) { $0 + $1.outgoing.base.index.byteCount + $1.incoming.base.index.byteCount }
  }

  /// Rows of bulk ranges that are kept only to find the ends of their relationships.
  private var retainedBulkByteCount: Int {
    relationships.bulkRanges.reduce(0) { sum, range in
      let current = adjacency[Int(range.type.rawValue)].outgoing.base
      if range.rows.neighbours.isSame(as: current.neighbours) { return sum }
      return sum + range.rows.listByteCount + range.rows.index.byteCount
    }
  }

  /// The bytes of every part, in a fixed order.
  public func memoryReport() -> [MemoryPart] {
    func bytes(of columns: [PropertyColumn]) -> Int {
      columns.reduce(0) { sum, column in
        sum + column.pages.reduce(0) { $0 + ($1?.memory.byteCount ?? 0) }
      }
    }
    let texts = arena.byteCounts
    return [
      MemoryPart(name: "nodes and labels", byteCount: nodeByteCount - rowIndexByteCount),
      MemoryPart(name: "row indexes", byteCount: rowIndexByteCount),
      MemoryPart(name: "adjacency", byteCount: adjacencyByteCount),
      MemoryPart(name: "node properties", byteCount: bytes(of: nodeColumns)),
      MemoryPart(name: "relationship properties", byteCount: bytes(of: relationshipColumns)),
      MemoryPart(name: "texts", byteCount: texts.owned + texts.mapped),
      MemoryPart(name: "indexes", byteCount: indexTable.reduce(0) { $0 + $1.byteCount }),
      MemoryPart(
        name: "statistics",
        byteCount: statistics.distinctNodeValues.count * 1024
          + statistics.sortedPatterns.count * 32),
    ]
  }
}
