// The calendar against a counter that only knows the lengths of months, and temporal text both
// ways.

import Graph
import TestSupport
import Testing

@Suite struct ValuesCalendarTests {
  /// Walks day by day from 1600-01-01, a Saturday, through four centuries and a bit.
  @Test func everyDayOfFourCenturiesIsCountedRight() throws {
    var (year, month, day) = (Int64(1600), Int64(1), Int64(1))
    var (ordinalDay, weekday, dayOfQuarter) = (Int64(1), Int64(6), Int64(1))
    var number: Int64 = -135_140
    while year < 2005 {
      let date = try #require(CalendarDate(daysSinceEpoch: number))
      guard date.parts == (year, month, day), date.ordinalDay == ordinalDay,
        date.weekday == weekday, date.dayOfQuarter == dayOfQuarter,
        CalendarDate(year: year, month: month, day: day) == date,
        CalendarDate(year: year, ordinalDay: ordinalDay) == date,
        CalendarDate(weekYear: date.weekYear, week: date.week, weekday: weekday) == date,
        CalendarDate(year: year, quarter: date.quarter, dayOfQuarter: dayOfQuarter) == date
      else {
        Issue.record("\(year)-\(month)-\(day) is \(date)")
        return
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      (number, day, ordinalDay, dayOfQuarter) = (
        number + 1, day + 1, ordinalDay + 1, dayOfQuarter + 1
      )
      weekday = weekday % 7 + 1
      if day > lengths[Int(month) - 1] {
        (day, month) = (1, month + 1)
        if month % 3 == 1 { dayOfQuarter = 1 }
        if month > 12 { (month, year, ordinalDay) = (1, year + 1, 1) }
      }
    }
  }

  @Test func theCalendarHasItsEnds() throws {
    let first = try #require(CalendarDate(year: -999_999_999, month: 1, day: 1))
    let last = try #require(CalendarDate(year: 999_999_999, month: 12, day: 31))
    #expect(first.daysSinceEpoch == CalendarDate.dayRange.lowerBound)
    #expect(last.daysSinceEpoch == CalendarDate.dayRange.upperBound)
    #expect(LocalDateTime.secondRange.lowerBound == first.daysSinceEpoch * 86_400)
    #expect(LocalDateTime.secondRange.upperBound == last.daysSinceEpoch * 86_400 + 86_399)
    #expect(first.description == "-999999999-01-01")
    #expect(last.description == "+999999999-12-31")
    #expect(last.adding(days: 1) == nil)
    #expect(last.adding(months: .max) == nil)
    #expect(CalendarDate(year: 1_000_000_000, month: 1, day: 1) == nil)
    #expect(CalendarDate(year: 2015, month: 2, day: 29) == nil)
    #expect(CalendarDate(year: .max, month: .max, day: .max) == nil)
    #expect(CalendarDate(year: 2015, ordinalDay: 366) == nil)
    #expect(CalendarDate(weekYear: 2015, week: 53)?.description == "2015-12-28")
    #expect(CalendarDate(weekYear: 2014, week: 53) == nil)
    #expect(CalendarDate(year: 2015, quarter: 1, dayOfQuarter: 91) == nil)
    #expect(LocalTime(hour: 24) == nil)
  }

  @Test func everyDateIsItsParts() throws {
    try checkProperty(runs: 2_000) { random in
      let date = try #require(CalendarDate(daysSinceEpoch: random.day()))
      let (year, month, day) = date.parts
      try #require(CalendarDate(year: year, month: month, day: day) == date)
      try #require(CalendarDate(year: year, ordinalDay: date.ordinalDay) == date)
      if CalendarDate.yearRange.contains(date.weekYear) {
        let week = CalendarDate(weekYear: date.weekYear, week: date.week, weekday: date.weekday)
        try #require(week == date)
      }
    }
  }

  @Test(arguments: [
    ("2015-07-21", "2015-07-21"), ("20150721", "2015-07-21"), ("2015-07", "2015-07-01"),
    ("201507", "2015-07-01"), ("2015-W30-2", "2015-07-21"), ("2015W302", "2015-07-21"),
    ("2015-W30", "2015-07-20"), ("2015W30", "2015-07-20"), ("2015-202", "2015-07-21"),
    ("2015202", "2015-07-21"), ("2015", "2015-01-01"), ("2015-Q2-60", "2015-05-30"),
    ("-0044-03-15", "-0044-03-15"), ("+12015-01", "+12015-01-01"), ("+2015-07-21", "2015-07-21"),
    ("0000-01-01", "0000-01-01"), ("1817-W01-2", "1816-12-31"), ("1818-W53", "1818-12-28"),
  ])
  func datesAreRead(_ text: String, _ expected: String) throws {
    #expect(try CalendarDate(parsing: text).description == expected)
  }

  @Test(arguments: [
    ("21:40:32.142", "21:40:32.142"), ("214032.142", "21:40:32.142"), ("21:40:32", "21:40:32"),
    ("214032", "21:40:32"), ("21:40", "21:40"), ("2140", "21:40"), ("21", "21:00"),
    ("21:40:00", "21:40"), ("00:00:00.000000001", "00:00:00.000000001"),
    ("12:31:14.5", "12:31:14.500"), ("12:31:14,645876", "12:31:14.645876"),
  ])
  func timesAreRead(_ text: String, _ expected: String) throws {
    #expect(try LocalTime(parsing: text).description == expected)
  }

  @Test(arguments: [
    ("21:40:32.142+0100", "21:40:32.142+01:00"), ("214032.142Z", "21:40:32.142Z"),
    ("21:40-01:30", "21:40-01:30"), ("2140-00:00", "21:40Z"), ("2140-02", "21:40-02:00"),
    ("22+18:00", "22:00+18:00"), ("12:34:56+02:05:59", "12:34:56+02:05:59"),
    ("12:34:56-020507", "12:34:56-02:05:07"), ("14:30", "14:30Z"),
  ])
  func timesWithOffsetsAreRead(_ text: String, _ expected: String) throws {
    #expect(try ZonedTime(parsing: text).description == expected)
  }

  @Test(arguments: [
    ("2015-07-21T21:40:32.142", "2015-07-21T21:40:32.142"),
    ("2015-W30-2T214032.142", "2015-07-21T21:40:32.142"), ("2015T214032", "2015-01-01T21:40:32"),
    ("20150721T21:40", "2015-07-21T21:40"), ("2015-W30T2140", "2015-07-20T21:40"),
    ("2015202T21", "2015-07-21T21:00"), ("2015-07-21", "2015-07-21T00:00"),
  ])
  func localMomentsAreRead(_ text: String, _ expected: String) throws {
    #expect(try LocalDateTime(parsing: text).description == expected)
  }

  @Test(arguments: [
    ("2015-07-21T21:40:32.142+0100", "2015-07-21T21:40:32.142+01:00"),
    ("2015-202T21:40:32+01:00", "2015-07-21T21:40:32+01:00"),
    ("2015-W30T2140-00:00", "2015-07-20T21:40Z"), ("2015202T21+18:00", "2015-07-21T21:00+18:00"),
    ("2015T214032-0100", "2015-01-01T21:40:32-01:00"),
  ])
  func momentsAreRead(_ text: String, _ expected: String) throws {
    #expect(try ZonedDateTime(parsing: text).description == expected)
  }

  @Test(arguments: [
    ("P14DT16H12M", "P14DT16H12M"), ("P5M1.5D", "P5M1DT12H"), ("P0.75M", "P22DT19H51M49.5S"),
    ("PT0.75M", "PT45S"), ("P2.5W", "P17DT12H"), ("P12Y5M14DT16H12M70S", "P12Y5M14DT16H13M10S"),
    ("P2012-02-02T14:37:21.545", "P2012Y2M2DT14H37M21.545S"),
    ("P20120202T143721", "P2012Y2M2DT14H37M21S"),
    ("PT0S", "PT0S"), ("PT-0.4S", "PT-0.4S"), ("PT-9M-59.4S", "PT-9M-59.4S"),
    ("P12Y5M-14DT16H", "P12Y5M-14DT16H"), ("PT2S", "PT2S"), ("-P1Y2DT0.5S", "P-1Y-2DT-0.5S"),
    ("PT60S", "PT1M"), ("PT-60.001S", "PT-1M-0.001S"), ("P1DT-0.001S", "P1DT-0.001S"),
    ("PT10M0,6S", "PT10M0.6S"), ("P1M-30D", "P1M-30D"), ("p1yt2h", "P1YT2H"),
  ])
  func durationsAreRead(_ text: String, _ expected: String) throws {
    #expect(try CalendarDuration(parsing: text).description == expected)
  }

  @Test func wrongTextIsNamed() {
    func date(_ text: String, _ offset: Int, _ reason: TemporalTextError.Reason) {
      #expect(throws: TemporalTextError(offset: offset, reason: reason)) {
        try CalendarDate(parsing: text)
      }
    }
    date("", 0, .malformed(.year))
    date("215", 0, .malformed(.year))
    date("2015-13-01", 5, .outOfRange(.month))
    date("2015-02-29", 8, .outOfRange(.day))
    date("2015-02-28x", 10, .unexpectedText)
    date("2015-1", 5, .malformed(.month))
    date("+1234567890-01-01", 1, .malformed(.year))
    date("2015-W54", 6, .outOfRange(.week))
    #expect(throws: TemporalTextError(offset: 3, reason: .outOfRange(.minute))) {
      try LocalTime(parsing: "21:60")
    }
    #expect(throws: TemporalTextError(offset: 9, reason: .malformed(.fraction))) {
      try LocalTime(parsing: "21:40:32.1234567890")
    }
    #expect(throws: TemporalTextError(offset: 5, reason: .outOfRange(.offset))) {
      try ZonedTime(parsing: "21:40+18:01")
    }
    for text in ["", "P", "PT", "P1", "P1H", "PT1Y", "P1D2M", "P1.D", "1D", "P1DT", "P--1D"] {
      #expect(throws: TemporalTextError.self, "\(text)") { try CalendarDuration(parsing: text) }
    }
    #expect(throws: TemporalTextError(offset: 0, reason: .outOfRange(.duration))) {
      try CalendarDuration(parsing: "P999999999999999999Y")
    }
    #expect(throws: TemporalTextError.self) {
      try CalendarDuration(parsing: "PT999999999999999999.999999999999999999H")
    }
  }

  @Test func printedTextIsReadBack() throws {
    try checkProperty(runs: 3_000) { random in
      switch random.temporal() {
      case .date(let value): try #require(try CalendarDate(parsing: value.description) == value)
      case .localTime(let value): try #require(try LocalTime(parsing: value.description) == value)
      case .time(let value): try #require(try ZonedTime(parsing: value.description) == value)
      case .localDateTime(let value):
        try #require(try LocalDateTime(parsing: value.description) == value)
      case .dateTime(let value) where value.zone == .unnamed:
        try #require(try ZonedDateTime(parsing: value.description) == value)
      case .duration(let value):
        // A number of more than 18 digits is not taken.
        guard value.days.magnitude < 1_000_000_000_000_000_000 else { return }
        try #require(try CalendarDuration(parsing: value.description) == value)
      default: break
      }
    }
  }

  @Test func anyTextIsReadOrRefused() throws {
    let characters = Array("0123456789-+:.,TWQPYMDHSZ[]/ez京 ")
    try checkProperty(runs: 5_000) { random in
      var text = random.oneIn(2) ? random.temporal().plainText : ""
      for _ in 0..<random.below(6) { text.append(random.pick(characters)) }
      if random.oneIn(2) { text = String(text.shuffled(using: &random)) }
      _ = try? CalendarDate(parsing: text)
      _ = try? ZonedTime(parsing: text)
      _ = try? ZonedDateTime(parsing: text)
      _ = try? CalendarDuration(parsing: text)
      _ = try? CalendarDuration(parsing: "P" + text)
    }
  }
}
