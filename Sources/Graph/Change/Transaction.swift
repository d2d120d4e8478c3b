// A writer's work between two published versions. Changes are applied to a copy of the last
// version at once, so that a statement sees what it wrote, and gathered for the journal. Taking
// everything back means dropping the copy; a savepoint is a copy as well.

public import Text

/// Changes that become visible together or not at all.
public final class Transaction {
  /// The graph as this transaction sees it, for the thread that writes.
  ///
  /// Other threads take `Graph.snapshot`: rows of a version that is not published yet are put in
  /// order when they are read.
  public private(set) var view: GraphSnapshot
  /// What was changed so far, in order.
  public private(set) var changes: [Change] = []

  internal let graph: Graph
  private var isOpen = true

  internal init(of graph: Graph, from view: GraphSnapshot) {
    self.graph = graph
    self.view = view
  }

  deinit {
    if isOpen { graph.writerTurn.release() }
  }

  // MARK: Ends

  /// Makes the changes durable and visible.
  ///
  /// On an error nothing of them remains.
  public func commit() throws(GraphError) {
    precondition(isOpen, "a transaction ends once")
    isOpen = false
    defer { graph.writerTurn.release() }
    if changes.isEmpty { return }
    view.settle()
    try graph.publish(view, after: changes)
  }

  /// Drops the changes.
  public func rollback() {
    precondition(isOpen, "a transaction ends once")
    isOpen = false
    graph.writerTurn.release()
  }

  /// A state of a transaction that it can go back to.
  public struct Savepoint {
    fileprivate let view: GraphSnapshot
    fileprivate let changeCount: Int
  }

  /// Remembers the state, to go back to it when a statement fails.
  public func savepoint() -> Savepoint { Savepoint(view: view, changeCount: changes.count) }

  /// Goes back to a state that this transaction was in.
  public func rollback(to savepoint: Savepoint) {
    view = savepoint.view
    changes.removeLast(changes.count - savepoint.changeCount)
  }

  // MARK: Changes

  /// Applies a change and notes it for the journal.
  public func apply(_ change: Change) throws(GraphError) {
    try view.apply(change)
    changes.append(change)
  }

  /// Takes back changes that were made earlier, the last first; all of them or, on an error, none.
  public func undo(_ changes: [Change]) throws(GraphError) {
    let before = savepoint()
    do throws(GraphError) {
      for change in changes.reversed() {
        if let inverse = change.inverse { try apply(inverse) }
      }
    } catch {
      rollback(to: before)
      throw error
    }
  }

  // MARK: Names

  /// The label with a name, made if need be.
  public func label(named name: UTF8String) throws(GraphError) -> LabelID {
    LabelID(rawValue: try number(of: name, .label, in: view.labelTable))
  }

  /// The relationship type with a name, made if need be.
  public func type(named name: UTF8String) throws(GraphError) -> TypeID {
    TypeID(rawValue: try number(of: name, .type, in: view.typeTable))
  }

  /// The key with a name, made if need be.
  ///
  /// The key `name` comes with its indexes.
  public func key(named name: UTF8String) throws(GraphError) -> KeyID {
    KeyID(rawValue: try number(of: name, .key, in: view.keyTable))
  }

  private func number(
    of name: UTF8String, _ kind: SymbolKind, in table: SymbolTable
  ) throws(GraphError) -> UInt16 {
    if let number = table.number(of: name) { return number }
    guard table.count < SymbolTable.countMax else { throw .tooManySymbols(kind) }
    let number = UInt16(table.count)
    try apply(.defineSymbol(kind, number: number, name: name))
    return number
  }

  // MARK: Nodes and relationships

  /// Makes a node.
  public func createNode(labels: [LabelID] = []) throws(GraphError) -> NodeID {
    for label in labels where Int(label.rawValue) >= view.labelTable.count {
      throw .changeDoesNotFit("there is no label \(label.rawValue)")
    }
    guard view.nextNode < UInt32.max else { throw .tooManyEntities }
    let id = NodeID(rawValue: view.nextNode)
    try apply(.createNode(id))
    for label in labels where !view.has(id, label) { try apply(.addLabel(id, label)) }
    return id
  }

  /// Makes a node with labels and properties given by name; on an error only names may be new.
  public func createNode(
    _ labels: [UTF8String], _ properties: KeyValuePairs<UTF8String, Value> = [:]
  ) throws(GraphError) -> NodeID {
    var numbers: [LabelID] = []
    for name in labels { numbers.append(try label(named: name)) }
    let values = try numbered(properties)
    let id = try createNode(labels: numbers)
    for (key, value) in values { try set(.node(id), key, to: value) }
    return id
  }

