// Numbers as people read them.

import Testing

@testable import Shell

@Suite struct QuantityTests {
  @Test func digitsStandInGroups() {
    #expect(grouped(0) == "0")
    #expect(grouped(999) == "999")
    #expect(grouped(3812) == "3 812")
    #expect(grouped(-1_234_567) == "-1 234 567")
    #expect(grouped(.min) == "-9 223 372 036 854 775 808")
  }

  @Test func fractionsAreRounded() {
    #expect(fixed(1.005, digits: 1) == "1.0")
    #expect(fixed(0.96, digits: 1) == "1.0")
    #expect(fixed(-0.01, digits: 1) == "0.0")
    #expect(fixed(-2.5, digits: 2) == "-2.50")
    #expect(fixed(.infinity, digits: 2) == "inf")
    #expect(fixed(7.6, digits: 0) == "8")
  }

  @Test func sizesHaveUnits() {
    #expect(byteSize(0) == "0 B")
    #expect(byteSize(999) == "999 B")
    #expect(byteSize(1500) == "1.5 kB")
    #expect(byteSize(999_600) == "1.0 MB")
    #expect(byteSize(123_456_789) == "123 MB")
  }

  @Test func sharesAreWholeOnlyWhenTheyAre() {
    #expect(percentage(1, of: 1) == "100 %")
    #expect(percentage(99_999, of: 100_000) == "99.9 %")
    #expect(percentage(1, of: 100_000) == "0.1 %")
    #expect(percentage(0, of: 5) == "0 %")
    #expect(percentage(0, of: 0) == "-")
    #expect(percentage(1, of: 3) == "33.3 %")
  }

  @Test func timesAreShort() {
    #expect(duration(seconds: 0.4) == "0.40 s")
    #expect(duration(seconds: 42) == "42.0 s")
    #expect(duration(seconds: 185) == "3 min 05 s")
    #expect(duration(seconds: 7260) == "2 h 01 min")
    #expect(duration(seconds: .infinity) == "-")
  }
}
