// The full form of a body's name, and the form that tells it apart: districts written out, parents
// of the district and brackets left out. 青田工匠学院 and 青田县工匠学院 have the same.

extension PageResolver {
  struct FullForm {
    /// As it should be shown.
    var name: String
    /// As it is told apart.
    var keyed: String
    /// The entity of the district in it; -1 if none.
    var seat: Int
  }

  /// The full form of a name; nil if it stands for a district that is nowhere named.
  func fullForm(_ candidate: NameCandidate) -> FullForm? {
    if candidate.area >= 0 { return expanded(candidate) }
    let whole = words(candidate.range, without: candidate.gloss)
    guard candidate.lastDivision >= 0 else { return FullForm(name: whole, keyed: whole, seat: -1) }
    var last = candidate.lastDivision
    let isCompany = vocabulary.isOwner(candidate.head.label)
    if isCompany, last > candidate.firstDivision, isOnlyCalledTown(last) {
      // 浙江柳乡纺织集团: what looks like a town in a company's name is a part of the name.
      last -= 1
    }
    let token = found.tokens.all[last]
    let seat = seatEntity(at: Int(token.start))
    guard seat >= 0 else { return FullForm(name: whole, keyed: whole, seat: -1) }
    guard candidate.firstDivision == candidate.first, isChain(candidate) else {
      return FullForm(name: whole, keyed: whole, seat: seat)
    }
    let rest = words(Int(token.end)..<candidate.range.upperBound, without: candidate.gloss)
    let name =
      isCompany
      ? whole : words(Int(token.start)..<candidate.range.upperBound, without: candidate.gloss)
    return FullForm(name: name, keyed: table[seat].name + rest, seat: seat)
  }

  /// Whether a division is a town that only its last character tells.
  private func isOnlyCalledTown(_ token: Int) -> Bool {
    let division = found.tokens.all[token].division
    return division >= 0 && found.tokens.divisions[Int(division)].chosen == nil
  }

  private func isChain(_ candidate: NameCandidate) -> Bool {
    (candidate.firstDivision...candidate.lastDivision).allSatisfy {
      found.tokens.all[$0].kind == .division
    }
  }

  func seatEntity(at place: Int) -> Int {
    guard let seat = seats.last(before: place + 1), seat.place == place else { return -1 }
    return seat.entity
  }

  /// 区总工会, 市委, 团市委 with the district that they mean.
  private func expanded(_ candidate: NameCandidate) -> FullForm? {
    let token = found.tokens.all[candidate.area]
    let text = found.text
    // Within 市委 and 团市委 the district's word is a character of the head.
    let isSingle = !vocabulary.words[Int(token.word)].use.contains(.area)
    let inside = isSingle && !isAreaScalar(text[Int(token.start)]) ? 1 : 0
    let areaAt = Int(token.start) + inside
    guard let seat = district(called: text[areaAt], at: candidate.range.lowerBound) else {
      return nil
    }
    let areaEnd = isSingle ? areaAt + 1 : Int(token.end)
    let before = inside == 1 ? "共青团" : ""
    let name =
      before + table[seat].name
      + words(areaEnd..<candidate.range.upperBound, without: candidate.gloss)
    return FullForm(name: name, keyed: name, seat: seat)
  }
}
