// The same work on every core, with plain threads: a few long tasks that share a counter need
// neither a pool nor the runtime for concurrency.

import Glibc
import Synchronization

/// How many cores there are to work with, at most 64.
public var coreCount: Int { min(max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 64) }

/// Runs a body on one thread per core and waits for all of them; the body finds its share itself.
func runOnAllCores(_ body: @Sendable () -> Void) {
  withoutActuallyEscaping(body) { body in
    let task = SharedTask(body)
    let cores = coreCount
    var threads: [pthread_t] = []
    for _ in 1..<max(cores, 2) where cores > 1 {
      var thread = pthread_t()
      // SAFETY: the task outlives the threads, because all of them are joined below.
      let argument = unsafe Unmanaged.passUnretained(task).toOpaque()
      let code = unsafe pthread_create(&thread, nil, runSharedTask, argument)
      // With fewer threads the rest of the work is done by those that there are.
      if code == 0 { threads.append(thread) }
    }
    body()
    for thread in threads { pthread_join(thread, nil) }
  }
}

/// What the threads share.
private final class SharedTask: Sendable {
  let body: @Sendable () -> Void
  init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runSharedTask(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let argument = unsafe argument {
    // SAFETY: the argument is the task that runOnAllCores keeps alive.
    unsafe Unmanaged<SharedTask>.fromOpaque(argument).takeUnretainedValue().body()
  }
  return nil
}

/// Runs a function for each number below `count` on all cores and waits; gives the results in the
/// order of the numbers.
///
/// - Complexity: as many threads as there are cores, at most one per number.
public func inParallel<Result: Sendable>(
  _ count: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  if count < 2 { return (0..<count).map(body) }
  let next = Atomic(0)
  let results = Lock<[Result?]>(Array(repeating: nil, count: count))
  runOnAllCores {
    while true {
      let number = next.add(1, ordering: .relaxed).oldValue
      if number >= count { return }
      let result = body(number)
      results.withLock { $0[number] = result }
    }
  }
  return results.withLock { $0.compactMap(\.self) }
}
