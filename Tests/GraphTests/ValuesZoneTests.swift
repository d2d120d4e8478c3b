// Time zones against instants that are known from history. They need the system's tz database;
// where there is none the suite is skipped and says so.

import Glibc
import Graph
import TestSupport
import Testing

private let hasDatabase = access(TimeZoneDatabase.system.directory + "/Europe/Stockholm", R_OK) == 0

@Suite(.enabled(if: hasDatabase, "no tz database: zones are not tested"))
struct ValuesZoneTests {
  @Test(arguments: [
    "2015-07-21T21:40:32.142+02:00[Europe/Stockholm]",
    "1818-07-21T21:40:32.142+00:53:28[Europe/Stockholm]",
    "2015-07-21T21:40:32.142+08:45[Australia/Eucla]",
    "2015-07-21T21:40:32.142-04:00[America/New_York]",
    "1984-10-11T12:31:14.645876123+01:00[Europe/Stockholm]",
    // China's summer times of 1986 to 1991, and none after.
    "1985-07-01T12:00+08:00[Asia/Shanghai]", "1986-07-01T12:00+09:00[Asia/Shanghai]",
    "1988-12-01T12:00+08:00[Asia/Shanghai]", "1991-07-01T12:00+09:00[Asia/Shanghai]",
    "1992-07-01T12:00+08:00[Asia/Shanghai]", "1900-01-01T12:00+08:05:43[Asia/Shanghai]",
    // Far beyond the tables, by the rule at their end; south of the equator as well.
    "2100-07-01T12:00+02:00[Europe/Stockholm]", "2100-01-01T12:00+01:00[Europe/Stockholm]",
    "2100-07-01T12:00-04:00[America/New_York]", "2100-01-01T12:00+11:00[Australia/Sydney]",
    "2100-07-01T12:00+10:00[Australia/Sydney]", "2500-07-01T12:00+08:00[Asia/Shanghai]",
    "+999999999-07-01T12:00+02:00[Europe/Stockholm]",
    "-999999999-07-01T12:00-04:56:02[America/New_York]",
    "2024-01-01T00:00Z[UTC]", "2024-01-01T00:00+05:45[Asia/Kathmandu]",
  ])
  func offsetsThroughHistory(_ text: String) throws {
    let start = try #require(text.firstIndex(of: "["))
    let moment = try ZonedDateTime(parsing: text)
    #expect(moment.description == text)
    // The same local time without the offset finds it.
    let local = moment.local.description
    #expect(try ZonedDateTime(parsing: local + text[start...]).description == text)
  }

