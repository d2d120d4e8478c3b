// All mentions of an article, in the order: bodies and places, divisions, events, titles, people,
// awards and prizes. Where two overlap the longer one stands, with what is named inside of it as
// mentions of their own.

/// The mentions of an article with what is known of how they are made.
struct ArticleMentions: Sendable {
  /// How a mention was read.
  enum Structure: Sendable {
    case name(NameCandidate)
    case event(EventCandidate)
    /// A division, as a token.
    case division(Int)
    /// One of several bodies that share the end of their names.
    case listed(ListedBody)
    /// A whole name of the vocabulary, or what the tagger alone found.
    case plain
  }

  var text: [UInt32]
  var tokens: Tokens
  /// Sorted by start, the outer before what is inside of it.
  var mentions: [Mention] = []
  /// For each mention how it was read.
  var structures: [Structure] = []
}

/// Finds mentions; one for each thread.
struct MentionFinder {
  let vocabulary: Vocabulary
  let divisions: Divisions
  let tagger: Tagger?
  private var tokenizer: Tokenizer
  private var scratch = TaggerScratch()

  init(vocabulary: Vocabulary, divisions: Divisions, tagger: Tagger?) {
    self.vocabulary = vocabulary
    self.divisions = divisions
    self.tagger = tagger
    tokenizer = Tokenizer(vocabulary: vocabulary, divisions: divisions)
  }

  /// Lets the articles that follow know of a division that the page has named.
  mutating func learn(_ id: DivisionID) { tokenizer.learn(id) }

  /// The mentions of an article, given the divisions that the page has named before.
  mutating func mentions(in article: Article) -> ArticleMentions {
    let text = article.text.folded
    let tokens = tokenizer.tokens(of: text)
    let tagged = tagger?.tag(text.span, using: &scratch) ?? []
    var people = [Bool](repeating: false, count: text.count)
    for span in tagged where span.kind == .person {
      for index in span.range { people[index] = true }
    }
    let walk = NameWalk(text: text, tokens: tokens, vocabulary: vocabulary, people: people)
    var drafts = Drafts(walk: walk, tagged: tagged, margins: scratch.beginMargins)
    let readable = readableTokens(article, tokens)
    drafts.findNames(readable)
    drafts.findListedBodies(readable)
    drafts.findDivisions(readable)
    drafts.findEvents(readable)
    let titles = drafts.findTitles(readable)
    drafts.findVenues(readable)
    drafts.findAwards(readable)
    drafts.findPeople(article, titles: titles, readable: readable)
    return drafts.settled()
  }

  /// Tokens of parts from which mentions are read; bylines are credits, and nothing else.
  private func readableTokens(_ article: Article, _ tokens: Tokens) -> [Bool] {
    var readable = [Bool](repeating: false, count: tokens.all.count)
    for part in article.parts where part.kind != .byline && !part.range.isEmpty {
      let first = tokens.index(at: part.range.lowerBound)
      let last = tokens.index(at: part.range.upperBound - 1)
      for index in first...last { readable[index] = true }
    }
    return readable
  }
}

/// Mentions as they are found, before overlaps are settled.
struct Drafts {
  struct Draft {
    var mention: Mention
    var structure: ArticleMentions.Structure
    /// Higher stands against lower of the same length.
    var rank: Int
  }

  let walk: NameWalk
  /// What the tagger found, in the order of the text.
  let tagged: [TaggedSpan]
  /// For each character whether the tagger takes it for part of the name of a body or a place.
  private var bodies: [Bool]
  /// How much speaks for a name that begins at each character; empty without a tagger.
  let margins: [Float]
  var drafts: [Draft] = []
  /// For each token the non-reference body that ends with it, an index into `drafts`; -1 if none.
  var bodyEndingAt: [Int32]

  init(walk: NameWalk, tagged: [TaggedSpan], margins: [Float]) {
    self.walk = walk
    self.tagged = tagged
    self.margins = margins
    bodies = [Bool](repeating: false, count: walk.text.count)
    for span in tagged where span.kind != .person {
      for index in span.range { bodies[index] = true }
    }
    bodyEndingAt = [Int32](repeating: -1, count: walk.tokens.all.count)
  }

  var text: [UInt32] { walk.text }
  var tokens: Tokens { walk.tokens }
  var vocabulary: Vocabulary { walk.vocabulary }
  var labels: KnownLabels { walk.vocabulary.labels }

