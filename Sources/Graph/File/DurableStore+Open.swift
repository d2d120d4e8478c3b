// Opening a graph: check both files, see that they belong together, clear away what a crash left.
// Only an open for writing changes anything: it cuts a torn tail, removes files aside, ends a
// checkpoint that was interrupted. A reader takes the files as they are, and looks again if a
// checkpoint replaced one of them between its two looks.

/// Something that was found and dealt with while opening; worth telling the user.
public enum RecoveryNote: Equatable, Sendable {
  /// The journal ended in a commit that was not whole; it was never acknowledged.
  case tornTail(path: String, offset: Int, byteCount: Int, wasCut: Bool)
  /// The journal was not there.
  case journalMissing(path: String)
  /// A crash had left a file aside.
  case leftoverRemoved(path: String)
}

extension RecoveryNote: CustomStringConvertible {
  /// The note as a sentence.
  public var description: String {
    switch self {
    case .tornTail(let path, let offset, let byteCount, let wasCut):
      "\(path) ended in a commit that was not written to its end: "
        + "\(byteCount) bytes from byte \(offset) on were \(wasCut ? "cut off" : "passed over")"
    case .journalMissing(let path):
      "\(path) is not there: what was committed since the last checkpoint is not in the graph"
    case .leftoverRemoved(let path):
      "\(path), left by an interrupted checkpoint, was removed"
    }
  }
}

/// What the files of a graph held when it was opened: a snapshot and the commits after it.
public struct RecoveredState {
  /// The snapshot; without sections for a new graph.
  public let snapshot: SnapshotReader
  /// What was found and dealt with.
  public fileprivate(set) var notes: [RecoveryNote]
  /// Whether the graph was made by this open.
  public let isNew: Bool
  private let journal: JournalReader?
  private let entries: ArraySlice<JournalReader.Entry>

  /// The number of commits after the snapshot.
  public var commitCount: Int { entries.count }
  /// The bytes of these commits.
  public var commitByteCount: Int { entries.reduce(0) { $0 + $1.payloadByteCount } }

  fileprivate init(
    snapshot: SnapshotReader, journal: JournalReader?, notes: [RecoveryNote], isNew: Bool
  ) {
    self.snapshot = snapshot
    self.journal = journal
    self.notes = notes
    self.isNew = isNew
    let all = journal?.entries ?? []
    entries = all.drop { $0.sequence <= snapshot.lastCommit }
  }

  /// Calls a function with each commit after the snapshot, in order.
  public func forEachCommit<Failure: Error>(
    _ body: (_ sequence: UInt64, _ payload: RawSpan) throws(Failure) -> Void
  ) throws(ReplayError<Failure>) {
    guard let journal else { return }
    for entry in entries {
      let payload: [UInt8]
      do { payload = try journal.payload(of: entry) } catch { throw .file(error) }
      do { try body(entry.sequence, payload.rawBytes) } catch { throw .commit(error) }
    }
  }
}

/// Why a replay stopped.
public enum ReplayError<Failure: Error>: Error {
  /// The journal could not be read again.
  case file(FileError)
  /// The function that was given the commits threw.
  case commit(Failure)
}

extension DurableStore {
  /// A reader looks so many times when a writer keeps replacing the files.
  private static let lookMax = 100

  /// Opens the graph at a path, or makes one if asked to.
  public static func open(
    _ path: String, in storage: any Storage = PosixStorage(), access: StoreAccess,
    createIfMissing: Bool = false, durability: Durability = .fsync
  ) throws(FileError) -> (store: DurableStore, recovered: RecoveredState) {
    try open(
      path, in: storage, access: access, createIfMissing: createIfMissing, durability: durability,
      newIdentity: nil, safeguards: .all)
  }

