// Arithmetic with durations, with the numbers that the language's conformance tests ask for.

import Graph
import TestSupport
import Testing

private let plain = CalendarDuration([
  (.years, 12), (.months, 5), (.days, 14), (.hours, 16), (.minutes, 12), (.seconds, 70),
  (.nanoseconds, 2),
])
private let mixed = CalendarDuration([
  (.months, 1), (.days, -14), (.hours, 16), (.minutes, -12), (.seconds, 70),
])
private let broken = CalendarDuration([
  (.years, 12.5), (.months, 5.5), (.days, 14.5), (.hours, 16.5), (.minutes, 12.5),
  (.seconds, 70.5), (.nanoseconds, 3),
])

/// Reads any instant the way the conformance tests write it.
private func instant(_ kind: String, _ text: String) throws -> TemporalInstant {
  switch kind {
  case "d": .date(try CalendarDate(parsing: text))
  case "t": .time(try ZonedTime(parsing: text))
  case "lt": .localTime(try LocalTime(parsing: text))
  case "dt": .dateTime(try ZonedDateTime(parsing: text))
  default: .localDateTime(try LocalDateTime(parsing: text))
  }
}

@Suite struct ValuesArithmeticTests {
  @Test(arguments: [
    (plain, "1997-03-25", "1972-04-27"), (mixed, "1984-10-28", "1984-09-25"),
    (broken, "1997-10-11", "1971-10-12"),
  ])
  func durationsAreAddedToDates(
    _ duration: CalendarDuration?, _ sum: String, _ difference: String
  ) throws {
    let date = try CalendarDate(parsing: "1984-10-11")
    let duration = try #require(duration)
    #expect(date.adding(duration)?.description == sum)
    #expect(date.adding(try #require(duration.negated))?.description == difference)
  }

  @Test(arguments: [
    (plain, "1997-03-26T04:44:24.000000003", "1972-04-26T20:18:03.999999999"),
    (mixed, "1984-10-29T04:20:24.000000001", "1984-09-24T20:42:04.000000001"),
    (broken, "1997-10-11T22:29:27.500000004", "1971-10-12T02:33:00.499999998"),
  ])
  func durationsAreAddedToMoments(
    _ duration: CalendarDuration?, _ sum: String, _ difference: String
  ) throws {
    let duration = try #require(duration)
    let negated = try #require(duration.negated)
    let local = try LocalDateTime(parsing: "1984-10-11T12:31:14.000000001")
    #expect(local.adding(duration)?.description == sum)
    #expect(local.adding(negated)?.description == difference)
    let zoned = try #require(ZonedDateTime(local, offsetSeconds: 3_600))
    #expect(try zoned.adding(duration)?.description == sum + "+01:00")
    #expect(try zoned.adding(negated)?.description == difference + "+01:00")
    #expect(local.time.adding(duration).description == sum.dropFirst(11))
    let time = try #require(ZonedTime(local.time, offsetSeconds: 3_600))
    #expect(time.adding(negated).description == difference.dropFirst(11) + "+01:00")
  }

  @Test func durationsAreAddedToEachOther() throws {
    let a = try #require(plain)
    let b = try #require(mixed)
    let c = try #require(broken)
    #expect(a.adding(a)?.description == "P24Y10M28DT32H26M20.000000004S")
    #expect(a.subtracting(a)?.description == "PT0S")
    #expect(a.subtracting(b)?.description == "P12Y4M28DT24M0.000000002S")
    #expect(b.subtracting(a)?.description == "P-12Y-4M-28DT-24M-0.000000002S")
    #expect(a.subtracting(c)?.description == "P-6M-15DT-17H-45M-3.500000001S")
    #expect(b.adding(c)?.description == "P13Y15DT49H47M23.500000003S")
    #expect(c.subtracting(b)?.description == "P12Y10M43DT18H9M3.500000003S")
    #expect(CalendarDuration(months: .min, days: 0, seconds: 0).negated == nil)
  }

  @Test func durationsAreScaled() throws {
    let duration = try CalendarDuration(parsing: "P12Y5M14DT16H13M10.000000001S")
    let half = "P6Y2M22DT13H21M8S"
    let double = "P24Y10M28DT32H26M20.000000002S"
    #expect(duration.multiplied(by: 1) == duration)
    #expect(duration.divided(by: 1) == duration)
    #expect(duration.multiplied(by: 2)?.description == double)
    #expect(duration.divided(by: 2)?.description == half)
    #expect(duration.multiplied(by: 0.5)?.description == half)
    #expect(duration.divided(by: 0.5)?.description == double)
    #expect(duration.divided(by: 0) == nil)
    #expect(duration.multiplied(by: .float(.nan)) == nil)
    #expect(duration.multiplied(by: .float(.infinity)) == nil)
    #expect(duration.multiplied(by: 1e30) == nil)
    #expect(duration.divided(by: -2)?.description == "P-6Y-2M-22DT-13H-21M-8S")
  }

