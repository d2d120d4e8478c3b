// CREATE: makes a pattern for each row.

internal import Graph
internal import Text

/// Makes nodes and relationships.
final class Create: WritingOperator {
  private let maker: PatternMaker

  init(_ creation: BoundCreation, _ place: OperatorPlace, next: Operator) {
    maker = PatternMaker(creation, place.evaluator)
    super.init(place, next: next)
  }

  override func write(_ batch: Batch) throws(QueryError) -> Batch {
    var bound = BoundValues(maker.slots, live: live)
    defer { evaluator.forget(maker.slots) }
    for row in 0..<batch.count {
      try maker.make(batch, row)
      bound.take(from: evaluator)
    }
    var output = batch
    bound.put(into: &output)
    return output
  }
}
