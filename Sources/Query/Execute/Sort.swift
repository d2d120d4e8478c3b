// ORDER BY. Keys are computed as rows come; in the end the numbers of the rows are sorted, equal
// keys in the order of coming. With a limit only the first rows are kept: whenever twice as many
// have gathered, the rest is dropped.

internal import Graph
internal import Text

/// Sorts rows.
final class Sort: Operator {
  private let keys: [(expression: BoundExpression, isDescending: Bool)]
  private let limit: BoundExpression?
  private var limitCount: Int?
  private var gathered: GatheredRows
  /// Per row the values of the keys.
  private var keyValues: [[Value]] = []
  private var heldBytes = 0
  /// What a row takes besides its values: the head of the array of its keys, a place in two growing
  /// arrays, and in the order that is sorted in the end.
  private static let rowBytes = 32 + 16 + 16 + 16 + 8

  init(
    _ keys: [(expression: BoundExpression, isDescending: Bool)], limit: BoundExpression?,
    _ place: OperatorPlace, next: Operator
  ) {
    self.keys = keys
    self.limit = limit
    gathered = GatheredRows(live: place.live)
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    if let limit, limitCount == nil { limitCount = try evaluator.rowCount(limit, "LIMIT") }
    var parts = UnweightedRows(batch, keeping: batch.presentSlots)
    while let whole = parts.next() { try take(whole) }
  }

  private func take(_ whole: Batch) throws(QueryError) {
    var columns: [Column] = []
    for key in keys { columns.append(try evaluator.column(of: key.expression, whole)) }
    let rows = rowsWorthKeeping(of: whole, columns)
    for row in rows { keyValues.append(columns.map { $0.value(at: Int(row)) }) }
    let bytes =
      gathered.append(whole, rows) + rows.count * (keys.count * Value.place + Self.rowBytes)
    heldBytes += bytes
    try context.budget.take(bytes: bytes)
    if let limitCount, gathered.count >= max(limitCount * 2, 8192) { cut(to: limitCount) }
  }

  /// The rows that can still be among the first; all where there is no limit.
  private func rowsWorthKeeping(of batch: Batch, _ columns: [Column]) -> [Int32] {
    let all = (0..<batch.count).map(Int32.init(truncatingIfNeeded:))
    guard let limitCount, let threshold, limitCount > 0, let first = columns.first else {
      return all
    }
    // Most rows fall by their first key, which is mostly a number.
    if case .integers(let numbers, let nulls) = first, nulls.isEmpty,
      case .integer(let bound) = threshold[0]
    {
      let isDescending = keys[0].isDescending
      return all.filter { row in
        let number = numbers[Int(row)]
        if number == bound { return comesBefore(threshold, columns, Int(row)) }
        return isDescending ? number > bound : number < bound
      }
    }
    return all.filter { comesBefore(threshold, columns, Int($0)) }
  }

  private func comesBefore(_ threshold: [Value], _ columns: [Column], _ row: Int) -> Bool {
    for (place, key) in keys.enumerated() {
      let order = Value.order(columns[place].value(at: row), threshold[place])
      if order != 0 { return key.isDescending ? order > 0 : order < 0 }
    }
    return false
  }

  /// The keys of the last row of the last cut: a row that does not come before it cannot be among
  /// the first.
  private var threshold: [Value]?

  private func compare(_ left: [Value], _ right: [Value]) -> Int {
    for (place, key) in keys.enumerated() {
      let order = Value.order(left[place], right[place])
      if order != 0 { return key.isDescending ? -order : order }
    }
    return 0
  }

  private func sortedRows() -> [Int32] {
    (0..<gathered.count).map(Int32.init(truncatingIfNeeded:)).sorted { left, right in
      let order = compare(keyValues[Int(left)], keyValues[Int(right)])
      return order != 0 ? order < 0 : left < right
    }
  }

