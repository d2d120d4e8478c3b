// How MERGE of a single node finds it without running a plan for each row: by an index, or by a
// table of the values that nodes of the label have under one key, made once and kept up to date
// while nodes are made. What the table gives is looked at again, so only missing entries would be
// wrong: where the items of ON CREATE and ON MATCH could give other nodes the key or a label, there
// is no lookup.

internal import Graph
internal import Text

/// Finds the nodes of one MERGE by their properties.
final class MergeLookup {
  let slot: Slot
  private let context: ExecutionContext
  private let labels: [NameNumber]
  private let keys: [NameNumber]
  private var way = Way.none

  private enum Way {
    case none
    /// By an index over the key, and the label if any.
    case index(key: Int, label: Int?)
    /// By a table over the key.
    case table(key: Int)
  }

  private var table = NodeTable()
  private var heldBytes = 0

  /// With so few rows a scan is cheaper than a table.
  private static let rowMax = 8

  /// Makes a lookup, or nil where the pattern is not a node with properties.
  init?(_ merge: BoundMerge, _ context: ExecutionContext) {
    let pattern = merge.pattern
    guard pattern.nodes.count == 1, pattern.relationships.isEmpty, !pattern.nodes[0].isBound,
      merge.creation.nodes.count == 1, merge.creation.relationships.isEmpty,
      case .map(let entries)? = merge.creation.nodes[0].properties?.kind, !entries.isEmpty
    else { return nil }
    slot = pattern.nodes[0].slot
    labels = merge.creation.nodes[0].labels
    self.context = context
    var keys: [NameNumber] = []
    for condition in pattern.conditions {
      guard condition.gather(keysOf: slot, into: &keys) else { return nil }
    }
    // The conditions and the map must be the same thing, each key once.
    guard keys.count == entries.count,
      Set(keys.map { context.text(of: $0) }) == Set(entries.map(\.key))
    else { return nil }
    self.keys = keys
    for item in merge.onCreate + merge.onMatch where couldDisturb(item) { return nil }
  }

  /// Whether an item could make another node fit the pattern.
  private func couldDisturb(_ item: BoundSetItem) -> Bool {
    if case .slot(slot) = item.subject.kind { return false }
    switch item {
    case .property(_, let key, _): return keys.contains(key)
    case .labels(_, let added): return added.contains { labels.contains($0) }
    case .dynamicProperty, .replaceAll, .mergeAll: return true
    }
  }

  var isReady: Bool {
    if case .none = way { false } else { true }
  }

  /// Chooses the way for some rows.
  func prepare(rowCount: Int) throws(QueryError) {
    way = .none
    if let index = usableIndex() {
      way = index
    } else if rowCount > Self.rowMax {
      try makeTable()
    }
  }

  /// Gives back what the table holds.
  func letGo() {
    way = .none
    table = NodeTable()
    context.budget.give(back: heldBytes)
    heldBytes = 0
  }

  private func usableIndex() -> Way? {
    context.refresh()
    if !context.options.usesIndexes { return nil }
    for definition in context.graph.indexes where definition.kind != .text {
      guard let place = keys.firstIndex(where: { context.key($0) == definition.key }) else {
        continue
      }
      guard let wanted = definition.label else { return .index(key: place, label: nil) }
      if let label = labels.firstIndex(where: { context.label($0) == wanted }) {
        return .index(key: place, label: label)
      }
    }
    return nil
  }

  /// Makes the table over the key with the most different values and the rarest label.
  private func makeTable() throws(QueryError) {
    let graph = context.graph
    func distinctCount(_ place: Int) -> Int {
      context.key(keys[place]).map { graph.statistics.distinctValueCount(of: $0) } ?? 0
    }
    let place = keys.indices.max { distinctCount($0) < distinctCount($1) } ?? 0
    table = NodeTable()
    way = .table(key: place)
    var members = graph.allNodes
    for name in labels {
      let ofLabel = context.label(name).map { graph.members(of: $0) } ?? Bitmap()
      if ofLabel.count < members.count { members = ofLabel }
    }
    guard let key = context.key(keys[place]) else { return }
    heldBytes = members.count * NodeTable.bytesPerNode
    try context.budget.take(bytes: heldBytes)
    table.reserve(members.count)
    var cursor = BitmapCursor(0..<UInt32(clamping: graph.nodeIDLimit))
    while true {
      let ids = cursor.next(Batch.size, of: members)
      if ids.isEmpty { break }
      for id in ids {
        let value = graph.value(of: NodeID(rawValue: id), key)
        if !value.isNull { table.insert(id, hash: value.stableHash) }
      }
      try context.budget.check()
    }
  }

