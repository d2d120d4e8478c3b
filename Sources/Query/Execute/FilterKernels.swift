// Conditions over whole batches: each operand of a conjunction narrows down the rows, the next one
// looks only at what is left. Comparisons of typed columns, label tests and searches in texts have
// kernels; any other condition is asked row by row.

internal import Graph
internal import Text

extension Evaluator {
  /// The rows for which a condition is true; nil where it is true for all.
  func rows(
    of batch: Batch, satisfying condition: BoundExpression
  ) throws(QueryError) -> [Int32]? {
    var rows: [Int32]?
    for conjunct in condition.conjuncts {
      // An operand that is not true decides, so that what comes after it is not computed.
      rows = try narrowed(rows, conjunct, batch) ?? rows
      if rows?.isEmpty == true { return rows }
    }
    return rows
  }

  /// The rows among some for which a condition is true; nil where it is true for all of them.
  private func narrowed(
    _ rows: [Int32]?, _ condition: BoundExpression, _ batch: Batch
  ) throws(QueryError) -> [Int32]? {
    if context.options.isOptimized, condition.hasKernel {
      let slots = condition.slots.filter { $0.number < batch.columns.count }.sorted()
      let part = rows.map { batch.gathered($0, keeping: slots) } ?? batch
      if let kept = try kernelRows(condition, part) {
        if kept.count == part.count { return nil }
        guard let rows else { return kept }
        return kept.map { rows[Int($0)] }
      }
    }
    var kept: [Int32] = []
    let mark = context.builtBytes
    let count = rows?.count ?? batch.count
    for place in 0..<count {
      let row = rows?[place] ?? Int32(truncatingIfNeeded: place)
      if try truth(of: condition, batch, Int(row)) == true { kept.append(row) }
      context.settle(mark)
    }
    return kept.count == count ? nil : kept
  }

  /// The rows for which a condition is true, by a kernel; nil where none covers it.
  private func kernelRows(
    _ condition: BoundExpression, _ batch: Batch
  ) throws(QueryError) -> [Int32]? {
    switch condition.kind {
    case .compare(let comparison, let left, let right):
      guard let first = try typedColumn(of: left, batch),
        let second = try typedColumn(of: right, batch)
      else { return nil }
      return compared(comparison, first, second, count: batch.count)
    case .hasLabels(let subject, let labels):
      guard let slot = subject.slot, case .nodes(let ids) = batch[slot],
        context.deletedNodes.count == 0, let names = labels.conjunction
      else { return nil }
      let test = LabelTest(names, in: context)
      if test.isImpossible { return [] }
      return batch.rows { ids[$0] != Column.nullID && test.passes(ids[$0]) }
    case .isNull(let operand):
      guard let column = try typedColumn(of: operand, batch) else { return nil }
      return batch.rows { column.isNull(at: $0) }
    case .isNotNull(let operand):
      guard let column = try typedColumn(of: operand, batch) else { return nil }
      return batch.rows { !column.isNull(at: $0) }
    case .binary(.contains, let subject, let part):
      guard
        case .texts(let references, let arena, let nulls)? = try typedColumn(of: subject, batch),
        case .constant(.string(let needle))? = try typedColumn(of: part, batch)
      else { return nil }
      let search = TextSearch(needle)
      return batch.rows { row in
        !nulls.isNull(row)
          && arena.withBytes(of: references[row]) { search.firstOffset(in: $0, from: 0) != nil }
      }
    default: return nil
    }
  }

  /// The rows in which a comparison of two columns holds.
  private func compared(
    _ comparison: ComparisonOperator, _ left: Column, _ right: Column, count: Int
  ) -> [Int32]? {
    switch (left, right) {
    case (.constant, .constant): return nil
    case (.integers(let numbers, let nulls), .constant(.integer(let bound))):
      return rows(count, nulls) { comparison.holds(numbers[$0], bound) }
    case (.constant(.integer(let bound)), .integers(let numbers, let nulls)):
      return rows(count, nulls) { comparison.holds(bound, numbers[$0]) }
    case (.integers(let a, let aNulls), .integers(let b, let bNulls)):
      return rows(count, aNulls) { !bNulls.isNull($0) && comparison.holds(a[$0], b[$0]) }
    case (.dates(let days, let nulls), .constant(.date(let bound))):
      return rows(count, nulls) { comparison.holds(days[$0], bound.daysSinceEpoch) }
    case (.constant(.date(let bound)), .dates(let days, let nulls)):
      return rows(count, nulls) { comparison.holds(bound.daysSinceEpoch, days[$0]) }
    case (.floats(let numbers, let nulls), .constant(.float(let bound))):
      return rows(count, nulls) { comparison.holds(numbers[$0], bound) }
    case (.nodes(let a), .nodes(let b)), (.relationships(let a), .relationships(let b)):
      guard comparison == .equal || comparison == .notEqual else { return nil }
      return rows(count, []) {
        a[$0] != Column.nullID && b[$0] != Column.nullID && comparison.holds(a[$0], b[$0])
      }
    case (.texts(_, _, let nulls), .constant(.string(let wanted))) where comparison == .equal:
      return rowsEqual(left, .string(wanted), count: count).filter { !nulls.isNull(Int($0)) }
    default:
      return rows(count, []) {
        compare(comparison, left.value(at: $0), right.value(at: $0)) == true
      }
    }
  }

  @inline(__always)
  private func rows(_ count: Int, _ nulls: Nulls, where holds: (Int) -> Bool) -> [Int32] {
    var kept: [Int32] = []
    kept.reserveCapacity(count)
    if nulls.isEmpty {
      for row in 0..<count where holds(row) { kept.append(Int32(truncatingIfNeeded: row)) }
    } else {
      for row in 0..<count where !nulls[row] && holds(row) {
        kept.append(Int32(truncatingIfNeeded: row))
      }
    }
    return kept
  }
}

extension Batch {
  /// The rows for which a function is true.
  @inline(__always)
  fileprivate func rows(where holds: (Int) -> Bool) -> [Int32] {
    var kept: [Int32] = []
    for row in 0..<count where holds(row) { kept.append(Int32(truncatingIfNeeded: row)) }
    return kept
  }
}

extension BoundExpression {
  /// Whether a kernel may cover the condition.
  fileprivate var hasKernel: Bool {
    switch kind {
    case .compare, .hasLabels, .isNull, .isNotNull, .binary(.contains, _, _): true
    default: false
    }
  }
}

extension ComparisonOperator {
  /// Whether it holds between two things that can be compared.
  @inline(__always)
  fileprivate func holds<Element: Comparable>(_ left: Element, _ right: Element) -> Bool {
    switch self {
    case .equal: left == right
    case .notEqual: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
