// The tree of a statement: clauses in the order they were written.

internal import Graph
internal import Text

/// A whole statement.
struct Statement: Sendable {
  enum Mode: Sendable {
    case run
    /// `EXPLAIN`.
    case explain
    /// `PROFILE`.
    case profile
  }

  enum Body: Sendable {
    case query(Query)
    /// `CREATE [RANGE|TEXT] INDEX [name] [IF NOT EXISTS] FOR (n:Label) ON (n.key)`; several keys
    /// are refused.
    case createIndex(IndexStatement)
    /// `DROP INDEX [IF EXISTS] FOR (n:Label) ON (n.key)`.
    case dropIndex(IndexStatement)
    /// `DROP INDEX name [IF EXISTS]`, by the name that a `CREATE INDEX` of the session gave.
    case dropNamedIndex(Name, isConditional: Bool)
  }

  var mode: Mode
  var body: Body
  var span: SourceSpan
}

struct IndexStatement: Sendable {
  enum Kind: Sendable {
    /// Neither kind was named: both an equality and a range index.
    case automatic
    case range
    case text
  }

  var kind: Kind
  var name: Name?
  var label: Name?
  var key: Name
  /// `IF NOT EXISTS` or `IF EXISTS`.
  var isConditional: Bool
  var span: SourceSpan
}

/// Single queries joined by UNION.
struct Query: Sendable {
  enum Union: Sendable { case all, distinct }

  /// At least one.
  var parts: [SingleQuery]
  /// Between each two parts, with its place.
  var unions: [(kind: Union, span: SourceSpan)]
  var span: SourceSpan
}

/// Clauses one after the other.
struct SingleQuery: Sendable {
  var clauses: [Clause]
  var span: SourceSpan
}

/// A clause with the place where it stands.
struct Clause: Sendable {
  indirect enum Kind: Sendable {
    case match(MatchClause)
    /// `UNWIND list AS name` and `FOR name IN list`.
    case unwind(list: Expression, name: Name)
    case with(ProjectionBody, filter: Expression?)
    case returning(ProjectionBody)
    case create([PathPattern])
    case merge(PathPattern, onCreate: [SetItem], onMatch: [SetItem])
    case set([SetItem])
    case remove([RemoveItem])
    case delete([Expression], isDetaching: Bool)
    /// `FOREACH (name IN list | clauses)`.
    case forEach(name: Name, list: Expression, clauses: [Clause])
    case call(CallClause)
    /// `CALL { … }`, `CALL (a, b) { … }`; nil imports is the form without a list.
    case subquery(Query, imports: [Name]?)
    case loadCSV(LoadCSVClause)
  }

  var kind: Kind
  var span: SourceSpan
}

struct MatchClause: Sendable {
  var isOptional: Bool
  var patterns: [PathPattern]
  var filter: Expression?
}

/// What WITH and RETURN share.
struct ProjectionBody: Sendable {
  var isDistinct: Bool
  /// `*`, with the place.
  var star: SourceSpan?
  var items: [ProjectionItem]
  var order: [OrderItem]
  var skip: Expression?
  var limit: Expression?
}

struct ProjectionItem: Sendable {
  var expression: Expression
  var alias: Name?
  /// The source text of the expression, which names the column where there is no alias.
  var text: UTF8String
}

struct OrderItem: Sendable {
  var expression: Expression
  var isDescending: Bool
}

enum SetItem: Sendable {
  /// `subject.key = value`; the subject is any expression.
  case property(Expression, Name, Expression)
  /// `subject[key] = value`.
  case dynamicProperty(Expression, key: Expression, Expression)
  /// `name = map`.
  case replaceAll(Name, Expression)
  /// `name += map`.
  case merge(Name, Expression)
  /// `name:A:B`.
  case labels(Name, [Name])
}

enum RemoveItem: Sendable {
  case property(Expression, Name)
  case dynamicProperty(Expression, key: Expression)
  case labels(Name, [Name])
}

/// `CALL name.space.procedure(arguments) YIELD a AS b WHERE …`.
struct CallClause: Sendable {
  enum Yield: Sendable {
    /// No YIELD was written.
    case nothing
    case star(SourceSpan)
    case items([YieldItem], filter: Expression?)
  }

  var name: Name
  /// Nil where no parentheses were written.
  var arguments: [Expression]?
  var yield: Yield
  /// Whether the call is the whole query.
  var isStandalone: Bool
}

struct YieldItem: Sendable {
  /// The result of the procedure.
  var column: Name
  /// What it is called here.
  var alias: Name?
}

/// `LOAD CSV [WITH HEADERS] FROM source AS row [FIELDTERMINATOR ';']`.
struct LoadCSVClause: Sendable {
  var hasHeaders: Bool
  var source: Expression
  var name: Name
  var separator: Expression?
}
