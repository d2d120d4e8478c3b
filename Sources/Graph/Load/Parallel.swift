// Running independent pieces of work on all cores.

internal import Dispatch
internal import Synchronization

/// Runs a function for each number below `count`, on as many threads as there are cores, and waits;
/// gives the results in the order of the numbers.
internal func inParallel<Result: Sendable>(
  _ count: Int, _ body: @Sendable (Int) -> Result
) -> [Result] {
  if count < 2 { return (0..<count).map(body) }
  let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { number in
    let result = body(number)
    results.withLock { $0[number] = result }
  }
  return results.withLock { $0.compactMap(\.self) }
}