  @Test func gapsMoveForwardAndOverlapsMeanTheEarlier() throws {
    func moment(_ text: String) throws -> String { try ZonedDateTime(parsing: text).description }
    #expect(
      try moment("2024-03-10T02:30[America/New_York]")
        == "2024-03-10T03:30-04:00[America/New_York]")
    #expect(
      try moment("2024-03-10T01:59:59[America/New_York]")
        == "2024-03-10T01:59:59-05:00[America/New_York]")
    #expect(
      try moment("2024-11-03T01:30[America/New_York]")
        == "2024-11-03T01:30-04:00[America/New_York]")
    #expect(
      try moment("2024-11-03T01:30-05:00[America/New_York]")
        == "2024-11-03T01:30-05:00[America/New_York]")
    #expect(
      try moment("2100-03-28T02:30[Europe/Stockholm]")
        == "2100-03-28T03:30+02:00[Europe/Stockholm]")
    #expect(
      try moment("2011-12-30T12:00[Pacific/Apia]") == "2011-12-31T12:00+14:00[Pacific/Apia]")
  }

  @Test func instantsAreToldInZones() throws {
    let zones = TimeZoneDatabase.system
    let stockholm = try zones.zone(named: "Europe/Stockholm")
    let newYork = try zones.zone(named: "America/New_York")
    // The second before and the second of the change.
    #expect(try zones.offset(of: stockholm, at: 1_509_238_799) == 7_200)
    #expect(try zones.offset(of: stockholm, at: 1_509_238_800) == 3_600)
    #expect(try zones.offset(of: newYork, at: 1_710_053_999) == -18_000)
    #expect(try zones.offset(of: newYork, at: 1_710_054_000) == -14_400)
    #expect(try zones.offset(of: newYork, at: .max) == -18_000)
    #expect(try zones.offset(of: newYork, at: .min) == -17_762)
    let moment = try ZonedDateTime(parsing: "1984-11-11T12:31:14.645876123[Europe/Stockholm]")
    #expect(moment.epochSeconds == 469_020_674)
    #expect(moment.epochMillis == 469_020_674_645)
    #expect(try ZonedDateTime(parsing: "+999999999-12-31T23:59Z").epochMillis == nil)
  }

  @Test func localTimesComeBack() throws {
    let zones = TimeZoneDatabase.system
    let names = [
      "Europe/Stockholm", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe",
      "Africa/Casablanca", "America/St_Johns", "Pacific/Apia",
    ]
    let ids = try names.map { try zones.zone(named: $0) }
    try checkProperty(runs: 2_000) { random in
      let zone = random.pick(ids)
      let second = Int64(random.below(10_000_000_000)) - 5_000_000_000
      let moment = try zones.moment(atSecond: second, nanosecond: 5, in: zone)
      let offsets = try zones.validOffsets(of: zone, at: moment.local)
      try #require(offsets.contains(moment.offsetSeconds), "\(moment)")
      let resolved = try zones.moment(of: moment.local, in: zone)
      try #require(resolved.local == moment.local, "\(moment)")
      try #require(resolved.secondsSinceEpoch <= second)
      try #require(try ZonedDateTime(parsing: moment.description) == moment)
    }
  }

  @Test func calendarArithmeticKeepsTheClock() throws {
    let evening = try ZonedDateTime(parsing: "2017-10-28T23:00[Europe/Stockholm]")
    let day = CalendarDuration(months: 0, days: 1, seconds: 0)
    let hours = CalendarDuration(months: 0, days: 0, seconds: 86_400)
    #expect(try evening.adding(day)?.description == "2017-10-29T23:00+01:00[Europe/Stockholm]")
    #expect(try evening.adding(hours)?.description == "2017-10-29T22:00+01:00[Europe/Stockholm]")
  }

  @Test func daylightSavingCountsBetween() throws {
    let midnight = TemporalInstant.dateTime(
      try ZonedDateTime(parsing: "2017-10-29T00:00[Europe/Stockholm]"))
    let four = TemporalInstant.dateTime(
      try ZonedDateTime(parsing: "2017-10-29T04:00[Europe/Stockholm]"))
    let local = TemporalInstant.localDateTime(try LocalDateTime(parsing: "2017-10-29T04"))
    let time = TemporalInstant.localTime(try LocalTime(parsing: "04:00"))
    let day = TemporalInstant.date(try CalendarDate(parsing: "2017-10-29"))
    let next = TemporalInstant.date(try CalendarDate(parsing: "2017-10-30"))
    let evening = TemporalInstant.dateTime(
      try ZonedDateTime(parsing: "2017-10-28T23:00+02:00[Europe/Stockholm]"))
    let pairs = [
      (midnight, local, "PT5H"), (midnight, time, "PT5H"), (day, four, "PT5H"),
      (.localTime(.midnight), four, "PT5H"), (midnight, next, "PT25H"), (evening, four, "PT6H"),
      (four, evening, "PT-6H"),
    ]
    for (start, end, expected) in pairs {
      #expect(try CalendarDuration.secondsBetween(start, end).description == expected)
    }
    #expect(try CalendarDuration.between(evening, four).description == "PT6H")
    #expect(try CalendarDuration.between(four, evening).description == "PT-6H")
  }

  @Test func wrongZonesAreNamed() {
    func fails(_ text: String, _ offset: Int, _ reason: TemporalTextError.Reason) {
      #expect(throws: TemporalTextError(offset: offset, reason: reason)) {
        try ZonedDateTime(parsing: text)
      }
    }
    fails("2015-07-21T21:40[Europe/Nowhere]", 16, .zone(.unknownZone("Europe/Nowhere")))
    fails("2015-07-21T21:40[Europe]", 16, .zone(.unknownZone("Europe")))
    fails("2015-07-21T21:40[../../etc/passwd]", 16, .zone(.malformedName("../../etc/passwd")))
    fails("2015-07-21T21:40[/etc/passwd]", 16, .zone(.malformedName("/etc/passwd")))
    fails("2015-07-21T21:40[tzdata.zi]", 16, .zone(.malformedName("tzdata.zi")))
    fails("2015-07-21T21:40+05:00[Europe/Stockholm]", 16, .offsetNotInZone)
    fails("2015-07-21T21:40[Europe/Stockholm", 33, .malformed(.zone))
  }
}

