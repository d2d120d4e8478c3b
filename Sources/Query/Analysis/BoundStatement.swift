// A statement whose names are resolved and whose meaning is checked. It depends on the text alone:
// the same bound statement serves any graph and any parameters.

internal import Graph
internal import Text

/// A statement that can be planned.
struct BoundStatement: Sendable {
  enum Body: Sendable {
    case query(BoundQuery)
    case createIndex(BoundIndex)
    case dropIndex(BoundIndex)
  }

  var mode: Statement.Mode
  var body: Body
  /// By slot number.
  var slots: [SlotInfo]
  /// By name number: labels, types and keys, each name once.
  var names: [UTF8String]
  /// Labels, types and keys that reading clauses ask for, with their places, for warnings.
  var mentions: [NameMention]
  /// By parameter number.
  var parameters: [UTF8String]
  /// Where each of them stands first.
  var parameterSpans: [SourceSpan]
  var isWriting: Bool
  var source: SourceText
}

/// A place where a reading clause names a label, a type or a key.
struct NameMention: Sendable {
  enum Kind: Sendable { case label, type, key }

  var kind: Kind
  var name: NameNumber
  var span: SourceSpan
}

struct BoundIndex: Sendable {
  var kind: IndexStatement.Kind
  var label: NameNumber?
  var key: NameNumber
  var isConditional: Bool
  var span: SourceSpan
}

/// Single queries joined by UNION; all unions of a query are of one kind.
struct BoundQuery: Sendable {
  /// At least one.
  var parts: [BoundSingleQuery]
  /// Whether rows that are equal are given once.
  var isDistinct: Bool
  /// The names of the columns; empty where the query returns nothing.
  var columns: [UTF8String]
}

struct BoundSingleQuery: Sendable {
  var clauses: [BoundClause]
  /// The slot of each column.
  var outputs: [Slot]
}

indirect enum BoundClause: Sendable {
  case match(BoundMatch)
  case unwind(BoundExpression, Slot)
  /// WITH and RETURN.
  case project(BoundProjection)
  case create(BoundCreation)
  case merge(BoundMerge)
  case set([BoundSetItem])
  case remove([BoundRemoveItem])
  case delete([BoundExpression], isDetaching: Bool)
  case forEach(Slot, list: BoundExpression, clauses: [BoundClause])
  case call(BoundCall)
  /// `CALL { … }`, run for each row; without outputs it changes the graph and keeps the rows.
  case subquery(BoundQuery, imports: [Slot])
  case loadCSV(BoundLoadCSV)
}

// MARK: - Reading

struct BoundMatch: Sendable {
  var isOptional: Bool
  var pattern: BoundPattern
  /// `WHERE`.
  var filter: BoundExpression?
}

/// Nodes and relationships that are to be found together.
///
/// Relationships of one pattern are distinct.
struct BoundPattern: Sendable {
  /// Each node slot once, in the order of writing.
  var nodes: [BoundNode]
  var relationships: [BoundRelationship]
  /// Paths that have a name.
  var paths: [BoundPath]
  /// Property maps and WHERE inside of parentheses and brackets, as conditions over the slots.
  var conditions: [BoundExpression]
}

struct BoundNode: Sendable {
  var slot: Slot
  /// The conditions of all its places together.
  var labels: BoundLabels?
  /// Whether an earlier clause gave it a value.
  var isBound: Bool
  var span: SourceSpan
}

struct BoundRelationship: Sendable {
  /// A relationship; with a length, a list of them.
  var slot: Slot
  /// Any of these types; empty for all types.
  var types: [NameNumber]
  /// A condition that names joined by `|` cannot say; nil where `types` says all.
  var typeCondition: BoundLabels?
  /// The node written to the left.
  var left: Slot
  /// The node written to the right.
  var right: Slot
  var direction: RelationshipPatternSyntax.Direction
  /// For variable length, the bounds; no maximum is an open end.
  var length: (minimum: Int, maximum: Int?)?
  /// Conditions on each relationship of a variable length: key and value.
  var eachProperty: [(key: NameNumber, value: BoundExpression)]
  /// `shortestPath` or `allShortestPaths` around it; the pattern has then this one relationship
  /// between the two nodes.
  var shortest: ShortestKind?
  /// Whether an earlier clause gave it a value.
  var isBound: Bool
  var span: SourceSpan
  /// The MATCH it stands in, where the planner joined several: only relationships of one MATCH must
  /// differ.
  var clause = 0
}

