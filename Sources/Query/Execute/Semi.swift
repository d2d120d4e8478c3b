// EXISTS as a join: the pipeline inside runs on whole batches, and each row that comes out of it
// marks the row that it came from.

internal import Graph
internal import Text

/// Keeps the rows for which a pipeline gives something, or gives nothing.
final class Semi: Operator {
  private let isAnti: Bool
  private let rowSlot: Slot
  private let sink: Marks
  private let runner: PipelineRunner
  /// The relationship that is asked for, where the pipeline asks for nothing else.
  private let edge: Expansion?
  private var marks = NeighbourMarks()

  init(
    _ pipeline: Pipeline, isAnti: Bool, _ rowSlot: Slot, _ place: OperatorPlace, next: Operator
  ) {
    self.isAnti = isAnti
    self.rowSlot = rowSlot
    sink = Marks(
      rowSlot, OperatorPlace(step: -1, live: [], evaluator: place.evaluator, flow: Flow()))
    runner = PipelineRunner(pipeline, place.evaluator, sink: sink)
    edge = pipeline.singleEdge
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    if let edge { return try pushEdges(edge, batch) }
    var numbered = batch
    numbered.weights = nil
    numbered[rowSlot] = .integers((0..<Int64(batch.count)).map { $0 }, [])
    sink.begin(batch.count)
    try runner.run(numbered)
    var rows: [Int32] = []
    for row in 0..<batch.count where sink.isMarked[row] != isAnti {
      rows.append(Int32(truncatingIfNeeded: row))
    }
    try send(rows.count == batch.count ? batch.keeping(live) : batch.gathered(rows, keeping: live))
  }

  /// Rows whose two nodes are joined, or are not.
  ///
  /// Rows of one node mostly come together: then its neighbours are marked once, and each row is a
  /// look at a bit.
  private func pushEdges(_ edge: Expansion, _ batch: Batch) throws(QueryError) {
    let sources = batch[edge.from].nodeIDs(count: batch.count)
    let targets = batch[edge.to].nodeIDs(count: batch.count)
    let search = EdgeSearch(edge.types, edge.direction, in: context)
    let legs = Legs(edge.types, edge.direction, in: context)
    try marks.prepare(context)
    var rows: [Int32] = []
    rows.reserveCapacity(batch.count)
    for row in 0..<batch.count {
      let (source, target) = (sources[row], targets[row])
      var isThere = false
      if source != Column.nullID, target != Column.nullID {
        let hasCompany = row + 1 < batch.count && sources[row + 1] == source
        if hasCompany || marks.node == source {
          try marks.mark(source, legs)
          isThere = marks.contains(target)
        } else {
          isThere = try search.exists(from: source, to: target)
        }
      }
      if isThere != isAnti { rows.append(Int32(truncatingIfNeeded: row)) }
    }
    try send(rows.count == batch.count ? batch.keeping(live) : batch.gathered(rows, keeping: live))
  }

  override func restart() {
    marks = NeighbourMarks()
    super.restart()
  }

  private final class Marks: Operator {
    private let rowSlot: Slot
    private(set) var isMarked: [Bool] = []

    init(_ rowSlot: Slot, _ place: OperatorPlace) {
      self.rowSlot = rowSlot
      super.init(place, next: nil)
    }

    func begin(_ count: Int) { isMarked = Array(repeating: false, count: count) }

    override func push(_ batch: Batch) throws(QueryError) {
      guard case .integers(let numbers, _) = batch[rowSlot] else { return }
      for row in numbers.indices where batch.weights?[row] != 0 {
        isMarked[Int(numbers[row])] = true
      }
      // One row in and one row out is answered; nothing more needs to be found.
      if isMarked.count == 1 { flow.end() }
    }

    override func restart() { flow.restart() }
  }
}

/// The neighbours of one node as bits.
private struct NeighbourMarks {
  private(set) var node = Column.nullID
  private var bits: [UInt64] = []
  private var marked: [UInt32] = []

  /// Makes room for the nodes of the graph.
  mutating func prepare(_ context: ExecutionContext) throws(QueryError) {
    let count = context.graph.nodeIDLimit / 64 + 1
    guard bits.count < count else { return }
    try context.budget.take(bytes: count * 8)
    bits = Array(repeating: 0, count: count)
    marked = []
    node = Column.nullID
  }

  mutating func mark(_ node: UInt32, _ legs: Legs) throws(QueryError) {
    if node == self.node { return }
    for neighbour in marked { bits[Int(neighbour >> 6)] = 0 }
    marked.removeAll(keepingCapacity: true)
    try legs.forEach(of: node) { neighbour, _ throws(QueryError) in
      bits[Int(neighbour >> 6)] |= 1 << UInt64(neighbour & 63)
      marked.append(neighbour)
    }
    self.node = node
  }

  @inline(__always)
  func contains(_ node: UInt32) -> Bool { bits[Int(node >> 6)] & (1 << UInt64(node & 63)) != 0 }
}

extension Pipeline {
  /// The relationship between two bound nodes that is all this pipeline asks for.
  fileprivate var singleEdge: Expansion? {
    guard steps.count == 1, case .expandInto(let expansion) = steps[0].operation,
      expansion.labels.isEmpty, expansion.excluding.isEmpty, !expansion.isRelationshipBound
    else { return nil }
    return expansion
  }
}
