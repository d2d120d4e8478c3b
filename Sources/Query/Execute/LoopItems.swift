// What an expression or UNWIND goes over: the elements of a list, or the integers of `range`, which
// are made one by one when they are needed and never lie in a list.

internal import Graph
internal import Text

/// The elements that a loop goes over.
struct LoopItems {
  private let list: [Value]
  private let range: IntegerRange?
  /// How many there are.
  let count: Int

  init(_ list: [Value]) {
    self.list = list
    range = nil
    count = list.count
  }

  init(_ range: IntegerRange) {
    list = []
    self.range = range
    count = range.count
  }

  /// The element at a place.
  @inline(__always)
  subscript(place: Int) -> Value {
    if let range { .integer(range[place]) } else { list[place] }
  }
}

extension Evaluator {
  /// The elements of a list; nil where it is null.
  ///
  /// Anything else is an error, or a list of one.
  func items(
    of list: BoundExpression, _ batch: Batch, _ row: Int, isLenient: Bool = false
  ) throws(QueryError) -> LoopItems? {
    if case .call(let function, let arguments) = list.kind, function.name == "range" {
      let values = try values(of: arguments, batch, row)
      if values.contains(where: \.isNull) { return nil }
      do {
        return LoopItems(try IntegerRange(values))
      } catch {
        throw error.located(at: list.span)
      }
    }
    switch try value(of: list, batch, row) {
    case .null: return nil
    case .list(let items): return LoopItems(items)
    case let other:
      if isLenient { return LoopItems([other]) }
      throw .type(
        .invalidArgumentType, "a list is needed here, but got \(other.kinds.names)",
        at: list.span)
    }
  }
}
