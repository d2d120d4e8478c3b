// Rows that satisfy a condition, computed columns, and lists made rows.

internal import Graph
internal import Text

/// Keeps the rows for which a condition is true.
final class Filter: Operator {
  private let condition: BoundExpression

  init(_ condition: BoundExpression, _ place: OperatorPlace, next: Operator) {
    self.condition = condition
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let rows = try evaluator.rows(of: batch, satisfying: condition)
    guard let rows else { return try send(batch.keeping(live)) }
    try send(batch.gathered(rows, keeping: live))
  }
}

/// Adds computed columns.
final class Project: Operator {
  private let items: [(expression: BoundExpression, slot: Slot)]

  init(
    _ items: [(expression: BoundExpression, slot: Slot)], _ place: OperatorPlace, next: Operator
  ) {
    self.items = items
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var output = batch.keeping(live)
    for item in items {
      // A value that nobody reads is computed all the same, unless it cannot fail.
      if !live.wants(item.slot), item.expression.cannotFail { continue }
      let column = try evaluator.column(of: item.expression, batch)
      if live.wants(item.slot) { output[item.slot] = column }
    }
    try send(output)
  }
}

extension BoundExpression {
  /// Whether computing it can never raise an error.
  fileprivate var cannotFail: Bool {
    switch kind {
    case .constant, .parameter, .slot: true
    default: false
    }
  }
}

/// Makes a row of each element of a list; null is no list, anything else a list of one.
final class Unwind: Operator {
  private let list: BoundExpression
  private let slot: Slot

  init(_ list: BoundExpression, _ slot: Slot, _ place: OperatorPlace, next: Operator) {
    self.list = list
    self.slot = slot
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var builder = RowBuilder()
    var elements: [Value] = []
    func flush() throws(QueryError) {
      if elements.isEmpty { return }
      var output = builder.batch(of: batch, keeping: live)
      if live.wants(slot) { output[slot] = .packed(elements) }
      builder = RowBuilder()
      elements = []
      try send(output)
    }
    for row in 0..<batch.count {
      let mark = context.builtBytes
      defer { context.settle(mark) }
      guard let items = try evaluator.items(of: list, batch, row, isLenient: true) else { continue }
      for place in 0..<items.count {
        builder.rows.append(Int32(truncatingIfNeeded: row))
        elements.append(items[place])
        if builder.isFull {
          try flush()
          if flow.isSatisfied { return }
        }
      }
    }
    try flush()
  }
}
