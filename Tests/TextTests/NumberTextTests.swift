// Numbers as text: exact both ways, and nothing but decimal numbers is one.

import TestSupport
import Testing
import Text

private func double(_ text: String, names: Bool = false) -> Double? {
  parseDouble(Array(text.utf8).span, allowingNames: names)
}

private func text(_ value: Double) -> String {
  var output: [UInt8] = []
  output.append(decimal: value)
  return String(decoding: output, as: UTF8.self)
}

@Suite struct NumberTextTests {
  @Test(arguments: [
    ("0", 0), ("-0", 0), ("+7", 7), ("007", 7), ("9223372036854775807", Int64.max),
    ("-9223372036854775808", .min), ("0000000000000000000000001", 1),
  ])
  func readsIntegers(_ text: String, _ value: Int64) {
    #expect(parseInt64(Array(text.utf8).span) == value)
  }

  @Test(arguments: [
    "", "-", "+", "1 ", " 1", "1a", "9223372036854775808", "-9223372036854775809", "0x1", "1.0",
    "99999999999999999999999999",
  ])
  func refusesWhatIsNoInteger(_ text: String) {
    #expect(parseInt64(Array(text.utf8).span) == nil)
  }

  @Test(arguments: [
    "0", "1.5", "-2.25", "1e22", "1e23", "123456789012345678", "0.1", "3.141592653589793", "5e-324",
    "1.7976931348623157e308", "9007199254740993", ".5", "5.", "1E5", "1e-5", "0.000000000000000001",
    "179769313486231580793728971405301e276", "2.2250738585072011e-308", "00000000000000000000000.5",
  ])
  func readsDoublesAsSwiftDoes(_ text: String) {
    #expect(double(text) == Double(text))
  }

  @Test(arguments: ["", ".", "e5", "1e", "1e+", "0x1p3", "nan", "inf", " 1", "1 ", "1_0", "1.2.3"])
  func refusesWhatIsNoDouble(_ text: String) {
    #expect(double(text) == nil)
  }

  @Test func namesAreReadOnlyWhenAsked() {
    #expect(double("NaN", names: true)?.isNaN == true)
    #expect(double("-Infinity", names: true) == -.infinity)
    #expect(double("+inf", names: true) == .infinity)
    #expect(double("Infinity") == nil)
    #expect(double("1e99999999999999999999") == .infinity)
  }

  @Test func doublesReadBackExactly() throws {
    var random = Random(seed: 6)
    for _ in 0..<3_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      #expect(double(text(value)) == value)
      let short = Double(Int64(truncatingIfNeeded: random.next()) % 1_000_000) / 1000
      #expect(double(text(short)) == short)
    }
  }

  @Test func writesShortestAndMarked() {
    let cases: [(Double, String)] = [
      (0, "0.0"), (-0.0, "-0.0"), (100, "100.0"), (-3, "-3.0"), (0.1, "0.1"),
      (1e16, "1e+16"), (.nan, "NaN"), (.infinity, "Infinity"), (-.infinity, "-Infinity"),
    ]
    for (value, expected) in cases { #expect(text(value) == expected) }
    #expect(text(1e15).contains { $0 == "." || $0 == "e" })
  }

  @Test func integersReadBack() {
    var random = Random(seed: 7)
    for value in [0, -1, 9, 10, .min, .max]
      + (0..<1_000).map({ Int64(bitPattern: random.next() >> UInt64($0 % 64)) })
    {
      var output: [UInt8] = []
      output.append(decimal: value)
      #expect(String(decoding: output, as: UTF8.self) == "\(value)")
      #expect(parseInt64(output.span) == value)
    }
  }
}
