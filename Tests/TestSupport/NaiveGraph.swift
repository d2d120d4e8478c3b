// The dumbest graph that does what Graph does: dictionaries, no pages, no rows, no sharing. Slow on
// purpose; the oracle that the real one is compared with.

public import Graph
public import Text

/// A graph of dictionaries with the operations of a transaction.
public struct NaiveGraph {
  public struct Node {
    public var labels: Set<LabelID> = []
    public var properties: [KeyID: Value] = [:]
  }

  public struct Relationship {
    public let type: TypeID
    public let source: NodeID
    public let target: NodeID
    public var properties: [KeyID: Value] = [:]
  }

  public private(set) var labels: [UTF8String] = []
  public private(set) var types: [UTF8String] = []
  public private(set) var keys: [UTF8String] = []
  public private(set) var nodes: [NodeID: Node] = [:]
  public private(set) var relationships: [RelationshipID: Relationship] = [:]
  public private(set) var indexes: Set<IndexDefinition> = []
  public private(set) var nextNode: UInt32
  public private(set) var nextRelationship: UInt32

  /// Makes an empty graph whose first ids are the given ones.
  public init(nextNode: UInt32 = 0, nextRelationship: UInt32 = 0) {
    self.nextNode = nextNode
    self.nextRelationship = nextRelationship
  }

  // MARK: Names

  public mutating func label(named name: UTF8String) throws(GraphError) -> LabelID {
    LabelID(rawValue: try Self.number(of: name, .label, in: &labels))
  }

  public mutating func type(named name: UTF8String) throws(GraphError) -> TypeID {
    TypeID(rawValue: try Self.number(of: name, .type, in: &types))
  }

  public mutating func key(named name: UTF8String) throws(GraphError) -> KeyID {
    let isNew = !keys.contains(name)
    let key = KeyID(rawValue: try Self.number(of: name, .key, in: &keys))
    if isNew, name == "name" { indexes.formUnion(Self.automaticIndexes(of: key)) }
    return key
  }

  private static func automaticIndexes(of key: KeyID) -> [IndexDefinition] {
    IndexDefinition.Kind.allCases.map { IndexDefinition($0, key: key) }
  }

  private static func number(
    of name: UTF8String, _ kind: SymbolKind, in names: inout [UTF8String]
  ) throws(GraphError) -> UInt16 {
    if let place = names.firstIndex(of: name) { return UInt16(place) }
    if name.byteCount == 0 { throw .emptyName(kind) }
    names.append(name)
    return UInt16(names.count - 1)
  }

  // MARK: Nodes and relationships

  private func require(_ node: NodeID) throws(GraphError) {
    if nodes[node] == nil { throw .nodeNotFound(node) }
  }

  private func require(_ relationship: RelationshipID) throws(GraphError) {
    if relationships[relationship] == nil { throw .relationshipNotFound(relationship) }
  }

  public mutating func createNode(labels: [LabelID] = []) throws(GraphError) -> NodeID {
    if labels.contains(where: { Int($0.rawValue) >= self.labels.count }) {
      throw .changeDoesNotFit("no such label")
    }
    let id = NodeID(rawValue: nextNode)
    nodes[id] = Node(labels: Set(labels))
    nextNode += 1
    return id
  }

  public mutating func createRelationship(
    _ type: TypeID, from source: NodeID, to target: NodeID
  ) throws(GraphError) -> RelationshipID {
    try require(source)
    try require(target)
    if Int(type.rawValue) >= types.count { throw .changeDoesNotFit("no such type") }
    let id = RelationshipID(rawValue: nextRelationship)
    relationships[id] = Relationship(type: type, source: source, target: target)
    nextRelationship += 1
    return id
  }

  public mutating func add(_ label: LabelID, to node: NodeID) throws(GraphError) {
    try require(node)
    if Int(label.rawValue) >= labels.count { throw .changeDoesNotFit("no such label") }
    nodes[node]?.labels.insert(label)
  }

  public mutating func remove(_ label: LabelID, from node: NodeID) throws(GraphError) {
    try require(node)
    nodes[node]?.labels.remove(label)
  }

  public mutating func set(_ entity: Entity, _ key: KeyID, to value: Value) throws(GraphError) {
    if Int(key.rawValue) >= keys.count { throw .changeDoesNotFit("no such key") }
    if !Self.isStorable(value) { throw .valueNotStorable(kind: "") }
    switch entity {
    case .node(let id):
      try require(id)
      nodes[id]?.properties[key] = value.isNull ? nil : value
    case .relationship(let id):
      try require(id)
      relationships[id]?.properties[key] = value.isNull ? nil : value
    }
  }

  private static func isStorable(_ value: Value) -> Bool {
    switch value {
    case .map, .node, .relationship, .path: false
    case .list(let items): items.allSatisfy(isStorable)
    default: true
    }
  }

  public mutating func delete(_ relationship: RelationshipID) throws(GraphError) {
    try require(relationship)
    relationships[relationship] = nil
  }

  public mutating func delete(_ node: NodeID) throws(GraphError) {
    try require(node)
    let degree = relationships(of: node).count
    if degree > 0 { throw .nodeStillConnected(node, relationshipCount: degree) }
    nodes[node] = nil
  }

  public mutating func detachDelete(_ node: NodeID) throws(GraphError) {
    try require(node)
    for relationship in relationships(of: node) { relationships[relationship] = nil }
    nodes[node] = nil
  }

  public func relationships(of node: NodeID) -> [RelationshipID] {
    relationships.filter { $0.value.source == node || $0.value.target == node }.keys.sorted()
  }

  // MARK: Indexes

  public mutating func createIndex(_ definition: IndexDefinition) throws(GraphError) {
    if indexes.contains(definition) { throw .indexExists(definition) }
    let isKnown = definition.label.map { Int($0.rawValue) < labels.count } ?? true
    if !isKnown || Int(definition.key.rawValue) >= keys.count {
      throw .changeDoesNotFit("no such label or key")
    }
    indexes.insert(definition)
  }

  public mutating func dropIndex(_ definition: IndexDefinition) throws(GraphError) {
    if indexes.remove(definition) == nil { throw .indexNotFound(definition) }
  }

  // MARK: Going back

  /// What another state holds, with the names and ids that were given since: what undoing gives.
  public func goingBack(to before: NaiveGraph) -> NaiveGraph {
    var back = before
    back.labels = labels
    back.types = types
    back.keys = keys
    back.nextNode = nextNode
    back.nextRelationship = nextRelationship
    if let name = keys.firstIndex(of: "name"), !before.keys.contains("name") {
      // The indexes that come with a name stay as the name does.
      back.indexes.formUnion(Self.automaticIndexes(of: KeyID(rawValue: UInt16(name))))
    }
    return back
  }
}

extension Value {
  public var isNull: Bool { if case .null = self { true } else { false } }
}
