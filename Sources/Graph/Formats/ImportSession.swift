// What the readers of all formats share while one import runs: the loader, the ids that nodes were
// given, the counts, and the ways to tell about progress and bad rows.

internal import Text

/// One import at work.
internal struct ImportSession: Sendable {
  let options: ImportOptions
  let meter: ImportMeter
  private let rejects: @Sendable (RejectedRow) -> Void
  private var firstReject: RejectedRow?

  var loader = GraphLoader()
  var spaces = IdentifierSpaces()
  var endNodes = EndNodes()
  var report = ImportReport()
  /// What types were found for the columns of a file, while they are looked for.
  var foundTypes: [Int: [CSVTypeSet]] = [:]
  /// The blocks of files that cannot be read twice, meanwhile.
  var heldBlocks: [Int: [CSVBlock]] = [:]
  /// Relationships that were read before their nodes.
  var waitingRelationships: [WaitingRelationships] = []

  init(
    files: [ImportFile], options: ImportOptions, meter: ImportMeter,
    rejects: @escaping @Sendable (RejectedRow) -> Void
  ) {
    self.options = options
    self.meter = meter
    self.rejects = rejects
    report.files = files.map { ImportReport.File(path: $0.path) }
  }

  /// The same import with nothing read; what was read stays where the copy came from.
  var emptied: ImportSession {
    var copy = self
    copy.loader = GraphLoader()
    copy.spaces = IdentifierSpaces()
    copy.endNodes = EndNodes()
    copy.waitingRelationships = []
    return copy
  }

  /// How many threads read.
  var jobCount: Int { max(1, options.jobs ?? coreCount) }

  /// Tells that a row of a file was not taken.
  mutating func reject(_ row: RejectedRow, file: Int) throws(ImportError) {
    report.files[file].rejectCount += 1
    rejects(row)
    let first = firstReject ?? row
    firstReject = first
    if let limit = options.rejectLimit, report.rejectCount > limit {
      throw .tooManyRejects(limit: limit, first: first)
    }
  }

  /// Counts what a file brought.
  mutating func count(nodes: Int = 0, relationships: Int = 0, properties: Int, file: Int) {
    report.files[file].nodeCount += nodes
    report.files[file].relationshipCount += relationships
    report.files[file].propertyCount += properties
    meter.addRows(nodes + relationships)
  }

  // MARK: Names, with the errors of an import

  mutating func key(named name: String) throws(ImportError) -> KeyID {
    do { return try loader.key(named: UTF8String(name)) } catch { throw .graphFull(error) }
  }

  mutating func label(named name: UTF8String) throws(ImportError) -> LabelID {
    do { return try loader.label(named: name) } catch { throw .graphFull(error) }
  }

  mutating func type(named name: UTF8String) throws(ImportError) -> TypeID {
    do { return try loader.type(named: name) } catch { throw .graphFull(error) }
  }
}

/// Counts bytes and rows and tells them a few times a second.
internal final class ImportMeter: Sendable {
  private struct State {
    var progress: ImportProgress
    var lastTold: Int64 = 0
  }
  private let state: Lock<State>
  private let tell: @Sendable (ImportProgress) -> Void
  private static let nanosecondsBetween: Int64 = 150_000_000

  init(tell: @escaping @Sendable (ImportProgress) -> Void) {
    self.tell = tell
    let start = ImportProgress(phase: .reading, bytesRead: 0, byteCount: 0, rowCount: 0)
    state = Lock(State(progress: start))
  }

  /// Starts a phase that reads so many bytes.
  func begin(_ phase: ImportProgress.Phase, byteCount: Int?) {
    let progress = state.withLock { state in
      state.progress.phase = phase
      state.progress.bytesRead = 0
      state.progress.byteCount = byteCount
      return state.progress
    }
    tell(progress)
  }

  /// Counts bytes that were read.
  func addBytes(_ count: Int) {
    let now = monotonicNanoseconds()
    let due = state.withLock { state -> ImportProgress? in
      state.progress.bytesRead += count
      guard now - state.lastTold >= Self.nanosecondsBetween else { return nil }
      state.lastTold = now
      return state.progress
    }
    if let due { tell(due) }
  }

  func addRows(_ count: Int) { state.withLock { $0.progress.rowCount += count } }
}
