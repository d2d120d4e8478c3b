// Puts the facts of a page together: entities that are named somewhere, relations that names alone
// tell (the district in a name, the body in a name), and those that rules found.

extension PageWork {
  /// The facts of all articles read.
  mutating func facts(_ document: PageDocument) -> PageFacts {
    var facts = PageFacts()
    facts.problems = document.problems
    facts.articles = articles.map { ArticleFacts($0.article) }
    var builder = RelationBuilder()
    linkParts()
    addCredits(to: &builder)
    addMatches(to: &builder)
    addNames(to: &builder)
    let kept = keptEntities(builder)
    var number = [Int](repeating: -1, count: resolver.table.records.count)
    for (new, old) in kept.enumerated() { number[old] = new }
    facts.entities = kept.map { entityFacts(resolver.table[$0]) }
    facts.relations = builder.relations.compactMap { $0.renumbered(number) }
    return facts
  }

  // MARK: Entities

  /// Entities that are named, and the divisions around them.
  private func keptEntities(_ builder: RelationBuilder) -> [Int] {
    let records = resolver.table.records
    var keep = records.map { !$0.places.isEmpty }
    for relation in builder.relations {
      for case .entity(let entity) in [relation.from, relation.to] { keep[entity] = true }
    }
    for index in records.indices where keep[index] {
      var up = records[index].seat
      while up >= 0, !keep[up] || records[up].division != nil {
        if keep[up], records[up].seat < 0 { break }
        keep[up] = true
        up = records[up].seat
      }
    }
    return records.indices.filter { keep[$0] }
  }

  private func entityFacts(_ record: EntityRecord) -> EntityFacts {
    var entity = EntityFacts(
      label: reader.domain.labels[Int(record.label.index)].name, name: record.name)
    entity.aliases = record.forms.filter { $0 != record.name }.sorted()
    if let kind = record.kind {
      entity.properties.append(
        (record.label == reader.vocabulary.labels.division ? "level" : "kind", .text(kind)))
    }
    if let division = record.division, let code = reader.divisions.code(division) {
      entity.properties.append(("code", .text(String(code))))
    }
    entity.properties.append(contentsOf: record.properties)
    entity.merges = record.merges
    for place in record.places {
      let text = articles[place.article].article.text
      entity.places.append(
        EntityFacts.Place(
          article: place.article, source: text.source(place.range), form: text.string(place.range)))
    }
    entity.isImplied = record.isImplied && record.places.isEmpty
    return entity
  }

  func witness(
    _ article: Int, _ range: Range<Int>, rule: String, confidence: Double
  ) -> RelationFacts.Witness {
    let (source, _, sentences) = articles[article]
    let sentence =
      firstSentence(sentences, around: range)
      ?? firstPart(source.parts, around: range) ?? range
    return RelationFacts.Witness(
      article: article, source: source.text.source(range), sentence: source.text.string(sentence),
      sentenceSource: source.text.source(sentence), rule: rule, confidence: confidence)
  }

