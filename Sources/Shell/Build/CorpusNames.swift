// The names that facts have in a graph, and values of facts as values of the graph. What stands
// under these keys on a node with a key of 32 digits is Kin's; everything else is the user's.

internal import Extract
internal import Graph
import Text

/// Names in a graph that was read from pages.
enum CorpusNames {
  static let article: UTF8String = "Article"
  static let mentions: UTF8String = "MENTIONS"

  static let name: UTF8String = "name"
  static let aliases: UTF8String = "aliases"
  static let key: UTF8String = "key"
  static let merges: UTF8String = "merges"

  static let page: UTF8String = "page"
  static let index: UTF8String = "index"
  static let kind: UTF8String = "kind"
  static let start: UTF8String = "start"
  static let end: UTF8String = "end"
  static let digest: UTF8String = "digest"
  static let folder: UTF8String = "folder"
  static let implied: UTF8String = "implied"

  static let count: UTF8String = "count"
  static let sources: UTF8String = "sources"
  static let evidence: UTF8String = "evidence"
  static let confidence: UTF8String = "confidence"

  /// Keys that a page's own properties cannot take.
  static let reserved: Set<UTF8String> = [
    name, aliases, key, merges, page, index, kind, start, end, digest, folder, implied, count,
    sources, evidence, confidence,
  ]
}

/// Properties with the names of their keys.
typealias NamedValues = [(key: UTF8String, value: Value)]

extension PropertyFact {
  /// The value as a property of a graph.
  var value: Value {
    switch self {
    case .text(let text): .string(UTF8String(text))
    case .number(let number): .integer(Int64(number))
    }
  }
}

extension [(key: String, value: PropertyFact)] {
  /// The properties whose keys are not taken.
  func values(without taken: Set<UTF8String>) -> NamedValues {
    compactMap { key, value in
      let key = UTF8String(key)
      return taken.contains(key) ? nil : (key, value.value)
    }
  }
}

/// A list of texts, or nothing where it is empty.
func textList(_ texts: some Collection<String>) -> Value {
  texts.isEmpty ? .null : .list(texts.map { .string(UTF8String($0)) })
}

extension Value {
  /// The text, or nil where this is none.
  var textValue: UTF8String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The texts of a list, or of a single text.
  var textValues: [UTF8String] {
    switch self {
    case .list(let items): items.compactMap(\.textValue)
    case .string(let text): [text]
    default: []
    }
  }
}

extension MergedEntity {
  /// What the node of an entity holds.
  func values(key: ContentKey) -> NamedValues {
    let taken: Set<UTF8String> = [
      CorpusNames.name, CorpusNames.aliases, CorpusNames.key, CorpusNames.merges,
    ]
    return [
      (CorpusNames.name, .string(UTF8String(name))), (CorpusNames.aliases, textList(aliases)),
      (CorpusNames.key, .string(UTF8String(key.hex))), (CorpusNames.merges, textList(merges)),
    ] + properties.values(without: taken)
  }
}

extension PageRecord {
  /// The key of the node of an article.
  func articleKey(_ index: Int) -> ContentKey {
    ContentKey(hashing: ["Article", page, "\(index)"])
  }

  /// What the node of an article holds; the first one of a page also keeps what the page implies.
  func articleValues(_ index: Int, implied: [String]) -> NamedValues {
    let article = facts.articles[index]
    return [
      (CorpusNames.name, .string(UTF8String(article.headline))),
      (CorpusNames.aliases, textList(article.aliases)),
      (CorpusNames.key, .string(UTF8String(articleKey(index).hex))),
      (CorpusNames.page, .string(UTF8String(page))), (CorpusNames.index, .integer(Int64(index))),
      (CorpusNames.kind, .string(UTF8String(article.kind.rawValue))),
      (CorpusNames.start, .integer(Int64(article.source.lowerBound))),
      (CorpusNames.end, .integer(Int64(article.source.upperBound))),
      (CorpusNames.digest, .string(UTF8String(digest))),
      (CorpusNames.folder, folder.map { .string(UTF8String($0)) } ?? .null),
      (CorpusNames.implied, textList(implied)),
    ] + metadata.values(without: CorpusNames.reserved)
  }
}
