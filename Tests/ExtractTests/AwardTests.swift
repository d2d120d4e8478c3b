// Awards with their districts, in quotes and before people; and what only sounds like one.

import Testing

#if DEBUG
  @Suite struct `Awards` {
    /// Sentences with the mentions that should be found in them, and no others.
    static let sentences = [
      "[职工|Title][杜若飞|Person]荣获[青田县五一劳动奖章|Award]。",
      "[杜若飞|Person]被授予“[青田工匠|Award]”称号。",
      "[青田县总工会|Union]授予[长岭重工公司|Company]“[工人先锋号|Award]、[青年文明号|Award]”称号。",
      "[长岭公司|Company]获得[全国五一劳动奖状|Award]。",
      "弘扬劳模精神、劳动精神、[工匠|Title]精神。",
      "[林远|Person]获得[一等奖|Prize]，[韩松|Person]获得[第二名|Prize]。",
      "[“五小”活动|Event]丰富多彩，“一对一”帮扶效果好。",
      "孟川被评为[首都劳动奖章|Award][获得者|Title]。",
    ]

    @Test(arguments: sentences) func theyAreToldFromSlogans(_ marked: String) {
      #expect(MarkedText(reading: MarkedText.plain(marked)).sentences == marked)
    }
  }
#endif
