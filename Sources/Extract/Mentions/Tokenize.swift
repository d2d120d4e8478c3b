// Cuts an article into tokens: one pass from the end to the beginning that keeps, for each
// character, the best cut of what follows.

/// Cuts texts; keeps its arrays from one to the next.
struct Tokenizer {
  private let vocabulary: Vocabulary
  private let divisions: Divisions

  // For each character: the value of the best cut from it on, and its first token.
  private var value: [Int32] = []
  private var step: [Int32] = []
  private var word: [Int32] = []
  private var reading: [Int32] = []
  private var matches: [LexiconMatch] = []
  /// The divisions known from the article and from the page before it.
  private var around: DivisionSurroundings

  init(vocabulary: Vocabulary, divisions: Divisions) {
    self.vocabulary = vocabulary
    self.divisions = divisions
    let nothing = DivisionContext(divisions)
    around = DivisionSurroundings(article: nothing, page: nothing)
  }

  /// Adds a division that the page has named.
  mutating func learn(_ id: DivisionID) { around.page.add(id, of: divisions) }

  /// The tokens of a text of folded scalars.
  mutating func tokens(of text: [UInt32]) -> Tokens {
    var tokens = Tokens()
    let count = text.count
    value = [Int32](repeating: 0, count: count + 1)
    step = [Int32](repeating: 1, count: count)
    word = [Int32](repeating: -1, count: count)
    reading = [Int32](repeating: -1, count: count)
    for index in stride(from: count - 1, through: 0, by: -1) {
      if isMark(text[index]) || isDigit(text[index]) {
        value[index] = value[index + 1]
        continue
      }
      choose(text, index, &tokens.divisions)
    }
    cut(text, into: &tokens)
    chooseDivisions(text, &tokens)
    defineZones(text, &tokens)
    joinTowns(text, &tokens)
    tokens.at = [Int32](repeating: 0, count: count)
    for (number, token) in tokens.all.enumerated() {
      for index in token.range { tokens.at[index] = Int32(number) }
    }
    return tokens
  }

  /// A word of one character is worth no more than an unknown one, but wins against it.
  private func worth(_ length: Int) -> Int32 { length == 1 ? 0 : Int32(length * length) }

  /// Signs of one character (京) are read only where the grammar asks for them.
  private func isName(_ match: LexiconMatch) -> Bool { match.length > 1 }

  private mutating func choose(
    _ text: [UInt32], _ index: Int, _ readings: inout [DivisionReading]
  ) {
    var best = value[index + 1]
    var bestStep: Int32 = 1
    var bestWord: Int32 = -1
    var bestReading: Int32 = -1
    matches.removeAll(keepingCapacity: true)
    vocabulary.lexicon.matches(text.span, at: index, into: &matches)
    for match in matches {
      let candidate = worth(match.length) + value[index + match.length]
      if candidate >= best {
        best = candidate
        bestStep = Int32(match.length)
        bestWord = Int32(match.value)
      }
    }
    matches.removeAll(keepingCapacity: true)
    divisions.lexicon.matches(text.span, at: index, into: &matches)
    var form: LexiconMatch?
    for match in matches {
      // A division wins against a word of the same length, and keeps it as its other meaning.
      let candidate = worth(match.length) + value[index + match.length]
      guard candidate >= best, isName(match) else { continue }
      if Int(bestStep) != match.length { bestWord = -1 }
      best = candidate
      bestStep = Int32(match.length)
      form = match
    }
    if let form {
      bestReading = Int32(readings.count)
      readings.append(DivisionReading(divisions.form(form), in: divisions))
    }
    value[index] = best
    step[index] = bestStep
    word[index] = bestWord
    reading[index] = bestReading
  }

  private func cut(_ text: [UInt32], into tokens: inout Tokens) {
    var index = 0
    while index < text.count {
      let scalar = text[index]
      var end = index + Int(step[index])
      var kind: Token.Kind = .other
      if isDigit(scalar) {
        kind = .digits
        while end < text.count,
          isDigit(text[end])
            || (isDigitJoiner(text[end]) && end + 1 < text.count && isDigit(text[end + 1]))
        {
          end += 1
        }
      } else if isMark(scalar) {
        kind = .mark
      } else if reading[index] >= 0 {
        kind = .division
      } else if word[index] >= 0 {
        kind = .word
      } else if isLatin(scalar) {
        kind = .latin
        while end < text.count, isLatin(text[end]) || isDigit(text[end]) { end += 1 }
      }
      var token = Token(start: Int32(index), end: Int32(end), kind: kind)
      if kind == .word || kind == .division { token.word = word[index] }
      if kind == .division { token.division = reading[index] }
      tokens.all.append(token)
      index = end
    }
  }

  // MARK: Divisions

