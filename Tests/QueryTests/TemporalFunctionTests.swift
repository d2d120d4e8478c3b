// Making, cutting down and reading temporal values, and arithmetic on them, by examples and by laws
// that hold for any value.

import Graph
import TestSupport
import Testing
import Text

@testable import Query

struct TemporalFunctionTests {
  let calls: FunctionCalls

  init() throws { calls = try FunctionCalls() }

  private func date(_ text: String) throws -> Value { .date(try CalendarDate(parsing: text)) }
  private func moment(_ text: String) throws -> Value {
    .dateTime(try ZonedDateTime(parsing: text))
  }

  @Test func theClockIsThatOfTheStatement() throws {
    #expect(try calls.text("date") == "2026-07-05")
    #expect(try calls.text("time") == "10:20:30.500Z" || calls.text("time") == "10:20:30.5Z")
    #expect(
      try calls.text("DateTime.Transaction", "Asia/Shanghai").hasPrefix("2026-07-05T18:20:30"))
    #expect(try calls.text("localdatetime.statement", "+14:00").hasPrefix("2026-07-06T00:20:30"))
    #expect(try calls.text("date", map(("timezone", "+14:00"))) == "2026-07-06")
    #expect(try calls.text("localtime.statement", "America/New York").hasPrefix("06:20:30"))
    #expect(FunctionTable.function(named: "date.realtime")?.isDeterministic == false)
    #expect(try calls.text("date.realtime") > "2020-01-01")
  }

  @Test func mapsTellDaysInFourWays() throws {
    let year: (UTF8String, Value) = ("year", 2024)
    #expect(try calls.text("date", map(year, ("month", 2), ("day", 29))) == "2024-02-29")
    #expect(try calls.text("date", map(year, ("week", 9), ("dayOfWeek", 4))) == "2024-02-29")
    #expect(try calls.text("date", map(year, ("quarter", 1), ("dayOfQuarter", 60))) == "2024-02-29")
    #expect(try calls.text("date", map(year, ("ordinalDay", 60))) == "2024-02-29")
    #expect(try calls.text("date", map(year)) == "2024-01-01")
    #expect(try calls.text("date", map(("YEAR", 2024), ("Month", 3))) == "2024-03-01")
    #expect(try calls.text("date", map(year, ("month", .null))) == "null")
  }

  @Test func fieldsReplacePartsOfTheStart() throws {
    let leap = try date("2024-02-29")
    #expect(try calls.text("date", map(("date", leap), ("year", 2023))) == "2023-02-28")
    #expect(try calls.text("date", map(("date", leap), ("month", 4))) == "2024-04-29")
    #expect(try calls.text("date", map(("date", leap), ("quarter", 3))) == "2024-08-29")
    #expect(try calls.text("date", map(("date", leap), ("dayOfWeek", 1))) == "2024-02-26")
    #expect(try calls.text("date", map(("date", leap), ("week", 1))) == "2024-01-04")
    let clock = try calls.value("localtime", ["07:08:09.123456789"])
    #expect(
      try calls.text("localtime", map(("time", clock), ("minute", 0))) == "07:00:09.123456789")
    #expect(
      try calls.text("localtime", map(("time", clock), ("nanosecond", 5))) == "07:08:09.000000005")
    #expect(
      try calls.text("localdatetime", map(("date", leap), ("time", clock), ("day", 1)))
        == "2024-02-01T07:08:09.123456789")
  }

  @Test func aZoneKeepsTheInstantOfWhatHasOne() throws {
    let summer = try moment("2026-07-05T12:00[Europe/Stockholm]")
    let there: (UTF8String, Value) = ("timezone", "Asia/Shanghai")
    #expect(
      try calls.text("datetime", map(("datetime", summer), there))
        == "2026-07-05T18:00+08:00[Asia/Shanghai]")
    #expect(
      try calls.text("datetime", map(("date", summer), ("time", summer), ("month", 1)))
        == "2026-01-05T12:00+01:00[Europe/Stockholm]")
    #expect(
      try calls.text("datetime", map(("date", summer), ("hour", 12), there))
        == "2026-07-05T12:00+08:00[Asia/Shanghai]")
    #expect(try calls.text("time", map(("time", summer), ("timezone", "Z"))) == "10:00Z")
    #expect(try calls.text("time", summer) == "12:00+02:00")
    // In the hour that clocks show twice the offset says which one is meant.
    let second = try moment("2026-10-25T02:30+01:00[Europe/Stockholm]")
    #expect(try calls.value("datetime", [map(("datetime", second))]).isEqual(to: second) == true)
    #expect(
      try calls.text("datetime", map(("epochMillis", -1), there))
        == "1970-01-01T07:59:59.999+08:00[Asia/Shanghai]")
    #expect(
      try calls.text("datetime", map(("epochSeconds", 60), ("nanosecond", 7)))
        == "1970-01-01T00:01:00.000000007Z")
    #expect(try calls.text("datetime.fromepoch", -1, -1) == "1969-12-31T23:59:58.999999999Z")
  }

  @Test func valuesAreProjected() throws {
    let moment = try moment("2026-03-04T05:06:07-08:00")
    #expect(try calls.text("date", moment) == "2026-03-04")
    #expect(try calls.text("localtime", moment) == "05:06:07")
    #expect(try calls.text("localdatetime", moment) == "2026-03-04T05:06:07")
    #expect(try calls.text("datetime", date("2026-03-04")) == "2026-03-04T00:00Z")
    #expect(try calls.error("date", calls.value("localtime", ["12"]))?.kind == .typeError)
    #expect(try calls.error("time", date("2026-03-04"))?.kind == .typeError)
  }

  @Test(
    arguments: [
      ("date", "2026-02-30"), ("date", "soon"), ("time", "25:00"),
      ("datetime", "2026-01-01T00:00[X/Y]"),
      ("duration", "P"), ("localdatetime", ""), ("localtime", "12:00+01:00"),
    ])
  func textThatIsNoneIsAnArgumentError(_ function: String, _ text: String) throws {
    let error = try #require(try calls.error(function, .string(UTF8String(text))))
    #expect(error.kind == .argumentError && error.phase == .runtime)
    #expect(error.message.contains(function) && error.message.contains("'\(text)'"))
  }

  @Test func mapsThatMakeNoValueSayWhy() throws {
    let year: (UTF8String, Value) = ("year", 2024)
    let wrong: [(String, Value, String)] = [
      ("date", map(("month", 2)), "year must be given"),
      ("date", map(year, ("day", 2)), "month must be given when day is given"),
      ("date", map(year, ("month", 13)), "no such day"),
      ("date", map(year, ("month", 2), ("week", 2)), "cannot stand beside"),
      ("date", map(year, ("hour", 2)), "has no hour"),
      ("date", map(year, ("timezone", "Z")), "has no timezone"),
      ("date", map(("year", .integer(.max))), "no such day"),
      ("date", map(("year", "2024")), "must be an Integer"),
      ("date", map(("years", 2024)), "'years' is no part"),
      ("localtime", map(("minute", 2)), "hour must be given"),
      ("localtime", map(("hour", 24)), "no such time"),
      (
        "localtime", map(("hour", 1), ("minute", 1), ("second", 1), ("millisecond", 1_000)),
        "0 to 999"
      ),
      ("time", map(("hour", 1), ("timezone", "+25:00")), "no time zone"),
      ("datetime", map(year, ("epochSeconds", 1)), "has no year"),
      ("datetime", map(("epochSeconds", .integer(.max))), "outside of the calendar"),
      ("duration", map(("fortnights", 1)), "no unit"),
      ("duration", map(("years", .integer(.max))), "too large"),
      ("duration", map(), "at least one unit"),
    ]
    for (function, argument, part) in wrong {
      let error = try #require(try calls.error(function, argument), "\(function) \(part)")
      #expect(error.kind == .argumentError && error.message.contains(part), "\(error.message)")
    }
  }

  @Test func unitsAreCutDown() throws {
    let day = try date("2026-08-19")
    let expected = [
      "millennium": "2000-01-01", "century": "2000-01-01", "decade": "2020-01-01",
      "year": "2026-01-01", "weekYear": "2025-12-29", "quarter": "2026-07-01",
      "month": "2026-08-01", "WEEK": "2026-08-17", "day": "2026-08-19",
    ]
    for (unit, result) in expected {
      #expect(try calls.text("date.truncate", .string(UTF8String(unit)), day) == result)
    }
    #expect(try calls.text("date.truncate", "century", date("-0001-05-05")) == "-0100-01-01")
    #expect(try calls.text("date.truncate", "month") == "2026-07-01")
    #expect(try calls.text("date.truncate", "month", day, map(("day", 31))) == "2026-08-31")
    let clock = try calls.value("time", ["12:34:56.123456789+05:30"])
    #expect(try calls.text("time.truncate", "minute", clock) == "12:34+05:30")
    #expect(
      try calls.text("localtime.truncate", "microsecond", clock, map(("nanosecond", 1)))
        == "12:34:56.123456001")
    let summer = try moment("2026-07-05T12:34[Europe/Stockholm]")
    #expect(
      try calls.text("datetime.truncate", "year", summer)
        == "2026-01-01T00:00+01:00[Europe/Stockholm]")
    #expect(
      try calls.text("datetime.truncate", "day", summer, map(("timezone", "-03:00")))
        == "2026-07-05T00:00-03:00")
    #expect(try calls.error("date.truncate", "hour", day)?.kind == .argumentError)
    #expect(try calls.error("date.truncate", "fortnight", day)?.hint?.contains("weekYear") == true)
    #expect(try calls.error("localdatetime.truncate", "hour", day)?.kind == .argumentError)
    #expect(try calls.error("time.truncate", "month", clock)?.kind == .argumentError)
    #expect(try calls.error("date.truncate", "day", clock)?.kind == .typeError)
    #expect(try calls.error("date.truncate", "decade", date("-999999999-01-01")) != nil)
  }

  @Test func partsAreRead() throws {
    let summer = try moment("2026-07-05T12:34:56.789[Europe/Stockholm]")
    let numbers: [(UTF8String, Int64)] = [
      ("year", 2026), ("quarter", 3), ("month", 7), ("week", 27), ("weekYear", 2026), ("day", 5),
      ("ordinalDay", 186), ("dayOfQuarter", 5), ("weekDay", 7), ("dayOfWeek", 7), ("hour", 12),
      ("microsecond", 789_000), ("offsetMinutes", 120), ("epochSeconds", 1_783_247_696),
      ("epochMillis", 1_783_247_696_789),
    ]
    for (name, number) in numbers {
      let component = try #require(temporalComponent(summer, name))
      #expect(component.isIdentical(to: .integer(number)), "\(name) is \(component)")
    }
    #expect(temporalComponent(summer, "timezone")?.isEqual(to: "Europe/Stockholm") == true)
    #expect(temporalComponent(summer, "offset")?.isEqual(to: "+02:00") == true)
    #expect(temporalComponent(try date("2026-07-05"), "hour") == nil)
    #expect(temporalComponent(summer, "years") == nil)
    #expect(temporalComponent(1, "year") == nil)
    let duration = try calls.value("duration", ["P1Y5M17DT3H4M5.006S"])
    let parts: [(UTF8String, Int64)] = [
      ("years", 1), ("quarters", 5), ("months", 17), ("weeks", 2), ("days", 17), ("hours", 3),
      ("minutes", 184), ("seconds", 11_045), ("milliseconds", 11_045_006), ("quartersOfYear", 1),
      ("monthsOfYear", 5), ("monthsOfQuarter", 2), ("daysOfWeek", 3), ("minutesOfHour", 4),
      ("secondsOfMinute", 5), ("nanosecondsOfSecond", 6_000_000),
    ]
    for (name, number) in parts {
      #expect(
        temporalComponent(duration, name)?.isIdentical(to: .integer(number)) == true, "\(name)")
    }
    let long = Value.duration(CalendarDuration(months: 0, days: 0, seconds: .max))
    #expect(temporalComponent(long, "nanoseconds")?.kinds == [])
  }

  @Test func aColumnOfDatesReadsPartsByKind() throws {
    let day = try CalendarDate(parsing: "2026-07-05")
    #expect(dateComponent("month")?.value(of: day) == 7)
    #expect(dateComponent("hour") == nil)
    for component in DateComponent.allCases {
      let number = temporalComponent(.date(day), UTF8String(component.rawValue))
      #expect(number?.isIdentical(to: .integer(component.value(of: day))) == true)
    }
  }

  @Test func arithmeticKnowsItsKinds() throws {
    let month = try calls.value("duration", ["P1M"])
    let day = try date("2026-01-31")
    #expect(try temporalSum(day, month)?.isEqual(to: date("2026-02-28")) == true)
    #expect(try temporalSum(month, day)?.isEqual(to: date("2026-02-28")) == true)
    #expect(try temporalDifference(day, month)?.isEqual(to: date("2025-12-31")) == true)
    #expect(try temporalProduct(3, month)?.isEqual(to: calls.value("duration", ["P3M"])) == true)
    #expect(try temporalQuotient(month, 0.5)?.isEqual(to: calls.value("duration", ["P2M"])) == true)
    #expect(try temporalSum(day, day) == nil)
    #expect(try temporalDifference(month, day) == nil)
    #expect(try temporalSum(1, 2) == nil && temporalProduct(month, month) == nil)
    #expect(try temporalQuotient(2, month) == nil)
    #expect(throws: QueryError.self) { try temporalQuotient(month, 0) }
    #expect(throws: QueryError.self) {
      try temporalProduct(month, .integer(.min)).map { try temporalProduct($0, 2) }
    }
    #expect(throws: QueryError.self) { try temporalSum(date("+999999999-12-31"), month) }
  }

  // MARK: - Laws

  /// A random value whose zone has its offset, which text and calendars rely on.
  private func temporal(_ random: inout Random) throws -> Value {
    let value = random.temporal()
    guard case .dateTime(let moment) = value else { return value }
    let zone = try ClockZone(parsing: random.pick(["Europe/Stockholm", "Asia/Shanghai", "+05:45"]))
    let told = try? zone.moment(
      atSecond: moment.secondsSinceEpoch, nanosecond: moment.nanosecond)
    return told.map(Value.dateTime) ?? .null
  }

  @Test func truncatingTwiceIsTruncatingOnceAndNeverLater() throws {
    try checkProperty(runs: 1_000) { random in
      let value = try temporal(&random)
      guard let kind = InstantKind.allCases.first(where: { $0.kinds == value.kinds }) else {
        return
      }
      let unit = Value.string(UTF8String(random.pick(TruncationUnit.allCases).rawValue))
      let name = kind.name + ".truncate"
      guard let once = try? calls.value(name, [unit, value]) else { return }
      let twice = try calls.value(name, [unit, once])
      try #require(once.isIdentical(to: twice), "\(name) \(unit) of \(value)")
      try #require(Value.order(once, value) <= 0, "\(name) \(unit) of \(value) is \(once)")
    }
  }

  @Test func addingTheSecondsBetweenArrives() throws {
    try checkProperty(runs: 1_000) { random in
      let (a, b) = (try temporal(&random), try temporal(&random))
      guard a.kinds == b.kinds, let start = TemporalInstant(a), TemporalInstant(b) != nil else {
        return
      }
      // Dates have no seconds, and times with an offset go around the clock.
      if case .date = start { return }
      if case .time = start { return }
      guard let between = try? calls.value("duration.inSeconds", [a, b]),
        let sum = try? temporalSum(a, between)
      else { return }
      let rest = try calls.value("duration.inSeconds", [sum, b])
      try #require(rest.isEqual(to: .duration(.zero)) == true, "\(a) and \(b)")
    }
  }

  @Test func whatIsPrintedIsRead() throws {
    try checkProperty(runs: 2_000) { random in
      let value = try temporal(&random)
      if value.kinds.isEmpty { return }
      let name = InstantKind.allCases.first { $0.kinds == value.kinds }?.name ?? "duration"
      var bytes: [UInt8] = []
      value.appendPlainText(to: &bytes)
      let text = String(decoding: bytes, as: UTF8.self)
      let read = try calls.value(name, [.string(UTF8String(text))])
      try #require(read.isIdentical(to: value), "\(text)")
    }
  }

  @Test func noMapTraps() throws {
    let keys =
      TemporalField.allCases.map(\.name) + CalendarDuration.Unit.allCases.map(\.rawValue)
      + ["date", "time", "datetime", "timezone", "TIMEZONE", "era"]
    let functions = TemporalFunctions.all
    let zones: [Value] = ["Z", "+01:00", "-18:00", "Europe/Stockholm", "Asia/Kathmandu", "x"]
    try checkProperty(runs: 3_000) { random in
      var entries: [(key: UTF8String, value: Value)] = []
      for _ in 0..<random.below(7) {
        let value: Value =
          switch random.below(6) {
          case 0: random.temporal()
          case 1: random.pick(zones)
          case 2: random.value(depth: 1)
          case 3: .integer(random.integer())
          default: .integer(Int64(random.below(60)))
          }
        entries.append((UTF8String(random.pick(keys)), value))
      }
      let map = Value.map(ValueMap(entries))
      for function in functions
      where function.parameters.contains(where: { $0.kinds.contains(.map) }) {
        let unit = Value.string(UTF8String(random.pick(TruncationUnit.allCases).rawValue))
        let isTruncation = function.name.hasSuffix("truncate")
        _ = try? calls.value(function.name, isTruncation ? [unit, random.temporal(), map] : [map])
      }
    }
  }

  @Test func noArgumentsTrap() throws {
    try checkProperty(runs: 500) { random in
      for function in TemporalFunctions.all {
        let count = random.below(function.parameters.count - function.requiredCount + 1)
        let arguments = (0..<count + function.requiredCount).map { place in
          random.oneIn(2)
            ? random.value(depth: 1)
            : function.parameters[place].kinds.contains(.integer)
              ? .integer(random.integer()) : random.temporal()
        }
        _ = try? calls.value(function.name, arguments)
      }
      let (a, b) = (random.temporal(), random.oneIn(2) ? random.temporal() : random.value(depth: 0))
      _ = (try? temporalSum(a, b), try? temporalDifference(a, b))
      _ = (try? temporalProduct(a, b), try? temporalProduct(b, a), try? temporalQuotient(a, b))
      for name in DurationComponent.allCases.map(\.rawValue) + ["year", "epochMillis", "offset"] {
        _ = temporalComponent(a, UTF8String(name))
      }
    }
  }
}
