// The names of bodies and places as they are read from their last word: where they begin, what
// stands in them, and what is general and names nothing.

import Testing

#if DEBUG
  @Suite struct `Names of bodies and places` {
    /// Sentences with the mentions that should be found in them, and no others.
    static let sentences = [
      "近日，[青田县总工会|Union]举办联谊活动。",
      "近日，[北京长岭物业公司工会|Union]开展慰问。",
      "各级工会组织开展慰问，广大[职工|Title]积极参与。",
      "[石桥镇货车司机联合工会|Union]成立。",
      "[青田县人力资源和社会保障局|Organization]与[青田县总工会|Union]联合举办招聘会。",
      "[贝湖找房(北京)科技有限公司|Company]承办比赛。",
      "[国网青田县供电公司工会|Union]慰问[职工|Title]。",
      "[山东长岭重工股份有限公司铸造分公司工会|Union]成立。",
      "[华岳创新工作室|Organization]、[骏驰创新工作室|Organization]参加展示。",
      "[青田县人民医院急诊科|Organization][主任|Title][林远|Person]介绍情况。",
      "[共青团青田县委|Organization]举办宣讲会。",
      "[长岭集团有限公司工会女职工委员会|Organization]召开会议。",
      "[职工|Title]们步行去银行，行业发展很快，设备运行平稳。",
      "多家公司和各类学校的工会[主席|Title]到场。",
      "长岭重工第九届委员会的[委员|Title]到场。",
      "[集装箱码头有限公司|Company]的[职工|Title]到场。",
    ]

    @Test(arguments: sentences) func theirBeginningsAndEndsAreFound(_ marked: String) {
      #expect(MarkedText(reading: MarkedText.plain(marked)).sentences == marked)
    }
  }
#endif
