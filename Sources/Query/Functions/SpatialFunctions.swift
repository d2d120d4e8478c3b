// Functions of points.

internal import Graph
internal import Text

/// Functions of points.
enum SpatialFunctions {
  static let all: [ScalarFunction] = []
}

/// The part of a point with a name, or nil where there is none.
func pointComponent(_ value: Value, _ key: UTF8String) -> Value? { nil }
