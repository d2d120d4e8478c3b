// Divisions in sentences: chains, short forms, zones, towns, lists that share their last words; and
// the words that only look like divisions.

import Testing

#if DEBUG
  @Suite struct `Divisions in sentences` {
    /// Sentences with the mentions that should be found in them, and no others.
    static let sentences = [
      "[浙江省嘉兴市秀洲区总工会|Union]举办活动。",
      "[丽水市青田县总工会|Union]慰问[职工|Title]，[青田|District]的[职工|Title]很高兴。",
      "[职工|Title]们朝阳升起时出发，迎着朝阳奔跑。",
      "[青田经济技术开发区总工会|Union]成立。",
      "前进的道路上，大家团结一心，和平共处。",
      "重点平房区和老城区进行改造，住宅小区安静。",
      "[嘉兴市|District][秀洲区|District]、[南湖区总工会|Union]分别举办活动。",
      "[嘉兴市|District]的[秀洲|Union]、[南湖两区总工会|Union]举办联谊活动，两区总工会[负责人|Title]参加。",
      "[北京|Organization]、[天津两市人社局|Organization]联合开展行动。",
      "[嘉兴市|District][平湖|District]、[海盐|District]、[海宁|District]三地[职工|Title]交流，[平湖|Organization]、[海盐|Organization]、[海宁三县市场监管局|Organization]合作。",
      "两区总工会举办活动，三县[职工|Title]参加。",
      "[鄂尔多斯市伊金霍洛旗总工会|Union]慰问[牧民|Title]。",
      "[勐海县|District][布朗山布朗族乡|District]举办活动。",
      "[北京经济技术开发区（以下简称“经开区”）总工会|Union]慰问[职工|Title]，[经开区|District]企业发展快。",
    ]

    @Test(arguments: sentences) func theyAreToldFromWords(_ marked: String) {
      #expect(MarkedText(reading: MarkedText.plain(marked)).sentences == marked)
    }
  }
#endif
