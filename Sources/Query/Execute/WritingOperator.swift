// What the writing operators have in common. A clause that writes sees the graph as the clauses
// before it left it, and the clauses after it see all that it wrote: so rows are gathered until all
// are there, then written one after the other, then handed on.

internal import Graph
internal import Text

/// A step that gathers all rows before it works on them.
class WritingOperator: Operator {
  private var gathered: [Batch] = []
  private var heldBytes = 0

  final override func push(_ batch: Batch) throws(QueryError) {
    guard batch.weights != nil else { return try gather(batch) }
    var parts = UnweightedRows(batch, keeping: batch.presentSlots)
    while let rows = parts.next() { try gather(rows) }
  }

  private func gather(_ rows: Batch) throws(QueryError) {
    let bytes = rows.heldBytes
    try context.budget.take(bytes: bytes)
    heldBytes += bytes
    gathered.append(rows)
  }

  final override func finish() throws(QueryError) {
    let batches = gathered
    gathered = []
    try prepare(for: batches)
    var written: [Batch] = []
    written.reserveCapacity(batches.count)
    for batch in batches {
      try context.budget.check()
      written.append(try write(batch).keeping(live))
    }
    try complete()
    context.refresh()
    for batch in written { try send(batch) }
    letGo()
    try super.finish()
  }

  final override func restart() {
    gathered = []
    letGo()
    super.restart()
  }

  private func letGo() {
    context.budget.give(back: heldBytes)
    heldBytes = 0
  }

  /// Told before the first row is written.
  func prepare(for batches: [Batch]) throws(QueryError) {}

  /// Writes what some rows ask for and gives the rows to hand on.
  func write(_ batch: Batch) throws(QueryError) -> Batch { batch }

  /// Told after the last row.
  func complete() throws(QueryError) {}
}

extension Evaluator {
  /// The value of an expression that sees what was written before.
  func freshValue(
    of expression: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> Value {
    if expression.readsGraph { context.refresh() }
    let mark = context.builtBytes
    defer { context.settle(mark) }
    return try value(of: expression, batch, row)
  }
}

extension BoundExpression {
  /// Whether the value may depend on the graph, not only on the row and on parameters.
  var readsGraph: Bool {
    switch kind {
    case .constant, .parameter, .slot: false
    case .property(let subject, _): subject.type.mayBe(.entity) || subject.readsGraph
    case .subscripted(let subject, let index):
      subject.type.mayBe(.entity) || subject.readsGraph || index.readsGraph
    case .list(let items), .and(let items), .or(let items): items.contains { $0.readsGraph }
    case .map(let entries): entries.contains { $0.value.readsGraph }
    case .not(let operand), .negate(let operand), .plus(let operand), .isNull(let operand),
      .isNotNull(let operand):
      operand.readsGraph
    case .xor(let left, let right), .compare(_, let left, let right),
      .binary(_, let left, let right):
      left.readsGraph || right.readsGraph
    case .call(_, let arguments):
      arguments.contains {
        $0.readsGraph || $0.type.mayBe([.node, .relationship, .path, .list, .map])
      }
    case .hasLabels, .slice, .mapProjection, .caseOf, .listComprehension, .quantifier, .reduce,
      .subquery:
      true
    }
  }
}
