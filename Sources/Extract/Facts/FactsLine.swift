// The facts of a page as one line of JSON: what `kin extract` writes and `kin build` takes. The
// same facts are the same bytes. Keys of entities stand in the line for whoever joins lines without
// this program; reading makes them anew.
//
//   {"page":"p.txt","digest":"…","articles":[{"headline":"…","kind":"news","start":0,"end":90}],
//    "entities":[{"key":"…","label":"Union","name":"…","aliases":[…],"properties":{…},
//      "places":[[0,12,27,"…"]],"merges":[{"form":"…","reason":"…"}]}],
//    "relations":[{"from":0,"type":"ORGANIZED","to":1,"properties":{…},"evidence":[{…}]}],
//    "problems":[{"kind":"undecodable","offset":17}]}
//
// An end of a relation that is an article is written as a list with its index: [0].

public import Text

extension PageRecord {
  /// Writes the page as a line.
  public func appendLine(to output: inout [UInt8], _ policy: IdentityPolicy = .news) {
    var writer = JSONWriter()
    writer.beginObject(to: &output)
    writer.member("page", page, to: &output)
    writer.member("digest", digest, to: &output)
    writer.member("metadata", metadata, to: &output)
    list("articles", facts.articles, &writer, &output) { $0.write(by: &$1, to: &$2) }
    let keys = atoms(policy).map(\.key.hex)
    list("entities", Array(zip(keys, facts.entities)), &writer, &output) { pair, writer, output in
      pair.1.write(key: pair.0, by: &writer, to: &output)
    }
    list("relations", facts.relations, &writer, &output) { $0.write(by: &$1, to: &$2) }
    if !facts.problems.isEmpty {
      list("problems", facts.problems, &writer, &output) { problem, writer, output in
        writer.beginObject(to: &output)
        writer.member("kind", problem.kind.rawValue, to: &output)
        writer.member("offset", problem.offset, to: &output)
        writer.endObject(to: &output)
      }
    }
    writer.endObject(to: &output)
    writer.endLine(to: &output)
  }

  /// The page that a JSON object holds, or nil where it is none.
  public init?(_ value: JSONValue) {
    guard let page = value["page"]?.text, let digest = value["digest"]?.text,
      case .array(let articles)? = value["articles"],
      case .array(let entities)? = value["entities"],
      case .array(let relations)? = value["relations"]
    else { return nil }
    var facts = PageFacts()
    for article in articles {
      guard let article = ArticleFacts(article) else { return nil }
      facts.articles.append(article)
    }
    for entity in entities {
      guard let entity = EntityFacts(entity, articleCount: articles.count) else { return nil }
      facts.entities.append(entity)
    }
    for relation in relations {
      guard
        let relation = RelationFacts(
          relation, articleCount: articles.count, entityCount: entities.count)
      else { return nil }
      facts.relations.append(relation)
    }
    facts.problems = (value["problems"]?.items ?? []).compactMap { problem in
      guard let kind = problem["kind"]?.text.flatMap(PageDocument.Problem.Kind.init(rawValue:)),
        let offset = problem["offset"]?.integerValue
      else { return nil }
      return PageDocument.Problem(kind: kind, offset: offset)
    }
    self.init(
      page: page, digest: digest, metadata: value["metadata"]?.properties ?? [], facts: facts)
  }
}

private func list<Item>(
  _ key: StaticString, _ items: [Item], _ writer: inout JSONWriter, _ output: inout [UInt8],
  _ write: (Item, inout JSONWriter, inout [UInt8]) -> Void
) {
  writer.member(key, to: &output)
  writer.beginArray(to: &output)
  for item in items { write(item, &writer, &output) }
  writer.endArray(to: &output)
}

extension ArticleFacts {
  fileprivate func write(by writer: inout JSONWriter, to output: inout [UInt8]) {
    writer.beginObject(to: &output)
    writer.member("headline", headline, to: &output)
    writer.member("aliases", aliases, to: &output)
    writer.member("kind", kind.rawValue, to: &output)
    writer.member("start", source.lowerBound, to: &output)
    writer.member("end", source.upperBound, to: &output)
    writer.endObject(to: &output)
  }

