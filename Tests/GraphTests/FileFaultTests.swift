// The store under faults, in sizes for every run of the tests; kin-check does the same in large.

import Glibc
import Graph
import TestSupport
import Testing

@Suite struct FileFaultTests {
  @Test(arguments: ["bytes", "graph"])
  func everyPowerCutLeavesWhatWasAcknowledged(of name: String) throws {
    let workload: any Workload =
      name == "graph" ? GraphWorkload(seed: 7) : ByteWorkload(seed: 7)
    let commits: UInt64 = name == "graph" ? 12 : 30
    let storage = RecordingStorage(isRecording: true)
    try workload.runScript(
      "G.kin", in: storage, commits: commits, checkpointEvery: 5,
      acknowledge: storage.acknowledge)
    var disk = PowerLossDisk()
    var random = Random(seed: 7)
    for operation in storage.log {
      disk.perform(operation)
      for _ in 0..<2 {
        let image = RecordingStorage(files: disk.image(using: &random))
        try workload.recover("G.kin", in: image, acknowledged: disk.acknowledged).close()
      }
    }
    #expect(disk.acknowledged == commits)
  }

  @Test(arguments: [StorageLapse.forgetsSync, .forgetsSyncDirectory])
  func aStorageThatForgetsIsFoundOut(lapse: StorageLapse) throws {
    let workload = ByteWorkload(seed: 7)
    let storage = RecordingStorage(isRecording: true, lapse: lapse)
    try workload.runScript("G.kin", in: storage, acknowledge: storage.acknowledge)
    var disk = PowerLossDisk()
    var random = Random(seed: 7)
    var violations = 0
    for operation in storage.log {
      disk.perform(operation)
      let image = RecordingStorage(files: disk.image(using: &random))
      let session = try? workload.recover("G.kin", in: image, acknowledged: disk.acknowledged)
      if session == nil { violations += 1 }
      session?.close()
    }
    #expect(violations > 0)
  }

  @Test func aFullDiskLeavesTheOldFilesWhole() throws {
    let workload = ByteWorkload(seed: 8)
    for place in 1... {
      let directory = TemporaryDirectory()
      let path = directory.file("G.kin")
      let calls = FaultyCalls(.error(ENOSPC), at: place, forEver: true)
      var acknowledged: UInt64 = 0
      let run = Result {
        try workload.runScript(path, in: PosixStorage(calls: calls)) { acknowledged = $0 }
      }
      if calls.isReached { #expect(throws: FileError.self) { try run.get() } }
      try workload.recover(path, in: PosixStorage(), acknowledged: acknowledged).close()
      if !calls.isReached { break }
    }
  }

  @Test(.enabled(if: geteuid() == 0, "mounting needs root"))
  func aRealFullDiskLosesNothing() throws {
    let directory = TemporaryDirectory()
    // Where even root may not mount there is nothing to test with.
    guard mount("tmpfs", directory.path, "tmpfs", 0, "size=4m") == 0 else { return }
    defer { umount2(directory.path, Int32(MNT_DETACH)) }
    let path = directory.file("G.kin")
    let workload = ByteWorkload(
      seed: 13, sizes: ByteWorkload.Sizes(slotCount: 20, byteMax: 60_000))
    let session = try workload.open(path, in: PosixStorage(), StoreSettings())
    var failure: FileError?
    while failure == nil {
      do { try session.commit() } catch let error as FileError { failure = error }
      #expect(session.commitCount < 1000)
    }
    #expect(
      failure == .system(path: path + "-journal", operation: .write, errno: ENOSPC))
    #expect(session.commitCount > 20)
    session.close()
    let again = try workload.recover(
      path, in: PosixStorage(), acknowledged: session.commitCount)
    // There is no room for a snapshot beside the journal that fills the disk.
    directory.write("filler", [UInt8](repeating: 1, count: 4 << 20))
    #expect(throws: FileError.self) { try again.checkpoint() }
    again.close()
    try workload.recover(path, in: PosixStorage(), acknowledged: session.commitCount).close()
  }

