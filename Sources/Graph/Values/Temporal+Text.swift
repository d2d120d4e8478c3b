// Temporal values as text, the way Cypher prints them: seconds are left out when there are none,
// fractions have three, six or nine digits, each unit of a duration has its own sign. What is
// printed here is read back by ParseTemporal.

extension [UInt8] {
  /// Appends a number in decimal digits, with zeros before it up to a width.
  fileprivate mutating func append(decimal number: Int64, width: Int = 1) {
    let digits = String(number.magnitude).utf8
    if number < 0 { append(UInt8(ascii: "-")) }
    append(contentsOf: repeatElement(UInt8(ascii: "0"), count: Swift.max(0, width - digits.count)))
    append(contentsOf: digits)
  }

  fileprivate mutating func append(_ character: Unicode.Scalar) {
    append(UInt8(truncatingIfNeeded: character.value))
  }

  /// Appends a date: `2015-07-21`, `-0044-03-15`, `+12015-01-01`.
  public mutating func append(_ date: CalendarDate) {
    let (year, month, day) = date.parts
    if year > 9_999 { append("+") }
    append(decimal: year, width: 4)
    append("-")
    append(decimal: month, width: 2)
    append("-")
    append(decimal: day, width: 2)
  }

  /// Appends a time: `21:40`, `21:40:32`, `21:40:32.142`.
  public mutating func append(_ time: LocalTime) {
    append(decimal: time.hour, width: 2)
    append(":")
    append(decimal: time.minute, width: 2)
    guard time.second != 0 || time.nanosecond != 0 else { return }
    append(":")
    append(decimal: time.second, width: 2)
    guard time.nanosecond != 0 else { return }
    append(".")
    if time.nanosecond % 1_000_000 == 0 {
      append(decimal: time.nanosecond / 1_000_000, width: 3)
    } else if time.nanosecond % 1_000 == 0 {
      append(decimal: time.nanosecond / 1_000, width: 6)
    } else {
      append(decimal: time.nanosecond, width: 9)
    }
  }

  /// Appends an offset: `Z`, `+01:00`, `+00:53:28`.
  public mutating func append(offsetSeconds: Int32) {
    guard offsetSeconds != 0 else { return append("Z") }
    append(offsetSeconds < 0 ? "-" : "+")
    let seconds = Int64(offsetSeconds.magnitude)
    append(decimal: seconds / 3_600, width: 2)
    append(":")
    append(decimal: seconds / 60 % 60, width: 2)
    guard seconds % 60 != 0 else { return }
    append(":")
    append(decimal: seconds % 60, width: 2)
  }

  /// Appends a time with its offset: `21:40:32.142+01:00`.
  public mutating func append(_ time: ZonedTime) {
    append(time.localTime)
    append(offsetSeconds: time.offsetSeconds)
  }

  /// Appends a moment: `2015-07-21T21:40:32.142`.
  public mutating func append(_ moment: LocalDateTime) {
    append(moment.date)
    append("T")
    append(moment.time)
  }

  /// Appends a moment with offset and zone: `2015-07-21T21:40+02:00[Europe/Stockholm]`.
  public mutating func append(_ moment: ZonedDateTime) {
    append(moment.local)
    append(offsetSeconds: moment.offsetSeconds)
    guard let zone = moment.zone.name else { return }
    append("[")
    append(contentsOf: zone.utf8)
    append("]")
  }

  /// Appends a duration: `P12Y5M14DT16H13M10.000000001S`, `PT-9M-59.4S`, `PT0S`.
  public mutating func append(_ duration: CalendarDuration) {
    append("P")
    append(duration.months / 12, unit: "Y")
    append(duration.months % 12, unit: "M")
    append(duration.days, unit: "D")
    guard duration.seconds != 0 || duration.nanosecond != 0 else {
      if duration.months == 0 && duration.days == 0 { append(contentsOf: "T0S".utf8) }
      return
    }
    append("T")
    // Stored seconds are floored; printed ones are cut towards zero, so that all signs agree.
    let isBorrowed = duration.seconds < 0 && duration.nanosecond > 0
    let seconds = isBorrowed ? duration.seconds + 1 : duration.seconds
    let nanosecond = Int64(isBorrowed ? 1_000_000_000 - duration.nanosecond : duration.nanosecond)
    append(seconds / 3_600, unit: "H")
    append(seconds / 60 % 60, unit: "M")
    guard seconds % 60 != 0 || nanosecond != 0 else { return }
    if isBorrowed { append("-") }
    append(decimal: isBorrowed ? -(seconds % 60) : seconds % 60)
    if nanosecond != 0 {
      append(".")
      append(decimal: nanosecond, width: 9)
      while last == UInt8(ascii: "0") { removeLast() }
    }
    append("S")
  }

  private mutating func append(_ number: Int64, unit: Unicode.Scalar) {
    guard number != 0 else { return }
    append(decimal: number)
    append(unit)
  }
}

/// Text made by a function that appends its bytes.
private func text(_ write: (inout [UInt8]) -> Void) -> String {
  var bytes: [UInt8] = []
  write(&bytes)
  return String(decoding: bytes, as: UTF8.self)
}

extension CalendarDate: CustomStringConvertible {
  /// The date as Cypher prints it.
  public var description: String { text { $0.append(self) } }
}

extension LocalTime: CustomStringConvertible {
  /// The time as Cypher prints it.
  public var description: String { text { $0.append(self) } }
}

extension ZonedTime: CustomStringConvertible {
  /// The time as Cypher prints it.
  public var description: String { text { $0.append(self) } }
}

extension LocalDateTime: CustomStringConvertible {
  /// The moment as Cypher prints it.
  public var description: String { text { $0.append(self) } }
}

extension ZonedDateTime: CustomStringConvertible {
  /// The moment as Cypher prints it.
  public var description: String { text { $0.append(self) } }
}

extension CalendarDuration: CustomStringConvertible {
  /// The duration as Cypher prints it.
  public var description: String { text { $0.append(self) } }
}
