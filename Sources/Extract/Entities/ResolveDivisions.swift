// The divisions of an article as entities, and which district an article is about: 区总工会 is the
// general union of the district named nearest before it.

extension PageResolver {
  /// Gives each division mention of the article its entity.
  mutating func resolveDivisions() {
    for mention in found.mentions.indices {
      guard case .division(let token) = found.structures[mention] else { continue }
      let reading = found.tokens.divisions[Int(found.tokens.all[token].division)]
      let entity: Int
      if let id = reading.chosen {
        entity = division(id)
        count(id, entity)
      } else {
        entity = town(mention, reading)
      }
      assign(mention, entity)
      seats.append(found.mentions[mention].range.lowerBound, entity)
    }
  }

  mutating func count(_ id: DivisionID, _ entity: Int) {
    let last = lastScalar(entity)
    if pageDivisions.count(id, endingWith: last) { return }
    var outer: [(entity: Int, last: UInt32)] = []
    var up = table[entity].seat
    while up >= 0 {
      outer.append((up, lastScalar(up)))
      up = table[up].seat
    }
    pageDivisions.add(id, entity: entity, endingWith: last, within: outer)
  }

  private func lastScalar(_ entity: Int) -> UInt32 {
    table[entity].name.unicodeScalars.last?.value ?? 0
  }

  /// The entity of a known division, with its parents as implied entities.
  mutating func division(_ id: DivisionID) -> Int {
    guard let label = labels.division else { return -1 }
    if let known = divisionEntities[id] { return known }
    let entity = table.entity(label, key: "#\(id.index)", name: divisions.name(id))
    divisionEntities[id] = entity
    table[entity].division = id
    table[entity].kind = String(describing: divisions.level(id).name)
    table[entity].isImplied = true
    if let parent = divisions.parent(id) {
      let up = division(parent)
      table[entity].seat = up
    }
    return entity
  }

  /// A town that only its last character tells; it lies in the county named before it.
  private mutating func town(_ mention: Int, _ reading: DivisionReading) -> Int {
    let range = found.mentions[mention].range
    let name = words(range)
    guard let label = labels.division else { return -1 }
    let entity = table.entity(label, key: key(label, name), name: name)
    table[entity].kind = reading.level
    if let around = reading.within { table[entity].seat = division(around) }
    if table[entity].seat < 0, let before = seats.all.last,
      Int(found.tokens.all[found.tokens.index(at: before.place)].end) == range.lowerBound
    {
      table[entity].seat = before.entity
    }
    if table[entity].seat < 0 {
      for (_, seat) in seats.all.suffix(Self.reach).reversed() where isCounty(seat) {
        table[entity].seat = seat
        break
      }
    }
    return entity
  }

  private func isCounty(_ entity: Int) -> Bool {
    guard let id = table[entity].division else { return false }
    let level = divisions.level(id)
    return level == .county || level == .district || level == .city
  }

  /// The division that 省, 市, 区, 县, 州 or 镇 means at a place: the nearest named before, then
  /// one that holds the nearest, then the page's commonest.
  func district(called area: UInt32, at place: Int) -> Int? {
    for (_, entity) in seats.recent(Self.reach, before: place).reversed()
    where answers(entity, area) {
      return entity
    }
    for (_, entity) in seats.all.prefix(Self.reach) where answers(entity, area) { return entity }
    for (_, entity) in seats.all.suffix(Self.reach).reversed() {
      if let up = ancestor(of: entity, area) { return up }
    }
    return pageDivisions.entity(endingWith: area == 0x8857 ? [area, 0x9053] : [area])
  }

  private func ancestor(of entity: Int, _ area: UInt32) -> Int? {
    var current = table[entity].seat
    while current >= 0 {
      if answers(current, area) { return current }
      current = table[current].seat
    }
    return nil
  }

  private func answers(_ entity: Int, _ area: UInt32) -> Bool {
    let last = lastScalar(entity)
    // 街道 is asked for by its first character.
    return last == area || (area == 0x8857 && last == 0x9053)
  }
}
