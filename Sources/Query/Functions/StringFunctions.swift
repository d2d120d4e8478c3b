// Functions of text.

internal import Graph
internal import Text

/// Functions of text.
enum StringFunctions {
  static let all: [ScalarFunction] = []
}
