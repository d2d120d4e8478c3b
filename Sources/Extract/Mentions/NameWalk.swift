// Reads the long names of bodies and places from their last word leftwards: 北京长岭物业公司工会
// is found at 工会, and ends on its left where a word stands that no name contains, a mark, or the
// district that names begin with. Which words do what is data; the way of walking is here.

/// A name found by its head.
struct NameCandidate: Sendable {
  /// Its first and last token.
  var first: Int
  var last: Int
  /// Its scalars.
  var range: Range<Int>
  var head: NameHead
  /// A bracket within it that is no part of the name: （以下简称“长岭重工”）.
  var gloss: Range<Int>?
  /// The tokens within at which another name ends: 公司 in 物业公司工会.
  var innerHeads: [Int] = []
  /// The first and the last of the divisions in it, as tokens; -1 if none.
  var firstDivision = -1
  var lastDivision = -1
  /// The token that stands for the district around the article: 区 in 区总工会; -1 if none.
  var area = -1
  /// Whether it points at something named before: 该公司, 公司工会.
  var isReference = false
  /// Whether the tagger takes the end of it for the name of a body or place.
  var isTagged = false
  /// How many characters are neither heads nor divisions.
  var content = 0
  /// Whether the name is closed on its left by a mark, a division or a stop word, or the walk gave
  /// up.
  var isBounded = true
}

/// Walks leftwards from heads.
struct NameWalk {
  let text: [UInt32]
  let tokens: Tokens
  let vocabulary: Vocabulary
  /// For each character whether the tagger takes it for part of a person's name.
  let people: [Bool]

  private static let longestContent = 16

  func word(_ token: Token) -> VocabularyWord? {
    token.word < 0 ? nil : vocabulary.words[Int(token.word)]
  }

  func has(_ token: Token, _ use: WordUse) -> Bool {
    token.word >= 0 && !vocabulary.words[Int(token.word)].use.isDisjoint(with: use)
  }

  /// The name that ends with the head at a token; nil if there is none.
  func name(endingAt last: Int, head: NameHead) -> NameCandidate? {
    var walk = Walk(last: last, head: head)
    walk.first = last
    if !holdsArea(last) { extend(&walk) }
    return finish(walk)
  }

  // The state of one walk.
  struct Walk {
    let last: Int
    let head: NameHead
    var first = 0
    var content = 0
    var divisions: [Int] = []
    var innerHeads: [Int] = []
    var gloss: Range<Int>?
    var area = -1
    var refers = false
    var isGeneric = false
    var quoted = false
    /// Whether the walk has passed from a branch's district to the body that it belongs to.
    var isBeyond = false
    /// A district in brackets: (苏州); -1 if none.
    var bracketed = -1
    /// How much of the content is words that make something general.
    var generic = 0
    var isBounded = true

    init(last: Int, head: NameHead) {
      self.last = last
      self.head = head
    }
  }

  private func extend(_ walk: inout Walk) {
    var index = walk.last - 1
    while index >= 0 {
      guard let next = take(index, &walk) else { return }
      walk.first = next
      index = next - 1
      if walk.content > Self.longestContent {
        walk.isBounded = false
        return
      }
    }
  }

  /// Takes the token into the name; the first token of what was taken, or nil to end.
  private func take(_ index: Int, _ walk: inout Walk) -> Int? {
    let token = tokens.all[index]
    switch token.kind {
    case .mark: return takeMark(index, &walk)
    case .division: return takeDivision(index, &walk)
    case .digits:
      let next = tokens.all[index + 1]
      // 203所 is an institute, 3所 are three.
      let isNumberOfBody = token.count >= 3 && next.count == 1 && text[Int(next.start)] == 0x6240
      if has(next, .measure) && next.kind != .division && !isOrdinal(index) && !isNumberOfBody {
        return nil
      }
      walk.content += 1
      return index
    case .latin:
      walk.content += 1
      return index
    case .other:
      if walk.divisions.isEmpty || walk.isBeyond || continuesToDivision(index, walk)
        || standsBeforeLegal(walk)
      {
        walk.content += 1
        return index
      }
      return nil
    case .word: return takeWord(index, &walk)
    }
  }

  private func isOrdinal(_ index: Int) -> Bool {
    index > 0 && text[Int(tokens.all[index].start) - 1] == 0x7B2C
  }

