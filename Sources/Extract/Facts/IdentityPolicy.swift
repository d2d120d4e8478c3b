// What tells two things of one name apart, as data of the domain: some labels by a property (a
// division by its code), some by what they are linked to (a person by where they work). Everything
// else of one label and one name is one thing, wherever it is named.

/// How the entities of many pages are told apart.
public struct IdentityPolicy: Sendable {
  /// A relation that shows that two of one name are the same.
  public struct Link: Sendable {
    /// The relation's type; it begins at the entity.
    public var type: String
    /// True where not the other end counts but the paper that the page is from.
    public var isByPaper: Bool

    /// A link by a type of relation.
    public init(type: String, isByPaper: Bool = false) {
      self.type = type
      self.isByPaper = isByPaper
    }
  }

  /// Labels whose entities of one name are the same only where a link joins them.
  public var links: [String: [Link]]
  /// Labels whose entities a property tells apart better than the name.
  public var codes: [String: String]

  /// A policy of links and codes by label.
  public init(links: [String: [Link]], codes: [String: String]) {
    self.links = links
    self.codes = codes
  }

  /// The policy of the news domain.
  public static let news = IdentityPolicy(
    links: ["Person": [Link(type: "WORKS_AT"), Link(type: "REPORTED", isByPaper: true)]],
    codes: ["District": "code"])
}

/// A name as far as it tells things apart: one width, one case, without blanks, quotes and
/// brackets.
public func identityName(_ name: String) -> String {
  var kept = String.UnicodeScalarView()
  for scalar in name.unicodeScalars {
    var value = foldedForMatching(scalar.value)
    switch value {
    case 0x41...0x5a: value += 0x20
    case 0x09...0x0d, 0x20, 0x85, 0x1680, 0x2000...0x200b, 0x2028, 0x2029, 0x202f, 0x205f, 0xfeff,
      0x22, 0x27, 0x28, 0x29, 0x2c, 0x2d, 0x3a, 0x5b, 0x5d, 0xb7,
      0x2014, 0x2018, 0x2019, 0x201c, 0x201d, 0x3001, 0x3008...0x300b, 0x3010, 0x3011:
      continue
    default: break
    }
    kept.append(Unicode.Scalar(value) ?? scalar)
  }
  return kept.isEmpty ? name : String(kept)
}
