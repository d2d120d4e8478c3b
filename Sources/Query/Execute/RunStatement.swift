// One run of one statement: the context is set up, the operators are made, rows go to the receiver.

internal import Graph
internal import Text

/// A statement about to run, once.
struct StatementRun {
  private let prepared: PreparedStatement
  private let parameters: [Value]
  private let options: QueryOptions
  private let budget: Budget

  init(
    _ prepared: PreparedStatement, _ parameters: [Value], _ options: QueryOptions, _ budget: Budget
  ) {
    self.prepared = prepared
    self.parameters = parameters
    self.options = options
    self.budget = budget
  }

  private var statement: BoundStatement { prepared.statement }

  /// Runs a statement that changes nothing.
  func read(
    _ graph: GraphSnapshot, into receiver: any ResultReceiver
  ) throws(QueryError) -> QuerySummary {
    try run(context(graph), into: receiver)
  }

  /// Runs a statement that writes; the caller commits or rolls back.
  func write(
    _ transaction: Transaction, into receiver: any ResultReceiver
  ) throws(QueryError) -> QuerySummary {
    let context = try context(transaction.view)
    context.transaction = transaction
    return try run(context, into: receiver)
  }

  private func context(_ graph: GraphSnapshot) throws(QueryError) -> ExecutionContext {
    let context = ExecutionContext(
      graph: graph, startOfStatement: try currentMoment(),
      randomState: UInt64.random(in: 0 ... .max),
      names: statement.names, budget: budget)
    context.parameters = parameters
    context.options = options
    return context
  }

  private func run(
    _ context: ExecutionContext, into receiver: any ResultReceiver
  ) throws(QueryError) -> QuerySummary {
    var summary = QuerySummary()
    summary.warnings = statement.warnings(about: context.graph)
    switch statement.body {
    case .createIndex(let index): try runIndex(index, creating: true, context, receiver)
    case .dropIndex(let index): try runIndex(index, creating: false, context, receiver)
    case .query(let query):
      // Rows have a column for each variable, and each clause that is at work holds some rows.
      let (columns, overflow) = statement.slots.count.multipliedReportingOverflow(
        by: query.clauseCount)
      try budget.checkRoom(bytes: overflow ? .max >> 6 : columns * MemoryLayout<Column>.stride)
      let plan = prepared.plan(query, on: context.graph, options)
      if statement.mode == .explain {
        summary.plan = PlanPrinter(statement, context.graph, nil).lines(plan.query)
        receiver.begin(columns: [])
        return summary
      }
      let started = context.graph
      if statement.mode == .profile { context.profile = Profile(stepCount: plan.stepCount) }
      summary.rowCount = try runQuery(query, plan, context, receiver)
      if let profile = context.profile {
        summary.plan = PlanPrinter(statement, started, profile).lines(plan.query)
      }
    }
    summary.counters = context.counters
    return summary
  }

  private func runIndex(
    _ index: BoundIndex, creating: Bool, _ context: ExecutionContext,
    _ receiver: any ResultReceiver
  ) throws(QueryError) {
    receiver.begin(columns: [])
    guard let transaction = context.transaction else { return }
    try runIndexStatement(
      index, creating: creating, names: statement.names, transaction: transaction,
      counters: &context.counters)
  }

  private func runQuery(
    _ query: BoundQuery, _ plan: StatementPlan, _ context: ExecutionContext,
    _ receiver: any ResultReceiver
  ) throws(QueryError) -> Int {
    receiver.begin(columns: query.columns.map(\.string))
    let evaluator = Evaluator(context, slotCount: plan.slotCount)
    defer { evaluator.close() }
    let sink = ResultSink(receiver, context, hasColumns: !query.columns.isEmpty)
    let runner = QueryRunner(plan.query, evaluator, into: sink)
    try runner.run(Batch(count: 1, slotCount: plan.slotCount))
    return sink.rowCount
  }
}

/// Hands rows to the receiver.
private final class ResultSink: RowSink {
  private let receiver: any ResultReceiver
  private let context: ExecutionContext
  private let hasColumns: Bool
  private(set) var rowCount = 0

  init(_ receiver: any ResultReceiver, _ context: ExecutionContext, hasColumns: Bool) {
    self.receiver = receiver
    self.context = context
    self.hasColumns = hasColumns
  }

  func take(_ columns: [Column], count: Int, weights: [Int64]?) throws(QueryError) -> Bool {
    guard hasColumns, count > 0 else { return true }
    var batch = Batch(count: count, slotCount: columns.count)
    batch.columns = columns
    batch.weights = weights
    var parts = UnweightedRows(batch, keeping: columns.indices.map(Slot.init(number:)))
    while let part = parts.next() {
      try context.budget.check()
      rowCount += part.count
      if let limit = context.options.limits.rows, rowCount > limit {
        throw QueryError(
          .limitExceeded, .rowLimit, .runtime, "the result has more than \(limit) rows",
          subject: "\(limit)", hint: "add a LIMIT, or set a higher limit of rows")
      }
      let values = part.columns.map { column in (0..<part.count).map { column.value(at: $0) } }
      let wantsMore = receiver.receive(
        ResultRows(count: part.count, columns: values), in: context.graph)
      if !wantsMore { return false }
    }
    return true
  }
}

extension BoundQuery {
  /// The clauses of the longest part; each relationship of a pattern counts as one.
  fileprivate var clauseCount: Int {
    parts.map { part in
      part.clauses.reduce(0) { sum, clause in
        if case .match(let match) = clause {
          sum + match.pattern.relationships.count
        } else {
          sum + 1
        }
      }
    }.max() ?? 0
  }
}

extension BoundStatement {
  /// The values of the parameters in the order of their numbers.
  func values(of given: [String: Value]) throws(QueryError) -> [Value] {
    var values: [Value] = []
    for (number, name) in parameters.enumerated() {
      guard let value = given[name.string] else {
        let near = nearNames(to: name, among: given.keys.sorted().map { UTF8String($0) }, limit: 1)
          .first
        throw QueryError(
          .parameterMissing, .missingParameter, .compile, "the parameter $\(name) has no value",
          subject: name.string, at: parameterSpans[number],
          hint: near.map { "did you mean $\($0)?" } ?? "give it with -p \(name)=…")
      }
      values.append(value)
    }
    return values
  }

  /// Labels, types and keys that the statement asks for and the graph does not know.
  func warnings(about graph: GraphSnapshot) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    for mention in mentions {
      let name = names[mention.name.number]
      let (isKnown, all, what): (Bool, [UTF8String], String) =
        switch mention.kind {
        case .label: (graph.label(name) != nil, graph.labels, "no node has the label :\(name)")
        case .type: (graph.type(name) != nil, graph.types, "no relationship has the type :\(name)")
        case .key: (graph.key(name) != nil, graph.keys, "nothing has the property .\(name)")
        }
      if isKnown || all.isEmpty { continue }
      let sign = mention.kind == .key ? "." : ":"
      let near = nearNames(to: name, among: all, limit: 1).first
      warnings.append(
        Diagnostic(
          .warning, what, at: mention.span, hint: near.map { "did you mean \(sign)\($0)?" }))
    }
    return warnings
  }
}
