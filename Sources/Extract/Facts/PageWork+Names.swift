// The relations that names alone tell: the district in a name, the body in a name, the contest in
// the name of its final. Which of them make a relation of which type is said by the domain
// (`inside`); names that the reader put together itself say nothing about where a thing lies.

extension PageWork {
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

  /// Whether a part belongs to the body that the reader took it for.
  ///
  /// What a sentence says of a branch without a body in its name stands against a guess from the
  /// words around.
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

  /// Whether a district stands in the name of an event as the page has it; 授牌仪式 alone was given
  /// the name of a body only so that it has one.
  private func isNamedThere(_ index: Int) -> Bool {
    guard resolver.table[index].label == reader.vocabulary.labels.event else { return true }
    for place in resolver.table[index].places where isDivisionNamed(in: place) { return true }
    return false
  }

  private func isDivisionNamed(in place: EntityRecord.Place) -> Bool {
    var low = 0
    var high = articles[place.article].mentions.count
    while low < high {
      let middle = (low + high) / 2
      let start = articles[place.article].mentions[middle].range.lowerBound
      if start < place.range.lowerBound { low = middle + 1 } else { high = middle }
    }
    for mention in articles[place.article].mentions[low...] {
      guard mention.range.lowerBound < place.range.upperBound else { return false }
      if mention.label == reader.vocabulary.labels.division { return true }
    }
    return false
  }

  private func nameWitness(_ record: EntityRecord) -> RelationFacts.Witness? {
    guard let place = record.places.first else { return nil }
    return witness(place.article, place.range, rule: "name", confidence: 0.9)
  }
}
