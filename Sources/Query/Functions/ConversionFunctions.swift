// Functions of turning one kind of value into another.

internal import Graph
internal import Text

/// Functions of turning one kind of value into another.
enum ConversionFunctions {
  static let all: [ScalarFunction] = []
}
