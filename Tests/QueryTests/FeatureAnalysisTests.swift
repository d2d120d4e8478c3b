// Every query of the openCypher TCK's public part through the parser and analysis: those that are
// to fail at compile time fail with the very type and detail, and no other fails. Skipped where the
// feature files are not there.

import Graph
import Testing
import Text

@testable import Query

@Suite struct FeatureAnalysisTests {
  @Test(.enabled(if: sharedFeatureFiles() != nil, "the feature files are not there"))
  func compileTimeErrors() throws {
    var expectedCount = 0
    var otherCount = 0
    var faults: [String] = []
    for file in try #require(sharedFeatureFiles()) {
      for query in try featureQueries(in: file) {
        let found = outcome(of: query)
        guard let wanted = query.error, isForAnalysis(wanted) else {
          otherCount += 1
          // Any time is also before any row.
          if let found, query.error?.phase != "any" {
            faults.append("\(query.place): \(found) for\n\(query.text)")
          }
          continue
        }
        expectedCount += 1
        let name = "\(wanted.kind)/\(wanted.detail)"
        if found != name {
          faults.append("\(query.place): \(found ?? "nothing"), not \(name) for\n\(query.text)")
        }
      }
    }
    let counts = "\(expectedCount) queries that fail, \(otherCount) others, \(faults.count) faults"
    #expect(faults.isEmpty, "\(counts)\n\(faults.joined(separator: "\n\n"))")
  }

  /// Whether it is seen in the text alone; parameters are known only when a statement runs.
  private func isForAnalysis(_ error: (kind: String, phase: String, detail: String)) -> Bool {
    error.phase == "compile" && error.kind != "ParameterMissing"
  }

  /// The type and detail of the error, or nil.
  private func outcome(of query: FeatureQuery) -> String? {
    do {
      let source = SourceText(query.text)
      let surroundings = AnalysisSurroundings(
        procedures: Dictionary(
          query.procedures.map(procedure).map { ($0.name.asciiLowercased, $0) },
          uniquingKeysWith: { first, _ in first }))
      _ = try analyze(parseStatement(source), of: source, in: surroundings)
      return nil
    } catch {
      return "\(error.kind.rawValue)/\(error.detail.rawValue)"
        + (error.phase == .compile ? "" : " at runtime")
    }
  }

  /// A procedure from a signature such as `a.b(x :: STRING?) :: (y :: INTEGER?)`.
  private func procedure(_ signature: String) -> Procedure {
    let parts = signature.split(separator: ")", omittingEmptySubsequences: false)
    let name = signature.prefix { $0 != "(" }
    return Procedure(
      String(name), arguments: columns(parts[0].drop { $0 != "(" }),
      results: parts.count > 1 ? columns(parts[1].drop { $0 != "(" }) : []
    ) { _, _ throws(QueryError) -> [[Value]] in [] }
  }

  private func columns(_ list: Substring) -> [Procedure.Column] {
    list.dropFirst().split(separator: ",").map { column in
      let words = column.split(separator: " ")
      let type = words[2].filter { $0 != "?" }
      return Procedure.Column(String(words[0]), .init(rawValue: type) ?? .any)
    }
  }
}
