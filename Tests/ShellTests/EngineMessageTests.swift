// What users commonly meet is said in their language, without an English sentence behind it.

import TestSupport
import Testing
import Text

@testable import Graph
@testable import Shell

@Suite struct EngineMessageTests {
  private static let owner = LockOwner(
    processID: 7, host: "host", since: "2024-01-01T00:00:00Z", command: "kin import")

  /// Made for each caller: the leak check cannot follow the tagged pointers of an indirect enum
  /// that a global holds.
  private static func fileErrors() -> [FileError] {
    [
      .missing(path: "g.kin"), .notARegularFile(path: "g.kin", kind: .directory),
      .empty(path: "g.kin"), .notAGraphFile(path: "g.kin"),
      .otherVersion(path: "g.kin", found: 2, known: 1),
      .corrupt(path: "g.kin", offset: 9, what: "the section does not match its checksum"),
      .locked(path: "g.kin", by: owner),
      .system(path: "g.kin", operation: .write, errno: 28),
      .otherGraph(path: "g.kin-journal", snapshot: "g.kin"),
      .journalWithoutSnapshot(path: "g.kin", journal: "g.kin-journal"),
    ]
  }

  @Test func chineseHasNoEnglishSentence() {
    for error in Self.fileErrors() {
      let phrase = Messages.fileError(error)
      #expect(phrase.english == error.description)
      #expect(phrase.chinese.contains("g.kin"))
      for word in ["the ", "is ", " not ", "space"] { #expect(!phrase.chinese.contains(word)) }
    }
  }

  @Test func aLockedGraphNamesItsOwner() {
    let phrase = Messages.fileError(.locked(path: "g.kin", by: Self.owner))
    #expect(phrase.english.contains("process 7 (kin import) on host"))
    #expect(phrase.chinese.contains("进程 7（kin import"))
  }

  @Test func anotherVersionOfTheFormatIsNotDamage() throws {
    let directory = TemporaryDirectory()
    let path = directory.file("g.kin")
    try Graph.create(at: path, from: Graph().snapshot)
    // The version, and the header's checksum over it.
    var bytes = directory.read("g.kin")
    bytes[8] = 9
    bytes.removeSubrange(120..<128)
    let rest = bytes[120...]
    bytes.removeSubrange(120...)
    bytes.appendLittleEndian(Checksum.of(bytes.rawBytes))
    bytes.append(contentsOf: rest)
    directory.write("g.kin", bytes)
    for command in ["stats", "check", "export"] {
      let run = ShellRun([command, path])
      #expect(run.code == .file)
      #expect(run.notices.contains("format version 9"))
      #expect(run.notices.contains("this program knows version 1"))
    }
    let chinese = ShellRun(["--lang", "zh", "stats", path])
    #expect(chinese.notices.contains("格式版本是 9，本程序只认识版本 1"))
  }
}
