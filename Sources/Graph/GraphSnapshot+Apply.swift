// Applying changes. The same function serves a statement, the replay of a journal and undoing, so
// it checks everything: what does not fit is refused before anything is touched.

internal import Text

extension GraphSnapshot {
  /// Applies one change.
  internal mutating func apply(_ change: Change) throws(GraphError) {
    switch change {
    case .defineSymbol(let kind, let number, let name):
      try define(kind, number: number, name: name)
    case .createNode(let id): try createNode(id)
    case .deleteNode(let id): try deleteNode(id)
    case .addLabel(let id, let label): try addLabel(label, to: id)
    case .removeLabel(let id, let label): try removeLabel(label, from: id)
    case .createRelationship(let id, let record): try createRelationship(id, record)
    case .deleteRelationship(let id, let record): try deleteRelationship(id, record)
    case .setProperty(let entity, let key, let old, let new):
      try setProperty(of: entity, key, from: old, to: new)
    case .createIndex(let definition): try createIndex(definition)
    case .dropIndex(let definition):
      guard let place = indexTable.firstIndex(where: { $0.definition == definition }) else {
        throw .indexNotFound(definition)
      }
      indexTable.remove(at: place)
    }
  }

  /// Makes the version fit to be read by many threads at once.
  internal mutating func settle() {
    for number in adjacency.indices { adjacency[number].settle(nodeCount: Int(nextNode)) }
  }

  private mutating func define(
    _ kind: SymbolKind, number: UInt16, name: UTF8String
  ) throws(GraphError) {
    func check(_ table: SymbolTable) throws(GraphError) {
      if name.byteCount == 0 { throw .emptyName(kind) }
      if table.number(of: name) != nil || Int(number) != table.count {
        throw .changeDoesNotFit("\(kind) \(name) is defined twice or out of order")
      }
    }
    switch kind {
    case .label:
      try check(labelTable)
      labelTable.add(name)
      labelMembers.append(Bitmap())
    case .type:
      try check(typeTable)
      typeTable.add(name)
      adjacency.append(TypeAdjacency())
    case .key:
      try check(keyTable)
      keyTable.add(name)
      nodeColumns.append(PropertyColumn())
      relationshipColumns.append(PropertyColumn())
      if name == Self.automaticKey { addAutomaticIndexes(over: KeyID(rawValue: number)) }
    }
  }

  /// Makes the indexes that come with the key `name`.
  ///
  /// They belong to the key, not to a change of their own, since the key stays when the changes
  /// around it are undone.
  private mutating func addAutomaticIndexes(over key: KeyID) {
    for kind in IndexDefinition.Kind.allCases {
      indexTable.append(GraphIndex(IndexDefinition(kind, key: key)))
    }
  }

  // MARK: Nodes

  private mutating func createNode(_ id: NodeID) throws(GraphError) {
    guard !nodes.contains(id.rawValue) else {
      throw .changeDoesNotFit("node \(id.rawValue) is there already")
    }
    // A fresh id, or one that a deletion set free and that an undo gives back.
    guard id.rawValue < nextNode || id.rawValue == nextNode, id.rawValue < UInt32.max else {
      throw .changeDoesNotFit("node \(id.rawValue) leaves a gap in the ids")
    }
    nodes.insert(id.rawValue)
    nextNode = max(nextNode, id.rawValue + 1)
  }

  private mutating func deleteNode(_ id: NodeID) throws(GraphError) {
    try requireNode(id)
    let degree = degree(of: id)
    guard degree == 0 else { throw .nodeStillConnected(id, relationshipCount: degree) }
    guard labels(of: id).isEmpty, properties(of: .node(id)).isEmpty else {
      throw .changeDoesNotFit("node \(id.rawValue) still has labels or properties")
    }
    nodes.remove(id.rawValue)
  }

  private func requireNode(_ id: NodeID) throws(GraphError) {
    guard nodes.contains(id.rawValue) else { throw .nodeNotFound(id) }
  }

  // MARK: Labels

  private mutating func addLabel(_ label: LabelID, to id: NodeID) throws(GraphError) {
    try requireNode(id)
    guard Int(label.rawValue) < labelMembers.count, !has(id, label) else {
      throw .changeDoesNotFit("node \(id.rawValue) cannot get label \(label.rawValue)")
    }
    countRelationships(of: id, by: -1)
    labelMembers[Int(label.rawValue)].insert(id.rawValue)
    countRelationships(of: id, by: 1)
    for place in indexTable.indices where indexTable[place].definition.label == label {
      let value = value(of: id, indexTable[place].definition.key)
      if case .null = value { continue }
      indexTable[place].insert(value, of: id)
    }
  }

  private mutating func removeLabel(_ label: LabelID, from id: NodeID) throws(GraphError) {
    try requireNode(id)
    guard has(id, label) else {
      throw .changeDoesNotFit("node \(id.rawValue) has no label \(label.rawValue)")
    }
    countRelationships(of: id, by: -1)
    labelMembers[Int(label.rawValue)].remove(id.rawValue)
    countRelationships(of: id, by: 1)
  }

