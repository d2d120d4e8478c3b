// Walking every structure of a graph and saying what contradicts what. A file whose checksums are
// right can still come from a program with a bug; this is how one finds out.

internal import Text

/// Gathers problems up to a limit.
private struct Problems {
  let limit: Int
  var found: [String] = []

  var isFull: Bool { found.count >= limit }

  mutating func note(_ problem: @autoclosure () -> String) {
    if !isFull { found.append(problem()) }
  }
}

extension GraphSnapshot {
  /// What is wrong with the graph, one sentence each; empty where all is well.
  public func findProblems(limit: Int = 100) -> [String] {
    var problems = Problems(limit: limit)
    checkNodes(&problems)
    for number in adjacency.indices where !problems.isFull {
      checkRows(of: TypeID(rawValue: UInt16(number)), &problems)
    }
    checkRelationships(&problems)
    for (number, column) in nodeColumns.enumerated() where !problems.isFull {
      checkColumn(column, named: "node key \(keyTable[UInt16(number)])", members: nodes, &problems)
    }
    for (number, column) in relationshipColumns.enumerated() where !problems.isFull {
      checkColumn(
        column, named: "relationship key \(keyTable[UInt16(number)])",
        members: relationships.alive, &problems)
    }
    for index in indexTable where !problems.isFull { checkIndex(index, &problems) }
    // Counting anew relies on rows that lead to nodes.
    if problems.found.isEmpty { checkStatistics(&problems) }
    return problems.found
  }

  private func checkNodes(_ problems: inout Problems) {
    if let stray = nodes.first(from: nextNode) {
      problems.note("node \(stray) was never given out")
    }
    for (number, members) in labelMembers.enumerated() {
      for node in members.members where !nodes.contains(node) {
        problems.note("label \(labelTable[UInt16(number)]) is on node \(node), which is not there")
      }
    }
  }

  // MARK: Adjacency

  private func checkRows(of type: TypeID, _ problems: inout Problems) {
    var counts = [0, 0]
    for direction in Direction.allCases {
      let rows = rows(type, direction)
      for number in 0..<nextNode {
        let node = NodeID(rawValue: number)
        let row = rows.neighbours(of: node)
        counts[Int(direction.rawValue)] += row.count
        checkRow(row, of: node, type, direction, &problems)
        if problems.isFull { return }
      }
    }
    let name = typeTable[type.rawValue]
    if counts[0] != counts[1] || counts[0] != count(of: type) {
      problems.note(
        "type \(name) has \(counts[0]) outgoing and \(counts[1]) incoming relationships "
          + "and counts \(count(of: type))")
    }
  }

  private func checkRow(
    _ row: borrowing Neighbours, of node: NodeID, _ type: TypeID, _ direction: Direction,
    _ problems: inout Problems
  ) {
    for place in 0..<row.count {
      let other = row.nodes[place]
      let relationship = row.relationship(at: place)
      if place > 0 {
        let before = (row.nodes[place - 1].rawValue, row.relationship(at: place - 1).rawValue)
        if before >= (other.rawValue, relationship.rawValue) {
          problems.note("the \(direction) row of node \(node.rawValue) is out of order")
        }
      }
      let expected = RelationshipRecord(
        type: type, source: direction == .outgoing ? node : other,
        target: direction == .outgoing ? other : node)
      if record(of: relationship) != expected {
        problems.note(
          "relationship \(relationship.rawValue) stands in the \(direction) row of node "
            + "\(node.rawValue), but not so in the table")
      }
      if !nodes.contains(other.rawValue) || !nodes.contains(node.rawValue) {
        problems.note(
          "relationship \(relationship.rawValue) joins a node that is not there")
      }
      if problems.isFull { return }
    }
  }

  private func checkRelationships(_ problems: inout Problems) {
    if let stray = relationships.alive.first(from: relationships.nextID) {
      problems.note("relationship \(stray) was never given out")
    }
    let inRows = adjacency.reduce(0) { $0 + $1.count }
    if inRows != relationshipCount {
      problems.note("\(relationshipCount) relationships are there, but rows hold \(inRows)")
    }
  }

