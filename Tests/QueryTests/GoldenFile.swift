// The files of Tests/Golden/query. A file is a comment, a graph, and cases:
//
//   graph:
//     CREATE (:Person {name: '李四'})
//
//   ## persons are found by their label
//   query:
//     MATCH (p:Person) RETURN p.name
//   result:
//     | p.name |
//     | '李四' |
//
// Keys stand at the margin and what belongs to them is indented. A case begins with the graph that
// stands above it; its queries run one after the other. Keys are `graph:`, `parameters:` (a map),
// `limit:` (`rows 5`), and after each `query:` what comes of it: `result:` (rows in any order),
// `ordered:`, `error: PHASE TYPE/DETAIL` with the message below, `changes:`, `warnings:`, `plan:`.

import Foundation
import Text

/// A golden file, taken apart.
struct GoldenFile {
  /// A query and what is said to come of it.
  struct Step {
    var query: String
    /// Line numbers of what comes of it, in the file.
    var outcomeLines: Range<Int>
    var isOrdered: Bool
    var outcome: [String]

    var isError: Bool { outcome.first?.hasPrefix("error:") == true }
  }

  struct Case {
    var name: String
    var line: Int
    var graph: String
    var parameters: String?
    var limits: [String]
    var steps: [Step] = []
  }

  let lines: [String]
  private(set) var cases: [Case] = []
  /// What cannot be understood, with its line.
  private(set) var problems: [String] = []

  private static let outcomes = ["result:", "ordered:", "error:", "changes:", "warnings:", "plan:"]

  init(_ text: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last?.isEmpty == true { lines.removeLast() }
    self.lines = lines
    var graph = ""
    var index = 0
    while index < lines.count {
      let line = lines[index]
      index += 1
      if line.hasPrefix("## ") {
        cases.append(
          Case(name: String(line.dropFirst(3)), line: index, graph: graph, limits: []))
      } else if line.isEmpty || line.hasPrefix("#") {
        continue
      } else if line == "graph:" {
        graph = block(&index)
      } else if cases.isEmpty {
        problems.append("line \(index): \(line) stands before the first case")
      } else if line == "parameters:" {
        cases[cases.count - 1].parameters = block(&index)
      } else if line.hasPrefix("limit: ") {
        cases[cases.count - 1].limits.append(String(line.dropFirst("limit: ".count)))
      } else if line == "query:" {
        let query = block(&index)
        let start = index
        while index < lines.count, Self.outcomes.contains(where: lines[index].hasPrefix) {
          index += 1
          _ = block(&index)
        }
        let outcome = Self.sorted(Array(lines[start..<index]))
        cases[cases.count - 1].steps.append(
          Step(
            query: query, outcomeLines: start..<index, isOrdered: outcome.first == "ordered:",
            outcome: outcome))
      } else {
        problems.append("line \(index): \(line) is no key")
      }
    }
  }

  /// An outcome with rows whose order does not matter in the order of their text.
  private static func sorted(_ outcome: [String]) -> [String] {
    guard outcome.first == "result:", outcome.count > 2 else { return outcome }
    let end = outcome.dropFirst().firstIndex { !$0.hasPrefix("  ") } ?? outcome.count
    guard end > 2 else { return outcome }
    let rows = outcome[2..<end].sorted { UTF8String($0) < UTF8String($1) }
    return Array(outcome[..<2] + rows + outcome[end...])
  }

  /// The indented lines from an index on, without their indentation.
  private func block(_ index: inout Int) -> String {
    var block: [Substring] = []
    while index < lines.count, lines[index].hasPrefix("  ") {
      block.append(lines[index].dropFirst(2))
      index += 1
    }
    return block.joined(separator: "\n")
  }

  /// The text of the file with other outcomes, which stand in the order of all steps.
  func text(with outcomes: [[String]]) -> String {
    var text: [String] = []
    var index = 0
    for (step, outcome) in zip(cases.flatMap(\.steps), outcomes) {
      text += lines[index..<step.outcomeLines.lowerBound] + outcome
      index = step.outcomeLines.upperBound
    }
    return (text + lines[index...]).joined(separator: "\n") + "\n"
  }

  /// Where the golden files of queries are.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Golden/query")
}
