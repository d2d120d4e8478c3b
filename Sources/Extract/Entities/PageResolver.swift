// From the mentions of a page to its entities, article by article in reading order. Divisions come
// first, since names are told apart by them; then bodies and places, short forms, events, people and
// awards; last what points at something named before.

/// Resolves the mentions of one page.
struct PageResolver {
  let vocabulary: Vocabulary
  let divisions: Divisions
  var table = EntityTable()
  /// Divisions of the page in the order of their first mention, with how often.
  var pageDivisions: [(id: DivisionID, count: Int)] = []

  // The article being resolved.
  var article = 0
  var found = ArticleMentions(text: [], tokens: Tokens())
  var written = PageText()
  /// The entity of each division of the article, by where it stands.
  var seats: [(place: Int, entity: Int)] = []
  /// Bodies and places in the order in which they are named, references too.
  var named: [(place: Int, entity: Int)] = []
  /// Short forms that the page has defined so far.
  var defined: [ShortForm] = []
  /// Events likewise.
  var events: [(place: Int, entity: Int)] = []

  init(vocabulary: Vocabulary, divisions: Divisions) {
    self.vocabulary = vocabulary
    self.divisions = divisions
  }

  var labels: KnownLabels { vocabulary.labels }

  /// Gives each mention of an article its entity.
  mutating func resolve(_ mentions: inout ArticleMentions, of source: Article, at index: Int) {
    article = index
    found = mentions
    written = source.text
    seats = []
    named = []
    events = []
    resolveDivisions()
    for mention in found.mentions.indices where found.mentions[mention].form == .name {
      guard case .name(let candidate) = found.structures[mention] else { continue }
      resolveName(mention, candidate)
    }
    resolvePlain()
    addDefinedForms()
    addShortForms()
    resolveReferences()
    resolveEvents(source)
    mentions = found
    notePlaces()
  }

  /// The words of a range as they are written, without blanks and without a bracket.
  func words(_ range: Range<Int>, without gloss: Range<Int>? = nil) -> String {
    var text = String.UnicodeScalarView()
    for index in range where !(gloss?.contains(index) ?? false) {
      let scalar = written.scalars[index]
      if written.folded[index] != 0x20 || !isHan(previous(index)) {
        text.append(Unicode.Scalar(scalar) ?? "\u{FFFD}")
      }
    }
    return String(text)
  }

  private func previous(_ index: Int) -> UInt32 { index > 0 ? written.folded[index - 1] : 0 }

  mutating func assign(_ mention: Int, _ entity: Int) {
    found.mentions[mention].entity = Int32(entity)
    let form = words(found.mentions[mention].range)
    if found.mentions[mention].form == .name { table.note(form, at: entity) }
  }

  // MARK: Whole names

  /// People, awards and names of the vocabulary: what is written is the name.
  private mutating func resolvePlain() {
    for mention in found.mentions.indices where found.mentions[mention].form == .name {
      guard case .plain = found.structures[mention], found.mentions[mention].entity < 0 else { continue }
      let range = found.mentions[mention].range
      let label = found.mentions[mention].label
      let name = words(range)
      let entity = table.entity(label, key: key(label, name), name: name)
      if let number = wordNumber(range), let known = vocabulary.words[number].name {
        table[entity].kind = known.kind
        named.append((range.lowerBound, entity))
      }
      assign(mention, entity)
    }
    named.sort { $0.place < $1.place }
  }

  func wordNumber(_ range: Range<Int>) -> Int? {
    let token = found.tokens.all[found.tokens.index(at: range.lowerBound)]
    return token.range == range && token.word >= 0 ? Int(token.word) : nil
  }

  func key(_ label: LabelID, _ name: String) -> String {
    var key = String.UnicodeScalarView()
    for scalar in name.unicodeScalars {
      let folded = foldedForMatching(scalar.value)
      if isHan(folded) || isDigit(folded) || isLatin(folded) || folded == 0xB7 {
        key.append(Unicode.Scalar(folded) ?? scalar)
      }
    }
    return "\(label.index)|\(String(key))"
  }

