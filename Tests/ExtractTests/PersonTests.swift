// People behind titles and bodies, in lists, of many peoples; and the words that are no people.

import Testing

#if DEBUG
  @Suite struct `Names of people` {
    /// Sentences with the mentions that should be found in them, and no others.
    static let sentences = [
      "[青田县总工会|Union][主席|Title][秦望山|Person]、[副主席|Title][韩松|Person]出席活动。",
      "[青田县|Organization][副县长|Title][阿依古丽·买买提|Person]参加。",
      "[国网青田县供电公司|Company][职工|Title][周小川|Person]说，大家很高兴。",
      "工会[主席|Title]普遍反映，活动推向高潮，[马克思主义学院|Organization][老师|Title]授课。",
      "[教授|Title][孟远|Person]正在授课，[记者|Title][王强|Person]采访了他。",
      "美国[专家|Title][John Smith|Person]到[青田县|District]讲课。",
      "[欧阳明远|Person]和[司马青|Person]出席。",
      "小李说，王[师傅|Title]和张[大爷|Title]很高兴，一位[学员|Title]表示感谢。",
      "[代表|Title][白露|Person]、[林远|Person]、[何苗|Person]等10人参加。",
      "“[青田工匠|Award]”[杜若飞|Person]荣获[一等奖|Prize]。",
      "[石桥镇|District]的[职工|Title]高兴地说，安全生产很重要。",
      "[护林员|Title][任为民|Person]为[职工|Title]讲课。",
      "向[李明远|Person]学习，[李明远|Person]是[焊工|Title]。",
    ]

    @Test(arguments: sentences) func theyAreToldFromWords(_ marked: String) {
      #expect(MarkedText(reading: MarkedText.plain(marked)).sentences == marked)
    }
  }
#endif