  /// Counts all relationships of a node in or out of the statistics, around a change of its labels.
  private mutating func countRelationships(of node: NodeID, by step: Int) {
    let own = labels(of: node)
    var counted = statistics
    statistics = GraphStatistics()
    for number in adjacency.indices {
      let type = TypeID(rawValue: UInt16(number))
      let outgoing = neighbours(of: node, type, .outgoing)
      let incoming = neighbours(of: node, type, .incoming)
      for place in 0..<outgoing.count {
        counted.count(type, from: own, to: labels(of: outgoing.nodes[place]), by: step)
      }
      for place in 0..<incoming.count where incoming.nodes[place] != node {
        counted.count(type, from: labels(of: incoming.nodes[place]), to: own, by: step)
      }
    }
    statistics = counted
  }

  // MARK: Relationships

  private mutating func createRelationship(
    _ id: RelationshipID, _ record: RelationshipRecord
  ) throws(GraphError) {
    try requireNode(record.source)
    try requireNode(record.target)
    guard Int(record.type.rawValue) < adjacency.count else {
      throw .changeDoesNotFit("there is no type \(record.type.rawValue)")
    }
    let isFresh = id.rawValue == relationships.nextID && id.rawValue < UInt32.max
    guard isFresh || relationships.wasGiven(id, to: record) else {
      throw .changeDoesNotFit("relationship \(id.rawValue) is there already or leaves a gap")
    }
    relationships.insert(id, record)
    adjacency[Int(record.type.rawValue)].insert(id, from: record.source, to: record.target)
    count(record, by: 1)
  }

  private mutating func deleteRelationship(
    _ id: RelationshipID, _ record: RelationshipRecord
  ) throws(GraphError) {
    guard let known = relationships.record(of: id) else { throw .relationshipNotFound(id) }
    guard known == record else {
      throw .changeDoesNotFit("relationship \(id.rawValue) has another type or other ends")
    }
    guard properties(of: .relationship(id)).isEmpty else {
      throw .changeDoesNotFit("relationship \(id.rawValue) still has properties")
    }
    relationships.remove(id)
    adjacency[Int(record.type.rawValue)].remove(id, from: record.source, to: record.target)
    count(record, by: -1)
  }

  private mutating func count(_ record: RelationshipRecord, by step: Int) {
    let sourceLabels = labels(of: record.source)
    let targetLabels = labels(of: record.target)
    statistics.count(record.type, from: sourceLabels, to: targetLabels, by: step)
  }

  // MARK: Properties

  private mutating func setProperty(
    of entity: Entity, _ key: KeyID, from old: Value, to new: Value
  ) throws(GraphError) {
    guard Int(key.rawValue) < keyTable.count else {
      throw .changeDoesNotFit("there is no key \(key.rawValue)")
    }
    if let kind = new.unstorableKind { throw .valueNotStorable(kind: kind) }
    switch entity {
    case .node(let id): try requireNode(id)
    case .relationship(let id):
      guard relationships.alive.contains(id.rawValue) else { throw .relationshipNotFound(id) }
    }
    guard value(of: entity, key).isIdentical(to: old) else {
      throw .changeDoesNotFit("key \(key.rawValue) had another value before")
    }
    switch entity {
    case .node(let id):
      nodeColumns[Int(key.rawValue)].set(new, at: id.rawValue, in: &arena)
      if case .null = new { return }
      statistics.noteValue(new, under: key)
      for place in indexTable.indices where indexTable[place].definition.key == key {
        if let label = indexTable[place].definition.label, !has(id, label) { continue }
        indexTable[place].insert(new, of: id)
      }
    case .relationship(let id):
      relationshipColumns[Int(key.rawValue)].set(new, at: id.rawValue, in: &arena)
    }
  }

  // MARK: Indexes

  private mutating func createIndex(_ definition: IndexDefinition) throws(GraphError) {
    guard index(definition) == nil else { throw .indexExists(definition) }
    guard Int(definition.key.rawValue) < keyTable.count,
      definition.label.map({ Int($0.rawValue) < labelTable.count }) ?? true
    else { throw .changeDoesNotFit("the index names an unknown label or key") }
    indexTable.append(builtIndex(definition))
  }
}

extension Value {
  /// What kind of value this is where it cannot be a property, else nil.
  public var unstorableKind: String? {
    switch self {
    case .map: return "map"
    case .node: return "node"
    case .relationship: return "relationship"
    case .path: return "path"
    case .list(let items):
      if !isWithinNestingLimit { return "list nested deeper than \(Value.nestingMax) levels" }
      for item in items {
        if let kind = item.unstorableKind { return "list that holds a \(kind)" }
      }
      return nil
    default: return nil
    }
  }
}
