// The language by example: every file of Tests/Golden/query is run with the optimizer on and off.
// KIN_UPDATE=1 writes what the engine says now, and prints each case whose outcome it changed;
// whoever does that says by the meaning of the language why the new outcome is right. With
// KIN_UPDATE=new only what is missing is written: outcomes of new queries, messages of errors.

import Foundation
import Graph
import Testing
import Text

@testable import Query

@Suite struct ConformanceTests {
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: GoldenFile.folder.path)) ?? [])
    .filter { $0.hasSuffix(".test") }.sorted()

  @Test func thereIsAFileForEachArea() {
    #expect(Self.names.count >= 40)
  }

  @Test func everyDetailOfAnErrorHasACase() throws {
    // They need another thread, or a graph that is damaged, and are tested where those are.
    let elsewhere: Set<QueryError.Detail> = [.cancelled, .graphError]
    let texts = try Self.names.map { name in
      try String(contentsOf: GoldenFile.folder.appending(path: name), encoding: .utf8)
    }
    let all = texts.joined(separator: "\n")
    for detail in QueryError.Detail.allCases where !elsewhere.contains(detail) {
      #expect(all.contains("/\(detail.rawValue)\n"), "\(detail.rawValue) has no case")
    }
  }

  @Test(arguments: names)
  func queriesGiveWhatTheFileSays(_ name: String) throws {
    let url = GoldenFile.folder.appending(path: name)
    let file = GoldenFile(try String(contentsOf: url, encoding: .utf8))
    #expect(file.problems == [])
    #expect(file.cases.count >= 5 && file.cases.allSatisfy { !$0.steps.isEmpty })
    let update = ProcessInfo.processInfo.environment["KIN_UPDATE"]
    var outcomes: [[String]] = []
    for golden in file.cases {
      let run = try CaseRun(golden)
      let others = [
        ("optimizer", try CaseRun(golden, isOptimized: false)),
        ("indexes", try CaseRun(golden, usesIndexes: false)),
      ]
      for step in golden.steps {
        let outcome = run.outcome(of: step)
        let place = "\(name):\(golden.line): \(golden.name)\n\(step.query)"
        let isFilledIn = step.outcome.isEmpty || outcome.starts(with: step.outcome)
        outcomes.append(update == "1" || isFilledIn ? outcome : step.outcome)
        if update == "1" || update == "new" && isFilledIn {
          if outcome != step.outcome { print("\(place)\n\(outcome.joined(separator: "\n"))") }
        } else {
          #expect(
            outcome == step.outcome, "\(place)\ngot\n\(outcome.joined(separator: "\n"))")
        }
        for (what, other) in others {
          let got = other.outcome(of: step)
          // Without them a plan is another plan.
          #expect(
            outcome.contains("plan:") || got == outcome,
            "without \(what): \(place)\ngot\n\(got.joined(separator: "\n"))")
        }
      }
    }
    if update != nil {
      try file.text(with: outcomes).write(to: url, atomically: true, encoding: .utf8)
    }
  }
}

/// A case that runs: its graph, and its parameters.
private final class CaseRun {
  private let session: QuerySession
  private var parameters: [String: Value] = [:]

  init(_ golden: GoldenFile.Case, isOptimized: Bool = true, usesIndexes: Bool = true) throws {
    var options = QueryOptions()
    options.isOptimized = isOptimized
    options.usesIndexes = usesIndexes
    options.importFolder = GoldenFile.folder.appending(path: "csv").path
    let session = QuerySession(Graph(), options: options)
    self.session = session
    session.register(Self.square)
    session.register(Self.pairs)
    if !golden.graph.isEmpty { _ = try session.query(golden.graph) }
    if let text = golden.parameters,
      case .map(let map)? = try session.query("RETURN \(text) AS map").rows.first?.first
    {
      for entry in map.entries { parameters[entry.key.string] = entry.value }
    }
    for limit in golden.limits {
      let words = limit.split(separator: " ")
      guard words.count == 2, let number = Int(words[1]) else { continue }
      switch words[0] {
      case "rows": session.options.limits.rows = number
      case "memory": session.options.limits.memoryBytes = number
      case "text": session.options.limits.textBytes = number
      case "milliseconds": session.options.limits.milliseconds = number
      case "path": session.options.limits.pathLength = number
      case "read-only": session.options.isReadOnly = number != 0
      case "csv": session.options.importFolder = nil
      default: Issue.record("there is no limit \(limit)")
      }
    }
  }

  /// Procedures for the files about CALL.
  private static let square = Procedure(
    "test.square", arguments: [.init("n", .integer)], results: [.init("square", .integer)]
  ) { (arguments, _) throws(QueryError) in
    guard case .integer(let number) = arguments[0] else { return [[.null]] }
    return [[.integer(number * number)]]
  }
  private static let pairs = Procedure(
    "test.pairs", results: [.init("a", .integer), .init("b", .string)]
  ) { (_, _) throws(QueryError) in [[1, "x"], [2, "y"]] }

  /// What comes of a query, as the file would say it.
  func outcome(of step: GoldenFile.Step) -> [String] {
    let source = SourceText(step.query)
    do {
      let result = try session.query(step.query, parameters: parameters)
      return rows(of: result, isOrdered: step.isOrdered)
        + (result.summary.counters.text.map { ["changes: \($0)"] } ?? [])
        + warnings(result.summary.warnings, in: source) + plan(result.summary.plan)
    } catch {
      return ["error: \(error.phase.rawValue) \(error.kind.rawValue)/\(error.detail.rawValue)"]
        + indented(error.diagnostic.rendered(in: source))
    }
  }

  private func rows(of result: QueryResult, isOrdered: Bool) -> [String] {
    guard !result.columns.isEmpty else { return ["result:"] }
    let rows = result.rows.map { row in
      "  | " + row.map { resultText($0, in: result.graph) }.joined(separator: " | ") + " |"
    }
    let columns = result.columns.map { $0.replacing("\n", with: "⏎") }
    return [isOrdered ? "ordered:" : "result:", "  | \(columns.joined(separator: " | ")) |"]
      + (isOrdered ? rows : rows.sorted { UTF8String($0) < UTF8String($1) })
  }

  private func warnings(_ warnings: [Diagnostic], in source: SourceText) -> [String] {
    guard !warnings.isEmpty else { return [] }
    return ["warnings:"] + warnings.flatMap { indented($0.rendered(in: source)) }
  }

  /// The plan; times are left out, since they differ each time.
  private func plan(_ plan: [String]?) -> [String] {
    guard let plan else { return [] }
    let isProfile = plan.first?.hasSuffix(" ms") == true
    let lines = plan.map { isProfile ? $0.replacing(/\ +\d+\.\d\d$/, with: "  …") : $0 }
    return ["plan:"] + lines.map { "  " + $0 }
  }

  private func indented(_ text: [UInt8]) -> [String] {
    String(decoding: text, as: UTF8.self).split(separator: "\n").map { "  " + $0 }
  }
}
