// R2: a writer is killed at every single call that changes a file, and in the middle of every
// write. The script makes a graph, commits, makes checkpoints and opens it again.

import Graph
import TestSupport

/// Kills at each call.
struct SyscallKill {
  private let workloads: UInt64
  private let seed: UInt64
  private let options: Options

  init(_ options: Options) throws {
    workloads = try options.number("workloads", 1)
    seed = try options.seed()
    self.options = options
  }

  func run() throws {
    var points = 0
    for number in 0..<workloads {
      for fault in ["call", "write"] { points += try killEverywhere(seed &+ number, fault) }
    }
    write("syscall-kill: \(points) points, 0 lost, 0 unreadable, seed \(seed)\n")
  }

  private func killEverywhere(_ seed: UInt64, _ fault: String) throws -> Int {
    let workload = try options.workload(seed: seed)
    for place in 1... {
      let directory = options.directory()
      let path = directory.file("G.kin")
      let words = ["--path", path, "--seed", "\(seed)", "--fault", fault, "--place", "\(place)"]
      let child = try ChildProcess(options.forChild + words, acknowledged: 0)
      let isComplete = child.wait()
      do {
        let session = try workload.recover(
          path, in: PosixStorage(), acknowledged: child.acknowledged)
        try session.commit()
        session.close()
      } catch {
        throw Violation("kill at \(fault) \(place), seed \(seed): \(error)")
      }
      if isComplete { return place - 1 }
    }
    return 0
  }
}
