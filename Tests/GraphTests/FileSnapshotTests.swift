// What is written to a snapshot is what is read, every byte of the file counts, and sections are
// cheap in any number.

import Graph
import TestSupport
import Testing

private func bytes(_ count: Int, _ seed: Int = 0) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ seed) }
}

private func makeGraph(
  _ path: String, _ body: (inout SnapshotWriter) throws(FileError) -> Void
) throws {
  let (store, _) = try DurableStore.open(path, access: .readWrite, createIfMissing: true)
  try store.checkpoint(writing: body)
  store.close()
}

@Suite struct FileSnapshotTests {
  let directory = TemporaryDirectory()
  var path: String { directory.file("G.kin") }

  @Test func givesBackItsSections() throws {
    let sizes = [0, 1, 63, 64, 65, 1000, 3_000_000]
    try makeGraph(path) { writer throws(FileError) in
      // Not in the order of the tags.
      for (index, size) in sizes.enumerated().reversed() {
        writer.begin(SectionTag(kind: 7, a: UInt32(index)))
        let content = bytes(size, index)
        try writer.append(content.span.extracting(0..<(size / 3)))
        try writer.append(content.span.extracting((size / 3)..<size))
        try writer.end()
      }
    }
    let snapshot = try SnapshotReader(path: path, in: PosixStorage())
    try snapshot.verify()
    for (index, size) in sizes.enumerated() {
      let found = snapshot.section(SectionTag(kind: 7, a: UInt32(index)))
      let section = try #require(found)
      #expect(section.byteCount == size)
      #expect(section.offset % 64 == 0)
      #expect(section.bytes.withUnsafeBytes { Array($0) } == bytes(size, index))
    }
    #expect(snapshot.section(SectionTag(kind: 8)) == nil)
    #expect(snapshot.tags.first == SectionTag(kind: 7, a: 6))
  }

  @Test func holdsManySmallSections() throws {
    let count: UInt32 = 20_000
    try makeGraph(path) { writer throws(FileError) in
      for index in 0..<count {
        writer.begin(SectionTag(kind: 1, a: index))
        try writer.append([index].span)
        try writer.end()
      }
    }
    let snapshot = try SnapshotReader(path: path, in: PosixStorage())
    try snapshot.verify()
    #expect(snapshot.section(SectionTag(kind: 1, a: 12_345))?.byteCount == 4)
    #expect(snapshot.byteCount == 128 + Int(count) * 104)
  }

  @Test func reportsEveryChangedByte() throws {
    try makeGraph(path) { writer throws(FileError) in
      for index in 0..<5 {
        writer.begin(SectionTag(kind: 1, a: UInt32(index)))
        try writer.append(bytes(50 + index, index).span)
        try writer.end()
      }
    }
    let good = directory.read("G.kin")
    for offset in good.indices {
      var bad = good
      bad[offset] ^= 0x10
      directory.write("G.kin", bad)
      #expect(throws: FileError.self) {
        try SnapshotReader(path: path, in: PosixStorage()).verify()
      }
    }
    for length in good.indices {
      directory.write("G.kin", Array(good[..<length]))
      #expect(throws: FileError.self) { try SnapshotReader(path: path, in: PosixStorage()) }
    }
  }

  @Test func keepsSectionsAliveAfterTheFileWasReplaced() throws {
    try makeGraph(path) { writer throws(FileError) in
      writer.begin(SectionTag(kind: 1))
      try writer.append(bytes(10_000).span)
      try writer.end()
    }
    let section = try SnapshotReader(path: path, in: PosixStorage()).section(SectionTag(kind: 1))
    try makeGraph(path) { _ in }
    #expect(section?.bytes.withUnsafeBytes { Array($0) } == bytes(10_000))
  }
}
