// CREATE INDEX and DROP INDEX. Without a kind they mean the equality and the range index together.

internal import Graph
internal import Text

/// Makes or removes the indexes that a statement names.
func runIndexStatement(
  _ index: BoundIndex, creating: Bool, names: [UTF8String], transaction: Transaction,
  counters: inout QueryCounters
) throws(QueryError) {
  do {
    if creating {
      try createIndexes(index, names, transaction, &counters)
    } else {
      try dropIndexes(index, names, transaction, &counters)
    }
  } catch {
    throw QueryError(error, at: index.span)
  }
}

private func createIndexes(
  _ index: BoundIndex, _ names: [UTF8String], _ transaction: Transaction,
  _ counters: inout QueryCounters
) throws(GraphError) {
  let indexCount = transaction.view.indexes.count
  var label: LabelID?
  if let name = index.label { label = try transaction.label(named: names[name.number]) }
  let key = try transaction.key(named: names[index.key.number])
  // The key `name` comes with indexes of its own.
  var addedCount = transaction.view.indexes.count - indexCount
  let wanted = index.kind.kinds.map { IndexDefinition($0, label: label, key: key) }
  for definition in wanted where transaction.view.index(definition) == nil {
    try transaction.createIndex(definition)
    addedCount += 1
  }
  if addedCount == 0, !index.isConditional, let first = wanted.first {
    throw .indexExists(first)
  }
  counters.indexesAdded += addedCount
}

private func dropIndexes(
  _ index: BoundIndex, _ names: [UTF8String], _ transaction: Transaction,
  _ counters: inout QueryCounters
) throws(GraphError) {
  let label = index.label.map { transaction.view.label(names[$0.number]) }
  let key = transaction.view.key(names[index.key.number])
  var definitions: [IndexDefinition] = []
  if let key, label != .some(.none) {
    definitions = index.kind.kinds.map { IndexDefinition($0, label: label ?? nil, key: key) }
  }
  let present = definitions.filter { transaction.view.index($0) != nil }
  if present.isEmpty, !index.isConditional {
    throw .indexNotFound(
      IndexDefinition(index.kind.kinds[0], label: nil, key: key ?? KeyID(rawValue: .max)))
  }
  for definition in present { try transaction.dropIndex(definition) }
  counters.indexesRemoved += present.count
}

extension IndexStatement.Kind {
  /// The kinds of indexes that are meant; at least one.
  fileprivate var kinds: [IndexDefinition.Kind] {
    switch self {
    case .automatic: [.equality, .range]
    case .range: [.range]
    case .text: [.text]
    }
  }
}
