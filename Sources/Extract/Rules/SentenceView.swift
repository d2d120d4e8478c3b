// What the matcher sees of a sentence: for each position the words of rules and the mention that
// begin there, and where names and clauses lie. Laid out in one walk, in arrays that are used
// again.

/// Mentions of an article by what rules ask for.
struct ArticleIndex {
  /// The mentions that rules can see: outermost, not overlapping, in the order of the text.
  private(set) var visible: [Int32] = []
  /// For each label that is looked up, the visible mentions of it.
  private var byLabel: [[Int32]] = []
  /// The headlines, then the lines around them.
  private var titles: [Range<Int>] = []

  init(_ article: RuleArticle, lookupLabels: LabelMask) {
    for kind in [Article.Part.Kind.headline, .kicker] {
      for part in article.parts where part.kind == kind { titles.append(part.range) }
    }
    var end = 0
    if lookupLabels != 0 {
      byLabel = [[Int32]](repeating: [], count: RuleVocabulary.maxLabels)
    }
    for (number, mention) in article.mentions.enumerated() where mention.outer < 0 {
      let isResolved = mention.form != .reference || mention.entity >= 0
      guard isResolved, mention.range.lowerBound >= end, !mention.range.isEmpty,
        mention.range.upperBound <= article.folded.count,
        Int(mention.label.index) < RuleVocabulary.maxLabels
      else { continue }
      end = mention.range.upperBound
      visible.append(Int32(number))
      // What is only alluded to is nothing that a sentence without a name goes on about.
      if lookupLabels >> LabelMask(mention.label.index) & 1 != 0, mention.confidence >= 0.5 {
        byLabel[Int(mention.label.index)].append(Int32(number))
      }
    }
  }

