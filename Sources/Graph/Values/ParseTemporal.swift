// Dates, times and moments from text: the basic and extended ISO 8601 forms that openCypher takes.
// `parse…` must succeed or throw. The grammar stands above each function. Text is read as bytes,
// from the front, without going back further than to the start of a part.
//
//   date      ::= year [ '-'? month [ '-'? day ] ] | year '-'? 'W' week [ '-'? weekday ]
//               | year '-'? ordinalDay | year '-'? 'Q' quarter [ '-'? dayOfQuarter ]
//   year      ::= digit{4} | ('+' | '-') digit{4,9}, the second in extended forms only
//   time      ::= hour [ ':'? minute [ ':'? second [ ('.' | ',') digit{1,9} ] ] ]
//   offset    ::= 'Z' | ('+' | '-') hour [ ':'? minute [ ':'? second ] ]
//   moment    ::= date [ 'T' time ] [ offset ] [ '[' zone ']' ]

extension CalendarDate {
  /// Reads a date: `2015-07-21`, `20150721`, `2015-W30-2`, `2015-202`, `2015-Q3-21`, `2015-07`.
  public init(parsing text: String) throws(TemporalTextError) {
    var parser = TemporalParser(text)
    self = try parser.parseDate()
    try parser.expectEnd()
  }
}

extension LocalTime {
  /// Reads a time without an offset: `21:40:32.142`, `214032.142`, `21:40`, `21`.
  public init(parsing text: String) throws(TemporalTextError) {
    var parser = TemporalParser(text)
    self = try parser.parseTime()
    try parser.expectEnd()
  }
}

extension ZonedTime {
  /// Reads a time; without an offset it is UTC.
  public init(parsing text: String) throws(TemporalTextError) {
    var parser = TemporalParser(text)
    let time = try parser.parseTime()
    let offset = try parser.parseOffsetIfPresent() ?? 0
    try parser.expectEnd()
    guard let result = ZonedTime(time, offsetSeconds: offset) else {
      throw parser.failure(.outOfRange(.offset))
    }
    self = result
  }
}

extension LocalDateTime {
  /// Reads a day and a time without an offset; without a time it is midnight.
  public init(parsing text: String) throws(TemporalTextError) {
    var parser = TemporalParser(text)
    self = try parser.parseLocalDateTime()
    try parser.expectEnd()
  }
}

extension ZonedDateTime {
  /// Reads a moment; without offset and zone it is UTC.
  ///
  /// With both, the zone must have the offset then.
  public init(
    parsing text: String, zones: TimeZoneDatabase = .system
  ) throws(TemporalTextError) {
    var parser = TemporalParser(text)
    let local = try parser.parseLocalDateTime()
    let offsetPlace = parser.place
    let offset = try parser.parseOffsetIfPresent()
    let zonePlace = parser.place
    let name = try parser.parseZoneIfPresent()
    try parser.expectEnd()
    guard let name else {
      guard let result = ZonedDateTime(local, offsetSeconds: offset ?? 0) else {
        throw TemporalTextError(offset: 0, reason: .outOfRange(.year))
      }
      self = result
      return
    }
    let zone: ZoneID
    let valid: [Int32]
    let earliest: ZonedDateTime
    do throws(TimeZoneError) {
      zone = try zones.zone(named: name)
      valid = try zones.validOffsets(of: zone, at: local)
      earliest = try zones.moment(of: local, in: zone)
    } catch {
      throw TemporalTextError(offset: zonePlace, reason: .zone(error))
    }
    // In an overlap the offset says which of the two moments is meant.
    guard let offset else {
      self = earliest
      return
    }
    guard valid.contains(offset),
      let result = ZonedDateTime(local, offsetSeconds: offset, zone: zone)
    else { throw TemporalTextError(offset: offsetPlace, reason: .offsetNotInZone) }
    self = result
  }
}

/// Reads the parts of temporal text from its bytes.
internal struct TemporalParser {
  let bytes: [UInt8]
  var place = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  func failure(_ reason: TemporalTextError.Reason) -> TemporalTextError {
    TemporalTextError(offset: place, reason: reason)
  }

  func expectEnd() throws(TemporalTextError) {
    guard place == bytes.count else { throw failure(.unexpectedText) }
  }

  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  /// How many digits follow.
  var digitCount: Int {
    var end = place
    while end < bytes.count, bytes[end] &- 48 < 10 { end += 1 }
    return end - place
  }

  /// Reads so many digits.
  mutating func parseDigits(
    _ count: Int, _ part: TemporalTextError.Part
  ) throws(TemporalTextError) -> Int64 {
    guard count > 0, count <= 18, digitCount >= count else { throw failure(.malformed(part)) }
    var number: Int64 = 0
    for _ in 0..<count {
      number = number * 10 + Int64(bytes[place] - 48)
      place += 1
    }
    return number
  }

  mutating func parseLocalDateTime() throws(TemporalTextError) -> LocalDateTime {
    let date = try parseDate()
    return LocalDateTime(date, skip("T") || skip("t") ? try parseTime() : .midnight)
  }

  // date
  mutating func parseDate() throws(TemporalTextError) -> CalendarDate {
    let start = place
    let isNegative = skip("-")
    let isSigned = isNegative || skip("+")
    let width = isSigned ? digitCount : 4
    guard (4...9).contains(width) else { throw failure(.malformed(.year)) }
    let digits = try parseDigits(width, .year)
    let year = isNegative ? -digits : digits
    let (part, partPlace): (TemporalTextError.Part, Int)
    let date: CalendarDate?
    if isSigned && next != UInt8(ascii: "-") || next == nil {
      (part, partPlace, date) = (.year, start, CalendarDate(year: year, month: 1, day: 1))
    } else {
      let isExtended = skip("-")
      if skip("W") || skip("w") {
        (part, partPlace, date) = try parseWeek(year, isExtended)
      } else if skip("Q") || skip("q") {
        (part, partPlace, date) = try parseQuarter(year, isExtended)
      } else {
        (part, partPlace, date) = try parseMonthOrOrdinalDay(year, isExtended)
      }
    }
    guard let date else {
      throw TemporalTextError(offset: partPlace, reason: .outOfRange(part))
    }
    return date
  }

