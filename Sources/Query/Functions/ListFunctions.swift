// Functions of lists.

internal import Graph
internal import Text

/// Functions of lists.
enum ListFunctions {
  static let all: [ScalarFunction] = []
}
