// What points at something named before: 该公司, 公司工会, 学院, 工会主席's 工会, 急诊科 of the
// hospital named last. The nearest name before that ends with the same head is meant.

extension PageResolver {
  /// Gives references to bodies and places their entities.
  mutating func resolveReferences() {
    // What a reference means is named before it, so that names are gone through once beside them.
    let names = named
    var next = 0
    named.removeAll(keepingCapacity: true)
    defer { named.append(contentsOf: names[next...]) }
    for mention in found.mentions.indices where found.mentions[mention].form == .reference {
      guard case .name(let candidate) = found.structures[mention] else { continue }
      while next < names.count, names[next].place <= candidate.range.lowerBound {
        named.append(names[next])
        next += 1
      }
      guard let entity = referent(candidate, mention) else { continue }
      let form = words(candidate.range)
      found.mentions[mention].entity = Int32(entity)
      table.note(form, at: entity, reason: "points at the name before: \(table[entity].name)")
      named.append((candidate.range.lowerBound, entity))
    }
  }

  private mutating func referent(_ candidate: NameCandidate, _ mention: Int) -> Int? {
    let place = candidate.range.lowerBound
    if !candidate.innerHeads.isEmpty { return compound(candidate, place) }
    let head = found.tokens.all[candidate.last]
    if candidate.head.within {
      guard isFollowedByTitle(mention) else { return nil }
      if candidate.head.label == labels.place, let known = placeNamed(head.range, before: place) {
        return known
      }
      return department(head.range, candidate, place)
    }
    let text = Array(found.text[head.range])
    let isUnion = vocabulary.words[Int(head.word)].use.contains(.collective)
    // 公司党委副书记、工会主席: the union of the company whose other office stands before.
    if isUnion, place > 0, found.text[place - 1] == 0x3001, isFollowedByTitle(mention) {
      return unionOfNearest(candidate, place)
    }
    if let known = nearest(endingWith: text, candidate, before: place) { return known }
    return isUnion && isFollowedByTitle(mention) ? unionOfNearest(candidate, place) : nil
  }

  func isFollowedByTitle(_ mention: Int) -> Bool {
    let end = found.mentions[mention].range.upperBound
    var index = mention + 1
    while index < found.mentions.count, found.mentions[index].range.lowerBound <= end {
      if found.mentions[index].range.lowerBound == end {
        return found.mentions[index].label == labels.title
      }
      index += 1
    }
    return false
  }

  private func nearest(endingWith head: [UInt32], _ candidate: NameCandidate, before place: Int)
    -> Int?
  {
    if isBareWord(candidate), let topic = topic(endingWith: head, before: place) { return topic }
    let before = recent(before: place).reversed()
    for (at, entity) in before where ends(table[entity].name, with: head) {
      return subject(before: at, endingWith: head) ?? entity
    }
    // 校 and 行 stand for 学校 and 银行, and 院 for all that ends so.
    guard head.count == 1 || candidate.first < candidate.last || true else { return nil }
    for (_, entity) in before
    where table[entity].label == candidate.head.label && table[entity].kind == candidate.head.kind
      && table[entity].parent < 0
    {
      return entity
    }
    return nil
  }

  /// Whether the word stands alone, without one that points: 学院, and not 该学院.
  private func isBareWord(_ candidate: NameCandidate) -> Bool {
    guard candidate.first == candidate.last, candidate.head.level == nil else { return false }
    return candidate.first == 0 || !isPointing(candidate.first - 1)
  }

  private func isPointing(_ token: Int) -> Bool {
    let word = found.tokens.all[token].word
    return word >= 0 && vocabulary.words[Int(word)].use.contains(.refer)
  }

  /// What a bare word means: the last body of its head that the sentence itself names first, or
  /// else the one that the article has named most often until here.
  private func topic(endingWith head: [UInt32], before place: Int) -> Int? {
    var counts: [(entity: Int, count: Int)] = []
    for (at, entity) in recent(before: place).reversed()
    where ends(table[entity].name, with: head) && !isOffice(at) {
      if counts.isEmpty, !found.text[at..<place].contains(where: { $0 == 0x3002 || $0 == 0x0A }) {
        return subject(before: at, endingWith: head) ?? entity
      }
      if let known = counts.firstIndex(where: { $0.entity == entity }) {
        counts[known].count += 1
      } else {
        counts.append((entity, 1))
      }
    }
    var best: (entity: Int, count: Int)?
    for candidate in counts where candidate.count > best?.count ?? 0 { best = candidate }
    return best?.entity
  }

