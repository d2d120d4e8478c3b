// Events of an article. One event is told in many forms: 某区2023年“力行杯”羽毛球比赛,
// “力行杯”羽毛球 比赛, 比赛. A longer form takes the shorter ones of its kind to itself; an opening
// or a final is named with the event that it belongs to.

extension PageResolver {
  mutating func resolveEvents(_ source: Article) {
    for mention in found.mentions.indices {
      guard case .event(let candidate) = found.structures[mention] else { continue }
      let entity: Int?
      if found.mentions[mention].form == .name {
        entity = eventNamed(candidate, found.mentions[mention].range)
      } else {
        entity = eventMeant(candidate)
      }
      guard let entity else { continue }
      found.mentions[mention].entity = Int32(entity)
      table.note(words(found.mentions[mention].range), at: entity)
      if isBackground(candidate) {
        found.mentions[mention].confidence = 0.4
      } else {
        events.append((candidate.range.lowerBound, entity))
      }
    }
  }

  /// Whether an article only recalls what was said there, so that 会议 behind it means another one.
  private func isBackground(_ candidate: EventCandidate) -> Bool {
    let next = found.tokens.index(at: candidate.range.upperBound)
    guard next < found.tokens.all.count, found.tokens.all[next].word >= 0 else { return false }
    return vocabulary.words[Int(found.tokens.all[next].word)].use.contains(.background)
  }

  // MARK: Named events

  private mutating func eventNamed(_ candidate: EventCandidate, _ range: Range<Int>) -> Int {
    let name = words(range)
    let label = candidate.head.label
    let entity: Int
    if let known = table.find(key(label, name)) {
      entity = known
    } else if let known = sameEvent(name, candidate) {
      entity = known
      if isFuller(name, than: table[known].name) { table[known].name = name }
      table.alias(key(label, name), to: known, form: name, reason: "the same event in fewer words")
    } else {
      entity = table.entity(label, key: key(label, name), name: name)
      table[entity].kind = candidate.head.kind
      if isPartial(candidate) { table[entity].parent = eventWithin(name, entity) ?? -1 }
    }
    if table[entity].seat < 0, let division = candidate.divisions.first {
      table[entity].seat = seatEntity(at: Int(found.tokens.all[division].start))
    }
    return entity
  }

  private func isFuller(_ name: String, than other: String) -> Bool {
    name.unicodeScalars.count > other.unicodeScalars.count
  }

  private func isPartial(_ candidate: EventCandidate) -> Bool {
    let word = found.tokens.all[candidate.last].word
    return word >= 0 && vocabulary.words[Int(word)].use.contains(.partial)
  }

  /// The event of the article whose name begins the name of a part of it.
  private func eventWithin(_ name: String, _ own: Int) -> Int? {
    let scalars = plain(name)
    for (_, entity) in events.suffix(Self.reach).reversed() where entity != own {
      let other = plain(table[entity].name)
      if other.count >= 3, other.count < scalars.count, isSubsequence(other, of: scalars) {
        return entity
      }
    }
    return nil
  }

  /// How the name of an event is compared with others.
  struct EventForm {
    let name: String
    let plain: [UInt32]
    let quote: [UInt32]?
    let isPartial: Bool
  }

  /// The event of the article that a name is another form of.
  private mutating func sameEvent(_ name: String, _ candidate: EventCandidate) -> Int? {
    let form = EventForm(
      name: name, plain: plain(name), quote: quoted(name), isPartial: isPartial(candidate))
    for (_, entity) in events.suffix(Self.reach).reversed()
    where table[entity].kind == candidate.head.kind {
      if isSame(form, eventForm(entity)) { return entity }
    }
    return nil
  }

  private mutating func eventForm(_ entity: Int) -> EventForm {
    let name = table[entity].name
    if let known = eventForms[entity], known.name == name { return known }
    let form = EventForm(
      name: name, plain: plain(name), quote: quoted(name), isPartial: isPartialName(name))
    eventForms[entity] = form
    return form
  }

  /// Whether a name is another form of an event of its kind: the shorter within the longer.
  private func isSame(_ form: EventForm, _ other: EventForm) -> Bool {
    guard form.isPartial == other.isPartial else { return false }
    if let quote = form.quote, quote == other.quote { return true }
    let (a, b) = (form.plain, other.plain)
    let (shorter, longer) = a.count < b.count ? (a, b) : (b, a)
    guard shorter.count >= 4 else { return false }
    // The longer has something more in one place: its district in front, the year, the series.
    var common = 0
    while common < shorter.count, shorter[common] == longer[common] { common += 1 }
    var rest = 0
    while rest < shorter.count,
      shorter[shorter.count - 1 - rest] == longer[longer.count - 1 - rest]
    { rest += 1 }
    if common + rest >= shorter.count && rest >= 2 { return true }
    return shorter.count >= 8 && rest >= 6 && isSubsequence(shorter, of: longer)
  }

  /// What stands between the first quotes of a name.
  private func quoted(_ name: String) -> [UInt32]? {
    let text = name.unicodeScalars.map { foldedForMatching($0.value) }
    guard let open = text.firstIndex(of: 0x201C),
      let close = text[open...].firstIndex(of: 0x201D), close - open > 3
    else { return nil }
    return Array(text[(open + 1)..<close])
  }

