// DISTINCT: rows whose values in some slots were not seen before.

internal import Graph
internal import Text

/// Keeps the first of equal rows.
final class Distinct: Operator {
  private let slots: [Slot]
  private var table: GroupTable

  init(_ slots: [Slot], _ place: OperatorPlace, next: Operator) {
    self.slots = slots
    table = GroupTable(columnCount: slots.count)
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let before = table.count
    let groups = try table.groups(
      of: slots.map { batch[$0] }, count: batch.count, on: context.budget)
    var seen = before
    var rows: [Int32] = []
    for row in groups.indices where Int(groups[row]) == seen {
      seen += 1
      rows.append(Int32(truncatingIfNeeded: row))
    }
    if rows.isEmpty { return }
    var output = batch.gathered(rows, keeping: live)
    output.weights = nil
    try send(output)
  }

  override func restart() {
    table.release(to: context.budget)
    table = GroupTable(columnCount: slots.count)
    super.restart()
  }
}