struct BoundPath: Sendable {
  var slot: Slot
  var nodes: [Slot]
  /// One less than the nodes; a slot of variable length holds a list.
  var relationships: [Slot]
}

// MARK: - Projection

/// WITH or RETURN: aggregation, then items, then DISTINCT, ORDER BY, SKIP, LIMIT and WHERE.
struct BoundProjection: Sendable {
  var isReturn: Bool
  /// Where it stands, the items read the slots of its keys and aggregates.
  var aggregation: BoundAggregation?
  /// An item that passes a variable on has an expression that is its own slot.
  var items: [(expression: BoundExpression, slot: Slot)]
  var isDistinct: Bool
  /// May read the slots of the items, and without DISTINCT and aggregation also those before.
  var order: [(expression: BoundExpression, isDescending: Bool)]
  var skip: BoundExpression?
  var limit: BoundExpression?
  var filter: BoundExpression?
}

struct BoundAggregation: Sendable {
  /// A key that is a variable keeps its slot.
  var keys: [(expression: BoundExpression, slot: Slot)]
  var aggregates: [BoundAggregate]
  /// Keys that are properties of one node, filled by the optimizer.
  var entityKeys: [EntityKeys] = []
  /// The node whose rows come one after the other, because the first step goes through all of them.
  var scanned: Slot?
}

/// Keys of a group that are properties of one node: if one of them is different in all nodes, the
/// node itself can be the key.
struct EntityKeys: Sendable {
  var slot: Slot
  /// A label that all of the nodes have.
  var label: NameNumber?
  /// The keys by their places, with the name of the property.
  var places: [(place: Int, key: NameNumber)]
  /// The key that is the node itself.
  var own: Int?
}

struct BoundAggregate: Sendable {
  /// In lower case: `count`, `sum`, …; `count` without an argument counts rows.
  var function: String
  var isDistinct: Bool
  var argument: BoundExpression?
  /// The second argument, of percentiles.
  var parameter: BoundExpression?
  var slot: Slot
  var span: SourceSpan
}

struct BoundCall: Sendable {
  var procedure: Procedure
  var arguments: [BoundExpression]
  /// The results that are wanted: place in the signature, and where to put it.
  var yields: [(result: Int, slot: Slot)]
  var filter: BoundExpression?
  /// Whether the call stands alone, so that a procedure without results gives no rows.
  var isStandalone: Bool
  var span: SourceSpan
}

struct BoundLoadCSV: Sendable {
  var hasHeaders: Bool
  var source: BoundExpression
  var separator: BoundExpression?
  var slot: Slot
  var span: SourceSpan
}

// MARK: - Writing

/// What CREATE makes, in the order of writing; what is bound already is only referred to.
struct BoundCreation: Sendable {
  var nodes: [BoundNewNode]
  var relationships: [BoundNewRelationship]
  var paths: [BoundPath]
}

struct BoundNewNode: Sendable {
  var slot: Slot
  var labels: [NameNumber]
  /// A map.
  var properties: BoundExpression?
  var span: SourceSpan
}

struct BoundNewRelationship: Sendable {
  var slot: Slot
  var type: NameNumber
  var source: Slot
  var target: Slot
  /// A map.
  var properties: BoundExpression?
  var span: SourceSpan
}

struct BoundMerge: Sendable {
  /// What is looked for.
  var pattern: BoundPattern
  /// What is made where nothing is found.
  var creation: BoundCreation
  var onCreate: [BoundSetItem]
  var onMatch: [BoundSetItem]
  var span: SourceSpan
}

enum BoundSetItem: Sendable {
  case property(BoundExpression, NameNumber, BoundExpression)
  case dynamicProperty(BoundExpression, key: BoundExpression, BoundExpression)
  case replaceAll(BoundExpression, BoundExpression)
  case mergeAll(BoundExpression, BoundExpression)
  case labels(BoundExpression, [NameNumber])
}

enum BoundRemoveItem: Sendable {
  case property(BoundExpression, NameNumber)
  case dynamicProperty(BoundExpression, key: BoundExpression)
  case labels(BoundExpression, [NameNumber])
}
