// Sentences with their mentions written into them, and matches as lines of text:
// `{Person 王一}出席{Event 甲大赛}。` names two; `{Person:3 王一}` gives the entity, `{Body? 该局}`
// is a reference that stands for nothing, `{Body?2 该局}` one that stands for entity 2.

import Extract

/// An article of some lines with mentions.
struct AnnotatedText {
  private(set) var article: RuleArticle
  var sentences: [Sentence] = []
  var text = PageText()

  /// Each line is a sentence and a part of its own; lines that begin with `#` are headlines, with
  /// `>` kickers, with `!` captions.
  init(_ lines: String, _ domain: Domain, kind: Article.Kind = .news, main: [(String, Int32)] = [])
  {
    article = RuleArticle(
      Article(index: 0, kind: kind, text: text, parts: [], credits: []), mentions: [])
    var mentions: [Mention] = []
    var parts: [Article.Part] = []
    for line in lines.split(separator: "\n") {
      let start = text.count
      var rest = Substring(line)
      var kind = Article.Part.Kind.paragraph
      if let first = rest.first, let marked = AnnotatedText.kinds[first] {
        kind = marked
        rest.removeFirst()
      }
      while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
        append(rest[..<open])
        let inner = rest[rest.index(after: open)..<close]
        let blank = inner.firstIndex(of: " ") ?? inner.endIndex
        let head = inner[..<blank]
        let label = head.prefix { $0 != ":" && $0 != "?" }
        let from = text.count
        append(inner[blank...].dropFirst())
        var mention = Mention(
          range: from..<text.count, label: domain.label(named: String(label)) ?? LabelID(0),
          form: head.contains("?") ? .reference : .name)
        if domain.labels[Int(mention.label.index)].isValue { mention.form = .value }
        mention.entity = Int32(head.dropFirst(label.count + 1)) ?? -1
        mentions.append(mention)
        rest = rest[rest.index(after: close)...]
      }
      append(rest)
      sentences.append(Sentence(range: start..<text.count, part: parts.count))
      parts.append(Article.Part(kind: kind, range: start..<text.count))
    }
    let page = Article(index: 0, kind: kind, text: text, parts: parts, credits: [])
    article = RuleArticle(
      page, mentions: mentions,
      main: main.compactMap { name, entity in domain.label(named: name).map { ($0, entity) } })
  }

  private static let kinds: [Character: Article.Part.Kind] = [
    "#": .headline, ">": .kicker, "!": .caption,
  ]

  private mutating func append(_ string: some StringProtocol) {
    for scalar in string.unicodeScalars {
      text.append(scalar.value, start: UInt32(text.count), end: UInt32(text.count + 1))
    }
  }

  /// A match as a line: `ATTENDED(王一, 甲大赛, role: speaker)`.
  func line(_ match: RuleMatch) -> String {
    let properties = match.properties.map { "\($0.key): \(shown($0.value))" }
    switch match.kind {
    case .relation(let type, let to):
      let all = [shown(match.from), shown(to)] + properties
      return "\(type)(\(all.joined(separator: ", ")))"
    case .properties:
      return "set(\(([shown(match.from)] + properties).joined(separator: ", ")))"
    }
  }

  func shown(_ end: RuleMatch.End) -> String {
    switch end {
    case .mention(let index): text.string(article.mentions[index].range)
    case .entity(let number): "entity \(number)"
    case .wholeOfMention(let index): "whole of \(text.string(article.mentions[index].range))"
    case .wholeOfEntity(let number): "whole of entity \(number)"
    case .article: "article"
    }
  }

  func shown(_ value: RuleMatch.Value) -> String {
    switch value {
    case .text(let text): text
    case .number(let number): "\(number)"
    case .mentions(let indices): indices.map { shown(.mention($0)) }.joined(separator: "、")
    case .entity(let number): "entity \(number)"
    case .range(let range): "‹\(text.string(range))›"
    case .share(let range, let index, let count):
      "\(index + 1)/\(count) of ‹\(text.string(range))›"
    }
  }
}

/// The domain of a rule file that must be right.
func domain(_ rules: String) throws -> Domain {
  do {
    return try Domain(Array(rules.utf8), name: "test.rules")
  } catch {
    throw RuleFileFailure(message: String(decoding: error.rendered(), as: UTF8.self))
  }
}

struct RuleFileFailure: Error, CustomStringConvertible {
  let message: String
  var description: String { "\n" + message }
}

/// What the rules find in an article, a line each.
func facts(
  _ rules: String, _ lines: String, kind: Article.Kind = .news, main: [(String, Int32)] = []
) throws -> [String] {
  let domain = try domain(vocabulary + rules)
  let text = AnnotatedText(lines, domain, kind: kind, main: main)
  var engine = RuleEngine(domain)
  return engine.matches(in: text.article, sentences: text.sentences).map { text.line($0) }
}

/// Labels and words that the tests of patterns use.
let vocabulary = """
  label Person
  label Union
  label Company
  label Event
  label Place
  value Title
  value Count
  group Body = Union Company
  words attend = 出席 参加 到场
  words organize = 主办:host 承办:undertaker 协办:"co-organizer" 主办方

  """
