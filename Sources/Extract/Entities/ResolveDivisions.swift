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
        count(id)
      } else {
        entity = town(mention, reading)
      }
      assign(mention, entity)
      seats.append((found.mentions[mention].range.lowerBound, entity))
    }
  }

  mutating func count(_ id: DivisionID) {
    if let index = pageDivisions.firstIndex(where: { $0.id == id }) {
      pageDivisions[index].count += 1
    } else {
      pageDivisions.append((id, 1))
    }
  }

  /// The entity of a known division, with its parents as implied entities.
  mutating func division(_ id: DivisionID) -> Int {
    let name = divisions.name(id)
    guard let label = labels.division else { return -1 }
    let known = table.find("#\(id.index)")
    let entity = known ?? table.entity(label, key: "#\(id.index)", name: name)
    guard known == nil else { return entity }
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
    if table[entity].seat < 0, let before = seats.last,
      Int(found.tokens.all[found.tokens.index(at: before.place)].end) == range.lowerBound
    {
      table[entity].seat = before.entity
    }
    if table[entity].seat < 0, let county = seats.last(where: { isCounty($0.entity) }) {
      table[entity].seat = county.entity
    }
    return entity
  }

  private func isCounty(_ entity: Int) -> Bool {
    guard let id = table[entity].division else { return false }
    let level = divisions.level(id)
    return level == .county || level == .district || level == .city
  }

  /// The division that 省, 市, 区, 县, 州 or 镇 means at a place: the nearest named before, then one
  /// that holds the nearest, then the page's commonest.
  func district(called area: UInt32, at place: Int) -> Int? {
    let before = seats.last { $0.place < place && answers($0.entity, area) }
    if let before { return before.entity }
    if let after = seats.first(where: { answers($0.entity, area) }) { return after.entity }
    for seat in seats.reversed() + [] {
      if let up = ancestor(of: seat.entity, area) { return up }
    }
    var best: (count: Int, entity: Int)?
    for (id, count) in pageDivisions where count > best?.count ?? 0 {
      guard let entity = table.find("#\(id.index)") else { continue }
      if answers(entity, area) {
        best = (count, entity)
      } else if best == nil, let up = ancestor(of: entity, area) {
        best = (0, up)
      }
    }
    return best?.entity
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
    guard let last = table[entity].name.unicodeScalars.last?.value else { return false }
    // 街道 is asked for by its first character.
    return last == area || (area == 0x8857 && last == 0x9053)
  }
}
