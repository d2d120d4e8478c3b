// How characters are used in names of persons, as two small numbers each: from counts of how often
// a character was a family name or part of a given name in tagged text.

/// The profile of every character.
public struct NameProfiles {
  /// By the character from U+4E00 on, as in `WordModel`.
  private(set) var bytes = [UInt8](repeating: 0, count: WordModel.profileCount)

  /// No character is used in names.
  public init() {}

  /// Sets the profile of a character by its counts: as a family name, in given names, elsewhere.
  public mutating func set(_ scalar: UInt32, family: Int, given: Int, other: Int) {
    let place = Int(scalar) - Int(WordModel.firstProfile)
    guard bytes.indices.contains(place) else { return }
    let isMostly = family > given + other
    let familyLevel = family < 3 ? 0 : 1 + min(5, Self.digits(family)) + (isMostly ? 5 : 0)
    let givenLevel = given < 3 ? 0 : 1 + min(5, Self.digits(given)) + (given > other ? 5 : 0)
    bytes[place] = UInt8(familyLevel << 4 | givenLevel)
  }

  /// The whole part of the decimal logarithm.
  private static func digits(_ count: Int) -> Int {
    var rest = count
    var digits = 0
    while rest >= 10 { (rest, digits) = (rest / 10, digits + 1) }
    return digits
  }
}
