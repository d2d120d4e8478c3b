// One version of a graph: a struct of columns, bitmaps, rows and indexes whose copies share all
// memory that they have in common. Readers hold a version for as long as they like; the writer
// changes a copy and publishes it as the next version.

public import Text

/// A version of a graph that never changes.
public struct GraphSnapshot: Sendable {
  /// The names of labels, types and keys.
  internal var labelTable = SymbolTable()
  internal var typeTable = SymbolTable()
  internal var keyTable = SymbolTable()

  internal var nodes = Bitmap()
  /// One more than the largest node id that was ever given.
  internal var nextNode: UInt32 = 0
  /// By label.
  internal var labelMembers: [Bitmap] = []

  internal var relationships = RelationshipTable()
  /// By type.
  internal var adjacency: [TypeAdjacency] = []

  /// By key.
  internal var nodeColumns: [PropertyColumn] = []
  internal var relationshipColumns: [PropertyColumn] = []
  internal var arena = TextArena()

  internal var indexTable: [GraphIndex] = []
  /// Counts for estimating.
  public internal(set) var statistics = GraphStatistics()

  /// Makes an empty graph.
  public init() {}
}

// MARK: - Names

extension GraphSnapshot {
  /// The labels in the order of their numbers.
  public var labels: [UTF8String] { labelTable.names }
  /// The relationship types in the order of their numbers.
  public var types: [UTF8String] { typeTable.names }
  /// The property keys in the order of their numbers.
  public var keys: [UTF8String] { keyTable.names }

  /// The label with a name, or nil where the graph does not know it.
  public func label(_ name: UTF8String) -> LabelID? {
    labelTable.number(of: name).map(LabelID.init(rawValue:))
  }

  /// The type with a name, or nil where the graph does not know it.
  public func type(_ name: UTF8String) -> TypeID? {
    typeTable.number(of: name).map(TypeID.init(rawValue:))
  }

  /// The key with a name, or nil where the graph does not know it.
  public func key(_ name: UTF8String) -> KeyID? {
    keyTable.number(of: name).map(KeyID.init(rawValue:))
  }

  /// The name of a label.
  public func name(of label: LabelID) -> UTF8String { labelTable[label.rawValue] }
  /// The name of a type.
  public func name(of type: TypeID) -> UTF8String { typeTable[type.rawValue] }
  /// The name of a key.
  public func name(of key: KeyID) -> UTF8String { keyTable[key.rawValue] }
}

// MARK: - Nodes

extension GraphSnapshot {
  /// How many nodes there are.
  public var nodeCount: Int { nodes.count }

  /// One more than the largest number that a node has; what arrays by node are sized with.
  public var nodeIDLimit: Int { Int(nextNode) }

  /// All nodes as a bitmap.
  public var allNodes: Bitmap { nodes }

  /// Whether a node is there.
  public func contains(_ node: NodeID) -> Bool { nodes.contains(node.rawValue) }

  /// The nodes that have a label, as a bitmap.
  public func members(of label: LabelID) -> Bitmap {
    Int(label.rawValue) < labelMembers.count ? labelMembers[Int(label.rawValue)] : Bitmap()
  }

  /// Whether a node has a label.
  public func has(_ node: NodeID, _ label: LabelID) -> Bool {
    Int(label.rawValue) < labelMembers.count
      && labelMembers[Int(label.rawValue)].contains(node.rawValue)
  }

  /// The labels of a node in the order of their numbers.
  public func labels(of node: NodeID) -> [LabelID] {
    var labels: [LabelID] = []
    for number in labelMembers.indices where labelMembers[number].contains(node.rawValue) {
      labels.append(LabelID(rawValue: UInt16(number)))
    }
    return labels
  }
}

// MARK: - Relationships

extension GraphSnapshot {
  /// How many relationships there are.
  public var relationshipCount: Int { relationships.count }

  /// One more than the largest number that a relationship has.
  public var relationshipIDLimit: Int { Int(relationships.nextID) }

  /// All relationships as a bitmap.
  public var allRelationships: Bitmap { relationships.alive }

  /// Whether a relationship is there.
  public func contains(_ relationship: RelationshipID) -> Bool {
    relationships.alive.contains(relationship.rawValue)
  }

  /// The type and the ends of a relationship, or nil where it is not there.
  public func record(of relationship: RelationshipID) -> RelationshipRecord? {
    relationships.record(of: relationship)
  }

  /// How many relationships have a type.
  public func count(of type: TypeID) -> Int {
    Int(type.rawValue) < adjacency.count ? adjacency[Int(type.rawValue)].count : 0
  }

