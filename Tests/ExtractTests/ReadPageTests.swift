// Pages become articles: bylines of all shapes, pictures between paragraphs, torn columns.

import Extract
import Testing

@Suite struct ReadPageTests {
  private func read(_ page: String) -> [Article] { readPage(Array(page.utf8)).articles }

  private func credits(_ article: Article) -> [String] {
    article.credits.map { "\($0.role) \(article.text.string($0.name))" }
  }

  private func paragraphs(_ article: Article) -> [String] {
    article.parts.filter { $0.kind == .paragraph || $0.kind == .caption }
      .map { article.text.string($0.range) }
  }

  @Test func aHeadlineABylineAndABodyAreAnArticle() {
    let articles = read(
      """
      云水县职工运动会开幕

      本报讯（记者 王明远 通讯员 李 强）5月3日，云水县职工运动会开幕。12支队伍参加。
      """)
    #expect(articles.count == 1)
    #expect(articles.first?.headline == "云水县职工运动会开幕")
    #expect(articles.first.map(credits) == ["reporter 王明远", "correspondent 李强"])
    #expect(articles.first.map(paragraphs) == ["5月3日，云水县职工运动会开幕。12支队伍参加。"])
  }

  @Test func aTornParagraphIsJoined() {
    let articles = read(
      """
      ## 云水县职工运动会开幕

      本报讯 (记者 王明远) 近日,云水县职工运动会开幕,来自全县的代

      表队参加了比赛。
      """)
    #expect(
      articles.first.map(paragraphs)
        == [
          "近日,云水县职工运动会开幕,来自全县的代表队参加了比赛。"
        ])
  }

  @Test func aPictureBetweenTheHalvesOfASentenceIsAnArticleOfItsOwn() {
    let articles = read(
      """
      云水县职工运动会开幕

      本报讯（记者 王明远）近日，云水县职工运动会开幕，县总工会汇报了



      花海徒步

      5月3日，云水县总工会举办徒步活动，职工走进花海。 赵小川 文/图



      筹备情况，各乡镇工会先后发言。
      """)
    #expect(articles.count == 2)
    #expect(
      articles.first.map(paragraphs)
        == [
          "近日，云水县职工运动会开幕，县总工会汇报了筹备情况，各乡镇工会先后发言。"
        ])
    #expect(articles.last?.headline == "花海徒步")
    #expect(articles.last?.kind == .photo)
    #expect(articles.last.map(credits) == ["photographer 赵小川"])
  }

  @Test func placesOfAJoinedTextAreThoseOfTheFile() {
    let page = "云水县工会开会\n\n本报讯 （记者 王 明）近日，云水县总工会开\n\n会。"
    let bytes = Array(page.utf8)
    for article in readPage(bytes).articles {
      for index in 0..<article.text.count where article.text.scalars[index] != 0x0a {
        let source = article.text.source(index..<index + 1)
        #expect(
          String(decoding: bytes[source], as: UTF8.self) == article.text.string(index..<index + 1))
      }
    }
  }

  @Test func theOtherLinesOfATitleAreItsOtherForms() {
    let articles = read(
      "三百名选手参赛\n\n云水县职工技能大赛开幕\n\n本报讯（记者 王明远）近日，大赛开幕。")
    #expect(articles.first?.headline == "云水县职工技能大赛开幕")
    #expect(
      articles.first?.otherTitles
        == [
          "三百名选手参赛",
          "三百名选手参赛 云水县职工技能大赛开幕",
        ])
    #expect(read("云水县开会\n\n本报讯 近日，开会。").first?.otherTitles == [])
  }
}
