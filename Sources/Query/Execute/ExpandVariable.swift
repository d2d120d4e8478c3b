// Walks of variable length: depth first with an own stack, no relationship twice. The walk that is
// at hand lies in arrays that grow and shrink with it. Where only the end nodes matter, each once,
// the search goes by frontiers instead (see `Reachability.swift`).

internal import Graph
internal import Text

/// Walks between a minimum and a maximum number of relationships.
final class ExpandVariable: Operator {
  private let expansion: VariableExpansion

  /// What was built before the rows at hand.
  private var mark = 0

  init(_ expansion: VariableExpansion, _ place: OperatorPlace, next: Operator) {
    self.expansion = expansion
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    if expansion.isListBound { return try pushBound(batch) }
    mark = context.builtBytes
    let test = LabelTest(expansion.labels, in: context)
    // A walk takes no relationship twice.
    if test.isImpossible || expansion.minimum > context.graph.relationshipCount { return }
    let sources = batch[expansion.from].nodeIDs(count: batch.count)
    let targets =
      expansion.isTargetBound ? batch[expansion.to].nodeIDs(count: batch.count) : nil
    let exclusions = Exclusions(expansion.excluding, in: batch)
    let legs = Legs(
      expansion.types, expansion.direction, where: expansion.typeCondition, in: context)
    var found = FoundWalks(wantsList: live.wants(expansion.relationships))
    for row in 0..<batch.count where sources[row] != Column.nullID {
      if let targets, targets[row] == Column.nullID { continue }
      if expansion.isReachability {
        try reach(from: sources[row], targets?[row], legs, test, row, &found, batch)
      } else {
        let properties = try EachProperty(expansion.eachProperty, evaluator, batch, row)
        try walk(
          WalkRequest(
            source: sources[row], target: targets?[row], row: row, properties: properties),
          legs, test, exclusions, &found, batch)
      }
      if flow.isSatisfied { return }
    }
    try flush(&found, batch)
  }

  private func walk(
    _ request: WalkRequest, _ legs: Legs, _ test: LabelTest, _ exclusions: Exclusions,
    _ found: inout FoundWalks, _ batch: Batch
  ) throws(QueryError) {
    let maximum = expansion.maximum ?? .max
    var walk = Walk(from: request.source)
    var steps = 0
    if expansion.minimum == 0 { try emit(walk, request, test, &found, batch) }
    if maximum == 0 { return }
    try walk.open(legs)
    while !walk.isEmpty, !flow.isSatisfied {
      guard let next = walk.nextRelationship() else {
        walk.close()
        continue
      }
      steps += 1
      if steps & 1023 == 0 { try context.budget.check() }
      if walk.contains(next.relationship) || exclusions.contain(next.relationship, request.row) {
        continue
      }
      if !request.properties.isEmpty, !request.properties.hold(next.relationship, context) {
        continue
      }
      if walk.length >= context.options.limits.pathLength { throw tooLong() }
      walk.step(next)
      if walk.length >= expansion.minimum { try emit(walk, request, test, &found, batch) }
      if walk.length < maximum { try walk.open(legs) } else { walk.back() }
    }
  }

  private func tooLong() -> QueryError {
    let limit = context.options.limits.pathLength
    return QueryError(
      .limitExceeded, .stepLimit, .runtime, "a path became longer than \(limit) relationships",
      subject: "\(limit)", at: expansion.span,
      hint: "give the pattern an upper bound, such as *1..5")
  }

  private func emit(
    _ walk: Walk, _ request: WalkRequest, _ test: LabelTest, _ found: inout FoundWalks,
    _ batch: Batch
  ) throws(QueryError) {
    if let target = request.target, walk.end != target { return }
    guard test.passes(walk.end) else { return }
    let list = found.wantsList ? walk.relationships : []
    try context.willBuild(elements: list.count)
    found.add(request.row, walk.end, expansion.isReversed ? list.reversed() : list)
    if found.isFull { try flush(&found, batch) }
  }

  private func reach(
    from source: UInt32, _ target: UInt32?, _ legs: Legs, _ test: LabelTest, _ row: Int,
    _ found: inout FoundWalks, _ batch: Batch
  ) throws(QueryError) {
    let ends = try reachableNodes(
      from: source, legs, minimum: expansion.minimum, maximum: expansion.maximum, context.budget)
    for end in ends where test.passes(end) && (target == nil || target == end) {
      found.add(row, end, [])
      if found.isFull { try flush(&found, batch) }
    }
  }

  private func flush(_ found: inout FoundWalks, _ batch: Batch) throws(QueryError) {
    if found.rows.isEmpty { return }
    var output = batch.gathered(found.rows, keeping: live)
    if !expansion.isTargetBound, live.wants(expansion.to) {
      output[expansion.to] = .nodes(found.ends)
    }
    if found.wantsList { output[expansion.relationships] = .values(found.lists) }
    found = FoundWalks(wantsList: found.wantsList)
    if !flow.isSatisfied { try send(output) }
    context.settle(mark)
  }

