// R1: a writer is killed at random times, while it commits and while it makes checkpoints; after
// each death the store must open with every commit that was acknowledged and at most one more.

import Graph
import TestSupport

/// Kills at random times.
struct Kill9 {
  private let cycles: UInt64
  private let seed: UInt64
  private let options: Options

  init(_ options: Options) throws {
    cycles = try options.number("cycles", 300)
    seed = try options.seed()
    self.options = options
  }

  func run() throws {
    let directory = options.directory()
    var random = Random(seed: seed)
    var graphSeed = seed
    var workload = try options.workload(seed: graphSeed)
    var counts = (commits: 0 as UInt64, unacknowledged: 0, notes: 0)
    var acknowledged: UInt64 = 0
    var path = directory.file("0.kin")
    for cycle in 0..<cycles {
      if cycle % 50 == 49 {
        // A new graph now and then, so that deaths while it is made are among them.
        path = directory.file("\(cycle).kin")
        graphSeed = seed &+ cycle
        workload = try options.workload(seed: graphSeed)
        acknowledged = 0
      }
      let words = options.forChild + ["--path", path, "--seed", "\(graphSeed)"]
      let child = try ChildProcess(words, acknowledged: acknowledged)
      child.listen(microseconds: random.below(random.oneIn(4) ? 8_000 : 40_000))
      child.killAndWait()
      let session = try workload.recover(
        path, in: PosixStorage(), acknowledged: child.acknowledged)
      counts.commits += session.commitCount - acknowledged
      if session.commitCount > child.acknowledged { counts.unacknowledged += 1 }
      if !session.notes.isEmpty { counts.notes += 1 }
      acknowledged = session.commitCount
      session.close()
    }
    write(
      "kill9: \(cycles) kills, \(counts.commits) commits, 0 lost, \(counts.unacknowledged) times "
        + "one more than acknowledged, \(counts.notes) with something to repair, seed \(seed)\n")
  }
}
