// The container of a snapshot: header, sections, directory. What is inside a section is not known
// here. All numbers are little-endian; docs/file-format.md has the same boxes in words.
//
//   0              128                                              d                  d + 40 n
//   ┌──────────────┬───────────┬───┬───────────┬───┬──────┬─────────┬──────────────────┐
//   │ header       │ section 1 │ 0 │ section 2 │ 0 │  ...    │ 0 │ │ directory        │
//   └──────────────┴───────────┴───┴───────────┴───┴──────┴─────────┴──────────────────┘
//
// Sections begin on 64-byte boundaries, in the order of the directory, and zeros fill the gaps.
// So each byte is covered: by the checksum of the header, of the directory, of its section, or by
// the rule that it is zero.

/// Names a section: what it is, and up to two numbers that say which one.
public struct SectionTag: Hashable, Comparable, Sendable {
  /// What the section holds.
  public var kind: UInt32
  /// A number that the kind gives a meaning to.
  public var a: UInt32
  /// Another such number.
  public var b: UInt32

  /// Makes a tag.
  public init(kind: UInt32, a: UInt32 = 0, b: UInt32 = 0) {
    self.kind = kind
    self.a = a
    self.b = b
  }

  /// Orders by kind, then by the numbers.
  public static func < (left: Self, right: Self) -> Bool {
    (left.kind, left.a, left.b) < (right.kind, right.a, right.b)
  }
}

/// Constants of the container.
enum SnapshotFormat {
  /// The first byte is no text, and the line ends show a transfer that "corrected" them.
  static let magic: [UInt8] = [0x89, 0x4b, 0x49, 0x4e, 0x0d, 0x0a, 0x1a, 0x0a]
  static let version: UInt32 = 1
  static let headerByteCount = 128
  static let entryByteCount = 40
  static let alignment = 64
}

/// The first 128 bytes of a snapshot.
///
///     0  magic 8 │ version 4 │ flags 4 (zero) │ identity 16
///    32  last commit 8 │ chain 8 │ directory offset 8 │ directory bytes 8
///    64  directory checksum 8 │ file bytes 8 │ zeros 40
///   120  checksum 8 of the bytes 0..<120
struct SnapshotHeader: Equatable, Sendable {
  var identity: GraphIdentity
  var lastCommit: UInt64
  var chain: UInt64
  var directoryOffset: Int
  var directoryByteCount: Int
  var directoryChecksum: UInt64
  var fileByteCount: Int

  var bytes: [UInt8] {
    var bytes = SnapshotFormat.magic
    bytes.appendLittleEndian(SnapshotFormat.version)
    bytes.appendLittleEndian(0 as UInt32)
    bytes.appendLittleEndian(identity.high)
    bytes.appendLittleEndian(identity.low)
    bytes.appendLittleEndian(lastCommit)
    bytes.appendLittleEndian(chain)
    bytes.appendLittleEndian(directoryOffset)
    bytes.appendLittleEndian(directoryByteCount)
    bytes.appendLittleEndian(directoryChecksum)
    bytes.appendLittleEndian(fileByteCount)
    bytes.append(contentsOf: repeatElement(0, count: 120 - bytes.count))
    bytes.appendLittleEndian(Checksum.of(bytes.rawBytes))
    return bytes
  }

