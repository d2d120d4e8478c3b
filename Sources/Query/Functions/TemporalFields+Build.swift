// Temporal values of the fields of a map. A field replaces that part of the value the map starts
// from; without one, the parts must be there from the largest down to the smallest given. A zone
// keeps the instant where the start has an offset, else it says whose clocks are meant.

internal import Graph

extension TemporalFields {
  // MARK: - Day

  private static let dateFields: [TemporalField] = [
    .year, .quarter, .month, .week, .ordinalDay, .dayOfQuarter, .dayOfWeek, .day,
  ]
  private static let timeFields: [TemporalField] = [
    .hour, .minute, .second, .millisecond, .microsecond, .nanosecond,
  ]
  private static let epochFields: [TemporalField] = [.epochSeconds, .epochMillis]

  /// The ways to tell a day within a year.
  private enum DayForm { case month, week, quarter, ordinal }

  private func dayForm() throws(QueryError) -> DayForm {
    var forms: [(form: DayForm, name: String)] = []
    if has(.month, .day) { forms.append((.month, "month and day")) }
    if has(.week, .dayOfWeek) { forms.append((.week, "week and dayOfWeek")) }
    if has(.quarter, .dayOfQuarter) { forms.append((.quarter, "quarter and dayOfQuarter")) }
    if has(.ordinalDay) { forms.append((.ordinal, "ordinalDay")) }
    guard forms.count < 2 else {
      throw invalid("\(forms[0].name) cannot stand beside \(forms[1].name)", forms[1].name)
    }
    return forms.first?.form ?? .month
  }

  /// The day that the fields tell, starting from another if there is one.
  private func day(from start: CalendarDate?) throws(QueryError) -> CalendarDate {
    let form = try dayForm()
    let day: CalendarDate? =
      if let start { day(form, from: start) } else { try dayOfItsOwn(form) }
    guard let day else {
      throw invalid("there is no such day in the calendar", "date")
    }
    return day
  }

  private func dayOfItsOwn(_ form: DayForm) throws(QueryError) -> CalendarDate? {
    guard let year = self[.year] else { throw missing(.year) }
    switch form {
    case .month:
      try require(.month, for: .day)
      return CalendarDate(year: year, month: self[.month] ?? 1, day: self[.day] ?? 1)
    case .week:
      try require(.week, for: .dayOfWeek)
      return CalendarDate(
        weekYear: year, week: self[.week] ?? 1, weekday: self[.dayOfWeek] ?? 1)
    case .quarter:
      try require(.quarter, for: .dayOfQuarter)
      return CalendarDate(
        year: year, quarter: self[.quarter] ?? 1, dayOfQuarter: self[.dayOfQuarter] ?? 1)
    case .ordinal: return CalendarDate(year: year, ordinalDay: self[.ordinalDay] ?? 1)
    }
  }

  private func day(_ form: DayForm, from start: CalendarDate) -> CalendarDate? {
    let (startYear, startMonth, startDay) = start.parts
    let year = self[.year] ?? startYear
    switch form {
    case .month:
      let month = self[.month] ?? startMonth
      if let day = self[.day] { return CalendarDate(year: year, month: month, day: day) }
      return CalendarDate(year: year, month: month, dayAtMost: startDay)
    case .week:
      let weekday = self[.dayOfWeek] ?? start.weekday
      if let week = self[.week] {
        let weekYear = self[.year] ?? start.weekYear
        return CalendarDate(weekYear: weekYear, week: week, weekday: weekday)
      }
      let sameDay = CalendarDate(year: year, month: startMonth, dayAtMost: startDay)
      guard let sameDay, (1...7).contains(weekday) else { return nil }
      return sameDay.adding(days: weekday - sameDay.weekday)
    case .quarter:
      let quarter = self[.quarter] ?? start.quarter
      guard (1...4).contains(quarter) else { return nil }
      if let day = self[.dayOfQuarter] {
        return CalendarDate(year: year, quarter: quarter, dayOfQuarter: day)
      }
      let month = quarter * 3 - 2 + (startMonth - 1) % 3
      return CalendarDate(year: year, month: month, dayAtMost: startDay)
    case .ordinal: return CalendarDate(year: year, ordinalDay: self[.ordinalDay] ?? 1)
    }
  }

