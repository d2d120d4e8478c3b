// `+`, `-`, `*` and `/` where a temporal value takes part. Each function gives nil for kinds that
// are none of its business, so that the caller can go on with numbers, text and lists.

internal import Graph

/// A duration added to an instant or to another duration; nil for other kinds.
func temporalSum(_ a: Value, _ b: Value) throws(QueryError) -> Value? {
  switch (a, b) {
  case (.duration(let left), .duration(let right)):
    return .duration(try checked(left.adding(right)))
  case (_, .duration(let duration)): return try moved(a, by: duration)
  case (.duration(let duration), _): return try moved(b, by: duration)
  default: return nil
  }
}

/// A duration taken from an instant or from another duration; nil for other kinds.
func temporalDifference(_ a: Value, _ b: Value) throws(QueryError) -> Value? {
  guard case .duration(let duration) = b else { return nil }
  if case .duration(let left) = a { return .duration(try checked(left.subtracting(duration))) }
  guard TemporalInstant(a) != nil else { return nil }
  return try moved(a, by: try checked(duration.negated))
}

/// A duration times a number, either first; nil for other kinds.
func temporalProduct(_ a: Value, _ b: Value) throws(QueryError) -> Value? {
  switch (a, b) {
  case (.duration(let duration), let number), (let number, .duration(let duration)):
    guard let factor = amount(number) else { return nil }
    return .duration(try checked(duration.multiplied(by: factor)))
  default: return nil
  }
}

/// A duration divided by a number; nil for other kinds.
func temporalQuotient(_ a: Value, _ b: Value) throws(QueryError) -> Value? {
  guard case .duration(let duration) = a, let divisor = amount(b) else { return nil }
  switch divisor {
  case .integer(0), .float(0):
    throw QueryError(
      .arithmeticError, .divisionByZero, .runtime, "a duration cannot be divided by zero")
  default: return .duration(try checked(duration.divided(by: divisor)))
  }
}

private func amount(_ value: Value) -> CalendarDuration.Amount? {
  switch value {
  case .integer(let number): .integer(number)
  case .float(let number): .float(number)
  default: nil
  }
}

/// An instant so much later; nil for values that are none.
private func moved(
  _ value: Value, by duration: CalendarDuration
) throws(QueryError) -> Value? {
  switch value {
  case .date(let date): return .date(try checked(date.adding(duration)))
  case .localTime(let time): return .localTime(time.adding(duration))
  case .time(let time): return .time(time.adding(duration))
  case .localDateTime(let moment): return .localDateTime(try checked(moment.adding(duration)))
  case .dateTime(let moment):
    let later: ZonedDateTime?
    do throws(TimeZoneError) {
      later = try moment.adding(duration)
    } catch { throw zoneError(error, in: "datetime") }
    return .dateTime(try checked(later))
  default: return nil
  }
}

private func checked<Result>(_ result: Result?) throws(QueryError) -> Result {
  guard let result else {
    throw QueryError(
      .arithmeticError, .integerOverflow, .runtime,
      "the result is outside of the calendar, or a part of it does not fit 64 bits",
      hint: "years go from -999,999,999 to 999,999,999")
  }
  return result
}
