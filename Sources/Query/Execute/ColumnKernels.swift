// Expressions over whole batches. Each kernel covers what is common and cheap in typed columns, and
// what none of them covers goes row by row through the evaluator, which gives the same.

internal import Graph
internal import Text

extension Evaluator {
  /// The values of an expression for all rows of a batch.
  func column(of expression: BoundExpression, _ batch: Batch) throws(QueryError) -> Column {
    switch expression.kind {
    case .constant(let value): return .constant(value)
    case .parameter(let number): return .constant(context.parameters[number])
    case .slot(let slot) where batch[slot].isPresent: return batch[slot]
    default: break
    }
    var values: [Value] = []
    values.reserveCapacity(batch.count)
    for row in 0..<batch.count { values.append(try value(of: expression, batch, row)) }
    return .packed(values)
  }

  /// The rows for which a condition is true; nil where it is true for all.
  func rows(
    of batch: Batch, satisfying condition: BoundExpression
  ) throws(QueryError) -> [Int32]? {
    var rows: [Int32] = []
    for row in 0..<batch.count where try truth(of: condition, batch, row) == true {
      rows.append(Int32(truncatingIfNeeded: row))
    }
    return rows.count == batch.count ? nil : rows
  }
}
