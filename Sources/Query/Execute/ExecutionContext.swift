// What a statement computes with while it runs: the version of the graph that the current clause
// sees, parameters, the clock, and the limits. One per worker; workers share only what cannot
// change, the memory account and the flag that cancels.

internal import Glibc
internal import Graph
internal import Synchronization
internal import Text

/// What a name of the statement means in a graph: a label, a type, a key, or several of them.
struct ResolvedName {
  var label: LabelID?
  var type: TypeID?
  var key: KeyID?
}

/// The surroundings of a running statement, for one worker.
final class ExecutionContext {
  /// The graph as the current clause sees it.
  private(set) var graph: GraphSnapshot
  /// By name number.
  private(set) var names: [ResolvedName] = []
  /// By parameter number.
  var parameters: [Value] = []
  /// What writing clauses change the graph through; nil for a statement that reads.
  var transaction: Transaction?
  var counters = QueryCounters()
  var profile: Profile?
  var options = QueryOptions()
  /// Nodes that this statement deleted: what they carried cannot be read any more.
  var deletedNodes = Bitmap()
  /// Relationships that this statement deleted, with what they were.
  var deletedRelationships: [RelationshipID: RelationshipRecord] = [:]
  /// The moment at which the statement began, in UTC.
  let startOfStatement: LocalDateTime
  /// The state of `rand()`.
  var randomState: UInt64
  /// What all workers of the statement share.
  let budget: Budget
  /// Bytes of values that expressions have built and nobody has given back.
  var builtBytes = 0
  /// Steps since the last look at the clock.
  var stepCount = 0
  /// The texts of the names of the statement.
  private let nameTexts: [UTF8String]
  /// Programs of `=~` by their pattern.
  private var patterns: [UTF8String: RegexProgram] = [:]
  private var symbolCounts = (-1, -1, -1)
  /// Whether `graph` is let go of because the transaction is changing what it showed.
  private var isBehind = false
  private static let nothing = GraphSnapshot()

  init(
    graph: GraphSnapshot, startOfStatement: LocalDateTime, randomState: UInt64,
    names: [UTF8String] = [], budget: Budget = Budget()
  ) {
    self.graph = graph
    self.startOfStatement = startOfStatement
    self.randomState = randomState
    self.budget = budget
    nameTexts = names
    resolveNames()
  }

  /// Lets the clauses that follow see a later version of the graph.
  func advance(to graph: GraphSnapshot) {
    self.graph = graph
    isBehind = false
    resolveNames()
  }

  /// The transaction, to write through.
  ///
  /// The graph is let go of until `refresh`: pages that nobody else holds are changed in place, and
  /// a row does not cost copies of them.
  func beginWriting() throws(QueryError) -> Transaction {
    guard let transaction else {
      throw QueryError(.accessError, .readOnly, .runtime, "this statement may not write")
    }
    if !isBehind {
      graph = Self.nothing
      isBehind = true
    }
    return transaction
  }

  /// Makes what was written so far visible to expressions and patterns.
  func refresh() {
    if isBehind, let transaction { advance(to: transaction.view) }
  }

  /// What another worker of the same statement needs to make a context of its own.
  var seed: WorkerSeed {
    WorkerSeed(
      graph: graph, startOfStatement: startOfStatement, randomState: randomState, names: nameTexts,
      budget: budget, parameters: parameters, options: options)
  }

  /// The names may have got a meaning since the last look, but never lose one.
  private func resolveNames() {
    let counts = (graph.labels.count, graph.types.count, graph.keys.count)
    if counts == symbolCounts { return }
    symbolCounts = counts
    names = nameTexts.map {
      ResolvedName(label: graph.label($0), type: graph.type($0), key: graph.key($0))
    }
  }

  func text(of name: NameNumber) -> UTF8String { nameTexts[name.number] }
  func label(_ name: NameNumber) -> LabelID? { names[name.number].label }
  func type(_ name: NameNumber) -> TypeID? { names[name.number].type }
  func key(_ name: NameNumber) -> KeyID? { names[name.number].key }

  /// The types that names mean and that satisfy a condition; without a name these are all types.
  func types(_ names: [NameNumber], where condition: BoundLabels?) -> [TypeID] {
    let types = types(names)
    guard let condition else { return types }
    return types.filter { satisfies($0, condition) }
  }

  /// The types that names mean; without a name these are all types.
  func types(_ names: [NameNumber]) -> [TypeID] {
    if names.isEmpty { return graph.types.indices.map { TypeID(rawValue: UInt16($0)) } }
    var found: [TypeID] = []
    for name in names {
      if let type = type(name), !found.contains(type) { found.append(type) }
    }
    return found
  }

