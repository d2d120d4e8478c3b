// Bodies of several districts that share their last words: 秀洲、南湖两区总工会 names two unions.
// Each district becomes a mention of its body, the last one with the words that all share. Only
// known divisions make such a list, and as many as the number says, or two at least.

/// One of several bodies that share the end of their names.
struct ListedBody: Sendable {
  /// The division that it is named after, as a token.
  var division: Int
  var head: NameHead
  /// The words that all share: 总工会.
  var ending: Range<Int>
  /// The whole list.
  var list: Range<Int>
}

extension Drafts {
  /// Finds lists of districts before a number, the word for their level and a body's last words.
  mutating func findListedBodies(_ readable: [Bool]) {
    for index in tokens.all.indices where readable[index] && tokens.all[index].word >= 0 {
      let word = vocabulary.words[Int(tokens.all[index].word)]
      guard word.traits.contains(.body), let head = word.heads.first(where: { isBodyHead($0) }),
        let start = sharedStart(Int(tokens.all[index].start)),
        let listed = divisionsListed(before: start - 2)
      else { continue }
      let end = Int(tokens.all[index].end)
      let list = Int(tokens.all[listed[0]].start)..<end
      for division in listed {
        let isLast = division == listed.last
        let first = Int(tokens.all[division].start)
        let range = first..<(isLast ? end : Int(tokens.all[division].end))
        let body = ListedBody(division: division, head: head, ending: start..<end, list: list)
        add(range, head.label, .name, .listed(body), rank: 5)
        if isLast { bodyEndingAt[index] = Int32(drafts.count - 1) }
      }
    }
  }

  /// Where the shared words begin: behind a number and the word for a level, 两区 or 三县.
  private func sharedStart(_ headStart: Int) -> Int? {
    var position = headStart
    while position >= 2, headStart - position <= 10 {
      if isAreaScalar(text[position - 1]), isSmallNumber(text[position - 2]) { return position }
      guard isHan(text[position - 1]), !walk.beginsStop(position - 1) else { return nil }
      position -= 1
    }
    return nil
  }

  /// The divisions of a list that ends at a character, in its order; nil for less than two.
  private func divisionsListed(before end: Int) -> [Int]? {
    guard end > 0 else { return nil }
    var index = tokens.index(at: end - 1)
    var found: [Int] = []
    while index >= 0, tokens.all[index].kind == .division {
      found.insert(index, at: 0)
      guard index >= 2, isJoin(index - 1) else { break }
      index -= 2
    }
    return found.count >= 2 && Int(tokens.all[found[found.count - 1]].end) == end ? found : nil
  }

  private func isJoin(_ index: Int) -> Bool {
    text[Int(tokens.all[index].start)] == 0x3001 || walk.has(tokens.all[index], .join)
  }

  /// 两, and from 二 to 十, and the digits for them.
  private func isSmallNumber(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x4E24, 0x4E8C, 0x4E09, 0x56DB, 0x4E94, 0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341: true
    default: 0x32...0x39 ~= scalar
    }
  }
}
