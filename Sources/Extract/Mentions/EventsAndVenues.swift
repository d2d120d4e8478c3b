// Divisions, events, venues and titles among the drafts.

extension Drafts {
  // MARK: Divisions

  mutating func findDivisions(_ readable: [Bool]) {
    guard let label = labels.division else { return }
    for index in tokens.all.indices where readable[index] && tokens.all[index].kind == .division {
      let reading = tokens.divisions[Int(tokens.all[index].division)]
      add(tokens.all[index].range, label, .name, .division(index), rank: reading.isRisky ? 0 : 1)
    }
  }

  // MARK: Events

  mutating func findEvents(_ readable: [Bool]) {
    guard let label = labels.event else { return }
    for index in tokens.all.indices where readable[index] && tokens.all[index].word >= 0 {
      let word = vocabulary.words[Int(tokens.all[index].word)]
      guard word.traits.contains(.event),
        let head = word.heads.first(where: { $0.label == label }),
        let candidate = walk.event(endingAt: index, head: head), !isInTitle(candidate)
      else { continue }
      let isNamed = !candidate.isReference && isCertain(candidate, index)
      guard
        isNamed || candidate.isReference
          || candidate.isBare && !word.use.isDisjoint(with: [.bare, .partial])
      else { continue }
      add(candidate.range, label, isNamed ? .name : .reference, .event(candidate), rank: 2)
    }
  }

  /// Whether an event only stands in the title of a work: 《职工代表大会条例》.
  func isInTitle(_ candidate: EventCandidate) -> Bool {
    var position = candidate.range.lowerBound - 1
    while position >= 0, candidate.range.lowerBound - position <= 24 {
      if text[position] == 0x300A { return true }
      if [0x300B, 0x3002, 0x0A].contains(text[position]) { return false }
      position -= 1
    }
    return false
  }

  func isCertain(_ candidate: EventCandidate, _ index: Int) -> Bool {
    if candidate.isBare { return candidate.marks.contains(.quote) }
    let strong: EventCandidate.Marks = [.quote, .ordinal, .year, .title]
    if !candidate.marks.isDisjoint(with: strong) {
      return candidate.content > 0 || candidate.marks.contains(.division)
    }
    if candidate.marks.contains(.division) || candidate.marks.contains(.body) {
      return candidate.content >= 2 || !walk.has(tokens.all[index], .vague)
    }
    return candidate.content >= 2 && (isHeldBefore(candidate) || followsEvent(candidate))
      || candidate.content >= 4 && isHeldBehind(index)
  }

  /// Whether the event stands in a list behind another one.
  func followsEvent(_ candidate: EventCandidate) -> Bool {
    guard candidate.first > 1, text[Int(tokens.all[candidate.first].start) - 1] == 0x3001 else {
      return false
    }
    let before = tokens.all[candidate.first - 2]
    return before.word >= 0
      && vocabulary.words[Int(before.word)].traits.contains(.event)
  }

  /// 举办剪纸培训班: whether the words before say that the event takes place.
  func isHeldBefore(_ candidate: EventCandidate) -> Bool {
    var position = candidate.first - 1
    for _ in 0..<3 where position >= 0 {
      if walk.has(tokens.all[position], .held) { return true }
      if tokens.all[position].kind == .mark { return false }
      position -= 1
    }
    return false
  }

  /// …培训班在…举行: whether the words behind say that the event takes place.
  func isHeldBehind(_ index: Int) -> Bool {
    for position in min(index + 1, tokens.all.count)..<min(index + 21, tokens.all.count) {
      if walk.has(tokens.all[position], .held) { return true }
      if tokens.all[position].kind == .mark,
        [0x2C, 0x3002, 0x0A, 0x3B].contains(text[Int(tokens.all[position].start)])
      {
        return false
      }
    }
    return false
  }

  // MARK: Venues

  /// 在…举行: what stands between is a place, also where its last word is none that places end
  /// with.
  mutating func findVenues(_ readable: [Bool]) {
    guard let label = labels.place else { return }
    for index in tokens.all.indices where readable[index] && isVenueVerb(index) {
      var last = index - 1
      while last > 0, walk.has(tokens.all[last], .stop) { last -= 1 }
      guard let first = venueStart(last + 1), first <= last else { continue }
      let range = Int(tokens.all[first].start)..<Int(tokens.all[last].end)
      guard range.count >= 3, range.count <= 24, bodyEndingAt[last] < 0,
        tokens.all[last].kind == .other || tokens.all[last].kind == .word,
        !walk.has(tokens.all[last], [.stop, .area, .measure]), !isInside(text[range.upperBound - 1])
      else { continue }
      add(range, label, .name, .plain, rank: 0)
    }
  }

  /// 内 上 中 里 下 前 后 间 时 外: where or when, but no place by itself.
  func isInside(_ scalar: UInt32) -> Bool {
    [0x5185, 0x4E0A, 0x4E2D, 0x91CC, 0x4E0B, 0x524D, 0x540E, 0x95F4, 0x65F6, 0x5916].contains(
      scalar)
  }

  func isVenueVerb(_ index: Int) -> Bool {
    walk.has(tokens.all[index], .held) && !walk.has(tokens.all[index], .soft) && index > 1
  }

  func venueStart(_ index: Int) -> Int? {
    var first = index - 1
    while first > 0 {
      let token = tokens.all[first]
      if token.kind == .mark || walk.has(token, .held) { return nil }
      if token.count == 1, text[Int(token.start)] == 0x5728 {
        return first + 1 < index ? first + 1 : nil
      }
      if walk.has(token, .stop) && !walk.has(token, .plain) { return nil }
      first -= 1
      if Int(tokens.all[index].start - token.start) > 24 { return nil }
    }
    return nil
  }

  // MARK: Titles

  mutating func findTitles(_ readable: [Bool]) -> [TitleCandidate] {
    guard let label = labels.title else { return [] }
    var titles: [TitleCandidate] = []
    for index in tokens.all.indices where readable[index] && tokens.all[index].word >= 0 {
      let word = vocabulary.words[Int(tokens.all[index].word)]
      guard word.traits.contains(.titleHead) else { continue }
      var title = walk.title(endingAt: index)
      for token in stride(from: title.last - 1, through: title.first, by: -1)
      where bodyEndingAt[token] >= 0 {
        title.first = token + 1
        title.range = Int(tokens.all[token + 1].start)..<title.range.upperBound
        break
      }
      titles.append(title)
    }
    let joined = walk.joined(titles)
    for title in joined { add(title.range, label, .value, rank: 3) }
    return joined
  }
}