  // MARK: Bodies and places

  private mutating func resolveName(_ mention: Int, _ candidate: NameCandidate) {
    let label = found.mentions[mention].label
    guard let form = fullForm(candidate) else { return }
    let entity = table.entity(label, key: key(label, form.keyed), name: form.name)
    if table[entity].kind == nil { table[entity].kind = candidate.head.kind }
    if table[entity].seat < 0 { table[entity].seat = form.seat }
    preferFuller(form.name, at: entity)
    assign(mention, entity)
    if candidate.area >= 0 {
      table.note(
        words(candidate.range), at: entity, reason: "district of the article: \(form.name)")
    }
    attachToInner(mention, candidate, entity)
    named.append((candidate.range.lowerBound, entity))
  }

  /// A name with its district written in full stands before one without.
  private mutating func preferFuller(_ name: String, at entity: Int) {
    table.note(name, at: entity)
    if name.unicodeScalars.count > table[entity].name.unicodeScalars.count { table[entity].name = name }
  }

  private mutating func attachToInner(_ mention: Int, _ candidate: NameCandidate, _ entity: Int) {
    if table[entity].parent < 0, let inner = innerEntity(of: mention) {
      if inner != entity { table[entity].parent = inner }
      return
    }
    guard table[entity].parent < 0, candidate.innerHeads.isEmpty, candidate.lastDivision < 0,
      candidate.area < 0, let owner = namedOwner(candidate)
    else { return }
    table[entity].parent = owner
  }

  /// The largest body whose name begins the name of a mention.
  private func innerEntity(of mention: Int) -> Int? {
    var best: (length: Int, entity: Int)?
    var index = mention + 1
    let end = found.mentions[mention].range.upperBound
    while index < found.mentions.count, found.mentions[index].range.lowerBound < end {
      let inner = found.mentions[index]
      if inner.outer == Int32(mention), inner.entity >= 0, inner.label != labels.division,
        inner.range.count > best?.length ?? 0
      {
        best = (inner.range.count, Int(inner.entity))
      }
      index += 1
    }
    if let best { return best.entity }
    guard case .name(let candidate) = found.structures[mention], let last = candidate.innerHeads.last
    else { return nil }
    // The inner name may have been read before, though no mention of its own stands here.
    let range = candidate.range.lowerBound..<Int(found.tokens.all[last].end)
    for label in 0..<labels.isValue.count {
      if let known = table.find(key(LabelID(label), words(range, without: candidate.gloss))) { return known }
    }
    return nil
  }

  /// The company of 福田康明斯工会: what stands before the head is a name that no word of the domain
  /// explains. Unions of trades and systems have none.
  private mutating func namedOwner(_ candidate: NameCandidate) -> Int? {
    guard let company = vocabulary.ownerLabel(of: candidate.head.label),
      found.tokens.all[candidate.last].count == 2, candidate.content >= 2
    else { return nil }
    for index in candidate.first..<candidate.last {
      let token = found.tokens.all[index]
      if token.word >= 0 {
        let use = vocabulary.words[Int(token.word)].use
        if !use.isDisjoint(with: [.industry, .vague, .generic, .area]) { return nil }
      }
    }
    let range = candidate.range.lowerBound..<Int(found.tokens.all[candidate.last].start)
    let name = words(range, without: candidate.gloss)
    if let known = bodyCalled(name) { return known }
    let entity = table.entity(company, key: key(company, name), name: name)
    table[entity].places.append(EntityRecord.Place(article: article, range: range))
    return entity
  }

  /// A body that has a form of its name.
  func bodyCalled(_ form: String) -> Int? {
    for label in 0..<labels.isValue.count {
      if let known = table.find(key(LabelID(label), form)) { return known }
    }
    return named.last { table[$0.entity].forms.contains(form) }?.entity
  }

  // MARK: Places of entities

  private mutating func notePlaces() {
    for mention in found.mentions where mention.entity >= 0 && mention.form != .value {
      table[Int(mention.entity)].places.append(
        EntityRecord.Place(article: article, range: mention.range))
    }
  }
}
