// Short forms of bodies. Those that the text defines (以下简称“长岭重工”), and those that writers
// make by leaving off the district and the legal form: 山东长岭重工股份有限公司, then 长岭重工.
// Where they stand, they become mentions of the body, also at the beginning of longer names.

extension PageResolver {
  /// Learns the forms that a name gives: defined behind it or within it, and made from it.
  mutating func learnForms(_ entity: Int, _ mention: Int, _ candidate: NameCandidate) {
    if let form = definedForm(at: candidate.range.upperBound) { define(form, entity: entity) }
    if let gloss = candidate.gloss, let form = definedForm(at: gloss.lowerBound) {
      if districtEnds(at: gloss.lowerBound) { return }
      // …公司（以下简称“…”）培训中心: the body before the bracket is meant.
      let owner = table[entity].parent
      define(form, entity: owner >= 0 ? owner : entity)
    }
    rememberMadeForms(entity)
  }

  /// Whether what is defined in a bracket is the district before it, and no body.
  private func districtEnds(at end: Int) -> Bool {
    guard end > 0 else { return false }
    let token = found.tokens.all[found.tokens.index(at: end - 1)]
    let seat = seats.firstIndex(from: Int(token.start))
    return Int(token.end) == end && seat < seats.all.count && seats.all[seat].place < end
  }

  private mutating func define(_ form: Range<Int>, entity: Int) {
    let text = words(form)
    let label = table[entity].label
    table.alias(key(label, text), to: entity, form: text, reason: "defined in the text: 简称\(text)")
    remember(found.text[form], as: entity)
  }

  /// Lets a form of a body's name, if it is new to the page, be found from here on.
  mutating func remember(_ form: ArraySlice<UInt32>, as entity: Int) {
    if form.count >= 2, shortForms.insert(form) { shortFormEntities.append(entity) }
  }

  /// The quoted form in a bracket with 简称 at a place.
  private func definedForm(at place: Int) -> Range<Int>? {
    let text = found.text
    guard place < text.count, text[place] == 0x28 else { return nil }
    let limit = min(text.count, place + 30)
    guard let close = text[place..<limit].firstIndex(of: 0x29) else { return nil }
    guard let short = text[place..<close].firstIndex(of: 0x7B80), short + 2 < close,
      text[short + 1] == 0x79F0
    else { return nil }
    var start = short + 2
    var end = close
    while start < end, [0x201C, 0x22, 0x2018, 0x3A, 0x4E3A, 0x20].contains(text[start]) {
      start += 1
    }
    while end > start, [0x201D, 0x22, 0x2019, 0x20].contains(text[end - 1]) { end -= 1 }
    return end - start >= 2 ? start..<end : nil
  }

  /// Finds short forms of the article's bodies where nothing else was read.
  mutating func addShortForms() {
    guard !shortForms.isEmpty else { return }
    var additions: [(range: Range<Int>, entity: Int, outer: Int)] = []
    let longest = found.mentions.reduce(0) { max($0, $1.range.count) }
    var index = 0
    while index < found.text.count {
      guard let form = shortForms.longest(at: index, in: found.text) else {
        index += 1
        continue
      }
      let range = index..<(index + shortForms.phrases[form].count)
      if let outer = home(of: range, shortFormEntities[form], longest) {
        additions.append((range, shortFormEntities[form], outer))
      }
      index = range.upperBound
    }
    insert(additions, reason: "short form of a name of the article")
  }

  /// The mention that a short form stands at the beginning of; -1 where nothing stands; nil where
  /// it may not become a mention.
  ///
  /// - Parameter longest: the length of the longest mention of the article.
  private func home(of range: Range<Int>, _ entity: Int, _ longest: Int) -> Int? {
    var outer = -1
    var next = firstMention(from: range.lowerBound - longest)
    while next < found.mentions.count, found.mentions[next].range.lowerBound < range.upperBound {
      let index = next
      next += 1
      guard found.mentions[index].range.overlaps(range) else { continue }
      let mention = found.mentions[index]
      if mention.form == .value { return nil }
      if mention.label == labels.event, mention.range != range { outer = index; continue }
      guard mention.range.lowerBound == range.lowerBound, mention.range.count > range.count,
        mention.entity != Int32(entity), case .name(let candidate) = found.structures[index],
        candidate.innerHeads.isEmpty || candidate.innerHeads.count >= 1
      else {
        if mention.label == labels.division, mention.range.count < range.count { continue }
        return nil
      }
      outer = index
    }
    return outer
  }

  /// 山东长岭重工股份有限公司 gives 长岭重工, 长岭.
  private mutating func rememberMadeForms(_ entity: Int) {
    guard vocabulary.isOwner(table[entity].label), !branches.contains(entity) else { return }
    for form in table[entity].forms {
      var text = form.unicodeScalars.map { foldedForMatching($0.value) }
      guard let legal = vocabulary.legalEnding(text), text.count - legal >= 3 else { continue }
      text.removeLast(legal)
      if table[entity].seat >= 0 { text = withoutDistrict(text, table[entity].seat) }
      for length in stride(from: text.count, through: 4, by: -1) {
        remember(text[..<length], as: entity)
      }
    }
  }