  /// The program of a pattern of `=~`, kept for the next row.
  func regex(_ pattern: UTF8String) throws(QueryError) -> RegexProgram {
    if let known = patterns[pattern] { return known }
    let program = try RegexProgram(pattern: pattern)
    if patterns.count > 64 { patterns.removeAll() }
    patterns[pattern] = program
    return program
  }
}

/// What a worker that only reads starts with.
struct WorkerSeed: Sendable {
  let graph: GraphSnapshot
  let startOfStatement: LocalDateTime
  let randomState: UInt64
  let names: [UTF8String]
  let budget: Budget
  let parameters: [Value]
  let options: QueryOptions

  /// A context for this worker.
  func context() -> ExecutionContext {
    let context = ExecutionContext(
      graph: graph, startOfStatement: startOfStatement, randomState: randomState, names: names,
      budget: budget)
    context.parameters = parameters
    context.options = options
    // A worker makes no workers of its own.
    context.options.threads = 1
    return context
  }
}

/// What the workers of a statement may use together.
final class Budget: Sendable {
  private let usedBytes = Atomic<Int>(0)
  private let memoryMax: Int
  private let deadline: Int64?
  private let milliseconds: Int?
  private let cancellation: Cancellation?

  init(_ limits: QueryLimits = QueryLimits(), cancellation: Cancellation? = nil) {
    memoryMax = limits.memoryBytes ?? .max
    milliseconds = limits.milliseconds
    deadline = limits.milliseconds.map {
      let (limit, overflow) = Int64($0).multipliedReportingOverflow(by: 1_000_000)
      return overflow ? .max : monotonicNanoseconds() &+ limit
    }
    self.cancellation = cancellation
  }

  /// Throws where the statement should end: somebody cancelled it, or its time is over.
  ///
  /// Loops call it about every thousand rows or steps.
  func check() throws(QueryError) {
    if let cancellation, cancellation.isCancelled {
      throw QueryError(.limitExceeded, .cancelled, .runtime, "the query was cancelled")
    }
    if let deadline, monotonicNanoseconds() > deadline {
      throw QueryError(
        .limitExceeded, .timeLimit, .runtime,
        "the query took longer than \(milliseconds ?? 0) ms", subject: "\(milliseconds ?? 0)",
        hint: "set a longer time limit, or ask for less")
    }
  }

  /// Notes that so many bytes are held until the end of the statement, or until they are given
  /// back.
  func take(bytes: Int) throws(QueryError) {
    try checkRoom(bytes: bytes)
    usedBytes.add(bytes, ordering: .relaxed)
  }

  /// Throws where so many bytes more would be too many.
  func checkRoom(bytes: Int) throws(QueryError) {
    let (used, overflow) = usedBytes.load(ordering: .relaxed).addingReportingOverflow(bytes)
    if overflow || used > memoryMax { throw tooLarge }
  }

  /// Throws where one value of so many bytes would be too large, whatever else is held.
  @inline(__always)
  func check(size bytes: Int) throws(QueryError) {
    if bytes > memoryMax { throw tooLarge }
  }

  private var tooLarge: QueryError {
    QueryError(
      .limitExceeded, .memoryLimit, .runtime,
      "the query needs more than \(memoryMax >> 20) MiB for its rows",
      subject: "\(memoryMax >> 20)",
      hint: "set a higher memory limit, or ask for less: a LIMIT, fewer groups, a narrower match")
  }

  /// Notes that bytes are free again.
  func give(back bytes: Int) { usedBytes.subtract(bytes, ordering: .relaxed) }
}

/// What the clock of the machine shows, in UTC.
func currentMoment() throws(QueryError) -> LocalDateTime {
  var time = timespec()
  // SAFETY: the call fills the structure that it is given.
  let result = unsafe clock_gettime(CLOCK_REALTIME, &time)
  let moment = LocalDateTime(
    secondsSinceEpoch: Int64(time.tv_sec), nanosecond: Int32(truncatingIfNeeded: time.tv_nsec))
  guard result == 0, let moment else {
    throw .argument(.numberOutOfRange, "the clock of the machine shows no year that is known")
  }
  return moment
}

extension Value {
  /// About how many bytes the value takes besides its place in an array.
  var heldBytes: Int {
    switch self {
    case .string(let text): text.byteCount < 16 ? 0 : text.byteCount + 32
    case .list(let items): items.reduce(32 + items.count * Value.place) { $0 + $1.heldBytes }
    case .map(let map):
      map.entries.reduce(32 + map.entries.count * (Value.place + 16)) { $0 + $1.value.heldBytes }
    case .path(let path): 64 + path.nodes.count * 8
    case .duration, .point: 48
    default: 0
    }
  }
}
