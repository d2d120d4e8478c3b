// People, awards and prizes among the drafts.

extension Drafts {
  // MARK: People

  mutating func findPeople(
    _ article: Article, titles: [TitleCandidate], readable: [Bool]
  ) {
    guard let label = labels.person else { return }
    var found: [Range<Int>] = article.credits.map(\.name)
    for title in titles {
      let start = behindBracket(title.range.upperBound)
      let isOffice = walk.has(tokens.all[title.last], .office) || isTaggedPerson(start)
      if start < text.count, text[start] == 0x3A {
        readRoll(at: start + 1, &found)
      } else {
        readList(at: start, isOffice ? .certain : .likely, &found)
      }
    }
    readNamesBeforeBodies(&found)
    readSubjects(readable, &found)
    for draft in drafts where draft.mention.label == labels.award {
      let end = draft.mention.range.upperBound
      // “某地工匠”某某: behind the quote.
      let start = end < text.count && text[end] == 0x201D ? end + 1 : end
      readList(at: start, .certain, &found)
    }
    let titleStarts = Set(titles.map(\.range.lowerBound))
    for draft in drafts
    where isBodyName(draft) && !titleStarts.contains(draft.mention.range.upperBound) {
      if readOccupation(behind: draft.mention.range.upperBound, &found) { continue }
      readList(at: draft.mention.range.upperBound, .likely, &found)
    }
    for span in tagged where span.kind == .person {
      let range = trimmed(span.range)
      guard isPlausible(range) else { continue }
      let name = withoutStop(range)
      found.append(name)
      readList(behind: name.upperBound, .likely, &found)
    }
    var names = PhraseTable()
    for range in found { _ = names.insert(text[range]) }
    let sure = found.filter { !isLongerByPreposition($0, names) && !isPartOfWord($0) }
    for name in everywhere(sure, readable) { add(name, label, .name, rank: 3) }
  }

  /// 编导:某某 某某: names behind a colon, with blanks or 、 between them, up to the end of the
  /// line.
  private func readRoll(at start: Int, _ found: inout [Range<Int>]) {
    var index = start
    while index < text.count, text[index] == 0x20 { index += 1 }
    while index < text.count {
      let length = walk.personName(at: index, .likely)
      guard length > 0 else { return }
      found.append(index..<(index + length))
      index += length
      let gap = index
      while index < text.count, text[index] == 0x20 || text[index] == 0x3001 { index += 1 }
      if index == gap { return }
    }
  }

  /// 某某某当选, 某某某表示: three characters that begin a clause, with a surname, before a verb of
  /// which people are the subject.
  private func readSubjects(_ readable: [Bool], _ found: inout [Range<Int>]) {
    for index in tokens.all.indices.dropFirst() where readable[index] {
      let token = tokens.all[index]
      guard token.kind == .word, token.count >= 2, walk.has(token, .personal) else { continue }
      let end = Int(token.start)
      for length in [3, 4] where end > length {
        let start = end - length
        let surname = Surnames.length(text, at: start)
        guard surname > 0, length == surname + 2, isClauseStart(start),
          walk.personName(at: start, .likely) == length, !walk.holdsWord(start, length)
        else { continue }
        found.append(start..<end)
        break
      }
    }
  }

  private func isClauseStart(_ index: Int) -> Bool {
    index == 0 || tokens.all[tokens.index(at: index - 1)].kind == .mark
  }

  /// 某某(某某公司): a name in a list of winners, with its body in brackets.
  private func readNamesBeforeBodies(_ found: inout [Range<Int>]) {
    for draft in drafts where draft.mention.form == .name {
      let open = draft.mention.range.lowerBound - 1
      guard open > 1, text[open] == 0x28, isBodyName(draft) else { continue }
      for length in [3, 2, 4] where open >= length {
        let start = open - length
        guard start == 0 || !isHan(text[start - 1]), walk.personName(at: start, .likely) == length
        else {
          continue
        }
        found.append(start..<open)
        break
      }
    }
  }

  /// 医院护师某某, 公司主播某某: an occupation that no list knows, by its last character, between a
  /// body and a name.
  private mutating func readOccupation(behind end: Int, _ found: inout [Range<Int>]) -> Bool {
    guard let label = labels.title else { return false }
    for length in 2...6 {
      let start = end + length
      guard start < text.count, walk.isHanRun(end, length), !walk.beginsStop(start - 1) else {
        return false
      }
      guard isOccupationEnd(text[start - 1]) else { continue }
      let name = walk.personName(at: start, .likely)
      guard name > 0, isConfirmed(start..<(start + name)) else { continue }
      add(end..<start, label, .value, rank: 2)
      found.append(start..<(start + name))
      readList(behind: start + name, .likely, &found)
      return true
    }
    return false
  }