  /// The first of the sentences, which are in the order of the text, that has a part of a range.
  private func firstSentence(_ sentences: [Sentence], around range: Range<Int>) -> Range<Int>? {
    var low = 0
    var high = sentences.count
    while low < high {
      let middle = (low + high) / 2
      if sentences[middle].range.upperBound <= range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < sentences.count, sentences[low].range.overlaps(range) else { return nil }
    return sentences[low].range
  }

  private func firstPart(_ parts: [Article.Part], around range: Range<Int>) -> Range<Int>? {
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].range.upperBound <= range.lowerBound {
        low = middle + 1
      } else {
        high = middle
      }
    }
    guard low < parts.count, parts[low].range.overlaps(range) else { return nil }
    return parts[low].range
  }

  // MARK: Credits

  private mutating func addCredits(to builder: inout RelationBuilder) {
    guard let person = reader.vocabulary.labels.person else { return }
    /// The places of those who are credited, where the text names them too.
    var known: [Int: Set<EntityRecord.Place>] = [:]
    for (index, entry) in articles.enumerated() {
      for credit in entry.article.credits where !credit.name.isEmpty {
        let name = entry.article.text.string(credit.name)
        let entity = resolver.table.entity(person, key: resolver.key(person, name), name: name)
        let place = EntityRecord.Place(article: index, range: credit.name)
        if known[entity] == nil { known[entity] = Set(resolver.table[entity].places) }
        if known[entity]?.insert(place).inserted ?? true {
          resolver.table[entity].places.append(place)
        }
        builder.add(
          .entity(entity), "REPORTED", .article(index), [("role", .text(credit.role.rawValue))],
          witness(index, credit.name, rule: "byline", confidence: 0.95))
      }
    }
  }

  // MARK: Rules

  private mutating func addMatches(to builder: inout RelationBuilder) {
    // Guesses come last, and only about those of whom the article says nothing surer.
    let isGuess = matches.map {
      reader.domain.rules[$0.match.rule].confidence < Self.leastSure
    }
    for index in matches.indices where !isGuess[index] { add(matches[index], to: &builder) }
    var known: Set<KnownKind> = []
    for relation in builder.relations {
      for witness in relation.witnesses {
        known.insert(
          KnownKind(from: relation.from, type: relation.type, article: witness.article))
      }
    }
    for index in matches.indices where isGuess[index] {
      let (article, match) = matches[index]
      guard case .relation(let type, _) = match.kind, let from = end(match.from, article) else {
        continue
      }
      if known.contains(KnownKind(from: from, type: type, article: article)) { continue }
      add(matches[index], to: &builder)
    }
  }

  /// Rules that are less sure than this are guesses.
  private static var leastSure: Double { 0.65 }

  /// What is known of someone in an article.
  private struct KnownKind: Hashable {
    var from: RelationFacts.End
    var type: String
    var article: Int
  }

  private mutating func add(
    _ found: (article: Int, match: RuleMatch), to builder: inout RelationBuilder
  ) {
    let (article, match) = found
    guard let from = end(match.from, article) else { return }
    guard case .relation(let type, let to) = match.kind else {
      set(match.properties.compactMap { property($0, article) }, of: from)
      return
    }
    guard let to = end(to, article), from != to else { return }
    let rule = reader.domain.rules[match.rule]
    builder.add(
      from, type, to, match.properties.compactMap { property($0, article) },
      witness(article, match.range, rule: rule.name, confidence: rule.confidence))
  }

  private func end(_ end: RuleMatch.End, _ article: Int) -> RelationFacts.End? {
    switch end {
    case .mention(let mention):
      let entity = articles[article].mentions[mention].entity
      return entity < 0 ? nil : .entity(Int(entity))
    case .entity(let entity): return .entity(entity)
    case .wholeOfMention(let mention):
      let entity = articles[article].mentions[mention].entity
      return entity < 0 ? nil : whole(Int(entity))
    case .wholeOfEntity(let entity): return whole(entity)
    case .article: return .article(article)
    }
  }

  private func whole(_ entity: Int) -> RelationFacts.End {
    let parent = resolver.table[entity].parent
    return .entity(parent >= 0 ? parent : entity)
  }

  /// Gives an entity the properties that it has not yet.
  private mutating func set(
    _ properties: [(key: String, value: PropertyFact)], of end: RelationFacts.End
  ) {
    guard case .entity(let entity) = end else { return }
    for property in properties
    where !resolver.table[entity].properties.contains(where: { $0.key == property.key }) {
      resolver.table[entity].properties.append(property)
    }
  }

  private func property(
    _ property: RuleMatch.Property, _ article: Int
  ) -> (key: String, value: PropertyFact)? {
    let text = articles[article].article.text
    switch property.value {
    case .text(let value): return (property.key, .text(value))
    case .number(let value): return (property.key, .number(value))
    case .range(let range): return (property.key, .text(written(text.scalars[range])))
    case .mentions(let mentions):
      let words = mentions.map { written(text.scalars[articles[article].mentions[$0].range]) }
      return (property.key, .text(words.joined(separator: "、")))
    case .entity(let entity): return (property.key, .text(resolver.table[entity].name))
    case .share(let range, let index, let count):
      return PhraseShares(spoken(text.scalars[range])).share(index, of: count).map {
        (property.key, .text(written($0[...])))
      }
    }
  }
}

