// The whole way from the bytes of a page to its facts. A reader holds what the domain knows and can be
// shared; each page is read by itself.

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
struct PageWork {
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
    var found = finder.mentions(in: article, page: resolver.pageDivisions.map(\.id))
    resolver.resolve(&found, of: article, at: index)
    let sentences = sentences(of: article)
    var main: [(label: LabelID, entity: Int32)] = []
    if let label = reader.vocabulary.labels.event, let event = resolver.mainEvent() {
      main.append((label, Int32(event)))
    }
    let input = RuleArticle(article, mentions: found.mentions, main: main)
    for match in engine.matches(in: input, sentences: sentences) { matches.append((index, match)) }
    articles.append((article, found.mentions, sentences))
  }
}
