// The store gives back what was committed, across checkpoints and opens, and has a message of its
// own for each file that is not a graph.

import Glibc
import TestSupport
import Testing

@testable import Graph

/// Opens a store and collects its state: the snapshot's only section and the payloads after it.
private func read(
  _ path: String, _ access: StoreAccess = .readOnly
) throws -> (base: [UInt8], commits: [[UInt8]], notes: [RecoveryNote], store: DurableStore) {
  let (store, recovered) = try DurableStore.open(path, access: access)
  let section = recovered.snapshot.section(SectionTag(kind: 1))
  let base = section?.bytes.withUnsafeBytes { Array($0) }
  var commits: [[UInt8]] = []
  var next = recovered.snapshot.lastCommit
  try recovered.forEachCommit { sequence, payload in
    next += 1
    #expect(sequence == next)
    commits.append(payload.withUnsafeBytes { Array($0) })
  }
  #expect(store.lastCommit == next)
  return (base ?? [], commits, recovered.notes, store)
}

private func create(_ path: String, commits: [[UInt8]] = []) throws -> DurableStore {
  let (store, recovered) = try DurableStore.open(path, access: .readWrite, createIfMissing: true)
  #expect(recovered.isNew)
  for commit in commits { try store.commit(commit) }
  return store
}

private func checkpoint(_ store: DurableStore, _ content: [UInt8]) throws {
  try store.checkpoint { writer throws(FileError) in
    writer.begin(SectionTag(kind: 1))
    try writer.append(content.span)
    try writer.end()
  }
}

@Suite struct FileStoreTests {
  let directory = TemporaryDirectory()
  var path: String { directory.file("G.kin") }

  @Test func givesBackCommitsInOrder() throws {
    let commits: [[UInt8]] = [[1], [], [2, 3], [UInt8](repeating: 9, count: 3_000_000)]
    let store = try create(path, commits: commits)
    #expect(try read(path).commits == commits)
    store.close()
    let (_, found, notes, again) = try read(path, .readWrite)
    #expect(found == commits && notes.isEmpty)
    #expect(try again.commit([7]) == 5)
    again.close()
    #expect(try read(path).commits == commits + [[7]])
  }

  @Test func checkpointReplacesSnapshotAndJournal() throws {
    let store = try create(path, commits: [[1], [2]])
    try checkpoint(store, [1, 2])
    #expect(try store.commit([3]) == 3)
    var found = try read(path)
    #expect(found.base == [1, 2] && found.commits == [[3]])
    store.close()
    #expect(directory.names == ["G.kin", "G.kin-journal"])
    found = try read(path, .readWrite)
    #expect(found.base == [1, 2] && found.commits == [[3]])
  }

