// Newspaper pages of invented people and bodies, and what layout, editors and disks do to them:
// lines and characters lost, doubled and mixed up, pages joined, bytes of other encodings.

extension Random {
  /// A page in some encoding, changed more or less.
  public mutating func damagedPage() -> [UInt8] {
    var text = Array(pick(Random.pages).unicodeScalars)
    if oneIn(3) { text += Array(pick(Random.pages).unicodeScalars) }
    if oneIn(30) { text = Array(repeatElement(text, count: 1 << below(6)).joined()) }
    for _ in 0..<below(8) { damage(&text) }
    var bytes = encoded(text)
    if oneIn(3) { for _ in 0..<1 + below(4) { damage(&bytes) } }
    return bytes
  }

  private mutating func damage(_ text: inout [Unicode.Scalar]) {
    let start = below(text.count + 1)
    let end = min(text.count, start + 1 + below(oneIn(4) ? 200 : 6))
    switch below(9) {
    case 0: text.removeSubrange(start..<end)
    case 1: text.insert(contentsOf: text[start..<end], at: below(text.count + 1))
    case 2: text.insert(contentsOf: text[start..<end], at: start)
    case 3: if oneIn(4) { text.removeSubrange(start...) }
    case 4: text.replaceSubrange(start..<end, with: text[start..<end].reversed())
    case 5:
      let piece = Array(pick(Random.pieces).unicodeScalars)
      let count = oneIn(6) ? 1 + below(400) : 1
      text.insert(contentsOf: repeatElement(piece, count: count).joined(), at: start)
    case 6: text.removeAll { $0 == "\n" && oneIn(2) }
    default: text.insert(contentsOf: pick(Random.pieces).unicodeScalars, at: start)
    }
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let start = below(bytes.count + 1)
    let end = min(bytes.count, start + 1 + below(4))
    switch below(4) {
    case 0 where start < end: bytes[start] ^= 1 << UInt8(below(8))
    case 1: bytes.removeSubrange(start..<end)
    case 2: bytes.insert(UInt8(below(256)), at: start)
    default: bytes.insert(contentsOf: bytes[start..<end], at: below(bytes.count + 1))
    }
  }

  private mutating func encoded(_ text: [Unicode.Scalar]) -> [UInt8] {
    var string = ""
    string.unicodeScalars.append(contentsOf: text)
    switch below(8) {
    case 0: return [0xef, 0xbb, 0xbf] + Array(string.utf8)
    case 1: return [0xff, 0xfe] + string.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    case 2: return [0xfe, 0xff] + string.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    // Read as GB 18030: other characters, and some that are none.
    case 3: return string.utf16.flatMap { [UInt8($0 >> 8) | 0x80, UInt8($0 & 0xff)] }
    default: return Array(string.utf8)
    }
  }

  private static let pieces = [
    "“", "”", "《", "》", "(", ")", "（", "）", "、", "，", "。", "·", "…", " ", "\u{3000}", "\n", "\n\n",
    "\r\n", "\t", "#", "## ", "**", "本报讯", "(记者 王一)", "摄", "县总工会", "工会", "公司", "该局", "此次", "大赛",
    "以下简称“长岭”", "第", "2024年", "3", "主席", "和", "两县总工会", "在", "由", "\u{0}", "\u{feff}",
    "\u{fffd}", "é", "😀", "\u{10ffff}", "A", "&nbsp;", "<p>", "http://a.b/c", "|", "- ",
  ]

  private static let pages = [
    """


    同心聚力谋发展 实干笃行谱新篇

    云溪县第二届“银锚杯”职工技能大赛落幕

    本报讯（记者 周远舟 通讯员 白 露）近日，由云溪县总工会主办，长岭重工股份有限公司（以下简称“长岭重

    工”）承办的云溪县第二届“银锚杯”职工技能大赛在云溪县文化宫落下帷幕。县总工会党组书记、主席秦望山，县人社局副局长贺兰
    出席闭幕式并为获奖选手颁奖。

    最终，长岭重工职工杜若飞获得一等奖，并被授予“云溪工匠”称号。该公司工会主席韩松表示，将继续开展岗位练兵活动。
    """,
    """
    # 山前、山后两区总工会举办联谊活动

    **本报讯** (记者 陆 遥) 5月3日,由山前区总工会、山后区总工会联合主办的青年职工联谊活动在白鹭湖公园举行。

    ## 阿依古丽·买买提:草原上的“护线工”

    “我爱这份工作。”国网青原县供电公司职工阿依古丽·买买提说。2023年5月,她获得省五一劳动奖章。


    职工走进花海。 本报记者 何苗 摄
    """,
    """
    明光机械厂工会换届

    本报讯(记者孟川)4月8日,明光机械厂工会召开第三次会员代表大会,选举产生新一届工会委员会。林远当选主席,张霖、马立当选副主席。

    石桥镇总工会送清凉

    近日,石桥镇总工会走进长安街道、新华社区等12家单位,慰问户外劳动者300余名。该镇总工会负责人介绍,活动将持续到9月。

    ■本版撰文/摄影 江河
    """,
  ]
}
