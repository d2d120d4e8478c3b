// Files that are written aside, under a name that no reader looks for, and renamed when they are
// whole and on the disk. What a crash leaves aside is removed at the next open for writing.

/// Writing of the files that replace others.
enum StoreFiles {
  /// Writes a whole snapshot aside; after an error nothing of it is left.
  static func writeSnapshotAside(
    _ store: DurableStore, at point: CommitPoint,
    _ body: (inout SnapshotWriter) throws(FileError) -> Void
  ) throws(FileError) {
    let header = SnapshotHeader(
      identity: store.identity, lastCommit: point.sequence, chain: point.chain)
    try writeSnapshotAside(
      store.storage, store.paths, header, syncing: store.safeguards.contains(.ordering), body)
  }

  /// Writes a whole snapshot aside; after an error nothing of it is left.
  static func writeSnapshotAside(
    _ storage: any Storage, _ paths: GraphPaths, _ header: SnapshotHeader, syncing: Bool,
    _ body: (inout SnapshotWriter) throws(FileError) -> Void
  ) throws(FileError) {
    try removeIfThere(paths.newSnapshot, in: storage)
    let file = try storage.open(paths.newSnapshot, for: .create)
    defer { file.close() }
    do {
      var writer = SnapshotWriter(file: file, header: header)
      try body(&writer)
      try writer.finish(syncing: syncing)
    } catch {
      // The first error is the one to tell; a file that cannot be removed is removed at next open.
      try? storage.remove(paths.newSnapshot)
      throw error
    }
  }

  /// Writes an empty journal aside; after an error nothing of it is left.
  static func writeJournalAside(
    _ storage: any Storage, _ paths: GraphPaths, identity: GraphIdentity, at point: CommitPoint
  ) throws(FileError) {
    try removeIfThere(paths.newJournal, in: storage)
    let file = try storage.open(paths.newJournal, for: .create)
    defer { file.close() }
    do {
      let header = JournalHeader(
        identity: identity, baseCommit: point.sequence, baseChain: point.chain)
      try file.write(header.bytes.rawBytes, at: 0)
      try file.sync()
    } catch {
      try? storage.remove(paths.newJournal)
      throw error
    }
  }

  /// Puts the journal that was written aside in its place and opens it.
  static func installJournal(
    _ storage: any Storage, _ paths: GraphPaths
  ) throws(FileError) -> any StorageFile {
    try storage.rename(paths.newJournal, to: paths.journal)
    try storage.syncDirectory(of: paths.journal)
    return try storage.open(paths.journal, for: .write)
  }

  /// Removes a file that a crash left aside.
  static func removeIfThere(_ path: String, in storage: any Storage) throws(FileError) {
    if try storage.exists(path) { try storage.remove(path) }
  }
}
