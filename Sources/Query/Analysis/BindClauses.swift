// Queries and their clauses. Each single query has a scope of its own that its clauses fill one
// after the other; UNION asks that all of them give the same columns. The parser has seen to it
// that the clauses may follow each other.

internal import Graph
internal import Text

/// Where a query stands.
enum QueryPlace {
  case statement
  /// Between the braces of EXISTS, COUNT or COLLECT.
  case expression
  /// Between the braces of CALL, with the variables that it lists.
  case call(imports: [UTF8String: Slot]?)
}

/// What a single query gives.
private struct Columns {
  var names: [UTF8String] = []
  var slots: [Slot] = []
}

extension Binder {
  /// Binds the query of a statement.
  mutating func bindStatement(_ query: Query) throws(QueryError) -> BoundQuery {
    try bindQuery(query, in: .statement)
  }

  /// Binds single queries joined by UNION.
  mutating func bindQuery(
    _ query: Query, in place: QueryPlace
  ) throws(QueryError) -> BoundQuery {
    var names: [UTF8String] = []
    var parts: [BoundSingleQuery] = []
    for (number, part) in query.parts.enumerated() {
      var (bound, columns) = try bindPart(part, in: place)
      if number == 0 {
        names = columns
      } else if columns != names {
        guard let outputs = arranged(bound.outputs, columns, as: names) else {
          throw .syntax(
            .differentColumnsInUnion, "the parts of a UNION have different columns",
            subject: "UNION", at: query.unions[number - 1].span,
            hint: "name the columns alike with AS")
        }
        bound.outputs = outputs
      }
      parts.append(bound)
    }
    return BoundQuery(
      parts: parts, isDistinct: query.unions.first?.kind == .distinct, columns: names)
  }

  /// The outputs in the order of other columns, or nil where the columns are not the same.
  private func arranged(
    _ outputs: [Slot], _ columns: [UTF8String], as names: [UTF8String]
  ) -> [Slot]? {
    guard columns.count == names.count else { return nil }
    let byName = Dictionary(zip(columns, outputs), uniquingKeysWith: { first, _ in first })
    let found = names.compactMap { byName[$0] }
    return found.count == names.count ? found : nil
  }

  private mutating func bindPart(
    _ part: SingleQuery, in place: QueryPlace
  ) throws(QueryError) -> (BoundSingleQuery, [UTF8String]) {
    var clauses = part.clauses[...]
    let outside = aggregates
    let depth = frames.count
    aggregates = .refused
    defer {
      aggregates = outside
      frames.removeLast(frames.count - depth)
    }
    if case .call(let imports) = place {
      let taken = try imports == nil ? importingWith(&clauses) : [:]
      frames.append(Frame(names: imports ?? [:], border: .closed))
      frames.append(Frame(names: taken))
    } else {
      frames.append(Frame())
    }
    var columns = Columns()
    var bound: [BoundClause] = []
    for clause in clauses { bound.append(try bindClause(clause, &columns)) }
    return (BoundSingleQuery(clauses: bound, outputs: columns.slots), columns.names)
  }

  /// The variables that the first WITH of `CALL { WITH a, b … }` takes over; that WITH is spent.
  private mutating func importingWith(
    _ clauses: inout ArraySlice<Clause>
  ) throws(QueryError) -> [UTF8String: Slot] {
    guard case .with(let body, nil)? = clauses.first?.kind, !body.isDistinct, body.order.isEmpty,
      body.skip == nil, body.limit == nil
    else { return [:] }
    var taken: [UTF8String: Slot] = [:]
    if body.star != nil {
      for frame in frames { taken.merge(frame.names) { _, inner in inner } }
    }
    for item in body.items {
      guard case .variable(let name) = item.expression.kind, item.alias == nil else { return [:] }
      taken[name.text] = try resolve(name)
    }
    clauses.removeFirst()
    return taken
  }

  private mutating func bindClause(
    _ clause: Clause, _ columns: inout Columns
  ) throws(QueryError) -> BoundClause {
    switch clause.kind {
    case .match(let match):
      let pattern = try bindPattern(match.patterns, as: .reading)
      var filter: BoundExpression?
      if let condition = match.filter { filter = try bindCondition(condition) }
      return .match(BoundMatch(isOptional: match.isOptional, pattern: pattern, filter: filter))
    case .unwind(let list, let name):
      let bound = try bind(list)
      return .unwind(bound, try declareNew(name, unwound(bound.type)))
    case .with(let body, let filter):
      return .project(try bindProjection(body, filter: filter, isReturn: false).projection)
    case .returning(let body):
      let (projection, names) = try bindProjection(body, filter: nil, isReturn: true)
      columns = Columns(names: names, slots: projection.items.map(\.slot))
      return .project(projection)
    case .call(let call):
      let bound = try bindProcedureCall(call, at: clause.span)
      if call.isStandalone {
        columns.slots = bound.yields.map(\.slot)
        columns.names = columns.slots.map { slots[$0.number].name }
      }
      return .call(bound)
    case .subquery(let query, let imports):
      return try bindCallSubquery(query, imports, at: clause.span)
    case .loadCSV(let load):
      return .loadCSV(try bindLoad(load, at: clause.span))
    case .create, .merge, .set, .remove, .delete, .forEach:
      return try bindWriting(clause)
    }
  }

  /// What the variable of UNWIND can be; a value that is no list is unwound as itself.
  private func unwound(_ type: StaticType) -> StaticType {
    guard type.kinds.contains(.list) else { return type }
    return type.element.union(StaticType(kinds: type.kinds.subtracting(.list)))
  }

  private mutating func bindCallSubquery(
    _ query: Query, _ imports: [Name]?, at span: SourceSpan
  ) throws(QueryError) -> BoundClause {
    readings.append(Reading(border: slots.count))
    var listed: [UTF8String: Slot]?
    if let imports {
      var taken: [UTF8String: Slot] = [:]
      for name in imports { taken[name.text] = try resolve(name) }
      listed = taken
    }
    let bound = try bindQuery(query, in: .call(imports: listed))
    let read = endReading()
    for (place, column) in bound.columns.enumerated() {
      guard find(column) == nil else { throw alreadyBound(Name(text: column, span: span)) }
      frames[top].names[column] = bound.parts[0].outputs[place]
    }
    return .subquery(unionTyped(bound), imports: read)
  }

  /// With several parts a column may be what any part gives.
  private mutating func unionTyped(_ query: BoundQuery) -> BoundQuery {
    for part in query.parts.dropFirst() {
      for (place, slot) in part.outputs.enumerated() {
        let first = query.parts[0].outputs[place]
        slots[first.number].type = type(of: first).union(type(of: slot))
      }
    }
    return query
  }

  private mutating func bindLoad(
    _ load: LoadCSVClause, at span: SourceSpan
  ) throws(QueryError) -> BoundLoadCSV {
    let source = try bind(load.source)
    try require(source, .string, of: "LOAD CSV")
    let separator = try bindIfPresent(load.separator)
    if let separator { try require(separator, .string, of: "FIELDTERMINATOR") }
    let slot = try declareNew(load.name, load.hasHeaders ? .map : .list(of: .string))
    return BoundLoadCSV(
      hasHeaders: load.hasHeaders, source: source, separator: separator, slot: slot, span: span)
  }
}
