// Reads the names of events leftwards from their last word. Events are named more freely than
// bodies: quotes, years, ordinals, titles and the bodies that hold them may all be part. What makes
// a name an event of its own, and not the general word, is counted on the way.

/// An event found by its head.
struct EventCandidate: Sendable {
  var first: Int
  var last: Int
  var range: Range<Int>
  var head: NameHead
  /// What makes it one certain event.
  var marks: Marks = []
  /// Characters that are neither heads nor words said of many events.
  var content = 0
  /// Whether it points at an event named before: 此次大赛, 活动.
  var isReference = false
  /// Whether the head alone stands there.
  var isBare = false
  /// Whether the head stands at the end of quotes that are part of the name.
  var closesQuote = false
  /// Divisions in the name, as tokens, leftmost first.
  var divisions: [Int] = []

  struct Marks: OptionSet, Sendable {
    let rawValue: UInt8
    static let quote = Marks(rawValue: 1)
    static let ordinal = Marks(rawValue: 2)
    static let year = Marks(rawValue: 4)
    static let division = Marks(rawValue: 8)
    static let body = Marks(rawValue: 16)
    static let title = Marks(rawValue: 32)
  }
}

extension NameWalk {
  private static var longestEvent: Int { 48 }

  /// The event that ends with the head at a token; nil if the word is no event here.
  func event(endingAt last: Int, head: NameHead) -> EventCandidate? {
    var candidate = EventCandidate(
      first: last, last: last, range: tokens.all[last].range, head: head)
    var index = last - 1
    let end = Int(tokens.all[last].end)
    while index >= 0, end - Int(tokens.all[index].start) <= Self.longestEvent {
      guard let next = takeForEvent(index, &candidate) else { break }
      candidate.first = next
      index = next - 1
    }
    if index >= 0, has(tokens.all[index], .refer) { candidate.isReference = true }
    trim(&candidate)
    candidate.isBare = candidate.first == last
    candidate.range =
      Int(tokens.all[candidate.first].start)..<(candidate.closesQuote ? end + 1 : end)
    if candidate.closesQuote, text[candidate.range.lowerBound] == 0x201C {
      // Quotes around all of a name are no part of it.
      candidate.first += 1
      candidate.range = (candidate.range.lowerBound + 1)..<(candidate.range.upperBound - 1)
      candidate.isBare = candidate.first == last
    }
    takeQuoteBehind(&candidate)
    return candidate
  }

  private func takeForEvent(_ index: Int, _ candidate: inout EventCandidate) -> Int? {
    let token = tokens.all[index]
    switch token.kind {
    case .mark: return takeMarkForEvent(index, &candidate)
    case .division:
      candidate.marks.insert(.division)
      candidate.divisions.insert(index, at: 0)
      return index
    case .digits: return takeNumber(index, &candidate)
    case .latin, .other:
      candidate.content += 1
      return index
    case .word:
      let word = vocabulary.words[Int(token.word)]
      if word.use.contains(.measure), countsMore(index) { return nil }
      if word.use.contains(.measure), index > 0, tokens.all[index - 1].kind == .digits {
        return takeNumber(index - 1, &candidate)
      }
      if word.use.contains(.measure), index > 1, has(tokens.all[index - 1], .measure),
        tokens.all[index - 2].kind == .digits
      {
        // 20余项比赛: a number, and no part of the name.
        return nil
      }
      if word.use.contains(.join), word.use.isDisjoint(with: .plain) {
        return joinsInEvent(index, candidate) ? index : nil
      }
      if word.use.contains(.refer) { return nil }
      if word.use.contains(.stop) && word.use.isDisjoint(with: [.plain, .vague, .soft]) {
        return nil
      }
      if word.use.contains(.area) && word.traits.contains(.levelOnly) && isBoundary(index) {
        candidate.marks.insert(.body)
        return index
      }
      if isBody(word) { candidate.marks.insert(.body) }
      let isGeneral =
        word.use.contains(.vague) || word.use.contains(.generic) && !word.use.contains(.plain)
      if !isGeneral { candidate.content += token.count }
      return index
    }
  }

  /// 第三届, 2024年, 七届四次: a number with a word that counts events, and 3月5日 with none.
  private func takeNumber(_ index: Int, _ candidate: inout EventCandidate) -> Int? {
    let token = tokens.all[index]
    let after = Int(token.end)
    guard after < text.count else { return nil }
    switch text[after] {
    case 0x5E74:
      guard token.count == 4 else { return nil }
      candidate.marks.insert(.year)
    case 0x5C4A, 0x6B21, 0x671F, 0x5B63: candidate.marks.insert(.ordinal)
    default:
      let isOrdinal = index > 0 && text[Int(token.start) - 1] == 0x7B2C
      if !isOrdinal, index + 1 < tokens.all.count, has(tokens.all[index + 1], .measure) {
        return nil
      }
      candidate.content += 1
    }
    return index > 0 && text[Int(token.start) - 1] == 0x7B2C ? index - 1 : index
  }

