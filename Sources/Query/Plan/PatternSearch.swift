// One try at finding a pattern: from a first node, always the step that leaves the fewest rows,
// until everything is placed. What the steps cost together decides between tries.

internal import Graph
internal import Text

/// The steps that find a pattern, in the making.
struct PatternSearch {
  let estimate: Estimate
  private let pattern: BoundPattern
  /// Conditions that were not placed yet.
  private var conditions: [BoundExpression]
  private var open: [BoundRelationship]
  private var found: [BoundRelationship] = []
  private var openPaths: [BoundPath]
  private var checked: Set<Slot> = []
  var building: Building
  /// The rows of all steps together.
  private(set) var cost = 0.0
  private let isOptimized: Bool

  init(
    _ planner: Planner, _ pattern: BoundPattern, conditions: [BoundExpression],
    _ building: Building
  ) {
    estimate = Estimate(planner, pattern, conditions)
    self.pattern = pattern
    self.conditions = conditions
    open = pattern.relationships
    openPaths = pattern.paths
    self.building = Building(bound: building.bound, rows: building.rows)
    isOptimized = planner.isOptimized
  }

  /// Nodes from which the search can begin; empty where bound nodes decide.
  var possibleStarts: [Slot] {
    let hasBound = pattern.nodes.contains { building.bound.contains($0.slot) }
    if hasBound { return [] }
    let all = pattern.nodes.map(\.slot)
    // A search takes time by the square of the pattern: long ones begin where there are few nodes.
    let countMax = max(Self.workMax / max(pattern.relationships.count, 1), 1)
    guard all.count > countMax else { return all }
    let ordered = all.map { (slot: $0, count: estimate.nodeCount($0, bound: building.bound)) }
      .sorted { ($0.count, $0.slot) < ($1.count, $1.slot) }
    return ordered.prefix(countMax).map(\.slot)
  }

  /// Relationships times starts up to which every start is tried.
  private static let workMax = 4096

  // MARK: Order

  /// Places everything, beginning with a node; nil begins with what is bound.
  mutating func run(from start: Slot?) {
    placeBoundNodes()
    if let start { find(start) }
    while let step = cheapestStep() { take(step) }
    finish()
  }

  /// Places everything in the order of the text.
  mutating func runInTextOrder() {
    placeBoundNodes()
    for relationship in pattern.relationships where relationship.shortest == nil {
      if !isBound(relationship.left) && !isBound(relationship.right) { find(relationship.left) }
      place(relationship)
    }
    for node in pattern.nodes where !isBound(node.slot) { find(node.slot) }
    for relationship in pattern.relationships where relationship.shortest != nil {
      place(relationship)
    }
    finish()
  }

  private mutating func finish() {
    for node in pattern.nodes where !isBound(node.slot) { find(node.slot) }
    placePaths()
    for condition in conditions { append(.filter(condition), factor: 0.5) }
    conditions = []
  }

  /// Makes the search win over others that are about as cheap.
  mutating func preferLittle() { cost *= 0.7 }

  private func isBound(_ slot: Slot) -> Bool { building.bound.contains(slot) }

  private enum NextStep {
    case start(Slot)
    case relationship(BoundRelationship)
    case corner(Slot, [BoundRelationship])
  }

  /// What leaves the fewest rows; relationships from bound nodes come before new starts.
  private func cheapestStep() -> NextStep? {
    var best: (step: NextStep, rows: Double)?
    func consider(_ step: NextStep, _ rows: Double) {
      if rows < best?.rows ?? .infinity { best = (step, rows) }
    }
    for relationship in open {
      let ends = (isBound(relationship.left), isBound(relationship.right))
      switch ends {
      case (true, true):
        if relationship.shortest != nil, !pathConditions(relationship).areReady { break }
        consider(.relationship(relationship), estimate.joinFactor(relationship))
      case (false, false): break
      case (true, false), (false, true):
        if relationship.shortest != nil { break }
        let target = ends.0 ? relationship.right : relationship.left
        let legs = plainLegs(to: target)
        if legs.count > 1 {
          consider(.corner(target, legs), estimate.cornerFactor(target, legs))
        } else {
          consider(.relationship(relationship), estimate.expandFactor(relationship, to: target))
        }
      }
    }
    if let best { return best.step }
    // Nothing leads on: the ends of a shortest path, or another part of the pattern.
    for node in pattern.nodes where !isBound(node.slot) {
      consider(.start(node.slot), estimate.nodeCount(node.slot, bound: building.bound))
    }
    // Conditions that two shortest paths share are tested behind both.
    if best == nil, let path = open.first(where: { $0.shortest != nil }) {
      return .relationship(path)
    }
    return best?.step
  }

  /// Relationships of length one from bound nodes to a node that is not bound.
  private func plainLegs(to target: Slot) -> [BoundRelationship] {
    open.filter { relationship in
      guard relationship.length == nil, !relationship.isBound, relationship.shortest == nil,
        relationship.typeCondition == nil, relationship.left != relationship.right
      else { return false }
      return (relationship.left == target && isBound(relationship.right))
        || (relationship.right == target && isBound(relationship.left))
    }
  }