  /// Reads and checks a header; `bytes` begin at the start of the file and may be short.
  init(_ bytes: RawSpan, path: String) throws(FileError) {
    try checkOpening(
      bytes, path: path, magic: SnapshotFormat.magic, version: SnapshotFormat.version,
      headerByteCount: SnapshotFormat.headerByteCount)
    identity = GraphIdentity(
      high: bytes.littleEndianUInt64(at: 16), low: bytes.littleEndianUInt64(at: 24))
    lastCommit = bytes.littleEndianUInt64(at: 32)
    chain = bytes.littleEndianUInt64(at: 40)
    directoryChecksum = bytes.littleEndianUInt64(at: 64)
    let sizes = [48, 56, 72].map { Int(exactly: bytes.littleEndianUInt64(at: $0)) ?? -1 }
    (directoryOffset, directoryByteCount, fileByteCount) = (sizes[0], sizes[1], sizes[2])
    let isInside =
      directoryOffset >= SnapshotFormat.headerByteCount && directoryByteCount >= 0
      && directoryOffset % SnapshotFormat.alignment == 0
      && directoryByteCount % SnapshotFormat.entryByteCount == 0
      && directoryByteCount <= fileByteCount
      && fileByteCount - directoryByteCount == directoryOffset
    guard isInside, bytes.littleEndianUInt32(at: 12) == 0, bytes.isZero(in: 80..<120) else {
      throw .corrupt(path: path, offset: 48, what: "the header contradicts itself")
    }
  }

  init(identity: GraphIdentity, lastCommit: UInt64, chain: UInt64) {
    self.identity = identity
    self.lastCommit = lastCommit
    self.chain = chain
    directoryOffset = SnapshotFormat.headerByteCount
    directoryByteCount = 0
    directoryChecksum = 0
    fileByteCount = 0
  }
}

/// One line of the directory.
///
///     0  kind 4 │ a 4 │ b 4 │ zero 4 │ offset 8 │ bytes 8 │ checksum 8
struct SnapshotEntry: Sendable {
  var tag: SectionTag
  var offset: Int
  var byteCount: Int
  var checksum: UInt64

  func append(to bytes: inout [UInt8]) {
    bytes.appendLittleEndian(tag.kind)
    bytes.appendLittleEndian(tag.a)
    bytes.appendLittleEndian(tag.b)
    bytes.appendLittleEndian(0 as UInt32)
    bytes.appendLittleEndian(offset)
    bytes.appendLittleEndian(byteCount)
    bytes.appendLittleEndian(checksum)
  }

  /// Reads a line whose section has to begin at `expectedOffset` and end before `limit`.
  init?(_ bytes: RawSpan, at start: Int, expectedOffset: Int, limit: Int) {
    tag = SectionTag(
      kind: bytes.littleEndianUInt32(at: start), a: bytes.littleEndianUInt32(at: start + 4),
      b: bytes.littleEndianUInt32(at: start + 8))
    checksum = bytes.littleEndianUInt64(at: start + 32)
    guard bytes.littleEndianUInt32(at: start + 12) == 0,
      let offset = Int(exactly: bytes.littleEndianUInt64(at: start + 16)),
      let byteCount = Int(exactly: bytes.littleEndianUInt64(at: start + 24)),
      offset == expectedOffset, offset <= limit, byteCount <= limit - offset
    else { return nil }
    self.offset = offset
    self.byteCount = byteCount
  }

  init(tag: SectionTag, offset: Int) {
    self.tag = tag
    self.offset = offset
    byteCount = 0
    checksum = 0
  }
}

/// Checks what both kinds of file begin with.
///
/// That is magic, version, and a header whose last eight bytes are its checksum. Every version
/// keeps these three, so that a later one is told from damage.
func checkOpening(
  _ bytes: RawSpan, path: String, magic: [UInt8], version: UInt32, headerByteCount: Int
) throws(FileError) {
  if bytes.byteCount == 0 { throw .empty(path: path) }
  let common = min(bytes.byteCount, magic.count)
  for index in 0..<common {
    // SAFETY: the call checks the bounds.
    guard unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self) == magic[index] else {
      throw .notAGraphFile(path: path)
    }
  }
  guard bytes.byteCount >= headerByteCount else {
    throw .corrupt(path: path, offset: bytes.byteCount, what: "the file ends in its header")
  }
  let end = headerByteCount - 8
  guard Checksum.of(bytes.extracting(0..<end)) == bytes.littleEndianUInt64(at: end) else {
    throw .corrupt(path: path, offset: 0, what: "the header does not match its checksum")
  }
  let found = bytes.littleEndianUInt32(at: 8)
  if found != version { throw .otherVersion(path: path, found: found, known: version) }
}
