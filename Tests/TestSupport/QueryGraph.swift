// Small graphs as a list of what they hold, so that the same graph can be made in another order,
// with other indexes, beside another graph, or with less in it. Every node and relationship has a
// number of its own under the key `u`; what a result says is compared by it, not by ids.

public import Graph
import Query
public import Text

/// A graph to be made.
public struct QueryGraph: Sendable {
  public struct Node: Sendable {
    public var labels: [UTF8String]
    public var properties: [(key: UTF8String, value: Value)]
  }

  public struct Link: Sendable {
    public var type: UTF8String
    public var source: Int
    public var target: Int
    public var properties: [(key: UTF8String, value: Value)]
  }

  public var nodes: [Node] = []
  public var links: [Link] = []

  public init() {}

  /// Makes the graph in memory; others than the first order give other ids.
  ///
  /// In between nodes come and go, so that ids have gaps and rows have deletions.
  public func graph(order: UInt64 = 0) throws -> Graph {
    let graph = Graph()
    try write(into: graph, order: order)
    return graph
  }

  /// Puts everything into a graph.
  public func write(into graph: Graph, order: UInt64 = 0) throws {
    var random = Random(seed: order)
    var nodeOrder = Array(nodes.indices)
    var linkOrder = Array(links.indices)
    if order != 0 {
      nodeOrder.shuffle(using: &random)
      linkOrder.shuffle(using: &random)
    }
    var ids: [Int: NodeID] = [:]
    for half in [nodeOrder.prefix(nodes.count / 2), nodeOrder.dropFirst(nodes.count / 2)] {
      try graph.write { transaction in
        for place in half {
          let node = try transaction.createNode(nodes[place].labels)
          for (key, value) in nodes[place].properties {
            try transaction.set(.node(node), transaction.key(named: key), to: value)
          }
          ids[place] = node
          if random.oneIn(4) { try transaction.delete(try transaction.createNode(["A"])) }
        }
      }
    }
    for half in [linkOrder.prefix(links.count / 2), linkOrder.dropFirst(links.count / 2)] {
      try graph.write { transaction in
        for place in half {
          let link = links[place]
          guard let source = ids[link.source], let target = ids[link.target] else { continue }
          let id = try transaction.createRelationship(source, link.type, target)
          for (key, value) in link.properties {
            try transaction.set(.relationship(id), transaction.key(named: key), to: value)
          }
          if random.oneIn(4) {
            try transaction.delete(try transaction.createRelationship(source, link.type, source))
          }
        }
      }
    }
  }

  /// One statement that makes the graph, but for the ids.
  public var script: String {
    func map(_ properties: [(key: UTF8String, value: Value)]) -> String {
      var bytes: [UInt8] = []
      bytes.append(cypher: .map(ValueMap(properties)))
      return String(decoding: bytes, as: UTF8.self)
    }
    let nodeTexts = nodes.enumerated().map { place, node in
      "(n\(place)\(node.labels.map { ":\($0)" }.joined()) \(map(node.properties)))"
    }
    let linkTexts = links.map { link in
      "(n\(link.source))-[:\(link.type) \(map(link.properties))]->(n\(link.target))"
    }
    return nodes.isEmpty
      ? "(empty)" : "CREATE \((nodeTexts + linkTexts).joined(separator: ", "))"
  }

  /// This graph and another, side by side; numbers under `u` stand then twice.
  public func beside(_ other: QueryGraph) -> QueryGraph {
    var both = self
    both.nodes += other.nodes
    for var link in other.links {
      link.source += nodes.count
      link.target += nodes.count
      both.links.append(link)
    }
    return both
  }

  /// Graphs with a little less, for finding the smallest that shows a difference.
  public var smaller: [QueryGraph] {
    var result: [QueryGraph] = []
    for place in nodes.indices {
      var graph = QueryGraph()
      graph.nodes = nodes
      graph.nodes.remove(at: place)
      for var link in links where link.source != place && link.target != place {
        if link.source > place { link.source -= 1 }
        if link.target > place { link.target -= 1 }
        graph.links.append(link)
      }
      result.append(graph)
    }
    for place in links.indices {
      var graph = self
      graph.links.remove(at: place)
      result.append(graph)
    }
    for place in nodes.indices where !nodes[place].properties.isEmpty {
      for key in nodes[place].properties.indices {
        var graph = self
        graph.nodes[place].properties.remove(at: key)
        result.append(graph)
      }
    }
    return result
  }
}

extension Random {
  /// A small graph of the labels A to C, the types R to T and the keys that random queries know.
  public mutating func queryGraph() -> QueryGraph {
    var graph = QueryGraph()
    let nodeCount = oneIn(40) ? 0 : oneIn(4) ? 9 + below(22) : 1 + below(8)
    for number in 0..<nodeCount {
      let labels = ["A", "B", "C"].filter { _ in oneIn(2) } as [UTF8String]
      graph.nodes.append(
        QueryGraph.Node(labels: labels, properties: queryProperties(number: Int64(number))))
    }
    if nodeCount == 0 { return graph }
    for number in 0..<(nodeCount + below(nodeCount + 2)) {
      let source = below(nodeCount)
      graph.links.append(
        QueryGraph.Link(
          type: pick(["R", "R", "S", "T"]), source: source,
          target: oneIn(8) ? source : below(nodeCount),
          properties: queryProperties(number: 1_000 + Int64(number))))
    }
    return graph
  }

  private mutating func queryProperties(number: Int64) -> [(key: UTF8String, value: Value)] {
    var properties: [(key: UTF8String, value: Value)] = [("u", .integer(number))]
    if !oneIn(4) { properties.append(("x", .integer(Int64(below(4))))) }
    if !oneIn(3) { properties.append(("name", .string(pick(Random.queryTexts)))) }
    if oneIn(2) { properties.append(("f", .float(Double(below(8)) + 0.25))) }
    if oneIn(2) { properties.append(("b", .boolean(oneIn(2)))) }
    if oneIn(3) {
      properties.append(("l", .list((0..<below(4)).map { _ in .integer(Int64(below(4))) })))
    }
    if oneIn(2) {
      let mixed: [Value] = ["a", 1, true, .list([1]), 2.5, .float(.nan)]
      properties.append(("m", pick(mixed)))
    }
    return properties
  }

  /// Texts that properties and literals have.
  static let queryTexts: [UTF8String] = ["a", "b", "ab", "Ab", "", "北京", "é"]
}
