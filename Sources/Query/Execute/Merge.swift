// MERGE: for each row finds the pattern or makes it. A row sees what the rows before it made. All
// matches of a row are kept. The general way runs the plan of the pattern for one row at a time; a
// single node that is told by its properties is found by an index or a table (MergeLookup.swift).

internal import Graph
internal import Text

/// Finds a pattern or makes it.
final class Merge: WritingOperator {
  private let merge: BoundMerge
  private let introduces: [Slot]
  private let maker: PatternMaker
  private let runner: PipelineRunner
  private let found: BatchCollector
  private let lookup: MergeLookup?
  /// The slots whose values are bound anew for each row.
  private let boundSlots: [Slot]

  init(_ plan: MergePlan, _ place: OperatorPlace, next: Operator) {
    merge = plan.merge
    introduces = plan.introduces
    maker = PatternMaker(plan.merge.creation, place.evaluator)
    found = BatchCollector(place.evaluator)
    runner = PipelineRunner(plan.match, place.evaluator, sink: found)
    lookup = MergeLookup(plan.merge, place.evaluator.context)
    boundSlots = plan.introduces + maker.slots.filter { !plan.introduces.contains($0) }
    super.init(place, next: next)
  }

  override func prepare(for batches: [Batch]) throws(QueryError) {
    try lookup?.prepare(rowCount: batches.reduce(0) { $0 + $1.count })
  }

  override func complete() throws(QueryError) { lookup?.letGo() }

  override func write(_ batch: Batch) throws(QueryError) -> Batch {
    var rows: [Int32] = []
    var bound = BoundValues(boundSlots, live: live)
    let slots = batch.presentSlots
    defer { evaluator.forget(boundSlots) }
    for row in 0..<batch.count {
      let properties = try maker.properties(batch, row)
      try requireValues(properties)
      var isFound = false
      if let lookup, lookup.isReady {
        for node in try lookup.nodes(with: properties[0]) {
          evaluator.locals[lookup.slot.number] = .node(node)
          maker.bindPaths(batch, row)
          try evaluator.apply(merge.onMatch, batch, row)
          try lookup.note(node, after: merge.onMatch)
          take(row, &rows, &bound)
          isFound = true
        }
      } else {
        isFound = try findByPlan(batch, row, slots, &rows, &bound)
      }
      if !isFound { try make(batch, row, properties, &rows, &bound) }
      evaluator.forget(boundSlots)
      if row & 255 == 255 { try context.budget.check() }
    }
    var output = batch.gathered(rows, keeping: live)
    bound.put(into: &output)
    return output
  }

  private func take(_ row: Int, _ rows: inout [Int32], _ bound: inout BoundValues) {
    rows.append(Int32(truncatingIfNeeded: row))
    bound.take(from: evaluator)
  }

  /// Runs the plan of the pattern for a row and keeps what it finds.
  private func findByPlan(
    _ batch: Batch, _ row: Int, _ slots: [Slot], _ rows: inout [Int32], _ bound: inout BoundValues
  ) throws(QueryError) -> Bool {
    context.refresh()
    try runner.run(batch.gathered([Int32(truncatingIfNeeded: row)], keeping: slots))
    let matches = found.batches
    found.restart()
    var isFound = false
    for batchOfMatches in matches {
      var parts = UnweightedRows(batchOfMatches, keeping: introduces)
      while let match = parts.next() {
        for place in 0..<match.count {
          for slot in introduces {
            evaluator.locals[slot.number] = match[slot].value(at: place)
          }
          try evaluator.apply(merge.onMatch, batch, row)
          take(row, &rows, &bound)
          isFound = true
        }
      }
    }
    return isFound
  }

  private func make(
    _ batch: Batch, _ row: Int, _ properties: [ValueMap], _ rows: inout [Int32],
    _ bound: inout BoundValues
  ) throws(QueryError) {
    evaluator.forget(boundSlots)
    try maker.make(batch, row, properties: properties)
    try evaluator.apply(merge.onCreate, batch, row)
    if let lookup, case .node(let node) = evaluator.locals[lookup.slot.number] {
      try lookup.note(node, after: nil)
    }
    take(row, &rows, &bound)
  }

  /// A property that is null would match nothing and could not be read back.
  private func requireValues(_ maps: [ValueMap]) throws(QueryError) {
    let creation = merge.creation
    let written = creation.nodes.map(\.properties) + creation.relationships.map(\.properties)
    for (map, expression) in zip(maps, written) {
      for (key, value) in map.entries where value.isNull {
        throw QueryError(
          .semanticError, .mergeReadOwnWrites, .runtime,
          "MERGE cannot look for a property that is null: \(key)", subject: key.string,
          at: expression?.span(ofKey: key) ?? merge.span,
          hint: "leave out rows without a value, or set it with ON CREATE SET")
      }
    }
  }
}
