// Functions of points, and the parts that `p.x` and its kin read. What points are stands with the
// values of the graph; here are only the names under which queries reach it.

internal import Graph
internal import Text

/// Functions of points.
enum SpatialFunctions {
  static let all: [ScalarFunction] = [
    ScalarFunction(
      "point", [("coordinates", [.map, .point])], gives: StaticType(kinds: .point),
      "The point of coordinates such as {x: 1, y: 2} or {longitude: 12.5, latitude: 55.7}."
    ) { values, _ throws(QueryError) in
      try make(of: values[0])
    },
    distance("point.distance"), distance("distance"),
    ScalarFunction(
      "point.withinBBox",
      [("point", .point), ("lowerLeft", .point), ("upperRight", .point)], gives: .boolean,
      "Whether a point lies in a box between two corners; null for different systems."
    ) { values, _ throws(QueryError) in
      let name = "point.withinBBox"
      let (low, high) = (try point(values[1], for: name), try point(values[2], for: name))
      let inside = try point(values[0], for: name).isWithin(lowerLeft: low, upperRight: high)
      return inside.map(Value.boolean) ?? .null
    },
  ]

  private static func distance(_ name: String) -> ScalarFunction {
    ScalarFunction(
      name, [("from", .point), ("to", .point)], gives: .float,
      "The distance of two points, in metres on the globe; null for different systems."
    ) { values, _ throws(QueryError) in
      let (from, to) = (try point(values[0], for: name), try point(values[1], for: name))
      return from.distance(to: to).map(Value.float) ?? .null
    }
  }

  private static func point(
    _ value: Value, for function: String
  ) throws(QueryError) -> Point {
    guard case .point(let point) = value else {
      throw wrongKind(value, for: function, expected: .point)
    }
    return point
  }

  private static func make(of value: Value) throws(QueryError) -> Value {
    if case .point = value { return value }
    guard case .map(let map) = value else {
      throw wrongKind(value, for: "point", expected: [.map, .point])
    }
    var fields = PointFields()
    var hasNull = false
    do throws(PointError) {
      for (key, value) in map.entries {
        if case .null = value { hasNull = true } else { try fields.set(key, to: value) }
      }
      return hasNull ? .null : .point(try fields.makePoint())
    } catch {
      throw .argument(.invalidArgumentValue, "point(): \(error.message)", subject: "point")
    }
  }
}

/// The part of a point with a name, or nil where there is none.
func pointComponent(_ value: Value, _ key: UTF8String) -> Value? {
  guard case .point(let point) = value else { return nil }
  let system = point.system
  switch key.string {
  case "x": return .float(point.x)
  case "y": return .float(point.y)
  case "z" where system.hasThird: return .float(point.z)
  case "longitude" where system.isGeographic: return .float(point.x)
  case "latitude" where system.isGeographic: return .float(point.y)
  case "height" where system.isGeographic && system.hasThird: return .float(point.z)
  case "crs": return .string(UTF8String(system.name))
  case "srid": return .integer(system.number)
  default: return nil
  }
}
