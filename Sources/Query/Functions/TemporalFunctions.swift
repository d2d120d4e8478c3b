// Functions of dates, times and durations.

internal import Graph
internal import Text

/// Functions of dates, times and durations.
enum TemporalFunctions {
  static let all: [ScalarFunction] = []
}
