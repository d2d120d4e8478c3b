// Shows the sentences of a page with what rules see in them.

@testable import Extract

func printMarked(_ path: String, _ reader: PageReader, _ bytes: [UInt8]) {
  var work = PageWork(reader)
  for article in readPage(bytes).articles { work.read(article) }
  for (article, mentions, sentences) in work.articles {
    print("##", article.headline)
    for sentence in sentences {
      var line = ""
      var position = sentence.range.lowerBound
      for mention in mentions where mention.outer < 0 && mention.range.lowerBound >= position && mention.range.upperBound <= sentence.range.upperBound {
        if mention.form == .reference && mention.entity < 0 { continue }
        line += article.text.string(position..<mention.range.lowerBound)
        let label = reader.domain.labels[Int(mention.label.index)].name
        let mark = mention.form == .reference ? "=\(work.resolver.table[Int(mention.entity)].name)" : ""
        line += "[\(article.text.string(mention.range))|\(label)\(mark)]"
        position = mention.range.upperBound
      }
      line += article.text.string(position..<sentence.range.upperBound)
      print("  -", line)
    }
    let r = work.matches
    _ = r
  }
}
