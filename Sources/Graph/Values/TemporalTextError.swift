// Text that is no temporal value, told so that its writer finds the place.

/// Why text is not the temporal value that it should be.
public struct TemporalTextError: Error, Equatable, Sendable {
  /// A part of a temporal value.
  public enum Part: String, Sendable {
    case year, quarter, month, week, day, hour, minute, second, fraction, offset, zone, duration
  }

  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// The digits of a part are missing, too few or too many.
    case malformed(Part)
    /// A part is not within its range.
    case outOfRange(Part)
    /// The text goes on where it should end.
    case unexpectedText
    /// The zone cannot be used.
    case zone(TimeZoneError)
    /// The zone never has the offset at that local time.
    case offsetNotInZone
  }

  /// Where in the text, in bytes.
  public let offset: Int
  /// What is wrong there.
  public let reason: Reason

  /// Makes an error.
  public init(offset: Int, reason: Reason) {
    self.offset = offset
    self.reason = reason
  }

  /// What is wrong and where, in words.
  public var message: String {
    let place = "at byte \(offset)"
    return switch reason {
    case .malformed(let part): "the \(part.rawValue) \(place) is missing or malformed"
    case .outOfRange(let part): "the \(part.rawValue) \(place) is out of range"
    case .unexpectedText: "unexpected text \(place)"
    case .zone(let error): "\(error.message) (\(place))"
    case .offsetNotInZone: "the zone does not have the offset \(place) at that time"
    }
  }
}
