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
      var values: [Value] = []
      for name in statement.parameters {
        guard let value = parameters[name.string] else {
          throw QueryError(.parameterMissing, .missingParameter, .compile, "no \(name)")
        }
        values.append(value)
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
      return statement.isWriting ? try graph.write(run) : try run(nil)
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
      context = NaiveEvaluator.context(of: graph, statement.names)
    }

    private static func context(
      of graph: GraphSnapshot, _ names: [UTF8String]
    ) -> ExecutionContext {
      guard let start = LocalDateTime(secondsSinceEpoch: 0, nanosecond: 0) else {
        preconditionFailure("1970 is within the calendar")
      }
      return ExecutionContext(
        graph: graph, startOfStatement: start, randomState: 1, names: names)
    }

    func step(_ count: Int = 1) throws(QueryError) {
      stepsLeft -= count
      if stepsLeft < 0 {
        throw QueryError(.limitExceeded, .stepLimit, .runtime, "too much for the naive evaluator")
      }
    }

    // MARK: Queries

    /// The columns of each row of a query that starts with one row.
    func rows(of query: BoundQuery, from row: NaiveRow) throws(QueryError) -> [[Value]] {
      let outer = base
      base = row
      defer { base = outer }
      var result: [[Value]] = []
      for part in query.parts {
        for row in try rows(after: part.clauses, from: [row]) {
          result.append(part.outputs.map { row[$0] ?? .null })
        }
      }
      return query.isDistinct ? distinct(result) { $0 } : result
    }

    func rows(
      after clauses: [BoundClause], from rows: [NaiveRow]
    ) throws(QueryError) -> [NaiveRow] {
      var rows = rows
      for clause in clauses {
        rows = try apply(clause, to: rows)
        try step(rows.count)
      }
      return rows
    }

    private func apply(
      _ clause: BoundClause, to rows: [NaiveRow]
    ) throws(QueryError) -> [NaiveRow] {
      switch clause {
      case .match(let match):
        return try forEach(rows) { row throws(QueryError) in
          try self.rows(of: match, from: row)
        }
      case .unwind(let list, let slot):
        return try forEach(rows) { row throws(QueryError) in
          try self.elements(of: list, in: row).map { row.with(slot, $0) }
        }
      case .project(let projection): return try project(projection, rows)
      case .call(let call):
        return try forEach(rows) { row throws(QueryError) in
          try self.rows(of: call, from: row)
        }
      case .subquery(let query, imports: _):
        return try forEach(rows) { row throws(QueryError) in
          try self.rows(ofCalled: query, from: row)
        }
      case .create, .merge, .set, .remove, .delete, .forEach: return try write(clause, rows)
      case .loadCSV:
        throw QueryError.syntax(.unexpectedSyntax, "the oracle reads no files", at: nil)
      }
    }

    private func forEach(
      _ rows: [NaiveRow], _ body: (NaiveRow) throws(QueryError) -> [NaiveRow]
    ) throws(QueryError) -> [NaiveRow] {
      var result: [NaiveRow] = []
      for row in rows { result += try body(row) }
      return result
    }

    // MARK: Clauses that read

    private func rows(
      of match: BoundMatch, from row: NaiveRow
    ) throws(QueryError) -> [NaiveRow] {
      var found: [NaiveRow] = []
      for candidate in try matches(of: match.pattern, from: row) {
        if let filter = match.filter, try !holds(filter, candidate) { continue }
        found.append(candidate)
      }
      guard match.isOptional, found.isEmpty else { return found }
      let pattern = match.pattern
      var empty = row
      for node in pattern.nodes where !node.isBound { empty[node.slot] = .null }
      for link in pattern.relationships where !link.isBound { empty[link.slot] = .null }
      for path in pattern.paths { empty[path.slot] = .null }
      return [empty]
    }

    /// The elements of a list; null is a list without elements.
    func elements(
      of list: BoundExpression, in row: NaiveRow
    ) throws(QueryError) -> [Value] {
      switch try value(list, row) {
      case .null: return []
      case .list(let items): return items
      case let other: throw .type(.invalidArgumentType, "no list: \(other.kinds.names)")
      }
    }

    private func rows(of call: BoundCall, from row: NaiveRow) throws(QueryError) -> [NaiveRow] {
      var arguments: [Value] = []
      for argument in call.arguments { arguments.append(try value(argument, row)) }
      var found: [NaiveRow] = []
      for result in try call.procedure.rows(arguments, graph) {
        var next = row
        for wanted in call.yields { next[wanted.slot] = result[wanted.result] }
        if let filter = call.filter, try !holds(filter, next) { continue }
        found.append(next)
      }
      // A procedure that gives nothing is called for what it does.
      return call.procedure.results.isEmpty && !call.isStandalone ? [row] : found
    }

    private func rows(
      ofCalled query: BoundQuery, from row: NaiveRow
    ) throws(QueryError) -> [NaiveRow] {
      let found = try rows(of: query, from: row)
      let outputs = query.parts.first?.outputs ?? []
      if outputs.isEmpty { return [row] }
      return found.map { values in
        row.merging(zip(outputs, values)) { _, new in new }
      }
    }

    // MARK: WITH and RETURN

    private func project(
      _ projection: BoundProjection, _ rows: [NaiveRow]
    ) throws(QueryError) -> [NaiveRow] {
      let slots = projection.items.map(\.slot)
      var sources = rows
      if let aggregation = projection.aggregation { sources = try aggregate(aggregation, rows) }
      // With each row goes what ORDER BY and WHERE may read besides the items.
      var made: [(row: NaiveRow, all: NaiveRow)] = []
      for source in sources {
        var row = base
        for item in projection.items { row[item.slot] = try value(item.expression, source) }
        made.append((row, source.merging(row) { _, new in new }))
      }
      if projection.isDistinct {
        made = distinct(made) { entry in slots.map { entry.row[$0] ?? .null } }
      }
      made = try sorted(made, by: projection.order)
      let skip = try count(projection.skip) ?? 0
      let limit = try count(projection.limit) ?? .max
      var result: [NaiveRow] = []
      for entry in made.dropFirst(skip).prefix(limit) {
        if let filter = projection.filter, try !holds(filter, entry.all) { continue }
        result.append(entry.row)
      }
      return result
    }

    private func sorted(
      _ entries: [(row: NaiveRow, all: NaiveRow)],
      by order: [(expression: BoundExpression, isDescending: Bool)]
    ) throws(QueryError) -> [(row: NaiveRow, all: NaiveRow)] {
      var keyed: [(keys: [Value], place: Int)] = []
      for (place, entry) in entries.enumerated() {
        var keys: [Value] = []
        for item in order { keys.append(try value(item.expression, entry.all)) }
        keyed.append((keys, place))
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
    private func count(_ expression: BoundExpression?) throws(QueryError) -> Int? {
      guard let expression else { return nil }
      guard case .integer(let number) = try value(expression, base) else {
        throw .syntax(.invalidArgumentType, "SKIP and LIMIT take integers", at: nil)
      }
      if number < 0 { throw .syntax(.negativeIntegerArgument, "it is negative", at: nil) }
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
