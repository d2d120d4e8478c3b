// Distances and boxes. Points of different systems have neither: what lies between them nobody can
// say without knowing where the systems meet.

import Glibc

extension Point {
  /// The radius of the globe in metres, as Neo4j has it.
  public static let globeRadius = 6_378_140.0

  /// The distance, on the globe in metres along a great circle; nil between different systems.
  public func distance(to other: Point) -> Double? {
    guard system == other.system else { return nil }
    let rise = other.z - z
    guard system.isGeographic else { return hypot(hypot(other.x - x, other.y - y), rise) }
    // Points at different heights: the way along the middle height, then straight up.
    let radius = Point.globeRadius + (z / 2 + other.z / 2)
    return hypot(angle(to: other) * radius, rise)
  }

  /// The angle at the centre of the globe, by the haversine formula, which is exact for small ones.
  private func angle(to other: Point) -> Double {
    let degree = Double.pi / 180
    let byLatitude = sin((other.y - y) * degree / 2)
    let byLongitude = sin((other.x - x) * degree / 2)
    let square =
      byLatitude * byLatitude
      + cos(y * degree) * cos(other.y * degree) * byLongitude * byLongitude
    return 2 * asin(min(1, square.squareRoot()))
  }

  /// Whether the point lies in the box from its lower left to its upper right corner, border
  /// included; nil where the systems differ.
  ///
  /// On the globe a box may go across the 180th meridian.
  public func isWithin(lowerLeft low: Point, upperRight high: Point) -> Bool? {
    guard system == low.system, system == high.system else { return nil }
    let isAcross = system.isGeographic && low.x > high.x
    let isInX = isAcross ? x >= low.x || x <= high.x : x >= low.x && x <= high.x
    return isInX && y >= low.y && y <= high.y && z >= low.z && z <= high.z
  }
}
