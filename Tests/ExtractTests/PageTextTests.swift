// Texts keep the place of every scalar, through folding and joining.

import Extract
import Testing

@Suite struct PageTextTests {
  private func text(_ string: String, from start: UInt32 = 0) -> PageText {
    var text = PageText()
    var offset = start
    for scalar in string.unicodeScalars {
      let width = UInt32(String(scalar).utf8.count)
      text.append(scalar.value, start: offset, end: offset + width)
      offset += width
    }
    return text
  }

  @Test func foldingKeepsTheLengthAndTheWords() {
    let read = text("（记者　王Ａ）「甲」,乙，丙、丁。")
    #expect(read.foldedString(0..<read.count) == "(记者 王A)“甲”,乙,丙、丁。")
    #expect(read.string(0..<read.count) == "（记者　王Ａ）「甲」,乙，丙、丁。")
  }

  @Test func aJoinedTextKnowsWhereItsHalvesStood() {
    var joined = text("工会")
    let second = text("主席", from: 100)
    joined.append(second, 0..<2)
    #expect(joined.source(0..<4) == 0..<106)
    #expect(joined.source(1..<2) == 3..<6)
    #expect(joined.source(2..<3) == 100..<103)
  }

  @Test func aTextWhoseEndStandsBeforeItsBeginningCoversBoth() {
    var joined = text("标题", from: 200)
    let body = text("正文", from: 50)
    joined.append(body, 0..<2)
    #expect(joined.source(0..<4) == 50..<206)
  }
}
