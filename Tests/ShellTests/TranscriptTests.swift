// Transcripts of the program in Tests/Golden/shell. A line `$ VAR=value kin …` runs it; after it
// come the standard output as it is, the standard error with `! ` before each line, and `= N` for
// an exit code that is not zero. Words are parted by blanks that are not in single quotes; `G.kin`
// is a small graph that is made anew for each transcript. KIN_UPDATE=1 writes what the program says
// now; read the diff.

import Foundation
import Graph
import TestSupport
import Testing
import Text

@testable import Shell

@Suite struct TranscriptTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/shell")

  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()

  @Test func thereAreTranscripts() {
    #expect(Self.names.count >= 3)
  }

  @Test(arguments: names)
  func theProgramSaysWhatTheTranscriptSays(_ name: String) throws {
    let file = Self.folder.appending(path: name)
    let expected = try String(contentsOf: file, encoding: .utf8)
    let actual = try Self.transcript(of: expected)
    if ProcessInfo.processInfo.environment["KIN_UPDATE"] == "1" {
      try actual.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    let (left, right) = (expected.split(separator: "\n"), actual.split(separator: "\n"))
    let first = zip(left, right).first { $0 != $1 }
    #expect(
      expected == actual, "first difference: \(first.map { "\($0.0)\n\($0.1)" } ?? "at the end")")
  }

  /// Runs the commands of a transcript; everything before the first one is kept.
  private static func transcript(of text: String) throws -> String {
    let directory = TemporaryDirectory()
    let graph = directory.file("G.kin")
    try Graph.create(at: graph, from: smallGraph())
    var result = ""
    var hasBegun = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("$ ") {
        if hasBegun { result += "\n" }
        hasBegun = true
        result += line + "\n" + run(line.dropFirst(2), on: graph)
      } else if !hasBegun {
        result += line + "\n"
      }
    }
    return result
  }

  private static func smallGraph() throws -> GraphSnapshot {
    let graph = Graph()
    try graph.write { writer in
      let li = try writer.createNode(["Person"], ["name": "李四", "born": 1980])
      let ada = try writer.createNode(
        ["Person", "Speaker"], ["name": "Ada \"A\" Lin", "height": 1.7])
      let fair = try writer.createNode(
        ["Event"], ["title": "职工技能大赛", "seats": 1200, "tags": .list(["a,b", "c|d"])])
      _ = try writer.createRelationship(li, "ATTENDED", fair, ["role": "主讲"])
      _ = try writer.createRelationship(ada, "ATTENDED", fair)
    }
    return graph.snapshot
  }

  /// The words of a command, which are parted by blanks outside of single quotes.
  private static func words(of command: Substring) -> [String] {
    var words: [String] = []
    for (place, piece) in command.split(separator: "'", omittingEmptySubsequences: false)
      .enumerated()
    {
      if place % 2 == 1 {
        words.append(String(piece))
      } else {
        words += piece.split(separator: " ").map(String.init)
      }
    }
    return words
  }

  private static func run(_ command: Substring, on graph: String) -> String {
    var words = words(of: command).map { $0 == "G.kin" ? graph : $0 }
    var environment: [String: String] = [:]
    while let word = words.first, word != "kin" {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      environment[parts[0]] = parts.count > 1 ? parts[1] : ""
      words.removeFirst()
    }
    let run = ShellRun(Array(words.dropFirst()), environment: environment)
    var text = run.data
    for line in run.notices.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      text += line.isEmpty ? "!\n" : "! \(line)\n"
    }
    if run.code != .success { text += "= \(run.code.rawValue)\n" }
    return text
  }
}
