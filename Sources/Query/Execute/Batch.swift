// The unit in which rows move from one operator to the next: a few thousand rows as columns by
// slot. Rows that nobody will ask more of than their number are not made: a weight says how many
// rows one row stands for, which is how a count over a long chain multiplies instead of walking.

internal import Graph

/// Rows as columns.
struct Batch: Sendable {
  /// How many rows an operator gathers before it hands them on.
  static let size = 2048

  var count: Int
  /// By slot number.
  var columns: [Column]
  /// How many rows each row stands for; nil where each stands for itself.
  var weights: [Int64]?

  init(count: Int, slotCount: Int) {
    self.count = count
    columns = Array(repeating: .absent, count: slotCount)
  }

  subscript(slot: Slot) -> Column {
    get { columns[slot.number] }
    set { columns[slot.number] = newValue }
  }

  /// How many rows this stands for; nil where that does not fit.
  var weight: Int64? {
    guard let weights else { return Int64(count) }
    var sum: Int64 = 0
    for weight in weights {
      let (next, overflow) = sum.addingReportingOverflow(weight)
      if overflow { return nil }
      sum = next
    }
    return sum
  }

  /// The rows that a list names, with the columns of some slots only.
  func gathered(_ rows: [Int32], keeping slots: [Slot]) -> Batch {
    var batch = Batch(count: rows.count, slotCount: columns.count)
    for slot in slots { batch[slot] = self[slot].gathered(rows) }
    if let weights {
      batch.weights = rows.map { weights[Int($0)] }
    }
    return batch
  }

  /// A range of the rows, with the columns of some slots only.
  func slice(_ range: Range<Int>, keeping slots: [Slot]) -> Batch {
    if range == 0..<count { return keeping(slots) }
    return gathered(range.map(Int32.init(truncatingIfNeeded:)), keeping: slots)
  }

  /// The same rows with the columns of some slots only.
  func keeping(_ slots: [Slot]) -> Batch {
    var batch = Batch(count: count, slotCount: columns.count)
    for slot in slots { batch[slot] = self[slot] }
    batch.weights = weights
    return batch
  }

  /// Each row as often as its weight says, with the columns of some slots only.
  func unweighted(keeping slots: [Slot]) -> Batch {
    guard let weights else { return keeping(slots) }
    var rows: [Int32] = []
    for row in 0..<count {
      for _ in 0..<max(weights[row], 0) { rows.append(Int32(truncatingIfNeeded: row)) }
    }
    var batch = gathered(rows, keeping: slots)
    batch.weights = nil
    return batch
  }
}
