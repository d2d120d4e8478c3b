// Relations that hold between answers of the engine alone: the same question asked in another way,
// or of a graph made in another way. No second evaluator is needed, so a bug that the oracle shares
// with the engine (parser, analysis, functions) can show.

import Graph
import Query
import Text

/// A relation between two answers.
public enum QueryRelation: String, CaseIterable, Sendable {
  /// A condition, its negation and its being unknown part the rows among them.
  case partition
  /// Plans are improved or not.
  case optimizer
  /// There are many indexes or none.
  case indexes
  /// Patterns are written from right to left.
  case reversed
  /// Patterns are cut in two and put in another order.
  case reordered
  /// `WITH *`, `UNWIND [1]` and `WHERE true` are put in.
  case inserted
  /// Literals are parameters.
  case parameters
  /// A type or a direction more gives a part of the rows.
  case narrowed
  /// Two graphs side by side give the rows of both.
  case beside
  /// Nodes and relationships are made in another order.
  case insertionOrder
  /// One thread or two.
  case threads
  /// Before and after the graph was saved and opened again.
  case reload
  /// `count(*)` is the number of rows.
  case counted
  /// OPTIONAL MATCH gives the rows of MATCH, or one.
  case optional
  /// UNION ALL with itself gives all rows twice.
  case doubled
  /// UNION with itself is DISTINCT.
  case united
}

/// Two answers that a relation forbids.
public struct RelationViolation: Error, CustomStringConvertible {
  public let relation: QueryRelation
  public let seed: UInt64
  public let graph: QueryGraph
  public let query: RandomQuery
  /// What was asked, or how, and what was said.
  public let said: [(how: String, answer: QueryAnswer)]

  public var description: String {
    let lines = said.map { "\($0.how)\n=> \($0.answer)" }.joined()
    return
      "\(relation.rawValue), seed \(seed)\ngraph: \(graph.script)\nquery: \(query.text)\n\(lines)"
  }
}

/// One pair of a relation: the graph, the query and the ways to ask.
struct RelationCheck {
  let relation: QueryRelation
  let seed: UInt64
  let graph: QueryGraph
  let query: RandomQuery
  /// The transformation follows from this alone, so that smaller queries are changed alike.
  var random: Random

  init(_ relation: QueryRelation, seed: UInt64, _ graph: QueryGraph, _ query: RandomQuery) {
    self.relation = relation
    self.seed = seed
    self.graph = graph
    self.query = query
    random = Random(seed: seed ^ 0x5eed)
  }

  func violation(_ said: [(how: String, answer: QueryAnswer)]) -> RelationViolation {
    RelationViolation(relation: relation, seed: seed, graph: graph, query: query, said: said)
  }
}

extension QueryRelation {
  /// Checks the pair of a seed and throws the smallest violation found; false where the relation
  /// cannot be applied.
  public func check(seed: UInt64) throws -> Bool {
    var random = Random(seed: seed)
    let graph = random.queryGraph()
    let query = isAboutPlainQueries ? random.plainQuery() : random.query()
    var check = RelationCheck(self, seed: seed, graph, query)
    do {
      return try check.holds()
    } catch let violation as RelationViolation {
      throw try smallest(violation)
    }
  }

  private var isAboutPlainQueries: Bool {
    switch self {
    case .partition, .narrowed, .beside, .optional: true
    default: false
    }
  }

  private func smallest(_ violation: RelationViolation) throws -> RelationViolation {
    var smallest = violation
    var attempts = 0
    var isSmaller = true
    while isSmaller && attempts < 2_000 {
      isSmaller = false
      let queries = smallest.query.smaller.map { ($0, smallest.graph) }
      let graphs = smallest.graph.smaller.map { (smallest.query, $0) }
      for (query, graph) in queries + graphs where !isSmaller {
        attempts += 1
        var check = RelationCheck(self, seed: violation.seed, graph, query)
        do {
          _ = try check.holds()
        } catch let next as RelationViolation {
          if next.said.contains(where: \.answer.isCompileFailure) { continue }
          smallest = next
          isSmaller = true
        }
      }
    }
    return smallest
  }
}

extension QueryAnswer {
  /// Whether the query was refused before it ran.
  public var isCompileFailure: Bool {
    if case .failed(compile: true, _) = self { true } else { false }
  }
}
