// Elementary writing for the clauses that change the graph: names become numbers, errors of the
// graph become errors of the query, and what is done is counted. Each function lets go of the graph
// that expressions read (see `beginWriting`); what is written is seen after `refresh`.

internal import Graph
internal import Text

extension ExecutionContext {
  /// Makes a node; properties that are null are left out.
  func createNode(_ labels: [NameNumber], _ properties: ValueMap) throws(QueryError) -> NodeID {
    let transaction = try beginWriting()
    try takeRoom(WrittenBytes.node + labels.count * WrittenBytes.label, properties)
    do {
      var numbers: [LabelID] = []
      numbers.reserveCapacity(labels.count)
      for name in labels { numbers.append(try number(ofLabel: name, transaction)) }
      let node = try transaction.createNode(labels: numbers)
      counters.nodesCreated += 1
      counters.labelsAdded += numbers.count
      try fill(.node(node), with: properties, transaction)
      return node
    } catch {
      throw QueryError(error)
    }
  }

  /// Makes a relationship; properties that are null are left out.
  func createRelationship(
    _ type: NameNumber, from source: NodeID, to target: NodeID, _ properties: ValueMap
  ) throws(QueryError) -> RelationshipID {
    let transaction = try beginWriting()
    try takeRoom(WrittenBytes.relationship, properties)
    do {
      let number = try number(ofType: type, transaction)
      let relationship = try transaction.createRelationship(number, from: source, to: target)
      counters.relationshipsCreated += 1
      try fill(.relationship(relationship), with: properties, transaction)
      return relationship
    } catch {
      throw QueryError(error)
    }
  }

  /// Asks for room for what the transaction will hold until its end.
  private func takeRoom(_ bytes: Int, _ properties: ValueMap) throws(QueryError) {
    var bytes = bytes
    for (_, value) in properties.entries { bytes += WrittenBytes.property + value.heldBytes }
    try budget.take(bytes: bytes)
  }

  private func number(
    ofLabel name: NameNumber, _ transaction: Transaction
  ) throws(GraphError) -> LabelID {
    if let known = label(name) { return known }
    return try transaction.label(named: text(of: name))
  }

  private func number(
    ofType name: NameNumber, _ transaction: Transaction
  ) throws(GraphError) -> TypeID {
    if let known = type(name) { return known }
    return try transaction.type(named: text(of: name))
  }

  private func fill(
    _ entity: Entity, with properties: ValueMap, _ transaction: Transaction
  ) throws(GraphError) {
    for (key, value) in properties.entries where !value.isNull {
      try transaction.set(entity, try transaction.key(named: key), to: value)
      counters.propertiesSet += 1
    }
  }

  /// Sets a property; null removes it.
  func set(_ entity: Entity, _ key: UTF8String, to value: Value) throws(QueryError) {
    let transaction = try beginWriting()
    try budget.take(bytes: WrittenBytes.property + value.heldBytes)
    do {
      if value.isNull {
        guard let known = transaction.view.key(key),
          !transaction.view.value(of: entity, known).isNull
        else { return }
        try transaction.set(entity, known, to: .null)
      } else {
        try transaction.set(entity, try transaction.key(named: key), to: value)
      }
      counters.propertiesSet += 1
    } catch {
      throw QueryError(error)
    }
  }

  /// Sets the properties that a map names; null removes.
  ///
  /// Others stay, or go if all are replaced.
  func set(
    _ entity: Entity, allOf map: ValueMap, isReplacing: Bool
  ) throws(QueryError) {
    if isReplacing {
      let transaction = try beginWriting()
      let names = transaction.view.properties(of: entity).map { transaction.view.name(of: $0.key) }
      for name in names where map[name] == nil { try set(entity, name, to: .null) }
    }
    for (key, value) in map.entries { try set(entity, key, to: value) }
  }

  /// Gives a node labels.
  func add(_ labels: [NameNumber], to node: NodeID) throws(QueryError) {
    let transaction = try beginWriting()
    do {
      for name in labels {
        let label = try number(ofLabel: name, transaction)
        if transaction.view.has(node, label) { continue }
        try transaction.add(label, to: node)
        counters.labelsAdded += 1
      }
    } catch {
      throw QueryError(error)
    }
  }

  /// Takes labels from a node.
  func remove(_ labels: [NameNumber], from node: NodeID) throws(QueryError) {
    let transaction = try beginWriting()
    do {
      for name in labels {
        guard let label = transaction.view.label(text(of: name)),
          transaction.view.has(node, label)
        else { continue }
        try transaction.remove(label, from: node)
        counters.labelsRemoved += 1
      }
    } catch {
      throw QueryError(error)
    }
  }

  /// Deletes a relationship; what it was is kept, since `type(r)` can still be asked.
  func delete(_ relationship: RelationshipID) throws(QueryError) {
    let transaction = try beginWriting()
    guard let record = transaction.view.record(of: relationship) else { return }
    do {
      try transaction.delete(relationship)
    } catch {
      throw QueryError(error)
    }
    try budget.take(bytes: WrittenBytes.deletion)
    deletedRelationships[relationship] = record
    counters.relationshipsDeleted += 1
  }

  /// Deletes a node that has no relationships any more.
  func delete(_ node: NodeID) throws(QueryError) {
    let transaction = try beginWriting()
    do {
      try transaction.delete(node)
    } catch {
      throw QueryError(error)
    }
    deletedNodes.insert(node.rawValue)
    counters.nodesDeleted += 1
  }
}

/// About what a transaction holds for each thing that it writes: the change itself in an array that
/// grows, and its part of the new version of the graph.
private enum WrittenBytes {
  private static let change = 2 * MemoryLayout<Change>.stride
  static let node = change + 16
  static let label = change + 8
  /// Both ends have it in their adjacency, which is built anew when it has grown.
  static let relationship = change + 192
  static let property = change + 16
  static let deletion = change + 64
}
