// Random queries: engine, settings and naive evaluator agree, and the relations between answers
// hold. A hundred or so here; kin-check runs thousands.

import TestSupport
import Testing

struct RandomQueryTests {
  @Test func engineAndOracleAgreeOnRandomQueries() throws {
    var trial = QueryTrial()
    try checkProperty(runs: 100) { random in try trial.run(seed: random.next()) }
    // Queries that find nothing say nothing.
    if trial.queryCount >= 100 { #expect(trial.nonEmptyPercent >= 60) }
  }

  @Test(arguments: QueryRelation.allCases)
  func relationHolds(_ relation: QueryRelation) throws {
    try checkProperty(runs: 15) { random in _ = try relation.check(seed: random.next()) }
  }
}