  @Test func aFailedCheckpointLeavesTheOldState() throws {
    let store = try create(path, commits: [[1]])
    let reason = FileError.system(path: "x", operation: .write, errno: ENOSPC)
    #expect(throws: reason) {
      try store.checkpoint { _ throws(FileError) in throw reason }
    }
    try store.commit([2])
    #expect(directory.names == ["G.kin", "G.kin-journal", "G.kin-lock"])
    #expect(try read(path).commits == [[1], [2]])
  }

  @Test func aSecondWriterIsToldOfTheFirst() throws {
    let store = try create(path)
    let error = #expect(throws: FileError.self) { try read(path, .readWrite) }
    guard case .locked(let locked, let owner) = error else {
      Issue.record("no lock")
      return
    }
    #expect(locked == path)
    #expect(owner.processID == getpid())
    #expect(!owner.host.isEmpty && owner.since.hasSuffix("Z") && !owner.command.isEmpty)
    store.close()
    try read(path, .readWrite).store.close()
  }

  @Test func aLockFileLeftBehindIsNoObstacle() throws {
    try create(path).close()
    directory.write("G.kin-lock", Array("process 1\ncommand dead\n".utf8))
    try read(path, .readWrite).store.commit([1])
  }

  @Test func aReaderNeitherLocksNorWrites() throws {
    let writer = try create(path, commits: [[1]])
    let reader = try read(path).store
    #expect(throws: FileError.readOnly(path: path)) { try reader.commit([2]) }
    try writer.commit([2])
    writer.close()
    #expect(throws: FileError.closed(path: path)) { try writer.commit([3]) }
  }

  @Test func aTornTailIsCutAndSaid() throws {
    try create(path, commits: [[1], [2]]).close()
    let good = directory.read("G.kin-journal")
    let last = good.count - 64
    for length in (last + 1)..<good.count {
      directory.write("G.kin-journal", Array(good[..<length]))
      let note = { (wasCut: Bool) in
        RecoveryNote.tornTail(
          path: self.path + "-journal", offset: last, byteCount: length - last, wasCut: wasCut)
      }
      let reader = try read(path)
      #expect(reader.commits == [[1]] && reader.notes == [note(false)])
      #expect(directory.read("G.kin-journal").count == length)
      let writer = try read(path, .readWrite)
      #expect(writer.commits == [[1]] && writer.notes == [note(true)])
      #expect(directory.read("G.kin-journal").count == last)
    }
  }

  @Test func damageBeforeTheLastCommitIsAnErrorThatNamesItsPlace() throws {
    try create(path, commits: [[1], [2], [3]]).close()
    let good = directory.read("G.kin-journal")
    for offset in 0..<(good.count - 64) {
      var bad = good
      bad[offset] ^= 4
      directory.write("G.kin-journal", bad)
      let error = #expect(throws: FileError.self) { try read(path, .readWrite) }
      if offset >= 80, case .corrupt(_, let place, _) = error {
        #expect(place == 80 + (offset - 80) / 64 * 64)
      } else {
        #expect(offset < 80)
      }
      #expect(directory.read("G.kin-journal") == bad)
    }
  }

  @Test func recordsOutOfPlaceAreDamage() throws {
    try create(path, commits: [[1], [2], [3]]).close()
    let good = directory.read("G.kin-journal")
    let record = { (number: Int) -> [UInt8] in Array(good[(16 + number * 64)..<(80 + number * 64)])
    }
    let orders: [[Int]] = [
      [1, 1, 2, 3], [1, 2, 3, 3], [2, 3], [1, 3, 2], [1, 3], [1, 2, 3, 1],
    ]
    for order in orders {
      var bad = Array(good[..<80])
      for number in order { bad += record(number) }
      directory.write("G.kin-journal", bad)
      #expect(throws: FileError.self) { try read(path) }
    }
  }

  @Test func aJournalOfAnotherGraphOrCopyIsRefused() throws {
    try create(path, commits: [[1]]).close()
    let other = directory.file("H.kin")
    let store = try create(other, commits: [[1]])
    store.close()
    directory.write("G.kin-journal", directory.read("H.kin-journal"))
    let refusal = FileError.otherGraph(path: path + "-journal", snapshot: path)
    #expect(throws: refusal) { try read(path) }
    // Two copies of one graph that went their own ways after the first commit.
    let (snapshot, journal) = (directory.read("H.kin"), directory.read("H.kin-journal"))
    for (name, byte) in [("H", 1 as UInt8), ("G", 2)] {
      directory.write("\(name).kin", snapshot)
      directory.write("\(name).kin-journal", journal)
      let copy = try read(directory.file("\(name).kin"), .readWrite).store
      try copy.commit([byte])
      if name == "G" { try checkpoint(copy, [9]) }
      copy.close()
    }
    directory.write("G.kin-journal", directory.read("H.kin-journal"))
    #expect(throws: refusal) { try read(path) }
  }

  @Test func aLostJournalIsSaidAndALostSnapshotRefused() throws {
    let store = try create(path, commits: [[1]])
    try checkpoint(store, [1])
    store.close()
    unlink(path + "-journal")
    #expect(try read(path).notes == [.journalMissing(path: path + "-journal")])
    let writer = try read(path, .readWrite)
    #expect(writer.notes == [.journalMissing(path: path + "-journal")])
    try writer.store.commit([2])
    unlink(path)
    #expect(throws: FileError.journalWithoutSnapshot(path: path, journal: path + "-journal")) {
      try DurableStore.open(path, access: .readWrite, createIfMissing: true)
    }
  }

  @Test func leftoversOfACheckpointAreRemoved() throws {
    try create(path, commits: [[1]]).close()
    directory.write("G.kin.new", [1, 2, 3])
    directory.write("G.kin-journal.new", [1, 2, 3])
    #expect(try read(path).notes.isEmpty)
    let found = try read(path, .readWrite)
    #expect(found.notes.count == 2 && found.commits == [[1]])
    #expect(directory.names == ["G.kin", "G.kin-journal", "G.kin-lock"])
  }

  @Test func eachKindOfBadFileHasItsOwnMessage() throws {
    func error(_ name: String) -> FileError? {
      #expect(throws: FileError.self) { try read(directory.file(name), .readWrite) }
    }
    #expect(error("none") == .missing(path: directory.file("none")))
    #expect(error("no/where") == .missing(path: directory.file("no/where")))
    directory.write("empty", [])
    #expect(error("empty") == .empty(path: directory.file("empty")))
    directory.write("text", Array("name,age\nAnna,7\n".utf8))
    #expect(error("text") == .notAGraphFile(path: directory.file("text")))
    directory.write("short", [0x89, 0x4b, 0x49])
    let short = directory.file("short")
    #expect(error("short") == .corrupt(path: short, offset: 3, what: "the file ends in its header"))
    var header = SnapshotHeader(
      identity: GraphIdentity(high: 1, low: 2), lastCommit: 0, chain: 0
    ).bytes
    header[8] = 9
    header.removeLast(8)
    header.appendLittleEndian(Checksum.of(header.rawBytes))
    directory.write("new", header)
    #expect(error("new") == .otherVersion(path: directory.file("new"), found: 9, known: 1))
    mkfifo(directory.file("fifo"), 0o600)
    #expect(error("fifo") == .notARegularFile(path: directory.file("fifo"), kind: .fifo))
    symlink("/etc/hosts", directory.file("link"))
    #expect(error("link") == .notARegularFile(path: directory.file("link"), kind: .symbolicLink))
    #expect(error("") == .notARegularFile(path: directory.file(""), kind: .directory))
    // Nothing was made beside them.
    #expect(directory.names == ["empty", "fifo", "link", "new", "short", "text"])
  }

  @Test func filesArePrivate() throws {
    let store = try create(path)
    defer { store.close() }
    for name in directory.names {
      var status = stat()
      #expect(stat(directory.file(name), &status) == 0)
      #expect(status.st_mode & 0o777 == 0o600)
    }
  }
}