  private func takeMarkForEvent(_ index: Int, _ candidate: inout EventCandidate) -> Int? {
    let closing = text[Int(tokens.all[index].start)]
    let open: UInt32
    switch closing {
    case 0x201D: open = 0x201C
    case 0x300B: open = 0x300A
    case 0x29: open = 0x28
    case 0xB7: return candidate.first == candidate.last ? nil : index
    case 0x201C:
      // 首届“新人擂台赛”: the quotes end with the head, and the name goes on before them.
      let end = Int(tokens.all[candidate.last].end)
      guard end < text.count, text[end] == 0x201D, !candidate.marks.contains(.quote) else {
        return nil
      }
      candidate.marks.insert(.quote)
      candidate.closesQuote = true
      return index
    default: return nil
    }
    guard let start = opening(of: index, open, within: 40), start < index - 1 else { return nil }
    if closing == 0x29 {
      return index - start <= 4
        && !isGloss(Int(tokens.all[start].end)..<Int(tokens.all[index].start))
        ? start : nil
    }
    candidate.marks.insert(closing == 0x201D ? .quote : .title)
    candidate.content += 2
    return start
  }

  /// Whether 和 joins parts of one name; two events side by side are two.
  private func joinsInEvent(_ index: Int, _ candidate: EventCandidate) -> Bool {
    let scalar = text[Int(tokens.all[index].start)]
    if scalar == 0x66A8 { return true }
    guard scalar != 0x3001, tokens.all[index].count == 1, index > 0,
      candidate.marks.isDisjoint(with: [.year, .ordinal, .quote])
    else { return false }
    let before = tokens.all[index - 1]
    if before.kind == .word, vocabulary.words[Int(before.word)].traits.contains(.event) {
      return candidate.content <= 2
    }
    // A和B签约仪式: bodies on both sides, with the event's own words behind the second.
    if before.kind == .word, isBody(vocabulary.words[Int(before.word)]) {
      return candidate.marks.contains(.body) || candidate.divisions.isEmpty
    }
    return !candidate.marks.contains(.division)
  }

  /// Leaves out what cannot begin a name.
  private func trim(_ candidate: inout EventCandidate) {
    trimToQuote(&candidate)
    while candidate.first < candidate.last {
      let token = tokens.all[candidate.first]
      guard token.kind == .word, has(token, .stop) || has(token, .join) else { return }
      candidate.first += 1
    }
  }

  /// 重视职工“五小”活动: before the first quote stay only a district, a number, a year, a body and
  /// the words for a series; a clause does not.
  private func trimToQuote(_ candidate: inout EventCandidate) {
    guard candidate.marks.contains(.quote) else { return }
    var quote = candidate.first
    while quote < candidate.last, text[Int(tokens.all[quote].start)] != 0x201C { quote += 1 }
    guard quote < candidate.last, quote > candidate.first else { return }
    let first = tokens.all[candidate.first]
    let opening = text[Int(first.start)]
    if first.kind == .division || first.kind == .digits || opening == 0x7B2C || opening == 0x9996 {
      return
    }
    let before = tokens.all[quote - 1]
    if before.kind == .word {
      let word = vocabulary.words[Int(before.word)]
      if isBody(word) || word.traits.contains(.event) {
        return
      }
    }
    // A district further right may still begin the name.
    var index = candidate.first
    while index < quote, tokens.all[index].kind != .division,
      text[Int(tokens.all[index].start)] != 0x7B2C,
      !(tokens.all[index].kind == .digits && tokens.all[index].count == 4)
    {
      index += 1
    }
    candidate.first = index
  }

  /// 联谊活动“遇见·山谷”: the quoted name behind a general word.
  private func takeQuoteBehind(_ candidate: inout EventCandidate) {
    let end = candidate.range.upperBound
    guard !candidate.marks.contains(.quote), end < text.count, text[end] == 0x201C else { return }
    var close = end + 1
    while close < text.count, close - end <= 24, text[close] != 0x201D, text[close] != 0x0A {
      close += 1
    }
    guard close < text.count, text[close] == 0x201D, close - end > 2 else { return }
    candidate.marks.insert(.quote)
    candidate.content += 2
    candidate.range = candidate.range.lowerBound..<(close + 1)
  }
}
