// Points as queries make and read them: coordinates, distances, boxes, parts.

import Graph
import TestSupport
import Testing
import Text

@testable import Query

struct SpatialFunctionTests {
  let calls: FunctionCalls

  init() throws { calls = try FunctionCalls() }

  private func point(_ entries: (UTF8String, Value)...) throws -> Value {
    try calls.value("point", [.map(ValueMap(entries.map { (key: $0.0, value: $0.1) }))])
  }

  private func globe(_ longitude: Double, _ latitude: Double) throws -> Value {
    try point(("longitude", .float(longitude)), ("latitude", .float(latitude)))
  }

  private func number(_ name: String, _ arguments: Value...) throws -> Double {
    guard case .float(let number) = try calls.value(name, arguments) else { return .nan }
    return number
  }

  @Test func coordinatesSayTheSystem() throws {
    let cases: [(Value, String)] = [
      (try point(("x", 1), ("y", 2.5)), "point({x: 1.0, y: 2.5, crs: 'cartesian'})"),
      (
        try point(("x", 1), ("y", 2), ("z", 3)),
        "point({x: 1.0, y: 2.0, z: 3.0, crs: 'cartesian-3d'})"
      ),
      (try globe(12.5, 55.75), "point({x: 12.5, y: 55.75, crs: 'wgs-84'})"),
      (
        try point(("longitude", 12), ("latitude", 55), ("height", 9)),
        "point({x: 12.0, y: 55.0, z: 9.0, crs: 'wgs-84-3d'})"
      ),
      (
        try point(("x", 12), ("y", 55), ("crs", "WGS-84")),
        "point({x: 12.0, y: 55.0, crs: 'wgs-84'})"
      ),
      (
        try point(("x", 12), ("y", 55), ("srid", 4_326)), "point({x: 12.0, y: 55.0, crs: 'wgs-84'})"
      ),
      (try globe(190, 5), "point({x: -170.0, y: 5.0, crs: 'wgs-84'})"),
      (try point(("x", -0.0), ("y", 0)), "point({x: 0.0, y: 0.0, crs: 'cartesian'})"),
      (try point(("x", 1), ("y", .null)), "null"),
    ]
    for (value, text) in cases { #expect(value.literalText == text) }
    #expect(MemoryLayout<Value>.stride <= 24)
  }

  @Test func mapsThatMakeNoPointSayWhy() throws {
    let wrong: [(Value, String)] = [
      (map(("x", 1)), "y must be given"), (map(("latitude", 1)), "longitude must be given"),
      (map(("x", 1), ("y", "2")), "y must be a number"),
      (map(("x", 1), ("y", .float(.nan))), "finite"),
      (map(("x", 1), ("longitude", 1), ("y", 1)), "same coordinate"),
      (map(("x", 1), ("y", 1), ("w", 1)), "'w' is no part"),
      (map(("x", 1), ("y", 1), ("crs", "moon")), "no coordinate system 'moon'"),
      (map(("x", 1), ("y", 1), ("crs", "cartesian-3D")), "not those of the system"),
      (map(("longitude", 1), ("latitude", 1), ("crs", "cartesian")), "not those of the system"),
      (map(("x", 1), ("y", 1), ("crs", "cartesian"), ("srid", 4_326)), "not those of the system"),
      (map(("longitude", 1), ("latitude", 91)), "-90 to 90"),
    ]
    for (argument, part) in wrong {
      let error = try #require(try calls.error("point", argument))
      #expect(error.kind == .argumentError && error.message.contains(part), "\(error.message)")
    }
    #expect(try calls.error("point", 1)?.kind == .typeError)
  }

  @Test func distancesAreStraightOrAlongTheGlobe() throws {
    let origin = try point(("x", 0), ("y", 0))
    #expect(try number("distance", origin, point(("x", 3), ("y", 4))) == 5)
    let deep = try point(("x", 0), ("y", 0), ("z", 0))
    #expect(try number("point.distance", deep, point(("x", 2), ("y", 3), ("z", 6))) == 7)
    // A quarter of the globe, and Beijing to Shanghai.
    let quarter = 6_378_140 * Double.pi / 2
    #expect(abs(try number("point.distance", globe(0, 0), globe(90, 0)) - quarter) < 0.01)
    let between = try number("point.distance", globe(116.407, 39.904), globe(121.474, 31.23))
    #expect((1_060_000...1_075_000).contains(between))
    let high = try point(("longitude", 0), ("latitude", 0), ("height", 100))
    let low = try point(("longitude", 0), ("latitude", 0), ("height", 0))
    #expect(try number("point.distance", high, low) == 100)
    #expect(try calls.text("point.distance", origin, globe(0, 0)) == "null")
    #expect(try calls.text("point.distance", origin, .null) == "null")
    #expect(try calls.error("distance", origin, 1)?.kind == .typeError)
  }

  @Test func boxesIncludeTheirBorder() throws {
    let (low, high) = (try point(("x", 0), ("y", 0)), try point(("x", 2), ("y", 2)))
    #expect(try calls.text("point.withinBBox", low, low, high) == "true")
    #expect(try calls.text("point.withinBBox", point(("x", 1), ("y", 3)), low, high) == "false")
    // Across the 180th meridian.
    let fiji = try globe(178, -17)
    #expect(try calls.text("point.withinBBox", fiji, globe(170, -20), globe(-170, 0)) == "true")
    #expect(
      try calls.text("point.withinBBox", globe(0, -17), globe(170, -20), globe(-170, 0)) == "false")
    #expect(try calls.text("point.withinBBox", fiji, low, high) == "null")
  }

  @Test func partsAreReadByName() throws {
    let there = try globe(12.5, 55.75)
    #expect(pointComponent(there, "longitude")?.isIdentical(to: 12.5) == true)
    #expect(pointComponent(there, "y")?.isIdentical(to: 55.75) == true)
    #expect(pointComponent(there, "crs")?.isEqual(to: "wgs-84") == true)
    #expect(pointComponent(there, "srid")?.isEqual(to: 4_326) == true)
    #expect(pointComponent(there, "height") == nil && pointComponent(there, "z") == nil)
    #expect(pointComponent(try point(("x", 1), ("y", 2)), "latitude") == nil)
    #expect(pointComponent(1, "x") == nil)
  }

  @Test func distancesAreAlikeBothWaysAndNeverNegative() throws {
    try checkProperty(runs: 2_000) { random in
      guard let a = random.point(), let b = random.point() else { return }
      guard let there = a.distance(to: b), let back = b.distance(to: a) else {
        return try #require(a.system != b.system)
      }
      try #require(there >= 0 && there == back, "\(a) and \(b)")
      try #require(a.distance(to: a) == 0)
      try #require(a.isWithin(lowerLeft: a, upperRight: a) == true)
    }
  }

  @Test func noMapTraps() throws {
    let keys: [UTF8String] = [
      "x", "y", "z", "longitude", "latitude", "height", "crs", "srid", "w",
    ]
    try checkProperty(runs: 2_000) { random in
      var entries: [(key: UTF8String, value: Value)] = []
      for _ in 0..<random.below(6) {
        entries.append(
          (random.pick(keys), random.oneIn(3) ? random.value() : .float(random.float())))
      }
      _ = try? calls.value("point", [.map(ValueMap(entries))])
    }
  }
}
