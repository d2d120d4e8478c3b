// Names of bodies and places as entities: what owns what, what is a short form of what, branches
// and departments, and companies that only the name of their union tells.

extension PageResolver {
  // MARK: Bodies and places

  mutating func resolveName(_ mention: Int, _ candidate: NameCandidate) {
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
  func isLegalEnding(_ range: Range<Int>) -> Bool {
    guard !range.isEmpty else { return false }
    return vocabulary.lexicon.values(of: found.text.span.extracting(range)).contains {
      vocabulary.words[Int($0)].use.contains(.legal)
    }
  }

  func endsLegally(_ range: Range<Int>) -> Bool {
    vocabulary.legalEnding(Array(found.text[range])).map { $0 >= 4 } ?? false
  }

  /// 山东分公司 behind 长岭二局山东分公司.
  func sameBranch(_ candidate: NameCandidate, _ form: FullForm, _ isAlone: Bool) -> Int? {
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
  mutating func resolveBranches() {
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

  func isBranch(_ entity: Int) -> Bool { branches.contains(entity) }

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
  mutating func resolveDepartment(_ mention: Int, _ candidate: NameCandidate) {
    guard isFollowedByTitle(mention),
      let owner = lastBody()
    else { return }
    let entity = part(of: owner, candidate.range, candidate)
    assign(mention, entity)
    named.append((candidate.range.lowerBound, entity))
  }

  /// The body named last; a union, or a person's name, only where there is no other.
  func lastBody() -> Int? {
    var last: Int?
    for (_, entity) in named.suffix(Self.reach).reversed() {
      if isOwner(entity) { return entity }
      if last == nil, isBody(entity) { last = entity }
    }
    return last
  }

  func isOwner(_ entity: Int) -> Bool {
    isBody(entity) && table[entity].label != vocabulary.collective
      && table[entity].label != labels.person
  }

  /// A department without the body that it is a part of is nothing by itself.
  func needsOwner(_ candidate: NameCandidate) -> Bool {
    candidate.head.within && candidate.innerHeads.isEmpty && candidate.area < 0
      && !(candidate.head.branch && candidate.content >= 2) && candidate.lastDivision < 0
      && candidate.gloss == nil
  }

  /// 某机床集团代表队 stands for the company that sent it.
  func teamOf(_ mention: Int, _ candidate: NameCandidate) -> Int? {
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
  func ownerAtStart(_ mention: Int, _ candidate: NameCandidate) -> (entity: Int, end: Int)? {
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
  func shortForm(at range: Range<Int>) -> (entity: Int, end: Int)? {
    let start = range.lowerBound
    let form = shortForms.longest(at: start, in: found.text, shorterThan: range.count)
    return form.map { (shortFormEntities[$0], start + shortForms.phrases[$0].count) }
  }

  /// A name with its district written in full stands before one without.
  mutating func preferFuller(_ name: String, at entity: Int) {
    table.note(name, at: entity)
    if name.unicodeScalars.count > table[entity].name.unicodeScalars.count {
      table[entity].name = name
    }
  }

  func innerEntity(of mention: Int, endingAt end: Int) -> Int? {
    guard let inner = largestInner(of: mention), inner.end == end else { return nil }
    return inner.entity
  }

  /// The largest body within a mention that begins where it begins.
  func largestInner(of mention: Int) -> (entity: Int, end: Int)? {
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
  mutating func nameOwner(_ candidate: NameCandidate, _ entity: Int) {
    guard table[entity].parent < 0, candidate.innerHeads.isEmpty, candidate.lastDivision < 0,
      candidate.area < 0, let owner = namedOwner(candidate)
    else { return }
    table[entity].parent = owner
  }

  mutating func namedOwner(_ candidate: NameCandidate) -> Int? {
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
}
