// Shows the sentences of a page with the mentions that rules see in them. Looks into the reader,
// and so is there in debug builds only.

#if DEBUG
  @testable import Extract

  func printMarked(_ path: String, _ reader: PageReader, _ bytes: [UInt8]) {
    var work = PageWork(reader)
    for article in readPage(bytes).articles { work.read(article) }
    for (article, mentions, sentences) in work.articles {
      print("## \(article.headline)")
      for sentence in sentences { print("  - \(marked(sentence, article, mentions, work))") }
    }
  }

  private func marked(
    _ sentence: Sentence, _ article: Article, _ mentions: [Mention],
    _ work: borrowing PageWork
  ) -> String {
    var line = ""
    var position = sentence.range.lowerBound
    for mention in mentions
    where mention.outer < 0 && mention.range.lowerBound >= position
      && mention.range.upperBound <= sentence.range.upperBound
    {
      if mention.form == .reference && mention.entity < 0 { continue }
      let label = work.reader.domain.labels[Int(mention.label.index)].name
      let meant =
        mention.form == .reference ? "=\(work.resolver.table[Int(mention.entity)].name)" : ""
      line += article.text.string(position..<mention.range.lowerBound)
      line += "[\(article.text.string(mention.range))|\(label)\(meant)]"
      position = mention.range.upperBound
    }
    return line + article.text.string(position..<sentence.range.upperBound)
  }
#endif
