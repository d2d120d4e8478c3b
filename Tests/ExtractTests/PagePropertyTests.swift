// What holds for every page: places point at the right bytes in every encoding, mutated pages are
// read without a trap, sentences cover their parts, and all of it is the same twice.

import Extract
import TestSupport
import Testing
import Text

@Suite struct PagePropertyTests {
  static let page = """
    # 同心共筑中国梦 建功新征程

    ## 云水县职工运动会开幕

    本报讯 (记者 王明远 通讯员 李 强) 5月3日,云水县职工运动会开幕,来自全县的代

    表队参加了比赛。“大家很高兴。”参赛职工说。



    花海徒步

    5月3日，云水县总工会举办徒步活动，职工走进花海。 赵小川 文/图

    青石镇成立货车司机工会

    近日，青石镇货车司机联合工会成立。（何 苗）
    责任编辑 江河
    """

  private enum Encoding: CaseIterable {
    case utf8, marked, gb18030, utf16LittleEndian, utf16BigEndian
  }

  /// The bytes of a text; GB 18030 in its two-byte form where the decoder tells it so.
  private func encode(_ text: String, as encoding: Encoding) -> [UInt8] {
    switch encoding {
    case .utf8: Array(text.utf8)
    case .marked: [0xef, 0xbb, 0xbf] + Array(text.utf8)
    case .utf16LittleEndian:
      [0xff, 0xfe] + text.utf16.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] }
    case .utf16BigEndian: [0xfe, 0xff] + text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] }
    case .gb18030: text.unicodeScalars.flatMap { Self.gb18030[$0] ?? [0x3f] }
    }
  }

  /// The two-byte sequences of GB 18030 by their scalars, read off the decoder.
  private static let gb18030: [Unicode.Scalar: [UInt8]] = {
    var table: [Unicode.Scalar: [UInt8]] = [:]
    for byte in UInt8(0)..<0x80 { table[Unicode.Scalar(byte)] = [byte] }
    for lead in UInt8(0x81)...0xfe {
      for trail in UInt8(0x40)...0xfe where trail != 0x7f {
        let text = decodeText([lead, trail].span, from: .gb18030)
        guard text.badCount == 0 else { continue }
        let scalars = Array(String(decoding: text.bytes, as: UTF8.self).unicodeScalars)
        if scalars.count == 1 { table[scalars[0]] = [lead, trail] }
      }
    }
    return table
  }()

  private func decode(_ bytes: ArraySlice<UInt8>, as encoding: Encoding) -> String {
    let source: TextEncoding =
      switch encoding {
      case .utf8, .marked: .utf8
      case .gb18030: .gb18030
      case .utf16LittleEndian: .utf16LittleEndian
      case .utf16BigEndian: .utf16BigEndian
      }
    return String(decoding: decodeText(Array(bytes).span, from: source).bytes, as: UTF8.self)
  }

  @Test func placesPointAtTheBytesInEveryEncoding() {
    let expected = readPage(Array(Self.page.utf8)).articles
    #expect(expected.count == 3)
    for encoding in Encoding.allCases {
      let bytes = encode(Self.page, as: encoding)
      let document = readPage(bytes)
      #expect(document.problems.isEmpty)
      #expect(document.articles.map(\.headline) == expected.map(\.headline))
      for article in document.articles {
        for index in 0..<article.text.count where article.text.scalars[index] != 0x0a {
          let source = article.text.source(index..<index + 1)
          #expect(decode(bytes[source], as: encoding) == article.text.string(index..<index + 1))
        }
      }
    }
  }

  @Test func mutatedPagesAreRead() throws {
    let original = Array(Self.page.utf8)
    try checkProperty(runs: 300) { random in
      var bytes = original
      for _ in 0..<random.below(12) { mutate(&bytes, &random) }
      let document = readPage(bytes)
      for article in document.articles {
        try #require(article.parts.allSatisfy { $0.range.upperBound <= article.text.count })
        try #require(article.credits.allSatisfy { $0.name.upperBound <= article.text.count })
        try #require(article.text.ends.allSatisfy { $0 <= UInt32(bytes.count) })
        try requireSentencesCoverParts(article)
      }
      try #require(document.articles.map(\.headline) == readPage(bytes).articles.map(\.headline))
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout Random) {
    guard !bytes.isEmpty else { return }
    let start = random.below(bytes.count)
    let end = min(bytes.count, start + random.below(60))
    switch random.below(5) {
    case 0: bytes.removeSubrange(start..<end)
    case 1: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count))
    case 2: bytes[start] = UInt8(random.below(256))
    case 3: bytes.insert(contentsOf: random.pick(Self.pieces).utf8, at: start)
    default: bytes.insert(0x0a, at: start)
    }
  }

  private static let pieces = [
    "（", "）", "“", "”", "记者 ", " 摄", "\n\n", "## ", "**", "本报讯", "图为",
    "　　", "文/图", "。", "·",
    "责任编辑：", "(((((((", "\u{feff}", "\u{2028}", "作者：",
  ]

  private func requireSentencesCoverParts(_ article: Article) throws {
    var covered = 0
    for sentence in sentences(of: article) {
      let part = article.parts[sentence.part].range
      try #require(!sentence.range.isEmpty)
      try #require(part.lowerBound <= sentence.range.lowerBound)
      try #require(sentence.range.upperBound <= part.upperBound)
      covered += sentence.range.count
    }
    let words = article.parts.filter { $0.kind != .byline }
    try #require(covered == words.reduce(0) { $0 + $1.range.count })
  }

  @Test func brokenBytesAreToldAndReplaced() {
    var bytes = Array("云水县开会\n\n近日，云水县".utf8)
    let offset = bytes.count
    bytes += [0xe4, 0xbd] + Array("总工会开会。".utf8)
    let document = readPage(bytes)
    #expect(document.problems == [.init(kind: .undecodable, offset: offset)])
    #expect(
      document.articles.first.map { $0.text.string(0..<$0.text.count) }
        == "云水县开会\n近日，云水县\u{fffd}总工会开会。\n")
  }

  @Test func whatIsNoPageIsTold() {
    #expect(readPage([]).problems == [.init(kind: .empty, offset: 0)])
    #expect(readPage(Array(" \n　\n".utf8)).problems == [.init(kind: .empty, offset: 0)])
    #expect(readPage([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]).problems.map(\.kind) == [.binary])
    #expect(readPage(Array("37\n\n第二版\n".utf8)).problems.map(\.kind) == [.noArticles])
  }

  @Test func longAndManyLinesAreRead() {
    let line = Array(String(repeating: "云水县总工会举办活动，", count: 20_000).utf8)
    #expect(readPage(line).articles.count == 1)
    #expect(
      readPage(line).articles.allSatisfy {
        sentences(of: $0).allSatisfy { $0.range.count <= 1_000 }
      })
    let blank = [UInt8](repeating: 0x0a, count: 200_000)
    #expect(readPage(blank + Array("云水县开会\n\n近日，开会。".utf8)).articles.count == 1)
    let tiny = (0..<2_000).map { "云水县第\($0)次会议召开\n\n本报讯 近日，开会。\n\n" }.joined()
    #expect(readPage(Array(tiny.utf8)).articles.count == 2_000)
  }
}
