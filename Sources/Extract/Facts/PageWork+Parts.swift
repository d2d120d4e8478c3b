// Gives parts their wholes where only all names of the page together tell: a committee of a union
// of a company, the contest of a final. Names are looked up by their beginnings, and events
// compared by their characters first, since a page may name any number of them.

extension PageWork {
  /// Gives parts their wholes where only all names of the page together tell.
  mutating func linkParts() {
    var parts = PartNames()
    for (index, record) in resolver.table.records.enumerated() where record.division == nil {
      parts.add(index, record)
    }
    let contests = self.contests()
    for index in resolver.table.records.indices {
      let record = resolver.table.records[index]
      if record.label == reader.vocabulary.labels.event {
        if record.parent < 0, let whole = wholeEvent(of: index, among: contests) {
          setParent(of: index, whole, &parts)
        }
      } else if record.parent >= 0, let nearer = parts.nearerOwner(of: record) {
        setParent(of: index, nearer, &parts)
      }
    }
  }

  private mutating func setParent(of index: Int, _ parent: Int, _ parts: inout PartNames) {
    parts.remove(index, resolver.table[index])
    resolver.table[index].parent = parent
    parts.add(index, resolver.table[index])
  }

  // MARK: Events

  /// An event that may have parts.
  private struct Contest {
    var entity: Int
    var name: [UInt32]
    var characters: UInt64
  }

  private func contests() -> [Contest] {
    var contests: [Contest] = []
    for (index, record) in resolver.table.records.enumerated()
    where record.label == reader.vocabulary.labels.event && !record.places.isEmpty {
      let name = resolver.plain(record.name)
      guard name.count >= 6, partialStem(name) == nil else { continue }
      contests.append(Contest(entity: index, name: name, characters: characters(name)))
    }
    return contests
  }

  /// The contest of a final: the same name without its last word, in full or in fewer words.
  private func wholeEvent(of index: Int, among contests: [Contest]) -> Int? {
    let name = resolver.plain(resolver.table[index].name)
    guard let stem = partialStem(name), stem.count >= 6 else { return nil }
    let own = characters(stem[...])
    for contest in contests where contest.entity != index {
      if contest.name.count < stem.count {
        guard contest.characters & ~own == 0 else { continue }
        if isSubsequence(contest.name[...], of: stem) { return contest.entity }
      } else {
        guard own & ~contest.characters == 0 else { continue }
        if isSubsequence(stem, of: contest.name[...]) { return contest.entity }
      }
    }
    return nil
  }

  /// A bit for each character that may be there.
  private func characters(_ name: some Sequence<UInt32>) -> UInt64 {
    name.reduce(0) { $0 | 1 << (UInt64($1) &* 0x9E37_79B9_7F4A_7C15 >> 58) }
  }

  /// The name without the word that makes it part of another event, if it ends so.
  private func partialStem(_ text: [UInt32]) -> ArraySlice<UInt32>? {
    let vocabulary = reader.vocabulary
    for length in stride(from: min(5, text.count), through: 2, by: -1) {
      let suffix = text.suffix(length)
      for number in vocabulary.lexicon.entries(of: suffix.span)
      where vocabulary.words[Int(vocabulary.lexicon.value(number))].use.contains(.partial) {
        return text.dropLast(length)
      }
    }
    return nil
  }

  private func isSubsequence(
    _ shorter: ArraySlice<UInt32>, of longer: ArraySlice<UInt32>
  ) -> Bool {
    var index = shorter.startIndex
    for scalar in longer where index < shorter.endIndex && scalar == shorter[index] { index += 1 }
    return index == shorter.endIndex
  }
}

/// The parts of wholes by their names.
private struct PartNames {
  private struct Key: Hashable {
    var whole: Int
    var name: String
  }

  private var entities: [Key: [Int]] = [:]
  private var counts: [Int: Int] = [:]

  mutating func add(_ entity: Int, _ record: EntityRecord) {
    guard record.parent >= 0 else { return }
    var known = entities[Key(whole: record.parent, name: record.name), default: []]
    known.insert(entity, at: known.firstIndex { $0 > entity } ?? known.count)
    entities[Key(whole: record.parent, name: record.name)] = known
    counts[record.parent, default: 0] += 1
  }

  mutating func remove(_ entity: Int, _ record: EntityRecord) {
    guard record.parent >= 0 else { return }
    entities[Key(whole: record.parent, name: record.name)]?.removeAll { $0 == entity }
    counts[record.parent, default: 0] -= 1
  }

  /// 公司工会女职工委员会 is part of 公司工会, not of 公司 itself: another part of the whole whose
  /// name begins the part's name, the longest.
  func nearerOwner(of record: EntityRecord) -> Int? {
    guard counts[record.parent, default: 0] > 1 else { return nil }
    var name = Substring(record.name).unicodeScalars
    while name.popLast() != nil, !name.isEmpty {
      let key = Key(whole: record.parent, name: String(name))
      if let entity = entities[key]?.first { return entity }
    }
    return nil
  }
}
