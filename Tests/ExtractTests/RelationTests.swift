// What the rules of the news domain make of sentences with given mentions: each kind of relation as
// papers say it, and sentences that look alike and say something else.

import Extract
import Testing

@Suite struct RelationTests {
  /// The relations of a type that the rules of the news domain find.
  private func found(_ type: String, _ lines: String, main: [(String, Int32)] = []) -> [String] {
    let text = AnnotatedText(lines, .news, main: main)
    var engine = RuleEngine(.news)
    return engine.matches(in: text.article, sentences: text.sentences).map { text.line($0) }
      .filter { $0.hasPrefix(type + "(") && (type == "WON" || !$0.contains("whole of")) }.sorted()
  }

  // MARK: Who works where

  @Test func officesStandBeforeNames() {
    #expect(
      found(
        "WORKS_AT", "{Union 云州市总工会}{Title 副主席}{Person 田小满}、{Company 长河公司}{Title 经理}{Person 白露}到场。")
        == [
          "WORKS_AT(田小满, 云州市总工会, title: ‹副主席›)", "WORKS_AT(白露, 长河公司, title: ‹经理›)",
        ])
  }

  @Test func oneHasSeveralOffices() {
    #expect(
      found(
        "WORKS_AT",
        "{Organization 云州市人大常委会}{Title 副主任}、{Union 市总工会}{Title 主席}{Person 白露}说。") == [
          "WORKS_AT(白露, 云州市人大常委会, title: ‹副主任›)", "WORKS_AT(白露, 市总工会, title: ‹主席›)",
        ])
  }

  @Test func tradesThatNoListKnows() {
    #expect(
      found("WORKS_AT", "{Company 青石窑业}拉坯工{Person 田小满}来了。")
        == ["WORKS_AT(田小满, 青石窑业, title: ‹拉坯工›)"])
  }

  @Test func aNameBehindABodyAndOneWhoComesFromIt() {
    #expect(
      found("WORKS_AT", "{Company 青石窑业}{Person 田小满}、{Company 长河公司}{Person 白露}登台。") == [
        "WORKS_AT(田小满, 青石窑业)", "WORKS_AT(白露, 长河公司)",
      ])
    #expect(
      found("WORKS_AT", "来自{Company 青石窑业}的{Title 选手}{Person 田小满}说。")
        == ["WORKS_AT(田小满, 青石窑业)"])
  }

  @Test func appointmentsAreOfficesToo() {
    #expect(
      found("WORKS_AT", "{Person 田小满}被聘为{Organization 云州工匠学院}首批{Title 导师}。")
        == ["WORKS_AT(田小满, 云州工匠学院, title: ‹导师›)"])
    #expect(
      found("WORKS_AT", "{Union 云州市总工会}换届，{Person 田小满}、{Person 白露}当选为{Title 副主席}。")
        == ["WORKS_AT(田小满, 云州市总工会, title: ‹副主席›)", "WORKS_AT(白露, 云州市总工会, title: ‹副主席›)"])
    // The school of which one becomes head is not that of the next in the sentence.
    #expect(
      found(
        "WORKS_AT",
        "{Person 田小满}受聘为{Organization 云州工匠学院}{Title 院长}，{Organization 河湾大学}{Title 教授}{Person 白露}到场。"
      ).contains("WORKS_AT(白露, 云州工匠学院, title: ‹院长›)") == false)
  }

  // MARK: Who holds what

  @Test func hostsByTheirRoles() {
    #expect(
      found(
        "ORGANIZED",
        "由{Union 云州市总工会}、{Organization 市体育局}主办，{Company 长河公司}承办的{Event 职工运动会}开幕。") == [
          "ORGANIZED(云州市总工会, 职工运动会, role: host)", "ORGANIZED(市体育局, 职工运动会, role: host)",
          "ORGANIZED(长河公司, 职工运动会, role: undertaker)",
        ])
    #expect(
      found("ORGANIZED", "{Event 职工运动会}由{Union 云州市总工会}主办、{Company 长河公司}协办。") == [
        "ORGANIZED(云州市总工会, 职工运动会, role: host)", "ORGANIZED(长河公司, 职工运动会, role: co-organizer)",
      ])
  }

  @Test func hostsAreNotTheHousesTheyMeetIn() {
    #expect(
      found("ORGANIZED", "近日，{Union 云州市总工会}在{Organization 河湾大学}举办{Event 急救培训班}。")
        == ["ORGANIZED(云州市总工会, 急救培训班, role: host)"])
    #expect(found("ORGANIZED", "{Event 急救培训班}在{Organization 河湾大学}举办。") == [])
  }

  @Test func severalHostsTogether() {
    #expect(
      found("ORGANIZED", "{Union 云州市总工会}联合{Organization 市妇联}共同开展了{Event 读书活动}。") == [
        "ORGANIZED(云州市总工会, 读书活动, role: host)", "ORGANIZED(市妇联, 读书活动, role: host)",
      ])
  }

  // MARK: Where

  @Test func whereItIsHeld() {
    #expect(
      found("HELD_AT", "{Event 职工运动会}日前在{Place 云州体育馆}落下帷幕。")
        == ["HELD_AT(职工运动会, 云州体育馆)"])
    #expect(
      found("HELD_AT", "{Union 市总工会}在{Place 云州体育馆}举办{Event 职工运动会}。")
        == ["HELD_AT(职工运动会, 云州体育馆)"])
    #expect(found("HELD_AT", "{Event 职工运动会}闭幕，{Person 白露}在{Place 云州体育馆}门口等车。") == [])
  }

  @Test func whereItLies() {
    #expect(
      found("LOCATED_IN", "{Organization 田小满工作室}位于{District 云州市}{District 河湾镇}。")
        == ["LOCATED_IN(田小满工作室, 河湾镇)"])
    #expect(
      found("LOCATED_IN", "{Organization 云州工匠学院}在{District 河湾镇}揭牌成立。")
        == ["LOCATED_IN(云州工匠学院, 河湾镇)"])
    #expect(
      found("LOCATED_IN", "{Event 采茶节}在{District 河湾镇}举行。") == ["LOCATED_IN(采茶节, 河湾镇)"])
  }

  // MARK: Who comes

  @Test func guestsOfAList() {
    #expect(
      found(
        "ATTENDED",
        "{Union 市总工会}{Title 主席}{Person 田小满}，{Organization 市妇联}{Title 主席}{Person 白露}出席{Event 开幕式}。")
        == ["ATTENDED(田小满, 开幕式, role: attendee)", "ATTENDED(白露, 开幕式, role: attendee)"])
  }

  @Test func rolesByWhatTheyDo() {
    #expect(
      found("ATTENDED", "{Event 开幕式}上，{Person 田小满}致辞，{Person 白露}主持{Event?2 开幕式}。")
        .contains("ATTENDED(田小满, 开幕式, role: speaker)"))
    #expect(
      found("ATTENDED", "{Event 座谈会}由{Union 市总工会}{Title 副主席}{Person 白露}主持。")
        == ["ATTENDED(白露, 座谈会, role: host)"])
    #expect(
      found("ATTENDED", "{Event 培训班}邀请{Organization 河湾大学}{Title 教授}{Person 白露}授课。")
        .allSatisfy { $0.contains("trainer") })
    #expect(
      found("ATTENDED", "{Person 白露}出席{Event 表彰会}并讲话。")
        == ["ATTENDED(白露, 表彰会, role: speaker)"])
  }

  @Test func anotherSubjectEndsTheList() {
    #expect(
      found("ATTENDED", "{Person 田小满}主持{Event 表彰会}，{Person 白露}出席{Event?1 会议}。") == [
        "ATTENDED(田小满, 表彰会, role: host)", "ATTENDED(白露, 会议, role: attendee)",
      ])
  }

  // MARK: Who founds, and what belongs to what

  @Test func founders() {
    #expect(
      found("FOUNDED", "{Organization 云州工匠学院}由{Union 市总工会}、{Company 长河公司}共同组建。") == [
        "FOUNDED(市总工会, 云州工匠学院)", "FOUNDED(长河公司, 云州工匠学院)",
      ])
    #expect(
      found("FOUNDED", "{Company 长河公司}成立了{Organization 白露工作室}。")
        == ["FOUNDED(长河公司, 白露工作室)"])
    #expect(
      found("FOUNDED", "由{Union 市总工会}与{Company 长河公司}创建的{Organization 白露工作室}揭牌。") == [
        "FOUNDED(市总工会, 白露工作室)", "FOUNDED(长河公司, 白露工作室)",
      ])
  }

  @Test func partsAndBranches() {
    #expect(
      found("PART_OF", "{Company 长河集团}下属的{Company 青石窑业}、{Company 河湾茶厂}停工。") == [
        "PART_OF(河湾茶厂, 长河集团)", "PART_OF(青石窑业, 长河集团)",
      ])
    #expect(
      found(
        "PART_OF", "该{Organization?1 学院}由{Union 市总工会}组建，下设{Organization 木雕分院}、{Organization 银器分院}。")
        == ["PART_OF(木雕分院, 学院)", "PART_OF(银器分院, 学院)"])
    #expect(
      found("PART_OF", "{Company 长河集团}所属{Company 青石窑业}开工。")
        == ["PART_OF(青石窑业, 长河集团)"])
  }

  // MARK: Who wins

  @Test func prizesInTheirOrder() {
    #expect(
      found(
        "WON",
        "{Event 焊接大赛}上，{Company 长河公司}{Person 田小满}、{Company 青石窑业}{Person 白露}分获个人一、{Prize 二等奖}。")
        == [
          "WON(田小满, whole of 焊接大赛, prize: 1/2 of ‹个人一、二等奖›)",
          "WON(白露, whole of 焊接大赛, prize: 2/2 of ‹个人一、二等奖›)",
        ])
    #expect(
      found("WON", "{Event 焊接大赛}闭幕，{Union 市税务局工会}获{Prize 优秀组织奖}。")
        == ["WON(市税务局工会, whole of 焊接大赛, prize: 1/1 of ‹优秀组织奖›)"])
  }

  @Test func honoursBeforeNamesAndBehindVerbs() {
    #expect(
      found("WON", "{Award 全国劳动模范}、{Company 长河公司}{Title 技师}{Person 田小满}说。")
        == ["WON(田小满, 全国劳动模范)"])
    #expect(
      found("WON", "{Person 田小满}等30人被授予“{Award 云州市劳动模范}”称号，{Person 白露}等5人被授予“{Award 云州工匠}”称号。")
        == ["WON(田小满, 云州市劳动模范)", "WON(白露, 云州工匠)"])
  }

  @Test func whoConfersDoesNotWin() {
    let line = "{Union 市总工会}授予{Company 长河公司}“{Award 工人先锋号}”称号。"
    #expect(found("WON", line) == ["WON(长河公司, 工人先锋号)"])
    #expect(found("CONFERRED", line) == ["CONFERRED(市总工会, 工人先锋号)"])
    #expect(
      found("CONFERRED", "{Organization 田小满工作室}被{Union 省总工会}命名为“{Award 示范工作室}”。")
        == ["CONFERRED(省总工会, 示范工作室)"])
    #expect(
      found("CONFERRED", "{Union 市总工会}向{Person 田小满}颁发“{Award 云州工匠}”证书。")
        == ["CONFERRED(市总工会, 云州工匠)"])
  }
}