  fileprivate init?(_ value: JSONValue) {
    guard let headline = value["headline"]?.text,
      let kind = value["kind"]?.text.flatMap(Article.Kind.init(rawValue:)),
      let start = value["start"]?.integerValue, let end = value["end"]?.integerValue, start <= end
    else { return nil }
    self.init(
      headline: headline, aliases: value["aliases"]?.texts ?? [], kind: kind, source: start..<end)
  }
}

extension EntityFacts {
  fileprivate func write(key: String, by writer: inout JSONWriter, to output: inout [UInt8]) {
    writer.beginObject(to: &output)
    writer.member("key", key, to: &output)
    writer.member("label", label, to: &output)
    writer.member("name", name, to: &output)
    writer.member("aliases", aliases, to: &output)
    writer.member("properties", properties, to: &output)
    if !places.isEmpty {
      list("places", places, &writer, &output) { place, writer, output in
        writer.beginArray(to: &output)
        writer.integer(Int64(place.article), to: &output)
        writer.integer(Int64(place.source.lowerBound), to: &output)
        writer.integer(Int64(place.source.upperBound), to: &output)
        writer.string(UTF8String(place.form), to: &output)
        writer.endArray(to: &output)
      }
    }
    writeMerges(merges, by: &writer, to: &output)
    if isImplied {
      writer.member("implied", to: &output)
      writer.bool(true, to: &output)
    }
    writer.endObject(to: &output)
  }

  fileprivate init?(_ value: JSONValue, articleCount: Int) {
    guard let label = value["label"]?.text, let name = value["name"]?.text else { return nil }
    self.init(label: label, name: name)
    aliases = value["aliases"]?.texts ?? []
    properties = value["properties"]?.properties ?? []
    for place in value["places"]?.items ?? [] {
      let parts = place.items
      guard parts.count == 4, let article = parts[0].integerValue,
        (0..<articleCount).contains(article), let start = parts[1].integerValue,
        let end = parts[2].integerValue, start <= end, let form = parts[3].text
      else { return nil }
      places.append(Place(article: article, source: start..<end, form: form))
    }
    merges = (value["merges"]?.items ?? []).compactMap(Merge.init)
    isImplied = value["implied"] == .bool(true)
  }
}

extension RelationFacts {
  fileprivate func write(by writer: inout JSONWriter, to output: inout [UInt8]) {
    writer.beginObject(to: &output)
    writer.member("from", to: &output)
    from.write(by: &writer, to: &output)
    writer.member("type", type, to: &output)
    writer.member("to", to: &output)
    to.write(by: &writer, to: &output)
    writer.member("properties", properties, to: &output)
    list("evidence", witnesses, &writer, &output) { witness, writer, output in
      writer.beginObject(to: &output)
      witness.writeMembers(by: &writer, to: &output)
      writer.endObject(to: &output)
    }
    writer.endObject(to: &output)
  }

  fileprivate init?(_ value: JSONValue, articleCount: Int, entityCount: Int) {
    guard let type = value["type"]?.text,
      let from = value["from"].flatMap({ End($0, articleCount, entityCount) }),
      let to = value["to"].flatMap({ End($0, articleCount, entityCount) })
    else { return nil }
    self.init(from: from, type: type, to: to)
    properties = value["properties"]?.properties ?? []
    for witness in value["evidence"]?.items ?? [] {
      guard let witness = Witness(witness), (0..<articleCount).contains(witness.article) else {
        return nil
      }
      witnesses.append(witness)
    }
  }
}

extension RelationFacts.End {
  fileprivate func write(by writer: inout JSONWriter, to output: inout [UInt8]) {
    switch self {
    case .entity(let index): writer.integer(Int64(index), to: &output)
    case .article(let index):
      writer.beginArray(to: &output)
      writer.integer(Int64(index), to: &output)
      writer.endArray(to: &output)
    }
  }

  fileprivate init?(_ value: JSONValue, _ articleCount: Int, _ entityCount: Int) {
    if let index = value.integerValue, (0..<entityCount).contains(index) {
      self = .entity(index)
    } else if let index = value.items.first?.integerValue, (0..<articleCount).contains(index) {
      self = .article(index)
    } else {
      return nil
    }
  }
}
