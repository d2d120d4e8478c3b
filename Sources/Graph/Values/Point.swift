// Points: two or three coordinates in one of the four coordinate systems of openCypher and Neo4j.
// Every point that exists has finite coordinates, and on the globe a longitude and a latitude that
// are there; minus zero is zero, so that points are equal exactly where their bits are.

/// What the coordinates of a point mean.
///
/// The order of the cases is that of their numbers in the EPSG register, and of points.
public enum CoordinateSystem: UInt8, CaseIterable, Sendable, BitwiseCopyable {
  /// Degrees of longitude and latitude on the globe.
  case wgs84
  /// The same with metres above the globe.
  case wgs84WithHeight
  /// Two lengths at right angles.
  case cartesian
  /// Three lengths at right angles.
  case cartesianInSpace

  /// The name, as `crs` has it.
  public var name: String {
    switch self {
    case .wgs84: "wgs-84"
    case .wgs84WithHeight: "wgs-84-3d"
    case .cartesian: "cartesian"
    case .cartesianInSpace: "cartesian-3d"
    }
  }

  /// The number in the EPSG register, as `srid` has it.
  public var number: Int64 {
    switch self {
    case .wgs84: 4_326
    case .wgs84WithHeight: 4_979
    case .cartesian: 7_203
    case .cartesianInSpace: 9_157
    }
  }

  /// Whether the first two coordinates are longitude and latitude.
  public var isGeographic: Bool { self == .wgs84 || self == .wgs84WithHeight }

  /// Whether there is a third coordinate.
  public var hasThird: Bool { self == .wgs84WithHeight || self == .cartesianInSpace }

  /// The system of a name in any case, or nil.
  public init?(named name: String) {
    let lowered = name.lowercased()
    guard let system = CoordinateSystem.allCases.first(where: { $0.name == lowered }) else {
      return nil
    }
    self = system
  }

  /// The system of a number in the EPSG register, or nil.
  public init?(number: Int64) {
    guard let system = CoordinateSystem.allCases.first(where: { $0.number == number }) else {
      return nil
    }
    self = system
  }

  /// The system of a kind and a number of dimensions.
  internal init(isGeographic: Bool, hasThird: Bool) {
    self =
      isGeographic
      ? (hasThird ? .wgs84WithHeight : .wgs84) : (hasThird ? .cartesianInSpace : .cartesian)
  }
}

/// A place in a coordinate system.
public struct Point: Hashable, Sendable, BitwiseCopyable {
  /// What the coordinates mean.
  public let system: CoordinateSystem
  /// The first coordinate; the longitude on the globe.
  public let x: Double
  /// The second coordinate; the latitude on the globe.
  public let y: Double
  /// The third coordinate; zero where the system has none.
  public let z: Double

  /// Makes a point, or nil where there is no such place.
  public init?(_ system: CoordinateSystem, x: Double, y: Double, z: Double = 0) {
    guard x.isFinite, y.isFinite, z.isFinite, system.hasThird || z == 0 else { return nil }
    guard !system.isGeographic || x.magnitude <= 180 && y.magnitude <= 90 else { return nil }
    self.system = system
    // Adding zero turns -0.0 into 0.0.
    self.x = x + 0.0
    self.y = y + 0.0
    self.z = z + 0.0
  }

  /// The coordinates that the system has.
  public var coordinates: [Double] { system.hasThird ? [x, y, z] : [x, y] }
}

extension Point: Comparable {
  /// Orders by system, then by coordinates; where ORDER BY meets points, no more is meant by it.
  public static func < (left: Self, right: Self) -> Bool {
    if left.system != right.system { return left.system.rawValue < right.system.rawValue }
    return (left.x, left.y, left.z) < (right.x, right.y, right.z)
  }
}