  private mutating func take(_ step: NextStep) {
    switch step {
    case .start(let slot): find(slot)
    case .relationship(let relationship): place(relationship)
    case .corner(let target, let legs): placeCorner(target, legs)
    }
  }

  // MARK: Steps

  private mutating func append(_ operation: Operation, factor: Double) {
    building.rows = max(building.rows * factor, 0.001)
    cost += building.rows
    building.append(operation)
  }

  /// Tests the labels of nodes that earlier clauses bound.
  private mutating func placeBoundNodes() {
    for node in pattern.nodes where isBound(node.slot) {
      noteBound(node.slot, labels: [])
      // What leads on from a null finds nothing; where nothing leads on, it has to be said.
      if !pattern.relationships.contains(where: { [$0.left, $0.right].contains(node.slot) }) {
        let subject = BoundExpression(.slot(node.slot), .node, at: node.span)
        append(.filter(BoundExpression(.isNotNull(subject), .boolean, at: node.span)), factor: 1)
      }
    }
    placeConditions()
  }

  /// The step that binds an end of a relationship which an earlier clause bound.
  private func stepToEnd(_ slot: Slot) -> Operation? {
    guard
      let relationship = open.first(where: {
        $0.isBound && $0.length == nil && [$0.left, $0.right].contains(slot)
      }), let start = FunctionTable.function(named: "startNode"),
      let end = FunctionTable.function(named: "endNode")
    else { return nil }
    let span = relationship.span
    let subject = BoundExpression(.slot(relationship.slot), .relationship, at: span)
    let first = BoundExpression(.call(start, [subject]), .node, at: span)
    let last = BoundExpression(.call(end, [subject]), .node, at: span)
    switch (relationship.direction, relationship.left == slot) {
    case (.right, true), (.left, false): return .project([(first, slot)])
    case (.right, false), (.left, true): return .project([(last, slot)])
    case (.either, _):
      let isLoop = BoundExpression(.compare(.equal, first, last), .boolean, at: span)
      let one = BoundExpression(.list([first]), .list(of: .node), at: span)
      let both = BoundExpression(.list([first, last]), .list(of: .node), at: span)
      return .unwind(
        BoundExpression(
          .caseOf(subject: nil, branches: [(isLoop, one)], otherwise: both), .list(of: .node),
          at: span), slot)
    }
  }

  /// Binds a node without coming from another one.
  private mutating func find(_ slot: Slot) {
    guard let node = pattern.nodes.first(where: { $0.slot == slot }) else { return }
    let before = building.rows
    let count = estimate.nodeCount(slot, bound: building.bound)
    let labels = node.labels?.conjunction ?? []
    let scanned = labels.min { estimate.count(of: $0) < estimate.count(of: $1) }
    if let step = stepToEnd(slot) {
      append(step, factor: 1)
      building.bound.insert(slot)
      noteBound(slot, labels: [])
      return placeConditions()
    }
    if isOptimized,
      let (condition, lookup) = estimate.lookup(slot, scanned, conditions, building.bound)
    {
      conditions.remove(at: condition)
      append(lookup, factor: count)
      // Without an index the nodes of the label are looked at, once.
      if !estimate.hasIndex(lookup) { cost += estimate.labelCount(scanned) * 0.1 }
    } else if isOptimized,
      let seek = estimate.seek(slot, scanned, conditions, building.bound)
    {
      append(seek, factor: count)
    } else if let scanned {
      append(.scanLabel(slot, scanned), factor: estimate.labelCount(scanned))
      cost += before * estimate.labelCount(scanned) * 0.2
    } else {
      append(.scanNodes(slot), factor: Double(max(estimate.graph.nodeCount, 1)))
    }
    building.bound.insert(slot)
    noteBound(slot, labels: scanned.map { [$0] } ?? [])
    placeConditions()
    building.rows = max(before * count, 0.001)
  }

  /// Tests what the step that bound a node did not test.
  private mutating func noteBound(_ slot: Slot, labels: [NameNumber]) {
    guard checked.insert(slot).inserted,
      let node = pattern.nodes.first(where: { $0.slot == slot }), let wanted = node.labels
    else { return }
    if let names = wanted.conjunction, names.allSatisfy(labels.contains) { return }
    append(
      .filter(
        BoundExpression(
          .hasLabels(BoundExpression(.slot(slot), .node, at: node.span), wanted), .boolean,
          at: node.span)), factor: 0.5)
  }

  /// Places every condition whose slots are all bound.
  private mutating func placeConditions() {
    let own = Set(pattern.slots)
    var rest: [BoundExpression] = []
    for condition in conditions {
      if condition.slots.intersection(own).isSubset(of: building.bound) {
        append(.filter(condition), factor: estimate.selectivity(condition))
      } else {
        rest.append(condition)
      }
    }
    conditions = rest
  }

  private mutating func placePaths() {
    for path in openPaths {
      append(.bindPath(path), factor: 1)
      building.bound.insert(path.slot)
    }
    openPaths = []
    placeConditions()
  }

