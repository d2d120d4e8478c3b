// The operators of dates, times and durations. Each gives nil where neither operand is of such a
// kind or the pair has no meaning, so that the caller can say what does not fit.

internal import Graph

/// The sum, where one operand is temporal.
func temporalSum(_ left: Value, _ right: Value) throws(QueryError) -> Value? { nil }

/// The difference, where one operand is temporal.
func temporalDifference(_ left: Value, _ right: Value) throws(QueryError) -> Value? { nil }

/// The product, where one operand is a duration.
func temporalProduct(_ left: Value, _ right: Value) throws(QueryError) -> Value? { nil }

/// The quotient, where the first operand is a duration.
func temporalQuotient(_ left: Value, _ right: Value) throws(QueryError) -> Value? { nil }
