// The tags of the sequence tagger and where they stand in a vector of sixteen numbers. Tags that
// may follow the end of a name (O, B, S) stand in the lower half, those inside of a name (I, E) in
// the upper one, so that the legal transitions are a few vector operations and illegal ones cannot
// be written down. Lanes 7, 14 and 15 belong to no tag.

/// What a tagged span names.
public enum TaggedKind: UInt8, Sendable, CaseIterable {
  case person, location, organization
}

/// The lanes of tags: B and S and O below 8, I and E from 8.
enum TagLane {
  static let outside = 0
  static let count = 16
  static let kinds = 3

  static func begin(_ kind: Int) -> Int { 1 + kind }
  static func single(_ kind: Int) -> Int { 4 + kind }
  static func inside(_ kind: Int) -> Int { 8 + kind }
  static func end(_ kind: Int) -> Int { 11 + kind }

  /// Whether a lane is that of a tag.
  static func isTag(_ lane: Int) -> Bool { lane < 7 || (8..<14).contains(lane) }

  /// The kind of name that a tag belongs to; nil for O.
  static func kind(_ lane: Int) -> Int? {
    switch lane {
    case 1...6: (lane - 1) % 3
    case 8...13: (lane - 8) % 3
    default: nil
    }
  }

  /// Whether a name may not end with this tag.
  static func isOpen(_ lane: Int) -> Bool { (1...3).contains(lane) || (8...10).contains(lane) }

  /// Whether one tag may follow another.
  static func allows(_ next: Int, after previous: Int) -> Bool {
    isOpen(previous) ? next >= 8 && kind(next) == kind(previous) : next < 8
  }

  /// The states after which a name may begin, as they are numbered in transitions: O, S, E.
  static let closed = [0, 4, 5, 6, 11, 12, 13]

  /// The place of a lane in `closed`, or nil where a name is open.
  static func closedPlace(_ lane: Int) -> Int? {
    switch lane {
    case 0: 0
    case 4...6: lane - 3
    case 11...13: lane - 7
    default: nil
    }
  }
}
