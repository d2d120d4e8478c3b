// From the mentions of a page to its entities, article by article in reading order. Divisions come
// first, since names are told apart by them; then bodies and places, short forms, events, people
// and awards; last what points at something named before.

/// Resolves the mentions of one page.
struct PageResolver: ~Copyable {
  let vocabulary: Vocabulary
  let divisions: Divisions
  var table = EntityTable()
  var pageDivisions = PageDivisions()
  var divisionEntities: [DivisionID: Int] = [:]

  // The article being resolved.
  var article = 0
  var found = ArticleMentions(text: [], tokens: Tokens())
  var written = PageText()
  /// The entity of each division of the article, by where it stands.
  var seats = NamedPlaces()
  /// Bodies and places in the order in which they are named, references too.
  var named: [(place: Int, entity: Int)] = []
  /// Branches of the article that do not name the body that they belong to.
  var orphans: [(place: Int, entity: Int)] = []
  /// Bodies that are branches of others.
  var branches: Set<Int> = []
  /// Bodies by their label and the first two characters of what tells them apart.
  var byBeginning: [UInt64: [Int]] = [:]
  /// Short forms of the page's bodies, and the body of each.
  var shortForms = PhraseTable()
  var shortFormEntities: [Int] = []
  /// Events likewise.
  var events: [(place: Int, entity: Int)] = []
  /// How names of events are compared, by entity.
  var eventForms: [Int: EventForm] = [:]

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
    seats.removeAll()
    named = []
    events = []
    orphans = []
    resolveDivisions()
    resolvePlain()
    resolveListed()
    for mention in innerFirst() {
      guard case .name(let candidate) = found.structures[mention] else { continue }
      resolveName(mention, candidate)
    }
    named.sort { $0.place < $1.place }
    addShortForms()
    addGovernments()
    resolveReferences()
    resolveBranches()
    resolveEvents(source)
    mentions = found
    notePlaces()
  }

  /// Names in the order of the text, those within others before them.
  private func innerFirst() -> [Int] {
    found.mentions.indices.filter { found.mentions[$0].form == .name }.sorted { left, right in
      let (a, b) = (found.mentions[left].range, found.mentions[right].range)
      return (a.lowerBound, a.upperBound) < (b.lowerBound, b.upperBound)
    }
  }

  /// The words of a range as they are written, without blanks and without a bracket.
  func words(_ range: Range<Int>, without gloss: Range<Int>? = nil) -> String {
    var text = UTF8Builder(scalarCount: range.count)
    for index in range where !(gloss?.contains(index) ?? false) {
      if written.folded[index] != 0x20 || !isHan(previous(index)) {
        text.append(written.scalars[index])
      }
    }
    return text.string
  }

  private func previous(_ index: Int) -> UInt32 { index > 0 ? written.folded[index - 1] : 0 }

  mutating func assign(_ mention: Int, _ entity: Int) {
    found.mentions[mention].entity = Int32(entity)
    let form = words(found.mentions[mention].range)
    if found.mentions[mention].form == .name { table.note(form, at: entity) }
  }

  // MARK: Looking back

  /// So many names, divisions or events of an article are looked back at, and no more, so that an
  /// article of any length is read in linear time; real ones have some hundred.
  static var reach: Int { 1_000 }

  /// So far the beginning of a sentence is looked for.
  private static var longestSentence: Int { 4_000 }

  /// The bodies and places named before a place, in the order of the text.
  ///
  /// All bodies of the article must be named by now: only then are they in this order.
  func recent(before place: Int) -> ArraySlice<(place: Int, entity: Int)> {
    var low = 0
    var high = named.count
    while low < high {
      let middle = (low + high) / 2
      if named[middle].place < place { low = middle + 1 } else { high = middle }
    }
    return named[..<low].suffix(Self.reach)
  }

  /// The place in the article's mentions of the first that begins at an offset or behind it.
  func firstMention(from offset: Int) -> Int {
    var low = 0
    var high = found.mentions.count
    while low < high {
      let middle = (low + high) / 2
      if found.mentions[middle].range.lowerBound < offset {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// Whether a name ends with the scalars of its head and has more before them.
  func ends(_ name: String, with head: [UInt32]) -> Bool {
    var rest = name.unicodeScalars.reversed().makeIterator()
    for scalar in head.reversed() {
      guard rest.next()?.value == scalar else { return false }
    }
    return rest.next() != nil
  }

  /// Whether a name ends with a shorter one.
  func ends(_ name: String, with shorter: String) -> Bool {
    let count = shorter.utf8.count
    return name.utf8.count > count && name.utf8.suffix(count).elementsEqual(shorter.utf8)
  }

  // MARK: Whole names

  /// People, awards and names of the vocabulary: what is written is the name.
  private mutating func resolvePlain() {
    for mention in found.mentions.indices where found.mentions[mention].form == .name {
      guard case .plain = found.structures[mention], found.mentions[mention].entity < 0 else {
        continue
      }
      let range = found.mentions[mention].range
      let label = found.mentions[mention].label
      let name = words(range)
      let entity = table.entity(label, key: key(label, name), name: name)
      if label == labels.place, table[entity].seat < 0 {
        if let seat = seats.last(before: range.upperBound), seat.place >= range.lowerBound {
          table[entity].seat = seat.entity
        }
      }
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
    var key = UTF8Builder(scalarCount: 4 + name.utf8.count / 3)
    key.append(number: Int(label.index))
    key.append(0x7C)
    for scalar in name.unicodeScalars {
      let folded = foldedForMatching(scalar.value)
      if isHan(folded) || isDigit(folded) || isLatin(folded) || folded == 0xB7 {
        key.append(folded)
      }
    }
    return key.string
  }

  // MARK: Bodies and places

  private mutating func resolveName(_ mention: Int, _ candidate: NameCandidate) {
    let label = found.mentions[mention].label
    if let entity = teamOf(mention, candidate) {
      assign(mention, entity)
      named.append((candidate.range.lowerBound, entity))
      return
    }
    guard var form = fullForm(candidate) else { return }
    let owner = ownerAtStart(mention, candidate)
    if let owner {
      form.keyed =
        "^\(owner.entity)|"
        + words(owner.end..<candidate.range.upperBound, without: candidate.gloss)
      if form.seat < 0 { form.seat = table[owner.entity].seat }
      if vocabulary.isOwner(table[owner.entity].label) {
        form.name = words(candidate.range, without: candidate.gloss)
        let last = candidate.lastDivision
        if last >= 0, Int(found.tokens.all[last].start) < owner.end {
          form.seat = table[owner.entity].seat
        }
      }
    } else if needsOwner(candidate) {
      resolveDepartment(mention, candidate)
      return
    }
    if let owner, table[owner.entity].label == label, !candidate.head.branch,
      isLegalEnding(owner.end..<candidate.range.upperBound)
        || candidate.innerHeads.isEmpty && endsLegally(candidate.range)
    {
      preferFuller(form.name, at: owner.entity)
      assign(mention, owner.entity)
      named.append((candidate.range.lowerBound, owner.entity))
      return
    }
    let entity =
      sameBranch(candidate, form, owner == nil) ?? entity(label, form, isOwned: owner != nil)
    if table[entity].kind == nil { table[entity].kind = candidate.head.kind }
    if table[entity].seat < 0 { table[entity].seat = form.seat }
    if let owner, owner.entity != entity, isBody(entity), isBody(owner.entity) {
      table[entity].parent = owner.entity
    }
    preferFuller(form.name, at: entity)
    assign(mention, entity)
    if candidate.area >= 0 {
      table.note(
        words(candidate.range), at: entity, reason: "district of the article: \(form.name)")
    }
    if owner == nil { nameOwner(candidate, entity) }
    if owner == nil, candidate.head.branch, table[entity].parent < 0 {
      orphans.append((candidate.range.lowerBound, entity))
    }
    if candidate.head.branch { branches.insert(entity) }
    named.append((candidate.range.lowerBound, entity))
    learnForms(entity, mention, candidate)
  }

  /// Whether a range is nothing but a legal form: 股份公司 behind a company's short form.
  private func isLegalEnding(_ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    return vocabulary.lexicon.values(of: found.text.span.extracting(range)).contains {
      vocabulary.words[Int($0)].use.contains(.legal)
    }
  }

  private func endsLegally(_ range: Range<Int>) -> Bool {
    vocabulary.legalEnding(Array(found.text[range])).map { $0 >= 4 } ?? false
  }

  /// 山东分公司 behind 长岭二局山东分公司.
  private func sameBranch(_ candidate: NameCandidate, _ form: FullForm, _ isAlone: Bool) -> Int? {
    guard isAlone, candidate.head.branch else { return nil }
    for (_, entity) in named.suffix(Self.reach).reversed()
    where isBranch(entity) && table[entity].label == candidate.head.label {
      let name = table[entity].name
      if name == form.name || ends(name, with: form.name) { return entity }
    }
    return nil
  }

  func isBody(_ entity: Int) -> Bool {
    let label = table[entity].label
    return label != labels.place && label != labels.event && label != labels.division
  }

  /// A branch without the name of the body that it belongs to belongs to the first body of its
  /// label in the sentence: 该学院由…组建，下设…分院.
  private mutating func resolveBranches() {
    for orphan in orphans {
      let near = found.text[..<orphan.place].suffix(Self.longestSentence)
      let start = near.lastIndex { $0 == 0x3002 || $0 == 0x0A } ?? near.startIndex
      let label = table[orphan.entity].label
      var last: Int?
      var first: Int?
      for (place, entity) in recent(before: orphan.place)
      where !isBranch(entity) && table[entity].label == label {
        last = entity
        if first == nil, place >= start { first = entity }
      }
      if let whole = first ?? last, whole != orphan.entity { table[orphan.entity].parent = whole }
    }
  }

  private func isBranch(_ entity: Int) -> Bool { branches.contains(entity) }

  mutating func entity(_ label: LabelID, _ form: FullForm, isOwned: Bool) -> Int {
    let key = isOwned ? "\(label.index)|\(form.keyed)" : key(label, form.keyed)
    if let known = table.find(key) ?? table.find(self.key(label, form.name)) { return known }
    if !isOwned, let known = sameInOtherWords(label, form) {
      table.alias(key, to: known, form: form.name, reason: "shorter form of \(table[known].name)")
      return known
    }
    let entity = table.entity(label, key: key, name: form.name)
    if isOwned {
      table.alias(self.key(label, form.name), to: entity, form: form.name, reason: "name")
    } else {
      file(entity, form)
    }
    return entity
  }

  /// 财务部经理: a department before a title belongs to the body named last.
  private mutating func resolveDepartment(_ mention: Int, _ candidate: NameCandidate) {
    guard isFollowedByTitle(mention),
      let owner = lastBody()
    else { return }
    let entity = part(of: owner, candidate.range, candidate)
    assign(mention, entity)
    named.append((candidate.range.lowerBound, entity))
  }

  /// The body named last; a union, or a person's name, only where there is no other.
  private func lastBody() -> Int? {
    var last: Int?
    for (_, entity) in named.suffix(Self.reach).reversed() {
      if isOwner(entity) { return entity }
      if last == nil, isBody(entity) { last = entity }
    }
    return last
  }

  private func isOwner(_ entity: Int) -> Bool {
    isBody(entity) && table[entity].label != vocabulary.collective
      && table[entity].label != labels.person
  }

  /// A department without the body that it is a part of is nothing by itself.
  private func needsOwner(_ candidate: NameCandidate) -> Bool {
    candidate.head.within && candidate.innerHeads.isEmpty && candidate.area < 0
      && !(candidate.head.branch && candidate.content >= 2) && candidate.lastDivision < 0
      && candidate.gloss == nil
  }

  /// 某机床集团代表队 stands for the company that sent it.
  private func teamOf(_ mention: Int, _ candidate: NameCandidate) -> Int? {
    let last = found.tokens.all[candidate.last]
    guard last.word >= 0, vocabulary.words[Int(last.word)].use.contains(.team) else { return nil }
    let end = Int(last.start)
    if let inner = innerEntity(of: mention, endingAt: end) { return inner }
    if let form = shortForm(at: candidate.range), form.end == end {
      return form.entity
    }
    return nil
  }

  /// The body whose name, in whatever form, begins the name of a mention, and where it ends there.
  private func ownerAtStart(_ mention: Int, _ candidate: NameCandidate) -> (entity: Int, end: Int)?
  {
    if let inner = largestInner(of: mention) { return inner }
    if let last = candidate.innerHeads.last {
      let range = candidate.range.lowerBound..<Int(found.tokens.all[last].end)
      if let known = bodyCalled(words(range, without: candidate.gloss)) {
        return (known, range.upperBound)
      }
    }
    if let gloss = candidate.gloss,
      let known = bodyCalled(words(candidate.range.lowerBound..<gloss.lowerBound))
    {
      return (known, gloss.upperBound)
    }
    return candidate.area < 0 ? shortForm(at: candidate.range) : nil
  }

  /// The body whose longest short form stands at the beginning of a range, and where that ends.
  private func shortForm(at range: Range<Int>) -> (entity: Int, end: Int)? {
    let start = range.lowerBound
    let form = shortForms.longest(at: start, in: found.text, shorterThan: range.count)
    return form.map { (shortFormEntities[$0], start + shortForms.phrases[$0].count) }
  }

  /// A name with its district written in full stands before one without.
  private mutating func preferFuller(_ name: String, at entity: Int) {
    table.note(name, at: entity)
    if name.unicodeScalars.count > table[entity].name.unicodeScalars.count {
      table[entity].name = name
    }
  }

  private func innerEntity(of mention: Int, endingAt end: Int) -> Int? {
    guard let inner = largestInner(of: mention), inner.end == end else { return nil }
    return inner.entity
  }

  /// The largest body within a mention that begins where it begins.
  private func largestInner(of mention: Int) -> (entity: Int, end: Int)? {
    var best: (entity: Int, end: Int)?
    var index = mention + 1
    let range = found.mentions[mention].range
    while index < found.mentions.count, found.mentions[index].range.lowerBound < range.upperBound {
      let inner = found.mentions[index]
      if inner.entity >= 0, inner.label != labels.division,
        inner.label != labels.place || best == nil,
        inner.range.lowerBound == range.lowerBound, inner.range.upperBound < range.upperBound,
        inner.range.upperBound > best?.end ?? 0
      {
        best = (Int(inner.entity), inner.range.upperBound)
      }
      index += 1
    }
    return best
  }

  /// The company of 飞腾动力工会: what stands before the head, where no word of the domain explains
  /// it.
  ///
  /// Unions of trades and systems have none.
  private mutating func nameOwner(_ candidate: NameCandidate, _ entity: Int) {
    guard table[entity].parent < 0, candidate.innerHeads.isEmpty, candidate.lastDivision < 0,
      candidate.area < 0, let owner = namedOwner(candidate)
    else { return }
    table[entity].parent = owner
  }

  private mutating func namedOwner(_ candidate: NameCandidate) -> Int? {
    guard let company = vocabulary.ownerLabel(of: candidate.head.label),
      vocabulary.words[Int(found.tokens.all[candidate.last].word)].use.contains(.collective),
      candidate.isTagged, candidate.content >= 2
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
    remember(found.text[range], as: entity)
    table[entity].places.append(EntityRecord.Place(article: article, range: range))
    return entity
  }

  /// A body that has a form of its name.
  func bodyCalled(_ form: String) -> Int? {
    for label in 0..<labels.isValue.count {
      if let known = table.find(key(LabelID(label), form)) { return known }
    }
    for (_, entity) in named.suffix(Self.reach).reversed()
    where table[entity].forms.contains(form) {
      return entity
    }
    return nil
  }

  // MARK: Places of entities

  private mutating func notePlaces() {
    for mention in found.mentions where mention.entity >= 0 && mention.form != .value {
      table[Int(mention.entity)].places.append(
        EntityRecord.Place(article: article, range: mention.range))
    }
  }
}
