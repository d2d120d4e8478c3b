// Making a graph from columns, without going through changes: nodes come in ranges, relationships
// as two lists of ends per type. Everything is put in its final place once, on all cores:
// relationships are numbered in the order of their sorted outgoing rows, columns follow that order.

internal import Text

/// Builds the first version of a graph from what was read in bulk.
internal struct GraphLoader {
  private(set) var snapshot = GraphSnapshot()
  let arena = SharedArena()
  private var nodeParts: [NodePart] = []
  /// By type.
  private var batches: [RelationshipBatch] = []

  /// Properties of nodes that were read together.
  private struct NodePart {
    let first: UInt32
    let columns: [(key: KeyID, column: LoadColumn)]
  }

  /// All relationships of one type in the order they were read.
  struct RelationshipBatch: Sendable {
    var sources: [UInt32] = []
    var targets: [UInt32] = []
    var columns: [(key: KeyID, column: LoadColumn)] = []
  }

  /// The id that the next node gets.
  var nextNode: UInt32 { snapshot.nextNode }

  /// How many relationship types there are.
  var typeCount: Int { snapshot.types.count }

  // MARK: Names

  mutating func label(named name: UTF8String) throws(GraphError) -> LabelID {
    if let label = snapshot.label(name) { return label }
    try define(.label, count: snapshot.labels.count, name)
    return LabelID(rawValue: UInt16(snapshot.labels.count - 1))
  }

  mutating func type(named name: UTF8String) throws(GraphError) -> TypeID {
    if let type = snapshot.type(name) { return type }
    try define(.type, count: snapshot.types.count, name)
    batches.append(RelationshipBatch())
    return TypeID(rawValue: UInt16(snapshot.types.count - 1))
  }

  mutating func key(named name: UTF8String) throws(GraphError) -> KeyID {
    if let key = snapshot.key(name) { return key }
    try define(.key, count: snapshot.keys.count, name)
    return KeyID(rawValue: UInt16(snapshot.keys.count - 1))
  }

  private mutating func define(
    _ kind: SymbolKind, count: Int, _ name: UTF8String
  ) throws(GraphError) {
    guard count < SymbolTable.countMax else { throw .tooManySymbols(kind) }
    try snapshot.apply(.defineSymbol(kind, number: UInt16(count), name: name))
  }

  // MARK: Nodes

  /// Adds nodes with the next ids; gives the first of them.
  ///
  /// Row i of a column is the i-th node; rows that a column lacks are absent.
  mutating func appendNodes(
    count: Int, columns: [(key: KeyID, column: LoadColumn)]
  ) throws(GraphError) -> UInt32 {
    precondition(
      columns.allSatisfy { $0.column.count <= count }, "a column has more rows than there are nodes"
    )
    let first = snapshot.nextNode
    guard count <= Int(UInt32.max - first) else { throw .tooManyEntities }
    snapshot.nodes.insert(first..<first + UInt32(count))
    snapshot.nextNode = first + UInt32(count)
    nodeParts.append(NodePart(first: first, columns: columns))
    return first
  }

  /// Gives a label to nodes; those that have it keep it.
  mutating func add(_ label: LabelID, to nodes: Range<UInt32>) {
    precondition(nodes.upperBound <= snapshot.nextNode, "labels of nodes that were not added")
    snapshot.labelMembers[Int(label.rawValue)].insert(nodes)
  }

  // MARK: Relationships

  /// Adds relationships of one type between nodes that were added before or will be until the end.
  mutating func append(_ batch: RelationshipBatch, type: TypeID) throws(GraphError) {
    precondition(
      batch.sources.count == batch.targets.count, "every relationship has a source and a target")
    precondition(
      batch.columns.allSatisfy { $0.column.count <= batch.sources.count },
      "a column has more rows than there are relationships")
    let number = Int(type.rawValue)
    let before = batches[number].sources.count
    let total = batches.reduce(0) { $0 + $1.sources.count } + batch.sources.count
    guard total < Int(UInt32.max) else { throw .tooManyEntities }
    batches[number].sources.append(contentsOf: batch.sources)
    batches[number].targets.append(contentsOf: batch.targets)
    for (key, column) in batch.columns {
      batches[number].append(column, under: key, rowCountBefore: before)
    }
  }

  // MARK: The end

  /// Puts everything in its place.
  ///
  /// The loader is as new afterwards, so that nothing that was read is held twice.
  mutating func finish() -> GraphSnapshot {
    snapshot.arena = arena.finish()
    finishNodeColumns()
    finishRelationships()
    finishStatistics()
    finishIndexes()
    let finished = snapshot
    self = GraphLoader()
    return finished
  }