@Suite struct ValuesZoneFilesTests {
  @Test func noDatabaseIsAnErrorWithAHint() {
    let zones = TimeZoneDatabase(directory: "/nonexistent")
    #expect(throws: TimeZoneError.noDatabase(directory: "/nonexistent")) {
      try zones.zone(named: "Europe/Stockholm")
    }
    let error = TimeZoneError.noDatabase(directory: "/nonexistent")
    #expect(error.message.contains("TZDIR"))
  }

  @Test func namesAreRelativePathsOfPlainParts() {
    for name in ["UTC", "Asia/Shanghai", "America/Argentina/Buenos_Aires", "Etc/GMT+8", "EST5EDT"] {
      #expect(ZoneID.isWellFormed(name), "\(name)")
    }
    let long = String(repeating: "a", count: 65)
    for name in [
      "", "/", "/UTC", "UTC/", "a//b", "..", "a/../b", ".hidden", "a b", "北京", "a\0", long,
    ] {
      #expect(!ZoneID.isWellFormed(name), "\(name)")
      #expect(ZoneID(interning: name) == nil)
    }
  }

  /// A zone of summer times by a rule only: two types, no transitions, a footer.
  private static let file: [UInt8] = {
    func part(timeSize: Int) -> [UInt8] {
      var bytes = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
      for count in [0, 0, 0, 1, 2, 8] as [UInt8] { bytes += [0, 0, 0, count] }
      bytes += [UInt8](repeating: 0, count: timeSize) + [0]
      bytes += [0, 0, 0x0e, 0x10, 0, 0, 0, 0, 0x1c, 0x20, 1, 4]
      return bytes + Array("CET\0SUM\0".utf8)
    }
    return part(timeSize: 4) + part(timeSize: 8) + Array("\nCET-1SUM,M3.5.0,M10.5.0/3\n".utf8)
  }()

  /// Writes files as a database into a folder of its own, and removes it afterwards.
  private func withDatabase(
    of files: [(name: String, bytes: [UInt8])], _ body: (TimeZoneDatabase) throws -> Void
  ) throws {
    let folder = TemporaryDirectory()
    for file in files { folder.write(file.name, file.bytes) }
    try withExtendedLifetime(folder) { try body(TimeZoneDatabase(directory: folder.path)) }
  }

  @Test func rulesAloneAreAZone() throws {
    try withDatabase(of: [("Rule", Self.file)]) { zones in
      let zone = try zones.zone(named: "Rule")
      #expect(try zones.offset(of: zone, at: 1_711_846_799) == 3_600)
      #expect(try zones.offset(of: zone, at: 1_711_846_800) == 7_200)
      #expect(try zones.offset(of: zone, at: 1_729_990_799) == 7_200)
      #expect(try zones.offset(of: zone, at: 1_729_990_800) == 3_600)
      #expect(throws: TimeZoneError.noDatabase(directory: zones.directory)) {
        try zones.zone(named: "Other")
      }
    }
  }

  @Test func damagedFilesNeverTrap() throws {
    var random = Random(seed: 1)
    var files: [(name: String, bytes: [UInt8])] = [("Empty", [])]
    for number in 0..<300 {
      var bytes = Self.file
      if random.oneIn(3) { bytes.removeLast(random.below(bytes.count)) }
      for _ in 0..<random.below(4) where !bytes.isEmpty {
        bytes[random.below(bytes.count)] = random.oneIn(3) ? 0xff : UInt8(random.below(256))
      }
      files.append(("Damaged\(number)", bytes))
    }
    try withDatabase(of: files) { zones in
      #expect(throws: TimeZoneError.damagedFile(path: zones.directory + "/Empty")) {
        try zones.zone(named: "Empty")
      }
      for file in files {
        guard let zone = try? zones.zone(named: file.name) else { continue }
        for second in [.min, -1 << 40, 0, 1_711_846_800, 1 << 40, .max] as [Int64] {
          let offset = try zones.offset(of: zone, at: second)
          #expect(offset.magnitude <= 64_800)
        }
      }
    }
  }
}
