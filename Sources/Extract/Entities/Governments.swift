// 某县副县长: the head of a district is the head of its government, which the text does not name.
// The titles of heads, and the word for the government, are data (`words governs = 县长:政府`).

extension PageResolver {
  /// Makes the district before such a title a mention of the government, with the district within
  /// it.
  mutating func addGovernments() {
    var additions: [(range: Range<Int>, entity: Int, outer: Int)] = []
    for mention in found.mentions.indices where found.mentions[mention].outer < 0 {
      guard found.mentions[mention].label == labels.division, found.mentions[mention].entity >= 0,
        isFollowedByTitle(mention), let government = government(behind: mention)
      else { continue }
      let seat = Int(found.mentions[mention].entity)
      let name = table[seat].name + government.word
      let entity = table.entity(government.label, key: key(government.label, name), name: name)
      table[entity].seat = seat
      if table[entity].kind == nil { table[entity].kind = "government" }
      additions.append((found.mentions[mention].range, entity, -1))
    }
    insert(additions, reason: "")
    nestDistricts()
  }

  private func government(behind mention: Int) -> (word: String, label: LabelID)? {
    let start = found.mentions[mention].range.upperBound
    let token = found.tokens.all[found.tokens.index(at: start)]
    guard token.word >= 0 else { return nil }
    return vocabulary.governments[Int(token.word)]
  }

  /// Two mentions of one range: the body is the outer one.
  private mutating func nestDistricts() {
    for index in found.mentions.indices.dropFirst() {
      let (left, right) = (found.mentions[index - 1], found.mentions[index])
      guard left.range == right.range else { continue }
      if left.label == labels.division, right.label != labels.division {
        found.mentions.swapAt(index - 1, index)
        found.structures.swapAt(index - 1, index)
      }
      if found.mentions[index].label == labels.division {
        found.mentions[index].outer = Int32(index - 1)
      }
    }
  }
}
