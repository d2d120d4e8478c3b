// Transcripts of the program in Tests/Golden/shell. A line `$ VAR=value kin …` runs it; after it
// come the standard output as it is, the standard error with `! ` before each line, and `= N` for
// an exit code that is not zero. KIN_UPDATE=1 writes what the program says now; read the diff.

import Foundation
import Testing

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
    let actual = Self.transcript(of: expected)
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
  private static func transcript(of text: String) -> String {
    var result = ""
    var hasBegun = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("$ ") {
        if hasBegun { result += "\n" }
        hasBegun = true
        result += line + "\n" + run(line.dropFirst(2))
      } else if !hasBegun {
        result += line + "\n"
      }
    }
    return result
  }

  private static func run(_ command: Substring) -> String {
    var words = command.split(separator: " ").map(String.init)
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
