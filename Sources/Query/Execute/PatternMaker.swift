// Makes what a pattern of CREATE or MERGE describes, for one row. What is made is bound to its
// slots as variables of the evaluator, so that later parts of the pattern and the items of
// ON CREATE read it like any other variable.

internal import Graph
internal import Text

/// Makes the nodes, relationships and paths of a pattern.
struct PatternMaker {
  private let creation: BoundCreation
  private let evaluator: Evaluator

  init(_ creation: BoundCreation, _ evaluator: Evaluator) {
    self.creation = creation
    self.evaluator = evaluator
  }

  /// The slots that are bound by making.
  var slots: [Slot] {
    creation.nodes.map(\.slot) + creation.relationships.map(\.slot) + creation.paths.map(\.slot)
  }

  /// Property maps in the order of nodes and relationships, computed before anything is made.
  func properties(_ batch: Batch, _ row: Int) throws(QueryError) -> [ValueMap] {
    var maps: [ValueMap] = []
    for node in creation.nodes { maps.append(try map(node.properties, batch, row)) }
    for relationship in creation.relationships {
      maps.append(try map(relationship.properties, batch, row))
    }
    return maps
  }

  /// Makes the pattern for a row; without property maps they are computed on the way.
  func make(
    _ batch: Batch, _ row: Int, properties: [ValueMap]? = nil
  ) throws(QueryError) {
    let context = evaluator.context
    for (place, node) in creation.nodes.enumerated() {
      let map =
        if let properties { properties[place] } else { try map(node.properties, batch, row) }
      do {
        let id = try context.createNode(node.labels, map)
        evaluator.locals[node.slot.number] = .node(id)
      } catch {
        throw error.located(at: self.place(of: error, map, node.properties) ?? node.span)
      }
    }
    for (place, relationship) in creation.relationships.enumerated() {
      let map =
        if let properties { properties[creation.nodes.count + place] } else {
          try map(relationship.properties, batch, row)
        }
      let source = try end(relationship.source, relationship, batch, row)
      let target = try end(relationship.target, relationship, batch, row)
      do {
        let id = try context.createRelationship(relationship.type, from: source, to: target, map)
        evaluator.locals[relationship.slot.number] = .relationship(id)
      } catch {
        let written = relationship.properties
        throw error.located(at: self.place(of: error, map, written) ?? relationship.span)
      }
    }
    bindPaths(batch, row)
  }

  /// Binds the paths whose nodes and relationships are bound.
  func bindPaths(_ batch: Batch, _ row: Int) {
    for path in creation.paths {
      var nodes: [NodeID] = []
      for slot in path.nodes {
        if case .node(let id) = evaluator.value(of: slot, batch, row) { nodes.append(id) }
      }
      var relationships: [RelationshipID] = []
      for slot in path.relationships {
        if case .relationship(let id) = evaluator.value(of: slot, batch, row) {
          relationships.append(id)
        }
      }
      if nodes.count == relationships.count + 1 {
        evaluator.locals[path.slot.number] = .path(
          Path(nodes: nodes, relationships: relationships))
      }
    }
  }

  /// Where the value stands that cannot be stored, if that is what is wrong.
  private func place(
    of error: QueryError, _ map: ValueMap, _ expression: BoundExpression?
  ) -> SourceSpan? {
    guard error.detail == .invalidPropertyType else { return nil }
    let entry = map.entries.first { $0.value.unstorableKind != nil }
    return entry.flatMap { expression?.span(ofKey: $0.key) }
  }

  private func map(
    _ expression: BoundExpression?, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> ValueMap {
    guard let expression else { return ValueMap() }
    switch try evaluator.freshValue(of: expression, batch, row) {
    case .map(let map): return map
    case .null: return ValueMap()
    case let other:
      throw .type(
        .invalidArgumentType, "properties are given by a map, but got \(other.kinds.names)",
        at: expression.span)
    }
  }

  private func end(
    _ slot: Slot, _ relationship: BoundNewRelationship, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> NodeID {
    switch evaluator.value(of: slot, batch, row) {
    case .node(let id):
      do {
        try evaluator.context.requireNode(id)
      } catch {
        throw error.located(at: relationship.span)
      }
      return id
    case .null:
      throw .type(
        .invalidArgumentValue, "a relationship cannot be made: the node at one end is null",
        at: relationship.span, hint: "leave out rows without the node, with WHERE … IS NOT NULL")
    case let other:
      throw .type(
        .invalidArgumentType, "a relationship joins nodes, but got \(other.kinds.names)",
        at: relationship.span)
    }
  }
}

/// The values of new slots, gathered row by row from the variables of the evaluator.
struct BoundValues {
  private let slots: [Slot]
  private var values: [[Value]]

  init(_ slots: [Slot], live: [Slot]) {
    self.slots = slots.filter { live.wants($0) }
    values = Array(repeating: [], count: self.slots.count)
  }

  /// Takes the values for one more row.
  mutating func take(from evaluator: Evaluator) {
    for (place, slot) in slots.enumerated() {
      values[place].append(evaluator.locals[slot.number] ?? .null)
    }
  }

  /// Puts the columns into a batch that has as many rows.
  func put(into batch: inout Batch) {
    for (place, slot) in slots.enumerated() { batch[slot] = .packed(values[place]) }
  }
}

extension Evaluator {
  /// Forgets the variables that were bound outside of rows.
  func forget(_ slots: [Slot]) {
    for slot in slots { locals[slot.number] = nil }
  }
}
