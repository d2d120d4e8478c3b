// Cuts text into the pieces that are tagged one at a time: sentences, and parts of those that are
// too long to keep whole. No name goes across a cut.

/// Finds the ends of pieces.
enum PieceCutter {
  /// The most scalars of a piece.
  static let longest = 240

  /// The end of the piece that begins at a place before the end of the text.
  static func end(of text: Span<UInt32>, from start: Int) -> Int {
    let limit = min(text.count, start + longest)
    var weak = 0
    var place = start
    while place < limit {
      let scalar = text[place]
      place &+= 1
      if scalar == 0x0a { return place }
      if isSentenceEnd(scalar) {
        while place < limit, isSentenceEnd(text[place]) || isCloser(text[place]) { place &+= 1 }
        return place
      }
      if scalar == 0x2c || scalar == 0x3b || scalar == 0x3001 { weak = place }
    }
    return limit == text.count || weak <= start + longest / 2 ? limit : weak
  }

  private static func isSentenceEnd(_ scalar: UInt32) -> Bool {
    scalar == 0x3002 || scalar == 0x21 || scalar == 0x3f
  }

  private static func isCloser(_ scalar: UInt32) -> Bool {
    scalar == 0x201d || scalar == 0x2019 || scalar == 0x29 || scalar == 0x300b
  }
}
