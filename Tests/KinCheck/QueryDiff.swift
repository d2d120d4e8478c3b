// R8: random queries on small random graphs, by the engine in all its settings and by the naive
// evaluator. The evaluator sees inside of Query, so this goal needs a build with -enable-testing.

import Glibc
import TestSupport

/// Compares the engine with the oracle.
struct QueryDiff {
  private let count: UInt64
  private let seed: UInt64

  init(_ options: Options) throws {
    count = try options.number("queries", 2_000)
    seed = try options.seed()
  }

  func run() throws {
    #if DEBUG || TESTABLE
      var trial = QueryTrial()
      for number in 0..<count { try trial.run(seed: seed &+ number) }
      guard trial.nonEmptyPercent >= 60 else {
        throw Violation("only \(trial.nonEmptyPercent) % of the queries gave rows, seed \(seed)")
      }
      write(
        "diff: \(trial.queryCount) queries, 0 differences, \(trial.nonEmptyPercent) % with rows, "
          + "\(trial.tooLargeCount) too large for the oracle, seed \(seed)\n")
    #else
      throw UsageError(description: "diff needs a build with -enable-testing and -DTESTABLE")
    #endif
  }
}