  /// The nodes that have the labels and these properties.
  func nodes(with properties: ValueMap) throws(QueryError) -> [NodeID] {
    let transaction = try context.beginWriting()
    var candidates: [NodeID] = []
    switch way {
    case .none: break
    case .index(let place, let label):
      let name = context.text(of: keys[place])
      guard let value = properties[name], let key = transaction.view.key(name) else { return [] }
      let number = label.flatMap { transaction.view.label(context.text(of: labels[$0])) }
      candidates = transaction.view.nodes(with: value, under: key, label: number) ?? []
    case .table(let place):
      guard let value = properties[context.text(of: keys[place])] else { return [] }
      table.forEach(hash: value.stableHash) { candidates.append(NodeID(rawValue: $0)) }
    }
    if candidates.isEmpty { return [] }
    return candidates.filter { fits($0, properties, transaction) }
  }

  private func fits(_ node: NodeID, _ properties: ValueMap, _ transaction: Transaction) -> Bool {
    for name in labels {
      guard let label = context.label(name) ?? transaction.view.label(context.text(of: name)),
        transaction.view.has(node, label)
      else { return false }
    }
    for (name, value) in properties.entries {
      guard let key = transaction.view.key(name),
        transaction.view.value(of: node, key).isEqual(to: value) == true
      else { return false }
    }
    return transaction.view.contains(node)
  }

  /// Takes a node into the table that was made, or that items may have changed.
  func note(_ node: NodeID, after items: [BoundSetItem]?) throws(QueryError) {
    guard case .table(let place) = way, items.map({ !$0.isEmpty }) ?? true else { return }
    let transaction = try context.beginWriting()
    guard let key = transaction.view.key(context.text(of: keys[place])) else { return }
    let value = transaction.view.value(of: node, key)
    if value.isNull { return }
    let hash = value.stableHash
    var isKnown = false
    table.forEach(hash: hash) { if $0 == node.rawValue { isKnown = true } }
    if !isKnown { table.insert(node.rawValue, hash: hash) }
  }
}

extension BoundExpression {
  /// Gathers the keys of `slot.key = value`, joined by AND; false where this is something else.
  fileprivate func gather(keysOf slot: Slot, into keys: inout [NameNumber]) -> Bool {
    switch kind {
    case .and(let operands):
      for operand in operands where !operand.gather(keysOf: slot, into: &keys) { return false }
      return true
    case .compare(.equal, let left, let right):
      for side in [left, right] {
        if case .property(let subject, let key) = side.kind, case .slot(slot) = subject.kind {
          keys.append(key)
          return true
        }
      }
      return false
    default: return false
    }
  }
}

/// Nodes by the hash of a value: open addressing over chains of equal hashes.
struct NodeTable {
  static let bytesPerNode = 8 + 4 + 4 + 4 + 8

  /// By hash, one more than the place of the first entry; 0 for none.
  private var buckets: [UInt32] = Array(repeating: 0, count: 64)
  private var hashes: [UInt64] = []
  private var nodes: [UInt32] = []
  /// One more than the place of the next entry with the same hash; 0 at the end.
  private var following: [UInt32] = []
  /// For the first entry of a chain, the place of the last one.
  private var last: [UInt32] = []

  mutating func reserve(_ count: Int) {
    hashes.reserveCapacity(count)
    nodes.reserveCapacity(count)
    following.reserveCapacity(count)
    last.reserveCapacity(count)
    if count * 2 > buckets.count { grow(to: count * 2) }
  }

  mutating func insert(_ node: UInt32, hash: UInt64) {
    if nodes.count * 2 >= buckets.count { grow(to: buckets.count * 2) }
    let entry = UInt32(truncatingIfNeeded: nodes.count)
    hashes.append(hash)
    nodes.append(node)
    following.append(0)
    last.append(entry)
    link(Int(entry))
  }

  private mutating func link(_ entry: Int) {
    let bucket = bucket(of: hashes[entry])
    guard buckets[bucket] != 0 else {
      buckets[bucket] = UInt32(truncatingIfNeeded: entry + 1)
      return
    }
    let first = Int(buckets[bucket] - 1)
    following[Int(last[first])] = UInt32(truncatingIfNeeded: entry + 1)
    last[first] = UInt32(truncatingIfNeeded: entry)
  }

  /// The bucket that holds a hash, or the free one where it belongs.
  private func bucket(of hash: UInt64) -> Int {
    let mask = buckets.count - 1
    var bucket = Int(truncatingIfNeeded: hash &* 0x9e37_79b9_7f4a_7c15 >> 32) & mask
    while buckets[bucket] != 0, hashes[Int(buckets[bucket] - 1)] != hash {
      bucket = (bucket + 1) & mask
    }
    return bucket
  }

  private mutating func grow(to count: Int) {
    var size = buckets.count
    while size < count { size *= 2 }
    buckets = Array(repeating: 0, count: size)
    for entry in nodes.indices {
      following[entry] = 0
      last[entry] = UInt32(truncatingIfNeeded: entry)
      link(entry)
    }
  }

  /// Calls a function with the nodes of a hash in the order they came.
  func forEach(hash: UInt64, _ body: (UInt32) -> Void) {
    var place = buckets[bucket(of: hash)]
    while place != 0 {
      body(nodes[Int(place - 1)])
      place = following[Int(place - 1)]
    }
  }
}