  mutating func add(
    _ range: Range<Int>, _ label: LabelID, _ form: Mention.Form,
    _ structure: ArticleMentions.Structure = .plain, rank: Int = 1
  ) {
    guard !range.isEmpty else { return }
    drafts.append(
      Draft(
        mention: Mention(range: range, label: label, form: form), structure: structure, rank: rank))
  }

  // MARK: Bodies and places

  mutating func findNames(_ readable: [Bool]) {
    for index in tokens.all.indices where readable[index] && tokens.all[index].word >= 0 {
      let token = tokens.all[index]
      let word = vocabulary.words[Int(token.word)]
      guard word.traits.contains(.body) else { continue }
      if let name = word.name {
        add(token.range, name.label, .name, rank: 3)
        bodyEndingAt[index] = Int32(drafts.count - 1)
      }
      guard let (head, candidate) = bestName(word, at: index) else { continue }
      add(
        candidate.range, head.label, candidate.isReference ? .reference : .name,
        .name(tagged(candidate)),
        rank: 2)
      if !candidate.isReference { bodyEndingAt[index] = Int32(drafts.count - 1) }
    }
  }

  private func tagged(_ candidate: NameCandidate) -> NameCandidate {
    var candidate = candidate
    let end = candidate.range.upperBound
    candidate.isTagged = tagged.contains {
      $0.kind != .person && $0.range.overlaps(candidate.range.lowerBound..<end)
    }
    return candidate
  }

  private func bestName(_ word: VocabularyWord, at index: Int) -> (NameHead, NameCandidate)? {
    var best: (NameHead, NameCandidate)?
    for head in word.heads where isBodyHead(head) {
      guard let candidate = walk.name(endingAt: index, head: head), isFit(candidate, word, index)
      else {
        continue
      }
      let isVenue = isVenueHere(index, candidate)
      if best.map({ isVenue && isPlace(head) && !isPlace($0.0) }) ?? true {
        best = (head, candidate)
      }
      if !isVenue { break }
    }
    return best
  }

  func isBodyHead(_ head: NameHead) -> Bool {
    head.level == nil && !labels.isValue[Int(head.label.index)] && head.label != labels.event
      && head.label != labels.award && head.label != labels.person
  }

  private func isPlace(_ head: NameHead) -> Bool { head.label == labels.place }

  /// Whether the name stands where the venue of an event is told: 在…举行.
  private func isVenueHere(_ index: Int, _ candidate: NameCandidate) -> Bool {
    guard candidate.first > 0, text[Int(tokens.all[candidate.first].start) - 1] == 0x5728 else {
      return false
    }
    return true
  }

  private func isFit(_ candidate: NameCandidate, _ word: VocabularyWord, _ index: Int) -> Bool {
    if word.use.contains(.titleBefore), !word.use.contains(.collective),
      candidate.lastDivision != index - 1, candidate.area < 0,
      candidate.head.kind == "party" || candidate.innerHeads.isEmpty, index + 1 < tokens.all.count,
      tokens.all[index + 1].kind == .word,
      walk.isTitle(vocabulary.words[Int(tokens.all[index + 1].word)])
    {
      // 党委书记 is one title; 市委宣传部部长 is the head of a body.
      return false
    }
    if word.use.contains(.collective), candidate.content == 0, candidate.lastDivision == index - 1 {
      return false
    }
    if isPlace(candidate.head), !candidate.isReference, candidate.lastDivision < 0,
      candidate.area < 0,
      candidate.innerHeads.isEmpty, !isVenue(candidate)
    {
      return false
    }
    if candidate.head.within, !candidate.isReference {
      guard !candidate.innerHeads.isEmpty || candidate.gloss != nil || candidate.area >= 0 else {
        // A short form of a body may begin the name (长岭重工检修中心), which only resolving can
        // tell.
        return candidate.content + (candidate.lastDivision >= 0 ? 2 : 0) >= 2
          && (word.length > 1 || endsHere(index))
      }
    }
    if isFollowedByLegalForm(index) || isTermOfOffice(candidate, index) { return false }
    if word.use.contains(.weak), !candidate.isReference, isFollowedByHead(index) || !endsHere(index)
    {
      return false
    }
    if candidate.isReference || candidate.area >= 0 { return true }
    if word.use.contains(.seated), candidate.lastDivision != index - 1 {
      guard candidate.lastDivision >= 0 || !candidate.innerHeads.isEmpty || candidate.content >= 2
      else {
        return false
      }
      if word.length == 1 { return false }
    }
    if word.length == 1, !word.use.contains(.seated) {
      guard endsHere(index) else { return false }
      // 站, 部, 局, 处, 科 alone are too common: a district or a body must stand in the name.
      guard candidate.lastDivision >= 0 || !candidate.innerHeads.isEmpty else { return false }
      if candidate.content == 0 && candidate.innerHeads.isEmpty { return false }
    }
    if word.use.contains(.weak), candidate.content < 2 { return false }
    if candidate.content == 0 && candidate.lastDivision < 0 && candidate.innerHeads.isEmpty {
      return false
    }
    if candidate.lastDivision < 0, candidate.innerHeads.isEmpty, candidate.gloss == nil,
      !isSupported(candidate, word, index)
    {
      return false
    }
    return candidate.isBounded || candidate.lastDivision >= 0
  }