  /// The list is known: it has to be a walk from the node.
  private func pushBound(_ batch: Batch) throws(QueryError) {
    mark = context.builtBytes
    let test = LabelTest(expansion.labels, in: context)
    if test.isImpossible { return }
    var found = FoundWalks(wantsList: false)
    for row in 0..<batch.count {
      guard case .node(let from) = batch[expansion.from].value(at: row),
        case .list(var items) = batch[expansion.relationships].value(at: row)
      else { continue }
      if expansion.isReversed { items.reverse() }
      guard items.count >= expansion.minimum, items.count <= expansion.maximum ?? .max,
        let end = end(of: items, from: from), test.passes(end.rawValue)
      else { continue }
      if expansion.isTargetBound {
        guard case .node(let to) = batch[expansion.to].value(at: row), to == end else { continue }
      }
      found.add(row, end.rawValue, [])
    }
    try flush(&found, batch)
  }

  private func end(of items: [Value], from start: NodeID) -> NodeID? {
    let types = context.types(expansion.types, where: expansion.typeCondition)
    var node = start
    for item in items {
      guard case .relationship(let id) = item, let record = context.graph.record(of: id),
        types.contains(record.type)
      else { return nil }
      if expansion.direction != .left, record.source == node {
        node = record.target
      } else if expansion.direction != .right, record.target == node {
        node = record.source
      } else {
        return nil
      }
    }
    return node
  }
}

/// What one search is about.
private struct WalkRequest {
  let source: UInt32
  let target: UInt32?
  let row: Int
  let properties: EachProperty
}

/// Conditions on each relationship of a walk, computed once per row.
struct EachProperty {
  private var conditions: [(key: KeyID, value: Value)] = []
  private var isImpossible = false

  init(
    _ properties: [(key: NameNumber, value: BoundExpression)], _ evaluator: Evaluator,
    _ batch: Batch, _ row: Int
  ) throws(QueryError) {
    for property in properties {
      let value = try evaluator.value(of: property.value, batch, row)
      if let key = evaluator.context.key(property.key), !value.isNull {
        conditions.append((key, value))
      } else {
        isImpossible = true
      }
    }
  }

  var isEmpty: Bool { conditions.isEmpty && !isImpossible }

  func hold(_ relationship: UInt32, _ context: ExecutionContext) -> Bool {
    if isImpossible { return false }
    let id = RelationshipID(rawValue: relationship)
    return conditions.allSatisfy {
      context.graph.value(of: id, $0.key).isEqual(to: $0.value) == true
    }
  }
}

/// Rows that were found, until they are handed on.
private struct FoundWalks {
  var rows: [Int32] = []
  var ends: [UInt32] = []
  var lists: [Value] = []
  let wantsList: Bool

  /// How many elements the lists have together.
  private(set) var elementCount = 0
  /// Long walks fill a batch with fewer rows.
  private static let elementMax = 1 << 16

  var isFull: Bool { rows.count >= Batch.size || elementCount >= Self.elementMax }

  init(wantsList: Bool) { self.wantsList = wantsList }

  mutating func add(_ row: Int, _ end: UInt32, _ relationships: [UInt32]) {
    rows.append(Int32(truncatingIfNeeded: row))
    ends.append(end)
    if wantsList {
      elementCount += relationships.count
      lists.append(.list(relationships.map { .relationship(RelationshipID(rawValue: $0)) }))
    }
  }
}

/// The walk at hand, and what is still to be tried at each of its nodes.
private struct Walk {
  private(set) var relationships: [UInt32] = []
  private var nodes: [UInt32]
  /// Neighbours of the open nodes, those of one node behind each other.
  private var pending: [(node: UInt32, relationship: UInt32)] = []
  /// Where the pending ones of each open node begin.
  private var openings: [Int] = []
  private var members: Set<UInt32> = []

  init(from node: UInt32) { nodes = [node] }

  var isEmpty: Bool { openings.isEmpty }
  var end: UInt32 { nodes[nodes.count - 1] }
  var length: Int { relationships.count }

  func contains(_ relationship: UInt32) -> Bool {
    relationships.count <= 16
      ? relationships.contains(relationship) : members.contains(relationship)
  }

  /// Notes the relationships of the last node, to be tried one by one.
  mutating func open(_ legs: Legs) throws(QueryError) {
    let start = pending.count
    openings.append(start)
    let node = end
    try legs.forEach(of: node) { neighbour, relationship throws(QueryError) in
      pending.append((neighbour, relationship))
    }
    // Taken from the end, so the first found are tried first.
    pending[start...].reverse()
  }

  mutating func nextRelationship() -> (node: UInt32, relationship: UInt32)? {
    guard let start = openings.last, pending.count > start else { return nil }
    return pending.removeLast()
  }

  mutating func step(_ next: (node: UInt32, relationship: UInt32)) {
    nodes.append(next.node)
    relationships.append(next.relationship)
    members.insert(next.relationship)
  }

  /// Takes back the last step.
  mutating func back() {
    nodes.removeLast()
    if let last = relationships.popLast() { members.remove(last) }
  }

  /// Leaves the last open node, all of whose relationships were tried.
  mutating func close() {
    openings.removeLast()
    if !relationships.isEmpty { back() }
  }
}
