// From the bytes of a CSV field to a value in a column. Numbers, dates and text, which are nearly
// all there is, go straight from bytes into the column; other values pass through `Value`.

internal import Text

/// The days since 1970-01-01 of `YYYY-MM-DD`, or nil for any other text.
@inline(__always)
internal func plainDate(_ bytes: Span<UInt8>) -> Int64? {
  guard bytes.count == 10, bytes[4] == 0x2d, bytes[7] == 0x2d else { return nil }
  var parts: (year: Int64, month: Int64, day: Int64) = (0, 0, 0)
  var wrong: UInt8 = 0
  func digit(_ place: Int) -> Int64 {
    let digit = bytes[place] &- 0x30
    wrong |= digit > 9 ? 1 : 0
    return Int64(digit)
  }
  parts.year = digit(0) * 1000 + digit(1) * 100 + digit(2) * 10 + digit(3)
  parts.month = digit(5) * 10 + digit(6)
  parts.day = digit(8) * 10 + digit(9)
  guard wrong == 0 else { return nil }
  return CalendarDate(year: parts.year, month: parts.month, day: parts.day)?.daysSinceEpoch
}

/// `true` or `false` in any case, or nil for any other text.
internal func booleanText(_ bytes: Span<UInt8>) -> Bool? {
  func matches(_ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { letters in
      // SAFETY: the letters of a literal, as many as there are bytes.
      for place in bytes.indices where unsafe bytes[place] | 0x20 != letters[place] {
        return false
      }
      return true
    }
  }
  return matches("true") ? true : matches("false") ? false : nil
}

/// The bytes without spaces and tabs around them.
internal func trimmedRange(_ bytes: Span<UInt8>) -> Range<Int> {
  var start = 0
  var end = bytes.count
  while start < end, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
  while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x09 { end -= 1 }
  return start..<end
}

extension CSVScalar {
  /// The value of a text, or nil where it does not read as one.
  func value(of text: Span<UInt8>) -> Value? {
    switch self {
    case .string: return .string(UTF8String(repairing: text))
    case .character:
      let character = UTF8String(repairing: text)
      return character.string.unicodeScalars.count == 1 ? .string(character) : nil
    case .json: return jsonValue(of: text)
    case .integer, .float, .boolean: return plainValue(of: text.extracting(trimmedRange(text)))
    default: return temporalValue(of: text.extracting(trimmedRange(text)))
    }
  }

  private func plainValue(of text: Span<UInt8>) -> Value? {
    switch self {
    case .integer: parseInt64(text).map(Value.integer)
    case .float: parseDouble(text, allowingNames: true).map(Value.float)
    default: booleanText(text).map(Value.boolean)
    }
  }

  private func jsonValue(of text: Span<UInt8>) -> Value? {
    guard let json = try? parseJSON(text), let value = try? Value(typedJSON: json),
      value.unstorableKind == nil
    else { return nil }
    if case .null = value { return nil }
    return value
  }

  private func temporalValue(of bytes: Span<UInt8>) -> Value? {
    let text = UTF8String(repairing: bytes).string
    switch self {
    case .date: return (try? CalendarDate(parsing: text)).map(Value.date)
    case .localTime: return (try? LocalTime(parsing: text)).map(Value.localTime)
    case .time: return (try? ZonedTime(parsing: text)).map(Value.time)
    case .localDateTime: return (try? LocalDateTime(parsing: text)).map(Value.localDateTime)
    case .dateTime: return TextType.dateTime.value(of: UTF8String(text))
    case .duration: return (try? CalendarDuration(parsing: text)).map(Value.duration)
    case .point: return (try? Point(parsing: text)).map(Value.point)
    default: return nil
    }
  }
}

/// What a thread keeps while it reads block after block.
internal struct CSVValueReader {
  var writer: ArenaWriter
  private var scratch: [UInt8] = []

  init(_ arena: SharedArena) { writer = ArenaWriter(arena) }

  /// Reads a field into the next row of a column; false where it is no value of the type.
  @inline(__always)
  mutating func read(
    _ field: CSVField, of bytes: Span<UInt8>, as type: CSVType, _ plan: CSVPlan,
    into column: inout LoadColumn
  ) -> Bool {
    if field.start == field.end {
      let isEmptyText = field.isQuoted && !type.isArray && type.scalar == .string
      if isEmptyText { column.append(reference: .empty) } else { column.appendAbsent() }
      return true
    }
    if field.hasDoubledQuotes || type.isArray {
      return readSlowly(field, of: bytes, as: type, plan, into: &column)
    }
    let text = bytes.extracting(field.start..<field.end)
    switch type.scalar {
    case .integer:
      if let number = parseInt64(text) {
        column.append(integer: number)
        return true
      }
    case .float:
      if let number = parseDouble(text, allowingNames: true) {
        column.append(float: number)
        return true
      }
    case .string:
      column.append(reference: writer.reference(to: text))
      return true
    case .date:
      if let day = plainDate(text) {
        column.append(integer: day)
        return true
      }
    default: break
    }
    return append(type.scalar.value(of: text), to: &column)
  }

  @inline(never)
  private mutating func readSlowly(
    _ field: CSVField, of bytes: Span<UInt8>, as type: CSVType, _ plan: CSVPlan,
    into column: inout LoadColumn
  ) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    field.appendUnescaped(from: bytes, dialect: plan.dialect, to: &scratch)
    let text = scratch
    guard type.isArray else {
      return append(type.scalar.value(of: text.span), to: &column)
    }
    var items: [Value] = []
    var start = 0
    while true {
      let end = firstOffset(of: plan.arrayDelimiter, in: text.span, from: start) ?? text.count
      guard let item = type.scalar.value(of: text.span.extracting(start..<end)) else {
        return false
      }
      items.append(item)
      if end == text.count { break }
      start = end + 1
    }
    return append(.list(items), to: &column)
  }

  /// Reads a text into the next row of a column; false where it is no value of the type.
  mutating func append(
    _ text: Span<UInt8>, as scalar: CSVScalar, to column: inout LoadColumn
  ) -> Bool {
    guard scalar == .string else { return append(scalar.value(of: text), to: &column) }
    column.append(reference: writer.reference(to: text))
    return true
  }

  /// Adds a value to a column that was made for its type.
  private mutating func append(_ value: Value?, to column: inout LoadColumn) -> Bool {
    guard let value else { return false }
    column.append(value, &writer)
    return true
  }
}
