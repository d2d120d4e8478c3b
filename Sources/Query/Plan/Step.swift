// A plan: steps that rows pass one after the other. The first step works on one row that holds
// what comes from outside (nothing, or the row around a subquery). A step that needs a plan of its
// own, such as OPTIONAL MATCH or EXISTS, holds it as another pipeline, which reads the row at hand.
//
// Steps are what the optimizer changes and what execution makes operators of. A list, not a tree:
// clauses follow each other, and what branches does so within one step.

internal import Graph
internal import Text

/// Steps that rows pass in order.
struct Pipeline: Sendable {
  var steps: [Step] = []

  mutating func append(_ operation: Operation, rows: Double = 0) {
    steps.append(Step(operation, rows: rows))
  }
}

/// One step of a plan.
struct Step: Sendable {
  var operation: Operation
  /// The slots that later steps read: what the step hands on.
  ///
  /// Filled by the pass `findLiveSlots`.
  var live: [Slot] = []
  /// How many rows the planner expects after it.
  var rows: Double
  /// The place in the profile; given when the plan is finished.
  var number = 0

  init(_ operation: Operation, rows: Double = 0) {
    self.operation = operation
    self.rows = rows
  }
}

/// What a step does.
indirect enum Operation: Sendable {
  // Finding nodes: each multiplies the rows that come in.
  case scanNodes(Slot)
  case scanLabel(Slot, NameNumber)
  /// Nodes whose property equals a value, by an index or by a table made on the way.
  case lookUp(PropertyLookup)
  /// Nodes whose property lies within bounds or contains a text, by an index; candidates only,
  /// a filter stands behind.
  case seek(IndexSeek)
  /// The node with `id(n) = value`.
  case nodeByID(Slot, BoundExpression)

  // Walking.
  case expand(Expansion)
  case expandInto(Expansion)
  /// One new node that several bound nodes lead to.
  case intersect(Intersection)
  case expandVariable(VariableExpansion)
  case shortestPath(VariableExpansion)
  case bindPath(BoundPath)
  /// Multiplies the weights by the number of ways to go on.
  case weigh(CountTree)

  // Rows.
  case filter(BoundExpression)
  case project([(expression: BoundExpression, slot: Slot)])
  case unwind(BoundExpression, Slot)
  case aggregate(BoundAggregation)
  case distinct([Slot])
  /// Sorts; with a limit only so many of the first rows are kept.
  case sort([(expression: BoundExpression, isDescending: Bool)], limit: BoundExpression?)
  case skip(BoundExpression)
  case limit(BoundExpression)
  /// Runs a pipeline on the rows and keeps those without a match, with nulls in the new slots. The
  /// row slot carries the number of the row through the pipeline.
  case optional(Pipeline, introduces: [Slot], rowSlot: Slot)
  /// Keeps rows for which a pipeline gives a row, or gives none.
  case semi(Pipeline, isAnti: Bool, rowSlot: Slot)
  /// `CALL { … }`.
  case subquery(QueryPlan, imports: [Slot], isReturning: Bool)
  case call(BoundCall)
  case loadCSV(BoundLoadCSV)

  // Writing.
  case create(BoundCreation)
  case merge(MergePlan)
  case set([BoundSetItem])
  case remove([BoundRemoveItem])
  case delete([BoundExpression], isDetaching: Bool)
  case forEach(Slot, list: BoundExpression, Pipeline)
}

/// Nodes with a label and a value under a key.
struct PropertyLookup: Sendable {
  var slot: Slot
  var label: NameNumber?
  var key: NameNumber
  var value: BoundExpression
}

/// Candidates from a range or text index.
struct IndexSeek: Sendable {
  enum Bounds: Sendable {
    case range(from: BoundExpression?, to: BoundExpression?)
    case containing(BoundExpression)
  }

  var slot: Slot
  var label: NameNumber?
  var key: NameNumber
  var bounds: Bounds
}

/// From a bound node over one relationship to a new node, or to one that is bound.
struct Expansion: Sendable {
  var from: Slot
  var to: Slot
  /// Bound before or by this step.
  var relationship: Slot
  /// Empty for all types.
  var types: [NameNumber]
  /// Seen from `from`.
  var direction: RelationshipPatternSyntax.Direction
  /// Labels that the new node must have, all of them.
  var labels: [NameNumber] = []
  /// Relationships of the same pattern that this one must differ from.
  var excluding: [Slot] = []
  /// Whether the relationship was bound before.
  var isRelationshipBound = false
}

/// Relationships from several bound nodes to one new node.
struct Intersection: Sendable {
  var to: Slot
  var labels: [NameNumber]
  /// At least two; each `to` is the new node.
  var legs: [Expansion]
}

/// A walk of variable length.
struct VariableExpansion: Sendable {
  var from: Slot
  var to: Slot
  /// Whether `to` was bound before.
  var isTargetBound: Bool
  /// A list of relationships.
  var relationships: Slot
  /// Whether the list was bound before.
  var isListBound: Bool
  var types: [NameNumber]
  /// A condition on the type of each relationship, besides `types`.
  var typeCondition: BoundLabels?
  var direction: RelationshipPatternSyntax.Direction
  var minimum: Int
  var maximum: Int?
  var eachProperty: [(key: NameNumber, value: BoundExpression)]
  var labels: [NameNumber] = []
  var excluding: [Slot] = []
  var shortest: ShortestKind?
  /// Whether the list runs against the direction of the walk, because the pattern was written so.
  var isReversed: Bool
  /// Whether only the end nodes matter, each once: a search by frontiers instead of walks.
  var isReachability = false
  /// For shortest paths: the variable that holds the path.
  var path: BoundPath?
  /// For shortest paths: what the path has to fulfil; the search goes on until one does.
  var pathConditions: [BoundExpression] = []
  var span: SourceSpan
}

/// How many ways there are to go on from a node over branches that nothing else reads.
struct CountTree: Sendable {
  var from: Slot
  /// The number of ways is the product over the branches.
  var branches: [CountBranch]
}

struct CountBranch: Sendable {
  var types: [NameNumber]
  var direction: RelationshipPatternSyntax.Direction
  /// Labels that the node at the end must have.
  var labels: [NameNumber]
  var branches: [CountBranch]
  /// Counts one where there is no way: a branch of OPTIONAL MATCH.
  var isOptional = false
}

struct MergePlan: Sendable {
  /// Finds what is looked for, one row at a time.
  var match: Pipeline
  var merge: BoundMerge
  /// The slots that the pattern binds.
  var introduces: [Slot]
}

/// A whole query: parts whose rows follow each other.
struct QueryPlan: Sendable {
  var parts: [QueryPart]
  /// Whether rows that are equal are given once.
  var isDistinct: Bool
  var columns: [UTF8String]
}

struct QueryPart: Sendable {
  var pipeline: Pipeline
  /// The slot of each column.
  var outputs: [Slot]
}
