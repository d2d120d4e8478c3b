// Sorting the relationships of one type into rows of both directions. A counting sort by the start
// and, where the input is not in order already, a sort of each row: linear in all but name.

/// The rows of one type in both directions, and the order that the input had to be put in.
internal struct SortedRelationships: Sendable {
  private(set) var outgoing = CompressedRows()
  private(set) var incoming = CompressedRows()
  /// The input's row at each position of the outgoing rows; empty where it is the same everywhere.
  private(set) var order: [UInt32] = []

  init(_ sources: [UInt32], _ targets: [UInt32], first: UInt32, nodeCount: Int) {
    guard !sources.isEmpty else { return }
    precondition(
      Self.areBelow(nodeCount, sources) && Self.areBelow(nodeCount, targets),
      "a relationship joins a node that was not added")
    var lengths = [UInt32](repeating: 0, count: nodeCount)
    for source in sources { lengths[Int(source)] += 1 }
    outgoing.index = RowIndex(lengths: lengths.span, firstNode: 0)
    outgoing.firstRelationship = first
    var starts = Self.starts(of: lengths)
    if Self.isSorted(sources, targets) {
      outgoing.neighbours = FlatArray(count: targets.count) { list in
        for place in targets.indices { list[place] = NodeID(rawValue: targets[place]) }
      }
    } else {
      let entries = Self.sortedRows(sources, targets, starts: &starts)
      outgoing.neighbours = FlatArray(count: entries.count) { list in
        for place in entries.indices {
          list[place] = NodeID(rawValue: UInt32(truncatingIfNeeded: entries[place] >> 32))
        }
      }
      order = entries.map { UInt32(truncatingIfNeeded: $0) }
    }
    incoming = turnedRound(sources, first: first, nodeCount: nodeCount)
  }

  private static func areBelow(_ nodeCount: Int, _ ends: [UInt32]) -> Bool {
    var highest: UInt32 = 0
    for end in ends { highest = max(highest, end) }
    return Int(highest) < nodeCount
  }

  private static func isSorted(_ sources: [UInt32], _ targets: [UInt32]) -> Bool {
    for place in sources.indices.dropFirst() {
      let isBefore =
        sources[place - 1] < sources[place]
        || (sources[place - 1] == sources[place] && targets[place - 1] <= targets[place])
      if !isBefore { return false }
    }
    return true
  }

  private static func starts(of lengths: [UInt32]) -> [UInt32] {
    var sum: UInt32 = 0
    return lengths.map { length in
      defer { sum += length }
      return sum
    }
  }

  /// The targets with the input's rows, row after row and sorted within each.
  private static func sortedRows(
    _ sources: [UInt32], _ targets: [UInt32], starts: inout [UInt32]
  ) -> [UInt64] {
    var entries = [UInt64](repeating: 0, count: sources.count)
    for place in sources.indices {
      let source = Int(sources[place])
      entries[Int(starts[source])] = UInt64(targets[place]) << 32 | UInt64(place)
      starts[source] += 1
    }
    var start = 0
    for end in starts {
      let row = start..<Int(end)
      start = Int(end)
      if row.count > 1, !isAscending(entries, row) { entries[row].sort() }
    }
    return entries
  }

  private static func isAscending(_ entries: [UInt64], _ row: Range<Int>) -> Bool {
    for place in row.dropFirst() where entries[place - 1] > entries[place] { return false }
    return true
  }

  /// Makes the incoming rows; going through the outgoing ones in order sorts them by itself.
  private func turnedRound(_ sources: [UInt32], first: UInt32, nodeCount: Int) -> CompressedRows {
    let neighbours = outgoing.neighbours.span
    var lengths = [UInt32](repeating: 0, count: nodeCount)
    for place in neighbours.indices { lengths[Int(neighbours[place].rawValue)] += 1 }
    var next = Self.starts(of: lengths)
    var places = [UInt32](repeating: 0, count: neighbours.count)
    for place in neighbours.indices {
      let target = Int(neighbours[place].rawValue)
      places[place] = next[target]
      next[target] += 1
    }
    var rows = CompressedRows()
    rows.index = RowIndex(lengths: lengths.span, firstNode: 0)
    rows.neighbours = FlatArray(count: places.count) { list in
      for place in places.indices {
        let row = order.isEmpty ? place : Int(order[place])
        list[Int(places[place])] = NodeID(rawValue: sources[row])
      }
    }
    rows.relationships = FlatArray(count: places.count) { list in
      for place in places.indices {
        list[Int(places[place])] = RelationshipID(rawValue: first + UInt32(place))
      }
    }
    return rows
  }
}