  /// Opens a graph as tests need it: with a known identity and without some safeguards.
  package static func open(
    _ path: String, in storage: any Storage, access: StoreAccess, createIfMissing: Bool,
    durability: Durability, newIdentity: GraphIdentity?, safeguards: Safeguards
  ) throws(FileError) -> (store: DurableStore, recovered: RecoveredState) {
    let paths = GraphPaths(snapshot: path)
    let isThere = try storage.exists(path)
    if !isThere, try storage.exists(paths.journal) {
      throw .journalWithoutSnapshot(path: path, journal: paths.journal)
    }
    if isThere {
      // Before the lock file is made beside something that is no graph.
      try checkIsGraph(path, in: storage)
    } else if access == .readOnly || !createIfMissing {
      throw .missing(path: path)
    }
    if access == .readOnly { return try openForReading(paths, storage, safeguards) }
    let lock = try takeLock(paths, storage)
    var isNew = false
    do {
      isNew = try !storage.exists(path)
      let leftovers = try removeLeftovers(paths, storage)
      if isNew {
        let identity = newIdentity ?? .random()
        try createSnapshot(paths, storage, identity)
      }
      var (writer, recovered) = try recover(paths, storage, isNew: isNew, safeguards)
      recovered.notes.insert(contentsOf: leftovers, at: 0)
      let store = DurableStore(
        storage: storage, paths: paths, identity: recovered.snapshot.identity,
        lastCommit: writer.lastCommit, writing: (lock, writer), durability: durability,
        safeguards: safeguards)
      return (store, recovered)
    } catch {
      if isNew { removeNew(paths, storage) }
      lock.release()
      throw error
    }
  }

  /// Removes a graph that was just made and holds nothing, so that a failure leaves no empty one.
  ///
  /// The journal goes first: alone it would be an error to whoever comes next. The lock is held.
  static func removeNew(_ paths: GraphPaths, _ storage: any Storage) {
    for file in [paths.newJournal, paths.newSnapshot, paths.journal, paths.snapshot] {
      // The error that led here is the one to tell.
      try? StoreFiles.removeIfThere(file, in: storage)
    }
  }

  private static func takeLock(
    _ paths: GraphPaths, _ storage: any Storage
  ) throws(FileError) -> any StorageLock {
    do {
      return try storage.lock(paths.lock)
    } catch {
      // The user knows the graph, not its lock file.
      guard case .locked(_, let owner) = error else { throw error }
      throw .locked(path: paths.snapshot, by: owner)
    }
  }

  private static func checkIsGraph(_ path: String, in storage: any Storage) throws(FileError) {
    let file = try storage.open(path, for: .read)
    defer { file.close() }
    let bytes = try file.read(at: 0, count: SnapshotFormat.headerByteCount)
    _ = try SnapshotHeader(bytes.rawBytes, path: path)
  }

  private static func createSnapshot(
    _ paths: GraphPaths, _ storage: any Storage, _ identity: GraphIdentity
  ) throws(FileError) {
    let header = SnapshotHeader(identity: identity, lastCommit: 0, chain: identity.firstChain)
    try StoreFiles.writeSnapshotAside(storage, paths, header, syncing: true) { _ in }
    try storage.rename(paths.newSnapshot, to: paths.snapshot)
    try storage.syncDirectory(of: paths.snapshot)
  }

  private static func removeLeftovers(
    _ paths: GraphPaths, _ storage: any Storage
  ) throws(FileError) -> [RecoveryNote] {
    var notes: [RecoveryNote] = []
    for path in [paths.newSnapshot, paths.newJournal] where try storage.exists(path) {
      try storage.remove(path)
      notes.append(.leftoverRemoved(path: path))
    }
    return notes
  }