  /// A date, or nil and the part that makes it none, with its place.
  private typealias PartialDate = (TemporalTextError.Part, Int, CalendarDate?)

  private mutating func parseWeek(
    _ year: Int64, _ isExtended: Bool
  ) throws(TemporalTextError) -> PartialDate {
    let start = place
    let week = try parseDigits(2, .week)
    guard isExtended ? skip("-") : digitCount > 0 else {
      return (.week, start, CalendarDate(weekYear: year, week: week))
    }
    let dayPlace = place
    let weekday = try parseDigits(1, .day)
    let isInYear = CalendarDate(weekYear: year, week: week) != nil
    return (
      isInYear ? .day : .week, isInYear ? dayPlace : start,
      CalendarDate(weekYear: year, week: week, weekday: weekday)
    )
  }

  private mutating func parseQuarter(
    _ year: Int64, _ isExtended: Bool
  ) throws(TemporalTextError) -> PartialDate {
    let start = place
    let quarter = try parseDigits(1, .quarter)
    guard isExtended ? skip("-") : digitCount > 0 else {
      return (.quarter, start, CalendarDate(year: year, quarter: quarter, dayOfQuarter: 1))
    }
    let dayPlace = place
    let day = try parseDigits(2, .day)
    let isQuarter = (1...4).contains(quarter)
    return (
      isQuarter ? .day : .quarter, isQuarter ? dayPlace : start,
      CalendarDate(year: year, quarter: quarter, dayOfQuarter: day)
    )
  }

  private mutating func parseMonthOrOrdinalDay(
    _ year: Int64, _ isExtended: Bool
  ) throws(TemporalTextError) -> PartialDate {
    let start = place
    switch digitCount {
    case 0 where !isExtended:
      return (.year, start, CalendarDate(year: year, month: 1, day: 1))
    case 3:
      let day = try parseDigits(3, .day)
      return (.day, start, CalendarDate(year: year, ordinalDay: day))
    case 2, 4:
      let month = try parseDigits(2, .month)
      guard isExtended ? skip("-") : digitCount > 0 else {
        return (.month, start, CalendarDate(year: year, month: month, day: 1))
      }
      let dayPlace = place
      let day = try parseDigits(2, .day)
      let isMonth = (1...12).contains(month)
      return (
        isMonth ? .day : .month, isMonth ? dayPlace : start,
        CalendarDate(year: year, month: month, day: day)
      )
    default: throw failure(.malformed(.month))
    }
  }

  // time
  mutating func parseTime() throws(TemporalTextError) -> LocalTime {
    let hour = try parseClockPart(.hour, 23)
    let isExtended = skip(":")
    guard isExtended || digitCount > 0 else { return try time(hour, 0, 0, 0) }
    let minute = try parseClockPart(.minute, 59)
    guard isExtended ? skip(":") : digitCount > 0 else { return try time(hour, minute, 0, 0) }
    let second = try parseClockPart(.second, 59)
    guard skip(".") || skip(",") else { return try time(hour, minute, second, 0) }
    return try time(hour, minute, second, try parseNanoseconds())
  }

  private func time(
    _ hour: Int64, _ minute: Int64, _ second: Int64, _ nanosecond: Int64
  ) throws(TemporalTextError) -> LocalTime {
    let time = LocalTime(hour: hour, minute: minute, second: second, nanosecond: nanosecond)
    guard let time else { throw failure(.outOfRange(.hour)) }
    return time
  }

  private mutating func parseClockPart(
    _ part: TemporalTextError.Part, _ limit: Int64
  ) throws(TemporalTextError) -> Int64 {
    let start = place
    let number = try parseDigits(2, part)
    guard number <= limit else { throw TemporalTextError(offset: start, reason: .outOfRange(part)) }
    return number
  }

  /// Reads one to nine digits behind the point.
  mutating func parseNanoseconds() throws(TemporalTextError) -> Int64 {
    let count = digitCount
    guard (1...9).contains(count) else { throw failure(.malformed(.fraction)) }
    var number = try parseDigits(count, .fraction)
    for _ in count..<9 { number *= 10 }
    return number
  }

  // offset
  mutating func parseOffsetIfPresent() throws(TemporalTextError) -> Int32? {
    let start = place
    if skip("Z") || skip("z") { return 0 }
    let isNegative = skip("-")
    guard isNegative || skip("+") else { return nil }
    var seconds = try parseClockPart(.offset, 18) * 3_600
    let isExtended = skip(":")
    if isExtended || digitCount > 0 {
      seconds += try parseClockPart(.offset, 59) * 60
      if isExtended ? skip(":") : digitCount > 0 { seconds += try parseClockPart(.offset, 59) }
    }
    guard seconds <= 64_800 else {
      throw TemporalTextError(offset: start, reason: .outOfRange(.offset))
    }
    return Int32(isNegative ? -seconds : seconds)
  }

  // '[' zone ']'
  mutating func parseZoneIfPresent() throws(TemporalTextError) -> String? {
    guard skip("[") else { return nil }
    let start = place
    while let byte = next, byte != UInt8(ascii: "]") { place += 1 }
    let name = String(decoding: bytes[start..<place], as: UTF8.self)
    guard skip("]"), !name.isEmpty else { throw failure(.malformed(.zone)) }
    return name
  }
}
