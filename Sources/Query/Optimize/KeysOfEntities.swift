// Notes for an aggregation which of its keys are properties of one node, what label that node has,
// and which node the first step goes through. What can be made of it depends on the values in the
// graph, so it is decided when the aggregation runs.

internal import Graph

extension Pipeline {
  /// The same pipeline with the keys of its first aggregation noted.
  func notingKeysOfEntities() -> Pipeline {
    var labels: [Slot: NameNumber] = [:]
    for (place, step) in steps.enumerated() {
      switch step.operation {
      case .scanLabel(let slot, let label): labels[slot] = label
      case .lookUp(let lookup): labels[lookup.slot] = lookup.label
      case .expand(let expansion): labels[expansion.to] = expansion.labels.first
      case .intersect(let intersection): labels[intersection.to] = intersection.labels.first
      case .expandVariable(let expansion) where !expansion.isTargetBound:
        labels[expansion.to] = expansion.labels.first
      case .filter, .weigh, .semi, .expandInto, .scanNodes, .seek, .nodeByID, .bindPath,
        .shortestPath, .expandVariable:
        break
      case .aggregate(var aggregation):
        aggregation.note(labels, scanned: steps[0].operation.scannedSlot)
        var pipeline = self
        pipeline.steps[place].operation = .aggregate(aggregation)
        return pipeline
      default: return self
      }
    }
    return self
  }
}

extension BoundAggregation {
  fileprivate mutating func note(_ labels: [Slot: NameNumber], scanned: Slot?) {
    self.scanned = scanned
    entityKeys = []
    for (place, key) in keys.enumerated() {
      // A node that is a key itself decides its properties.
      if let slot = key.expression.slot, labels[slot] != nil {
        note(slot, labels)
        if let known = entityKeys.firstIndex(where: { $0.slot == slot }) {
          entityKeys[known].own = place
        }
      }
      guard case .property(let owner, let name) = key.expression.kind, let slot = owner.slot,
        labels[slot] != nil
      else { continue }
      note(slot, labels)
      if let known = entityKeys.firstIndex(where: { $0.slot == slot }) {
        entityKeys[known].places.append((place, name))
      }
    }
  }

  private mutating func note(_ slot: Slot, _ labels: [Slot: NameNumber]) {
    if entityKeys.contains(where: { $0.slot == slot }) { return }
    entityKeys.append(EntityKeys(slot: slot, label: labels[slot], places: []))
  }
}

extension Operation {
  /// The node that a scan goes through.
  fileprivate var scannedSlot: Slot? {
    switch self {
    case .scanNodes(let slot), .scanLabel(let slot, _): slot
    default: nil
    }
  }
}