  private func withoutDistrict(_ text: [UInt32], _ seat: Int) -> [UInt32] {
    let name = table[seat].name.unicodeScalars.map(\.value)
    for length in stride(from: name.count, through: 2, by: -1)
    where text.count - length >= 2 && text[..<length].elementsEqual(name[..<length]) {
      return Array(text[length...])
    }
    return text
  }

  mutating func insert(
    _ additions: [(range: Range<Int>, entity: Int, outer: Int)], reason: String
  ) {
    guard !additions.isEmpty else { return }
    var order: [(mention: Mention, structure: ArticleMentions.Structure, old: Int)] = []
    for index in found.mentions.indices {
      order.append((found.mentions[index], found.structures[index], index))
    }
    for addition in additions {
      var mention = Mention(
        range: addition.range, label: table[addition.entity].label, form: .name)
      mention.entity = Int32(addition.entity)
      mention.outer = Int32(addition.outer)
      if !reason.isEmpty { table.note(words(addition.range), at: addition.entity, reason: reason) }
      named.append((addition.range.lowerBound, addition.entity))
      order.append((mention, .plain, -1))
    }
    named.sort { $0.place < $1.place }
    order.sort { left, right in
      (left.mention.range.lowerBound, -left.mention.range.count)
        < (right.mention.range.lowerBound, -right.mention.range.count)
    }
    var position = [Int32](repeating: -1, count: found.mentions.count)
    for (new, entry) in order.enumerated() where entry.old >= 0 { position[entry.old] = Int32(new) }
    found.mentions = order.map { entry in
      var mention = entry.mention
      if mention.outer >= 0 { mention.outer = position[Int(mention.outer)] }
      return mention
    }
    found.structures = order.map(\.structure)
  }

  // MARK: The same in other words

  /// The body of the page that a name is a shorter or a longer form of: of the same label, in the
  /// same district if both have one, the one's characters within the other's in the same order, and
  /// the same beginning and end once district and legal form are left off.
  func sameInOtherWords(_ label: LabelID, _ form: FullForm) -> Int? {
    if let known = sameBehindDistrict(label, form.name) { return known }
    let own = core(form.keyed, seat: form.seat)
    guard own.count >= 2 else { return nil }
    for entity in byBeginning[beginning(own, label), default: []].prefix(Self.reach) {
      let seat = table[entity].seat
      guard seat < 0 || form.seat < 0 || seat == form.seat, table[entity].parent < 0 else {
        continue
      }
      if isForm(own, of: core(table[entity].name, seat: seat), label) { return entity }
    }
    return nil
  }

  /// 青桐公寓服务站 and 某开发区青桐公寓服务站: one is the other behind a district.
  private func sameBehindDistrict(_ label: LabelID, _ name: String) -> Int? {
    guard name.unicodeScalars.count >= 4 else { return nil }
    for (_, entity) in named.suffix(48).reversed() where table[entity].label == label {
      let other = table[entity].name
      let (shorter, longer) = name.utf8.count < other.utf8.count ? (name, other) : (other, name)
      guard shorter.utf8.count < longer.utf8.count, ends(longer, with: shorter) else { continue }
      if isDistrict(String(longer.dropLast(shorter.count))) { return entity }
    }
    return nil
  }

  private func isDistrict(_ text: String) -> Bool {
    for (_, entity) in seats.all.suffix(Self.reach)
    where table[entity].name == text || table[entity].forms.contains(text) {
      return true
    }
    return false
  }

  /// Lets a body be found by the beginning of its name.
  mutating func file(_ entity: Int, _ form: FullForm) {
    let own = core(form.keyed, seat: form.seat)
    guard own.count >= 2 else { return }
    byBeginning[beginning(own, table[entity].label), default: []].append(entity)
  }

  private func beginning(_ core: [UInt32], _ label: LabelID) -> UInt64 {
    UInt64(label.index) << 56 | UInt64(core[0]) << 28 | UInt64(core[1])
  }

  /// A name without its district and legal form.
  private func core(_ name: String, seat: Int) -> [UInt32] {
    var text = name.unicodeScalars.map { foldedForMatching($0.value) }
    if seat >= 0 { text = withoutDistrict(text, seat) }
    if let legal = vocabulary.legalEnding(text), text.count - legal >= 2 { text.removeLast(legal) }
    return text
  }

  private func isForm(_ left: [UInt32], of right: [UInt32], _ label: LabelID) -> Bool {
    let (shorter, longer) = left.count <= right.count ? (left, right) : (right, left)
    guard shorter.count >= 2, shorter.count * 3 >= longer.count, shorter[0] == longer[0],
      shorter[1] == longer[1]
    else { return false }
    // A body of the state keeps its last word; a company's may be anything within its full name.
    if !vocabulary.isOwner(label), !longer.suffix(3).contains(shorter[shorter.count - 1]) {
      return false
    }
    var index = 0
    for scalar in longer where index < shorter.count && scalar == shorter[index] { index += 1 }
    return index == shorter.count
  }
}