  /// The neighbours of a node over one type in one direction, sorted.
  ///
  /// A loop over many nodes is faster with `rows(_:_:)`.
  ///
  /// - Complexity: O(1); nothing is copied.
  @_lifetime(borrow self)
  public func neighbours(
    of node: NodeID, _ type: TypeID, _ direction: Direction = .outgoing
  ) -> Neighbours {
    guard Int(type.rawValue) < adjacency.count else {
      return Neighbours(nodes: Span(), explicit: Span(), first: 0)
    }
    // SAFETY: the rows are kept alive by this version, which is borrowed as long as the row.
    let row = unsafe adjacency[Int(type.rawValue)].unboundRow(of: node.rawValue, direction)
    return unsafe _overrideLifetime(row, borrowing: self)
  }

  /// How many relationships of one type a node has in one direction.
  public func degree(of node: NodeID, _ type: TypeID, _ direction: Direction) -> Int {
    neighbours(of: node, type, direction).count
  }

  /// How many relationships of any type a node has, self-loops counted once.
  public func degree(of node: NodeID) -> Int {
    var count = 0
    for number in adjacency.indices {
      let type = TypeID(rawValue: UInt16(number))
      let outgoing = neighbours(of: node, type, .outgoing)
      count += outgoing.count + degree(of: node, type, .incoming)
      count -= outgoing.places(of: node).count
    }
    return count
  }
}

// MARK: - Properties

extension GraphSnapshot {
  /// The value of a node's property; null where it has none.
  public func value(of node: NodeID, _ key: KeyID) -> Value {
    guard Int(key.rawValue) < nodeColumns.count else { return .null }
    return nodeColumns[Int(key.rawValue)].value(at: node.rawValue, in: arena) ?? .null
  }

  /// The value of a relationship's property; null where it has none.
  public func value(of relationship: RelationshipID, _ key: KeyID) -> Value {
    guard Int(key.rawValue) < relationshipColumns.count else { return .null }
    return relationshipColumns[Int(key.rawValue)].value(at: relationship.rawValue, in: arena)
      ?? .null
  }

  /// The value of a property of a node or relationship; null where it has none.
  public func value(of entity: Entity, _ key: KeyID) -> Value {
    switch entity {
    case .node(let id): value(of: id, key)
    case .relationship(let id): value(of: id, key)
    }
  }

  /// All properties of a node or relationship in the order of the keys' numbers.
  public func properties(of entity: Entity) -> [(key: KeyID, value: Value)] {
    let columns: [PropertyColumn]
    let place: UInt32
    switch entity {
    case .node(let id): (columns, place) = (nodeColumns, id.rawValue)
    case .relationship(let id): (columns, place) = (relationshipColumns, id.rawValue)
    }
    var properties: [(key: KeyID, value: Value)] = []
    for number in columns.indices {
      if let value = columns[number].value(at: place, in: arena) {
        properties.append((KeyID(rawValue: UInt16(number)), value))
      }
    }
    return properties
  }

  /// The column of a key over all nodes.
  public func nodeColumn(_ key: KeyID) -> PropertyColumn {
    Int(key.rawValue) < nodeColumns.count ? nodeColumns[Int(key.rawValue)] : PropertyColumn()
  }

  /// The column of a key over all relationships.
  public func relationshipColumn(_ key: KeyID) -> PropertyColumn {
    Int(key.rawValue) < relationshipColumns.count
      ? relationshipColumns[Int(key.rawValue)] : PropertyColumn()
  }

  /// The bytes behind the references in columns.
  public var texts: TextArena { arena }
}

// MARK: - Indexes

extension GraphSnapshot {
  /// What indexes there are, in the order they were made.
  public var indexes: [IndexDefinition] { indexTable.map(\.definition) }

  /// The index that fits a definition exactly, or nil.
  public func index(_ definition: IndexDefinition) -> GraphIndex? {
    indexTable.first { $0.definition == definition }
  }

  /// The nodes that have a value under a key, by an index; nil where no index can tell.
  public func nodes(with value: Value, under key: KeyID, label: LabelID? = nil) -> [NodeID]? {
    let usable = indexTable.filter {
      $0.definition.key == key && ($0.definition.label == nil || $0.definition.label == label)
    }
    for index in usable {
      guard let candidates = index.candidates(equalTo: value) else { continue }
      return candidates.filter { node in
        contains(node) && (label.map { has(node, $0) } ?? true)
          && self.value(of: node, key).isEqual(to: value) == true
      }
    }
    return nil
  }
}
