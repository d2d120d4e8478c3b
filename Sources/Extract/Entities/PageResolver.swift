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
  static var longestSentence: Int { 4_000 }

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
  // MARK: Places of entities

  private mutating func notePlaces() {
    for mention in found.mentions where mention.entity >= 0 && mention.form != .value {
      table[Int(mention.entity)].places.append(
        EntityRecord.Place(article: article, range: mention.range))
    }
  }
}
