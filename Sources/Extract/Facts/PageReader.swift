// The whole way from the bytes of a page to its facts. A reader holds what the domain knows and can
// be shared; each page is read by itself.

/// Reads pages of a domain.
public struct PageReader: Sendable {
  let domain: Domain
  let vocabulary: Vocabulary
  let divisions: Divisions
  let tagger: Tagger?

  /// A reader of a domain, with the tagger of the program.
  public init(domain: Domain = .news, tagger: Tagger? = .embedded) {
    self.domain = domain
    self.tagger = tagger
    vocabulary = Vocabulary(domain)
    divisions = .embedded
  }

  /// What a page says.
  public func read(_ bytes: [UInt8]) -> PageFacts {
    let document = readPage(bytes)
    var work = PageWork(self)
    for article in document.articles { work.read(article) }
    return work.facts(document)
  }
}

/// The reading of one page.
struct PageWork: ~Copyable {
  let reader: PageReader
  var finder: MentionFinder
  var resolver: PageResolver
  var engine: RuleEngine
  var articles: [(article: Article, mentions: [Mention], sentences: [Sentence])] = []
  var matches: [(article: Int, match: RuleMatch)] = []

  init(_ reader: PageReader) {
    self.reader = reader
    finder = MentionFinder(
      vocabulary: reader.vocabulary, divisions: reader.divisions, tagger: reader.tagger)
    resolver = PageResolver(vocabulary: reader.vocabulary, divisions: reader.divisions)
    engine = RuleEngine(reader.domain)
  }

  mutating func read(_ article: Article) {
    let index = articles.count
    var found = finder.mentions(in: article)
    let knownCount = resolver.pageDivisions.all.count
    resolver.resolve(&found, of: article, at: index)
    for (id, _) in resolver.pageDivisions.all[knownCount...] { finder.learn(id) }
    let sentences = sentences(of: article)
    let main = mainEntities(found.mentions, of: article)
    let input = RuleArticle(article, mentions: found.mentions, main: main)
    for match in engine.matches(in: input, sentences: sentences) { matches.append((index, match)) }
    articles.append((article, found.mentions, sentences))
  }

  /// For each label the entity that an article speaks of most, the first of those; a name in a
  /// title line counts as three.
  private func mainEntities(
    _ mentions: [Mention], of article: Article
  ) -> [(label: LabelID, entity: Int32)] {
    let titles = article.parts.filter { $0.kind == .headline || $0.kind == .kicker }
    var weights: [Int32: Int] = [:]
    var title = 0
    for mention in mentions where mention.entity >= 0 {
      while title < titles.count, titles[title].range.upperBound <= mention.range.lowerBound {
        title += 1
      }
      let isTitle =
        title < titles.count && titles[title].range.contains(mention.range.lowerBound)
      weights[mention.entity, default: 0] += isTitle ? 3 : 1
    }
    var best = [(weight: Int, entity: Int32)](
      repeating: (0, -1), count: reader.domain.labels.count)
    for mention in mentions where mention.entity >= 0 {
      let weight = weights[mention.entity, default: 0]
      let label = Int(resolver.table[Int(mention.entity)].label.index)
      if weight > best[label].weight { best[label] = (weight, mention.entity) }
    }
    if let label = reader.vocabulary.labels.event {
      best[Int(label.index)].entity = Int32(resolver.mainEvent() ?? -1)
    }
    let order = best.indices.sorted { (-best[$0].weight, $0) < (-best[$1].weight, $1) }
    return order.filter { best[$0].entity >= 0 }.map { (LabelID($0), best[$0].entity) }
  }
}
