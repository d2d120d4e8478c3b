// What points at something named before, short forms of names, and why forms were taken for one.

import Testing

#if DEBUG
  @testable import Extract

  @Suite struct `References and short forms` {
    static let texts = [
      "[青田县民政局|Organization]举办培训班。该[局工会|Union=青田县民政局工会][主席|Title][韩松|Person]参加，该[局|Organization=青田县民政局]的[职工|Title]很高兴。",
      "[青田县工匠学院|Organization]开班。[学院|Organization=青田县工匠学院][院长|Title][秦望山|Person]出席。",
      "[青田县总工会|Union]举办[第二届“银锚杯”技能大赛|Event]，此次[大赛|Event=第二届“银锚杯”技能大赛]共有300人参加，[大赛|Event=第二届“银锚杯”技能大赛]设三个项目。",
      "[青田县|District]举行[第三届职工运动会|Event]。[开幕式|Event=第三届职工运动会开幕式]上，[副县长|Title][秦望山|Person]致辞。",
      "[青田县工匠学院|Organization]正式开班，60名[职工|Title]参加。[仪式|Event=青田县工匠学院开班仪式]上，[韩松|Person]讲话。",
      "[职工|Title]们在[青田县青桐公寓工会服务站|Place]休息。[工会服务站|Place=青田县青桐公寓工会服务站][负责人|Title][林远|Person]说，欢迎大家。",
    ]

    @Test(arguments: texts) func theyMeanWhatWasNamedBefore(_ marked: String) {
      #expect(MarkedText(reading: MarkedText.plain(marked)).sentences == marked)
    }

    @Test func aDefinedFormIsTheBody() throws {
      let text = MarkedText(
        reading: "长岭重工股份有限公司（以下简称“长岭重工”）承办比赛，长岭重工职工林远参加。")
      let body = try #require(text.entity("长岭重工股份有限公司"))
      #expect(body.forms.contains("长岭重工"))
      #expect(body.merges.contains { $0.form == "长岭重工" && $0.reason.contains("简称") })
    }

    @Test func theDistrictOfTheArticleIsWrittenOut() throws {
      let text = MarkedText(reading: "青田县举办培训班。县总工会主席韩松出席，县民政局参加。")
      let union = try #require(text.entity("青田县总工会"))
      #expect(union.forms.contains("县总工会"))
      #expect(text.entity("青田县民政局") != nil)
    }

    @Test func bodiesOfAListAreEachNamed() throws {
      let text = MarkedText(reading: "嘉兴市的秀洲、南湖两区总工会举办联谊活动。")
      for name in ["秀洲区总工会", "南湖区总工会"] {
        let union = try #require(text.entity(name))
        #expect(union.merges.contains { $0.reason.contains("together") })
        #expect(union.seat >= 0 && name.hasPrefix(text.entities[union.seat].name))
      }
      #expect(text.entity("秀洲区") != nil && text.entity("南湖区") != nil)
    }

    @Test func oneBodyInTwoArticlesIsOne() {
      let text = MarkedText(
        reading: """
          青田县总工会送清凉

          近日，青田县总工会开展慰问活动。

          职工书屋揭牌

          近日，青田县总工会举行职工书屋揭牌仪式。
          """)
      #expect(text.entities.filter { $0.name == "青田县总工会" }.count == 1)
    }
  }
#endif
