// Keeps the commits of a graph: snapshot `G.kin`, journal `G.kin-journal`, lock `G.kin-lock`.
// It knows bytes and numbers of commits only. Its promises, each tested by kin-check:
//
// - a commit that was acknowledged survives the death of the process and of the machine;
// - what is on disk is at every moment a snapshot and a journal that continues it;
// - after a write that failed nothing more is written: the store says so until it is opened anew.
//
// A store belongs to one thread at a time. Opening is in DurableStore+Open.swift.

/// How a graph is opened.
public enum StoreAccess: Sendable {
  /// For reading, also while another process writes; takes no lock and changes no file.
  case readOnly
  /// For reading and writing, by one process at a time.
  case readWrite
}

/// What a commit waits for.
public enum Durability: Sendable {
  /// The disk: the commit survives a power cut.
  case fsync
  /// Nothing: a power cut may take back commits or leave the journal damaged; the death of the
  /// process alone does not. For tests, and for imports that end with a checkpoint.
  case none
}

/// Safeguards that tests take away to see that the loss is noticed.
package struct Safeguards: OptionSet, Sendable {
  /// The set as bits.
  package let rawValue: Int

  /// Makes a set from bits.
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Checksums of records are compared.
  package static let checksums = Safeguards(rawValue: 1)
  /// A file is brought to the disk before it gets its name, the snapshot before its journal.
  package static let ordering = Safeguards(rawValue: 2)
  /// All of them.
  package static let all: Safeguards = [.checksums, .ordering]
}

/// The files of one graph, open.
public final class DurableStore {
  let storage: any Storage
  let paths: GraphPaths
  let safeguards: Safeguards
  private let lock: (any StorageLock)?
  private var writer: JournalWriter?
  private var failure: FileError?
  private var isClosed = false

  /// The path of the graph.
  public var path: String { paths.snapshot }
  /// The graph's identity.
  public let identity: GraphIdentity
  /// What a commit waits for.
  public var durability: Durability
  /// The number of the last commit that is in the files.
  public private(set) var lastCommit: UInt64
  /// The size of the journal; a reason to make a checkpoint.
  public var journalByteCount: Int { writer?.endOffset ?? 0 }
  /// The error after which nothing was written any more.
  public var firstFailure: FileError? { failure }

  init(
    storage: any Storage, paths: GraphPaths, identity: GraphIdentity, lastCommit: UInt64,
    writing: (lock: any StorageLock, writer: JournalWriter)?, durability: Durability,
    safeguards: Safeguards
  ) {
    self.storage = storage
    self.paths = paths
    self.identity = identity
    self.lastCommit = lastCommit
    lock = writing?.lock
    writer = writing?.writer
    self.durability = durability
    self.safeguards = safeguards
  }

  deinit { close() }

  /// Appends a commit and returns its number; it is durable then.
  ///
  /// After an error the commit may or may not be found when the graph is opened next, the store
  /// refuses further ones, and all commits before are safe.
  @discardableResult
  public func commit(_ payload: RawSpan) throws(FileError) -> UInt64 {
    try mustBeWritable()
    do {
      // The writer is changed in place: a copy would copy its buffer.
      lastCommit = try writer?.append(payload, syncing: durability == .fsync) ?? lastCommit
    } catch {
      failure = error
      throw error
    }
    return lastCommit
  }

  /// Appends a commit and returns its number; it is durable then.
  @discardableResult
  public func commit(_ payload: [UInt8]) throws(FileError) -> UInt64 {
    try commit(payload.rawBytes)
  }

  /// Replaces snapshot and journal by a snapshot of the state after the last commit, which the
  /// closure writes, and an empty journal.
  ///
  /// An error while the new snapshot is written leaves everything as it was, and commits go on.
  public func checkpoint(
    writing body: (inout SnapshotWriter) throws(FileError) -> Void
  ) throws(FileError) {
    try mustBeWritable()
    guard let old = writer else { throw .readOnly(path: path) }
    let point = CommitPoint(sequence: old.lastCommit, chain: old.chain)
    if !safeguards.contains(.ordering) { try replaceJournal(old, at: point) }
    try StoreFiles.writeSnapshotAside(self, at: point, body)
    do {
      try storage.rename(paths.newSnapshot, to: paths.snapshot)
      if safeguards.contains(.ordering) { try storage.syncDirectory(of: paths.snapshot) }
    } catch {
      failure = error
      throw error
    }
    if safeguards.contains(.ordering) { try replaceJournal(old, at: point) }
  }

  /// Ends writing and lets the next writer in.
  public func close() {
    guard !isClosed else { return }
    isClosed = true
    writer?.file.close()
    writer = nil
    lock?.release()
  }

  private func mustBeWritable() throws(FileError) {
    if let failure { throw .failedEarlier(path: path, first: failure) }
    if isClosed { throw .closed(path: path) }
    if writer == nil { throw .readOnly(path: path) }
  }

  private func replaceJournal(_ old: JournalWriter, at point: CommitPoint) throws(FileError) {
    // After an error here the old journal still continues the new snapshot, and commits go on.
    try StoreFiles.writeJournalAside(storage, paths, identity: identity, at: point)
    let file: any StorageFile
    do {
      file = try StoreFiles.installJournal(storage, paths)
    } catch {
      // Which journal will be found after a crash is not known, so neither is written to.
      failure = error
      throw error
    }
    old.file.close()
    writer = JournalWriter(
      file: file, identity: identity, endOffset: JournalFormat.headerByteCount, last: point)
  }
}
