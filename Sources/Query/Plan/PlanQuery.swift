// From the bound tree to steps: clause by clause, in the order of the text. Patterns are ordered by
// `PlanPattern.swift`; what follows from looking at several steps together is done afterwards by
// the passes of `Optimize`.

internal import Graph
internal import Text

/// A statement ready to run on any version of the graph whose shape is about that of planning.
struct StatementPlan: Sendable {
  var query: QueryPlan
  /// Slots, with those that the planner added.
  var slotCount: Int
  var stepCount: Int
}

/// Plans one statement.
struct Planner {
  let names: [UTF8String]
  let graph: GraphSnapshot
  let isOptimized: Bool
  let usesIndexes: Bool
  private(set) var slotCount: Int
  private var subqueryCount = 0

  init(_ statement: BoundStatement, _ graph: GraphSnapshot, _ options: QueryOptions) {
    names = statement.names
    self.graph = graph
    isOptimized = options.isOptimized
    usesIndexes = options.usesIndexes
    slotCount = statement.slots.count
  }

  /// Plans the query of a statement.
  static func plan(
    _ query: BoundQuery, of statement: BoundStatement, on graph: GraphSnapshot,
    _ options: QueryOptions
  ) -> StatementPlan {
    var planner = Planner(statement, graph, options)
    var plan = planner.planned(query, bound: [])
    if options.isOptimized { plan = optimized(plan) }
    var numbering = StepNumbering()
    numbering.finish(&plan)
    return StatementPlan(query: plan, slotCount: planner.slotCount, stepCount: numbering.count)
  }

  /// A slot for the planner's own use.
  mutating func newSlot() -> Slot {
    slotCount += 1
    return Slot(number: slotCount - 1)
  }

  mutating func planned(_ query: BoundQuery, bound: Set<Slot>) -> QueryPlan {
    var parts: [QueryPart] = []
    for part in query.parts {
      var building = Building(bound: bound)
      let clauses = isOptimized ? joiningMatches(part.clauses) : part.clauses
      for (place, clause) in clauses.enumerated() {
        building.grouped = groupedSlots(clauses.dropFirst(place + 1).first)
        plan(clause, &building)
      }
      parts.append(QueryPart(pipeline: building.pipeline, outputs: part.outputs))
    }
    return QueryPlan(parts: parts, isDistinct: query.isDistinct, columns: query.columns)
  }

  /// The expression with a plan for each subquery in it.
  mutating func planned(_ expression: BoundExpression) -> BoundExpression {
    var planner = self
    let changed = expression.mapSubqueries { subquery in
      var subquery = subquery
      subquery.plan = planner.planned(subquery.query, bound: Set(subquery.imports))
      subquery.number = planner.subqueryCount
      planner.subqueryCount += 1
      return subquery
    }
    self = planner
    return changed
  }

  private mutating func planned(_ expression: BoundExpression?) -> BoundExpression? {
    guard let expression else { return nil }
    return planned(expression) as BoundExpression
  }
}

/// Steps in the making.
struct Building {
  var pipeline = Pipeline()
  /// Slots that have a value.
  var bound: Set<Slot>
  /// How many rows are expected so far.
  var rows = 1.0
  /// Slots by which an aggregation that follows groups: going through one of them first lets the
  /// groups be done one after the other.
  var grouped: Set<Slot> = []

  mutating func append(_ operation: Operation) { pipeline.append(operation, rows: rows) }
}

extension Planner {
  mutating func plan(_ clause: BoundClause, _ building: inout Building) {
    switch clause {
    case .match(let match): plan(match, &building)
    case .unwind(let list, let slot):
      building.rows *= 10
      building.append(.unwind(planned(list), slot))
      building.bound.insert(slot)
    case .project(let projection): plan(projection, &building)
    case .call(var call):
      call.arguments = call.arguments.map { planned($0) }
      call.filter = planned(call.filter)
      building.append(.call(call))
      building.bound.formUnion(call.yields.map(\.slot))
    case .subquery(let query, let imports):
      let plan = planned(query, bound: building.bound.intersection(imports))
      let isReturning = !query.columns.isEmpty
      building.append(.subquery(plan, imports: imports, isReturning: isReturning))
      building.bound.formUnion(plan.parts.first?.outputs ?? [])
    case .loadCSV(var load):
      load.source = planned(load.source)
      load.separator = planned(load.separator)
      building.append(.loadCSV(load))
      building.bound.insert(load.slot)
    default: planWriting(clause, &building)
    }
  }

  private mutating func planWriting(_ clause: BoundClause, _ building: inout Building) {
    switch clause {
    case .create(let creation):
      building.append(.create(planned(creation)))
      building.bound.formUnion(creation.slots)
    case .merge(let merge): plan(merge, &building)
    case .set(let items): building.append(.set(items.map { planned($0) }))
    case .remove(let items): building.append(.remove(items.map { planned($0) }))
    case .delete(let subjects, let isDetaching):
      building.append(.delete(subjects.map { planned($0) }, isDetaching: isDetaching))
    case .forEach(let slot, let list, let clauses):
      var inner = Building(bound: building.bound.union([slot]))
      for clause in clauses { plan(clause, &inner) }
      building.append(.forEach(slot, list: planned(list), inner.pipeline))
    default: break
    }
  }

