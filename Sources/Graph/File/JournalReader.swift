// Reads a journal record by record and decides what its end means. A last record that is not whole,
// with nothing whole after it, is the trace of a crash: a torn tail. A record that is not what was
// written, with a whole record after it, is damage, for what comes later was written only after it
// had been made durable; then the offset is named and nothing is guessed.

/// A journal whose records were all checked, and the means to read them again one by one.
struct JournalReader {
  /// Where a record lies, and what it must be when it is read again.
  struct Entry: Sendable {
    var sequence: UInt64
    var offset: Int
    var payloadByteCount: Int
    var checksum: UInt64
  }

  /// So many heads after a bad record are looked into before it counts as damage: a crash leaves
  /// one or two, and a file made to cost time has many.
  private static let candidateMax = 64

  let file: any StorageFile
  let header: JournalHeader
  private(set) var entries: [Entry] = []
  /// Where the last whole record ends.
  private(set) var endOffset = JournalFormat.headerByteCount
  /// How many bytes follow that are no whole record.
  private(set) var tornByteCount = 0
  private let isChecking: Bool

  /// The last whole commit, or the one the journal is based on.
  var last: CommitPoint {
    guard let entry = entries.last else {
      return CommitPoint(sequence: header.baseCommit, chain: header.baseChain)
    }
    return CommitPoint(sequence: entry.sequence, chain: entry.checksum)
  }

  /// Reads and checks the whole journal; only tests switch the checking off.
  init(_ file: any StorageFile, isChecking: Bool = true) throws(FileError) {
    self.file = file
    self.isChecking = isChecking
    // A writer may append meanwhile: what comes after this size is none of our business.
    let byteCount = try file.byteCount()
    let opening = try file.read(at: 0, count: min(byteCount, JournalFormat.headerByteCount))
    header = try JournalHeader(opening.rawBytes, path: file.path)
    var window = FileWindow(file: file, byteCount: byteCount)
    try scan(&window)
  }

  /// Reads the payload of a record again.
  func payload(of entry: Entry) throws(FileError) -> [UInt8] {
    let head = RecordHead(sequence: 0, payloadByteCount: entry.payloadByteCount, previous: 0)
    var bytes = try file.read(at: entry.offset, count: head.recordByteCount)
    let checksum =
      bytes.count == head.recordByteCount
      ? JournalRecord.checksum(of: bytes.rawBytes, seed: header.identity.seed, checking: isChecking)
      : nil
    guard checksum == entry.checksum else { throw damage(at: entry.offset, "it changed meanwhile") }
    bytes.removeSubrange((JournalFormat.headByteCount + entry.payloadByteCount)...)
    bytes.removeSubrange(..<JournalFormat.headByteCount)
    return bytes
  }

  private mutating func scan(_ window: inout FileWindow) throws(FileError) {
    while endOffset < window.byteCount {
      guard let found = try wholeRecord(at: endOffset, in: &window) else {
        try checkNothingFollows(&window)
        tornByteCount = window.byteCount - endOffset
        return
      }
      guard found.head.previous == last.chain, found.head.sequence == last.sequence &+ 1 else {
        throw damage(at: endOffset, "the record there does not continue the one before it")
      }
      entries.append(
        Entry(
          sequence: found.head.sequence, offset: endOffset,
          payloadByteCount: found.head.payloadByteCount, checksum: found.checksum))
      endOffset += found.head.recordByteCount
    }
  }

  /// The record at an offset if it is all there and as it was written.
  private func wholeRecord(
    at offset: Int, in window: inout FileWindow
  ) throws(FileError) -> (head: RecordHead, checksum: UInt64)? {
    guard let head = try head(at: offset, in: &window),
      head.recordByteCount <= window.byteCount - offset,
      try window.load(offset, count: head.recordByteCount),
      let checksum = JournalRecord.checksum(
        of: window.bytes(offset, count: head.recordByteCount), seed: header.identity.seed,
        checking: isChecking)
    else { return nil }
    return (head, checksum)
  }

  private func head(at offset: Int, in window: inout FileWindow) throws(FileError) -> RecordHead? {
    guard try window.load(offset, count: JournalFormat.headByteCount) else { return nil }
    let bytes = window.bytes(offset, count: JournalFormat.headByteCount)
    return RecordHead(bytes, seed: header.identity.seed, checking: isChecking)
  }

  /// Throws if a whole record begins anywhere after the bad one.
  private func checkNothingFollows(_ window: inout FileWindow) throws(FileError) {
    var candidates = 0
    var offset = endOffset + JournalFormat.alignment
    while try window.load(offset, count: JournalFormat.headByteCount) {
      if window.bytes(offset, count: 8).littleEndianUInt64(at: 0) == JournalFormat.recordMagic,
        try head(at: offset, in: &window) != nil
      {
        candidates += 1
        let isWhole = try wholeRecord(at: offset, in: &window) != nil
        if isWhole || candidates > JournalReader.candidateMax {
          throw damage(at: endOffset, "a record is not what was written, and others follow it")
        }
      }
      offset += JournalFormat.alignment
    }
  }

  private func damage(at offset: Int, _ what: String) -> FileError {
    .corrupt(path: file.path, offset: offset, what: what)
  }
}

/// A stretch of a file in memory that moves along as it is read.
private struct FileWindow {
  private static let chunkByteCount = 1 << 20

  let file: any StorageFile
  let byteCount: Int
  private var start = 0
  private var chunk: [UInt8] = []

  init(file: any StorageFile, byteCount: Int) {
    self.file = file
    self.byteCount = byteCount
  }

  /// Brings a range into memory; false if the file does not reach that far.
  mutating func load(_ offset: Int, count: Int) throws(FileError) -> Bool {
    guard offset <= byteCount, count <= byteCount - offset else { return false }
    if offset >= start, offset + count <= start + chunk.count { return true }
    start = offset
    chunk = try file.read(
      at: offset, count: min(max(count, FileWindow.chunkByteCount), byteCount - offset))
    return chunk.count >= count
  }

  /// The bytes of a range that was loaded.
  @_lifetime(borrow self)
  func bytes(_ offset: Int, count: Int) -> RawSpan {
    chunk.rawBytes.extracting((offset - start)..<(offset - start + count))
  }
}