  private func takeWord(_ index: Int, _ walk: inout Walk) -> Int? {
    let token = tokens.all[index]
    let word = vocabulary.words[Int(token.word)]
    if people[Int(token.start)], walk.divisions.isEmpty, walk.head.kind == "studio" {
      walk.content += token.count
      return index
    }
    if word.use.contains(.refer) {
      if walk.first == walk.last || walk.area == index + 1 || isBare(index + 1, walk) {
        walk.refers = true
      }
      return nil
    }
    if word.use.contains(.measure), countsMore(index) { return nil }
    if word.use.contains(.measure), index > 0, tokens.all[index - 1].kind == .digits,
      !isOrdinal(index - 1),
      !(tokens.all[index - 1].count >= 3 && text[Int(token.start)] == 0x6240)
    {
      return nil
    }
    if word.use.contains(.join) && word.use.isDisjoint(with: .plain) {
      let isJoint = walk.head.joint || walk.innerHeads.last.map(isJointHead) ?? false
      return isJoint && joinsWithinName(index, walk) ? index : nil
    }
    if !walk.divisions.isEmpty {
      if word.use.contains(.lead), walk.divisions.last == index + 1 { return index }
      if walk.head.branch && isBody(word) {
        walk.innerHeads.append(index)
        walk.isBeyond = true
        return index
      }
      if walk.isBeyond && word.use.isDisjoint(with: [.stop, .area]) && !isTitle(word)
        && (!word.use.contains(.generic) || word.use.contains(.plain))
      {
        walk.content += token.count
        return index
      }
      return continuesToDivision(index, walk) ? index : nil
    }
    if word.use.contains(.area) && word.traits.contains(.levelOnly) {
      // 区 directly before a head or before what is part of the body's name, and behind a boundary.
      if isBoundary(index) {
        walk.area = index
        walk.first = index
        return nil
      }
      walk.content += token.count
      return index
    }
    if word.use.contains(.stop) {
      // Studios are named after people, whose names hold any character.
      guard walk.head.kind == "studio", token.count == 1, !isSyntactic(text[Int(token.start)])
      else { return nil }
    }
    if word.use.contains(.generic), word.use.contains(.plain) {
      walk.generic += token.count
    } else if word.use.contains(.generic) && !word.use.contains(.industry) && walk.content == 0
      && walk.innerHeads.isEmpty
    {
      walk.isGeneric = true
      return nil
    }
    if word.use.contains(.generic) && isBoundary(index) && !word.use.contains(.plain) { return nil }
    if isTitle(word),
      word.use.contains(.office) || walk.head.kind == "studio"
        || isBoundary(index) && walk.first < walk.last && !isGroup(word)
    {
      return nil
    }
    if isBody(word), !word.use.contains(.weak) {
      walk.innerHeads.append(index)
      return index
    }
    walk.content += token.count
    return index
  }

  private func isJointHead(_ index: Int) -> Bool {
    word(tokens.all[index])?.traits.contains(.joint) ?? false
  }

  /// People that bodies are made for and named after: 职工, 工人, 教师, 工匠.
  private func isGroup(_ word: VocabularyWord) -> Bool { word.use.contains(.group) }

  private func isBare(_ index: Int, _ walk: Walk) -> Bool {
    index == walk.first && has(tokens.all[index], .bare)
  }

  func isBody(_ word: VocabularyWord) -> Bool { word.traits.contains(.body) }

  func isTitle(_ word: VocabularyWord) -> Bool { word.traits.contains(.title) }

  /// Whether what stands before a token cannot be part of a name.
  func isBoundary(_ index: Int) -> Bool {
    guard index > 0 else { return true }
    let token = tokens.all[index - 1]
    switch token.kind {
    case .mark: return true
    case .word:
      let word = vocabulary.words[Int(token.word)]
      return !word.use.isDisjoint(with: [.stop, .join, .refer]) || isTitle(word) || isBody(word)
    default: return false
    }
  }

  private func takeDivision(_ index: Int, _ walk: inout Walk) -> Int? {
    let reading = tokens.divisions[Int(tokens.all[index].division)]
    if walk.divisions.isEmpty, reading.isRisky, !isBoundary(index),
      walk.content > 0 || walk.first < walk.last
    {
      // 团结 in the middle of a name is the word, not the town.
      walk.content += reading.length
      return index
    }
    if let nearest = walk.divisions.last, nearest != index + 1, !walk.head.branch,
      nearest == walk.first, !continuesToDivision(index, walk)
    {
      return nil
    }
    if walk.divisions.isEmpty, walk.innerHeads.last == index + 1, isBranch(tokens.all[index + 1]) {
      // 长岭二局山东分公司工会: the body that the branch belongs to stands before its district.
      walk.isBeyond = true
    }
    walk.divisions.append(index)
    return index
  }

