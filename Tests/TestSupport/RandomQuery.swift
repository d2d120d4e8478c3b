// A random query as parts that can be written out, turned around or left out. Literals are kept
// beside the text, so that the same query can be written with parameters.

public import Graph
import Query

/// A query in parts.
public struct RandomQuery: Sendable {
  public struct Link: Sendable {
    public enum Direction: Sendable { case right, left, either }
    /// What stands between the brackets; may be empty.
    public var body: String
    public var direction: Direction
    /// Whether turning the pattern around would turn a list around.
    public var hasListName = false
  }

  public struct PathText: Sendable {
    public var name: String?
    /// `shortestPath` or `allShortestPaths`.
    public var shortest: String?
    /// What stands between the parentheses.
    public var nodes: [String]
    public var links: [Link] = []
  }

  public struct Match: Sendable {
    public var isOptional: Bool
    public var paths: [PathText]
    public var condition: String?
    /// What conditions may speak of after the match, as expressions of truth values.
    public var conditionsToAdd: [String] = []
  }

  public enum Clause: Sendable {
    case match(Match)
    case text(String)
  }

  public struct Single: Sendable {
    public var clauses: [Clause] = []
    public var distinct = false
    /// Expressions with their names.
    public var items: [(expression: String, name: String)] = []
    /// What follows the items.
    public var tail = ""
    public var isAggregating = false
  }

  public var singles: [Single] = []
  /// `UNION` or `UNION ALL`.
  public var union = "UNION ALL"
  /// Whether the order of rows is given up to rows that are equal.
  public var isOrdered = false
  /// Whether it changes the graph, in a way that does not depend on the order of rows.
  public var isWriting = false
  /// The literals in the order of their numbers.
  public var literals: [Value] = []

  public init() {}

  // MARK: Text

  /// The query as text with literals in it.
  public var text: String { rendered { literal(literals[$0]) } }

  /// The query as text with parameters in place of literals.
  public var textWithParameters: String { rendered { "$p\($0)" } }

  /// The values of the parameters.
  public var parameters: [String: Value] {
    Dictionary(uniqueKeysWithValues: literals.enumerated().map { ("p\($0)", $1) })
  }

  /// The mark of a literal in the parts of a text.
  static func mark(_ number: Int) -> String { "\u{1}\(number)\u{2}" }

  private func literal(_ value: Value) -> String {
    var bytes: [UInt8] = []
    bytes.append(cypher: value)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func rendered(_ literal: (Int) -> String) -> String {
    let marked = singles.map { $0.marked }.joined(separator: " \(union) ")
    var text = ""
    var number = ""
    var isInMark = false
    for scalar in marked.unicodeScalars {
      switch scalar {
      case "\u{1}": isInMark = true
      case "\u{2}":
        text += literal(Int(number) ?? 0)
        number = ""
        isInMark = false
      default:
        if isInMark {
          number.unicodeScalars.append(scalar)
        } else {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }

  // MARK: Shrinking

  /// Queries with a part less; not all of them need be valid.
  public var smaller: [RandomQuery] {
    var result: [RandomQuery] = []
    if singles.count > 1 {
      for place in singles.indices {
        var query = self
        query.singles.remove(at: place)
        result.append(query)
      }
    }
    for place in singles.indices {
      for single in singles[place].smaller {
        var query = self
        query.singles[place] = single
        result.append(query)
      }
    }
    return result
  }
}

extension RandomQuery.Single {
  fileprivate var marked: String {
    let list = items.map { "\($0.expression) AS \($0.name)" }.joined(separator: ", ")
    let words = clauses.map { $0.text } + ["RETURN \(distinct ? "DISTINCT " : "")\(list)\(tail)"]
    return words.joined(separator: " ")
  }

  fileprivate var smaller: [RandomQuery.Single] {
    var result: [RandomQuery.Single] = []
    func add(_ change: (inout RandomQuery.Single) -> Void) {
      var single = self
      change(&single)
      result.append(single)
    }
    for place in clauses.indices {
      add { $0.clauses.remove(at: place) }
      guard case .match(let match) = clauses[place] else { continue }
      for smaller in match.smaller { add { $0.clauses[place] = .match(smaller) } }
    }
    if !tail.isEmpty { add { $0.tail = "" } }
    if distinct { add { $0.distinct = false } }
    if items.count > 1 {
      for place in items.indices { add { $0.items.remove(at: place) } }
    }
    add { $0.items = [("count(*)", "c")] }
    return result
  }
}

extension RandomQuery.Clause {
  /// The clause with marks for literals.
  public var text: String {
    switch self {
    case .match(let match): match.text
    case .text(let text): text
    }
  }
}

extension RandomQuery.Match {
  fileprivate var text: String {
    let list = paths.map(\.text).joined(separator: ", ")
    let filter = condition.map { " WHERE \($0)" } ?? ""
    return "\(isOptional ? "OPTIONAL " : "")MATCH \(list)\(filter)"
  }

  fileprivate var smaller: [RandomQuery.Match] {
    var result: [RandomQuery.Match] = []
    func add(_ change: (inout RandomQuery.Match) -> Void) {
      var match = self
      change(&match)
      result.append(match)
    }
    if condition != nil { add { $0.condition = nil } }
    if isOptional { add { $0.isOptional = false } }
    if paths.count > 1 {
      for place in paths.indices { add { $0.paths.remove(at: place) } }
    }
    for place in paths.indices where paths[place].shortest == nil && !paths[place].links.isEmpty {
      add {
        $0.paths[place].links.removeLast()
        $0.paths[place].nodes.removeLast()
      }
      add {
        $0.paths[place].links.removeFirst()
        $0.paths[place].nodes.removeFirst()
      }
      if paths[place].name != nil { add { $0.paths[place].name = nil } }
      for link in paths[place].links.indices where !paths[place].links[link].body.isEmpty {
        add { $0.paths[place].links[link].body = "" }
      }
    }
    for place in paths.indices where paths[place].shortest == nil {
      for node in paths[place].nodes.indices {
        let text = paths[place].nodes[node]
        let name = String(text.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
        if name != text { add { $0.paths[place].nodes[node] = name } }
      }
    }
    return result
  }
}

extension RandomQuery.PathText {
  var text: String {
    var pattern = "(\(nodes[0]))"
    for (place, link) in links.enumerated() {
      let body = link.body.isEmpty ? "" : "[\(link.body)]"
      let left = link.direction == .left ? "<-" : "-"
      let right = link.direction == .right ? "->" : "-"
      pattern += "\(left)\(body)\(right)(\(nodes[place + 1]))"
    }
    if let shortest { pattern = "\(shortest)(\(pattern))" }
    return name.map { "\($0) = \(pattern)" } ?? pattern
  }

  /// The same pattern read from right to left, or nil where that would change what it gives.
  public var reversed: RandomQuery.PathText? {
    guard name == nil, shortest == nil, !links.contains(where: \.hasListName) else { return nil }
    let turned = links.reversed().map { link in
      var turned = link
      turned.direction =
        switch link.direction {
        case .right: .left
        case .left: .right
        case .either: .either
        }
      return turned
    }
    return RandomQuery.PathText(nodes: nodes.reversed(), links: turned)
  }
}
