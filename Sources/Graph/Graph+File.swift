// A graph and its file: opening it, committing to its journal, writing a new snapshot.
//
//   open        map the snapshot, verify it, replay the journal
//   commit      changes as one record, durable before readers see them
//   checkpoint  the whole graph as a new snapshot, and an empty journal

internal import Text

/// The store of a graph, for whoever has the writer's turn.
internal final class GraphKeeper: @unchecked Sendable {
  // SAFETY: everything here is used only while holding the writer's turn of the graph.
  private let store: DurableStore
  /// The journal's size at which the next checkpoint is due.
  private var checkpointByteCount: Int
  private var bytes: [UInt8] = []

  static let smallestCheckpointByteCount = 32 << 20

  init(_ store: DurableStore, snapshotByteCount: Int) {
    self.store = store
    checkpointByteCount = max(Self.smallestCheckpointByteCount, snapshotByteCount)
  }

  func commit(_ changes: [Change]) throws(GraphError) {
    bytes.removeAll(keepingCapacity: true)
    bytes.appendVarint(UInt64(changes.count))
    for change in changes { change.encode(into: &bytes) }
    do { try store.commit(bytes) } catch { throw .file(error) }
  }

  /// Writes a checkpoint when the journal has become as long as the snapshot.
  ///
  /// The commit before it is durable whether this succeeds or not, so an error is not the
  /// commit's: if the files are unusable now, the next commit says so.
  func checkpointIfDue(of graph: Graph) {
    guard store.journalByteCount > checkpointByteCount else { return }
    do { try checkpoint(of: graph) } catch { checkpointByteCount *= 2 }
  }

  func checkpoint(of graph: Graph) throws(GraphError) {
    var snapshot = graph.snapshot
    snapshot.compact()
    let compact = snapshot
    do {
      try store.checkpoint { (writer) throws(FileError) in try compact.write(to: &writer) }
    } catch { throw .file(error) }
    graph.show(compact)
    checkpointByteCount = max(checkpointByteCount, store.journalByteCount * 2)
  }

  func close() { store.close() }
}

extension Graph {
  /// The version of the file format that this program reads and writes.
  public static var fileFormatVersion: UInt32 { SnapshotFormat.version }

  /// A graph that was opened and what was found while opening it.
  public struct Opened {
    /// The graph.
    public let graph: Graph
    /// What recovery found and dealt with; worth telling the user.
    public let notes: [RecoveryNote]
  }

  /// Opens the graph that a file keeps.
  ///
  /// - Parameter createIfMissing: make an empty graph where there is no file.
  public static func open(
    _ path: String, _ access: StoreAccess = .readWrite, createIfMissing: Bool = false
  ) throws(GraphError) -> Graph {
    try openWithNotes(path, access, createIfMissing: createIfMissing).graph
  }

  /// Opens the graph that a file keeps, and tells what was found.
  public static func openWithNotes(
    _ path: String, _ access: StoreAccess = .readWrite, createIfMissing: Bool = false,
    in storage: any Storage = PosixStorage(), durability: Durability = .fsync
  ) throws(GraphError) -> Opened {
    let store: DurableStore
    let recovered: RecoveredState
    do {
      (store, recovered) = try DurableStore.open(
        path, in: storage, access: access, createIfMissing: createIfMissing,
        durability: durability)
      try recovered.snapshot.verify()
    } catch { throw .file(error) }
    return Opened(
      graph: try Graph(store, recovered), notes: recovered.notes)
  }

  /// Takes a graph from a store that was just opened.
  package convenience init(
    _ store: DurableStore, _ recovered: RecoveredState
  ) throws(GraphError) {
    var snapshot = try GraphSnapshot(reading: recovered.snapshot)
    do {
      try recovered.forEachCommit { (sequence, payload) throws(GraphError) in
        try snapshot.replay(payload, sequence: sequence)
      }
    } catch {
      switch error {
      case .file(let error): throw .file(error)
      case .commit(let error): throw error
      }
    }
    snapshot.settle()
    self.init(
      snapshot, keptBy: GraphKeeper(store, snapshotByteCount: recovered.snapshot.byteCount))
  }

  /// Makes a file that keeps a version of a graph.
  ///
  /// - Parameter replacing: replace the content of a graph that is there; any other file is left
  ///   alone in either case.
  public static func create(
    at path: String, from snapshot: GraphSnapshot, replacing: Bool = false,
    in storage: any Storage = PosixStorage()
  ) throws(GraphError) {
    do {
      if !replacing, try storage.exists(path) { throw GraphError.fileExists(path: path) }
      let (store, recovered) = try DurableStore.open(
        path, in: storage, access: .readWrite, createIfMissing: true)
      let graph = Graph(snapshot)
      let keeper = GraphKeeper(store, snapshotByteCount: 0)
      defer { keeper.close() }
      do { try keeper.checkpoint(of: graph) } catch {
        if recovered.isNew { DurableStore.removeNew(GraphPaths(snapshot: path), storage) }
        throw error
      }
    } catch let error as FileError {
      throw .file(error)
    } catch let error as GraphError {
      throw error
    } catch {
      preconditionFailure("only the two kinds of error are thrown: \(error)")
    }
  }

  /// Throws what `create` would throw now about a graph that is there: it is no graph, or another
  /// process writes to it.
  ///
  /// For whoever works long before creating.
  public static func checkIsWritable(
    at path: String, in storage: any Storage = PosixStorage()
  ) throws(GraphError) {
    do {
      let (store, _) = try DurableStore.open(path, in: storage, access: .readWrite)
      store.close()
    } catch { throw .file(error) }
  }

  /// Writes the whole graph as a new snapshot and empties the journal.
  public func checkpoint() throws(GraphError) {
    writerTurn.take()
    defer { writerTurn.release() }
    try keeper?.checkpoint(of: self)
  }

  /// Lets the next writer of the file in; later commits of this graph fail.
  public func close() {
    writerTurn.take()
    keeper?.close()
    writerTurn.release()
  }
}

extension GraphSnapshot {
  /// Applies the changes of one commit.
  internal mutating func replay(_ payload: RawSpan, sequence: UInt64) throws(GraphError) {
    var reader = ByteReader(payload)
    do {
      for _ in 0..<(try reader.readCount()) {
        let change = try Change(decoding: &reader)
        try apply(change)
      }
    } catch let error as ByteDecodingError {
      throw .malformedCommit(
        sequence: sequence, offset: error.offset, problem: "\(error.reason)")
    } catch let error as GraphError {
      throw error
    } catch {
      preconditionFailure("only the two kinds of error are thrown: \(error)")
    }
    if !reader.isAtEnd {
      throw .malformedCommit(
        sequence: sequence, offset: reader.offset, problem: "bytes behind the last change")
    }
  }
}