  /// 师 员 工 手 生 士 家 匠 播 长 者 民 商 人 代: what words for people end with.
  private func isOccupationEnd(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x5E08, 0x5458, 0x5DE5, 0x624B, 0x751F, 0x58EB, 0x5BB6, 0x5320, 0x64AD, 0x957F, 0x8005,
      0x6C11,
      0x5546, 0x4EBA, 0x5B98, 0x5F92, 0x519C:
      true
    default: false
    }
  }

  private func isTaggedPerson(_ start: Int) -> Bool {
    var low = 0
    var high = tagged.count
    while low < high {
      let middle = (low + high) / 2
      if tagged[middle].range.lowerBound < start { low = middle + 1 } else { high = middle }
    }
    return low < tagged.count && tagged[low].range.lowerBound == start
      && tagged[low].kind == .person
  }

  /// 经理(企业方代表)某某: a bracket between a title and the name.
  private func behindBracket(_ index: Int) -> Int {
    guard index < text.count, text[index] == 0x28,
      let close = text[index..<min(index + 10, text.count)].firstIndex(of: 0x29)
    else { return index }
    return close + 1
  }

  private func isBodyName(_ draft: Draft) -> Bool {
    guard case .name(let candidate) = draft.structure else { return false }
    return draft.mention.form == .name && candidate.head.label != labels.place
  }

  private func isPlausible(_ range: Range<Int>) -> Bool {
    guard range.count >= 2, range.count <= 12, !isWithinWord(range) else { return false }
    let scalars = text[range]
    if scalars.contains(0xB7) { return scalars.allSatisfy { isHan($0) || $0 == 0xB7 } }
    guard scalars.allSatisfy(isHan), range.count <= 5 else { return false }
    // 小李 and 老王 are no full names.
    if range.count == 2, [0x5C0F, 0x8001].contains(text[range.lowerBound]) { return false }
    let surname = Surnames.length(text, at: range.lowerBound)
    guard surname > 0 else {
      return range.count >= 3 && range.count <= 4
        && !walk.holdsWord(range.lowerBound, range.count) && !walk.beginsStop(range.upperBound - 1)
    }
    let given = tokens.all[tokens.index(at: range.lowerBound + surname)]
    if given.range == (range.lowerBound + surname)..<range.upperBound, given.kind == .word,
      walk.isTitle(vocabulary.words[Int(given.word)])
    {
      // 王师傅 is called, and not named.
      return false
    }
    return range.count <= surname + 2 && range.count > surname
  }

  /// What the tagger found without the blanks around it.
  private func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (first, end) = (range.lowerBound, range.upperBound)
    while first < end, text[first] == 0x20 { first += 1 }
    while end > first, text[end - 1] == 0x20 { end -= 1 }
    if text[first..<end].contains(0xB7), walk.beginsStop(first) { first += 1 }
    return first..<end
  }

  /// Whether a word that hides stop words, such as 云计算, covers a range.
  private func isWithinWord(_ range: Range<Int>) -> Bool {
    let token = tokens.all[tokens.index(at: range.lowerBound)]
    return Int(token.end) >= range.upperBound && walk.has(token, .plain)
  }

  /// 李悦正在授课: without the character that belongs to the word behind the name.
  private func withoutStop(_ range: Range<Int>) -> Range<Int> {
    let last = tokens.all[tokens.index(at: range.upperBound - 1)]
    guard Int(last.end) > range.upperBound, Int(last.start) >= range.lowerBound + 2,
      walk.has(last, .stop), Surnames.length(text, at: range.lowerBound) > 0
    else { return range }
    return range.lowerBound..<Int(last.start)
  }

  /// Reads a name, and those that follow it in a list.
  private func readList(
    at start: Int, _ expectation: NameWalk.NameExpectation, _ found: inout [Range<Int>]
  ) {
    let length = walk.personName(at: start, expectation)
    guard length > 0, expectation == .certain || isConfirmed(start..<(start + length)) else {
      return
    }
    found.append(start..<(start + length))
    readList(behind: start + length, expectation, &found)
  }

  /// Whether the tagger or what follows speaks for a name: a list, a bracket, or a verb of which a
  /// person is the subject.
  private func isConfirmed(_ range: Range<Int>) -> Bool {
    for index in range where walk.people[index] { return true }
    guard range.upperBound < text.count else { return false }
    if [0x3001, 0x28, 0x7B49].contains(text[range.upperBound]) { return true }
    let next = tokens.all[tokens.index(at: range.upperBound)]
    return Int(next.start) == range.upperBound && walk.has(next, .personal)
  }

  private func readList(
    behind end: Int, _ expectation: NameWalk.NameExpectation, _ found: inout [Range<Int>]
  ) {
    var end = end
    while end < text.count {
      if text[end] == 0x28 {
        guard let close = text[end..<min(end + 8, text.count)].firstIndex(of: 0x29) else { return }
        end = close + 1
      }
      guard end < text.count, [0x3001, 0x548C, 0x4E0E].contains(text[end]) else { return }
      let length = walk.personName(at: end + 1, .likely)
      guard length > 0 else { return }
      found.append((end + 1)..<(end + 1 + length))
      end += 1 + length
    }
  }

  /// Whether a range is a division, or stands within a word: no people are named in 马克思主义.
  private func isPartOfWord(_ range: Range<Int>) -> Bool {
    let token = tokens.all[tokens.index(at: range.lowerBound)]
    if token.kind == .division, token.range == range {
      return !tokens.divisions[Int(token.division)].isRisky
    }
    return token.kind == .word && token.count > range.count && range.upperBound <= Int(token.end)
  }

  /// 向李明 where 李明 was found as well.
  private func isLongerByPreposition(_ range: Range<Int>, _ names: PhraseTable) -> Bool {
    guard walk.beginsStop(range.lowerBound), range.count >= 3 else { return false }
    return names.contains(text[(range.lowerBound + 1)..<range.upperBound])
  }

  /// All places of the text where one of the names stands.
  private func everywhere(_ found: [Range<Int>], _ readable: [Bool]) -> [Range<Int>] {
    var names = PhraseTable()
    for range in found { _ = names.insert(text[range]) }
    let known = Set(found)
    var places: [Range<Int>] = []
    var index = 0
    while index < text.count {
      guard let name = names.longest(at: index, in: text) else {
        index += 1
        continue
      }
      let range = index..<(index + names.phrases[name].count)
      if known.contains(range) || (readable[tokens.index(at: index)] && standsAlone(range)) {
        places.append(range)
      }
      index = range.upperBound
    }
    return places
  }

  /// Whether no token reaches over the edge of a range; two characters in the middle of a word are
  /// no name.
  private func standsAlone(_ range: Range<Int>) -> Bool {
    if range.count >= 3 { return true }
    let first = tokens.all[tokens.index(at: range.lowerBound)]
    let last = tokens.all[tokens.index(at: range.upperBound - 1)]
    return Int(first.start) == range.lowerBound && Int(last.end) == range.upperBound
  }

  // MARK: Awards and prizes

  mutating func findAwards(_ readable: [Bool]) {
    for index in tokens.all.indices where readable[index] {
      let token = tokens.all[index]
      if token.kind == .mark, text[Int(token.start)] == 0x201D { findQuotedAward(closing: index) }
      guard token.word >= 0 else { continue }
      let traits = vocabulary.words[Int(token.word)].traits
      if let label = labels.prize, traits.contains(.prize) {
        addPrize(index, label)
      }
      if let label = labels.award, traits.contains(.award) {
        addAward(index, label)
      }
    }
  }

  /// Whether just a prize stands there: “最佳组织奖”.
  private func isPrize(_ first: Int, _ last: Int) -> Bool {
    guard first == last, let prize = labels.prize, tokens.all[first].word >= 0 else { return false }
    return vocabulary.words[Int(tokens.all[first].word)].heads.contains { $0.label == prize }
  }

  private mutating func addPrize(_ index: Int, _ label: LabelID) {
    add(tokens.all[index].range, label, .value, rank: 3)
  }

  /// 北京市劳动模范: the honour with the district or the country before it.
  private mutating func addAward(_ index: Int, _ label: LabelID) {
    var first = index
    var isNamed = false
    while first > 0 {
      let token = tokens.all[first - 1]
      if token.kind == .division {
        isNamed = true
        first -= 1
        continue
      }
      let isCountry =
        text[Int(token.start)..<Int(token.end)].elementsEqual([0x5168, 0x56FD])
        || text[Int(token.start)..<Int(token.end)].elementsEqual([0x9996, 0x90FD])
      guard !isNamed, token.kind == .word || token.kind == .other,
        !walk.has(token, [.stop]) || isCountry,
        !walk.has(token, [.join, .refer]), first > index - 4, token.kind == .word
      else { break }
      if isCountry { isNamed = true }
      guard
        isCountry
          || !vocabulary.words[Int(token.word)].traits.contains(.titleHead)
      else { break }
      first -= 1
    }
    guard isNamed else { return }
    add(Int(tokens.all[first].start)..<Int(tokens.all[index].end), label, .name, rank: 3)
  }

  /// “某地工匠”称号: quoted before a word for honours, or behind one of awarding.
  private mutating func findQuotedAward(closing: Int) {
    guard let label = labels.award, let open = walk.opening(of: closing, 0x201C, within: 24),
      open + 1 < closing
    else { return }
    let range = Int(tokens.all[open].end)..<Int(tokens.all[closing].start)
    let after = closing + 1 < tokens.all.count ? tokens.all[closing + 1] : nil
    let isHonour = after.map { walk.has($0, .honour) } ?? false
    let isAwarded = open > 0 && walk.has(tokens.all[open - 1], .awarding)
    let endsAsAward =
      tokens.all[closing - 1].word >= 0
      && vocabulary.words[Int(tokens.all[closing - 1].word)].traits.contains(.award)
    guard isHonour || isAwarded || endsAsAward, isHonour || !isPrize(open + 1, closing - 1) else {
      return
    }
    // 授予“工人先锋号、青年文明号”: several in one pair of quotes.
    var start = range.lowerBound
    for index in range where text[index] == 0x3001 {
      add(start..<index, label, .name, rank: 4)
      start = index + 1
    }
    add(start..<range.upperBound, label, .name, rank: 4)
  }
}