  /// Decides which division each token means.
  ///
  /// Full names are believed; a short form is believed where
  /// the article or the page names a division near it, or where it is a province or a city that is
  /// no ordinary word. What is not believed becomes a plain word.
  private mutating func chooseDivisions(_ text: [UInt32], _ tokens: inout Tokens) {
    around.article.removeAll(of: divisions)
    for token in tokens.all where token.division >= 0 {
      let reading = tokens.divisions[Int(token.division)]
      if !reading.isShort, !reading.isRisky, reading.candidates.count == 1, !hidesStop(reading) {
        note(divisions.candidates[reading.candidates.lowerBound].id)
      }
    }
    for round in 0..<2 {
      for token in tokens.all where token.division >= 0 {
        let number = Int(token.division)
        guard tokens.divisions[number].chosen == nil,
          let id = choice(tokens.divisions[number], isLast: round == 1)
        else { continue }
        tokens.divisions[number].chosen = id
        note(id)
      }
    }
    var all: [Token] = []
    all.reserveCapacity(tokens.all.count)
    for token in tokens.all {
      if token.division >= 0, tokens.divisions[Int(token.division)].chosen == nil {
        demote(token, text, into: &all)
      } else {
        all.append(token)
      }
    }
    tokens.all = all
  }

  /// A division that is not believed, as the words that its characters are without it.
  private mutating func demote(_ token: Token, _ text: [UInt32], into all: inout [Token]) {
    guard token.word < 0 else {
      var word = token
      word.division = -1
      word.kind = .word
      all.append(word)
      return
    }
    var index = Int(token.start)
    while index < Int(token.end) {
      matches.removeAll(keepingCapacity: true)
      vocabulary.lexicon.matches(text.span, at: index, into: &matches)
      let word = matches.last { index + $0.length <= Int(token.end) && $0.length < token.count }
      let length = word?.length ?? 1
      var piece = Token(
        start: Int32(index), end: Int32(index + length), kind: word == nil ? .other : .word)
      piece.word = word.map { Int32($0.value) } ?? -1
      all.append(piece)
      index += length
    }
  }

  private mutating func note(_ id: DivisionID) {
    if around.article.count(of: id) == 0 { around.article.add(id, of: divisions) }
  }

  private func choice(_ reading: DivisionReading, isLast: Bool) -> DivisionID? {
    guard let choice = divisions.resolve(reading.candidates, around) else { return nil }
    let level = divisions.level(choice.id)
    let isTown = level == .town || level == .subdistrict
    if !reading.isShort && !reading.isRisky {
      if around.isEmpty || around.count(within: divisions.province(choice.id)) > 0
        || (!isTown && !hidesStop(reading))
      {
        return choice.id
      }
    }
    if reading.isShort && divisions.successor(choice.id) != nil { return nil }
    if isNear(choice.id, around.article) || (!reading.isRisky && isNear(choice.id, around.page)) {
      return choice.id
    }
    let isWide = level == .province || (level == .city && reading.isShort)
    return isLast && isWide && !reading.isRisky ? choice.id : nil
  }

  /// Whether a full name is a stop word and the word for a district as well: 会同县.
  private func hidesStop(_ reading: DivisionReading) -> Bool {
    guard let first = divisions.candidates[reading.candidates].first else { return false }
    let stem = divisions.scalars(first.id).dropLast()
    guard stem.count >= 2 else { return false }
    for number in vocabulary.lexicon.entries(of: stem.span)
    where vocabulary.words[Int(vocabulary.lexicon.value(number))].use.contains(.stop) {
      return true
    }
    return false
  }

  /// Whether the context names the division, one that holds it, or one beside it in the same city.
  private func isNear(_ id: DivisionID, _ context: DivisionContext) -> Bool {
    if context.count(within: id) > 0 { return true }
    guard let outer = divisions.parent(id) else { return false }
    return context.count(of: outer) > 0 || context.count(directlyIn: outer) > 0
  }

  /// Towns that no list knows: up to four unknown characters before 镇, 乡 or 街道, behind the name
  /// of a division or before the name of a body.
  private func joinTowns(_ text: [UInt32], _ tokens: inout Tokens) {
    var joined: [Token] = []
    joined.reserveCapacity(tokens.all.count)
    for (index, token) in tokens.all.enumerated() {
      if isZone(token), let last = joined.last, last.kind == .division {
        // 绥芬河边境经济合作区: a zone is named by the city that it lies in.
        var zone = Token(start: last.start, end: token.end, kind: .division)
        zone.division = Int32(tokens.divisions.count)
        tokens.divisions.append(
          DivisionReading(
            candidates: 0..<0, chosen: nil, within: tokens.divisions[Int(last.division)].chosen,
            length: zone.count, isShort: false, isRisky: false, level: "zone"))
        joined[joined.count - 1] = zone
        continue
      }
      if isZone(token), isHead(tokens, index + 1), let first = townStart(joined, longest: 7) {
        joined.append(dynamic(joined[first].start, token.end, "zone", &tokens))
        joined.removeSubrange(first..<(joined.count - 1))
        continue
      }
      guard let level = townLevel(token),
        let first = townStart(joined, longest: isHead(tokens, index + 1) ? 7 : 4),
        (first > 0 && joined[first - 1].kind == .division) || isHead(tokens, index + 1)
      else {
        joined.append(token)
        continue
      }
      let town = dynamic(joined[first].start, token.end, level, &tokens)
      joined.removeSubrange(first...)
      joined.append(town)
    }
    tokens.all = joined
  }

