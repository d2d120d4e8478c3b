// The sets of code points that have names in patterns. As in Java \d, \w and \s are ASCII only; \p
// knows the general categories of Unicode, the classes of POSIX over ASCII, and Han.

internal import Text

extension RegexSet {
  static let digits = RegexSet(0x30...0x39)
  static let wordCharacters = RegexSet([0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
  static let whiteSpace = RegexSet([0x09...0x0d, 0x20...0x20])
  static let lineEnds = RegexSet([0x0a...0x0a, 0x0d...0x0d, 0x85...0x85, 0x2028...0x2029])
  static let horizontalSpace = RegexSet([
    0x09...0x09, 0x20...0x20, 0xa0...0xa0, 0x1680...0x1680, 0x180e...0x180e, 0x2000...0x200a,
    0x202f...0x202f, 0x205f...0x205f, 0x3000...0x3000,
  ])
  static let verticalSpace = RegexSet([0x0a...0x0d, 0x85...0x85, 0x2028...0x2029])

  /// The set that `\d` and its like stand for, or nil.
  init?(escape: Unicode.Scalar) {
    switch escape {
    case "d": self = .digits
    case "D": self = Self.digits.inverted
    case "w": self = .wordCharacters
    case "W": self = Self.wordCharacters.inverted
    case "s": self = .whiteSpace
    case "S": self = Self.whiteSpace.inverted
    case "h": self = .horizontalSpace
    case "H": self = Self.horizontalSpace.inverted
    case "v": self = .verticalSpace
    case "V": self = Self.verticalSpace.inverted
    default: return nil
    }
  }

  /// The set that a name in `\p{…}` stands for, or nil.
  init?(property name: String) {
    if let posix = Self.posix[name] {
      self = RegexSet(posix)
      return
    }
    switch name {
    case "Han", "IsHan", "script=Han", "sc=Han", "IsHani":
      self = Self.han
    case "IsAlphabetic": self = Self.alphabetic
    case "L", "IsL", "IsLetter": self = Self.letters
    default:
      let category = name.hasPrefix("Is") ? String(name.dropFirst(2)) : name
      guard let set = Self.categorySets[category] else { return nil }
      self = set
    }
  }

  /// Beyond the ideographs there are only tags, selectors and private characters.
  private static let assignedLimit: UInt32 = 0x3_3480

  private static let han = RegexSet(below: assignedLimit) { isHan($0) }
  private static let alphabetic = RegexSet(below: assignedLimit) { $0.properties.isAlphabetic }
  private static let letters = RegexSet(below: assignedLimit) { CharacterClass($0).isLetter }

  private static let posix: [String: [ClosedRange<UInt32>]] = [
    "Lower": [0x61...0x7a], "Upper": [0x41...0x5a], "Alpha": [0x41...0x5a, 0x61...0x7a],
    "Digit": [0x30...0x39], "Alnum": [0x30...0x39, 0x41...0x5a, 0x61...0x7a],
    "Punct": [0x21...0x2f, 0x3a...0x40, 0x5b...0x60, 0x7b...0x7e], "Graph": [0x21...0x7e],
    "Print": [0x20...0x7e], "Blank": [0x09...0x09, 0x20...0x20], "Cntrl": [0...0x1f, 0x7f...0x7f],
    "XDigit": [0x30...0x39, 0x41...0x46, 0x61...0x66], "Space": [0x09...0x0d, 0x20...0x20],
    "ASCII": [0...0x7f],
  ]

  private static let categories: [(Unicode.GeneralCategory, String)] = [
    (.uppercaseLetter, "Lu"), (.lowercaseLetter, "Ll"), (.titlecaseLetter, "Lt"),
    (.modifierLetter, "Lm"), (.otherLetter, "Lo"), (.nonspacingMark, "Mn"),
    (.spacingMark, "Mc"), (.enclosingMark, "Me"), (.decimalNumber, "Nd"),
    (.letterNumber, "Nl"), (.otherNumber, "No"), (.connectorPunctuation, "Pc"),
    (.dashPunctuation, "Pd"), (.openPunctuation, "Ps"), (.closePunctuation, "Pe"),
    (.initialPunctuation, "Pi"), (.finalPunctuation, "Pf"), (.otherPunctuation, "Po"),
    (.mathSymbol, "Sm"), (.currencySymbol, "Sc"), (.modifierSymbol, "Sk"),
    (.otherSymbol, "So"), (.spaceSeparator, "Zs"), (.lineSeparator, "Zl"),
    (.paragraphSeparator, "Zp"), (.control, "Cc"), (.format, "Cf"),
  ]

  /// The general categories by their names of two letters, and of one for all that begin with it.
  private static let categorySets: [String: RegexSet] = {
    var sets: [String: RegexSet] = [:]
    for (category, name) in categories {
      let set = RegexSet(below: assignedLimit) { $0.properties.generalCategory == category }
      sets[name] = set
      let group = String(name.prefix(1))
      sets[group] = sets[group]?.union(set) ?? set
    }
    return sets
  }()
}
