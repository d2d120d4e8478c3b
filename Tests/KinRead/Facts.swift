// Shows the mentions and the facts of pages; facts also as the JSON lines of an exported graph, so
// that a page can be scored without a graph.

import Extract

func printFacts(_ path: String, _ facts: PageFacts) {
  print("=== \(path)")
  for (index, article) in facts.articles.enumerated() { print("--- \(index) \(article.headline)") }
  for (index, entity) in facts.entities.enumerated() where !entity.isImplied {
    let properties = entity.properties.map { "\($0.key)=\(text($0.value))" }.joined(separator: " ")
    print(
      "\(index) \(entity.label) \(entity.name) [\(entity.aliases.joined(separator: " | "))] \(properties)"
    )
    for merge in entity.merges { print("     = \(merge.form): \(merge.reason)") }
  }
  for relation in facts.relations {
    let properties = relation.properties.map { "\($0.key)=\(text($0.value))" }.joined(
      separator: " ")
    print(
      "  \(name(relation.from, facts)) \(relation.type) \(name(relation.to, facts)) \(properties)")
    for witness in relation.witnesses.prefix(2) {
      print("     \(witness.rule): \(witness.sentence.prefix(80))")
    }
  }
}

func printFactsAsGraph(_ facts: PageFacts) {
  for (index, article) in facts.articles.enumerated() {
    print(node("a\(index)", "Article", article.headline, article.aliases))
  }
  for (index, entity) in facts.entities.enumerated() {
    print(node("e\(index)", entity.label, entity.name, entity.aliases))
    for article in Set(entity.places.map(\.article)).sorted() {
      print(relationship("MENTIONS", "a\(article)", "e\(index)", []))
    }
  }
  for relation in facts.relations {
    print(relationship(relation.type, id(relation.from), id(relation.to), relation.properties))
  }
}

func printFactsAsLine(_ path: String, _ facts: PageFacts) {
  var line: [UInt8] = []
  PageRecord(page: path, digest: "", facts: facts).appendLine(to: &line)
  print(String(decoding: line, as: UTF8.self), terminator: "")
}

private func text(_ value: PropertyFact) -> String {
  switch value {
  case .text(let text): text
  case .number(let number): String(number)
  }
}

private func name(_ end: RelationFacts.End, _ facts: PageFacts) -> String {
  switch end {
  case .entity(let index): facts.entities[index].name
  case .article(let index): "《\(facts.articles[index].headline)》"
  }
}

private func id(_ end: RelationFacts.End) -> String {
  switch end {
  case .entity(let index): "e\(index)"
  case .article(let index): "a\(index)"
  }
}

private func node(_ id: String, _ label: String, _ name: String, _ aliases: [String]) -> String {
  let list = aliases.map(quoted).joined(separator: ",")
  return "{\"type\":\"node\",\"id\":\"\(id)\",\"labels\":[\"\(label)\"],"
    + "\"properties\":{\"name\":\(quoted(name)),\"aliases\":[\(list)]}}"
}

private func relationship(
  _ type: String, _ from: String, _ to: String, _ properties: [(key: String, value: PropertyFact)]
) -> String {
  let list = properties.map { "\(quoted($0.key)):\(quoted(text($0.value)))" }.joined(separator: ",")
  return "{\"type\":\"relationship\",\"id\":\"0\",\"label\":\"\(type)\",\"properties\":{\(list)},"
    + "\"start\":{\"id\":\"\(from)\"},\"end\":{\"id\":\"\(to)\"}}"
}

/// What the tagger alone finds in a page, with how sure it is.
func printTagged(_ bytes: [UInt8]) {
  guard let tagger = Tagger.embedded else { return }
  var scratch = TaggerScratch()
  for article in readPage(bytes).articles {
    for span in tagger.tag(article.text.folded.span, using: &scratch) {
      print("\(span.kind)\t\(article.text.string(span.range))\t\(span.margin)")
    }
  }
}
