// Words that begin sentences: of a text that is under way, and of a new one. They tell a headline from
// a torn line.

/// Words that say how a line stands to its neighbours.
enum PageWords {
  /// Begins of sentences that go on with what was told before.
  static let goesOn = PhraseSet(
    "据了解 据悉 据介绍 据统计 此次 本次 本届 该 会上 仪式上 活动中 活动现场 现场 比赛中 随后 同时 此外 另外 目前 截至 下一步 接下来",
    "活动期间 培训期间 仪式结束 会议要求 会议指出 会议强调 会后 会前 最终 最后 经过 其中 期间 当天 当日 与此同时 启动仪式上 揭牌仪式上",
    "讲座结束 演练结束 活动结束 活动当天 近年来 今年以来 多年来 一直以来 为此 因此 对此 但 而 并且 而且 然而 不仅 除了 参加 与会 他 她 他们 她们 它")
  /// Words of time that begin a report.
  static let times = PhraseSet(
    "近日 日前 近期 连日来 昨日 昨天 今天 今日 今年 去年 前不久 不久前 最近 上周 本周 日 入夏 入冬 入秋 入伏 新年 春节 为 为了 随着 在 由 记者 自")
}
