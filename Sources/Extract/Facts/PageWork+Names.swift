// The relations that names alone tell: the district in a name, the body in a name, the contest in the
// name of its final. Which of them make a relation of which type is said by the domain (`inside`);
// names that the reader put together itself say nothing about where a thing lies.

extension PageWork {
  // MARK: Parts

  /// Gives parts their wholes where only all names of the page together tell.
  mutating func linkParts() {
    for index in resolver.table.records.indices {
      let record = resolver.table.records[index]
      if record.label == reader.vocabulary.labels.event {
        if record.parent < 0, let whole = wholeEvent(of: index) {
          resolver.table[index].parent = whole
        }
      } else if record.parent >= 0, let nearer = nearerOwner(of: index) {
        resolver.table[index].parent = nearer
      }
    }
  }

  /// 公司工会女职工委员会 is part of 公司工会, not of 公司 itself.
  private func nearerOwner(of index: Int) -> Int? {
    let record = resolver.table.records[index]
    var best: (length: Int, entity: Int)?
    for (other, candidate) in resolver.table.records.enumerated()
    where other != index && candidate.parent == record.parent && candidate.division == nil {
      let length = candidate.name.unicodeScalars.count
      guard length > best?.length ?? 0, length < record.name.unicodeScalars.count,
        record.name.hasPrefix(candidate.name)
      else { continue }
      best = (length, other)
    }
    return best?.entity
  }

  /// The contest of a final: the same name without its last word, in full or in fewer words.
  private func wholeEvent(of index: Int) -> Int? {
    let own = resolver.table.records[index]
    guard let stem = partialStem(own.name), stem.count >= 6 else { return nil }
    for (other, record) in resolver.table.records.enumerated()
    where other != index && record.label == own.label && !record.places.isEmpty {
      guard partialStem(record.name) == nil else { continue }
      let name = resolver.plain(record.name)
      let (shorter, longer) = name.count < stem.count ? (name, stem) : (stem, name)
      if shorter.count >= 6, isSubsequence(shorter, of: longer) { return other }
    }
    return nil
  }

  /// The name without the word that makes it part of another event, if it ends so.
  private func partialStem(_ name: String) -> [UInt32]? {
    let text = resolver.plain(name)
    for length in stride(from: min(5, text.count), through: 2, by: -1) {
      let suffix = Array(text.suffix(length))
      let words = reader.vocabulary.lexicon.values(of: suffix.span)
      if words.contains(where: { reader.vocabulary.words[Int($0)].use.contains(.partial) }) {
        return Array(text.dropLast(length))
      }
    }
    return nil
  }

  private func isSubsequence(_ shorter: [UInt32], of longer: [UInt32]) -> Bool {
    var index = 0
    for scalar in longer where index < shorter.count && scalar == shorter[index] { index += 1 }
    return index == shorter.count
  }

  // MARK: Relations

  /// Adds what names tell.
  func addNames(to builder: inout RelationBuilder) {
    let records = resolver.table.records
    for (index, record) in records.enumerated() {
      let witness = nameWitness(record)
      for (inner, isSeat) in [(record.seat, true), (record.parent, false)] {
        guard inner >= 0, inner != index, witness != nil || (isSeat && record.division != nil),
          let type = containment(record.label, records[inner].label),
          isSeat ? isNamedThere(index) : isOwn(index, inner, type, builder)
        else { continue }
        builder.add(.entity(index), type, .entity(inner), [], witness)
      }
    }
  }

  /// Whether a part belongs to the body that the reader took it for. What a sentence says of a branch
  /// without a body in its name stands against a guess from the words around.
  private func isOwn(
    _ index: Int, _ owner: Int, _ type: String, _ builder: RelationBuilder
  ) -> Bool {
    guard builder.hasRelation(from: .entity(index), type) else { return true }
    let name = resolver.table.records[index].name
    return resolver.table.records[owner].forms.contains { name.hasPrefix($0) }
  }

  private func containment(_ outer: LabelID, _ inner: LabelID) -> String? {
    reader.domain.containments.first { $0.outer == outer && $0.inner == inner }?.type
  }

  /// Whether a district stands in the name of an event as the page has it; 授牌仪式 alone was given the
  /// name of a body only so that it has one.
  private func isNamedThere(_ index: Int) -> Bool {
    let record = resolver.table.records[index]
    guard record.label == reader.vocabulary.labels.event else { return true }
    return record.places.contains { place in
      let (article, mentions, _) = articles[place.article]
      return place.range.upperBound <= article.text.count
        && mentions.contains {
          $0.label == reader.vocabulary.labels.division && place.range.contains($0.range.lowerBound)
        }
    }
  }

  private func nameWitness(_ record: EntityRecord) -> RelationFacts.Witness? {
    guard let place = record.places.first else { return nil }
    return witness(place.article, place.range, rule: "name", confidence: 0.9)
  }
}
