// Random text: what full-text search is asked about (Han characters, Latin words in both cases,
// emoji, from so few characters that one text often contains a part of another), and what readers
// and writers of formats stumble over.

extension Random {
  private static let characters: [Unicode.Scalar] = [
    "京", "市", "总", "工", "会", "海", "淀", "a", "b", "A", "B", "é", "É", "ß", " ", "1", "-",
    "\u{0}", "😀", "🀄", "𠮷", "ａ", "Ａ", "İ", "ſ", "\u{301}", "\u{10ffff}",
  ]

  /// A text of at most so many code points.
  public mutating func phrase(lengthMax: Int) -> String {
    var text = ""
    for _ in 0..<below(lengthMax + 1) { text.unicodeScalars.append(pick(Random.characters)) }
    return text
  }

  /// One to four neighbouring code points of a text; empty where it is.
  public mutating func part(of text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    if scalars.isEmpty { return "" }
    let start = below(scalars.count)
    let end = min(scalars.count, start + 1 + below(4))
    var part = ""
    part.unicodeScalars.append(contentsOf: scalars[start..<end])
    return part
  }

  /// Text of quotes, delimiters, line ends, control characters, letters, Han and emoji.
  public mutating func text(maxPieces: Int) -> String {
    let pieces = [
      "\"", "\"\"", ",", "\n", "\r", "\r\n", "a", "xyz", " ", "=1", "\t", "\u{0}", "\u{1b}", "北京",
      "总工会", "é", "e\u{301}", "😀", "\\", "\\u", "<", ">", "&", "'", "_x0001_", "]]>", "\u{feff}",
      "\u{2028}", "\u{10fffd}", "long plain text of more than eight bytes",
    ]
    var result = ""
    for _ in 0..<below(maxPieces + 1) { result += pick(pieces) }
    return result
  }

  /// Bytes drawn from a short alphabet.
  public mutating func bytes(of alphabet: [UInt8], maxCount: Int) -> [UInt8] {
    (0..<below(maxCount + 1)).map { _ in pick(alphabet) }
  }
}