  // MARK: Columns

  private func checkColumn(
    _ column: PropertyColumn, named name: String, members: Bitmap, _ problems: inout Problems
  ) {
    var count = 0
    for (number, page) in column.pages.enumerated() {
      guard let page else { continue }
      for place in 0..<min(page.capacity, pageSize) where page.isPresent(place) {
        count += 1
        let id = UInt32(number << pageShift + place)
        if !members.contains(id) { problems.note("\(name) has a value for \(id), which is gone") }
        checkValue(of: page, at: place, named: "\(name) of \(id)", &problems)
        if problems.isFull { return }
      }
    }
    if count != column.count {
      problems.note("\(name) has \(count) values and counts \(column.count)")
    }
  }

  private func checkValue(
    of page: ColumnPage, at place: Int, named name: @autoclosure () -> String,
    _ problems: inout Problems
  ) {
    switch page.kind {
    case .integer, .float: break
    case .boolean:
      if page.values(as: UInt8.self)[place] > 1 { problems.note("\(name()) is no boolean") }
    case .date:
      if CalendarDate(daysSinceEpoch: page.values(as: Int64.self)[place]) == nil {
        problems.note("\(name()) is no date")
      }
    case .string, .encoded:
      let reference = page.values(as: StringReference.self)[place]
      let isWhole = arena.withBytes(of: reference) { bytes -> Bool in
        guard bytes.count == reference.byteCount else { return false }
        if page.kind == .string { return firstInvalidUTF8(in: bytes) == nil }
        return (try? Value(decodingAll: bytes)) != nil
      }
      if !isWhole { problems.note("\(name()) cannot be read") }
    }
  }

  // MARK: Indexes and statistics

  private func checkIndex(_ index: GraphIndex, _ problems: inout Problems) {
    let wanted = builtIndex(index.definition).sortedPairs
    let held = index.sortedPairs
    var place = 0
    for pair in wanted {
      while place < held.count, held[place] < pair { place += 1 }
      if place == held.count || held[place] != pair {
        problems.note(
          "the \(index.definition.kind) index on \(keyTable[index.definition.key.rawValue]) "
            + "misses node \(pair.node)")
        if problems.isFull { return }
      }
    }
  }

  private func checkStatistics(_ problems: inout Problems) {
    let kept = statistics.sortedPatterns
    let counted = countedStatistics().sortedPatterns
    if kept.count != counted.count
      || !zip(kept, counted).allSatisfy({ $0.pattern == $1.pattern && $0.count == $1.count })
    {
      problems.note("the kept counts of relationship patterns are not those of the graph")
    }
  }
}

/// A key and a node of an index, whatever its kind.
internal struct IndexPair: Comparable {
  let key: UInt64
  let node: UInt32

  static func < (left: IndexPair, right: IndexPair) -> Bool {
    left.key != right.key ? left.key < right.key : left.node < right.node
  }
}

extension GraphIndex {
  /// Everything the index holds, sorted.
  internal var sortedPairs: [IndexPair] {
    var pairs: [IndexPair] = []
    switch content {
    case .equality(let runs):
      for run in runs.runs { for place in 0..<run.count { pairs.append(IndexPair(run[place])) } }
      for pair in runs.end { pairs.append(IndexPair(pair)) }
    case .range(let runs):
      for run in runs.runs {
        for place in 0..<min(run.prefixes.count, run.nodes.count) {
          pairs.append(IndexPair(key: run.prefixes[place], node: run.nodes[place]))
        }
      }
      for pair in runs.end { pairs.append(IndexPair(key: pair.prefix, node: pair.node)) }
    case .text(let runs): runs.forEachPair { pairs.append(IndexPair($0)) }
    }
    return pairs.sorted()
  }
}

extension IndexPair {
  fileprivate init(_ packed: UInt64) {
    self.init(key: packed >> 32, node: UInt32(truncatingIfNeeded: packed))
  }
}
