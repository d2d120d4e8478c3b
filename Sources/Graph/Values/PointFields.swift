// Points from named coordinates, as `point({x: 1, y: 2})` and files give them. Longitude, latitude
// and height mean the globe; x, y and z mean it only where crs or srid say so.

public import Text

/// Why there is no point of some coordinates.
public enum PointError: Error, Equatable, Sendable {
  /// A key that is no part of a point.
  case unknownKey(String)
  /// The value of a key is not what it should be.
  case wrongValue(key: String, expected: String)
  /// A coordinate is not a finite number.
  case notFinite(key: String)
  /// A coordinate is missing.
  case missing(String)
  /// A coordinate is given under both of its names.
  case givenTwice(String, String)
  /// No coordinate system has that name or number.
  case unknownSystem(String)
  /// What crs, srid and the coordinates say do not go together.
  case systemDoesNotFit(String)
  /// A latitude beyond a pole.
  case beyondPole(Double)
  /// Text that is not written as a point.
  case malformedText(offset: Int)

  /// What is wrong, in words.
  public var message: String {
    switch self {
    case .unknownKey(let key):
      "'\(key)' is no part of a point; parts are x, y, z, longitude, latitude, height, crs, srid"
    case .wrongValue(let key, let expected): "\(key) must be \(expected)"
    case .notFinite(let key): "\(key) must be a finite number"
    case .missing(let key): "\(key) must be given"
    case .givenTwice(let first, let second): "\(first) and \(second) are the same coordinate"
    case .unknownSystem(let name):
      "there is no coordinate system '\(name)'; there are "
        + CoordinateSystem.allCases.map { "\($0.name) (\($0.number))" }.joined(separator: ", ")
    case .systemDoesNotFit(let name): "the coordinates are not those of the system '\(name)'"
    case .beyondPole(let latitude): "latitude \(latitude) is not from -90 to 90"
    case .malformedText(let offset): "the text at byte \(offset) is not written as a point"
    }
  }
}

/// The named coordinates of a point.
public struct PointFields: Sendable {
  private var coordinates: [Double?] = [nil, nil, nil]
  private var keys: [String] = ["x", "y", "z"]
  private var isGeographic = false
  private var systems: [CoordinateSystem] = []

  /// Begins without any.
  public init() {}

  /// Takes one.
  public mutating func set(_ key: UTF8String, to value: Value) throws(PointError) {
    switch key.string {
    case "x": try setCoordinate(0, "x", value)
    case "y": try setCoordinate(1, "y", value)
    case "z": try setCoordinate(2, "z", value)
    case "longitude": try setCoordinate(0, "longitude", value)
    case "latitude": try setCoordinate(1, "latitude", value)
    case "height": try setCoordinate(2, "height", value)
    case "crs":
      guard case .string(let name) = value else {
        throw .wrongValue(key: "crs", expected: "the name of a coordinate system")
      }
      guard let system = CoordinateSystem(named: name.string) else {
        throw .unknownSystem(name.string)
      }
      systems.append(system)
    case "srid":
      guard case .integer(let number) = value else {
        throw .wrongValue(key: "srid", expected: "the number of a coordinate system")
      }
      guard let system = CoordinateSystem(number: number) else {
        throw .unknownSystem(String(number))
      }
      systems.append(system)
    default: throw .unknownKey(key.string)
    }
  }

  private mutating func setCoordinate(
    _ place: Int, _ key: String, _ value: Value
  ) throws(PointError) {
    let number: Double
    switch value {
    case .integer(let integer): number = Double(integer)
    case .float(let float): number = float
    default: throw .wrongValue(key: key, expected: "a number")
    }
    guard number.isFinite else { throw .notFinite(key: key) }
    guard coordinates[place] == nil else { throw .givenTwice(keys[place], key) }
    coordinates[place] = number
    keys[place] = key
    if key.utf8.count > 1 { isGeographic = true }
  }

  /// The point of what was given.
  ///
  /// Longitudes beyond the 180th meridian go on from its other side.
  public func makePoint() throws(PointError) -> Point {
    guard var x = coordinates[0] else { throw .missing(isGeographic ? "longitude" : "x") }
    guard let y = coordinates[1] else { throw .missing(isGeographic ? "latitude" : "y") }
    let hasThird = coordinates[2] != nil
    let system =
      systems.first ?? CoordinateSystem(isGeographic: isGeographic, hasThird: hasThird)
    for other in systems where other != system { throw .systemDoesNotFit(other.name) }
    guard system.hasThird == hasThird, system.isGeographic || !isGeographic else {
      throw .systemDoesNotFit(system.name)
    }
    if system.isGeographic {
      guard y.magnitude <= 90 else { throw .beyondPole(y) }
      if x.magnitude > 180 { x = x.remainder(dividingBy: 360) }
    }
    guard let point = Point(system, x: x, y: y, z: coordinates[2] ?? 0) else {
      throw .systemDoesNotFit(system.name)
    }
    return point
  }
}
