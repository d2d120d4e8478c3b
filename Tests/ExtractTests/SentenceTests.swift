// Sentences end where a reader would end them: quotations stay whole, and who spoke stays with what
// was said.

import Extract
import Testing

@Suite struct SentenceTests {
  private func split(_ body: String) -> [String] {
    readPage(Array("云水县开会\n\n本报讯 \(body)".utf8)).articles.first.map { article in
      sentences(of: article).dropFirst().map { article.text.foldedString($0.range) }
    } ?? []
  }

  @Test func marksEndSentences() {
    #expect(
      split("大会开幕。选手参赛！谁赢了？再看。")
        == [
          "大会开幕。",
          "选手参赛!",
          "谁赢了?",
          "再看。",
        ])
  }

  @Test func aQuotationStaysWithTheOneWhoSpoke() {
    #expect(
      split("“很高兴。明年再来。”参赛职工说。随后散会。")
        == [
          "“很高兴。明年再来。”参赛职工说。",
          "随后散会。",
        ])
  }

  @Test func aQuotationBeforeAReportIsASentenceOfItsOwn() {
    #expect(split("“很高兴。”近日，大会开幕。") == ["“很高兴。”", "近日,大会开幕。"])
  }

  @Test func straightQuotesArePairedAndAnOpenOneEndsNothing() {
    #expect(split("他说:\"好。\"她来了。") == ["他说:“好。”", "她来了。"])
    #expect(split("“没有结尾。第二句。") == ["“没有结尾。", "第二句。"])
  }
}