  private mutating func place(_ relationship: BoundRelationship) {
    open.removeAll { $0.slot == relationship.slot && $0.span == relationship.span }
    let isForward = isBound(relationship.left)
    let from = isForward ? relationship.left : relationship.right
    let to = isForward ? relationship.right : relationship.left
    let isTargetBound = isBound(to)
    let labels = isTargetBound || checked.contains(to) ? [] : estimate.labels(of: to)
    let factor =
      isTargetBound
      ? estimate.joinFactor(relationship) : estimate.expandFactor(relationship, to: to)
    if relationship.length != nil || relationship.shortest != nil {
      placeVariable(relationship, from, to, labels, factor)
    } else {
      var expansion = expansion(relationship, from: from, to: to)
      expansion.labels = labels
      append(isTargetBound ? .expandInto(expansion) : .expand(expansion), factor: factor)
    }
    finishPlacing([relationship], to, labels)
  }

  private func expansion(
    _ relationship: BoundRelationship, from: Slot, to: Slot
  ) -> Expansion {
    let isForward = relationship.left == from
    return Expansion(
      from: from, to: to, relationship: relationship.slot, types: relationship.types,
      direction: isForward ? relationship.direction : relationship.direction.reversed,
      excluding: rivals(of: relationship, among: found).map(\.slot),
      isRelationshipBound: relationship.isBound)
  }

  private mutating func placeVariable(
    _ relationship: BoundRelationship, _ from: Slot, _ to: Slot, _ labels: [NameNumber],
    _ factor: Double
  ) {
    let isForward = relationship.left == from
    var expansion = VariableExpansion(
      from: from, to: to, isTargetBound: isBound(to), relationships: relationship.slot,
      isListBound: relationship.isBound, types: relationship.types,
      typeCondition: relationship.typeCondition,
      direction: isForward ? relationship.direction : relationship.direction.reversed,
      minimum: relationship.length?.minimum ?? 1,
      maximum: relationship.length == nil ? 1 : relationship.length?.maximum,
      eachProperty: relationship.eachProperty, labels: labels,
      excluding: rivals(of: relationship, among: found).map(\.slot),
      shortest: relationship.shortest, isReversed: !isForward, span: relationship.span)
    guard relationship.shortest != nil else {
      return append(.expandVariable(expansion), factor: factor)
    }
    let tested = pathConditions(relationship)
    expansion.path = pattern.path(of: relationship)
    expansion.pathConditions = tested.places.map { conditions[$0] }
    for place in tested.places.reversed() { conditions.remove(at: place) }
    append(.shortestPath(expansion), factor: factor)
  }

  /// The places of the conditions on a shortest path that can be tested with what is bound; and
  /// whether these are all conditions on it.
  private func pathConditions(
    _ relationship: BoundRelationship
  ) -> (places: [Int], areReady: Bool) {
    let own = Set(pattern.slots)
    let path = pattern.slotsOfPath(relationship)
    let onPath = conditions.indices.filter { !conditions[$0].slots.isDisjoint(with: path) }
    let ready = onPath.filter {
      conditions[$0].slots.intersection(own).subtracting(path).isSubset(of: building.bound)
    }
    return (ready, ready.count == onPath.count)
  }

  private mutating func placeCorner(_ target: Slot, _ legs: [BoundRelationship]) {
    var expansions: [Expansion] = []
    for (place, leg) in legs.enumerated() {
      var expansion = expansion(leg, from: leg.left == target ? leg.right : leg.left, to: target)
      expansion.excluding += rivals(of: leg, among: Array(legs[..<place])).map(\.slot)
      expansions.append(expansion)
    }
    let labels = checked.contains(target) ? [] : estimate.labels(of: target)
    open.removeAll { candidate in legs.contains { $0.span == candidate.span } }
    append(
      .intersect(Intersection(to: target, labels: labels, legs: expansions)),
      factor: estimate.cornerFactor(target, legs))
    finishPlacing(legs, target, labels)
  }

  private mutating func finishPlacing(
    _ relationships: [BoundRelationship], _ to: Slot, _ labels: [NameNumber]
  ) {
    for relationship in relationships {
      building.bound.insert(relationship.slot)
      found.append(relationship)
      // A walk asks for the types itself, as it goes.
      if let types = relationship.typeCondition, relationship.length == nil,
        relationship.shortest == nil
      {
        append(
          .filter(
            BoundExpression(
              .hasLabels(
                BoundExpression(.slot(relationship.slot), .relationship, at: relationship.span),
                types), .boolean, at: relationship.span)), factor: 0.5)
      }
    }
    building.bound.insert(to)
    noteBound(to, labels: labels)
    placeConditions()
  }

  /// Relationships of the pattern that could be the same as one, which the language forbids.
  private func rivals(
    of relationship: BoundRelationship, among others: [BoundRelationship]
  ) -> [BoundRelationship] {
    others.filter { other in
      other.slot != relationship.slot && other.clause == relationship.clause
        && (relationship.types.isEmpty || other.types.isEmpty
          || !Set(relationship.types).isDisjoint(with: other.types))
    }
  }
}
