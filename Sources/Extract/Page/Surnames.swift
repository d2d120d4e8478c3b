// Surnames, for names that layout tore apart. The single ones are the Hundred Families with the
// rarer ones of today; compound surnames stand apart. Common words among them (和, 于, 有) are
// left in where they are surnames too: the callers ask only at places where a name is likely.

internal import Text

/// Surnames of one and two characters.
enum Surnames {
  private static let single: Set<UInt32> = scalars(
    """
    赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎
    鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄
    和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭
    梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚
    程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫
    宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍双
    闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容
    向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殴殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空
    曾毋沙乜养鞠须丰巢关蒯相查后荆游竺权逯盖益桓公仉督岳帅缑亢况郈有琴归海墨哈谯笪年爱阳佟言福
    肖闫付代仝亓綦逯苟邸邝邓覃植冼佘晋楚展撒妥拓折者尕漆勉虎脱禚么兀税鲜庹敬佈那寸普刀岩玉官逢逄蹇
    鄢酒雒贠栗郇呼母战衣辜仵呙祖招揭麦区欧占詹丘丛战鹿矫相修初来原国由迟万门纳锁保资布孛
    """)

  private static let compound: Set<UInt64> = pairs(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 "
      + "澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 "
      + "司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 "
      + "夹谷 轩辕 令狐 段干 百里 呼延 东郭 南门 羊舌 微生 公户 公玉 公仪 梁丘 西门 "
      + "左丘 东门 第五 纳兰 完颜 叶赫 爱新 富察 佟佳 沙马 吉克 阿苏 阿苦")

  /// Whether a character is a surname.
  static func contains(_ scalar: UInt32) -> Bool { single.contains(scalar) }

  /// Whether two characters are a surname.
  static func contains(_ first: UInt32, _ second: UInt32) -> Bool {
    compound.contains(UInt64(first) << 32 | UInt64(second))
  }

  /// How many characters the surname at a place has; 0 if there is none.
  static func length(_ text: [UInt32], at index: Int) -> Int {
    guard index < text.count else { return 0 }
    if index + 1 < text.count, contains(text[index], text[index + 1]) { return 2 }
    return contains(text[index]) ? 1 : 0
  }

  private static func scalars(_ text: String) -> Set<UInt32> {
    Set(text.unicodeScalars.filter { isHan($0) }.map(\.value))
  }

  private static func pairs(_ text: String) -> Set<UInt64> {
    Set(
      text.split(separator: " ").compactMap { word in
        let scalars = Array(word.unicodeScalars)
        guard scalars.count == 2 else { return nil }
        return UInt64(scalars[0].value) << 32 | UInt64(scalars[1].value)
      })
  }
}