  /// Some rows of a column and where they go.
  private struct ColumnPart: Sendable {
    let column: LoadColumn
    let first: UInt32
    /// Which row belongs to the id `first + i`, empty where row i does.
    var order: [UInt32] = []
    let rowCount: Int
  }

  private mutating func finishNodeColumns() {
    var parts: [[ColumnPart]] = Array(repeating: [], count: snapshot.nodeColumns.count)
    for part in nodeParts {
      for (key, column) in part.columns {
        parts[Int(key.rawValue)].append(
          ColumnPart(column: column, first: part.first, rowCount: column.count))
      }
    }
    nodeParts = []
    snapshot.nodeColumns = loadedColumns(parts)
  }

  /// Makes columns, several at a time where their values need no room in the arena.
  private mutating func loadedColumns(_ parts: [[ColumnPart]]) -> [PropertyColumn] {
    let arena = snapshot.arena
    let isUniform = parts.map { list in
      list.allSatisfy { $0.column.kind == list[0].column.kind }
    }
    var columns = inParallel(parts.count) { key -> PropertyColumn in
      var column = PropertyColumn()
      var unchanged = arena
      if isUniform[key] { Self.load(parts[key], into: &column, in: &unchanged) }
      return column
    }
    for key in columns.indices where !isUniform[key] {
      Self.load(parts[key], into: &columns[key], in: &snapshot.arena)
    }
    return columns
  }

  private static func load(
    _ parts: [ColumnPart], into column: inout PropertyColumn, in arena: inout TextArena
  ) {
    for part in parts {
      var rows = part.column
      rows.pad(to: part.rowCount)
      column.load(rows, at: part.first, rowAt: part.order, in: &arena)
    }
  }

  private mutating func finishRelationships() {
    let nodeCount = Int(snapshot.nextNode)
    let firsts = firstRelationships()
    let loaded = batches
    batches = Array(repeating: RelationshipBatch(), count: loaded.count)
    let sorted = inParallel(loaded.count) { number in
      SortedRelationships(
        loaded[number].sources, loaded[number].targets, first: firsts[number],
        nodeCount: nodeCount)
    }
    var parts: [[ColumnPart]] = Array(repeating: [], count: snapshot.relationshipColumns.count)
    for number in sorted.indices where sorted[number].outgoing.count > 0 {
      let relationships = sorted[number]
      snapshot.relationships.insert(
        bulk: BulkRange(type: TypeID(rawValue: UInt16(number)), rows: relationships.outgoing))
      snapshot.adjacency[number].outgoing.base = relationships.outgoing
      snapshot.adjacency[number].incoming.base = relationships.incoming
      snapshot.adjacency[number].count = relationships.outgoing.count
      for (key, column) in loaded[number].columns {
        parts[Int(key.rawValue)].append(
          ColumnPart(
            column: column, first: firsts[number], order: relationships.order,
            rowCount: relationships.outgoing.count))
      }
    }
    snapshot.relationshipColumns = loadedColumns(parts)
  }

  /// The first relationship of each type.
  private func firstRelationships() -> [UInt32] {
    var next: UInt32 = 0
    return batches.map { batch in
      defer { next += UInt32(batch.sources.count) }
      return next
    }
  }

  private mutating func finishIndexes() {
    guard let key = snapshot.key(GraphSnapshot.automaticKey) else { return }
    let finished = snapshot
    snapshot.indexTable = inParallel(IndexDefinition.Kind.allCases.count) { number in
      finished.builtIndex(IndexDefinition(IndexDefinition.Kind.allCases[number], key: key))
    }
  }

  private mutating func finishStatistics() {
    snapshot.statistics = snapshot.countedStatistics()
  }
}

extension GraphLoader.RelationshipBatch {
  /// Adds the rows of a column behind those that were read before.
  fileprivate mutating func append(
    _ column: LoadColumn, under key: KeyID, rowCountBefore: Int
  ) {
    for place in columns.indices
    where columns[place].key == key && columns[place].column.kind == column.kind {
      columns[place].column.pad(to: rowCountBefore)
      columns[place].column.append(contentsOf: column)
      return
    }
    // A new key, or another type of value under a known one.
    var fresh = LoadColumn(kind: column.kind)
    fresh.pad(to: rowCountBefore)
    fresh.append(contentsOf: column)
    columns.append((key, fresh))
  }
}
