// Phrases that say several things in one, and what each of several has of them.

import Testing

@testable import Extract

@Suite struct PhraseSharesTests {
  private func shares(_ phrase: String, _ count: Int) -> [String?] {
    let shares = PhraseShares(phrase.unicodeScalars.map(\.value))
    return (0..<count).map { index in
      shares.share(index, of: count).map { scalars in
        String(String.UnicodeScalarView(scalars.compactMap(Unicode.Scalar.init)))
      }
    }
  }

  @Test func sharedEndings() {
    #expect(shares("划艇一、二等奖", 2) == ["划艇一等奖", "划艇二等奖"])
    #expect(shares("团体冠、亚军", 2) == ["团体冠军", "团体亚军"])
    #expect(shares("第一、二名", 2) == ["第一名", "第二名"])
    #expect(shares("第二名和第三名", 2) == ["第二名", "第三名"])
    #expect(shares("一、二、三等奖", 3) == ["一等奖", "二等奖", "三等奖"])
  }

  @Test func sharedBeginnings() {
    #expect(shares("团体冠军、亚军和季军", 3) == ["团体冠军", "团体亚军", "团体季军"])
    #expect(shares("团体第一名、第二名", 2) == ["团体第一名", "团体第二名"])
    #expect(shares("乒乓球男子单打和女子单打冠军", 2) == ["乒乓球男子单打冠军", "乒乓球女子单打冠军"])
    #expect(shares("男子、女子100米蝶泳冠军", 2) == ["男子100米蝶泳冠军", "女子100米蝶泳冠军"])
  }

  @Test func rowsOfRanks() {
    #expect(shares("团体前三名", 3) == ["团体第一名", "团体第二名", "团体第三名"])
  }

  @Test func oneThingForAll() {
    #expect(shares("优秀组织奖", 3) == ["优秀组织奖", "优秀组织奖", "优秀组织奖"])
    #expect(shares("一等奖和优秀奖", 1) == ["一等奖和优秀奖"])
  }

  @Test func nobodyKnowsWho() {
    #expect(shares("一、二等奖", 3) == [nil, nil, nil])
  }
}
