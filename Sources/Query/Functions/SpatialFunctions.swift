// Functions of points.

internal import Graph
internal import Text

/// Functions of points.
enum SpatialFunctions {
  static let all: [ScalarFunction] = []
}
