// The dumbest evaluator of the query language: a bound statement is run clause by clause over
// rows that are dictionaries from slots to values, with nested loops and nothing clever. It
// judges the engine, and shares with it the parser, the analysis and the kernels of operators and
// functions only. It sees inside of Query, so release builds have it only with -enable-testing
// and -DTESTABLE.

#if DEBUG || TESTABLE
  public import Graph
  @testable import Query
  import Text

  /// What the naive evaluator gives for a statement.
  public struct NaiveResult {
    public var columns: [String]
    public var rows: [[Value]]
  }

  /// Runs statements the naive way.
  public enum NaiveQuery {
    /// Runs a statement on a graph; what it writes is committed.
    ///
    /// After so many steps it gives up with a StepLimit.
    public static func run(
      _ text: String, parameters: [String: Value] = [:], on graph: Graph, stepMax: Int = 2_000_000
    ) throws -> NaiveResult {
      let statement = try QuerySession(graph).prepare(text).statement
      guard case .query(let query) = statement.body else {
        throw QueryError.syntax(.unexpectedSyntax, "the oracle has no indexes", at: nil)
      }
      let values = try statement.parameters.map { name in
        guard let value = parameters[name.string] else {
          throw QueryError(.parameterMissing, .missingParameter, .compile, "no \(name)")
        }
        return value
      }
      let run = { (transaction: Transaction?) throws -> NaiveResult in
        let evaluator = NaiveEvaluator(
          statement, parameters: values, graph: transaction?.view ?? graph.snapshot,
          transaction: transaction, stepMax: stepMax)
        let rows = try evaluator.rows(of: query, from: [:])
        try evaluator.checkDeletions()
        let columns = query.columns.map(\.string)
        return NaiveResult(columns: columns, rows: columns.isEmpty ? [] : rows)
      }
      do {
        return statement.isWriting ? try graph.write(run) : try run(nil)
      } catch let error as GraphError {
        throw NaiveEvaluator.failure("\(error)")
      }
    }
  }

  /// Values by slot.
  typealias NaiveRow = [Slot: Value]

  /// One run of a statement.
  final class NaiveEvaluator {
    let statement: BoundStatement
    let parameters: [Value]
    let context: ExecutionContext
    let transaction: Transaction?
    private var stepsLeft: Int
    /// The row from which the query or subquery at hand began: its variables are always in scope.
    private var base: NaiveRow = [:]
    /// Nodes to be deleted without their relationships; these must be gone at the end.
    var nodesToDelete: [NodeID] = []

    var graph: GraphSnapshot { context.graph }

    init(
      _ statement: BoundStatement, parameters: [Value], graph: GraphSnapshot,
      transaction: Transaction?, stepMax: Int
    ) {
      self.statement = statement
      self.parameters = parameters
      self.transaction = transaction
      stepsLeft = stepMax
      guard let start = LocalDateTime(secondsSinceEpoch: 0, nanosecond: 0) else {
        preconditionFailure("1970 is within the calendar")
      }
      context = ExecutionContext(
        graph: graph, startOfStatement: start, randomState: 1, names: statement.names)
    }

    func step(_ count: Int = 1) throws {
      stepsLeft -= count
      if stepsLeft < 0 {
        throw QueryError(.limitExceeded, .stepLimit, .runtime, "too much for the naive evaluator")
      }
    }

    // MARK: Queries

    /// The columns of each row of a query that starts with one row.
    func rows(of query: BoundQuery, from row: NaiveRow) throws -> [[Value]] {
      let outer = base
      base = row
      defer { base = outer }
      let result = try query.parts.flatMap { part in
        try rows(after: part.clauses, from: [row]).map { row in
          part.outputs.map { row[$0] ?? .null }
        }
      }
      return query.isDistinct ? distinct(result) { $0 } : result
    }

    func rows(after clauses: [BoundClause], from rows: [NaiveRow]) throws -> [NaiveRow] {
      var rows = rows
      for clause in clauses {
        rows = try apply(clause, to: rows)
        try step(rows.count)
      }
      return rows
    }

    private func apply(_ clause: BoundClause, to rows: [NaiveRow]) throws -> [NaiveRow] {
      switch clause {
      case .match(let match): return try rows.flatMap { try self.rows(of: match, from: $0) }
      case .unwind(let list, let slot):
        return try rows.flatMap { row in
          try elements(of: list, in: row).map { row.with(slot, $0) }
        }
      case .project(let projection): return try project(projection, rows)
      case .call(let call): return try rows.flatMap { try self.rows(of: call, from: $0) }
      case .subquery(let query, imports: _):
        return try rows.flatMap { try self.rows(ofCalled: query, from: $0) }
      case .create, .merge, .set, .remove, .delete, .forEach: return try write(clause, rows)
      case .loadCSV:
        throw QueryError.syntax(.unexpectedSyntax, "the oracle reads no files", at: nil)
      }
    }

    // MARK: Clauses that read

    private func rows(of match: BoundMatch, from row: NaiveRow) throws -> [NaiveRow] {
      let found = try matches(of: match.pattern, from: row).filter { try holds(match.filter, $0) }
      guard match.isOptional, found.isEmpty else { return found }
      let pattern = match.pattern
      var empty = row
      for node in pattern.nodes where !node.isBound { empty[node.slot] = .null }
      for link in pattern.relationships where !link.isBound { empty[link.slot] = .null }
      for path in pattern.paths { empty[path.slot] = .null }
      return [empty]
    }

    /// The elements of a list; null is a list without elements.
    func elements(of list: BoundExpression, in row: NaiveRow) throws -> [Value] {
      switch try value(list, row) {
      case .null: return []
      case .list(let items): return items
      case let other: throw QueryError.type(.invalidArgumentType, "no list: \(other.kinds.names)")
      }
    }

    private func rows(of call: BoundCall, from row: NaiveRow) throws -> [NaiveRow] {
      let arguments = try call.arguments.map { try value($0, row) }
      let found = try call.procedure.rows(arguments, graph).compactMap { result in
        var next = row
        for wanted in call.yields { next[wanted.slot] = result[wanted.result] }
        return try holds(call.filter, next) ? next : nil
      }
      // A procedure that gives nothing is called for what it does.
      return call.procedure.results.isEmpty && !call.isStandalone ? [row] : found
    }

    private func rows(ofCalled query: BoundQuery, from row: NaiveRow) throws -> [NaiveRow] {
      let found = try rows(of: query, from: row)
      let outputs = query.parts.first?.outputs ?? []
      if outputs.isEmpty { return [row] }
      return found.map { values in
        row.merging(zip(outputs, values)) { _, new in new }
      }
    }

    // MARK: WITH and RETURN

    private func project(_ projection: BoundProjection, _ rows: [NaiveRow]) throws -> [NaiveRow] {
      let slots = projection.items.map(\.slot)
      var sources = rows
      if let aggregation = projection.aggregation { sources = try aggregate(aggregation, rows) }
      // With each row goes what ORDER BY and WHERE may read besides the items.
      var made = try sources.map { source in
        var row = base
        for item in projection.items { row[item.slot] = try value(item.expression, source) }
        return (row: row, all: source.merging(row) { _, new in new })
      }
      if projection.isDistinct {
        made = distinct(made) { entry in slots.map { entry.row[$0] ?? .null } }
      }
      made = try sorted(made, by: projection.order)
      let skip = try count(projection.skip) ?? 0
      let limit = try count(projection.limit) ?? .max
      return try made.dropFirst(skip).prefix(limit)
        .filter { try holds(projection.filter, $0.all) }.map(\.row)
    }

    private func sorted(
      _ entries: [(row: NaiveRow, all: NaiveRow)],
      by order: [(expression: BoundExpression, isDescending: Bool)]
    ) throws -> [(row: NaiveRow, all: NaiveRow)] {
      var keyed = try entries.enumerated().map { place, entry in
        (keys: try order.map { try value($0.expression, entry.all) }, place: place)
      }
      keyed.sort { left, right in
        for (place, item) in order.enumerated() {
          let comparison = Value.order(left.keys[place], right.keys[place])
          if comparison != 0 { return item.isDescending ? comparison > 0 : comparison < 0 }
        }
        return left.place < right.place
      }
      return keyed.map { entries[$0.place] }
    }

    /// What SKIP or LIMIT says.
    private func count(_ expression: BoundExpression?) throws -> Int? {
      guard let expression else { return nil }
      guard case .integer(let number) = try value(expression, base) else {
        throw QueryError.syntax(.invalidArgumentType, "SKIP and LIMIT take integers", at: nil)
      }
      if number < 0 { throw QueryError.syntax(.negativeIntegerArgument, "it is negative", at: nil) }
      return Int(number)
    }

    /// The first of all elements with equivalent keys.
    func distinct<Element>(_ elements: [Element], by key: (Element) -> [Value]) -> [Element] {
      var seen: Set<[GroupingKey]> = []
      return elements.filter { seen.insert(key($0).map(GroupingKey.init)).inserted }
    }
  }

  extension NaiveRow {
    func with(_ slot: Slot, _ value: Value) -> NaiveRow {
      var row = self
      row[slot] = value
      return row
    }
  }
#endif
