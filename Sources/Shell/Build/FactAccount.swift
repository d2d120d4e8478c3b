// What a graph knows of where its facts come from, gathered for people and programs.

internal import Extract
internal import Graph
import Text

/// An account of facts.
struct FactAccount {
  let graph: GraphSnapshot

  /// A mention of a node by an article.
  struct Mention {
    let article: NodeID
    let page: UTF8String
    let record: MentionRecord
  }

  init(_ graph: GraphSnapshot) { self.graph = graph }

  /// The articles that mention a node, by page.
  func mentions(of node: NodeID) -> [Mention] {
    guard let type = graph.type(CorpusNames.mentions), let key = graph.key(CorpusNames.sources)
    else { return [] }
    var found: [Mention] = []
    for id in graph.relationships(of: node) {
      guard let record = graph.record(of: id), record.type == type, record.target == node else {
        continue
      }
      let page = text(of: record.source, CorpusNames.page) ?? ""
      for json in graph.value(of: id, key).textValues {
        guard let mention = MentionRecord(json: json, page: page.string) else { continue }
        found.append(Mention(article: record.source, page: page, record: mention))
      }
    }
    return found.sorted {
      ($0.page, $0.record.places.first?.source.lowerBound ?? 0)
        < ($1.page, $1.record.places.first?.source.lowerBound ?? 0)
    }
  }

  /// The relations of a node that pages state.
  func stated(of node: NodeID) -> [RelationshipID] {
    guard let key = graph.key(CorpusNames.evidence) else { return [] }
    return graph.relationships(of: node).filter { !graph.value(of: $0, key).textValues.isEmpty }
  }

  /// The witnesses of a relation.
  func evidence(of id: RelationshipID) -> [Evidence] {
    guard let key = graph.key(CorpusNames.evidence) else { return [] }
    return graph.value(of: id, key).textValues.compactMap(Evidence.init(json:))
  }

  func text(of node: NodeID, _ key: UTF8String) -> UTF8String? {
    graph.key(key).flatMap { graph.value(of: node, $0).textValue }
  }

  func texts(of node: NodeID, _ key: UTF8String) -> [UTF8String] {
    graph.key(key).map { graph.value(of: node, $0).textValues } ?? []
  }

  /// The name and all other forms of a node, the longest first.
  func forms(of node: NodeID) -> [UTF8String] {
    var forms = texts(of: node, CorpusNames.aliases)
    if let name = text(of: node, CorpusNames.name) { forms.append(name) }
    return forms.filter { $0.byteCount > 0 }.sorted { ($1.byteCount, $0) < ($0.byteCount, $1) }
  }

  /// The parts of a sentence that say a fact, in bytes of the sentence: the words that the rule
  /// matched where the sentence stands in the file as it is, else the names of both ends.
  func marks(in evidence: Evidence, of ends: [NodeID]) -> [Range<Int>] {
    guard let witness = evidence.witness else { return [] }
    let start = witness.source.lowerBound - witness.sentenceSource.lowerBound
    let end = witness.source.upperBound - witness.sentenceSource.lowerBound
    let bytes = Array(witness.sentence.utf8)
    if witness.sentenceSource.count == bytes.count, start >= 0, start < end, end <= bytes.count,
      isBoundary(bytes, start), isBoundary(bytes, end)
    {
      return [start..<end]
    }
    var marks: [Range<Int>] = []
    for form in ends.flatMap(forms) {
      for range in places(of: Array(form.string.utf8), in: bytes)
      where !marks.contains(where: { $0.overlaps(range) }) {
        marks.append(range)
      }
    }
    return marks.sorted { $0.lowerBound < $1.lowerBound }
  }

  private func isBoundary(_ bytes: [UInt8], _ place: Int) -> Bool {
    place == bytes.count || bytes[place] & 0xc0 != 0x80
  }

  private func places(of needle: [UInt8], in bytes: [UInt8]) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var place = 0
    while place + needle.count <= bytes.count {
      if bytes[place..<place + needle.count].elementsEqual(needle) {
        places.append(place..<place + needle.count)
        place += needle.count
      } else {
        place += 1
      }
    }
    return places
  }

  // MARK: JSON

  /// Everything about a node or relation.
  func json(of entity: Entity) -> JSONValue {
    switch entity {
    case .node(let node): json(of: node)
    case .relationship(let id): json(of: id)
    }
  }

  private func json(of node: NodeID) -> JSONValue {
    let mentions = mentions(of: node)
    return .members(
      ("node", .count(Int(node.rawValue))),
      ("labels", .array(graph.sortedLabels(of: node).map(JSONValue.string))),
      ("name", text(of: node, CorpusNames.name).map(JSONValue.string) ?? .null),
      ("key", text(of: node, CorpusNames.key).map(JSONValue.string) ?? .null),
      ("aliases", .array(texts(of: node, CorpusNames.aliases).map(JSONValue.string))),
      ("mentions", .array(mentions.map(json))),
      (
        "merges",
        .array(
          texts(of: node, CorpusNames.merges).compactMap { text in
            text.withBytes { try? parseJSON($0) }
          }
            + mentions.flatMap { mention in
              mention.record.merges.map {
                .members(
                  ("page", .string(mention.page)), ("form", .string(UTF8String($0.form))),
                  ("reason", .string(UTF8String($0.reason))))
              }
            })
      ),
      ("relationships", .array(stated(of: node).map(json))))
  }

  private func json(of mention: Mention) -> JSONValue {
    .members(
      ("page", .string(mention.page)),
      ("article", text(of: mention.article, CorpusNames.name).map(JSONValue.string) ?? .null),
      (
        "places",
        .array(
          mention.record.places.map {
            .members(
              ("start", .count($0.source.lowerBound)), ("end", .count($0.source.upperBound)),
              ("form", .string(UTF8String($0.form))))
          })
      ))
  }

  private func json(of id: RelationshipID) -> JSONValue {
    guard let record = graph.record(of: id) else { return .null }
    let name = { (node: NodeID) -> JSONValue in
      text(of: node, CorpusNames.name).map(JSONValue.string) ?? .null
    }
    return .members(
      ("relationship", .count(Int(id.rawValue))),
      ("type", .string(graph.name(of: record.type))),
      ("start", .count(Int(record.source.rawValue))), ("start_name", name(record.source)),
      ("end", .count(Int(record.target.rawValue))), ("end_name", name(record.target)),
      (
        "evidence",
        .array(
          evidence(of: id).compactMap { evidence in
            evidence.json.withBytes { try? parseJSON($0) }
          })
      ))
  }
}
