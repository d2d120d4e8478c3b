// The three questions that a graph of the example pages must answer, asked as a user would: pages
// are built into a file, and queried. The files of Tests/Golden/questions hold a query and its
// answer as a careful reader of the pages gives it. A line `- …` is right and not found yet, a line
// `+ …` is found and wrong, so that what is not yet as it should be stands there for all to see.
// With KIN_UPDATE=1 the lines are sorted anew: what was right stays right, and what is new counts
// as wrong until someone has looked.

import Foundation
import TestSupport
import Testing

@testable import Shell

@Suite struct QuestionTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appending(path: "Tests/Golden/questions")
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasSuffix(".test") }.sorted()

  /// The graph of the example pages, built once.
  private static let graph: (directory: TemporaryDirectory, run: ShellRun) = {
    let directory = TemporaryDirectory()
    let seeds = root.appending(path: "seeds").path
    return (directory, ShellRun(["build", seeds, "-o", directory.file("seeds.kin")]))
  }()

  @Test func thePagesAreRead() {
    #expect(Self.graph.run.code == .success, "\(Self.graph.run.notices)")
    #expect(Self.names.count >= 3)
  }

  @Test(arguments: names) func aQuestionIsAnswered(_ name: String) throws {
    let file = Self.folder.appending(path: name)
    var golden = GoldenQuestion(try String(contentsOf: file, encoding: .utf8))
    let run = ShellRun([
      "query", Self.graph.directory.file("seeds.kin"), golden.query, "--format", "tsv",
    ])
    try #require(run.code == .success, "\(run.notices)")
    let rows = run.data.split(separator: "\n").dropFirst().map { row in
      String(row).replacing("\t", with: " | ")
    }
    if ProcessInfo.processInfo.environment["KIN_UPDATE"] == "1" {
      golden.sort(by: rows)
      try golden.text.write(to: file, atomically: true, encoding: .utf8)
      return
    }
    #expect(rows.filter { !golden.found.contains($0) } == [], "not expected")
    #expect(golden.found.filter { !rows.contains($0) } == [], "no longer found")
    #expect(Set(rows).count == rows.count, "said twice")
  }
}

/// A query with its answer.
private struct GoldenQuestion {
  /// What stands before the answer, the query among it.
  private var head: [Substring] = []
  private var right: [String] = []
  private var missed: [String] = []
  private var wrong: [String] = []

  init(_ text: String) {
    var lines = text.split(separator: "\n")[...]
    while let line = lines.popFirst() {
      head.append(line)
      if line == "answer:" { break }
    }
    for line in lines {
      switch line.prefix(2) {
      case "- ": missed.append(String(line.dropFirst(2)))
      case "+ ": wrong.append(String(line.dropFirst(2)))
      default: right.append(String(line))
      }
    }
  }

  /// The lines of the query; comments stand before it.
  var query: String {
    head.filter { !$0.hasPrefix("#") && $0 != "answer:" }.joined(separator: "\n")
  }

  /// The rows that the program finds, the wrong ones among them.
  var found: [String] { right + wrong }

  /// Takes what is found now, and keeps what is known to be right.
  mutating func sort(by rows: [String]) {
    let known = Set(right + missed)
    right = rows.filter { known.contains($0) }
    wrong = rows.filter { !known.contains($0) }
    missed = known.filter { !rows.contains($0) }.sorted()
  }

  var text: String {
    let lines =
      head.map(String.init) + right + missed.map { "- " + $0 } + wrong.map { "+ " + $0 }
    return lines.joined(separator: "\n") + "\n"
  }
}
