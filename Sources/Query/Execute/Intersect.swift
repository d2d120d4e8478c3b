// A node that several bound nodes lead to, as in the corner that closes a triangle: the sorted rows
// of the first two are walked side by side, and the others are asked by binary search. Where one
// row is much longer, its part is found by galloping instead of step by step.

internal import Graph
internal import Text

/// Finds nodes that are joined to several bound nodes.
final class Intersect: Operator {
  private let intersection: Intersection

  init(_ intersection: Intersection, _ place: OperatorPlace, next: Operator) {
    self.intersection = intersection
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let legs = intersection.legs
    let test = LabelTest(
      intersection.labels, reachedOver: legs[0].types, legs[0].direction, in: context)
    if test.isImpossible { return }
    var found = Corners(legCount: legs.count, wants: legs.map { live.wants($0.relationship) })
    let isPlain =
      legs.count == 2
      && legs.allSatisfy { leg in
        leg.excluding.allSatisfy { $0 == legs[0].relationship }
      }
    if isPlain {
      try pushPlain(batch, test, &found)
    } else {
      try pushGeneral(batch, test, &found)
    }
    try flush(&found, batch)
  }

  /// Two legs whose relationships need differ at most from each other.
  private func pushPlain(
    _ batch: Batch, _ test: LabelTest, _ found: inout Corners
  ) throws(QueryError) {
    let legs = intersection.legs
    let first = Legs(legs[0].types, legs[0].direction, in: context)
    let second = Legs(legs[1].types, legs[1].direction, in: context)
    let left = batch[legs[0].from].nodeIDs(count: batch.count)
    let right = batch[legs[1].from].nodeIDs(count: batch.count)
    let mustDiffer = !legs[1].excluding.isEmpty
    let isTrivial = test.isTrivial
    let wantsRelationships = found.wants.contains(true)
    for row in 0..<batch.count {
      if left[row] == Column.nullID || right[row] == Column.nullID { continue }
      try forEachCommon(first, left[row], second, right[row]) { node, a, b throws(QueryError) in
        if mustDiffer, a == b { return }
        if !isTrivial, !test.passes(node) { return }
        found.rows.append(Int32(truncatingIfNeeded: row))
        found.nodes.append(node)
        if wantsRelationships {
          found.relationships[0].append(a)
          found.relationships[1].append(b)
        }
        if found.isFull { try flush(&found, batch) }
      }
      if flow.isSatisfied { return }
    }
  }

  /// Any number of legs, whose relationships must differ from others of the pattern.
  private func pushGeneral(
    _ batch: Batch, _ test: LabelTest, _ found: inout Corners
  ) throws(QueryError) {
    let sources = intersection.legs.map { batch[$0.from].nodeIDs(count: batch.count) }
    let legs = intersection.legs.map { Legs($0.types, $0.direction, in: context) }
    let others = intersection.legs.dropFirst(2).map {
      EdgeSearch($0.types, $0.direction, in: context)
    }
    let outer = intersection.legs.map { Exclusions($0.excluding, in: batch) }
    // Which relationships found here must differ from each other.
    let apart = intersection.legs.indices.map { place in
      intersection.legs.indices.prefix(place).filter {
        intersection.legs[place].excluding.contains(intersection.legs[$0].relationship)
      }
    }
    var chosen = [UInt32](repeating: 0, count: legs.count)

    func accept(_ place: Int, _ relationship: UInt32, _ row: Int) -> Bool {
      if outer[place].contain(relationship, row) { return false }
      for other in apart[place] where chosen[other] == relationship { return false }
      chosen[place] = relationship
      return true
    }
    func goOn(_ place: Int, _ node: UInt32, _ row: Int) throws(QueryError) {
      if place == legs.count {
        found.add(row, node, chosen)
        if found.isFull { try flush(&found, batch) }
        return
      }
      try others[place - 2].forEach(from: sources[place][row], to: node) {
        relationship throws(QueryError) in
        if accept(place, relationship, row) { try goOn(place + 1, node, row) }
      }
    }
    for row in 0..<batch.count {
      if sources.contains(where: { $0[row] == Column.nullID }) { continue }
      try forEachCommon(legs[0], sources[0][row], legs[1], sources[1][row]) {
        node, left, right throws(QueryError) in
        if !test.passes(node) || !accept(0, left, row) || !accept(1, right, row) { return }
        try goOn(2, node, row)
      }
      if flow.isSatisfied { return }
    }
  }