  // MARK: - Time of the day

  /// The time that the fields tell, starting from another if there is one.
  private func clock(from start: LocalTime?) throws(QueryError) -> LocalTime {
    if start == nil {
      try require(.hour, for: .minute)
      try require(.minute, for: .second)
      for part in [TemporalField.millisecond, .microsecond, .nanosecond] {
        try require(.second, for: part)
      }
    }
    let from = start ?? .midnight
    let time = LocalTime(
      hour: self[.hour] ?? from.hour, minute: self[.minute] ?? from.minute,
      second: self[.second] ?? from.second, nanosecond: try nanosecond() ?? from.nanosecond)
    guard let time else {
      throw invalid("there is no such time of the day", "time")
    }
    return time
  }

  /// The part of the second; each unit counts what the next larger one given leaves.
  private func nanosecond() throws(QueryError) -> Int64? {
    let (millis, micros, nanos) = (self[.millisecond], self[.microsecond], self[.nanosecond])
    guard millis != nil || micros != nil || nanos != nil else { return nil }
    try check(.millisecond, below: 1_000)
    try check(.microsecond, below: millis == nil ? 1_000_000 : 1_000)
    try check(.nanosecond, below: micros != nil ? 1_000 : millis != nil ? 1_000_000 : 1_000_000_000)
    return (millis ?? 0) * 1_000_000 + (micros ?? 0) * 1_000 + (nanos ?? 0)
  }

  private func check(_ field: TemporalField, below bound: Int64) throws(QueryError) {
    guard let number = self[field], number < 0 || number >= bound else { return }
    throw invalid("\(field.name) must be from 0 to \(bound - 1), but is \(number)", field.name)
  }

  private func require(_ field: TemporalField, for part: TemporalField) throws(QueryError) {
    if self[part] != nil && self[field] == nil { throw missing(field, for: part) }
  }

  private func missing(_ field: TemporalField, for part: TemporalField? = nil) -> QueryError {
    let reason = part.map { " when \($0.name) is given" } ?? ""
    return invalid("\(field.name) must be given\(reason)", field.name)
  }

  // MARK: - Values

  /// A date.
  func makeDate() throws(QueryError) -> CalendarDate {
    try refuse(TemporalFields.timeFields + TemporalFields.epochFields, in: "date")
    try refuseStart(time, "time", in: "date")
    return try day(from: try startDay())
  }

  /// A time without an offset.
  func makeLocalTime() throws(QueryError) -> LocalTime {
    try refuse(TemporalFields.dateFields + TemporalFields.epochFields, in: "time")
    try refuseStart(date, "date", in: "time")
    let start = try startTime()
    if start == nil && self[.hour] == nil { throw missing(.hour) }
    return try clock(from: start)
  }

  /// A time with an offset; a named zone has the offset of the instant, or of the day given.
  func makeTime(today: CalendarDate) throws(QueryError) -> ZonedTime {
    let local = try makeLocalTime()
    let start = time ?? dateTime
    let startOffset: Int32? =
      switch start {
      case .time(let time): time.offsetSeconds
      case .dateTime(let moment): moment.offsetSeconds
      default: nil
      }
    let day = start?.calendarDate ?? today
    let moment: ZonedDateTime?
    do throws(TimeZoneError) {
      moment = try startOffset.map { offset throws(TimeZoneError) in
        try ClockZone.offset(offset).moment(of: LocalDateTime(day, local))
      }
    } catch { throw zoneError(error, in: function) }
    let result = try convert(moment, day, local)
    guard let time = ZonedTime(result.local.time, offsetSeconds: result.offsetSeconds) else {
      throw invalid("the offset is out of range", "timezone")
    }
    return time
  }

  /// A day and time without an offset.
  func makeLocalDateTime() throws(QueryError) -> LocalDateTime {
    try refuse(TemporalFields.epochFields, in: "local date and time")
    return LocalDateTime(try day(from: try startDay()), try clock(from: try startTime()))
  }

  /// A moment.
  func makeDateTime() throws(QueryError) -> ZonedDateTime {
    if has(.epochSeconds, .epochMillis) { return try momentSinceEpoch() }
    let (day, time) = (try day(from: try startDay()), try clock(from: try startTime()))
    return try convert(try startMoment(on: day, at: time), day, time)
  }

