// Functions of nodes, relationships and paths.

internal import Graph
internal import Text

/// Functions of nodes, relationships and paths.
enum GraphFunctions {
  static let all: [ScalarFunction] = []
}
