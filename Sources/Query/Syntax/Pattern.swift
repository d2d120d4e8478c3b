// The tree of patterns: paths of nodes and relationships, and expressions over labels.

internal import Graph
internal import Text

/// One path of a pattern, such as `p = (a)-[:T]->(b)`.
struct PathPattern: Sendable {
  /// The variable of the path.
  var name: Name?
  /// `shortestPath(…)` or `allShortestPaths(…)` around it.
  var shortest: ShortestKind?
  /// One more than the relationships.
  var nodes: [NodePattern]
  var relationships: [RelationshipPatternSyntax]
  var span: SourceSpan
}

enum ShortestKind: String, Sendable {
  case one = "shortestPath"
  case all = "allShortestPaths"
}

/// `(name:Label {key: value} WHERE condition)`.
struct NodePattern: Sendable {
  var name: Name?
  var labels: LabelExpression?
  /// A map or a parameter.
  var properties: Expression?
  /// `WHERE` inside the parentheses.
  var filter: Expression?
  var span: SourceSpan
}

/// `-[name:TYPE*1..3 {key: value}]->`.
struct RelationshipPatternSyntax: Sendable {
  enum Direction: Sendable {
    /// `-->`.
    case right
    /// `<--`.
    case left
    /// `--` or `<-->`.
    case either
  }

  var name: Name?
  /// Types joined by `|`; a general expression is allowed in reading patterns.
  var types: LabelExpression?
  var direction: Direction
  /// The part after `*`, if there is one.
  var length: LengthRange?
  var properties: Expression?
  var filter: Expression?
  var span: SourceSpan
}

/// `*`, `*2`, `*1..3`, `*..3`, `*1..`; nil is an open end.
struct LengthRange: Sendable, Equatable {
  var minimum: Int64?
  var maximum: Int64?
  /// Whether it was written as one number, `*2`.
  var isExact: Bool
  var span: SourceSpan
}

/// `A`, `A:B`, `A|B`, `A&!B`, `%`.
indirect enum LabelExpression: Sendable {
  case name(Name)
  /// `:A:B` and `A&B`.
  case and(LabelExpression, LabelExpression)
  case or(LabelExpression, LabelExpression)
  case not(LabelExpression, SourceSpan)
  /// `%`: any label at all.
  case wildcard(SourceSpan)

  /// The names, if it is nothing but names joined by `:` or `&`; nil otherwise.
  var conjunction: [Name]? {
    switch self {
    case .name(let name): [name]
    case .and(let left, let right):
      if let first = left.conjunction, let second = right.conjunction {
        first + second
      } else {
        nil
      }
    case .or, .not, .wildcard: nil
    }
  }

  /// The names, if it is nothing but names joined by `|`; nil otherwise.
  var disjunction: [Name]? {
    switch self {
    case .name(let name): [name]
    case .or(let left, let right):
      if let first = left.disjunction, let second = right.disjunction {
        first + second
      } else {
        nil
      }
    case .and, .not, .wildcard: nil
    }
  }
}
