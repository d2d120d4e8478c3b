// Functions of numbers.

internal import Graph
internal import Text

/// Functions of numbers.
enum MathFunctions {
  static let all: [ScalarFunction] = []
}
