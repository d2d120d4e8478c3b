// A snapshot that was opened by mapping its file. Header and directory are checked at once, in time
// that depends on the number of sections only; `verify` reads every byte, on all cores. Whoever
// reads a section without it relies on nothing but the bounds.

/// A mapped snapshot: bytes by tag.
public struct SnapshotReader: Sendable {
  /// A section: a range of the mapped file, which lives as long as anybody holds the section.
  public struct Section: Sendable {
    /// The mapped file.
    public let region: MemoryRegion
    /// Where the section begins in it, on a 64-byte boundary.
    public let offset: Int
    /// How long it is.
    public let byteCount: Int

    /// The bytes of the section.
    public var bytes: RawSpan {
      @_lifetime(borrow self)
      get {
        let span = region.bytes.extracting(offset..<(offset + byteCount))
        // SAFETY: the bytes live as long as the region, which this value holds.
        return unsafe _overrideLifetime(span, borrowing: self)
      }
    }
  }

  /// The path the file was opened with.
  public let path: String
  /// The whole file.
  public let region: MemoryRegion
  let header: SnapshotHeader
  private let entries: [SnapshotEntry]
  /// The places in `entries` in the order of their tags; empty if that is the order of the file.
  private let order: [UInt32]

  /// The graph this is a state of.
  public var identity: GraphIdentity { header.identity }
  /// The number of the last commit that is in it; 0 for a new graph.
  public var lastCommit: UInt64 { header.lastCommit }
  /// The tags in the order of the file.
  public var tags: [SectionTag] { entries.map(\.tag) }
  /// The size of the file.
  public var byteCount: Int { region.byteCount }

  /// Maps a file and checks its header and directory.
  public init(path: String, in storage: any Storage) throws(FileError) {
    let file = try storage.open(path, for: .read)
    defer { file.close() }
    self.path = path
    let region = try file.map()
    self.region = region
    let bytes = region.bytes
    let header = try SnapshotHeader(bytes, path: path)
    self.header = header
    guard header.fileByteCount == bytes.byteCount else {
      let offset = min(header.fileByteCount, bytes.byteCount)
      let what = "the file should have \(header.fileByteCount) bytes and has \(bytes.byteCount)"
      throw .corrupt(path: path, offset: offset, what: what)
    }
    let entries = try SnapshotReader.readDirectory(bytes, header: header, path: path)
    self.entries = entries
    order = try SnapshotReader.order(of: entries, header: header, path: path)
  }

  /// Finds a section.
  public func section(_ tag: SectionTag) -> Section? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      let entry = entries[order.isEmpty ? middle : Int(order[middle])]
      if entry.tag == tag {
        return Section(region: region, offset: entry.offset, byteCount: entry.byteCount)
      }
      if entry.tag < tag { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  /// Reads every byte and compares it with the checksums, on all cores.
  public func verify() throws(FileError) {
    let groups = groupsOfSections()
    let firstBad = inParallel(groups.count) { group in
      groups[group].first { !isIntact($0) } ?? Int.max
    }.min()
    guard let bad = firstBad, bad < entries.count else { return }
    let (tag, offset) = (entries[bad].tag, entries[bad].offset)
    let what = "section \(tag.kind).\(tag.a).\(tag.b) does not match its checksum"
    throw .corrupt(path: path, offset: offset, what: what)
  }

  /// Ranges of sections, of a megabyte or one section each.
  private func groupsOfSections() -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    for index in entries.indices
    where index + 1 == entries.count || entries[index + 1].offset - entries[start].offset > 1 << 20
    {
      groups.append(start..<(index + 1))
      start = index + 1
    }
    return groups
  }

  private func isIntact(_ index: Int) -> Bool {
    let entry = entries[index]
    let end = entry.offset + entry.byteCount
    let bytes = region.bytes
    let paddingEnd = aligned(end, to: SnapshotFormat.alignment)
    return Checksum.of(bytes.extracting(entry.offset..<end)) == entry.checksum
      && bytes.isZero(in: end..<paddingEnd)
  }

  private static func readDirectory(
    _ bytes: RawSpan, header: SnapshotHeader, path: String
  ) throws(FileError) -> [SnapshotEntry] {
    let start = header.directoryOffset
    let directory = bytes.extracting(start..<(start + header.directoryByteCount))
    guard Checksum.of(directory) == header.directoryChecksum else {
      throw .corrupt(path: path, offset: start, what: "the directory does not match its checksum")
    }
    var entries: [SnapshotEntry] = []
    entries.reserveCapacity(directory.byteCount / SnapshotFormat.entryByteCount)
    var next = SnapshotFormat.headerByteCount
    for line in stride(from: 0, to: directory.byteCount, by: SnapshotFormat.entryByteCount) {
      let entry = SnapshotEntry(directory, at: line, expectedOffset: next, limit: start)
      guard let entry else {
        throw .corrupt(path: path, offset: start + line, what: "the directory contradicts itself")
      }
      entries.append(entry)
      next = aligned(entry.offset + entry.byteCount, to: SnapshotFormat.alignment)
    }
    guard next == start else {
      throw .corrupt(path: path, offset: next, what: "bytes belong to no section")
    }
    return entries
  }

  private static func order(
    of entries: [SnapshotEntry], header: SnapshotHeader, path: String
  ) throws(FileError) -> [UInt32] {
    let isAscending = zip(entries, entries.dropFirst()).allSatisfy { $0.tag < $1.tag }
    if isAscending { return [] }
    let order = entries.indices.map { UInt32($0) }
      .sorted { entries[Int($0)].tag < entries[Int($1)].tag }
    for (left, right) in zip(order, order.dropFirst())
    where entries[Int(left)].tag == entries[Int(right)].tag {
      let offset = header.directoryOffset + Int(right) * SnapshotFormat.entryByteCount
      throw .corrupt(path: path, offset: offset, what: "two sections have the same tag")
    }
    return order
  }
}
