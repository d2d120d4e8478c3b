// The tree of an expression as it was written. Every node knows its span, so that a message can
// point at it and a column without an alias can be named by its source text. Names are kept as
// written; nothing is resolved here.

internal import Graph
internal import Text

/// A name with the place where it stands.
struct Name: Sendable, Equatable {
  /// The name without backticks.
  var text: UTF8String
  var span: SourceSpan
}

/// An expression with the place where it stands.
struct Expression: Sendable {
  var kind: Kind
  var span: SourceSpan

  init(_ kind: Kind, at span: SourceSpan) {
    self.kind = kind
    self.span = span
  }

  indirect enum Kind: Sendable {
    /// `null`, `true`, `1`, `1.5`, `'text'`.
    case literal(Value)
    /// `$name`, `$0`.
    case parameter(Name)
    case variable(Name)
    /// `subject.key`.
    case property(Expression, Name)
    /// `subject:Label`, `r:TYPE`; the parser gives the label expression.
    case hasLabels(Expression, LabelExpression)
    /// `subject[index]`.
    case subscripted(Expression, Expression)
    /// `subject[from..to]`.
    case slice(Expression, from: Expression?, to: Expression?)
    case list([Expression])
    case map([MapEntry])
    /// `subject {.key, .*, name, key: value}`; the subject is a variable.
    case mapProjection(Name, [MapProjectionItem])
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `a < b <= c`: the first operand, then each operator with its right operand; at least one.
    case comparison(Expression, [(ComparisonOperator, Expression)])
    /// `name(arguments)` or `name.space.name(DISTINCT arguments)`; also aggregates.
    case call(FunctionCall)
    /// `count(*)`.
    case countStar
    /// `CASE [subject] WHEN … THEN … [ELSE …] END`.
    case caseOf(
      subject: Expression?, branches: [(when: Expression, then: Expression)], otherwise: Expression?
    )
    /// `[variable IN list WHERE filter | result]`.
    case listComprehension(
      variable: Name, list: Expression, filter: Expression?, result: Expression?)
    /// `[path = (a)-->(b) WHERE filter | result]`.
    case patternComprehension(path: Name?, PathPattern, filter: Expression?, result: Expression)
    /// `all(variable IN list WHERE condition)` and its kin.
    case quantifier(Quantifier, variable: Name, list: Expression, condition: Expression)
    /// `reduce(accumulator = initial, variable IN list | step)`.
    case reduce(
      accumulator: Name, initial: Expression, variable: Name, list: Expression, step: Expression)
    /// A pattern used as a condition, such as `(a)-->(b)`.
    case patternPredicate(PathPattern)
    /// `EXISTS { … }`.
    case exists(SubqueryBody)
    /// `COUNT { … }`.
    case count(SubqueryBody)
    /// `COLLECT { … }`.
    case collect(SubqueryBody)
    /// `shortestPath((a)-[*]-(b))`, `allShortestPaths(…)`.
    case shortestPath(PathPattern)
  }
}

struct MapEntry: Sendable {
  var key: Name
  var value: Expression
}

enum MapProjectionItem: Sendable {
  /// `.key`.
  case property(Name)
  /// `.*`.
  case allProperties(SourceSpan)
  /// `name`, a variable.
  case variable(Name)
  /// `key: value`.
  case entry(MapEntry)
}

enum UnaryOperator: String, Sendable {
  case not = "NOT"
  case plus = "+"
  case minus = "-"
  case isNull = "IS NULL"
  case isNotNull = "IS NOT NULL"
}

enum BinaryOperator: String, Sendable {
  case or = "OR"
  case xor = "XOR"
  case and = "AND"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case modulo = "%"
  case power = "^"
  case isIn = "IN"
  case startsWith = "STARTS WITH"
  case endsWith = "ENDS WITH"
  case contains = "CONTAINS"
  case matches = "=~"
}

enum ComparisonOperator: String, Sendable {
  case equal = "="
  case notEqual = "<>"
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

enum Quantifier: String, Sendable {
  case all
  case any
  case none
  case single
}

struct FunctionCall: Sendable {
  /// The whole name with its name space, such as `duration.between`.
  var name: Name
  var isDistinct: Bool
  var arguments: [Expression]
}

/// What stands between the braces of EXISTS, COUNT and COLLECT.
enum SubqueryBody: Sendable {
  /// `MATCH`-less form: patterns with an optional WHERE.
  case patterns([PathPattern], filter: Expression?)
  case query(Query)
}
