// The words of bylines and credit lines. They belong to how papers are made, not to the domain of a
// graph, and so stand with the code that reads the layout.

/// Words around the names of those who wrote and photographed.
enum CreditWords {
  /// Who writes for the paper.
  static let reporter = PhraseSet(
    "记者 本报记者 本网记者 本刊记者 本台记者 首席记者 本报首席记者 实习记者 本报实习记者",
    "见习记者 本报见习记者 全媒体记者 本报全媒体记者 融媒体记者 本报融媒体记者 融媒记者",
    "本报融媒记者 全媒记者 新华社记者 特派记者 本报特派记者 驻站记者 本报驻站记者 特约记者",
    "本报特约记者 客户端记者 人民网记者 中新网记者 中新社记者 作者 本报评论员 撰文 文字 撰稿",
    "文字记者 采写 日报记者 晚报记者 工人日报记者 工人日报—中工网记者 中工网记者 本报两会报道组",
    "本报采访组")
  /// Who writes to the paper.
  static let correspondent = PhraseSet(
    "通讯员 本报通讯员 特约通讯员 本报特约通讯员 实习生 本报实习生 特约撰稿人 特约撰稿 供稿 投稿",
    "骨干通讯员 工会通讯员")
  /// Who photographs, before the name.
  static let photographer = PhraseSet(
    "摄影 摄影记者 本报摄影记者 摄影师 摄影通讯员 拍摄 供图 图片 摄 图")
  /// People of the desk, who are not named in the graph.
  static let desk = PhraseSet(
    "责任编辑 责编 编辑 主编 校对 美编 版式 版面设计 审核 编审 监制 值班编委 值班主任 值班总编",
    "执行主编 制图 绘图 本版编辑 本版责编 组版 检校 统筹 策划 终审 初审 复审 一审 二审 三审 图编",
    "视觉 见习编辑 本期编辑")
  /// Behind names: those before photographed.
  static let tookPicture = PhraseSet("摄 摄影 供图 图 拍摄 图片 摄制")
  /// Behind names: those before wrote and photographed.
  static let wroteAndTookPicture = PhraseSet(
    "摄影报道 摄影/报道 摄影/文 文/图 图/文 文图 图文 文并摄 文/摄 文、图 图、文 摄影、文字",
    "文/摄影 摄/文 摄影并文 撰文/摄影 撰文并摄影 图文报道 图片报道 文并图")
  /// Behind names: those before wrote.
  static let wrote = PhraseSet("文 报道 撰文 采写 整理 供稿 撰稿 编译")
  /// Words that end a name that stands without a blank before them.
  static let afterName = PhraseSet(
    "报道 摄影报道 摄影 通讯员 记者 实习生 供图 文/图 图/文 摄影/报道 供稿 文并摄 特约通讯员",
    "本报记者 本报通讯员 实习记者")

  /// Behind the names of an open byline.
  static let reported = PhraseSet("报道 摄影报道 综合报道")

  /// Begins of datelines.
  static let agency = PhraseSet(
    "本报 本网 本刊 本台 新华社 新华网 中新社 中新网 人民网 央视网 央广网 光明网 中工网 澎湃新闻",
    "工人日报 人民日报 经济日报 光明日报 中国新闻网 中国青年报 中国日报 科技日报 法治日报",
    "农民日报 新华每日电讯 解放军报 劳动报 劳动午报 环球网 国际在线")
  /// Ends of datelines.
  static let wire = PhraseSet("讯 电 专电 报道 消息 综合报道 综合消息")

  /// Begins of lines about the page and not of it.
  static let pageNote = PhraseSet(
    "来源: 稿件来源: 信息来源: 文章来源: 新闻来源: 发布时间: 发布日期: 更新时间: 时间: 日期:",
    "浏览次数: 点击: 阅读: 阅读量: 点击数: 浏览量: 字号: 字体: 责任编辑: 责编: 编辑: 主编: 校对:",
    "审核: 原标题: 原题: 关键词: 标签: 分享到 分享: 打印 发布人: 发布者: 发布单位: 版次:",
    "版权声明 免责声明 上一篇 下一篇 相关链接: 相关阅读: 相关新闻: 当前位置: 您的位置: 首页>",
    "首页 责任编辑 本版编辑 本版责编 值班编委 版面编辑 http:// https:// www. 扫一扫 返回顶部",
    "字体大小 声明: 转载请注明 本版责任编辑 投稿邮箱 新闻热线 电子邮箱 联系电话 版式设计 美编:",
    "监制: 终审: 统筹: 策划:")
  /// Before the name of the author in a line about the page.
  static let author = PhraseSet("作者: 记者: 通讯员: 撰稿: 供稿: 文: 摄影:")
  /// Notes behind the end of an article.
  static let endNote = PhraseSet(
    "责任编辑 责编 编辑: 校对: 审核: 本版编辑 本版责编 终审: 上一篇 下一篇 版权声明 免责声明",
    "分享到 相关链接 相关阅读 相关新闻")
  /// Begins of captions.
  static let captionStart = PhraseSet(
    "图为 上图 下图 左图 右图 图① 图一 图1 题图 ▲ △ ↑ ▼ 图片说明 图说")
  /// Notes at the ends of paragraphs that point to another page.
  static let jump = PhraseSet(
    "下转 上接 紧接 转第 接第 见第 详见 更多内容 完 原载 全文见 相关报道见")
}
