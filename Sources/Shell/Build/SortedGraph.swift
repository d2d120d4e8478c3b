// A copy of a graph whose nodes and relations are numbered by what they are and not by when they
// came, so that the same pages make the same file: articles by page, everything else by label, name
// and key; then relations by type and ends.

internal import Graph
import Text

extension GraphSnapshot {
  /// How many changes a commit of a copy has at most; more would only cost memory.
  private static let changesPerCommit = 1 << 17

  /// The same graph in an order that follows from its content.
  func sortedByContent() throws(GraphError) -> GraphSnapshot {
    let graph = Graph()
    var writer = graph.begin()
    do throws(GraphError) {
      let order = nodesByContent()
      var numbers = [NodeID](repeating: NodeID(rawValue: 0), count: nodeIDLimit)
      for node in order {
        numbers[Int(node.rawValue)] = try copy(node, to: writer)
        try Self.commitIfFull(&writer, of: graph)
      }
      for type in types.sorted().compactMap({ self.type($0) }) {
        for node in order {
          try copyRelationships(of: node, type, numbers, &writer, graph)
        }
      }
    } catch {
      writer.rollback()
      throw error
    }
    try writer.commit()
    return graph.snapshot
  }

  private func copyRelationships(
    of node: NodeID, _ type: TypeID, _ numbers: [NodeID], _ writer: inout Transaction,
    _ graph: Graph
  ) throws(GraphError) {
    let ends = ends(of: node, type)
      .map { (target: numbers[Int($0.node.rawValue)], relationship: $0.relationship) }
      .sorted { ($0.target, $0.relationship) < ($1.target, $1.relationship) }
    for end in ends {
      let id = try writer.createRelationship(
        try writer.type(named: name(of: type)), from: numbers[Int(node.rawValue)], to: end.target)
      try copyProperties(of: .relationship(end.relationship), to: .relationship(id), writer)
      try Self.commitIfFull(&writer, of: graph)
    }
  }

  private static func commitIfFull(
    _ writer: inout Transaction, of graph: Graph
  ) throws(GraphError) {
    if writer.changes.count < changesPerCommit { return }
    try writer.commit()
    writer = graph.begin()
  }

  private func copy(_ node: NodeID, to writer: Transaction) throws(GraphError) -> NodeID {
    var labels: [LabelID] = []
    for label in self.labels(of: node).map(name(of:)).sorted() {
      labels.append(try writer.label(named: label))
    }
    let copy = try writer.createNode(labels: labels)
    try copyProperties(of: .node(node), to: .node(copy), writer)
    return copy
  }

  private func copyProperties(
    of entity: Entity, to copy: Entity, _ writer: Transaction
  ) throws(GraphError) {
    for (key, value) in sortedProperties(of: entity) {
      try writer.set(copy, try writer.key(named: key), to: value)
    }
  }

  /// What nodes are sorted by.
  private struct Content: Comparable {
    let isEntity: Bool
    let label: UTF8String
    let place: UTF8String
    let index: Int64
    let key: UTF8String
    let node: NodeID

    static func < (left: Content, right: Content) -> Bool {
      if left.isEntity != right.isEntity { return right.isEntity }
      return (left.label, left.place, left.index, left.key, left.node)
        < (right.label, right.place, right.index, right.key, right.node)
    }
  }

  private func nodesByContent() -> [NodeID] {
    let page = key(CorpusNames.page)
    let index = key(CorpusNames.index)
    let name = key(CorpusNames.name)
    let key = key(CorpusNames.key)
    func text(_ node: NodeID, _ key: KeyID?) -> UTF8String? {
      key.flatMap { value(of: node, $0).textValue }
    }
    var contents: [Content] = []
    for number in 0..<UInt32(nodeIDLimit) where contains(NodeID(rawValue: number)) {
      let node = NodeID(rawValue: number)
      let place = text(node, page)
      var order: Int64 = 0
      if let index, case .integer(let number) = value(of: node, index) { order = number }
      contents.append(
        Content(
          isEntity: place == nil, label: labels(of: node).map(self.name(of:)).min() ?? "",
          place: place ?? text(node, name) ?? "", index: order, key: text(node, key) ?? "",
          node: node))
    }
    return contents.sorted().map(\.node)
  }

  private func ends(
    of node: NodeID, _ type: TypeID
  ) -> [(node: NodeID, relationship: RelationshipID)] {
    let row = neighbours(of: node, type, .outgoing)
    var ends: [(node: NodeID, relationship: RelationshipID)] = []
    for place in 0..<row.count { ends.append((row.nodes[place], row.relationship(at: place))) }
    return ends
  }
}
