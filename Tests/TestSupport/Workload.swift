// What the reliability checks run: something that commits and can say what it should hold after so
// many commits. The checks know no more of it, so that bytes (ByteWorkload) and a real graph are
// checked by the same code.

package import Graph

/// How a workload opens its store.
package struct StoreSettings: Sendable {
  package var access = StoreAccess.readWrite
  package var safeguards = Safeguards.all

  package init(access: StoreAccess = .readWrite, safeguards: Safeguards = .all) {
    self.access = access
    self.safeguards = safeguards
  }
}

/// A life of commits that is the same every time.
package protocol Workload: Sendable {
  /// Opens the store, makes it if it is not there, and recovers what it holds. Throws where the
  /// files are damaged, in whatever way the workload can tell.
  func open(
    _ path: String, in storage: any Storage, _ settings: StoreSettings
  ) throws -> any WorkloadSession
  /// What the state after so many commits looks like.
  func digest(afterCommits count: UInt64) -> UInt64
}

/// An open store of a workload.
package protocol WorkloadSession: AnyObject {
  /// How many commits the state has.
  var commitCount: UInt64 { get }
  /// What the state looks like.
  var digest: UInt64 { get }
  /// What was found and dealt with while opening.
  var notes: [RecoveryNote] { get }
  /// Makes the next commit, which is acknowledged when this returns.
  func commit() throws
  /// Replaces snapshot and journal.
  func checkpoint() throws
  /// Ends the session.
  func close()
}

/// A promise that was broken.
package struct Violation: Error, CustomStringConvertible {
  package let description: String
  package init(_ description: String) { self.description = description }
}

extension Workload {
  /// Opens a store after an accident, and throws if an acknowledged commit is gone, if there are
  /// more than one that nobody was told of, or if the state is not the one of its commits.
  package func recover(
    _ path: String, in storage: any Storage, acknowledged: UInt64,
    settings: StoreSettings = StoreSettings()
  ) throws -> any WorkloadSession {
    let session: any WorkloadSession
    do {
      session = try open(path, in: storage, settings)
    } catch {
      throw Violation("with \(acknowledged) commits acknowledged: \(error)")
    }
    let count = session.commitCount
    if count < acknowledged {
      throw Violation("\(acknowledged) commits acknowledged, \(count) found")
    }
    if count > acknowledged + 1 {
      throw Violation("\(acknowledged) commits acknowledged, and \(count) found")
    }
    if session.digest != digest(afterCommits: count) {
      throw Violation("the state after \(count) commits is another one")
    }
    return session
  }

  /// The script that faults are injected into: commits, checkpoints, and an open in the middle.
  package func runScript(
    _ path: String, in storage: any Storage, commits: UInt64 = 30, checkpointEvery: UInt64 = 10,
    settings: StoreSettings = StoreSettings(), acknowledge: (UInt64) -> Void
  ) throws {
    for end in [commits / 2 + 1, commits] {
      let session = try open(path, in: storage, settings)
      defer { session.close() }
      acknowledge(session.commitCount)
      while session.commitCount < end {
        try session.commit()
        acknowledge(session.commitCount)
        if session.commitCount % checkpointEvery == 0 { try session.checkpoint() }
      }
    }
  }
}
