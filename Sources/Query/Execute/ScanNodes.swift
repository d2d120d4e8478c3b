// All nodes, or all nodes of a label, for each row that comes in. The members of a bitmap are read
// word by word into an array of ids; columns of the row around them are repeated.

internal import Graph
internal import Text

/// Goes through all nodes or those of a label.
final class ScanNodes: Operator {
  private let slot: Slot
  private let label: NameNumber?
  /// The part of the ids that this worker scans; nil for all.
  var range: Range<UInt32>?

  init(_ slot: Slot, label: NameNumber?, _ place: OperatorPlace, next: Operator) {
    self.slot = slot
    self.label = label
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var members = context.graph.allNodes
    if let label {
      guard let id = context.label(label) else { return }
      members = context.graph.members(of: id)
    }
    let range = self.range ?? 0..<UInt32(clamping: context.graph.nodeIDLimit)
    for row in 0..<batch.count {
      var cursor = BitmapCursor(range)
      while true {
        let ids = cursor.next(Batch.size, of: members)
        if ids.isEmpty { break }
        let rows = [Int32](repeating: Int32(truncatingIfNeeded: row), count: ids.count)
        var scanned = batch.gathered(rows, keeping: live)
        if live.wants(slot) { scanned[slot] = .nodes(ids) }
        try send(scanned)
        if flow.isSatisfied { return }
      }
    }
  }
}

/// Reads the members of a bitmap in portions.
struct BitmapCursor {
  private var position: UInt32
  private let end: UInt32

  init(_ range: Range<UInt32>) {
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next members, at most about so many; empty at the end.
  mutating func next(_ count: Int, of bitmap: Bitmap) -> [UInt32] {
    var ids: [UInt32] = []
    ids.reserveCapacity(count)
    let idsPerPage = UInt32(Bitmap.idsPerPage)
    while position < end, ids.count + 64 <= count {
      let number = Int(position / idsPerPage)
      if number >= bitmap.pageCount {
        position = end
        break
      }
      let words = bitmap.page(number)
      let base = UInt32(number) * idsPerPage
      var word = Int((position - base) >> 6)
      if word >= words.count {
        position = min(end, base &+ idsPerPage)
        continue
      }
      while word < words.count, ids.count + 64 <= count {
        let start = base + UInt32(word) << 6
        if start >= end { break }
        var bits = words[word]
        if start < position { bits &= ~0 << UInt64(position - start) }
        while bits != 0 {
          let id = start + UInt32(bits.trailingZeroBitCount)
          if id >= end { break }
          ids.append(id)
          bits &= bits - 1
        }
        word += 1
        position = start + 64
      }
      if word >= words.count { position = max(position, base &+ UInt32(words.count) << 6) }
    }
    return ids
  }
}