  private mutating func plan(_ merge: BoundMerge, _ building: inout Building) {
    var merge = merge
    var match = Building(bound: building.bound)
    plan(merge.pattern, filters: [], &match)
    merge.creation = planned(merge.creation)
    merge.onCreate = merge.onCreate.map { planned($0) }
    merge.onMatch = merge.onMatch.map { planned($0) }
    let introduced = match.bound.subtracting(building.bound).sorted()
    building.append(
      .merge(MergePlan(match: match.pipeline, merge: merge, introduces: introduced)))
    building.bound.formUnion(introduced)
  }

  private mutating func planned(_ creation: BoundCreation) -> BoundCreation {
    var creation = creation
    for place in creation.nodes.indices {
      creation.nodes[place].properties = planned(creation.nodes[place].properties)
    }
    for place in creation.relationships.indices {
      creation.relationships[place].properties = planned(creation.relationships[place].properties)
    }
    return creation
  }

  private mutating func planned(_ item: BoundSetItem) -> BoundSetItem {
    switch item {
    case .property(let subject, let key, let value):
      .property(planned(subject), key, planned(value))
    case .dynamicProperty(let subject, let key, let value):
      .dynamicProperty(planned(subject), key: planned(key), planned(value))
    case .replaceAll(let subject, let value): .replaceAll(planned(subject), planned(value))
    case .mergeAll(let subject, let value): .mergeAll(planned(subject), planned(value))
    case .labels(let subject, let labels): .labels(planned(subject), labels)
    }
  }

  private mutating func planned(_ item: BoundRemoveItem) -> BoundRemoveItem {
    switch item {
    case .property(let subject, let key): .property(planned(subject), key)
    case .dynamicProperty(let subject, let key):
      .dynamicProperty(planned(subject), key: planned(key))
    case .labels(let subject, let labels): .labels(planned(subject), labels)
    }
  }

  /// WITH and RETURN: aggregation, items, DISTINCT, ORDER BY, SKIP, LIMIT, WHERE.
  private mutating func plan(_ projection: BoundProjection, _ building: inout Building) {
    if var aggregation = projection.aggregation {
      aggregation.keys = aggregation.keys.map { (planned($0.expression), $0.slot) }
      for place in aggregation.aggregates.indices {
        aggregation.aggregates[place].argument = planned(aggregation.aggregates[place].argument)
        aggregation.aggregates[place].parameter = planned(aggregation.aggregates[place].parameter)
      }
      building.rows = aggregation.keys.isEmpty ? 1 : max(building.rows / 10, 1)
      building.append(.aggregate(aggregation))
    }
    // What is passed on as it is needs no computing.
    let items = projection.items.filter { $0.expression.slot != $0.slot }
    if !items.isEmpty { building.append(.project(items.map { (planned($0.expression), $0.slot) })) }
    let slots = projection.items.map(\.slot)
    if projection.isDistinct { building.append(.distinct(slots)) }
    let skip = planned(projection.skip)
    let limit = planned(projection.limit)
    if !projection.order.isEmpty {
      let keys = projection.order.map {
        (expression: planned($0.expression), isDescending: $0.isDescending)
      }
      building.append(.sort(keys, limit: isOptimized ? firstRows(skip, limit) : nil))
    }
    if let skip { building.append(.skip(skip)) }
    if let limit { building.append(.limit(limit)) }
    building.bound = Set(slots)
    if let filter = projection.filter { planFilter(filter, &building) }
  }

  /// How many rows sorting must give, if that is known: what is skipped and what is taken.
  private func firstRows(
    _ skip: BoundExpression?, _ limit: BoundExpression?
  ) -> BoundExpression? {
    guard let limit else { return nil }
    guard let skip else { return limit }
    guard
      case (.constant(.integer(let first)), .constant(.integer(let count))) =
        (skip.kind, limit.kind), first >= 0, count >= 0
    else { return nil }
    let (sum, overflow) = first.addingReportingOverflow(count)
    return overflow ? nil : BoundExpression(.constant(.integer(sum)), .integer, at: limit.span)
  }

  /// A condition after all patterns, with EXISTS as a join where that can be done.
  mutating func planFilter(_ condition: BoundExpression, _ building: inout Building) {
    guard isOptimized else { return building.append(.filter(planned(condition))) }
    var rest: [BoundExpression] = []
    for conjunct in condition.conjuncts {
      if let semi = semiJoin(conjunct, building) {
        building.rows = max(building.rows / 2, 1)
        building.append(semi)
      } else {
        rest.append(planned(conjunct))
      }
    }
    guard let first = rest.first else { return }
    building.rows = max(building.rows / 2, 1)
    building.append(
      .filter(rest.count == 1 ? first : BoundExpression(.and(rest), .boolean, at: first.span)))
  }
}

/// The slots in the keys of the aggregation that a clause begins with.
private func groupedSlots(_ clause: BoundClause?) -> Set<Slot> {
  guard case .project(let projection) = clause, let aggregation = projection.aggregation else {
    return []
  }
  return aggregation.keys.reduce(into: []) { $1.expression.gatherSlots(into: &$0) }
}

extension BoundExpression {
  /// The slot, if the expression is nothing but one.
  var slot: Slot? {
    if case .slot(let slot) = kind { slot } else { nil }
  }
}

extension BoundCreation {
  /// Everything that it binds.
  var slots: [Slot] { nodes.map(\.slot) + relationships.map(\.slot) + paths.map(\.slot) }
}
