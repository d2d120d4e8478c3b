// What each step reads and binds, and from that, walking backwards, what each step has to hand on.
// Columns that nobody reads later are never copied, and properties are read where they are used.

internal import Graph
internal import Text

extension Operation {
  /// The slots that the step reads from the rows that come in, without those of inner pipelines.
  var reads: Set<Slot> {
    var slots: Set<Slot> = []
    func read(_ expression: BoundExpression?) { expression?.gatherSlots(into: &slots) }
    func read(_ expressions: [BoundExpression]) { for one in expressions { read(one) } }
    switch self {
    case .scanNodes, .scanLabel, .optional, .semi: break
    case .lookUp(let lookup): read(lookup.value)
    case .seek(let seek):
      switch seek.bounds {
      case .range(let from, let to): read([from, to].compactMap(\.self))
      case .containing(let part): read(part)
      }
    case .nodeByID(_, let id): read(id)
    case .expand(let expansion): slots.formUnion(expansion.reads(isTargetBound: false))
    case .expandInto(let expansion): slots.formUnion(expansion.reads(isTargetBound: true))
    case .intersect(let intersection):
      for leg in intersection.legs { slots.formUnion(leg.reads(isTargetBound: false)) }
      slots.subtract(intersection.legs.map(\.relationship))
    case .expandVariable(let expansion), .shortestPath(let expansion):
      slots.insert(expansion.from)
      if expansion.isTargetBound { slots.insert(expansion.to) }
      if expansion.isListBound { slots.insert(expansion.relationships) }
      slots.formUnion(expansion.excluding)
      for property in expansion.eachProperty { read(property.value) }
      if !expansion.pathConditions.isEmpty {
        read(expansion.pathConditions)
        slots.formUnion(expansion.path?.nodes ?? [])
        slots.subtract([expansion.relationships] + [expansion.path?.slot].compactMap(\.self))
      }
    case .bindPath(let path): slots.formUnion(path.nodes + path.relationships)
    case .weigh(let tree): slots.insert(tree.from)
    case .filter(let condition): read(condition)
    case .project(let items): read(items.map(\.expression))
    case .unwind(let list, _): read(list)
    case .aggregate(let aggregation):
      read(aggregation.keys.map(\.expression))
      for aggregate in aggregation.aggregates {
        read(aggregate.argument)
        read(aggregate.parameter)
      }
    case .distinct(let distinct): slots.formUnion(distinct)
    case .sort(let keys, _): read(keys.map(\.expression))
    case .skip, .limit: break
    case .subquery(_, let imports, _): slots.formUnion(imports)
    case .call(let call): read(call.arguments + [call.filter].compactMap(\.self))
    case .loadCSV(let load): read([load.source] + [load.separator].compactMap(\.self))
    case .create(let creation): slots.formUnion(creation.reads)
    case .merge(let plan):
      slots.formUnion(plan.merge.creation.reads.union(plan.merge.pattern.slots))
      for item in plan.merge.onCreate + plan.merge.onMatch { read(item.expressions) }
    case .set(let items): for item in items { read(item.expressions) }
    case .remove(let items): for item in items { read(item.expressions) }
    case .delete(let subjects, _): read(subjects)
    case .forEach(_, let list, _): read(list)
    }
    return slots
  }

  /// The slots that the step gives a value.
  var binds: [Slot] {
    switch self {
    case .scanNodes(let slot), .scanLabel(let slot, _), .nodeByID(let slot, _),
      .unwind(_, let slot):
      [slot]
    case .lookUp(let lookup): [lookup.slot]
    case .seek(let seek): [seek.slot]
    case .expand(let expansion):
      expansion.isRelationshipBound ? [expansion.to] : [expansion.to, expansion.relationship]
    case .expandInto(let expansion):
      expansion.isRelationshipBound ? [] : [expansion.relationship]
    case .intersect(let intersection): [intersection.to] + intersection.legs.map(\.relationship)
    case .expandVariable(let expansion), .shortestPath(let expansion):
      (expansion.isTargetBound ? [] : [expansion.to])
        + (expansion.isListBound ? [] : [expansion.relationships])
    case .bindPath(let path): [path.slot]
    case .project(let items): items.map(\.slot)
    case .aggregate(let aggregation):
      aggregation.keys.map(\.slot) + aggregation.aggregates.map(\.slot)
    case .optional(_, let introduces, _): introduces
    case .subquery(let plan, _, let isReturning): isReturning ? plan.parts.first?.outputs ?? [] : []
    case .call(let call): call.yields.map(\.slot)
    case .loadCSV(let load): [load.slot]
    case .create(let creation): creation.slots
    case .merge(let plan): plan.introduces
    case .weigh, .filter, .distinct, .sort, .skip, .limit, .semi, .set, .remove, .delete, .forEach:
      []
    }
  }
}

