// R3: every single call that changes a file fails: no space, an error of the device, a signal, half
// a write; once, or from then on. Nothing that was acknowledged may be lost, a store whose write
// failed must refuse further ones, and a second fault while the first is recovered from must do no
// harm either. A signal or half a write must not even be noticed.

import Glibc
import Graph
import TestSupport

/// Fails each call.
struct SyscallFail {
  private let modes: [Bool]
  private let seed: UInt64
  private let options: Options

  init(_ options: Options) throws {
    switch options.text("mode", "both") {
    case "once": modes = [false]
    case "ever": modes = [true]
    case "both": modes = [false, true]
    case let mode: throw UsageError(description: "--mode is once, ever or both, not \(mode)")
    }
    seed = try options.seed()
    self.options = options
  }

  func run() throws {
    let workload = try options.workload(seed: seed)
    var counts = (points: 0, second: 0)
    for isForEver in modes {
      for fault in [Fault.error(EIO), .error(ENOSPC), .error(EINTR), .shortWrite] {
        // A signal that never ends is none.
        if isForEver && fault == .error(EINTR) { continue }
        for place in 1... {
          let calls = FaultyCalls(fault, at: place, forEver: isForEver)
          do {
            counts.second += try check(workload, calls, fault)
          } catch {
            throw Violation("\(fault) at call \(place), for ever: \(isForEver): \(error)")
          }
          if !calls.isReached { break }
          counts.points += 1
        }
      }
    }
    write(
      "syscall-fail: \(counts.points) points, \(counts.second) second faults while recovering, "
        + "0 lost, seed \(seed)\n")
  }

  /// Runs the script with a fault, then recovers; gives how many second faults were tried.
  private func check(_ workload: any Workload, _ calls: FaultyCalls, _ fault: Fault) throws -> Int {
    let directory = options.directory()
    let path = directory.file("G.kin")
    var acknowledged: UInt64 = 0
    do {
      try workload.runScript(path, in: PosixStorage(calls: calls)) { acknowledged = $0 }
    } catch let error as FileError {
      if fault == .shortWrite { throw Violation("half a write was taken for an error: \(error)") }
    }
    // What a fault leaves is the same for every second fault.
    let files = directory.names.map { ($0, directory.read($0)) }
    var place = 1
    while true {
      let second = FaultyCalls(.error(EIO), at: place)
      let session = try? workload.open(path, in: PosixStorage(calls: second), StoreSettings())
      session?.close()
      try workload.recover(path, in: PosixStorage(), acknowledged: acknowledged).close()
      if !second.isReached { break }
      for (name, bytes) in files { directory.write(name, bytes) }
      place += 1
    }
    try refusesAfterFailure(workload, path, directory)
    return place - 1
  }

  /// After a failed commit the next one must fail too, and not by trying again.
  private func refusesAfterFailure(
    _ workload: any Workload, _ path: String, _ directory: TemporaryDirectory
  ) throws {
    let clean = FaultyCalls(.shortWrite, at: .max)
    try workload.open(path, in: PosixStorage(calls: clean), StoreSettings()).close()
    // The first two calls of a commit, after those of opening: its write and its sync.
    for place in 1...2 {
      let calls = FaultyCalls(.error(EIO), at: clean.callCount + place)
      let session = try workload.open(path, in: PosixStorage(calls: calls), StoreSettings())
      defer { session.close() }
      let count = session.commitCount
      for attempt in 1...3 {
        do {
          try session.commit()
          throw Violation("attempt \(attempt) to commit after a failure succeeded")
        } catch let error as FileError {
          if case .failedEarlier = error { continue }
          if attempt > 1 { throw Violation("attempt \(attempt) reached the disk: \(error)") }
        }
      }
      if session.commitCount != count { throw Violation("a failed commit was counted") }
    }
  }
}
