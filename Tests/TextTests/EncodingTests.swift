// Encodings: what bytes are taken for, and what they decode to.

import TestSupport
import Testing
import Text

private func decoded(_ bytes: [UInt8], from encoding: TextEncoding) -> DecodedText {
  decodeText(bytes.span, from: encoding)
}

private func decode(_ bytes: [UInt8], _ encoding: TextEncoding) -> String {
  String(decoding: decodeText(bytes.span, from: encoding).bytes, as: UTF8.self)
}

private func detect(_ bytes: [UInt8]) -> DetectedEncoding { detectEncoding(bytes.span) }

private func utf16(_ text: String, highFirst: Bool) -> [UInt8] {
  text.utf16.flatMap { unit -> [UInt8] in
    let high = UInt8(unit >> 8)
    let low = UInt8(unit & 0xff)
    return highFirst ? [high, low] : [low, high]
  }
}

/// “总工会召开会议” in GB 18030.
private let meeting: [UInt8] = [
  0xd7, 0xdc, 0xb9, 0xa4, 0xbb, 0xe1, 0xd5, 0xd9, 0xbf, 0xaa, 0xbb, 0xe1, 0xd2, 0xe9,
]

@Suite struct EncodingTests {
  @Test(
    arguments: [
      ([0x41], "A"), ([0xb1, 0xb1, 0xbe, 0xa9], "北京"), ([0x94, 0x39, 0xfc, 0x36], "😀"),
      ([0x81, 0x39, 0xee, 0x39], "㐀"), ([0xa2, 0xe3], "€"), ([0x95, 0x32, 0x82, 0x36], "𠀀"),
      ([0xa8, 0xa6], "é"), ([0xaa, 0xa1], "\u{e000}"), ([0xfe, 0xfe], "\u{e4c5}"),
      ([0xa7, 0xa0], "\u{e765}"), ([0xa8, 0xbc], "ḿ"), ([0xe3, 0x32, 0x9a, 0x35], "\u{10ffff}"),
      ([0x84, 0x31, 0x95, 0x33, 0x42], "B"),
    ] as [([UInt8], String)])
  func decodesGB18030(_ bytes: [UInt8], _ text: String) {
    #expect(decode(bytes, .gb18030) == text)
  }

  @Test func brokenGB18030IsReplacedAndReported() {
    let bytes: [UInt8] = [0xb1, 0xb1, 0xff, 0x41, 0x80, 0xb1, 0x0a, 0x81, 0x30, 0x81]
    let text = decodeText(bytes.span, from: .gb18030)
    #expect(
      String(decoding: text.bytes, as: UTF8.self) == "北\u{fffd}A\u{fffd}\u{fffd}\n\u{fffd}0\u{fffd}"
    )
    #expect(text.badOffsets == [2, 4, 5, 7, 9])
  }

  @Test func gb18030NeverTraps() {
    var random = Random(seed: 11)
    for _ in 0..<2_000 {
      let bytes = (0..<random.below(40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      let text = decodeText(bytes.span, from: .gb18030)
      #expect(firstInvalidUTF8(in: text.bytes.span) == nil)
    }
  }

  @Test func decodesUTF16AndItsBrokenPairs() {
    let text = "a北😀\n"
    #expect(decode(utf16(text, highFirst: true), .utf16BigEndian) == text)
    #expect(decode(utf16("\u{feff}" + text, highFirst: false), .utf16LittleEndian) == text)
    let broken = decoded([0x00, 0xd8, 0x41, 0x00, 0x00, 0xdc, 0x42], from: .utf16LittleEndian)
    #expect(String(decoding: broken.bytes, as: UTF8.self) == "\u{fffd}A\u{fffd}\u{fffd}")
    #expect(broken.badOffsets == [0, 4, 6])
  }

  @Test func dropsTheByteOrderMarkOfUTF8() {
    let text = decoded([0xef, 0xbb, 0xbf, 0x41, 0xff], from: .utf8)
    #expect(text.bytes == Array("A\u{fffd}".utf8))
    #expect(text.badOffsets == [4])
  }

  @Test func detectsEncodings() {
    #expect(detect([]) == .text(.utf8))
    #expect(detect(Array("plain, 北京\n".utf8)) == .text(.utf8))
    #expect(detect(meeting) == .text(.gb18030))
    #expect(detect([0xff, 0xfe, 0x17, 0x53]) == .text(.utf16LittleEndian))
    #expect(detect(utf16("北京 ok", highFirst: true)) == .text(.utf16BigEndian))
    #expect(detect(utf16("北京 ok", highFirst: false)) == .text(.utf16LittleEndian))
  }

  @Test func aBrokenByteDoesNotChangeTheEncoding() {
    let chinese = String(repeating: "北京市总工会召开职工代表大会。", count: 20)
    #expect(detect((Array(chinese.utf8) + [0xe4, 0xba])) == .text(.utf8))
    let page = [[UInt8]](repeating: meeting, count: 30).flatMap { $0 }
    #expect(detect((page + [0xff, 0x0a] + page)) == .text(.gb18030))
  }

  @Test func detectsBinaryAndSaysWhy() {
    #expect(
      detect([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0])
        == .binary(.zeroByte(offset: 7)))
    #expect(
      detect([1, 2, 3, 4, 5, 6, 0x41]) == .binary(.controlCharacters(offset: 0)))
    #expect(
      detect([0x41, 0xff, 0xff, 0xff, 0xff, 0xff, 0x80])
        == .binary(.noEncodingFits(utf8Offset: 1, gb18030Offset: 1)))
  }
}