  /// Brings a moment to the zone of the map; without a moment the day and time are told there.
  private func convert(
    _ moment: ZonedDateTime?, _ day: CalendarDate, _ time: LocalTime
  ) throws(QueryError) -> ZonedDateTime {
    do throws(TimeZoneError) {
      guard let moment else {
        return try (zone ?? .utc).moment(of: LocalDateTime(day, time))
      }
      guard let zone else { return moment }
      return try zone.moment(atSecond: moment.epochSeconds, nanosecond: moment.nanosecond)
    } catch { throw zoneError(error, in: function) }
  }

  private func momentSinceEpoch() throws(QueryError) -> ZonedDateTime {
    try refuse(
      TemporalFields.dateFields + [.hour, .minute, .second, .millisecond, .microsecond],
      in: "moment counted from the epoch")
    guard date == nil, time == nil, dateTime == nil,
      self[.epochSeconds] == nil || self[.epochMillis] == nil
    else {
      throw invalid("epochSeconds or epochMillis must be the only start", "epochSeconds")
    }
    var second = self[.epochSeconds] ?? 0
    var nanosecond: Int64 = 0
    if let millis = self[.epochMillis] {
      (second, nanosecond) = millis.dividedDown(by: 1_000)
      nanosecond *= 1_000_000
    }
    try check(.nanosecond, below: self[.epochMillis] == nil ? 1_000_000_000 : 1_000_000)
    nanosecond += self[.nanosecond] ?? 0
    do throws(TimeZoneError) {
      return try (zone ?? .utc).moment(atSecond: second, nanosecond: Int32(nanosecond))
    } catch { throw zoneError(error, in: function) }
  }

  // MARK: - What the map starts from

  private func refuseStart(
    _ start: Value?, _ key: String, in kind: String
  ) throws(QueryError) {
    if start != nil { throw invalid("a \(kind) has no \(key)", key) }
  }

  private func startDay() throws(QueryError) -> CalendarDate? {
    guard let start = date ?? dateTime else { return nil }
    guard let day = start.calendarDate else {
      throw wrongKind(
        start, for: function, expected: [.date, .localDateTime, .dateTime])
    }
    return day
  }

  private func startTime() throws(QueryError) -> LocalTime? {
    guard let start = time ?? dateTime else { return nil }
    if let time = start.clockTime { return time }
    // A date stands for its midnight where day and time are asked of it together.
    if time == nil, case .date = start { return .midnight }
    throw wrongKind(
      start, for: function, expected: [.time, .localTime, .localDateTime, .dateTime])
  }

  /// The day and time as a moment in the zone of what gave the time, if that has one.
  private func startMoment(
    on day: CalendarDate, at clock: LocalTime
  ) throws(QueryError) -> ZonedDateTime? {
    let local = LocalDateTime(day, clock)
    do throws(TimeZoneError) {
      switch time ?? dateTime {
      case .time(let time):
        return try ClockZone.offset(time.offsetSeconds).moment(of: local)
      case .dateTime(let moment):
        return try moment.clockZone.moment(of: local, preferring: moment.offsetSeconds)
      default: return nil
      }
    } catch { throw zoneError(error, in: function) }
  }
}

extension CalendarDate {
  /// The day of a month, or the last of the month where it is shorter.
  fileprivate init?(year: Int64, month: Int64, dayAtMost day: Int64) {
    guard CalendarDate.yearRange.contains(year) else { return nil }
    let last = CalendarDate.dayCount(ofMonth: month, year: year)
    self.init(year: year, month: month, day: min(day, last))
  }
}

extension Int64 {
  /// Quotient and remainder, the remainder never negative; the divisor must be positive.
  func dividedDown(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension Value {
  /// The day of a temporal value that has one.
  var calendarDate: CalendarDate? {
    switch self {
    case .date(let date): date
    case .localDateTime(let moment): moment.date
    case .dateTime(let moment): moment.local.date
    default: nil
    }
  }

  /// The time of the day of a temporal value that has one.
  var clockTime: LocalTime? {
    switch self {
    case .localTime(let time): time
    case .time(let time): time.localTime
    case .localDateTime(let moment): moment.time
    case .dateTime(let moment): moment.local.time
    default: nil
    }
  }
}
