// Which nodes have a changed row: a tree of three levels with 64 branches, shared between versions.
// Looking a node up costs nothing where the overlay is empty and three steps where it is not.

/// The changed rows of one type and direction.
internal struct Overlay: Sendable {
  private final class Branch: @unchecked Sendable {
    // SAFETY: changed only while one overlay holds it, checked before each change.
    var leaves: [Leaf?]
    init(leaves: [Leaf?] = Array(repeating: nil, count: 64)) { self.leaves = leaves }
  }

  private final class Leaf: @unchecked Sendable {
    // SAFETY: as for branches.
    var rows: [OverlayRow?]
    init(rows: [OverlayRow?] = Array(repeating: nil, count: 64)) { self.rows = rows }
  }

  private var branches: [Branch?] = []
  /// How many entries were taken from the compressed rows, added or removed since the last merge.
  private(set) var entryCount = 0
  /// Nodes whose rows may be out of order.
  private var disordered: [UInt32] = []

  var isEmpty: Bool { branches.isEmpty }

  /// The changed row of a node, or nil where it did not change.
  @inline(__always)
  func row(of node: UInt32) -> OverlayRow? {
    let branch = Int(node >> 12)
    guard branch < branches.count, let leaves = branches[branch]?.leaves,
      let leaf = leaves[Int(node >> 6) & 63]
    else { return nil }
    return leaf.rows[Int(node) & 63]
  }

  /// A row that can be changed; made from the compressed one where the node has none yet.
  mutating func writableRow(of node: UInt32, base: CompressedRows) -> OverlayRow {
    let branchPlace = Int(node >> 12)
    let leafPlace = Int(node >> 6) & 63
    let rowPlace = Int(node) & 63
    while branches.count <= branchPlace { branches.append(nil) }
    if !isKnownUniquelyReferenced(&branches[branchPlace]) {
      branches[branchPlace] = Branch(
        leaves: branches[branchPlace]?.leaves ?? Array(repeating: nil, count: 64))
    }
    guard let branch = branches[branchPlace] else {
      preconditionFailure("the branch was just made")
    }
    if !isKnownUniquelyReferenced(&branch.leaves[leafPlace]) {
      branch.leaves[leafPlace] = Leaf(
        rows: branch.leaves[leafPlace]?.rows ?? Array(repeating: nil, count: 64))
    }
    guard let leaf = branch.leaves[leafPlace] else { preconditionFailure("the leaf was just made") }
    if !isKnownUniquelyReferenced(&leaf.rows[rowPlace]) {
      if let shared = leaf.rows[rowPlace] {
        leaf.rows[rowPlace] = shared.copy()
      } else {
        let fresh = OverlayRow(copying: base.row(of: node), extraCapacity: 4)
        leaf.rows[rowPlace] = fresh
        entryCount += fresh.count
      }
    }
    guard let row = leaf.rows[rowPlace] else { preconditionFailure("the row was just made") }
    if row.isInOrder { disordered.append(node) }
    entryCount += 1
    return row
  }

  /// Puts all rows in order, so that readers on other threads never have to.
  mutating func putInOrder() {
    for node in disordered { row(of: node)?.putInOrder() }
    disordered.removeAll()
  }

  /// Calls a function with every changed row, in the order of the nodes.
  func forEachRow(_ body: (UInt32, OverlayRow) -> Void) {
    for (branchPlace, branch) in branches.enumerated() {
      for (leafPlace, leaf) in (branch?.leaves ?? []).enumerated() {
        for (rowPlace, row) in (leaf?.rows ?? []).enumerated() {
          if let row { body(UInt32(branchPlace << 12 | leafPlace << 6 | rowPlace), row) }
        }
      }
    }
  }

  /// The bytes that the rows and the tree take.
  var byteCount: Int {
    var bytes = branches.count * 8
    for case let branch? in branches {
      bytes += 64 * 8
      for case let leaf? in branch.leaves {
        bytes += 64 * 8
        for case let row? in leaf.rows { bytes += row.byteCount }
      }
    }
    return bytes
  }
}
