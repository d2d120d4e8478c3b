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

}

/// Rows as often as their weights say, in batches: a weight may stand for more rows than fit.
struct UnweightedRows {
  private let batch: Batch
  private let slots: [Slot]
  private var row = 0
  /// How often the row at hand was given.
  private var given: Int64 = 0

  init(_ batch: Batch, keeping slots: [Slot]) {
    self.batch = batch
    self.slots = slots
  }

  /// The next rows; nil behind the last.
  mutating func next() -> Batch? {
    guard row < batch.count else { return nil }
    guard let weights = batch.weights else {
      row = batch.count
      return batch.keeping(slots)
    }
    var rows: [Int32] = []
    while row < batch.count, rows.count < Batch.size {
      let count = min(max(weights[row] - given, 0), Int64(Batch.size - rows.count))
      rows.append(
        contentsOf: repeatElement(Int32(truncatingIfNeeded: row), count: Int(count)))
      given += count
      if given >= weights[row] {
        row += 1
        given = 0
      }
    }
    if rows.isEmpty { return nil }
    var part = batch.gathered(rows, keeping: slots)
    part.weights = nil
    return part
  }
}
