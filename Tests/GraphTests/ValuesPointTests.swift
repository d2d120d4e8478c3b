// Points as values: their text, equality, order and bytes.

import Graph
import TestSupport
import Testing
import Text

@Suite struct ValuesPointTests {
  private func point(_ text: String) throws -> Value { .point(try Point(parsing: text)) }

  @Test(
    arguments: [
      ("{x: 1, y: 2}", "{x: 1.0, y: 2.0, crs: 'cartesian'}"),
      (" point( {x:-1.5e3 ,y:2, z:0.25} ) ", "{x: -1500.0, y: 2.0, z: 0.25, crs: 'cartesian-3d'}"),
      ("{latitude:0.5, longitude:1}", "{x: 1.0, y: 0.5, crs: 'wgs-84'}"),
      ("{crs:WGS-84-3D, x:1, y:2, z:3}", "{x: 1.0, y: 2.0, z: 3.0, crs: 'wgs-84-3d'}"),
      ("{\"srid\": 4326}", nil), ("{srid:4326,x:1,y:2}", "{x: 1.0, y: 2.0, crs: 'wgs-84'}"),
      ("{crs: \"cartesian\", x:1, y:2}", "{x: 1.0, y: 2.0, crs: 'cartesian'}"),
      ("", nil), ("{}", nil), ("{x:1}", nil), ("{x:1,y:2", nil), ("{x:1,y:2}}", nil),
      ("point({x:1,y:2}", nil), ("{x:1,y:a}", nil), ("{x:1,y:2,crs:'cartesian}", nil),
      ("{x:1e999,y:2}", nil), ("{x:nan,y:2}", nil), ("{x:1,y:2,x:3}", nil),
    ] as [(String, String?)])
  func textIsRead(_ text: String, _ expected: String?) {
    let written = (try? Point(parsing: text)).map { point in
      var bytes: [UInt8] = []
      bytes.append(point)
      return String(decoding: bytes, as: UTF8.self)
    }
    #expect(written == expected)
  }

  @Test func everyPointReadsBackFromItsText() throws {
    try checkProperty(runs: 2_000) { random in
      guard let point = random.point() else { return }
      let text = Value.point(point).literalText
      try #require(try Point(parsing: text) == point, "\(text)")
    }
  }

  @Test func textOfAnyKindNeverTraps() throws {
    try checkProperty(runs: 2_000) { random in
      var text = Array(random.point().map { Value.point($0).literalText.utf8.map { $0 } } ?? [])
      for _ in 0..<random.below(4) where !text.isEmpty {
        text[random.below(text.count)] = UInt8(random.below(128))
      }
      _ = try? Point(parsing: String(decoding: text.prefix(random.below(80)), as: UTF8.self))
    }
  }

  @Test func equalityAsksForOneSystem() throws {
    let flat = try point("{x: 1, y: 2}")
    #expect(flat.isEqual(to: try point("{y: 2.0, x: 1.0}")) == true)
    #expect(flat.isEqual(to: try point("{x: 1, y: 2, crs: 'wgs-84'}")) == false)
    #expect(flat.isEqual(to: try point("{x: 1, y: 2, z: 0}")) == false)
    #expect(flat.isEqual(to: .integer(1)) == false)
    #expect(flat.isLess(than: try point("{x: 9, y: 9}")) == nil)
    #expect(try point("{x: -0.0, y: 0}").isIdentical(to: point("{x: 0, y: 0}")))
  }

  @Test func pointsStandBetweenPathsAndMoments() throws {
    let path = Value.path(Path(nodes: [NodeID(rawValue: 0)], relationships: []))
    let moment = Value.dateTime(try ZonedDateTime(parsing: "-999999999-01-01T00:00Z"))
    let sorted = [
      path, try point("{longitude: 9, latitude: 9}"), try point("{x: 1, y: 2}"),
      try point("{x: 1, y: 3}"), try point("{x: 2, y: 0}"), try point("{x: 0, y: 0, z: 0}"), moment,
    ]
    for (low, high) in zip(sorted, sorted.dropFirst()) {
      #expect(Value.order(low, high) < 0 && low.orderPrefix <= high.orderPrefix, "\(low), \(high)")
    }
  }

  @Test func aPointCanBeAProperty() throws {
    let graph = Graph()
    let place = try point("{longitude: 116.4, latitude: 39.9}")
    let id = try graph.write { transaction in
      try transaction.createNode(["Place"], ["at": place, "all": .list([place, place])])
    }
    let key = try #require(graph.snapshot.key("at"))
    #expect(graph.snapshot.value(of: id, key).isIdentical(to: place))
  }
}