  /// Properties by the numbers of their keys, all of which can be stored.
  private func numbered(
    _ properties: KeyValuePairs<UTF8String, Value>
  ) throws(GraphError) -> [(key: KeyID, value: Value)] {
    var numbered: [(key: KeyID, value: Value)] = []
    for (name, value) in properties {
      if let kind = value.unstorableKind { throw .valueNotStorable(kind: kind) }
      numbered.append((try key(named: name), value))
    }
    return numbered
  }

  /// Makes a relationship.
  public func createRelationship(
    _ type: TypeID, from source: NodeID, to target: NodeID
  ) throws(GraphError) -> RelationshipID {
    guard view.relationships.nextID < UInt32.max else { throw .tooManyEntities }
    let id = RelationshipID(rawValue: view.relationships.nextID)
    try apply(
      .createRelationship(id, RelationshipRecord(type: type, source: source, target: target)))
    return id
  }

  /// Makes a relationship with its type and properties given by name; on an error only names may be
  /// new.
  public func createRelationship(
    _ source: NodeID, _ type: UTF8String, _ target: NodeID,
    _ properties: KeyValuePairs<UTF8String, Value> = [:]
  ) throws(GraphError) -> RelationshipID {
    let values = try numbered(properties)
    let id = try createRelationship(try self.type(named: type), from: source, to: target)
    for (key, value) in values { try set(.relationship(id), key, to: value) }
    return id
  }

  /// Gives a node a label; nothing happens where it has it.
  public func add(_ label: LabelID, to node: NodeID) throws(GraphError) {
    if view.contains(node), view.has(node, label) { return }
    try apply(.addLabel(node, label))
  }

  /// Takes a label from a node; nothing happens where it has none.
  public func remove(_ label: LabelID, from node: NodeID) throws(GraphError) {
    if view.contains(node), !view.has(node, label) { return }
    try apply(.removeLabel(node, label))
  }

  /// Sets a property; null removes it.
  public func set(_ entity: Entity, _ key: KeyID, to value: Value) throws(GraphError) {
    let old = view.value(of: entity, key)
    if old.isIdentical(to: value) {
      // Nothing changes, but what is not there must be said.
      try view.require(entity)
      return
    }
    try apply(.setProperty(entity, key, old: old, new: value))
  }

  /// Deletes a relationship with its properties.
  public func delete(_ relationship: RelationshipID) throws(GraphError) {
    guard let record = view.record(of: relationship) else {
      throw .relationshipNotFound(relationship)
    }
    for (key, value) in view.properties(of: .relationship(relationship)) {
      try apply(.setProperty(.relationship(relationship), key, old: value, new: .null))
    }
    try apply(.deleteRelationship(relationship, record))
  }

  /// Deletes a node with its labels and properties; it must not have relationships.
  public func delete(_ node: NodeID) throws(GraphError) {
    try view.require(.node(node))
    let degree = view.degree(of: node)
    guard degree == 0 else { throw .nodeStillConnected(node, relationshipCount: degree) }
    for (key, value) in view.properties(of: .node(node)) {
      try apply(.setProperty(.node(node), key, old: value, new: .null))
    }
    for label in view.labels(of: node) { try apply(.removeLabel(node, label)) }
    try apply(.deleteNode(node))
  }

  /// Deletes a node with everything that is joined to it.
  public func detachDelete(_ node: NodeID) throws(GraphError) {
    try view.require(.node(node))
    for relationship in view.relationships(of: node) { try delete(relationship) }
    try delete(node)
  }

  // MARK: Indexes

  /// Makes an index over what the graph holds and will hold.
  public func createIndex(_ definition: IndexDefinition) throws(GraphError) {
    try apply(.createIndex(definition))
  }

  /// Removes an index.
  public func dropIndex(_ definition: IndexDefinition) throws(GraphError) {
    try apply(.dropIndex(definition))
  }
}

extension GraphSnapshot {
  /// Throws where a node or relationship is not there.
  internal func require(_ entity: Entity) throws(GraphError) {
    switch entity {
    case .node(let id): if !contains(id) { throw .nodeNotFound(id) }
    case .relationship(let id): if !contains(id) { throw .relationshipNotFound(id) }
    }
  }

  /// All relationships of a node, each once, in ascending order.
  public func relationships(of node: NodeID) -> [RelationshipID] {
    var found: [UInt32] = []
    for number in adjacency.indices {
      for direction in Direction.allCases {
        let row = neighbours(of: node, TypeID(rawValue: UInt16(number)), direction)
        for place in 0..<row.count { found.append(row.relationship(at: place).rawValue) }
      }
    }
    return sortedOnce(found).map(RelationshipID.init(rawValue:))
  }
}