  private func isPartialName(_ name: String) -> Bool {
    let text = name.unicodeScalars.map(\.value)
    for length in stride(from: min(5, text.count), through: 2, by: -1) {
      let suffix = text.suffix(length)
      if let number = vocabulary.lexicon.entries(of: suffix.span).first {
        let word = Int(vocabulary.lexicon.value(number))
        return vocabulary.words[word].use.contains(.partial)
      }
    }
    return false
  }

  /// Han characters, letters and digits of a name.
  func plain(_ name: String) -> [UInt32] {
    name.unicodeScalars.map(\.value).filter { isHan($0) || isDigit($0) || isLatin($0) }
  }

  private func isSubsequence(_ shorter: [UInt32], of longer: [UInt32]) -> Bool {
    var index = 0
    for scalar in longer where index < shorter.count && scalar == shorter[index] { index += 1 }
    return index == shorter.count
  }

  // MARK: Events meant by a word

  private mutating func eventMeant(_ candidate: EventCandidate) -> Int? {
    let place = candidate.range.lowerBound
    let head = Array(found.text[found.tokens.all[candidate.last].range])
    if let known = nearestEvent(before: place, where: { ends(table[$0].name, with: head) }) {
      return known
    }
    if isPartial(candidate) { return eventPart(candidate, head, place) }
    if let known = nearestEvent(before: place, where: { table[$0].kind == candidate.head.kind }) {
      return known
    }
    if candidate.isBare, let known = ceremonyTold(candidate, head, place) { return known }
    return candidate.isReference || isGeneralWord(candidate)
      ? nearestEvent(before: place) { _ in true } : nil
  }

  private func nearestEvent(before place: Int, where fits: (Int) -> Bool) -> Int? {
    for (at, entity) in events.suffix(Self.reach).reversed() where at < place && fits(entity) {
      return entity
    }
    return nil
  }

  /// 仪式 where no ceremony was named: the one of what a body or place was told to do before, as
  /// 开班仪式 for 某学院正式开班.
  private mutating func ceremonyTold(
    _ candidate: EventCandidate, _ head: [UInt32], _ place: Int
  ) -> Int? {
    for mention in found.mentions.reversed()
    where mention.range.upperBound < place && mention.entity >= 0 && mention.form != .value
      && mention.label != labels.event && mention.label != labels.division
      && mention.label != labels.person
    {
      guard let verb = ceremonyVerb(behind: mention.range.upperBound, head) else { continue }
      let of = Int(mention.entity)
      let name = table[of].name + words(verb) + words(found.tokens.all[candidate.last].range)
      let label = candidate.head.label
      let entity = table.entity(label, key: key(label, name), name: name)
      table[entity].kind = candidate.head.kind
      if table[entity].seat < 0 { table[entity].seat = table[of].seat }
      return entity
    }
    return nil
  }

  /// The word behind a name that is the name of a ceremony when a head stands behind it.
  private func ceremonyVerb(behind end: Int, _ head: [UInt32]) -> Range<Int>? {
    var index = found.tokens.index(at: end)
    for _ in 0..<2 where index < found.tokens.all.count {
      let range = found.tokens.all[index].range
      let name = Array(found.text[range]) + head
      if range.count == 2 {
        for number in vocabulary.lexicon.entries(of: name.span)
        where vocabulary.words[Int(vocabulary.lexicon.value(number))].traits.contains(.event) {
          return range
        }
      }
      guard found.tokens.all[index].kind == .word else { return nil }
      index += 1
    }
    return nil
  }

  private func isGeneralWord(_ candidate: EventCandidate) -> Bool {
    let word = found.tokens.all[candidate.last].word
    return word >= 0 && vocabulary.words[Int(word)].use.contains(.bare)
  }

  /// 开幕式 alone: the opening of the event named last, as an event of its own.
  private mutating func eventPart(
    _ candidate: EventCandidate, _ head: [UInt32], _ place: Int
  ) -> Int? {
    let suffix = words(found.tokens.all[candidate.last].range)
    let label = candidate.head.label
    if candidate.head.kind != "meeting",
      let whole = nearestEvent(before: place, where: { !isPartialName(table[$0].name) })
    {
      let name = table[whole].name + suffix
      let entity = table.entity(label, key: key(label, name), name: name)
      table[entity].kind = candidate.head.kind
      table[entity].parent = whole
      if table[entity].seat < 0 { table[entity].seat = table[whole].seat }
      return entity
    }
    guard let body = recent(before: place).last else { return nil }
    let name = table[body.entity].name + suffix
    let entity = table.entity(label, key: key(label, name), name: name)
    table[entity].kind = candidate.head.kind
    if table[entity].seat < 0 { table[entity].seat = table[body.entity].seat }
    return entity
  }

  /// The event that an article is mainly about: the one named most often, the first of those.
  func mainEvent() -> Int? {
    var counts: [Int: Int] = [:]
    var best: (count: Int, entity: Int)?
    for (_, entity) in events { counts[entity, default: 0] += 1 }
    for (_, entity) in events where counts[entity, default: 0] > best?.count ?? 0 {
      best = (counts[entity, default: 0], entity)
    }
    return best?.entity
  }
}
