// Reads names of people where the words around say that one must stand: behind a title or a body,
// in a list of people, in a byline. What the tagger found is confirmed elsewhere; here only the
// text and the surnames count.

extension NameWalk {
  /// How sure the place is that a person's name begins there.
  enum NameExpectation {
    /// Behind a title that only people have: any characters will do.
    case certain
    /// Behind a body, a common word for people or in a list: a surname must begin it.
    case likely
  }

  /// The length of the name that begins at a character, 0 if none does.
  func personName(at start: Int, _ expectation: NameExpectation) -> Int {
    if let dotted = dottedName(at: start) { return dotted }
    if let latin = latinName(at: start) { return latin }
    let surname = Surnames.length(text, at: start)
    if surname > 0, expectation == .certain || !beginsStop(start) || people[start] {
      if let length = surnamed(at: start, surname, expectation) { return length }
    }
    guard expectation == .certain else { return 0 }
    return unsurnamed(at: start) ?? 0
  }

  /// The length of a name that begins with a surname of so many characters.
  ///
  /// Where no word that is known ends it (代表李燕燕拿出), the tagger does.
  private func surnamed(at start: Int, _ surname: Int, _ expectation: NameExpectation) -> Int? {
    let lengths = candidateLengths(surname, at: start).filter { endsName(start, $0) }
    if let length = lengths.first(where: { isStrongEnd(start + $0) }) { return length }
    let tagged = taggedLength(start)
    // A longer name of a people whose names have no surname may begin with the same character.
    if expectation == .certain, let longer = unsurnamed(at: start), longer > surname + 1,
      isStrongEnd(start + longer), tagged > 0 ? longer <= tagged + 1 : isMarked(start + longer)
    {
      return longer
    }
    if tagged > surname, tagged <= surname + 2, lengths.isEmpty || lengths.contains(tagged) {
      return tagged
    }
    return lengths.first
  }

  /// The length of a name that no surname begins, up to what must end it.
  private func unsurnamed(at start: Int) -> Int? {
    let tagged = taggedLength(start)
    let lengths = [3, 2, 4, 5, 6].filter { length in
      isHanRun(start, length) && endsName(start, length) && !hasStop(start, length)
        && (people[start] && length <= tagged + 1
          || length >= 3 && !holdsWord(start, length) && isMarked(start + length))
    }
    return lengths.first { isStrongEnd(start + $0) } ?? lengths.first
  }

  /// Whether a mark, or the end of the text, stands at a place.
  private func isMarked(_ index: Int) -> Bool {
    index >= text.count || tokens.all[tokens.index(at: index)].kind == .mark
  }

  /// Whether a name surely ends at a place where a word stands that may end one: 其 and 才 stand
  /// within names as well.
  private func isStrongEnd(_ index: Int) -> Bool {
    guard index < text.count else { return true }
    let token = tokens.all[tokens.index(at: index)]
    guard token.kind == .word, token.count == 1 else { return true }
    // 其 才 之 如 若 可 能 令 因 经 都 共 约 随 自 曾 吾 尔
    switch text[index] {
    case 0x5176, 0x624D, 0x4E4B, 0x5982, 0x82E5, 0x53EF, 0x80FD, 0x4EE4, 0x56E0, 0x7ECF, 0x90FD,
      0x5171,
      0x7EA6, 0x968F, 0x81EA, 0x66FE, 0x543E, 0x5C14:
      return false
    default: return true
    }
  }

  private func taggedLength(_ start: Int) -> Int {
    var end = start
    while end < people.count, people[end] { end += 1 }
    return start > 0 && people[start - 1] ? 0 : end - start
  }

  /// John Smith: two or three words that begin with capitals.
  private func latinName(at start: Int) -> Int? {
    var index = start
    var words = 0
    while words < 3, index < text.count, 0x41...0x5A ~= text[index] {
      var end = index + 1
      while end < text.count, 0x61...0x7A ~= text[end] || text[end] == 0x2E { end += 1 }
      guard end > index + 1 else { break }
      words += 1
      index = end
      guard index + 1 < text.count, text[index] == 0x20, 0x41...0x5A ~= text[index + 1] else {
        break
      }
      index += 1
    }
    return words >= 2 && index - start <= 40 ? index - start : nil
  }

  private func candidateLengths(_ surname: Int, at start: Int) -> [Int] {
    let longer = surname + 2
    let shorter = surname + 1
    // 李悦代表: the third character begins a word that ends names.
    if start + shorter < text.count, beginsStop(start + shorter) { return [shorter, longer] }
    return [longer, shorter]
  }

  private func endsName(_ start: Int, _ length: Int) -> Bool {
    let end = start + length
    // 小李 and 老王 are no full names.
    if length == 2, [0x5C0F, 0x8001].contains(text[start]) { return false }
    guard end <= text.count, isHanRun(start, length), !isCommonWord(start, length) else {
      return false
    }
    return end == text.count || isNameEnd(end)
  }

  /// Whether a vocabulary word or a division covers just these characters: 高兴, 安全.
  private func isCommonWord(_ start: Int, _ length: Int) -> Bool {
    let token = tokens.all[tokens.index(at: start)]
    guard Int(token.start) == start, token.kind != .other else { return false }
    // 高兴地 is the word as well.
    let isAdverb = token.count == length - 1 && text[start + length - 1] == 0x5730
    return token.count >= length || token.count >= 2 && isAdverb
  }

  func isHanRun(_ start: Int, _ length: Int) -> Bool {
    guard start + length <= text.count else { return false }
    for index in start..<(start + length) where !isHan(text[index]) { return false }
    return true
  }

  private func hasStop(_ start: Int, _ length: Int) -> Bool {
    (start..<(start + length)).contains { beginsStop($0) && isStrongEnd($0) }
  }

  func beginsStop(_ index: Int) -> Bool {
    let token = tokens.all[tokens.index(at: index)]
    return Int(token.start) == index && has(token, [.stop, .join, .refer])
  }

  /// Whether a word of more than one character or a division touches a range.
  func holdsWord(_ start: Int, _ length: Int) -> Bool {
    (start..<(start + length)).contains { index in
      let token = tokens.all[tokens.index(at: index)]
      return token.kind == .division || token.kind == .word && token.count > 1
    }
  }

  /// Whether what stands at a character ends the name before it.
  func isNameEnd(_ index: Int) -> Bool {
    let token = tokens.all[tokens.index(at: index)]
    if token.kind == .mark { return text[index] != 0xB7 }
    if token.kind == .digits { return true }
    guard Int(token.start) == index, token.kind == .word else { return false }
    let word = vocabulary.words[Int(token.word)]
    return !word.use.isDisjoint(with: [
      .stop, .join, .refer, .personal,
    ])
  }

  private func dottedName(at start: Int) -> Int? {
    var index = start
    var dots = 0
    while index < text.count, index - start <= 20 {
      if text[index] == 0xB7 {
        guard index > start, text[index - 1] != 0xB7 else { return nil }
        dots += 1
      } else if !isHan(text[index]) {
        break
      } else if dots > 0, index > start + 1, text[index - 1] != 0xB7, isNameEnd(index) {
        break
      } else if dots == 0, index - start > 8 {
        return nil
      }
      index += 1
    }
    let first = tokens.all[tokens.index(at: start)]
    if first.kind == .word && first.count >= 2 || first.kind == .division { return nil }
    guard dots > 0, text[index - 1] != 0xB7, index - start >= 4,
      index == text.count || isNameEnd(index)
    else { return nil }
    return index - start
  }
}
