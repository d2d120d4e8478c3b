// CALL procedure: one call per row; each row of the answer continues the row of the call. A
// procedure without results keeps the rows, unless the call is the whole statement.

internal import Graph
internal import Text

/// Calls a procedure for each row.
final class CallProcedure: Operator {
  private let call: BoundCall

  init(_ call: BoundCall, _ place: OperatorPlace, next: Operator) {
    self.call = call
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    let slots = batch.presentSlots
    var builder = RowBuilder()
    var results: [[Value]] = Array(repeating: [], count: call.yields.count)
    for row in 0..<batch.count {
      if flow.isSatisfied { return }
      let answers = try answers(batch, row)
      if call.procedure.results.isEmpty {
        if !call.isStandalone { builder.rows.append(Int32(truncatingIfNeeded: row)) }
        continue
      }
      for answer in answers {
        builder.rows.append(Int32(truncatingIfNeeded: row))
        for (place, yield) in call.yields.enumerated() {
          results[place].append(yield.result < answer.count ? answer[yield.result] : .null)
        }
        if builder.isFull { try flush(&builder, &results, batch, slots) }
      }
    }
    try flush(&builder, &results, batch, slots)
  }

  private func answers(_ batch: Batch, _ row: Int) throws(QueryError) -> [[Value]] {
    var arguments: [Value] = []
    for (place, expression) in call.arguments.enumerated() {
      let value = try evaluator.value(of: expression, batch, row)
      guard place < call.procedure.arguments.count else { break }
      let parameter = call.procedure.arguments[place]
      guard let fitting = parameter.type.taking(value) else {
        throw .type(
          .invalidArgumentType,
          "\(call.procedure.name) takes \(parameter.type.rawValue) as \(parameter.name), "
            + "but got \(value.kinds.names)", subject: call.procedure.name, at: expression.span)
      }
      arguments.append(fitting)
    }
    do {
      return try call.procedure.rows(arguments, context.graph)
    } catch {
      throw error.located(at: call.span)
    }
  }

  private func flush(
    _ builder: inout RowBuilder, _ results: inout [[Value]], _ batch: Batch, _ slots: [Slot]
  ) throws(QueryError) {
    if builder.rows.isEmpty { return }
    var output = builder.batch(of: batch, keeping: slots)
    for (place, yield) in call.yields.enumerated() {
      output[yield.slot] = .packed(results[place])
      results[place].removeAll(keepingCapacity: true)
    }
    builder.rows.removeAll(keepingCapacity: true)
    guard let filter = call.filter else { return try send(output.keeping(live)) }
    var kept: [Int32] = []
    for row in 0..<output.count where try evaluator.truth(of: filter, output, row) == true {
      kept.append(Int32(truncatingIfNeeded: row))
    }
    try send(output.gathered(kept, keeping: live))
  }
}

extension Procedure.ColumnType {
  /// The value as a column of this type holds it, or nil where it does not fit.
  func taking(_ value: Value) -> Value? {
    switch (self, value) {
    case (_, .null), (.any, _), (.boolean, .boolean), (.integer, .integer), (.float, .float),
      (.number, .integer), (.number, .float), (.string, .string), (.map, .map), (.list, .list),
      (.node, .node), (.relationship, .relationship), (.path, .path):
      value
    case (.float, .integer(let number)): .float(Double(number))
    default: nil
    }
  }
}
