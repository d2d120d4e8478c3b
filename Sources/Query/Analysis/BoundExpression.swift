// An expression whose names are resolved: variables are slots, functions are entries of the table,
// labels, types and keys are numbers of names. Chains are flattened, patterns in expressions have
// become subqueries. Nothing that the text alone can tell is left unchecked.

internal import Graph
internal import Text

/// A variable of a statement, numbered over the whole statement: every place that binds a name gets
/// a number of its own, and a variable that WITH passes on keeps its number.
struct Slot: Hashable, Sendable, Comparable {
  let number: Int

  static func < (left: Slot, right: Slot) -> Bool { left.number < right.number }
}

/// What is known of a slot.
struct SlotInfo: Sendable {
  /// As written; empty for what has no name.
  var name: UTF8String
  var type: StaticType
}

/// A label, type or key by its place in the statement's table of names.
///
/// What it means in a graph is looked up when the statement runs, since writing makes names.
struct NameNumber: Hashable, Sendable {
  let number: Int
}

/// An expression with its type and place.
struct BoundExpression: Sendable {
  var kind: Kind
  var type: StaticType
  var span: SourceSpan

  init(_ kind: Kind, _ type: StaticType, at span: SourceSpan) {
    self.kind = kind
    self.type = type
    self.span = span
  }

  indirect enum Kind: Sendable {
    case constant(Value)
    /// By its place in the statement's table of parameters.
    case parameter(Int)
    case slot(Slot)
    case property(BoundExpression, NameNumber)
    /// Labels of a node, or types of a relationship.
    case hasLabels(BoundExpression, BoundLabels)
    case subscripted(BoundExpression, BoundExpression)
    case slice(BoundExpression, from: BoundExpression?, to: BoundExpression?)
    case list([BoundExpression])
    case map([(key: UTF8String, value: BoundExpression)])
    /// The entries go over all properties of the subject, if those are taken.
    case mapProjection(
      BoundExpression, takesAll: Bool, entries: [(key: UTF8String, value: BoundExpression)])
    case not(BoundExpression)
    case negate(BoundExpression)
    /// `+x`: checks that it is a number.
    case plus(BoundExpression)
    case isNull(BoundExpression)
    case isNotNull(BoundExpression)
    /// Two or more operands.
    case and([BoundExpression])
    /// Two or more operands.
    case or([BoundExpression])
    case xor(BoundExpression, BoundExpression)
    case compare(ComparisonOperator, BoundExpression, BoundExpression)
    /// Arithmetic, IN, STARTS WITH, ENDS WITH, CONTAINS and `=~`; never AND, OR, XOR.
    case binary(BinaryOperator, BoundExpression, BoundExpression)
    case call(ScalarFunction, [BoundExpression])
    case caseOf(
      subject: BoundExpression?, branches: [(when: BoundExpression, then: BoundExpression)],
      otherwise: BoundExpression?)
    case listComprehension(
      Slot, list: BoundExpression, filter: BoundExpression?, result: BoundExpression?)
    case quantifier(Quantifier, Slot, list: BoundExpression, condition: BoundExpression)
    case reduce(
      accumulator: Slot, initial: BoundExpression, Slot, list: BoundExpression,
      step: BoundExpression)
    case subquery(BoundSubquery)
  }
}

/// A query inside an expression.
struct BoundSubquery: Sendable {
  enum Kind: Sendable {
    /// Whether there is a row: EXISTS, pattern predicates.
    case exists
    /// How many rows there are.
    case count
    /// The values of the one column: COLLECT, pattern comprehensions, `allShortestPaths` as a
    /// value.
    case collect
    /// The value of the one column in the first row, or null: `shortestPath` as a value.
    case first
  }

  var kind: Kind
  var query: BoundQuery
  /// The slots of the surroundings that it reads, in ascending order.
  var imports: [Slot]
  /// The plan, and the place of its operators among those of the statement; the planner fills both.
  var plan: QueryPlan?
  var number = -1
}

/// A condition over labels (of a node) or types (of a relationship).
indirect enum BoundLabels: Sendable {
  case name(NameNumber)
  case and(BoundLabels, BoundLabels)
  case or(BoundLabels, BoundLabels)
  case not(BoundLabels)
  case wildcard
}

extension BoundExpression {
  /// Where a map that is written out gives a value to a key; otherwise where the map stands.
  func span(ofKey key: UTF8String) -> SourceSpan {
    guard case .map(let entries) = kind else { return span }
    return entries.last { $0.key == key }?.value.span ?? span
  }
}
