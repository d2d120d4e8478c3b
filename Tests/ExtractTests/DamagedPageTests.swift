// Pages that layout, editors and disks have damaged are read to an end, to the same facts each
// time, and all that the facts point at is there. The fuzz target `pages` does this for longer.

import Extract
import TestSupport
import Testing

@Suite struct DamagedPageTests {
  private static let reader = PageReader()

  @Test func aDamagedPageIsReadToAnEnd() throws {
    try checkProperty(runs: 60) { random in
      let page = random.damagedPage()
      let facts = Self.reader.read(page)
      for article in facts.articles { try #require(isWithin(article.source, page)) }
      for entity in facts.entities {
        try #require(!entity.name.isEmpty)
        for place in entity.places {
          try #require(facts.articles.indices.contains(place.article))
          try #require(isWithin(place.source, page))
        }
      }
      for relation in facts.relations {
        try #require(isThere(relation.from, facts) && isThere(relation.to, facts))
        for witness in relation.witnesses {
          try #require(isWithin(witness.source, page) && isWithin(witness.sentenceSource, page))
        }
      }
    }
  }

  @Test func aDamagedPageIsReadTheSameTwice() throws {
    try checkProperty(runs: 10) { random in
      let page = random.damagedPage()
      let (one, other) = (Self.reader.read(page), PageReader().read(page))
      try #require(one.entities.map(\.name) == other.entities.map(\.name))
      try #require(one.entities.map(\.aliases) == other.entities.map(\.aliases))
      try #require(one.relations.map(\.type) == other.relations.map(\.type))
      try #require(one.relations.map(\.from) == other.relations.map(\.from))
      try #require(one.relations.map(\.to) == other.relations.map(\.to))
    }
  }

  private func isWithin(_ range: Range<Int>, _ page: [UInt8]) -> Bool {
    range.lowerBound >= 0 && range.upperBound <= page.count
  }

  private func isThere(_ end: RelationFacts.End, _ facts: PageFacts) -> Bool {
    switch end {
    case .entity(let entity): facts.entities.indices.contains(entity)
    case .article(let article): facts.articles.indices.contains(article)
    }
  }
}
