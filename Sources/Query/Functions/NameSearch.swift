// Finds nodes by a text in their property `name`, whatever the case of letters. The text index
// gives candidates where there is one; each is looked at. A name that is the text ranks before one
// that begins with it, and that before one that contains it; equal ranks are ordered by id.

internal import Graph
internal import Text

/// A search for one text.
struct NameSearch {
  private let wanted: UTF8String
  private let graph: GraphSnapshot
  private let key: KeyID?

  init(_ text: UTF8String, in graph: GraphSnapshot) {
    wanted = lowercased(text)
    self.graph = graph
    key = graph.key("name")
  }

  /// The best nodes, the best first.
  func ranked(limit: Int) -> [(node: NodeID, score: Double)] {
    guard let key, wanted.byteCount > 0, limit > 0 else { return [] }
    // By score: exact, beginning, containing.
    var ranks: [[NodeID]] = [[], [], []]
    for node in candidates(key) where graph.contains(node) {
      if let rank = rank(of: graph.value(of: node, key)) { ranks[rank].append(node) }
      if ranks[0].count >= limit { break }
    }
    var found: [(node: NodeID, score: Double)] = []
    for (rank, nodes) in ranks.enumerated() {
      for node in nodes.prefix(limit - found.count) { found.append((node, Self.scores[rank])) }
    }
    return found
  }

  private static let scores = [1.0, 0.5, 0.25]

  private func candidates(_ key: KeyID) -> [NodeID] {
    let index = graph.index(IndexDefinition(.text, key: key))
    if let nodes = index?.candidates(containing: wanted) { return nodes }
    var nodes: [NodeID] = []
    let column = graph.nodeColumn(key)
    for id in 0..<UInt32(clamping: graph.nodeIDLimit) where column.hasValue(at: id) {
      nodes.append(NodeID(rawValue: id))
    }
    return nodes
  }

  /// 0, 1 or 2, or nil where the text is not in the name; of a list of names the best counts.
  private func rank(of value: Value) -> Int? {
    switch value {
    case .string(let name):
      let name = lowercased(name)
      if name == wanted { return 0 }
      if name.hasPrefix(wanted) { return 1 }
      return name.contains(wanted) ? 2 : nil
    case .list(let items): return items.compactMap { rank(of: $0) }.min()
    default: return nil
    }
  }
}