  private func isBranch(_ token: Token) -> Bool {
    word(token)?.traits.contains(.branch) ?? false
  }

  /// Whether the name goes on left of a district in its middle to the district it begins with:
  /// 北京市新匠职业技能培训丰台学校.
  private func continuesToDivision(_ index: Int, _ walk: Walk) -> Bool {
    var length = 0
    var position = index
    while position >= 0 {
      let token = tokens.all[position]
      if token.kind == .division {
        return length > 0 || position == walk.divisions.last.map({ $0 - 1 })
      }
      guard token.kind == .other || token.kind == .word else { return false }
      if token.kind == .word {
        let word = vocabulary.words[Int(token.word)]
        if !word.use.isDisjoint(with: [.stop, .generic, .refer, .join]) || isTitle(word)
          || isBody(word)
        {
          return false
        }
      }
      length += token.count
      if length > 10 { return false }
      position -= 1
    }
    return false
  }

  /// 长岭轴承襄阳有限公司: a district right before the legal form stands in the middle of a name.
  private func standsBeforeLegal(_ walk: Walk) -> Bool {
    guard walk.divisions.count == 1, walk.content < 8 else { return false }
    let next = tokens.all[walk.divisions[0] + 1]
    return has(next, .legal) || isBranch(next)
  }

  /// 10余项: whether a number and another word of counting stand before a word of counting.
  func countsMore(_ index: Int) -> Bool {
    index > 1 && has(tokens.all[index - 1], .measure) && tokens.all[index - 2].kind == .digits
  }

  /// Whether 和 stands in the name of a body of the state, and not between two bodies: a district
  /// or the word for one stands not far before it, and nothing that ends a name between.
  private func joinsWithinName(_ index: Int, _ walk: Walk) -> Bool {
    guard text[Int(tokens.all[index].start)] != 0x3001, tokens.all[index].count == 1,
      walk.divisions.isEmpty, walk.innerHeads.count <= 1, walk.area < 0
    else { return false }
    var position = index - 1
    var length = 0
    while position >= 0, length <= 10 {
      let token = tokens.all[position]
      if token.kind == .division { return length > 0 }
      guard token.kind == .other || token.kind == .word else { return false }
      if token.kind == .word {
        let word = vocabulary.words[Int(token.word)]
        if word.use.contains(.area) { return length > 0 && isBoundary(position) }
        if !word.use.isDisjoint(with: [.stop, .refer]) || isBody(word) || isTitle(word) {
          return false
        }
      }
      length += token.count
      position -= 1
    }
    return false
  }

  private func takeMark(_ index: Int, _ walk: inout Walk) -> Int? {
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
  private func isSyntactic(_ scalar: UInt32) -> Bool {
    [0x5728, 0x7531, 0x4E3A, 0x7684, 0x5BF9, 0x88AB, 0x5C06, 0x628A, 0x662F].contains(scalar)
  }

  /// 第十五届委员会: a number is no name.
  private func isOrdinalOnly(_ walk: Walk) -> Bool {
    guard walk.divisions.isEmpty, walk.innerHeads.isEmpty, walk.area < 0, walk.first < walk.last
    else { return false }
    return text[Int(tokens.all[walk.first].start)] == 0x7B2C
      && text[Int(tokens.all[walk.last].start) - 1] == 0x5C4A
  }

  /// Whether a word such as 市委 or 团区委 holds the word for a district.
  private func holdsArea(_ index: Int) -> Bool {
    let token = tokens.all[index]
    guard token.kind == .word, token.count >= 2, isBody(vocabulary.words[Int(token.word)]) else {
      return false
    }
    let first = Int(token.start)
    return isAreaScalar(text[first]) || (text[first] == 0x56E2 && isAreaScalar(text[first + 1]))
  }

  private func finish(_ walk: Walk) -> NameCandidate? {
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

/// Whether a character stands for the district around an article.
func isAreaScalar(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x7701, 0x5E02, 0x533A, 0x53BF, 0x5DDE, 0x65D7, 0x76DF, 0x9547, 0x4E61, 0x8857: true
  default: false
  }
}
