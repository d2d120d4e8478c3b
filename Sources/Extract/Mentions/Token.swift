// An article cut into tokens: the words of the vocabulary, divisions, numbers, marks, and single
// characters that belong to nothing known. Of all ways to cut, the one whose words have the
// greatest sum of squared lengths is taken, so that 参与度 is not cut as 参 and 与, nor 首都 as 首
// and 都.

/// A piece of the text.
struct Token: Sendable {
  /// What a token is.
  enum Kind: UInt8, Sendable {
    /// A character of no known word.
    case other
    /// A word of the vocabulary.
    case word
    /// A division of China, or a town named by its last character.
    case division
    case digits
    case latin
    /// Punctuation, blank or the end of a part.
    case mark
  }

  var start: Int32
  var end: Int32
  var kind: Kind
  /// The word of the vocabulary, which divisions may be as well; -1 if it is none.
  var word: Int32 = -1
  /// The matches of divisions that it may be, an index into `Tokens.divisions`; -1 if none.
  var division: Int32 = -1

  var range: Range<Int> { Int(start)..<Int(end) }
  var count: Int { Int(end - start) }
}

/// The tokens of an article.
struct Tokens: Sendable {
  /// All tokens, in the order of the text.
  var all: [Token] = []
  /// The token that begins at a character or contains it.
  var at: [Int32] = []
  /// What division tokens may be.
  var divisions: [DivisionReading] = []

  func index(at character: Int) -> Int {
    character < at.count ? Int(at[character]) : all.count
  }
}

/// What a division token may be.
struct DivisionReading: Sendable {
  /// Candidates among the known divisions, a range of `Divisions.candidates`; empty for towns that
  /// are known by their last character only.
  var candidates: Range<Int>
  /// The division that is meant; nil for towns known by their last character only.
  var chosen: DivisionID?
  /// For a zone that no list knows: the division that it is named by.
  var within: DivisionID?
  /// How many characters it has.
  var length: Int
  /// Whether the form is short: 朝阳 for 朝阳区.
  var isShort: Bool
  /// Whether the form is an ordinary word as well.
  var isRisky: Bool
  /// The level, for towns that are not among the known divisions.
  var level: String?
}
