// Writes a snapshot as a stream: sections one after the other, each as long as it turns out to be.
// A megabyte is gathered before it is written; larger pieces go to the file directly. The writer
// works on a file aside and never gives it its final name: that is the store's business.

/// Takes the sections of a snapshot one after the other.
public struct SnapshotWriter: ~Copyable {
  private static let bufferByteCount = 1 << 20

  private let file: any StorageFile
  private var header: SnapshotHeader
  private var entries: [SnapshotEntry] = []
  private var checksum = Checksum()
  private var isInSection = false
  /// Bytes that are not in the file yet; they belong at `bufferOffset`.
  private var buffer: [UInt8] = []
  private var bufferOffset = SnapshotFormat.headerByteCount

  init(file: any StorageFile, header: SnapshotHeader) {
    self.file = file
    self.header = header
    buffer.reserveCapacity(SnapshotWriter.bufferByteCount)
  }

  /// The number of sections so far.
  public var sectionCount: Int { entries.count }

  /// Begins a section; its tag must not have been used before.
  public mutating func begin(_ tag: SectionTag) {
    precondition(!isInSection, "the section before was not ended")
    isInSection = true
    checksum = Checksum()
    entries.append(SnapshotEntry(tag: tag, offset: offset))
  }

  /// Appends bytes to the section that was begun.
  public mutating func append(_ bytes: RawSpan) throws(FileError) {
    precondition(isInSection, "no section was begun")
    checksum.update(bytes)
    entries[entries.count - 1].byteCount += bytes.byteCount
    try put(bytes)
  }

  /// Appends numbers or other plain data as they lie in memory.
  public mutating func append<Element: BitwiseCopyable>(
    _ elements: Span<Element>
  ) throws(FileError) {
    // SAFETY: the elements of a file's columns have no padding; what they hold is theirs to know.
    try append(unsafe elements.bytes)
  }

  /// Ends the section.
  public mutating func end() throws(FileError) {
    precondition(isInSection, "no section was begun")
    isInSection = false
    entries[entries.count - 1].checksum = checksum.value
    try pad()
  }

  /// Writes directory and header and brings everything to the disk.
  mutating func finish(syncing: Bool) throws(FileError) {
    precondition(!isInSection, "the last section was not ended")
    assert(Set(entries.map(\.tag)).count == entries.count, "two sections have one tag")
    var directory: [UInt8] = []
    directory.reserveCapacity(entries.count * SnapshotFormat.entryByteCount)
    for entry in entries { entry.append(to: &directory) }
    header.directoryOffset = offset
    header.directoryByteCount = directory.count
    header.directoryChecksum = Checksum.of(directory.rawBytes)
    header.fileByteCount = offset + directory.count
    try put(directory.rawBytes)
    try flush()
    try file.write(header.bytes.rawBytes, at: 0)
    if syncing { try file.sync() }
  }

  private var offset: Int { bufferOffset + buffer.count }

  private mutating func put(_ bytes: RawSpan) throws(FileError) {
    if buffer.count + bytes.byteCount > SnapshotWriter.bufferByteCount { try flush() }
    if bytes.byteCount >= SnapshotWriter.bufferByteCount {
      try file.write(bytes, at: bufferOffset)
      bufferOffset += bytes.byteCount
    } else {
      // SAFETY: the buffer pointer is used only during the call.
      unsafe bytes.withUnsafeBytes { unsafe buffer.append(contentsOf: $0) }
    }
  }

  private mutating func pad() throws(FileError) {
    let zeros = [UInt8](repeating: 0, count: aligned(offset, to: SnapshotFormat.alignment) - offset)
    try put(zeros.rawBytes)
  }

  private mutating func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    try file.write(buffer.rawBytes, at: bufferOffset)
    bufferOffset += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }
}