  /// Brings snapshot and journal into the state in which commits can be appended.
  private static func recover(
    _ paths: GraphPaths, _ storage: any Storage, isNew: Bool, _ safeguards: Safeguards
  ) throws(FileError) -> (JournalWriter, RecoveredState) {
    let snapshot = try SnapshotReader(path: paths.snapshot, in: storage)
    let start = CommitPoint(sequence: snapshot.lastCommit, chain: snapshot.header.chain)
    var notes: [RecoveryNote] = []
    var journal: JournalReader?
    if try storage.exists(paths.journal) {
      let file = try storage.open(paths.journal, for: .write)
      let found = try JournalReader(file, isChecking: safeguards.contains(.checksums))
      try found.mustContinue(snapshot)
      if found.tornByteCount > 0 {
        try file.truncate(to: found.endOffset)
        try file.sync()
        notes.append(found.tailNote(wasCut: true))
      }
      journal = found
    } else if !isNew && snapshot.lastCommit > 0 {
      notes.append(.journalMissing(path: paths.journal))
    }
    let recovered = RecoveredState(
      snapshot: snapshot, journal: journal, notes: notes, isNew: isNew)
    if let journal,
      journal.last.sequence > start.sequence || journal.header.baseCommit == start.sequence
    {
      let writer = JournalWriter(
        file: journal.file, identity: snapshot.identity, endOffset: journal.endOffset,
        last: journal.last)
      return (writer, recovered)
    }
    // No journal, or one from before the snapshot: a crash came between the two renames.
    journal?.file.close()
    try StoreFiles.writeJournalAside(storage, paths, identity: snapshot.identity, at: start)
    let file = try StoreFiles.installJournal(storage, paths)
    let writer = JournalWriter(
      file: file, identity: snapshot.identity, endOffset: JournalFormat.headerByteCount,
      last: start)
    return (writer, recovered)
  }

  private static func openForReading(
    _ paths: GraphPaths, _ storage: any Storage, _ safeguards: Safeguards
  ) throws(FileError) -> (store: DurableStore, recovered: RecoveredState) {
    var lastError = FileError.missing(path: paths.snapshot)
    var lastSnapshot: UInt64?
    for _ in 0..<lookMax {
      let snapshot = try SnapshotReader(path: paths.snapshot, in: storage)
      do {
        let recovered = try read(snapshot, paths, storage, safeguards)
        let last = recovered.snapshot.lastCommit &+ UInt64(recovered.commitCount)
        let store = DurableStore(
          storage: storage, paths: paths, identity: snapshot.identity, lastCommit: last,
          writing: nil, durability: .fsync, safeguards: safeguards)
        return (store, recovered)
      } catch {
        // The same snapshot twice: no writer is replacing files, so the error is real.
        if lastSnapshot == snapshot.lastCommit { throw error }
        lastSnapshot = snapshot.lastCommit
        lastError = error
      }
    }
    throw lastError
  }

  private static func read(
    _ snapshot: SnapshotReader, _ paths: GraphPaths, _ storage: any Storage,
    _ safeguards: Safeguards
  ) throws(FileError) -> RecoveredState {
    guard try storage.exists(paths.journal) else {
      let isFresh = snapshot.lastCommit == 0
      return RecoveredState(
        snapshot: snapshot, journal: nil,
        notes: isFresh ? [] : [.journalMissing(path: paths.journal)], isNew: false)
    }
    let file = try storage.open(paths.journal, for: .read)
    let journal = try JournalReader(file, isChecking: safeguards.contains(.checksums))
    try journal.mustContinue(snapshot)
    let notes = journal.tornByteCount > 0 ? [journal.tailNote(wasCut: false)] : []
    return RecoveredState(snapshot: snapshot, journal: journal, notes: notes, isNew: false)
  }
}

extension JournalReader {
  fileprivate func tailNote(wasCut: Bool) -> RecoveryNote {
    .tornTail(path: file.path, offset: endOffset, byteCount: tornByteCount, wasCut: wasCut)
  }

  /// Throws unless the chain of this journal runs through the last commit of the snapshot.
  fileprivate func mustContinue(_ snapshot: SnapshotReader) throws(FileError) {
    guard header.identity == snapshot.identity else {
      throw .otherGraph(path: file.path, snapshot: snapshot.path)
    }
    guard header.baseCommit <= snapshot.lastCommit else {
      let what = "it begins after commit \(header.baseCommit), "
      throw .corrupt(
        path: file.path, offset: 32, what: what + "the snapshot ends at \(snapshot.lastCommit)")
    }
    guard let chain = chain(at: snapshot.lastCommit) else { return }
    if chain != snapshot.header.chain {
      throw .otherGraph(path: file.path, snapshot: snapshot.path)
    }
  }

  /// The checksum of a commit's record, or nil if the journal ends before that commit.
  private func chain(at sequence: UInt64) -> UInt64? {
    if sequence == header.baseCommit { return header.baseChain }
    return entries.first { $0.sequence == sequence }?.checksum
  }
}
