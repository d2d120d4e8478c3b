// The rule that a zone follows in all years to come, in the form of POSIX's TZ variable as RFC 9636
// extends it: `CET-1CEST,M3.5.0,M10.5.0/3`, `<+0845>-8:45`, `EST5EDT,M3.2.0/2,M11.1.0/2`.

/// Offsets that change at the same days of every year, or never.
internal struct YearlyRule: Sendable {
  private let standardOffset: Int32
  private let summer: (offset: Int32, start: Change, end: Change)?

  /// A day of the year and a second of that day, as clocks show it before the change.
  private struct Change: Sendable {
    enum Day: Sendable {
      /// The 1st to 365th day, never counting a leap day.
      case counted(Int64)
      /// The 0th to 365th day, counting leap days.
      case zeroBased(Int64)
      /// A weekday, 0 a Sunday, of the first to fourth or last (5) week of a month.
      case weekday(Int64, week: Int64, month: Int64)
    }
    let day: Day
    let second: Int64

    /// The moment of the change in a year, in seconds on the clock from 1970 on.
    func localSecond(year: Int64) -> Int64 {
      let days: Int64
      switch day {
      case .counted(let number):
        let isBehindLeapDay = CalendarDate.isLeap(year) && number >= 60
        days = first(year, 1) + number - 1 + (isBehindLeapDay ? 1 : 0)
      case .zeroBased(let number): days = first(year, 1) + number
      case .weekday(let weekday, let week, let month):
        let firstOfMonth = first(year, month)
        // 1970-01-01 was a Thursday, the fourth day after a Sunday.
        let firstWeekday = floorDivide(firstOfMonth + 4, by: 7).remainder
        let firstMatch = floorDivide(weekday - firstWeekday, by: 7).remainder
        let length = CalendarDate.dayCount(ofMonth: month, year: year)
        let wanted = firstMatch + (week - 1) * 7
        days = firstOfMonth + (wanted >= length ? wanted - 7 : wanted)
      }
      return days * 86_400 + second
    }

    private func first(_ year: Int64, _ month: Int64) -> Int64 {
      CalendarDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
    }
  }

  /// Reads the text of a rule, or nil where it is none.
  init?(posix text: some Sequence<UInt8>) {
    var scanner = Scanner(bytes: Array(text))
    guard scanner.skipName(), let standard = scanner.offset() else { return nil }
    standardOffset = -standard
    guard !scanner.isAtEnd else {
      summer = nil
      return
    }
    guard scanner.skipName() else { return nil }
    var summerOffset = standardOffset + 3_600
    if !scanner.skip(",") {
      guard let given = scanner.offset(), scanner.skip(",") else { return nil }
      summerOffset = -given
    }
    guard let start = scanner.change(), scanner.skip(","), let end = scanner.change(),
      scanner.isAtEnd
    else { return nil }
    summer = (summerOffset, start, end)
  }

  /// The offset at an instant.
  func offset(at second: Int64) -> Int32 {
    guard let summer else { return standardOffset }
    let local = second.addingReportingOverflow(Int64(standardOffset)).partialValue
    let day = floorDivide(local, by: 86_400).quotient
    guard let year = CalendarDate(daysSinceEpoch: day)?.year else { return standardOffset }
    let start = summer.start.localSecond(year: year) - Int64(standardOffset)
    let end = summer.end.localSecond(year: year) - Int64(summer.offset)
    // South of the equator summer spans the new year.
    let isSummer = start < end ? second >= start && second < end : second >= start || second < end
    return isSummer ? summer.offset : standardOffset
  }

  private struct Scanner {
    let bytes: [UInt8]
    var place = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { place == bytes.count }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
      guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
      place += 1
      return true
    }

    /// Skips `CET` or `<+0845>`.
    mutating func skipName() -> Bool {
      let start = place
      if skip("<") {
        while place < bytes.count, bytes[place] != UInt8(ascii: ">") { place += 1 }
        return skip(">")
      }
      while place < bytes.count, bytes[place] | 0x20 >= 97, bytes[place] | 0x20 <= 122 {
        place += 1
      }
      return place - start >= 3
    }

    mutating func number() -> Int64? {
      let start = place
      var result: Int64 = 0
      while place < bytes.count, place - start < 4, bytes[place] >= 48, bytes[place] <= 57 {
        result = result * 10 + Int64(bytes[place] - 48)
        place += 1
      }
      return place > start ? result : nil
    }

    /// Reads `[+-]hh[:mm[:ss]]` in seconds.
    mutating func seconds() -> Int64? {
      let sign: Int64 = skip("-") ? -1 : 1
      if sign > 0 { _ = skip("+") }
      guard let hours = number(), hours <= 167 else { return nil }
      var total = hours * 3_600
      if skip(":") {
        guard let minutes = number(), minutes < 60 else { return nil }
        total += minutes * 60
        if skip(":") {
          guard let seconds = number(), seconds < 60 else { return nil }
          total += seconds
        }
      }
      return sign * total
    }

    /// Reads an offset, which POSIX counts west of UTC.
    mutating func offset() -> Int32? {
      guard let total = seconds(), abs(total) <= 64_800 else { return nil }
      return Int32(total)
    }

    mutating func change() -> Change? {
      let day: Change.Day
      if skip("M") {
        guard let month = number(), (1...12).contains(month), skip("."), let week = number(),
          (1...5).contains(week), skip("."), let weekday = number(), weekday <= 6
        else { return nil }
        day = .weekday(weekday, week: week, month: month)
      } else if skip("J") {
        guard let number = number(), (1...365).contains(number) else { return nil }
        day = .counted(number)
      } else {
        guard let number = number(), number <= 365 else { return nil }
        day = .zeroBased(number)
      }
      guard skip("/") else { return Change(day: day, second: 7_200) }
      guard let second = seconds() else { return nil }
      return Change(day: day, second: second)
    }
  }
}