  /// The place in `visible` of the first mention that begins at an offset or behind it.
  func firstVisible(from offset: Int, _ article: RuleArticle) -> Int {
    var low = 0
    var high = visible.count
    while low < high {
      let middle = (low + high) / 2
      if article.mentions[Int(visible[middle])].range.lowerBound < offset {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The last mention of one of the labels that ends at an offset or before it.
  func last(_ labels: LabelMask, before offset: Int, _ article: RuleArticle) -> Int32? {
    var best: Int32 = -1
    var rest = labels
    while rest != 0 {
      let label = rest.trailingZeroBitCount
      rest &= rest - 1
      let list = byLabel[label]
      var low = 0
      var high = list.count
      while low < high {
        let middle = (low + high) / 2
        if article.mentions[Int(list[middle])].range.upperBound <= offset {
          low = middle + 1
        } else {
          high = middle
        }
      }
      if low > 0 { best = max(best, list[low - 1]) }
    }
    return best >= 0 ? best : nil
  }

  /// The first mention of one of the labels in the headline, or else in the lines around it.
  func inHeadline(_ labels: LabelMask, _ article: RuleArticle) -> Int32? {
    for title in titles {
      var place = firstVisible(from: title.lowerBound, article)
      while place < visible.count {
        let mention = article.mentions[Int(visible[place])]
        guard mention.range.upperBound <= title.upperBound else { break }
        if labels >> LabelMask(mention.label.index) & 1 != 0 { return visible[place] }
        place += 1
      }
    }
    return nil
  }

  /// Where a piece of a sentence ends: at its end, or where it is too long, between two mentions.
  func pieceEnd(from start: Int, to end: Int, _ article: RuleArticle) -> Int {
    guard end - start > RuleEngine.pieceMax else { return end }
    let cut = start + RuleEngine.pieceMax
    let place = firstVisible(from: cut, article)
    guard place > 0 else { return cut }
    let before = article.mentions[Int(visible[place - 1])].range
    let isCut = before.upperBound > cut && before.lowerBound > start
    return isCut ? before.lowerBound : cut
  }
}

/// A word of a rule in a sentence.
struct WordHit: Sendable {
  var position: Int32
  var end: Int32
  var word: Int32
}

/// A sentence as the matcher sees it, with the positions of the article.
struct SentenceView: Sendable {
  /// How far back a word or a mention is looked for; names are hardly ever longer.
  private static let longestBefore = 64

  private(set) var lower = 0
  private(set) var upper = 0
  /// Where only closing marks follow.
  private(set) var tail = 0
  private(set) var hits: [WordHit] = []
  private var flags: [UInt8] = []
  /// For each position the first hit, -1 for none.
  private var hitAt: [Int32] = []
  /// For each position the mention that begins there, -1 for none.
  private var mentionAt: [Int32] = []
  private var endOfMention: [Int32] = []
  private var labelAt: [UInt8] = []
  /// Positions where a word or a mention begins, ascending.
  private var marked: [Int32] = []
  private var labels: LabelMask = 0
  /// For each set the sentence in which a word of it was seen last.
  private var setSeen: [UInt32]
  private var sentenceNumber: UInt32 = 0

  init(setCount: Int) { setSeen = [UInt32](repeating: 0, count: setCount) }

  var hasAnything: Bool { !marked.isEmpty }
  var count: Int { upper - lower }

  // MARK: - Laying out

  mutating func layOut(
    _ range: Range<Int>, _ article: RuleArticle, _ index: ArticleIndex, _ program: RuleProgram
  ) {
    begin(range)
    placeMentions(article, index)
    placeWords(article.folded, program.words)
    findTail(article.folded)
    marked.removeAll(keepingCapacity: true)
    let mask = PositionFlags.word | PositionFlags.mention
    for place in 0..<count where flags[place] & mask != 0 { marked.append(Int32(lower + place)) }
  }

  private mutating func begin(_ range: Range<Int>) {
    lower = range.lowerBound
    upper = range.upperBound
    labels = 0
    hits.removeAll(keepingCapacity: true)
    sentenceNumber &+= 1
    if sentenceNumber == 0 {
      for set in setSeen.indices { setSeen[set] = 0 }
      sentenceNumber = 1
    }
    if flags.count < count + 1 {
      flags = [UInt8](repeating: 0, count: count + 1)
      hitAt = [Int32](repeating: -1, count: count + 1)
      mentionAt = [Int32](repeating: -1, count: count + 1)
      endOfMention = [Int32](repeating: 0, count: count + 1)
      labelAt = [UInt8](repeating: 0, count: count + 1)
    } else {
      for place in 0...count {
        flags[place] = 0
        hitAt[place] = -1
        mentionAt[place] = -1
      }
    }
  }

  private mutating func placeMentions(_ article: RuleArticle, _ index: ArticleIndex) {
    var place = index.firstVisible(from: lower, article)
    while place < index.visible.count {
      let number = index.visible[place]
      let mention = article.mentions[Int(number)]
      guard mention.range.upperBound <= upper else { break }
      let start = mention.range.lowerBound - lower
      mentionAt[start] = number
      endOfMention[start] = Int32(mention.range.upperBound)
      labelAt[start] = mention.label.index
      labels |= 1 << LabelMask(mention.label.index)
      flags[start] |= PositionFlags.mention
      flags[mention.range.upperBound - lower] |= PositionFlags.mentionEnd
      if mention.form == .name {
        flags[start] |= PositionFlags.nameStart
        for inner in start + 1..<max(mention.range.upperBound - lower, start + 1) {
          flags[inner] |= PositionFlags.insideName
        }
      }
      place += 1
    }
  }

  /// Words of rules are looked for outside of names; none goes into a name.
  private mutating func placeWords(_ folded: [UInt32], _ words: RuleWords) {
    let name = PositionFlags.nameStart | PositionFlags.insideName
    for position in lower..<upper {
      let place = position - lower
      if flags[place] & name != 0 { continue }
      let scalar = folded[position]
      if isClauseEnd(scalar) { flags[place] |= PositionFlags.clauseEnd }
      var node = words.root(scalar)
      guard node != 0 else { continue }
      var end = position + 1
      let firstHit = hits.count
      while node != 0 {
        let word = words.word(at: node)
        if word >= 0 {
          hits.append(WordHit(position: Int32(position), end: Int32(end), word: word))
          flags[end - lower] |= PositionFlags.wordEnd
          note(word, words)
        }
        guard end < upper, flags[end - lower] & name == 0 else { break }
        node = words.child(of: node, folded[end])
        end += 1
      }
      guard hits.count > firstHit else { continue }
      hits[firstHit...].reverse()
      hitAt[place] = Int32(firstHit)
      flags[place] |= PositionFlags.word
    }
  }

  private mutating func note(_ word: Int32, _ words: RuleWords) {
    for index in words.memberships(of: word) {
      setSeen[Int(words.membership(index).set)] = sentenceNumber
    }
  }

  private mutating func findTail(_ folded: [UInt32]) {
    tail = upper
    while tail > lower, isClosing(folded[tail - 1]) { tail -= 1 }
  }

  // MARK: - Asking

  /// Whether a sentence holds what a rule cannot do without.
  func canMatch(_ rule: CompiledRule) -> Bool {
    for requirement in rule.requirements {
      if requirement.labels & labels != 0 { continue }
      guard requirement.sets.contains(where: { setSeen[Int($0)] == sentenceNumber }) else {
        return false
      }
    }
    return true
  }

  /// The first position where a match of a rule can begin.
  func firstStart(of rule: CompiledRule) -> Int? { lower < upper ? lower : nil }

  /// The next position where a match of a rule can begin.
  func nextStart(of rule: CompiledRule, after position: Int, _ words: RuleWords) -> Int? {
    let limit = rule.beginning.isSentenceStart ? min(upper, lower + 4) : upper
    let isAnywhere = rule.beginning.isAnywhere || rule.beginning.isSentenceStart
    var next = position + 1
    while next < limit {
      let flag = flags[next - lower]
      let isMarked = flag & (PositionFlags.word | PositionFlags.mention) != 0
      if isAnywhere ? flag & PositionFlags.insideName == 0 : isMarked { return next }
      next += 1
    }
    return nil
  }

  @inline(__always)
  func flags(at position: Int) -> UInt8 { flags[position - lower] }

  /// The mention that begins at a position if it has one of the labels.
  @inline(__always)
  func mention(at position: Int, _ wanted: LabelMask) -> Int32? {
    let place = position - lower
    guard mentionAt[place] >= 0, wanted >> LabelMask(labelAt[place]) & 1 != 0 else { return nil }
    return mentionAt[place]
  }

  /// Where the mention that begins at a position ends.
  @inline(__always)
  func endOfMention(at position: Int) -> Int { Int(endOfMention[position - lower]) }

  /// Whether a word or a mention ends directly before a position; names hide the words in them.
  func endsBefore(_ obstacle: RuleObstacle, _ position: Int, _ words: RuleWords) -> Bool {
    let isMention = if case .mention = obstacle { true } else { false }
    let end = isMention ? PositionFlags.mentionEnd : PositionFlags.wordEnd
    guard flags(at: position) & end != 0 else { return false }
    let first = max(lower, position - SentenceView.longestBefore)
    for start in stride(from: position - 1, through: first, by: -1) {
      switch obstacle {
      case .mention(let labels):
        guard mentionAt[start - lower] >= 0 else { continue }
        return mention(at: start, labels) != nil && endOfMention(at: start) == position
      case .words(let set):
        var next = hit(of: set, at: start, from: firstHit(at: start), words)
        while let found = next {
          if Int(hits[found].end) == position { return true }
          next = hit(of: set, at: start, from: found + 1, words)
        }
      }
    }
    return false
  }

  /// The first hit at a position, or -1.
  @inline(__always)
  func firstHit(at position: Int) -> Int { Int(hitAt[position - lower]) }

  /// The first hit of a set at a position, from a hit on; longer words come first.
  @inline(__always)
  func hit(of set: Int32, at position: Int, from first: Int, _ words: RuleWords) -> Int? {
    guard first >= 0 else { return nil }
    var hit = first
    while hit < hits.count, Int(hits[hit].position) == position {
      if words.membership(of: hits[hit].word, in: set) != nil { return hit }
      hit += 1
    }
    return nil
  }
}

/// Marks that end a clause.
@inline(__always)
private func isClauseEnd(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x2C, 0x3B, 0x3A, 0x21, 0x3F, 0x3002, 0x0A: true
  default: false
  }
}

/// Marks that may stand behind the last word of a sentence.
private func isClosing(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x20, 0x21, 0x29, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x0A, 0x2019, 0x201D, 0x2026, 0x3002: true
  default: false
  }
}
