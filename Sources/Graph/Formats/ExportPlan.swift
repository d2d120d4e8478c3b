// What every format needs to know before it writes: labels, types and keys in the order of their
// names, and for each node the number of its set of labels. Rows of properties are read page by
// page through PropertyRows.

internal import Text

/// A graph seen in the order that exports use.
internal struct ExportPlan: Sendable {
  let snapshot: GraphSnapshot
  /// The sets of labels that nodes have, each in the order of the labels' names; sorted.
  private(set) var labelSets: [[LabelID]] = []
  /// The number of its set by node id.
  private(set) var labelSetOfNode: [UInt32] = []
  /// Keys that some node has, in the order of their names.
  let nodeKeys: [KeyID]
  /// Keys that some relationship has, in the order of their names.
  let relationshipKeys: [KeyID]

  init(_ snapshot: GraphSnapshot) {
    self.snapshot = snapshot
    let keys = snapshot.keys.indices.map { KeyID(rawValue: UInt16($0)) }
      .sorted { snapshot.name(of: $0) < snapshot.name(of: $1) }
    nodeKeys = keys.filter { snapshot.nodeColumn($0).count > 0 }
    relationshipKeys = keys.filter { snapshot.relationshipColumn($0).count > 0 }
    findLabelSets()
  }

  private mutating func findLabelSets() {
    let labels = snapshot.labels.indices.map { LabelID(rawValue: UInt16($0)) }
      .sorted { snapshot.name(of: $0) < snapshot.name(of: $1) }
    var sets: [[LabelID]] = [[]]
    var setOfNode = [UInt32](repeating: 0, count: snapshot.nodeIDLimit)
    // From a set and one more label to the larger set.
    var larger: [UInt64: UInt32] = [:]
    for label in labels {
      var last: (from: UInt32, to: UInt32)?
      for node in snapshot.members(of: label).members {
        let old = setOfNode[Int(node)]
        if let last, last.from == old {
          setOfNode[Int(node)] = last.to
          continue
        }
        let step = UInt64(old) << 16 | UInt64(label.rawValue)
        let new = larger[step] ?? UInt32(sets.count)
        if Int(new) == sets.count {
          larger[step] = new
          sets.append(sets[Int(old)] + [label])
        }
        setOfNode[Int(node)] = new
        last = (old, new)
      }
    }
    sortLabelSets(sets, setOfNode)
  }

  /// Numbers the sets in the order of their names, so that numbers do not depend on history.
  private mutating func sortLabelSets(_ sets: [[LabelID]], _ setOfNode: [UInt32]) {
    let names = sets.map { $0.map(snapshot.name(of:)) }
    let order = sets.indices.sorted { names[$0].lexicographicallyPrecedes(names[$1]) }
    var rank = [UInt32](repeating: 0, count: sets.count)
    for (place, number) in order.enumerated() { rank[number] = UInt32(place) }
    labelSets = order.map { sets[$0] }
    labelSetOfNode = setOfNode.map { rank[Int($0)] }
  }

  /// The labels of a node in the order of their names.
  func labels(of node: UInt32) -> [LabelID] { labelSets[Int(labelSetOfNode[Int(node)])] }

  /// Reads rows of nodes' properties.
  var nodeRows: PropertyRows {
    PropertyRows(nodeKeys.map(snapshot.nodeColumn), arena: snapshot.texts)
  }

  /// Reads rows of relationships' properties.
  var relationshipRows: PropertyRows {
    PropertyRows(relationshipKeys.map(snapshot.relationshipColumn), arena: snapshot.texts)
  }

  /// The types of the columns of nodes, over some of them.
  func nodeTypes(of ids: [UInt32], arrayDelimiter: UInt8? = nil) -> CellTypes {
    CellTypes(
      of: ids, columnCount: nodeKeys.count, arrayDelimiter: arrayDelimiter, rows: { nodeRows })
  }

  /// The types of the columns of relationships, over some of them.
  func relationshipTypes(of ids: [UInt32], arrayDelimiter: UInt8? = nil) -> CellTypes {
    CellTypes(
      of: ids, columnCount: relationshipKeys.count, arrayDelimiter: arrayDelimiter,
      rows: { relationshipRows })
  }

  /// What stands for a node where a format wants one line: its name, else its labels and id.
  func caption(of node: UInt32) -> UTF8String {
    if let key = snapshot.key(GraphSnapshot.automaticKey),
      case .string(let name) = snapshot.value(of: NodeID(rawValue: node), key), name.byteCount > 0
    {
      return name
    }
    let labels = labels(of: node).map { ":" + snapshot.name(of: $0).string }.joined()
    return UTF8String(labels.isEmpty ? "\(node)" : "\(labels) \(node)")
  }

  /// Groups ids by a number below a bound; within a group they stay in order.
  static func grouped(
    _ ids: Bitmap, groupCount: Int, _ group: (UInt32) -> Int
  ) -> (order: [UInt32], starts: [Int]) {
    var starts = [Int](repeating: 0, count: groupCount + 1)
    for id in ids.members { starts[group(id) + 1] += 1 }
    for number in 0..<groupCount { starts[number + 1] += starts[number] }
    var next = starts
    var order = [UInt32](repeating: 0, count: ids.count)
    for id in ids.members {
      let number = group(id)
      order[next[number]] = id
      next[number] += 1
    }
    return (order, starts)
  }
}
