// Words that begin sentences: of a text that is under way, and of a new one. They tell a headline
// from a torn line.

/// Words that say how a line stands to its neighbours.
enum PageWords {
  /// Begins of sentences that go on with what was told before.
  static let goesOn = PhraseSet(
    "据了解 据悉 据介绍 据统计 此次 本次 本届 该 会上 仪式上 活动中 活动现场 现场 比赛中 随后",
    "同时 此外 另外 目前 截至 下一步 接下来 活动期间 培训期间 仪式结束 会议要求 会议指出",
    "会议强调 会后 会前 最终 最后 经过 其中 期间 当天 当日 与此同时 启动仪式上 揭牌仪式上",
    "讲座结束 演练结束 活动结束 活动当天 近年来 今年以来 多年来 一直以来 为此 因此 对此 但 而",
    "并且 而且 然而 不仅 除了 参加 与会 他 她 他们 她们 它")
  /// Words of time that begin a report.
  static let times = PhraseSet(
    "近日 日前 近期 连日来 昨日 昨天 今天 今日 今年 去年 前不久 不久前 最近 上周 本周 日 如今",
    "现在 过去 曾经 每天 清晨 早上 上午 下午 晚上 记得 走进 作为 面对 入夏 入冬 入秋 入伏 新年",
    "春节 为 为了 随着 在 由 记者 自"
  )
  /// Days in words.
  static let days = PhraseSet(
    "近日 日前 近期 连日来 昨日 昨天 今日 今天 前不久 不久前 最近 上周 本周 上月 本月 日上午",
    "日下午 日晚 月初 月底 月中旬 月上旬 月下旬")
  /// Days of the week.
  static let weekdays = PhraseSet("星期 周一 周二 周三 周四 周五 周六 周日")
  /// Words behind the name of one who spoke.
  static let says = PhraseSet("说 表示 介绍 告诉 道 坦言 感慨 感叹 回忆 点赞")
  /// Offices that stand before a name.
  static let offices = PhraseSet(
    "主席 书记 主任 部长 会长 经理 院长 校长 队长 局长 科长 处长 市长 县长 区长 镇长 乡长 厂长",
    "董事长 秘书长 站长 所长 班长 组长 负责人 职工 工人 教师 医生 教授 工程师 记者"
  )
  /// Digits of numbered headings.
  static let digits: Set<UInt32> = Set("一二三四五六七八九十百".unicodeScalars.map(\.value))
  /// Begins of the second line of one headline.
  static let joinsBefore = PhraseSet("暨 和 与 及 赴 的 之 并 以及 等")
  /// Ends of the first line of one headline.
  static let joinsBehind = PhraseSet(
    "的 和 与 及 暨 、 在 为 对 向 将 以 从 于 被 把 让 让人 是 , 关于")
  /// What slogans over a page are made of.
  static let slogans = PhraseSet(
    "深入学习 学习贯彻 贯彻落实 贯彻党的 精神 新时代 新征程 新局面 新篇章 新篇 新作为 新贡献",
    "新辉煌 新业绩 新风采 奋进 建功 奋力 凝心聚力 凝心铸魂 践行 嘱托 使命 担当 先行者 中国梦",
    "劳动美 弘扬 汇聚 力量 在行动 铸牢 共筑 谱写 书写 贡献 团结动员 促发展 共同体意识 现代化",
    "开拓 感党恩 听党话 跟党走 不忘初心 牢记使命 砥砺前行 勇当 争当 争做 主力军 喜迎 庆祝 献礼",
    "聚焦 高质量发展 推动 展现 团结奋斗 同心 携手 启航 扬帆 主题教育")
}
