// R7 for pages: whatever a newspaper page has become, reading it ends, and its facts point at
// bytes, articles and entities that are there.

import Extract
import TestSupport

/// Damaged pages, read to their facts.
struct PageFuzz: FuzzTarget {
  let name = "pages"
  private let reader = PageReader()

  func input(_ random: inout Random) -> [UInt8] { random.damagedPage() }

  func take(_ input: [UInt8]) throws -> Bool {
    let facts = reader.read(input)
    if let problem = misplaced(facts, in: input.count) { throw Violation(problem) }
    return !facts.articles.isEmpty && facts.problems.isEmpty
  }

  private func misplaced(_ facts: PageFacts, in count: Int) -> String? {
    func isOutside(_ range: Range<Int>) -> Bool { range.lowerBound < 0 || range.upperBound > count }
    for article in facts.articles where isOutside(article.source) {
      return "an article at \(article.source) of \(count) bytes"
    }
    for entity in facts.entities {
      if entity.name.isEmpty { return "a \(entity.label) without a name" }
      for place in entity.places
      where isOutside(place.source) || !facts.articles.indices.contains(place.article) {
        return "\(entity.name) in article \(place.article) at \(place.source) of \(count) bytes"
      }
    }
    for relation in facts.relations {
      for end in [relation.from, relation.to] where !isThere(end, facts) {
        return "\(relation.type) of \(end)"
      }
      for witness in relation.witnesses
      where isOutside(witness.source) || isOutside(witness.sentenceSource) {
        return "\(relation.type) at \(witness.source) of \(count) bytes"
      }
    }
    return nil
  }

  private func isThere(_ end: RelationFacts.End, _ facts: PageFacts) -> Bool {
    switch end {
    case .entity(let entity): facts.entities.indices.contains(entity)
    case .article(let article): facts.articles.indices.contains(article)
    }
  }
}
