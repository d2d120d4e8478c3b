// What an evaluator says to a query, in a form that can be compared: a line per row, in which nodes
// and relationships stand by their numbers `u` and floats are rounded to what sums in any order
// agree on. Of errors it counts only that there is one.

public import Graph
public import Query
import Text

/// The answer to a query.
public enum QueryAnswer: Equatable, Sendable, CustomStringConvertible {
  /// A line per row; sorted where the query gives no order.
  case rows([String])
  case failed(compile: Bool, String)

  public static func == (left: QueryAnswer, right: QueryAnswer) -> Bool {
    switch (left, right) {
    case (.rows(let left), .rows(let right)): left == right
    case (.failed, .failed): true
    default: false
    }
  }

  /// The lines; none where it failed.
  public var lines: [String] { if case .rows(let lines) = self { lines } else { [] } }

  public var isFailure: Bool { if case .failed = self { true } else { false } }

  /// Whether it ran out of a limit, so that nothing can be said.
  public var isOutOfLimits: Bool {
    if case .failed(_, let text) = self { text.hasPrefix("LimitExceeded") } else { false }
  }

  public var description: String {
    switch self {
    case .rows(let lines):
      let shown = lines.prefix(20).map { "  \($0)\n" }.joined()
      return "\(lines.count) rows\n\(shown)\(lines.count > 20 ? "  …\n" : "")"
    case .failed(let isCompile, let text):
      return "error \(isCompile ? "before running" : "while running"): \(text)\n"
    }
  }

  /// Puts rows into the form that is compared.
  public init(
    _ rows: [[Value]], in graph: GraphSnapshot, isOrdered: Bool, ignoresListOrder: Bool
  ) {
    let form = AnswerForm(
      graph: graph, number: graph.key("u"), ignoresListOrder: ignoresListOrder)
    let lines = rows.map { row in row.map(form.text).joined(separator: " | ") }
    self = .rows(isOrdered ? lines : lines.sorted())
  }

  /// The rows, and a line for each node and relationship that is left in the graph.
  ///
  /// What was made has no number of its own, so that these are told by what they hold.
  func with(_ graph: GraphSnapshot) -> QueryAnswer {
    guard case .rows(let lines) = self else { return self }
    let form = AnswerForm(graph: graph, number: nil, ignoresListOrder: false)
    func properties(_ entity: Entity) -> String {
      graph.properties(of: entity).map { "\(graph.name(of: $0.key)): \(form.text($0.value))" }
        .sorted().joined(separator: ", ")
    }
    func node(_ id: NodeID) -> String {
      let labels = graph.labels(of: id).map { ":\(graph.name(of: $0))" }.sorted().joined()
      return "(\(labels) {\(properties(.node(id)))})"
    }
    var left = graph.allNodes.members.map { node(NodeID(rawValue: $0)) }
    for number in graph.allRelationships.members {
      let id = RelationshipID(rawValue: number)
      guard let record = graph.record(of: id) else { continue }
      let type = "[:\(graph.name(of: record.type)) {\(properties(.relationship(id)))}]"
      left.append("\(node(record.source))-\(type)->\(node(record.target))")
    }
    return .rows(lines + left.sorted())
  }

  /// Says that there was an error.
  public init(_ error: any Error) {
    guard let error = error as? QueryError else {
      self = .failed(compile: false, "\(error)")
      return
    }
    self = .failed(
      compile: error.phase == .compile,
      "\(error.kind.rawValue)/\(error.detail.rawValue): \(error.message)")
  }
}

extension RandomQuery {
  /// Whether lists in the result may have any order.
  public var ignoresListOrder: Bool {
    let text = text
    return ["collect(", "COLLECT {", "[("].contains { text.contains($0) }
  }

  /// What the engine says.
  public func answer(
    on graph: Graph, options: QueryOptions = QueryOptions(), withParameters: Bool = false
  ) -> QueryAnswer {
    let session = QuerySession(graph, options: options)
    do {
      let result = try session.query(
        withParameters ? textWithParameters : text, parameters: withParameters ? parameters : [:])
      return QueryAnswer(
        result.rows, in: graph.snapshot, isOrdered: isOrdered, ignoresListOrder: ignoresListOrder)
    } catch {
      return QueryAnswer(error)
    }
  }
}

/// How values are written for comparison.
private struct AnswerForm {
  let graph: GraphSnapshot
  /// The key under which nodes and relationships have a number of their own.
  let number: KeyID?
  let ignoresListOrder: Bool

  func text(_ value: Value) -> String {
    switch value {
    case .node(let id): return "(\(name(.node(id)) ?? "#\(id.rawValue)"))"
    case .relationship(let id): return "[\(name(.relationship(id)) ?? "#\(id.rawValue)")]"
    case .path(let path):
      var text = self.text(.node(path.nodes[0]))
      for (place, id) in path.relationships.enumerated() {
        text += self.text(.relationship(id)) + self.text(.node(path.nodes[place + 1]))
      }
      return "<\(text)>"
    case .list(let items):
      let texts = items.map(text)
      let list = ignoresListOrder ? texts.sorted() : texts
      return "[\(list.joined(separator: ", "))]"
    case .map(let map):
      return "{\(map.entries.map { "\($0.key): \(text($0.value))" }.joined(separator: ", "))}"
    case .float(let number): return float(number)
    default: return plain(value)
    }
  }

  private func name(_ entity: Entity) -> String? {
    guard let number, case .integer(let u) = graph.value(of: entity, number) else { return nil }
    return "\(u)"
  }

  private func float(_ number: Double) -> String {
    if !number.isFinite || number == 0 { return number.isNaN ? "NaN" : "\(number + 0)" }
    let rounded = (number.significand * 0x1p36).rounded()
    return "\(Double(sign: number.sign, exponent: number.exponent - 36, significand: rounded))"
  }

  private func plain(_ value: Value) -> String {
    var bytes: [UInt8] = []
    bytes.append(cypher: value)
    return String(decoding: bytes, as: UTF8.self)
  }
}