extension Expansion {
  fileprivate func reads(isTargetBound: Bool) -> Set<Slot> {
    var slots: Set<Slot> = [from]
    if isTargetBound { slots.insert(to) }
    if isRelationshipBound { slots.insert(relationship) }
    slots.formUnion(excluding)
    return slots
  }
}

extension BoundCreation {
  /// What it refers to or computes with, apart from what it makes itself.
  fileprivate var reads: Set<Slot> {
    var slots: Set<Slot> = []
    for node in nodes { node.properties?.gatherSlots(into: &slots) }
    for relationship in relationships {
      relationship.properties?.gatherSlots(into: &slots)
      slots.formUnion([relationship.source, relationship.target])
    }
    for path in paths { slots.formUnion(path.nodes + path.relationships) }
    return slots.subtracting(self.slots)
  }
}

extension BoundSetItem {
  /// The expressions of the item.
  var expressions: [BoundExpression] {
    switch self {
    case .property(let subject, _, let value): [subject, value]
    case .dynamicProperty(let subject, let key, let value): [subject, key, value]
    case .replaceAll(let subject, let value), .mergeAll(let subject, let value): [subject, value]
    case .labels(let subject, _): [subject]
    }
  }
}

extension BoundRemoveItem {
  /// The expressions of the item.
  var expressions: [BoundExpression] {
    switch self {
    case .property(let subject, _), .labels(let subject, _): [subject]
    case .dynamicProperty(let subject, let key): [subject, key]
    }
  }
}

/// Fills in what each step hands on, and numbers the steps for the profile.
struct StepNumbering {
  private(set) var count = 0

  mutating func finish(_ plan: inout QueryPlan) {
    for place in plan.parts.indices {
      _ = finish(&plan.parts[place].pipeline, wanted: Set(plan.parts[place].outputs))
    }
  }

  /// Fills in a pipeline of whose rows some slots are wanted; gives the slots that it reads from
  /// outside.
  private mutating func finish(_ pipeline: inout Pipeline, wanted: Set<Slot>) -> Set<Slot> {
    var live = wanted
    let first = count
    count += pipeline.steps.count
    for place in pipeline.steps.indices.reversed() {
      pipeline.steps[place].live = live.sorted()
      pipeline.steps[place].number = first + place
      live = liveBefore(&pipeline.steps[place].operation, live)
    }
    return live
  }

  private mutating func liveBefore(_ operation: inout Operation, _ live: Set<Slot>) -> Set<Slot> {
    let reads = operation.reads
    finishExpressions(&operation)
    switch operation {
    case .aggregate: return reads
    case .optional(var pipeline, let introduces, let rowSlot):
      let inner = finish(&pipeline, wanted: live.union([rowSlot]))
      operation = .optional(pipeline, introduces: introduces, rowSlot: rowSlot)
      return live.subtracting(introduces).union(inner).subtracting([rowSlot])
    case .semi(var pipeline, let isAnti, let rowSlot):
      let inner = finish(&pipeline, wanted: [rowSlot])
      operation = .semi(pipeline, isAnti: isAnti, rowSlot: rowSlot)
      return live.union(inner).subtracting([rowSlot])
    case .subquery(var plan, let imports, let isReturning):
      finish(&plan)
      let outputs = plan.parts.first?.outputs ?? []
      operation = .subquery(plan, imports: imports, isReturning: isReturning)
      return live.subtracting(isReturning ? outputs : []).union(reads)
    case .merge(var plan):
      let inner = finish(&plan.match, wanted: Set(plan.introduces))
      let introduces = plan.introduces
      operation = .merge(plan)
      return live.union(reads).union(inner).subtracting(introduces)
    case .forEach(let slot, let list, var pipeline):
      let inner = finish(&pipeline, wanted: [])
      operation = .forEach(slot, list: list, pipeline)
      return live.union(reads).union(inner.subtracting([slot]))
    default: return live.subtracting(operation.binds).union(reads)
    }
  }

  /// Finishes the plans of subqueries in the expressions of a step.
  private mutating func finishExpressions(_ operation: inout Operation) {
    guard operation.containsSubquery else { return }
    var numbering = self
    operation = operation.mapExpressions { expression in
      expression.mapSubqueries { subquery in
        var subquery = subquery
        if var plan = subquery.plan {
          numbering.finish(&plan)
          subquery.plan = plan
        }
        return subquery
      }
    }
    self = numbering
  }
}