  @Test func partsWithFractionsGoDown() throws {
    #expect(CalendarDuration([(.months, 0.75)])?.description == "P22DT19H51M49.5S")
    #expect(CalendarDuration([(.weeks, 2.5)])?.description == "P17DT12H")
    #expect(CalendarDuration([(.minutes, 1.5), (.seconds, 1)])?.description == "PT1M31S")
    #expect(CalendarDuration([(.seconds, -2), (.milliseconds, 1)])?.description == "PT-1.999S")
    #expect(CalendarDuration([(.years, .float(.nan))]) == nil)
    #expect(CalendarDuration([(.quarters, .integer(.max))]) == nil)
  }

  @Test func wholeNumbersLoseNothing() throws {
    let large: Int64 = 9_007_199_254_740_993
    let second = CalendarDuration(months: 0, days: 0, seconds: 1)
    #expect(second.multiplied(by: .integer(large))?.seconds == large)
    #expect(CalendarDuration([(.seconds, .integer(large))])?.seconds == large)
    #expect(second.multiplied(by: .integer(.max))?.divided(by: .integer(.max)) == second)
    #expect(second.divided(by: 0) == nil)
    #expect(CalendarDuration(months: 2, days: 0, seconds: 0).multiplied(by: .integer(.min)) == nil)
    #expect(
      try ClockZone(parsing: "+02:05:59") == .offset(7_559) && ClockZone(parsing: "Z") == .utc)
    #expect(throws: TemporalTextError.self) { try ClockZone(parsing: "+19:00") }
    #expect(throws: TemporalTextError.self) { try ClockZone(parsing: "Nowhere/Atall") }
  }

  @Test(
    arguments: [
      ("d", "1984-10-11", "d", "2015-06-24", "P30Y8M13D", "PT269112H", "P11213D"),
      (
        "d", "1984-10-11", "ldt", "2016-07-21T21:45:22.142", "P31Y9M10DT21H45M22.142S",
        "PT278565H45M22.142S", "P11606D"
      ),
      (
        "d", "1984-10-11", "dt", "2015-07-21T21:40:32.142+0100", "P30Y9M10DT21H40M32.142S",
        "PT269781H40M32.142S", "P11240D"
      ),
      ("d", "1984-10-11", "t", "16:30+0100", "PT16H30M", "PT16H30M", "PT0S"),
      ("lt", "14:30", "d", "2015-06-24", "PT-14H-30M", "PT-14H-30M", "PT0S"),
      (
        "lt", "14:30", "dt", "2015-07-21T21:40:32.142+0100", "PT7H10M32.142S", "PT7H10M32.142S",
        "PT0S"
      ),
      (
        "t", "14:30", "dt", "2015-07-21T21:40:32.142+0100", "PT6H10M32.142S", "PT6H10M32.142S",
        "PT0S"
      ),
      ("t", "14:30", "t", "16:30+0100", "PT1H", "PT1H", "PT0S"),
      ("t", "14:30", "lt", "16:30", "PT2H", "PT2H", "PT0S"),
      (
        "ldt", "2015-07-21T21:40:32.142", "d", "2015-06-24", "P-27DT-21H-40M-32.142S",
        "PT-669H-40M-32.142S", "P-27D"
      ),
      (
        "ldt", "2015-07-21T21:40:32.142", "ldt", "2016-07-21T21:45:22.142", "P1YT4M50S",
        "PT8784H4M50S", "P366D"
      ),
      (
        "ldt", "2015-07-21T21:40:32.142", "t", "16:30+0100", "PT-5H-10M-32.142S",
        "PT-5H-10M-32.142S", "PT0S"
      ),
      (
        "dt", "2014-07-21T21:40:36.143+0200", "d", "2015-06-24", "P11M2DT2H19M23.857S",
        "PT8090H19M23.857S", "P337D"
      ),
      (
        "dt", "2014-07-21T21:40:36.143+0200", "dt", "2015-07-21T21:40:32.142+0100",
        "P1YT59M55.999S", "PT8760H59M55.999S", "P365D"
      ),
      (
        "dt", "2014-07-21T21:40:36.143+0200", "t", "16:30+0100", "PT-4H-10M-36.143S",
        "PT-4H-10M-36.143S", "PT0S"
      ),
      ("ldt", "2018-01-02T10:00", "ldt", "2018-01-01T12:00", "PT-22H", "PT-22H", "PT0S"),
      (
        "ldt", "2018-01-02T10:00:00.1", "ldt", "2018-01-01T10:00:00.2", "PT-23H-59M-59.9S",
        "PT-23H-59M-59.9S", "PT0S"
      ),
      (
        "d", "-999999999-01-01", "d", "+999999999-12-31", "P1999999998Y11M30D",
        "PT17531639991215H59M59S", "P730484999633D"
      ),
    ] as [(String, String, String, String, String, String, String)])
  func durationsBetween(
    _ startKind: String, _ start: String, _ endKind: String, _ end: String, _ whole: String,
    _ seconds: String, _ days: String
  ) throws {
    let start = try instant(startKind, start)
    let end = try instant(endKind, end)
    #expect(try CalendarDuration.between(start, end).description == whole)
    if days != "P730484999633D" {
      #expect(try CalendarDuration.secondsBetween(start, end).description == seconds)
    }
    #expect(try CalendarDuration.daysBetween(start, end).description == days)
  }

  @Test(arguments: [
    ("d", "2018-03-11", "d", "2016-06-24", "P-1Y-8M"),
    ("d", "2018-07-21", "dt", "2016-07-21T21:40:32.142+0100", "P-1Y-11M"),
    ("ldt", "2018-07-21T21:40:32.142", "d", "2016-07-21", "P-2Y"),
    ("dt", "2018-07-21T21:40:36.143+0200", "ldt", "2016-07-21T21:40:36.143", "P-2Y"),
    ("dt", "2018-07-21T21:40:36.143+0500", "dt", "1984-07-21T22:40:36.143+0200", "P-33Y-11M"),
  ])
  func monthsBetween(
    _ startKind: String, _ start: String, _ endKind: String, _ end: String, _ expected: String
  ) throws {
    let months = try CalendarDuration.monthsBetween(
      instant(startKind, start), instant(endKind, end))
    #expect(months.description == expected)
  }

  @Test(arguments: [
    ("12:34:54.7", "12:34:54.3", "PT-0.4S"), ("12:34:54.7", "12:44:55.3", "PT10M0.6S"),
    ("12:44:54.7", "12:34:55.3", "PT-9M-59.4S"), ("12:34:56", "12:34:55.7", "PT-0.3S"),
    ("12:44:56", "12:34:55.7", "PT-10M-0.3S"), ("12:34:56.3", "12:34:54.7", "PT-1.6S"),
  ])
  func signsAgree(_ start: String, _ end: String, _ expected: String) throws {
    let seconds = try CalendarDuration.secondsBetween(instant("lt", start), instant("lt", end))
    #expect(seconds.description == expected)
  }

  @Test func addingWhatIsBetweenArrives() throws {
    try checkProperty(runs: 1_000) { random in
      func moment() throws -> LocalDateTime {
        let date = try #require(CalendarDate(daysSinceEpoch: Int64(random.below(60_000))))
        let time = LocalTime(nanosecondOfDay: Int64(random.below(86_400)) * 1_000_000_000 + 7)
        return LocalDateTime(date, try #require(time))
      }
      let (start, end) = (try moment(), try moment())
      let between = try CalendarDuration.between(.localDateTime(start), .localDateTime(end))
      try #require(start.adding(between) == end, "\(start) and \(end): \(between)")
      let seconds = try CalendarDuration.secondsBetween(.localDateTime(start), .localDateTime(end))
      try #require(start.adding(seconds) == end)
    }
  }

  @Test func extremeArithmeticNeverTraps() throws {
    try checkProperty(runs: 3_000) { random in
      let (a, b) = (random.duration(), random.duration())
      _ = (a.adding(b), a.subtracting(b), a.negated)
      _ = (a.multiplied(by: .float(random.float())), a.divided(by: .float(random.float())))
      _ = (a.multiplied(by: .integer(random.integer())), a.divided(by: .integer(random.integer())))
      _ = CalendarDuration(
        CalendarDuration.Unit.allCases.map { unit in
          (unit, random.oneIn(2) ? .float(random.float()) : .integer(random.integer()))
        })
      switch random.temporal() {
      case .date(let date): _ = date.adding(a)
      case .localTime(let time): _ = time.adding(a)
      case .time(let time): _ = time.adding(a)
      case .localDateTime(let moment): _ = moment.adding(a)
      case .dateTime(let moment): _ = try? moment.adding(a)
      default: break
      }
      guard let start = TemporalInstant(random.temporal()),
        let end = TemporalInstant(random.temporal())
      else { return }
      _ = try? CalendarDuration.between(start, end)
      _ = try? CalendarDuration.secondsBetween(start, end)
    }
  }
}
