// The bodies of 秀洲、南湖两区总工会: each is named after its district, with the words that all
// share.

extension PageResolver {
  /// Gives each body of a list its entity, and its district a place.
  mutating func resolveListed() {
    for mention in found.mentions.indices {
      guard case .listed(let body) = found.structures[mention] else { continue }
      let place = found.tokens.all[body.division].range
      let seat = listedSeat(body.division, place)
      guard seat >= 0 else { continue }
      let name = table[seat].name + words(body.ending)
      let form = FullForm(name: name, keyed: name, seat: seat)
      let known = bodyCalled(name)
      let entity = known ?? entity(body.head.label, form, isOwned: false)
      if table[entity].kind == nil { table[entity].kind = body.head.kind }
      if table[entity].seat < 0 { table[entity].seat = seat }
      found.mentions[mention].entity = Int32(entity)
      let list = words(body.list)
      table.note(list, at: entity, reason: "named together with others: \(list)")
      named.append((place.lowerBound, entity))
    }
  }

  /// The entity of the division of a list; within a longer mention it has one already.
  private mutating func listedSeat(_ token: Int, _ place: Range<Int>) -> Int {
    let known = seatEntity(at: place.lowerBound)
    if known >= 0 { return known }
    let reading = found.tokens.divisions[Int(found.tokens.all[token].division)]
    guard let id = reading.chosen else { return -1 }
    let entity = division(id)
    count(id, entity)
    table.note(words(place), at: entity)
    table[entity].places.append(EntityRecord.Place(article: article, range: place))
    seats.insert(place.lowerBound, entity)
    return entity
  }
}
