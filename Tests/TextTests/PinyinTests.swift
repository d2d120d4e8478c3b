// Pinyin: the four styles, text that is mixed, and every character of the table.

import Testing
import Text

@Suite struct PinyinTests {
  @Test(arguments: [
    ("工匠", "gongjiang"), ("朝阳区总工会", "chaoyangquzonggonghui"), ("李四", "lisi"),
    ("吕梁女工", "lvliangnvgong"), ("二〇二四", "erlingersi"), ("", ""), ("Kin", "kin"),
    ("APEC会议 2014", "apechuiyi 2014"), ("é\u{301}北", "é\u{301}bei"), ("😀京", "😀jing"),
    ("龘㐀", "daqiu"),
  ])
  func joinedIsForSearch(_ text: String, _ expected: String) {
    #expect(pinyin(of: UTF8String(text)) == UTF8String(expected))
  }

  @Test func stylesDiffer() {
    let text: UTF8String = "第3届“工匠杯” 大赛A组"
    #expect(pinyin(of: text, style: .initials) == "d3j“gjb” dsaz")
    #expect(pinyin(of: text, style: .spaced) == "di 3 jie “ gong jiang bei ” da sai a zu")
    #expect(pinyin(of: text, style: .toned) == "dì 3 jiè “ gōng jiàng bēi ” dà sài A zǔ")
    #expect(pinyin(of: "女 工", style: .toned) == "nǚ gōng")
  }

  @Test func everyReadingIsLetters() {
    var knownCount = 0
    for value in UInt32(0x3400)...0x9fff {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = UTF8String(String(scalar))
      let plain = pinyin(of: text).string.utf8
      if plain.elementsEqual(text.string.utf8) { continue }
      knownCount += 1
      #expect(plain.allSatisfy { (0x61...0x7a).contains($0) } && (1...6).contains(plain.count))
      #expect(pinyin(of: text, style: .initials).string.utf8.elementsEqual(plain.prefix(1)))
    }
    #expect(knownCount > 26_000)
  }
}
