// How names go on through quotes and brackets, and what is made of a walk at its end.

extension NameWalk {
  func takeMark(_ index: Int, _ walk: inout Walk) -> Int? {
    let scalar = text[Int(tokens.all[index].start)]
    if scalar == 0x201D, index + 1 == walk.first, walk.first == walk.last,
      let open = opening(of: index, 0x201C, within: 24), open < index - 1
    {
      walk.content += 2
      walk.quoted = true
      return open
    }
    guard scalar == 0x29, let open = opening(of: index, 0x28, within: 28), open > 0 else {
      return nil
    }
    let inside = Int(tokens.all[open].end)..<Int(tokens.all[index].start)
    if isGloss(inside) {
      guard walk.gloss == nil, walk.first == walk.last || walk.divisions.isEmpty else { return nil }
      walk.gloss = Int(tokens.all[open].start)..<Int(tokens.all[index].end)
      return open
    }
    if index > open + 1, let last = word(tokens.all[index - 1]), isBody(last), inside.count <= 12,
      let before = word(tokens.all[open - 1]), isBody(before), walk.divisions.isEmpty
    {
      // A second name in brackets: 中央党校(国家行政学院).
      walk.innerHeads.append(index - 1)
      return open
    }
    // 飞腾动力(北京)科技有限公司: the district in brackets is part of the name.
    guard inside.count <= (isLatin(text[inside.lowerBound]) ? 16 : 6),
      tokens.all[(open + 1)..<index].allSatisfy({ [.division, .other, .latin].contains($0.kind) })
    else { return nil }
    walk.content += 1
    if index == open + 2, tokens.all[open + 1].kind == .division { walk.bracketed = open + 1 }
    return open
  }

  /// Whether brackets hold a definition: 以下简称“…”.
  func isGloss(_ range: Range<Int>) -> Bool {
    guard range.count >= 4 else { return false }
    for start in range.lowerBound..<min(range.upperBound - 1, range.lowerBound + 6)
    where text[start] == 0x7B80 && start + 1 < text.count && text[start + 1] == 0x79F0 {
      return true
    }
    return false
  }

  func opening(of index: Int, _ mark: UInt32, within length: Int) -> Int? {
    var position = index - 1
    while position >= 0, Int(tokens.all[index].start - tokens.all[position].start) <= length {
      let token = tokens.all[position]
      if token.kind == .mark {
        let scalar = text[Int(token.start)]
        if scalar == mark { return position }
        if scalar == 0x3002 || scalar == 0x0A || scalar == text[Int(tokens.all[index].start)] {
          return nil
        }
      }
      position -= 1
    }
    return nil
  }

  /// The words that build sentences, as against those that people may be called.
  func isSyntactic(_ scalar: UInt32) -> Bool {
    [0x5728, 0x7531, 0x4E3A, 0x7684, 0x5BF9, 0x88AB, 0x5C06, 0x628A, 0x662F].contains(scalar)
  }

  /// 第十五届委员会: a number is no name.
  func isOrdinalOnly(_ walk: Walk) -> Bool {
    guard walk.divisions.isEmpty, walk.innerHeads.isEmpty, walk.area < 0, walk.first < walk.last
    else { return false }
    return text[Int(tokens.all[walk.first].start)] == 0x7B2C
      && text[Int(tokens.all[walk.last].start) - 1] == 0x5C4A
  }

  /// Whether a word such as 市委 or 团区委 holds the word for a district.
  func holdsArea(_ index: Int) -> Bool {
    let token = tokens.all[index]
    guard token.kind == .word, token.count >= 2, isBody(vocabulary.words[Int(token.word)]) else {
      return false
    }
    let first = Int(token.start)
    return isAreaScalar(text[first]) || (text[first] == 0x56E2 && isAreaScalar(text[first + 1]))
  }

  func finish(_ walk: Walk) -> NameCandidate? {
    var walk = walk
    if text[Int(tokens.all[walk.first].start)] == 0x28 {
      // A bracket at the beginning belongs to what stands before it.
      while walk.first < walk.last, text[Int(tokens.all[walk.first].start)] != 0x29 {
        walk.first += 1
      }
      walk.first = min(walk.first + 1, walk.last)
    }
    let start = Int(tokens.all[walk.first].start)
    let end = Int(tokens.all[walk.last].end)
    var candidate = NameCandidate(
      first: walk.first, last: walk.last, range: start..<end, head: walk.head)
    candidate.gloss = walk.gloss
    candidate.innerHeads = walk.innerHeads.reversed()
    candidate.firstDivision = walk.divisions.last ?? walk.bracketed
    candidate.lastDivision = walk.divisions.first ?? walk.bracketed
    candidate.area = walk.area
    candidate.content = walk.content
    candidate.isBounded = walk.isBounded
    if walk.area < 0, walk.divisions.isEmpty, holdsArea(walk.first), isBoundary(walk.first) {
      candidate.area = walk.first
    }
    let isBareHead = walk.first == walk.last
    if walk.generic > 0, walk.generic == walk.content, walk.divisions.isEmpty,
      walk.innerHeads.isEmpty,
      has(tokens.all[walk.last], .collective)
    {
      return nil
    }
    if isOrdinalOnly(walk) { return nil }
    if walk.isGeneric && walk.divisions.isEmpty && walk.content == 0 { return nil }
    if walk.refers {
      candidate.isReference = true
      return candidate
    }
    if candidate.area >= 0 { return candidate }
    if isBareHead {
      guard has(tokens.all[walk.last], .bare) || walk.head.within else { return nil }
      candidate.isReference = true
      return candidate
    }
    // 公司工会: the inner head alone is a reference, and so is the whole.
    if walk.content == 0 && walk.divisions.isEmpty && !walk.innerHeads.isEmpty
      && word(tokens.all[walk.first])?.name == nil
    {
      guard has(tokens.all[walk.first], .bare) else { return nil }
      candidate.isReference = true
      return candidate
    }
    return candidate
  }
}
