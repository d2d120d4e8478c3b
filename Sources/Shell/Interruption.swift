// Ctrl-C while something long runs. Until the work is about to be made visible, an interruption
// cleans up and ends the program; from then on it is too late and the work is finished, so that
// what is on the disk is always the old or the new, and the exit code says which.

import Dispatch
import Glibc
internal import Synchronization

/// Ends the program on SIGINT and SIGTERM for as long as that leaves nothing half-done.
final class Interruption {
  private let gate = Gate()
  private let sources: [any DispatchSourceSignal]

  /// Begins to listen; `cleanUp` runs before the program ends with the exit code of a cancellation.
  init(cleanUp: @escaping @Sendable () -> Void) {
    let queue = DispatchQueue(label: "interruption")
    sources = [SIGINT, SIGTERM].map { number in
      _ = signal(number, SIG_IGN)
      return DispatchSource.makeSignalSource(signal: number, queue: queue)
    }
    for source in sources {
      source.setEventHandler { [gate] in
        gate.isTooLate.withLock { isTooLate in
          if isTooLate { return }
          cleanUp()
          _exit(ExitCode.cancelled.rawValue)
        }
      }
      source.resume()
    }
  }

  /// From now on the work is finished whatever comes.
  func forbid() { gate.isTooLate.withLock { $0 = true } }

  private final class Gate: Sendable {
    let isTooLate = Mutex(false)
  }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
  }
}