  private func cut(to count: Int) {
    let kept = Array(sortedRows().prefix(count))
    gathered = gathered.picked(kept)
    keyValues = kept.map { keyValues[Int($0)] }
    threshold = keyValues.last
    context.budget.give(back: heldBytes)
    heldBytes = 0
  }

  override func finish() throws(QueryError) {
    if let limit, limitCount == nil { limitCount = try evaluator.rowCount(limit, "LIMIT") }
    var rows = sortedRows()
    if let limitCount { rows = Array(rows.prefix(limitCount)) }
    let sorted = gathered
    let held = heldBytes
    heldBytes = 0
    release()
    defer { context.budget.give(back: held) }
    var start = 0
    while start < rows.count, !flowAfter.isSatisfied {
      let end = min(start + Batch.size, rows.count)
      try send(sorted.batch(Array(rows[start..<end])))
      start = end
    }
    try super.finish()
  }

  private var flowAfter: Flow { next?.flow ?? flow }

  private func release() {
    gathered = GatheredRows(live: live)
    keyValues = []
    limitCount = nil
    threshold = nil
    context.budget.give(back: heldBytes)
    heldBytes = 0
  }

  override func restart() {
    release()
    super.restart()
  }
}

extension Batch {
  /// The slots that have a value.
  var presentSlots: [Slot] {
    columns.indices.filter { columns[$0].isPresent }.map(Slot.init(number:))
  }
}

/// Rows of many batches, kept until all have come.
struct GatheredRows {
  private let live: [Slot]
  private var batches: [Batch] = []
  /// By row: batch and row within.
  private var places: [(batch: Int32, row: Int32)] = []

  init(live: [Slot]) { self.live = live }

  var count: Int { places.count }

  /// Adds some rows of a batch and says about how many bytes they take.
  mutating func append(_ batch: Batch, _ rows: [Int32]) -> Int {
    if rows.isEmpty { return 0 }
    let number = Int32(truncatingIfNeeded: batches.count)
    let kept = batch.gathered(rows, keeping: live)
    batches.append(kept)
    for row in rows.indices { places.append((number, Int32(truncatingIfNeeded: row))) }
    return kept.heldBytes + rows.count * 8
  }

  /// The rows that a list names, in its order, as one batch.
  func batch(_ rows: [Int32]) -> Batch {
    guard let first = batches.first else { return Batch(count: 0, slotCount: 0) }
    if batches.count == 1 {
      return first.gathered(rows.map { places[Int($0)].row }, keeping: live)
    }
    var output = Batch(count: rows.count, slotCount: first.columns.count)
    // A slot that has no value, such as a variable of a list comprehension, must not become null.
    for slot in live where batches.contains(where: { $0[slot].isPresent }) {
      var values: [Value] = []
      values.reserveCapacity(rows.count)
      for row in rows {
        let place = places[Int(row)]
        values.append(batches[Int(place.batch)][slot].value(at: Int(place.row)))
      }
      output[slot] = .packed(values)
    }
    return output
  }

  /// Only the rows that a list names, in its order.
  func picked(_ rows: [Int32]) -> GatheredRows {
    var picked = GatheredRows(live: live)
    let batch = batch(rows)
    _ = picked.append(batch, (0..<batch.count).map(Int32.init(truncatingIfNeeded:)))
    return picked
  }
}

extension Batch {
  /// About how many bytes the columns take.
  var heldBytes: Int {
    let values = columns.reduce(0) { sum, column in
      switch column {
      case .absent, .constant: sum
      case .nodes, .relationships: sum + count * 4
      case .integers, .floats, .dates: sum + count * 8
      case .truths: sum + count
      case .texts: sum + count * 16
      case .values(let values): values.reduce(sum + count * 24) { $0 + $1.heldBytes }
      }
    }
    // The heads of the arrays, their rounded sizes and the columns without values.
    return values + values / 3 + columns.count * 40
  }
}