  private func flush(_ found: inout Corners, _ batch: Batch) throws(QueryError) {
    if found.rows.isEmpty { return }
    var output = batch.gathered(found.rows, keeping: live)
    if live.wants(intersection.to) { output[intersection.to] = .nodes(found.nodes) }
    for (place, leg) in intersection.legs.enumerated() where live.wants(leg.relationship) {
      output[leg.relationship] = .relationships(found.relationships[place])
    }
    found = Corners(legCount: intersection.legs.count, wants: found.wants)
    if !flow.isSatisfied { try send(output) }
  }
}

/// Rows that were found, until they are handed on.
private struct Corners {
  var rows: [Int32] = []
  var nodes: [UInt32] = []
  var relationships: [[UInt32]]
  let wants: [Bool]

  init(legCount: Int, wants: [Bool]) {
    self.wants = wants
    relationships = Array(repeating: [], count: legCount)
  }

  var isFull: Bool { rows.count >= Batch.size }

  @inline(__always)
  mutating func add(_ row: Int, _ node: UInt32, _ chosen: [UInt32]) {
    rows.append(Int32(truncatingIfNeeded: row))
    nodes.append(node)
    for place in wants.indices where wants[place] { relationships[place].append(chosen[place]) }
  }
}

/// Calls a function with each node that two nodes lead to, and the relationships to it.
@inline(__always)
private func forEachCommon(
  _ left: Legs, _ leftNode: UInt32, _ right: Legs, _ rightNode: UInt32,
  _ body: (_ node: UInt32, _ left: UInt32, _ right: UInt32) throws(QueryError) -> Void
) throws(QueryError) {
  try left.forEachRow(of: leftNode) { a, skipsLeft throws(QueryError) in
    if a.count == 0 { return }
    try right.forEachRow(of: rightNode) { b, skipsRight throws(QueryError) in
      try forEachCommon(a, b) { node, i, j throws(QueryError) in
        if skipsLeft && node == leftNode || skipsRight && node == rightNode { return }
        try body(node, a.relationship(at: i).rawValue, b.relationship(at: j).rawValue)
      }
    }
  }
}

/// Calls a function with each node that stands in two rows, and its places in them.
@inline(__always)
private func forEachCommon(
  _ a: borrowing Neighbours, _ b: borrowing Neighbours,
  _ body: (_ node: UInt32, _ left: Int, _ right: Int) throws(QueryError) -> Void
) throws(QueryError) {
  var i = 0
  var j = 0
  while i < a.count, j < b.count {
    let (x, y) = (a.nodes[i].rawValue, b.nodes[j].rawValue)
    if x < y {
      i = gallop(a.nodes, from: i, to: y)
    } else if y < x {
      j = gallop(b.nodes, from: j, to: x)
    } else {
      var endA = i + 1
      while endA < a.count, a.nodes[endA].rawValue == x { endA += 1 }
      var endB = j + 1
      while endB < b.count, b.nodes[endB].rawValue == x { endB += 1 }
      for k in i..<endA {
        for l in j..<endB { try body(x, k, l) }
      }
      i = endA
      j = endB
    }
  }
}

/// The first place after one whose node is at least so large: steps that double, then a binary
/// search between the last two.
@inline(__always)
private func gallop(_ nodes: borrowing Span<NodeID>, from start: Int, to wanted: UInt32) -> Int {
  var low = start
  var step = 1
  while low + step < nodes.count, nodes[low + step].rawValue < wanted {
    low += step
    step *= 2
  }
  var high = min(low + step, nodes.count)
  low += 1
  while low < high {
    let middle = (low + high) / 2
    if nodes[middle].rawValue < wanted { low = middle + 1 } else { high = middle }
  }
  return low
}
