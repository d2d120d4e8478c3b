// SKIP and LIMIT. A count is an expression without variables, computed when the first rows come.

internal import Graph
internal import Text

extension Evaluator {
  /// The number of rows that SKIP or LIMIT names.
  func rowCount(_ expression: BoundExpression, _ clause: String) throws(QueryError) -> Int {
    let value = try value(of: expression, Batch(count: 1, slotCount: 0), 0)
    switch value {
    case .integer(let number) where number >= 0: return Int(clamping: number)
    case .integer:
      throw QueryError(
        .syntaxError, .negativeIntegerArgument, .runtime,
        "\(clause) takes a number that is not negative", subject: clause, at: expression.span)
    default:
      throw QueryError(
        .syntaxError, .invalidArgumentType, .runtime,
        "\(clause) takes an Integer, but got \(value.kinds.names)", subject: clause,
        at: expression.span)
    }
  }
}

/// What SKIP and LIMIT share: a number of rows that is computed once and counts down.
class CountedRows: Operator {
  private let expression: BoundExpression
  private let clause: String
  fileprivate var remaining: Int?

  fileprivate init(
    _ expression: BoundExpression, _ clause: String, _ place: OperatorPlace, next: Operator
  ) {
    self.expression = expression
    self.clause = clause
    super.init(place, next: next)
  }

  fileprivate final func count() throws(QueryError) -> Int {
    if let remaining { return remaining }
    return try evaluator.rowCount(expression, clause)
  }

  override func finish() throws(QueryError) {
    // A count that is wrong is an error even where there is no row.
    _ = try count()
    try super.finish()
  }

  override func restart() {
    remaining = nil
    super.restart()
  }
}

/// Leaves out the first rows.
final class Skip: CountedRows {
  init(_ expression: BoundExpression, _ place: OperatorPlace, next: Operator) {
    super.init(expression, "SKIP", place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var left = try count()
    if left == 0 {
      remaining = 0
      return try send(batch.keeping(live))
    }
    var parts = UnweightedRows(batch, keeping: live)
    while let whole = parts.next(), !flow.isSatisfied {
      try context.spend(whole.count)
      let skipped = min(left, whole.count)
      left -= skipped
      remaining = left
      if skipped < whole.count { try send(whole.slice(skipped..<whole.count, keeping: live)) }
    }
  }
}

/// Ends the flow after so many rows.
final class Limit: CountedRows {
  init(_ expression: BoundExpression, _ place: OperatorPlace, next: Operator) {
    super.init(expression, "LIMIT", place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    var left = try count()
    if left > 0 {
      var parts = UnweightedRows(batch, keeping: live)
      while left > 0, let whole = parts.next() {
        let taken = min(left, whole.count)
        left -= taken
        remaining = left
        try send(whole.slice(0..<taken, keeping: live))
      }
    }
    remaining = left
    if left == 0 { flow.end() }
  }

  override func restart() {
    flow.restart()
    super.restart()
  }
}
