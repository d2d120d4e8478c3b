// Values as people and files see them.

import Graph
import TestSupport
import Testing
import Text

@Suite struct ValuesTextTests {
  @Test(
    arguments: [
      (1, "1.0"), (2.3, "2.3"), (0.1, "0.1"), (-0.0, "-0.0"), (1e10, "1.0E10"),
      (1e-305, "1.0E-305"),
      (1_234_567, "1234567.0"), (12_345_678, "1.2345678E7"), (0.001, "0.001"), (0.00012, "1.2E-4"),
      (100, "100.0"), (-3.14, "-3.14"), (.greatestFiniteMagnitude, "1.7976931348623157E308"),
      (.leastNonzeroMagnitude, "5.0E-324"), (.nan, "NaN"), (.infinity, "Infinity"),
      (-.infinity, "-Infinity"),
      (0.05, "0.05"), (123.456, "123.456"),
    ] as [(Double, String)])
  func floats(_ number: Double, _ expected: String) {
    #expect(Value.float(number).plainText == expected)
  }

  @Test func floatsReadBack() throws {
    try checkProperty(runs: 5_000) { random in
      let number = random.float()
      guard number.isFinite else { return }
      let text = Value.float(number).plainText
      try #require(Double(text)?.bitPattern == number.bitPattern, "\(text)")
      try #require(text.contains("."))
    }
  }

  @Test func plainTextAndLiterals() throws {
    let entries: [(key: UTF8String, value: Value)] = [
      ("b", "it's"), ("a b", 1), ("名", .null), ("`", 2.5), ("1a", true),
    ]
    let map = ValueMap(entries)
    let value = Value.list([.map(map), "x\n\u{1}\\", .integer(.min)])
    #expect(
      value.plainText
        == #"[{`1a`: true, ````: 2.5, `a b`: 1, b: 'it\'s', `名`: null}, "#
        + #"'x\n\u0001\\', -9223372036854775808]"#)
    #expect(Value.string("it's").plainText == "it's")
    #expect(Value.string("it's").literalText == #"'it\'s'"#)
    #expect(Value.null.plainText == "null")
    let date = Value.date(try #require(CalendarDate(year: 2015, month: 7, day: 21)))
    #expect(date.plainText == "2015-07-21")
    #expect(date.literalText == "date('2015-07-21')")
    let path = Path(
      nodes: [NodeID(rawValue: 1), NodeID(rawValue: 2)],
      relationships: [RelationshipID(rawValue: 7)])
    #expect(Value.path(path).plainText == "(#1)-[#7]-(#2)")
  }

  @Test func everyDurationReadsBackFromItsText() throws {
    try checkProperty(runs: 2_000) { random in
      let duration = random.duration()
      let read = try CalendarDuration(parsing: duration.description)
      #expect(read == duration)
    }
    for months in [Int64.min, -1, 0, .max] {
      for seconds in [Int64.min, -1, 0, .max] {
        let duration = try #require(
          CalendarDuration(months: months, days: .min, seconds: seconds, nanosecond: 1))
        let read = try CalendarDuration(parsing: duration.description)
        #expect(read == duration)
      }
    }
  }
}
