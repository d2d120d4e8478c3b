// R9: metamorphic relations. Each pair asks one question in two ways, or of one graph in two forms.

import Glibc
import TestSupport

/// Checks the relations between answers.
struct QueryMeta {
  private let count: Int
  private let seed: UInt64
  private let relations: [QueryRelation]

  init(_ options: Options) throws {
    count = Int(clamping: try options.number("pairs", 500))
    seed = try options.seed()
    switch options.text("relation", "all") {
    case "all": relations = QueryRelation.allCases
    case let name:
      guard let relation = QueryRelation(rawValue: name) else {
        let names = QueryRelation.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError(description: "--relation is one of \(names)")
      }
      relations = [relation]
    }
  }

  func run() throws {
    var figures: [String] = []
    for relation in relations {
      var pairs = 0
      var tried: UInt64 = 0
      // Not every query has what a relation changes.
      while pairs < count && tried < UInt64(count) * 20 {
        if try relation.check(seed: seed &+ tried) { pairs += 1 }
        tried += 1
      }
      guard pairs == count else {
        throw Violation("\(relation.rawValue) applied to \(pairs) of \(tried) queries only")
      }
      figures.append(relation.rawValue)
    }
    write(
      "meta: \(figures.count) relations (\(figures.joined(separator: ", "))), \(count) pairs each, "
        + "0 violations, seed \(seed)\n")
  }
}
