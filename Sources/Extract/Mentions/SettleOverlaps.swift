// Which drafts stand where they overlap: the longer, with what is named inside of it.

extension Drafts {
  // MARK: Overlaps

  /// The drafts that stand: the longer before the shorter, with divisions and bodies within them.
  func settled() -> ArticleMentions {
    let order = drafts.indices.sorted { left, right in
      let (a, b) = (drafts[left].mention.range, drafts[right].mention.range)
      if a.count != b.count { return a.count > b.count }
      if drafts[left].rank != drafts[right].rank { return drafts[left].rank > drafts[right].rank }
      return (a.lowerBound, left) < (b.lowerBound, right)
    }
    var owner = [Int32](repeating: -1, count: text.count)
    var outer: [Int: Int] = [:]
    var taken: [Int] = []
    for index in order {
      let range = drafts[index].mention.range
      let first = owner[range.lowerBound]
      // All of it must belong to one draft, or to none.
      var isUniform = true
      for place in range where owner[place] != first { isUniform = false }
      guard isUniform else { continue }
      if first < 0 {
        for place in range { owner[place] = Int32(index) }
        taken.append(index)
      } else if nests(index, within: Int(first)) {
        outer[index] = Int(first)
        taken.append(index)
      }
    }
    return collected(taken, outer)
  }

  func nests(_ inner: Int, within outer: Int) -> Bool {
    let (a, b) = (drafts[inner], drafts[outer])
    guard a.mention.form == .name, a.mention.range != b.mention.range else { return false }
    switch (a.structure, b.structure) {
    case (.event, .event):
      return a.mention.range.lowerBound == b.mention.range.lowerBound && isPartial(b)
    case (.division, .name), (.division, .event), (.division, .listed), (.plain, .name):
      return a.mention.label != labels.person
    case (.division, .plain):
      return b.mention.label == labels.award || b.mention.label == labels.place
    case (.name, .event) where isQuoted(a.mention.range, in: b.mention.range): return false
    case (.name, .name):
      return a.mention.range.lowerBound == b.mention.range.lowerBound
    case (.name, .event): return true
    default: return false
    }
  }

  func isPartial(_ draft: Draft) -> Bool {
    guard case .event(let candidate) = draft.structure else { return false }
    return walk.has(tokens.all[candidate.last], .partial)
  }

  /// Whether a range stands within quotes of another: words of a slogan are no names.
  func isQuoted(_ range: Range<Int>, in outer: Range<Int>) -> Bool {
    var depth = 0
    for index in outer.lowerBound..<range.lowerBound {
      if text[index] == 0x201C || text[index] == 0x300A { depth += 1 }
      if text[index] == 0x201D || text[index] == 0x300B { depth -= 1 }
    }
    return depth > 0
  }

  func collected(_ taken: [Int], _ outer: [Int: Int]) -> ArticleMentions {
    var result = ArticleMentions(text: text, tokens: tokens)
    let sorted = taken.sorted { left, right in
      let (a, b) = (drafts[left].mention.range, drafts[right].mention.range)
      return (a.lowerBound, -a.count, left) < (b.lowerBound, -b.count, right)
    }
    var position: [Int: Int] = [:]
    for index in sorted {
      position[index] = result.mentions.count
      result.mentions.append(drafts[index].mention)
      result.structures.append(drafts[index].structure)
    }
    for (inner, around) in outer {
      if let at = position[inner], let by = position[around] {
        result.mentions[at].outer = Int32(by)
      }
    }
    return result
  }
}