  @Test func halfAWriteIsContinued() throws {
    let workload = ByteWorkload(seed: 9)
    for place in 1...60 {
      let directory = TemporaryDirectory()
      let path = directory.file("G.kin")
      let calls = FaultyCalls(.shortWrite, at: place, forEver: true)
      try workload.runScript(path, in: PosixStorage(calls: calls), commits: 4) { _ in }
    }
  }

  @Test func afterAFailedSyncNothingIsWritten() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("G.kin")
    let workload = ByteWorkload(seed: 10)
    try workload.open(path, in: PosixStorage(), StoreSettings()).close()
    let calls = FaultyCalls(.error(EIO), at: 2)
    let (store, _) = try DurableStore.open(
      path, in: PosixStorage(calls: calls), access: .readWrite)
    let first = FileError.system(path: path + "-journal", operation: .sync, errno: EIO)
    #expect(throws: first) { try store.commit([1]) }
    let later = FileError.failedEarlier(path: path, first: first)
    #expect(store.firstFailure == first)
    for _ in 0..<3 { #expect(throws: later) { try store.commit([2]) } }
    #expect(throws: later) { try store.checkpoint { _ in } }
    #expect(calls.callCount == 2)
  }

  @Test func aFailedCheckpointOnAFullDiskLetsCommitsGoOn() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("G.kin")
    let workload = ByteWorkload(seed: 11)
    try workload.open(path, in: PosixStorage(), StoreSettings()).close()
    // Calls 1 and 2 are a commit, 3 makes the file aside, 4 writes it.
    let calls = FaultyCalls(.error(ENOSPC), at: 4)
    let session = try workload.open(path, in: PosixStorage(calls: calls), StoreSettings())
    try session.commit()
    #expect(throws: FileError.self) { try session.checkpoint() }
    #expect(directory.names == ["G.kin", "G.kin-journal", "G.kin-lock"])
    try session.commit()
    try session.checkpoint()
    session.close()
    try workload.recover(path, in: PosixStorage(), acknowledged: 2).close()
  }

  @Test func aReaderSeesWholeCommitsWhileAWriterReplacesFiles() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("G.kin")
    let workload = ByteWorkload(seed: 12)
    let writer = try workload.open(path, in: PosixStorage(), StoreSettings())
    for round in 0..<40 {
      try writer.commit()
      if round % 3 == 0 { try writer.checkpoint() }
      let reader = try workload.open(path, in: PosixStorage(), StoreSettings(access: .readOnly))
      #expect(reader.commitCount == writer.commitCount)
      #expect(reader.digest == workload.digest(afterCommits: reader.commitCount))
    }
  }

  @Test func aGraphThatCouldNotBeMadeLeavesNothing() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("G.kin")
    var place = 1
    while true {
      let calls = FaultyCalls(.error(ENOSPC), at: place)
      do {
        try Graph.create(at: path, from: Graph().snapshot, in: PosixStorage(calls: calls))
        // The clean-up has calls of its own, whose failures are not told.
        if !calls.isReached { break }
      } catch {
        #expect(!directory.names.contains("G.kin") && !directory.names.contains("G.kin-journal"))
      }
      for name in directory.names { unlink(directory.file(name)) }
      place += 1
    }
    #expect(place > 10)
    #expect(try Graph.open(path, .readOnly).snapshot.findProblems() == [])
  }

  @Test func aGraphThatIsWrittenToIsToldBeforehand() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("G.kin")
    try Graph.create(at: path, from: Graph().snapshot)
    try Graph.checkIsWritable(at: path)
    let writer = try Graph.open(path)
    #expect(throws: GraphError.self) { try Graph.checkIsWritable(at: path) }
    writer.close()
    try Graph.checkIsWritable(at: path)
  }
}