  /// 北京经济技术开发区(以下简称“经开区”): the short form is the division from there on; and where
  /// the article names one zone, 经开区 alone is that zone.
  private func defineZones(_ text: [UInt32], _ tokens: inout Tokens) {
    var zone: Int32 = -1
    for index in tokens.all.indices {
      let token = tokens.all[index]
      if token.division >= 0 {
        if let id = tokens.divisions[Int(token.division)].chosen, divisions.level(id) == .zone {
          zone = token.division
        }
        continue
      }
      guard zone >= 0, token.kind == .word, token.count <= 4,
        vocabulary.words[Int(token.word)].traits.contains(.zone),
        isAlone(index, tokens)
      else { continue }
      var reading = tokens.divisions[Int(zone)]
      reading.isShort = true
      reading.length = token.count
      tokens.all[index].kind = .division
      tokens.all[index].division = Int32(tokens.divisions.count)
      tokens.divisions.append(reading)
    }
  }

  private func isAlone(_ index: Int, _ tokens: Tokens) -> Bool {
    guard index > 0 else { return true }
    let before = tokens.all[index - 1]
    return before.kind == .mark
      || before.kind == .word
        && !vocabulary.words[Int(before.word)].use.isDisjoint(with: [.stop, .join, .refer])
  }

  private func isHead(_ tokens: Tokens, _ index: Int) -> Bool {
    guard index < tokens.all.count, tokens.all[index].kind == .word else { return false }
    return vocabulary.words[Int(tokens.all[index].word)].traits.contains(.named)
  }

  /// A division that no list knows.
  private func dynamic(
    _ start: Int32, _ end: Int32, _ level: String, _ tokens: inout Tokens
  ) -> Token {
    var token = Token(start: start, end: end, kind: .division)
    token.division = Int32(tokens.divisions.count)
    tokens.divisions.append(
      DivisionReading(
        candidates: 0..<0, chosen: nil, within: nil, length: token.count, isShort: false,
        isRisky: false, level: level))
    return token
  }

  private func isZone(_ token: Token) -> Bool {
    token.kind == .word && vocabulary.words[Int(token.word)].traits.contains(.zone)
  }

  private func townLevel(_ token: Token) -> String? {
    guard token.kind == .word else { return nil }
    let word = vocabulary.words[Int(token.word)]
    guard word.traits.contains(.level) else { return nil }
    let level = word.heads.first { $0.level != nil }?.level
    return level == "town" || level == "subdistrict" ? level : nil
  }

  /// Before the name of a body also the words for streets and the like may be part of a town's
  /// name.
  private func isPartOfTown(_ token: Token, _ longest: Int) -> Bool {
    if token.kind == .other { return true }
    guard token.kind == .word, longest > 4 else { return false }
    let word = vocabulary.words[Int(token.word)]
    return word.use.isEmpty && word.heads.allSatisfy { $0.label == vocabulary.labels.place }
  }

  private func townStart(_ tokens: [Token], longest: Int) -> Int? {
    var first = tokens.count
    var length = 0
    while first > 0, isPartOfTown(tokens[first - 1], longest),
      length + tokens[first - 1].count <= longest
    {
      length += tokens[first - 1].count
      first -= 1
    }
    // A run of unknown characters that goes on is a sentence, not a town.
    guard length >= 1 else { return nil }
    return first > 0 && tokens[first - 1].kind == .other ? nil : first
  }
}

extension DivisionReading {
  init(_ form: DivisionForm, in divisions: Divisions) {
    candidates = form.candidates
    length = form.length
    isShort = divisions.candidates[form.candidates].allSatisfy { $0.kind != .full }
    isRisky = form.isRisky
    chosen = nil
    within = nil
    level = nil
  }
}

func isDigit(_ scalar: UInt32) -> Bool { 0x30...0x39 ~= scalar }

private func isDigitJoiner(_ scalar: UInt32) -> Bool { scalar == 0x2E || scalar == 0x25 }

func isLatin(_ scalar: UInt32) -> Bool { 0x41...0x5A ~= scalar || 0x61...0x7A ~= scalar }

func isHan(_ scalar: UInt32) -> Bool {
  0x4E00...0x9FFF ~= scalar || 0x3400...0x4DBF ~= scalar || 0x20000...0x3134F ~= scalar
    || scalar == 0x3007
}

/// Whether a scalar is punctuation or blank; the dot between the parts of a foreign name is
/// neither.
func isMark(_ scalar: UInt32) -> Bool {
  if scalar < 0x80 { return !isDigit(scalar) && !isLatin(scalar) }
  return (0x2000...0x2BFF ~= scalar && !(0x2150...0x218F ~= scalar)) || 0x3000...0x3004 ~= scalar
    || 0x3008...0x3020 ~= scalar || 0x3030...0x303F ~= scalar || 0xFF00...0xFFEF ~= scalar
    || 0xFE30...0xFE4F ~= scalar
}
