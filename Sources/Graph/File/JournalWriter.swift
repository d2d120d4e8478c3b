// Appends commits to a journal: one record, one write, one sync. It keeps no promise after an
// error: the store stops writing then.

/// The end of a journal that is being written.
struct JournalWriter {
  let file: any StorageFile
  private let seed: UInt64
  /// Where the next record goes.
  private(set) var endOffset: Int
  /// The last commit in the journal, or the one it is based on.
  private(set) var lastCommit: UInt64
  /// The checksum of that commit's record.
  private(set) var chain: UInt64
  private var record: [UInt8] = []

  init(file: any StorageFile, identity: GraphIdentity, endOffset: Int, last: CommitPoint) {
    self.file = file
    seed = identity.seed
    self.endOffset = endOffset
    lastCommit = last.sequence
    chain = last.chain
  }

  /// Appends a commit, which is durable when this returns, if asked to sync.
  mutating func append(_ payload: RawSpan, syncing: Bool) throws(FileError) -> UInt64 {
    let head = RecordHead(
      sequence: lastCommit &+ 1, payloadByteCount: payload.byteCount, previous: chain)
    let checksum = JournalRecord.write(payload, head: head, seed: seed, into: &record)
    try file.write(record.rawBytes, at: endOffset)
    if syncing { try file.sync() }
    endOffset += record.count
    lastCommit = head.sequence
    chain = checksum
    // One huge commit must not hold its memory for ever.
    if record.capacity > 1 << 22 { record = [] }
    return lastCommit
  }
}

/// A commit and the checksum of its record: what the next one continues.
struct CommitPoint: Equatable, Sendable {
  var sequence: UInt64
  var chain: UInt64
}
