// The journal: what was committed since the snapshot, one record a commit. All numbers are
// little-endian; docs/file-format.md has the same boxes in words.
//
//   0          80                                  80 + record bytes
//   ┌──────────┬───────────────────────────────────┬──────────┬─
//   │ header   │ head │ payload │ zeros │ checksum │ record 2 │ ...
//   └──────────┴───────────────────────────────────┴──────────┴─
//
// Each record carries the checksum of the one before it, from the first commit of the graph on and
// through all its snapshots: the chain. So a record can be judged alone, and a record that was
// left out, doubled, moved or taken from a copy of the graph breaks the chain.

/// Constants of the journal.
enum JournalFormat {
  static let magic: [UInt8] = [0x89, 0x4b, 0x4a, 0x4c, 0x0d, 0x0a, 0x1a, 0x0a]
  static let version: UInt32 = 1
  static let headerByteCount = 80
  /// Begins a record ("KinComit" in a hex dump).
  static let recordMagic: UInt64 = 0x7469_6d6f_436e_694b
  /// Ends a record ("Durable.").
  static let commitMark: UInt64 = 0x2e65_6c62_6172_7544
  static let headByteCount = 40
  static let trailerByteCount = 16
  static let alignment = 8
}

/// The first 80 bytes of a journal.
///
///     0  magic 8 │ version 4 │ flags 4 (zero) │ identity 16
///    32  base commit 8 │ base chain 8 │ zeros 24
///    72  checksum 8 of the bytes 0..<72
struct JournalHeader: Equatable, Sendable {
  var identity: GraphIdentity
  /// The commit before the first record.
  var baseCommit: UInt64
  /// The checksum of that commit's record.
  var baseChain: UInt64

  init(identity: GraphIdentity, baseCommit: UInt64, baseChain: UInt64) {
    self.identity = identity
    self.baseCommit = baseCommit
    self.baseChain = baseChain
  }

  var bytes: [UInt8] {
    var bytes = JournalFormat.magic
    bytes.appendLittleEndian(JournalFormat.version)
    bytes.appendLittleEndian(0 as UInt32)
    bytes.appendLittleEndian(identity.high)
    bytes.appendLittleEndian(identity.low)
    bytes.appendLittleEndian(baseCommit)
    bytes.appendLittleEndian(baseChain)
    bytes.append(contentsOf: repeatElement(0, count: 72 - bytes.count))
    bytes.appendLittleEndian(Checksum.of(bytes.rawBytes))
    return bytes
  }

  /// Reads and checks a header; `bytes` begin at the start of the file and may be short.
  init(_ bytes: RawSpan, path: String) throws(FileError) {
    try checkOpening(
      bytes, path: path, magic: JournalFormat.magic, version: JournalFormat.version,
      headerByteCount: JournalFormat.headerByteCount)
    identity = GraphIdentity(
      high: bytes.littleEndianUInt64(at: 16), low: bytes.littleEndianUInt64(at: 24))
    baseCommit = bytes.littleEndianUInt64(at: 32)
    baseChain = bytes.littleEndianUInt64(at: 40)
    guard bytes.littleEndianUInt32(at: 12) == 0, bytes.isZero(in: 48..<72) else {
      throw .corrupt(path: path, offset: 12, what: "the header contradicts itself")
    }
  }
}

/// The first 40 bytes of a record.
///
/// The length is believed only after the checksum beside it.
///
///     0  magic 8 │ sequence 8 │ payload bytes 8 │ checksum of the record before 8
///    32  checksum 8 of the bytes 0..<32
struct RecordHead: Equatable, Sendable {
  var sequence: UInt64
  var payloadByteCount: Int
  var previous: UInt64

  /// The size of the whole record.
  var recordByteCount: Int {
    JournalFormat.headByteCount + aligned(payloadByteCount, to: JournalFormat.alignment)
      + JournalFormat.trailerByteCount
  }

  init(sequence: UInt64, payloadByteCount: Int, previous: UInt64) {
    self.sequence = sequence
    self.payloadByteCount = payloadByteCount
    self.previous = previous
  }

  /// Reads a head, or nil where none is.
  init?(_ bytes: RawSpan, seed: UInt64, checking: Bool) {
    guard bytes.littleEndianUInt64(at: 0) == JournalFormat.recordMagic,
      let count = Int(exactly: bytes.littleEndianUInt64(at: 16)), count <= Int.max / 2,
      !checking
        || Checksum.of(bytes.extracting(0..<32), seed: seed) == bytes.littleEndianUInt64(at: 32)
    else { return nil }
    sequence = bytes.littleEndianUInt64(at: 8)
    payloadByteCount = count
    previous = bytes.littleEndianUInt64(at: 24)
  }

  func append(to bytes: inout [UInt8], seed: UInt64) {
    let start = bytes.count
    bytes.appendLittleEndian(JournalFormat.recordMagic)
    bytes.appendLittleEndian(sequence)
    bytes.appendLittleEndian(payloadByteCount)
    bytes.appendLittleEndian(previous)
    let checksum = Checksum.of(bytes.rawBytes.extracting(start..<(start + 32)), seed: seed)
    bytes.appendLittleEndian(checksum)
  }
}

/// The whole of a record: head, payload, zeros up to eight bytes, then the trailer, which is the
/// checksum of all before it and the commit mark.
enum JournalRecord {
  /// Writes a record into `bytes` and returns its checksum.
  static func write(
    _ payload: RawSpan, head: RecordHead, seed: UInt64, into bytes: inout [UInt8]
  ) -> UInt64 {
    bytes.removeAll(keepingCapacity: true)
    bytes.reserveCapacity(head.recordByteCount)
    head.append(to: &bytes, seed: seed)
    // SAFETY: the buffer pointer is used only during the call.
    unsafe payload.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
    bytes.pad(to: JournalFormat.alignment)
    let checksum = Checksum.of(bytes.rawBytes, seed: seed)
    bytes.appendLittleEndian(checksum)
    bytes.appendLittleEndian(JournalFormat.commitMark)
    return checksum
  }

  /// The checksum of a record whose bytes are complete, or nil if they are not what was written.
  static func checksum(of record: RawSpan, seed: UInt64, checking: Bool) -> UInt64? {
    let end = record.byteCount - JournalFormat.trailerByteCount
    let stored = record.littleEndianUInt64(at: end)
    guard record.littleEndianUInt64(at: end + 8) == JournalFormat.commitMark else { return nil }
    guard checking else { return stored }
    return Checksum.of(record.extracting(0..<end), seed: seed) == stored ? stored : nil
  }
}