  /// 集装箱码头 in 集装箱码头有限公司 ends no name.
  private func isFollowedByLegalForm(_ index: Int) -> Bool {
    index + 1 < tokens.all.count && walk.has(tokens.all[index + 1], .legal)
  }

  /// 第九届委员会 is the body itself, for some years.
  private func isTermOfOffice(_ candidate: NameCandidate, _ index: Int) -> Bool {
    candidate.last > candidate.first && text[Int(tokens.all[index].start) - 1] == 0x5C4A
  }

  /// Whether what stands behind a head can stand behind a name.
  private func endsHere(_ index: Int) -> Bool {
    guard index + 1 < tokens.all.count else { return true }
    let next = tokens.all[index + 1]
    switch next.kind {
    case .mark, .digits, .division: return true
    case .latin: return false
    case .other:
      return walk.people[Int(next.start)] || Surnames.length(text, at: Int(next.start)) > 0
    case .word:
      let word = vocabulary.words[Int(next.word)]
      return !word.use.isDisjoint(with: [.stop, .join, .refer, .held, .personal, .team])
        || word.traits.contains(.head)
    }
  }

  /// 科技 in 科技有限公司 ends no name.
  private func isFollowedByHead(_ index: Int) -> Bool {
    guard index + 1 < tokens.all.count, tokens.all[index + 1].kind == .word else { return false }
    return walk.isBody(vocabulary.words[Int(tokens.all[index + 1].word)])
  }

  /// Whether more than common words speaks for a name without a district: a legal form, quotes, the
  /// tagger, or a title behind it.
  private func isSupported(_ candidate: NameCandidate, _ word: VocabularyWord, _ index: Int) -> Bool
  {
    if candidate.head.sure || word.use.contains(.legal) && word.length >= 4 { return true }
    if candidate.first > 0, text[Int(tokens.all[candidate.first].start) - 1] == 0x3001,
      candidate.head.kind == "studio"
    {
      return true
    }
    if candidate.head.label == labels.place { return true }
    if candidate.first > 1, text[Int(tokens.all[candidate.first].start) - 1] == 0x3001,
      bodyEndingAt[candidate.first - 2] >= 0
    {
      // One of a list of bodies.
      return true
    }
    let end = candidate.range.upperBound
    if bodies[end - 1] { return true }
    if word.use.contains(.legal), candidate.content >= 4,
      candidate.first == 0
        || tokens.all[candidate.first - 1].kind == .mark
        || walk.has(tokens.all[candidate.first - 1], .join)
    {
      return true
    }
    guard index + 1 < tokens.all.count else { return false }
    let next = tokens.all[index + 1]
    if next.kind == .word, walk.isTitle(vocabulary.words[Int(next.word)]) { return true }
    return candidate.first > 0 && text[Int(tokens.all[candidate.first].start) - 1] == 0x201C
      && end < text.count && text[end] == 0x201D
  }

  /// Whether the words before or behind say that something happens at the place.
  private func isVenue(_ candidate: NameCandidate) -> Bool {
    var first = candidate.first
    // In a list the words before its first member count for all.
    for _ in 0..<5 {
      guard first > 0 else { return false }
      let before = tokens.all[first - 1]
      if walk.has(before, .venue) { return true }
      guard before.kind == .mark, text[Int(before.start)] == 0x3001, first > 1 else { return false }
      if bodyEndingAt[first - 2] >= 0 { return true }
      let last = tokens.all[first - 2]
      guard last.kind == .division || walk.word(last).map(walk.isBody) ?? false else {
        return false
      }
      first -= 2
      while first > 0, tokens.all[first - 1].kind != .mark, !walk.has(tokens.all[first - 1], .venue)
      { first -= 1 }
    }
    return false
  }
}
