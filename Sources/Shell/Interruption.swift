// Ctrl-C while something long runs. Until the work is about to be made visible, an interruption
// cleans up and ends the program. While the work is made visible the first one only says so: that
// takes seconds, and then all is done. Whoever insists is heard, and what is half-done is removed.

import Dispatch
import Glibc
internal import Synchronization

/// Ends the program on SIGINT and SIGTERM so that nothing half-done is left.
final class Interruption {
  private enum Stage {
    /// Work that nobody sees yet.
    case working
    /// What is to be done when someone insists; `wasAsked` after the first interruption.
    case finishing(wasAsked: Bool, warn: @Sendable () -> Void, cleanUp: @Sendable () -> Void)
  }

  private final class Gate: Sendable {
    let stage = Mutex(Stage.working)
  }

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
        // The gate stays closed while the program ends, so that `end` cannot overtake.
        gate.stage.withLock { stage in
          switch stage {
          case .working: cleanUp()
          case .finishing(true, _, let cleanUp): cleanUp()
          case .finishing(false, let warn, let cleanUp):
            warn()
            stage = .finishing(wasAsked: true, warn: warn, cleanUp: cleanUp)
            return
          }
          _exit(ExitCode.cancelled.rawValue)
        }
      }
      source.resume()
    }
  }

  /// From now on the work is finished unless it is interrupted twice.
  func finishUnlessAskedTwice(
    warn: @escaping @Sendable () -> Void, cleanUp: @escaping @Sendable () -> Void
  ) {
    gate.stage.withLock { $0 = .finishing(wasAsked: false, warn: warn, cleanUp: cleanUp) }
  }

  /// Ends listening; to be called when the work is done, so that it is not ended before.
  func end() {
    gate.stage.withLock { _ in
      for source in sources { source.cancel() }
      for number in [SIGINT, SIGTERM] { _ = signal(number, SIG_DFL) }
    }
  }
}
