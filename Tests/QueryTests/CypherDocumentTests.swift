// docs/cypher.md is true: every example in it is run on the graph that it shows, and what comes of
// it is the table or the message below; the tables of functions, procedures and errors are those of
// the engine. KIN_UPDATE=1 writes what the engine says now.

import Foundation
import Graph
import Testing
import Text

@testable import Query

@Suite(.serialized) struct CypherDocumentTests {
  private static let url = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/cypher.md")

  @Test func examplesGiveWhatTheDocumentShows() throws {
    let text = try String(contentsOf: Self.url, encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var graph = ""
    var written: [String] = []
    var exampleCount = 0
    var index = 0
    while index < lines.count {
      let line = lines[index]
      written.append(line)
      index += 1
      guard line.hasPrefix("```cypher") else { continue }
      let end = try #require(lines[index...].firstIndex(of: "```"))
      let query = lines[index..<end].joined(separator: "\n")
      written += lines[index...end]
      index = end + 1
      if line == "```cypher graph" {
        graph = query
        continue
      }
      exampleCount += 1
      let shown = Self.outcome(in: lines, from: index)
      let actual = try Self.outcome(of: query, on: graph)
      if !isUpdate {
        let message = actual.joined(separator: "\n")
        #expect(Array(lines[shown]) == actual, "\(query)\nnow gives\n\(message)")
      }
      written += [""] + actual
      index = shown.upperBound
    }
    #expect(exampleCount >= 25)
    if isUpdate {
      try written.joined(separator: "\n").write(to: Self.url, atomically: true, encoding: .utf8)
    }
  }

  @Test func functionsAreThoseOfTheEngine() throws {
    let scalar = FunctionTable.all.map { function in
      let names = function.parameters.map(\.name)
      let required = names.prefix(function.requiredCount).joined(separator: ", ")
      let optional = names.dropFirst(function.requiredCount).map { "[\($0)]" }
      let arguments = ([required] + optional).filter { !$0.isEmpty }.joined(separator: ", ")
      let more = function.isVariadic ? ", …" : ""
      return "| `\(function.name)(\(arguments)\(more))` | \(function.summary) |"
    }
    let aggregates = AggregateFunction.allCases.map { aggregate in
      let arguments = aggregate.parameters.map(\.name).joined(separator: ", ")
      let call = aggregate == .countStar ? "count(*)" : "\(aggregate.rawValue)(\(arguments))"
      return "| `\(call)` | \(aggregate.summary) |"
    }
    try expect(
      ["| function | gives |", "|---|---|"]
        + (scalar + aggregates).sorted { UTF8String($0.lowercased()) < UTF8String($1.lowercased()) },
      between: "<!-- functions -->")
  }

  @Test func proceduresAreThoseOfTheEngine() throws {
    let rows = QuerySession(Graph()).registeredProcedures.map { procedure in
      let columns = { (columns: [Procedure.Column]) in
        columns.map { "\($0.name) :: \($0.type.rawValue)" }.joined(separator: ", ")
      }
      let signature = "\(procedure.name)(\(columns(procedure.arguments)))"
      return "| `\(signature)` | `\(columns(procedure.results))` | \(procedure.summary) |"
    }
    try expect(
      ["| procedure | yields | |", "|---|---|---|"] + rows, between: "<!-- procedures -->")
  }

  @Test func errorsAreThoseOfTheEngine() throws {
    let text = try String(contentsOf: Self.url, encoding: .utf8)
    for detail in QueryError.Detail.allCases {
      #expect(text.contains("| \(detail.rawValue) | "), "\(detail.rawValue) is not explained")
    }
  }

  private var isUpdate: Bool { ProcessInfo.processInfo.environment["KIN_UPDATE"] == "1" }

  /// The lines between a mark and the next are these.
  private func expect(_ rows: [String], between mark: String) throws {
    let text = try String(contentsOf: Self.url, encoding: .utf8)
    let start = try #require(text.range(of: mark + "\n"))
    let rest = start.upperBound..<text.endIndex
    let end = try #require(text.range(of: "<!-- end -->", range: rest))
    let wanted = rows.map { $0 + "\n" }.joined()
    if isUpdate {
      try text.replacingCharacters(in: start.upperBound..<end.lowerBound, with: wanted)
        .write(to: Self.url, atomically: true, encoding: .utf8)
    } else {
      #expect(text[start.upperBound..<end.lowerBound] == wanted, "run with KIN_UPDATE=1")
    }
  }

  /// The lines of the document that show what comes of an example, with the blank line before them.
  private static func outcome(in lines: [String], from start: Int) -> Range<Int> {
    guard start + 1 < lines.count, lines[start].isEmpty else { return start..<start }
    var end = start + 1
    if lines[end] == "```text" {
      end = (lines[end...].firstIndex(of: "```") ?? end) + 1
    } else {
      while end < lines.count, lines[end].hasPrefix("|") { end += 1 }
      // Between a table and what changed stands a blank line.
      let next = end > start + 1 ? end + 1 : end
      if next < lines.count, lines[next].hasPrefix("Changes: ") { end = next + 1 }
    }
    return end > start + 1 ? start + 1..<end : start..<start
  }

  /// What the document should show of a query.
  private static func outcome(of query: String, on graph: String) throws -> [String] {
    let session = QuerySession(Graph())
    _ = try session.query(graph)
    do {
      let result = try session.query(query)
      let changes = result.summary.counters.text.map { ["Changes: \($0)."] } ?? []
      guard !result.columns.isEmpty else { return changes }
      let row = { (cells: [String]) in
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
      }
      var rows = result.rows.map { values in
        row(values.map { "`" + resultText($0, in: result.graph) + "`" })
      }
      if !query.contains("ORDER BY") { rows.sort { UTF8String($0) < UTF8String($1) } }
      let rule = "|" + String(repeating: "---|", count: result.columns.count)
      return [row(result.columns), rule] + rows + (changes.isEmpty ? [] : [""] + changes)
    } catch {
      let message = String(
        decoding: error.diagnostic.rendered(in: SourceText(query)), as: UTF8.self)
      return ["```text"] + message.split(separator: "\n").map(String.init) + ["```"]
    }
  }
}
