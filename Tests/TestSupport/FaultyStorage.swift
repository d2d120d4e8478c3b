// Files of the system, where one call fails, is interrupted, writes less than asked, or ends the
// process: at the Nth call that changes anything, once or from then on.

import Glibc
package import Graph
import Synchronization

/// What happens instead of a call of the system.
package enum Fault: Equatable, Sendable {
  /// The call fails with this error number; EINTR is what a signal does.
  case error(Int32)
  /// A write writes half of its bytes; other calls are done.
  case shortWrite
  /// The process is killed before the call is made.
  case kill
  /// The process is killed in the middle of a write, before any other call.
  case killInWrite
}

/// The calls of the system with a fault at one of them.
package final class FaultyCalls: SystemCalls {
  private let real = RealCalls()
  private let fault: Fault
  private let place: Int
  private let isForEver: Bool
  private let count = Atomic(0)

  /// Puts a fault at a call that changes something, counted from 1.
  package init(_ fault: Fault, at place: Int, forEver: Bool = false) {
    self.fault = fault
    self.place = place
    isForEver = forEver
  }

  /// How many calls that change something were made.
  package var callCount: Int { count.load(ordering: .relaxed) }
  /// Whether the place of the fault was reached.
  package var isReached: Bool { callCount >= place }

  package func open(_ path: String, _ flags: Int32) -> CallResult {
    flags & O_CREAT == 0 ? real.open(path, flags) : mutating { real.open(path, flags) }
  }

  package func close(_ descriptor: Int32) { real.close(descriptor) }

  package func write(_ descriptor: Int32, _ bytes: RawSpan, at offset: Int) -> CallResult {
    guard isDue() else { return real.write(descriptor, bytes, at: offset) }
    let half = bytes.extracting(0..<((bytes.byteCount + 1) / 2))
    switch fault {
    case .error(let code): return .failure(code)
    case .shortWrite: return real.write(descriptor, half, at: offset)
    case .kill: end()
    case .killInWrite:
      _ = real.write(descriptor, half, at: offset)
      end()
    }
  }

  package func syncData(_ descriptor: Int32) -> CallResult {
    mutating { real.syncData(descriptor) }
  }

  package func sync(_ descriptor: Int32) -> CallResult { mutating { real.sync(descriptor) } }

  package func truncate(_ descriptor: Int32, to byteCount: Int) -> CallResult {
    mutating { real.truncate(descriptor, to: byteCount) }
  }

  package func rename(_ path: String, to newPath: String) -> CallResult {
    mutating { real.rename(path, to: newPath) }
  }

  package func unlink(_ path: String) -> CallResult { mutating { real.unlink(path) } }

  private func isDue() -> Bool {
    let number = count.add(1, ordering: .relaxed).newValue
    return isForEver ? number >= place : number == place
  }

  private func mutating(_ call: () -> CallResult) -> CallResult {
    guard isDue() else { return call() }
    switch fault {
    case .error(let code): return .failure(code)
    case .shortWrite: return call()
    case .kill, .killInWrite: end()
    }
  }

  private func end() -> Never {
    kill(getpid(), SIGKILL)
    // The signal is delivered before the call above returns; this is never reached.
    fatalError("a killed process went on")
  }
}
