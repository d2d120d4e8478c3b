// The engine beside the naive evaluator: plans improved and plain, one thread and two, and the same
// answer from all of them. Where they differ, parts of the query and of the graph are left out as
// long as they still do; what is reported was run again in its smallest form.

#if DEBUG || TESTABLE
  import Graph
  import Query
  import Text

  /// A query and a graph on which the engine and the oracle do not agree.
  public struct QueryDifference: Error, CustomStringConvertible {
    public var query: RandomQuery
    public var graph: QueryGraph
    public var seed: UInt64
    public var answers: [(name: String, answer: QueryAnswer)]

    public var description: String {
      let said = answers.map { "\($0.name): \($0.answer)" }.joined()
      return "seed \(seed)\ngraph: \(graph.script)\nquery:\n\(query.text)\n\(said)"
    }
  }

  /// How a check of one query went.
  public enum QueryVerdict {
    case agreed(rowCount: Int)
    /// The naive evaluator gave up.
    case tooLarge
    case different(QueryDifference)
  }

  extension RandomQuery {
    /// Asks the oracle and every setting of the engine.
    public func judged(on graph: QueryGraph, seed: UInt64) throws -> QueryVerdict {
      let wanted = naiveAnswer(on: try graph.graph())
      if wanted.isOutOfLimits { return .tooLarge }
      var answers = [("naive", wanted)]
      let made = try graph.graph()
      for (isOptimized, usesIndexes, threads) in [
        (true, true, 1), (false, true, 1), (true, false, 1), (true, true, 2),
      ] {
        var options = QueryOptions()
        options.isOptimized = isOptimized
        options.usesIndexes = usesIndexes
        options.threads = threads
        options.limits.milliseconds = 20_000
        let name =
          "\(isOptimized ? "optimized" : "plain"), \(usesIndexes ? "" : "no indexes, ")"
          + "\(threads) threads"
        let made = isWriting ? try graph.graph() : made
        let said = answer(on: made, options: options)
        answers.append((name, isWriting ? said.with(made.snapshot) : said))
      }
      // Whatever is generated must compile: an error that all agree on would hide the query.
      var isFine = answers.allSatisfy { $0.1 == wanted }
      if case .failed(compile: true, _) = wanted { isFine = false }
      if isFine { return .agreed(rowCount: wanted.lines.count) }
      return .different(
        QueryDifference(query: self, graph: graph, seed: seed, answers: answers))
    }

    private func naiveAnswer(on graph: Graph) -> QueryAnswer {
      do {
        let result = try NaiveQuery.run(text, on: graph, stepMax: 300_000)
        let answer = QueryAnswer(
          result.rows, in: graph.snapshot, isOrdered: isOrdered,
          ignoresListOrder: ignoresListOrder)
        return isWriting ? answer.with(graph.snapshot) : answer
      } catch {
        return QueryAnswer(error)
      }
    }
  }

  extension QueryDifference {
    /// The smallest form found that still differs; a query that does not compile stays whole.
    public func reduced(attemptMax: Int = 3_000) throws -> QueryDifference {
      var smallest = self
      var attempts = 0
      if doesNotCompile { return self }
      var isSmaller = true
      while isSmaller {
        isSmaller = false
        let queries = smallest.query.smaller.map { ($0, smallest.graph) }
        let graphs = smallest.graph.smaller.map { (smallest.query, $0) }
        for (query, graph) in queries + graphs where !isSmaller {
          attempts += 1
          if attempts > attemptMax { return smallest }
          guard case .different(let next) = try query.judged(on: graph, seed: seed),
            !next.doesNotCompile
          else { continue }
          smallest = next
          isSmaller = true
        }
      }
      return smallest
    }

    private var doesNotCompile: Bool {
      answers.contains { if case .failed(compile: true, _) = $0.answer { true } else { false } }
    }
  }

  /// Random queries judged one after the other.
  public struct QueryTrial {
    public private(set) var queryCount = 0
    public private(set) var emptyCount = 0
    public private(set) var tooLargeCount = 0

    public init() {}

    /// Judges the query and graph of a seed; throws the smallest difference.
    public mutating func run(seed: UInt64) throws {
      var random = Random(seed: seed)
      let graph = random.queryGraph()
      let query = random.oneIn(6) ? random.writingQuery() : random.query()
      queryCount += 1
      switch try query.judged(on: graph, seed: seed) {
      case .agreed(let rowCount): if rowCount == 0 { emptyCount += 1 }
      case .tooLarge: tooLargeCount += 1
      case .different(let difference): throw try difference.reduced()
      }
    }

    /// The part of the queries that gave rows.
    public var nonEmptyPercent: Int {
      let judged = queryCount - tooLargeCount
      return judged == 0 ? 0 : (judged - emptyCount) * 100 / judged
    }
  }
#endif
