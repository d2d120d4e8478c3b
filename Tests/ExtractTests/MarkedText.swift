// Sentences with the mentions that rules see in them: `[青田县总工会|Union]举办活动。`. A reference
// has behind = what it stands for: `[该公司|Company=长岭重工]`. Looks into the reader, and so is
// there in debug builds only.

#if DEBUG
  @testable import Extract

  /// A page as it was read, in lines of marked sentences.
  struct MarkedText {
    private(set) var sentences = ""
    private(set) var entities: [EntityRecord] = []
    private static let reader = PageReader()

    init(reading text: String) {
      var work = PageWork(Self.reader)
      for article in readPage(Array(text.utf8)).articles { work.read(article) }
      entities = work.resolver.table.records
      for (article, mentions, found) in work.articles {
        for sentence in found { sentences += marked(sentence, article, mentions) }
      }
    }

    /// A marked text without its marks.
    static func plain(_ marked: String) -> String {
      marked.replacing(/\[([^|\[\]]*)\|[^\]]*\]/) { String($0.output.1) }
    }

    /// The entity of a name.
    func entity(_ name: String) -> EntityRecord? {
      entities.first { $0.name == name && !$0.places.isEmpty }
    }

    private func marked(
      _ sentence: Sentence, _ article: Article, _ mentions: [Mention]
    ) -> String {
      var line = ""
      var position = sentence.range.lowerBound
      for mention in mentions
      where mention.outer < 0 && mention.range.lowerBound >= position
        && mention.range.upperBound <= sentence.range.upperBound
      {
        if mention.form == .reference && mention.entity < 0 { continue }
        let label = Domain.news.labels[Int(mention.label.index)].name
        let meant =
          mention.form == .reference ? "=\(entities[Int(mention.entity)].name)" : ""
        line += article.text.string(position..<mention.range.lowerBound)
        line += "[\(article.text.string(mention.range))|\(label)\(meant)]"
        position = mention.range.upperBound
      }
      return line + article.text.string(position..<sentence.range.upperBound)
    }
  }
#endif
