// The names of events: what makes one certain, what stands in it, and what is no event.

import Testing

#if DEBUG
  @Suite struct `Names of events` {
    /// Sentences with the mentions that should be found in them, and no others.
    static let sentences = [
      "[青田县第二届“银锚杯”职工技能大赛|Event]在[青田县文化宫|Place]举行。",
      "近日，[首届“新苗擂台赛”|Event]落幕，[职工|Title]踊跃报名。",
      "[2024年青田县职工运动会|Event]开幕，300名[职工|Title]参加。",
      "工会高度重视[职工|Title]技能培训工作，多次开展各类培训。",
      "近日，[青田县总工会|Union]举办[剪纸培训班|Event]。",
      "[中国工会第十八次全国代表大会|Event]精神传达到基层。",
      "试点期间，工会组织承办了[砌筑工、电工|Title]等10余项[青田县职工技能大赛|Event]。",
      "会议学习了《[青田县|District]职工代表大会条例》。",
      "[长岭集团和青田县总工会签约仪式|Event]举行。",
      "[“夏日送清凉”活动|Event]启动。",
      "[青田县第三届职工篮球赛决赛|Event]举行。",
      "近日，[青田县总工会|Union]举办[联谊活动“遇见·山谷”|Event]。",
      "“[2023年青田县职工网络专题培训班|Event]”开班。",
    ]

    @Test(arguments: sentences) func theyAreToldFromGeneralWords(_ marked: String) {
      #expect(MarkedText(reading: MarkedText.plain(marked)).sentences == marked)
    }
  }
#endif
