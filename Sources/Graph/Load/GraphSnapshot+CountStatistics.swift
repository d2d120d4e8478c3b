// Counting the statistics of a whole graph afresh: after loading in bulk, and by `check`, which
// compares them with those that were kept.

internal import Text

extension GraphSnapshot {
  /// The statistics of the graph as it is.
  internal func countedStatistics() -> GraphStatistics {
    var counted = GraphStatistics()
    let sets = labelSets()
    let typeCounts = inParallel(adjacency.count) { number in
      patternCounts(of: TypeID(rawValue: UInt16(number)), sets: sets)
    }
    for counts in typeCounts {
      for (pattern, count) in counts { counted.add(count, to: pattern) }
    }
    counted.distinctNodeValues = inParallel(nodeColumns.count) { number in
      distinctValues(in: nodeColumns[number])
    }
    return counted
  }

  /// Nodes that have the same labels share a number here.
  private struct LabelSets: Sendable {
    var sets: [[LabelID]] = [[]]
    var setOfNode: [UInt32] = []
  }

  private func labelSets() -> LabelSets {
    var result = LabelSets()
    result.setOfNode = Array(repeating: 0, count: Int(nextNode))
    var numbers: [[LabelID]: UInt32] = [[]: 0]
    for (number, members) in labelMembers.enumerated() {
      let label = LabelID(rawValue: UInt16(number))
      // Most nodes come from the set that the node before came from.
      var lastFrom: UInt32 = 0
      var lastTo: UInt32?
      for node in members.members {
        let old = result.setOfNode[Int(node)]
        if let lastTo, old == lastFrom {
          result.setOfNode[Int(node)] = lastTo
          continue
        }
        let set = result.sets[Int(old)] + [label]
        let fresh = numbers[set] ?? UInt32(result.sets.count)
        if fresh == result.sets.count {
          numbers[set] = fresh
          result.sets.append(set)
        }
        result.setOfNode[Int(node)] = fresh
        (lastFrom, lastTo) = (old, fresh)
      }
    }
    return result
  }

  private func patternCounts(
    of type: TypeID, sets: LabelSets
  ) -> [(pattern: RelationshipPattern, count: Int)] {
    var pairCounts: [UInt64: Int] = [:]
    var row = [Int](repeating: 0, count: sets.sets.count)
    var touched: [UInt32] = []
    // Neighbouring nodes mostly have the same labels, and so have their neighbours.
    var last: (pair: UInt64, count: Int) = (0, 0)
    // Asking this copy for rows is many times cheaper than asking the graph for each.
    let rows = adjacency[Int(type.rawValue)].outgoing
    let setOfNode = sets.setOfNode
    for node in nodes.members {
      let neighbours = rows.row(of: node).nodes
      if neighbours.isEmpty { continue }
      for place in neighbours.indices {
        let target = setOfNode[Int(neighbours[place].rawValue)]
        if row[Int(target)] == 0 { touched.append(target) }
        row[Int(target)] += 1
      }
      for target in touched {
        let pair = UInt64(setOfNode[Int(node)]) << 32 | UInt64(target)
        if pair != last.pair {
          pairCounts[last.pair, default: 0] += last.count
          last = (pair, 0)
        }
        last.count += row[Int(target)]
        row[Int(target)] = 0
      }
      touched.removeAll(keepingCapacity: true)
    }
    pairCounts[last.pair, default: 0] += last.count
    var counted = GraphStatistics()
    for (pair, count) in pairCounts where count > 0 {
      counted.count(
        type, from: sets.sets[Int(pair >> 32)],
        to: sets.sets[Int(UInt32(truncatingIfNeeded: pair))],
        by: count)
    }
    return counted.sortedPatterns
  }

  private func distinctValues(in column: PropertyColumn) -> DistinctSketch {
    var sketch = DistinctSketch()
    for number in 0..<column.pageCount {
      guard let page = column.page(number) else { continue }
      for place in 0..<PropertyColumn.idsPerPage
      where page.presence[place >> 6] & (1 << UInt64(place & 63)) != 0 {
        sketch.insert(hash: hash(at: place, of: page))
      }
    }
    return sketch
  }

  private func hash(at place: Int, of page: borrowing ColumnPageView) -> UInt64 {
    switch page.kind {
    case .integer: Value.stableHash(of: page.integers[place])
    case .float: Value.stableHash(of: page.floats[place])
    case .boolean: Value.stableHash(of: page.booleans[place] != 0)
    case .string:
      arena.withBytes(of: page.references[place]) { Value.stableHash(ofText: $0) }
    case .date, .encoded: page.value(at: place, in: arena).stableHash
    }
  }
}