  /// Whether a body is named only for the title of someone: the school of 学院党委书记王某.
  private func isOffice(_ place: Int) -> Bool {
    var low = 0
    var high = found.mentions.count
    while low < high {
      let middle = (low + high) / 2
      if found.mentions[middle].range.lowerBound < place { low = middle + 1 } else { high = middle }
    }
    return low < found.mentions.count && found.mentions[low].range.lowerBound == place
      && isFollowedByTitle(low)
  }

  /// The body of the same head before one that only says where something was: in 学院在大学挂牌 the
  /// sentence goes on about the first.
  private func subject(before place: Int, endingWith head: [UInt32]) -> Int? {
    guard place > 0, [0x5728, 0x5230, 0x8D74].contains(found.text[place - 1]) else { return nil }
    var checked = place
    for (at, entity) in recent(before: place).reversed() {
      if found.text[at..<checked].contains(0x3002) { return nil }
      checked = at
      if ends(table[entity].name, with: head) { return entity }
    }
    return nil
  }

  /// 公司工会: the body that 公司 means, with what follows.
  private mutating func compound(_ candidate: NameCandidate, _ place: Int) -> Int? {
    let first = found.tokens.all[candidate.innerHeads[0]]
    let text = Array(found.text[first.range])
    guard let owner = nearest(endingWith: text, ownerCandidate(candidate), before: place) else {
      return nil
    }
    return part(of: owner, Int(first.end)..<candidate.range.upperBound, candidate)
  }

  private func ownerCandidate(_ candidate: NameCandidate) -> NameCandidate {
    var owner = candidate
    let word = found.tokens.all[candidate.innerHeads[0]].word
    if word >= 0, let head = vocabulary.words[Int(word)].heads.first { owner.head = head }
    return owner
  }

  /// The place named last whose name ends with a head: 服务站 behind 青桐公寓服务站.
  private func placeNamed(_ head: Range<Int>, before place: Int) -> Int? {
    let head = Array(found.text[head])
    for (_, entity) in recent(before: place).reversed()
    where table[entity].label == labels.place && ends(table[entity].name, with: head) {
      return entity
    }
    return nil
  }

  private mutating func department(
    _ range: Range<Int>, _ candidate: NameCandidate, _ place: Int
  ) -> Int? {
    guard let owner = bodyNamed(before: place) else { return nil }
    return part(of: owner, range, candidate)
  }

  /// The union of the body named last, for 工会 before a title.
  private mutating func unionOfNearest(_ candidate: NameCandidate, _ place: Int) -> Int? {
    guard let owner = bodyNamed(before: place) else { return nil }
    if table[owner].label == candidate.head.label { return owner }
    return part(of: owner, found.tokens.all[candidate.last].range, candidate)
  }

  /// The last body, which is no place, that is named before a place.
  private func bodyNamed(before place: Int) -> Int? {
    for (_, entity) in recent(before: place).reversed() where table[entity].label != labels.place {
      return entity
    }
    return nil
  }

  mutating func part(of owner: Int, _ rest: Range<Int>, _ candidate: NameCandidate) -> Int {
    let suffix = words(rest)
    for form in table[owner].forms {
      if let known = table.find(key(candidate.head.label, form + suffix)) { return known }
    }
    let name = table[owner].name + suffix
    let entity = table.entity(
      candidate.head.label, key: key(candidate.head.label, name), name: name)
    if table[entity].kind == nil { table[entity].kind = candidate.head.kind }
    if isBody(entity), isBody(owner), entity != owner { table[entity].parent = owner }
    if table[entity].seat < 0 { table[entity].seat = table[owner].seat }
    for form in table[owner].forms.dropFirst() { table.note(form + suffix, at: entity) }
    return entity
  }
}
