// Random graphs with everything that a format may trip over, and what a graph says when its ids do
// not count: two graphs are the same when their nodes in order have the same labels and properties,
// and the relationships between them are the same as a multiset.

public import Graph
public import Text

/// What random graphs are made of.
public struct GraphShape: Sendable {
  public var nodeCountMax = 12
  public var relationshipCountMax = 20
  /// Whether each key has values of one kind.
  public var keysHaveOneKind = false
  /// Whether lists may be nested in each other and hold values of several kinds.
  public var hasNestedValues = true
  /// Whether text may hold U+0000, which files of CSV may not.
  public var hasZeros = true

  public init() {}
}

extension Random {
  /// A graph that was written in several transactions, with deletions in between.
  public mutating func graph(_ shape: GraphShape = GraphShape()) throws -> GraphSnapshot {
    let graph = Graph()
    var random = self
    defer { self = random }
    let labels = (0..<4).map { _ in random.name(shape) } + ["Person", "人物"]
    let types = (0..<2).map { _ in random.name(shape) } + ["KNOWS"]
    let keys = (0..<4).map { _ in random.name(shape) } + ["name", "年龄"]
    var kinds: [UTF8String: Int] = [:]
    for key in keys { kinds[key] = random.below(9) }
    func set(_ entity: Entity, _ transaction: Transaction) throws {
      for key in keys where random.oneIn(2) {
        let kind = shape.keysHaveOneKind ? kinds[key] ?? 0 : random.below(9)
        let value = Random.storable(
          random.property(kind: kind, isNested: shape.hasNestedValues), shape)
        try transaction.set(entity, try transaction.key(named: key), to: value)
      }
    }
    for _ in 0...random.below(3) {
      try graph.write { transaction in
        for _ in 0..<random.below(shape.nodeCountMax / 3 + 1) {
          let node = try transaction.createNode(labels.filter { _ in random.oneIn(4) })
          try set(.node(node), transaction)
        }
        let nodes = Array(transaction.view.allNodes.members)
        if nodes.isEmpty { return }
        for _ in 0..<random.below(shape.relationshipCountMax / 3 + 1) {
          let ends = (0..<2).map { _ in NodeID(rawValue: random.pick(nodes)) }
          let relationship = try transaction.createRelationship(
            ends[0], random.pick(types), ends[random.below(2)])
          try set(.relationship(relationship), transaction)
        }
        if random.oneIn(3) {
          try transaction.detachDelete(NodeID(rawValue: random.pick(nodes)))
        }
      }
    }
    return graph.snapshot
  }

  /// Text that can be a name.
  private mutating func name(_ shape: GraphShape) -> UTF8String {
    let text = shape.hasZeros ? text(lengthMax: 6) : Random.withoutZeros(text(lengthMax: 6))
    return text.byteCount > 0 ? text : "a b"
  }

  /// A value that can be a property, of one of nine kinds.
  private mutating func property(kind: Int, isNested: Bool) -> Value {
    switch kind {
    case 0: return .boolean(oneIn(2))
    case 1: return .integer(integer())
    case 2: return .float(float())
    case 3, 4: return .string(oneIn(5) ? "" : text())
    case 5: return .list((0..<below(4)).map { _ in .string(text(lengthMax: 3)) })
    case 6: return .list((0..<below(4)).map { _ in .integer(integer()) })
    case 7: return temporal()
    default: return isNested ? value(depth: 2, withEntities: false) : .date(date())
    }
  }

  /// Properties hold lists, also in lists, but no maps.
  private static func storable(_ value: Value, _ shape: GraphShape) -> Value {
    switch value {
    case .map(let map): .list(map.entries.map { storable($0.value, shape) })
    case .list(let items): .list(items.map { storable($0, shape) })
    case .string(let text): .string(shape.hasZeros ? text : withoutZeros(text))
    default: value
    }
  }

  private static func withoutZeros(_ text: UTF8String) -> UTF8String {
    UTF8String(String(String.UnicodeScalarView(text.string.unicodeScalars.filter { $0 != "\0" })))
  }

  private mutating func date() -> CalendarDate {
    guard let date = CalendarDate(daysSinceEpoch: day()) else {
      preconditionFailure("days are within the calendar")
    }
    return date
  }
}

/// What a graph says, whatever its ids are.
public struct GraphContent: Equatable, CustomStringConvertible {
  /// A line per node in the order of ids, then a sorted line per relationship.
  public let lines: [String]

  /// Reads a graph. Values may be changed first, for formats that lose something; null leaves a
  /// property out. Of NaN there is one.
  public init(
    _ graph: GraphSnapshot, groupsByLabels: Bool = false,
    keyName: (UTF8String) -> UTF8String = { $0 }, value change: (Value) -> Value = { $0 }
  ) {
    let (quoted, text) = (GraphContent.quoted, GraphContent.text(of:))
    var nodes = Array(graph.allNodes.members)
    if groupsByLabels {
      let labels = Dictionary(
        uniqueKeysWithValues: nodes.map { node in
          (node, graph.labels(of: NodeID(rawValue: node)).map { graph.name(of: $0) }.sorted())
        })
      // The sort keeps the order of equal elements.
      nodes.sort { (labels[$0] ?? []).lexicographicallyPrecedes(labels[$1] ?? []) }
    }
    let places = Dictionary(uniqueKeysWithValues: zip(nodes, nodes.indices))
    func words(_ entity: Entity) -> String {
      graph.properties(of: entity)
        .map { (keyName(graph.name(of: $0.key)), change($0.value)) }
        .filter { if case .null = $0.1 { false } else { true } }
        .sorted { $0.0 < $1.0 }
        .map { "\(quoted($0.0))=\(text($0.1))" }.joined(separator: " ")
    }
    let nodeLines = nodes.enumerated().map { place, node in
      let id = NodeID(rawValue: node)
      let labels = graph.labels(of: id).map { graph.name(of: $0) }.sorted().map(quoted)
      return "(\(place)) \(labels.joined(separator: ":")) \(words(.node(id)))"
    }
    let relationshipLines = graph.allRelationships.members.compactMap { number -> String? in
      let id = RelationshipID(rawValue: number)
      guard let record = graph.record(of: id) else { return nil }
      let source = places[record.source.rawValue] ?? -1
      let target = places[record.target.rawValue] ?? -1
      let type = quoted(graph.name(of: record.type))
      return "(\(source))-\(type)->(\(target)) \(words(.relationship(id)))"
    }
    lines = nodeLines + relationshipLines.map { UTF8String($0) }.sorted().map(\.string)
  }

  /// Lines, for the messages of tests.
  public var description: String { lines.joined(separator: "\n") }

  // Swift compares strings by canonical equivalence, which would hide differences.
  public static func == (left: Self, right: Self) -> Bool {
    left.lines.map { UTF8String($0) } == right.lines.map { UTF8String($0) }
  }

  private static func quoted(_ text: UTF8String) -> String {
    "\"" + text.string.unicodeScalars.map { $0.escaped(asASCII: true) }.joined() + "\""
  }

  /// Text that differs where values differ, kinds and bits included.
  private static func text(of value: Value) -> String {
    switch value {
    case .boolean(let flag): "\(flag)"
    case .integer(let number): "\(number)"
    case .float(let number): number.isNaN ? "NaN" : "\(number)f"
    case .string(let text): quoted(text)
    case .list(let items): "[" + items.map(text(of:)).joined(separator: ",") + "]"
    case .map(let map):
      "{" + map.entries.map { "\(quoted($0.key)):\(text(of: $0.value))" }.joined(separator: ",")
        + "}"
    default: "\(value)"
    }
  }
}
