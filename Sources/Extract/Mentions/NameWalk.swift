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
    if word.use.contains(.measure), counts(index) { return nil }
    if word.use.contains(.join) && word.use.isDisjoint(with: .plain) {
      let isJoint = walk.head.joint || walk.innerHeads.last.map(isJointHead) ?? false
      return isJoint && joinsWithinName(index, walk) ? index : nil
    }
    if !walk.divisions.isEmpty { return takeBeforeDivision(index, word, &walk) }
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

  /// Left of a district stands what may lead it, or the body that a branch belongs to.
  private func takeBeforeDivision(
    _ index: Int, _ word: VocabularyWord, _ walk: inout Walk
  ) -> Int? {
    if word.use.contains(.lead), walk.divisions.last == index + 1 { return index }
    if walk.head.branch && isBody(word) {
      walk.innerHeads.append(index)
      walk.isBeyond = true
      return index
    }
    if walk.isBeyond && word.use.isDisjoint(with: [.stop, .area]) && !isTitle(word)
      && (!word.use.contains(.generic) || word.use.contains(.plain))
    {
      walk.content += tokens.all[index].count
      return index
    }
    return continuesToDivision(index, walk) ? index : nil
  }

  /// 3家, but not the 所 of 203所: whether a number is counted by the word behind it.
  private func counts(_ index: Int) -> Bool {
    guard index > 0, tokens.all[index - 1].kind == .digits, !isOrdinal(index - 1) else {
      return false
    }
    return tokens.all[index - 1].count < 3 || text[Int(tokens.all[index].start)] != 0x6240
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
}

/// Whether a character stands for the district around an article.
func isAreaScalar(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x7701, 0x5E02, 0x533A, 0x53BF, 0x5DDE, 0x65D7, 0x76DF, 0x9547, 0x4E61, 0x8857: true
  default: false
  }
}