/// A value without the blanks of the page's layout and the quotes around words.
private func spoken(_ scalars: ArraySlice<UInt32>) -> [UInt32] {
  scalars.filter { !isUnspoken($0) }
}

private func written(_ scalars: ArraySlice<UInt32>) -> String {
  var text = UTF8Builder(scalarCount: scalars.count)
  for scalar in scalars where !isUnspoken(scalar) { text.append(scalar) }
  return text.string
}

private func isUnspoken(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x20, 0x0A, 0x3000, 0x201C, 0x201D: true
  default: false
  }
}

extension ArticleFacts {
  init(_ article: Article) {
    let title = article.parts.filter { $0.kind == .headline || $0.kind == .kicker }
    let lines = title.map { article.text.string($0.range) }
    var aliases: [String] = []
    for part in title where part.kind == .kicker { aliases.append(article.text.string(part.range)) }
    if lines.count > 1 { aliases.append(lines.joined(separator: " ")) }
    let whole = article.text.count > 0 ? article.text.source(0..<article.text.count) : 0..<0
    self.init(headline: article.headline, aliases: aliases, kind: article.kind, source: whole)
  }
}

/// Relations, each pair and type once.
struct RelationBuilder {
  private(set) var relations: [RelationFacts] = []
  private var index: [Key: Int] = [:]
  private var starts: Set<Start> = []

  private struct Start: Hashable {
    var from: RelationFacts.End
    var type: String
  }
  /// For each relation the confidence of its surest witness.
  private var confidences: [Double] = []

  private struct Key: Hashable {
    var from: RelationFacts.End
    var type: String
    var to: RelationFacts.End
  }

  /// Whether anything is known to be so related to something.
  func hasRelation(from: RelationFacts.End, _ type: String) -> Bool {
    starts.contains(Start(from: from, type: type))
  }

  mutating func add(
    _ from: RelationFacts.End, _ type: String, _ to: RelationFacts.End,
    _ properties: [(key: String, value: PropertyFact)], _ witness: RelationFacts.Witness?
  ) {
    let key = Key(from: from, type: type, to: to)
    let known = index[key] ?? relations.count
    starts.insert(Start(from: from, type: type))
    if known == relations.count {
      index[key] = known
      relations.append(RelationFacts(from: from, type: type, to: to))
      confidences.append(-1)
    }
    let isSurer = confidences[known] < witness?.confidence ?? 0
    for property in properties {
      if let old = relations[known].properties.firstIndex(where: { $0.key == property.key }) {
        if isSurer { relations[known].properties[old] = property }
      } else {
        relations[known].properties.append(property)
      }
    }
    if let witness, !isLast(witness, of: known) {
      relations[known].witnesses.append(witness)
      confidences[known] = max(confidences[known], witness.confidence)
    }
  }

  /// Whether the same rule has just said the same of the same words: of an event and of the whole
  /// that it is itself.
  private func isLast(_ witness: RelationFacts.Witness, of relation: Int) -> Bool {
    guard let last = relations[relation].witnesses.last else { return false }
    return last.article == witness.article && last.source == witness.source
      && last.rule == witness.rule
  }
}

extension RelationFacts {
  /// The relation with other numbers of entities; nil if an end is left out.
  func renumbered(_ number: [Int]) -> RelationFacts? {
    func end(_ end: End) -> End? {
      guard case .entity(let old) = end else { return end }
      return number[old] < 0 ? nil : .entity(number[old])
    }
    guard let from = end(from), let to = end(to) else { return nil }
    var copy = self
    copy.from = from
    copy.to = to
    return copy
  }
}
