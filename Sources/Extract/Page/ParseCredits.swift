// Reads the names of bylines and credit lines: roles before names (记者 甲 通讯员 乙、丙), behind
// them (甲 摄, 乙 文/图), names written to width with a blank inside. All or nothing: a text with
// words that fit into no credit line is none.

/// Someone named in a byline, by places of the page.
struct PageCredit {
  var role: Article.Credit.Role
  /// Whether it says 文/图 of someone of whom nothing else is said: under a picture a
  /// photographer, under an article one who writes to the paper.
  var isTextAndPicture = false
  /// The name, with the blanks that may stand inside of it.
  var name: Range<Int>
}

/// What a byline or credit line says.
struct CreditLine {
  var credits: [PageCredit] = []
  /// Whether a word for a role stands in it.
  var hasRole = false
  /// Whether it says that someone photographed.
  var hasPicture = false
  /// Whether it says that those who photographed wrote as well.
  var hasPictureAndText = false
}

/// Reads a stretch of a page as a credit line, or nil where it is something else.
func parseCredits(_ page: PageScalars, _ range: Range<Int>) -> CreditLine? {
  guard range.count <= CreditParser.maxLength else { return nil }
  var parser = CreditParser(page: page, end: range.upperBound)
  return parser.parse(from: range.lowerBound)
}

private struct CreditParser {
  /// Longer ones are no credit lines.
  static let maxLength = 120

  /// How a role was told.
  enum Lead { case none, reporter, correspondent, photographer, both, desk }

  struct Name {
    var range: Range<Int>
    var lead: Lead
  }

  let page: PageScalars
  let end: Int
  var line = CreditLine()
  var lead = Lead.none
  /// Names since the last word that stood behind names.
  var names: [Name] = []

  init(page: PageScalars, end: Int) {
    self.page = page
    self.end = end
  }

  mutating func parse(from start: Int) -> CreditLine? {
    var index = start
    while index < end {
      if isSeparator(page.folded(index)) {
        index += 1
      } else if let next = roleWord(at: index) {
        index = next
      } else {
        let token = nameToken(at: index)
        guard !token.isEmpty else { return nil }
        guard lead == .desk || take(token) else { return nil }
        index = token.upperBound
      }
    }
    flush { lead in lead }
    return line.hasRole || !line.credits.isEmpty ? line : nil
  }

  private func isSeparator(_ scalar: UInt32) -> Bool {
    if isBlank(scalar) { return true }
    switch scalar {
    case 0x3001, 0x2c, 0x2f, 0x3a, 0x3b, 0x28, 0x29, 0x5b, 0x5d, 0x7c, 0x5c, 0x26: return true
    case 0x25a0, 0x25a1, 0x25cf, 0x25cb, 0x25ce, 0x25c6, 0x25c7, 0x25b2, 0x25b3, 0x2605, 0x2606,
      0x203b, 0x3010, 0x3011, 0x2014, 0x2d:
      return true
    default: return false
    }
  }

  /// Takes a word for a role at an index and gives the index behind it.
  private mutating func roleWord(at index: Int) -> Int? {
    if let next = wordBehindNames(at: index) { return next }
    let both = CreditWords.wroteAndTookPicture.length(at: index, before: end, in: page)
    if both > 0, names.isEmpty { return begin(.both, index + both) }
    for (words, role) in Self.leads {
      let length = words.length(at: index, before: end, in: page)
      if length > 0, isWord(index, length) { return begin(role, index + length) }
    }
    return nil
  }

  private static let leads: [(PhraseSet, Lead)] = [
    (CreditWords.desk, .desk), (CreditWords.photographer, .photographer),
    (CreditWords.correspondent, .correspondent), (CreditWords.reporter, .reporter),
    (PhraseSet("文"), .reporter),
  ]

  /// A word of one character counts only where a separator follows, since names begin so too.
  private func isWord(_ index: Int, _ length: Int) -> Bool {
    length > 1 || index + 1 >= end || isSeparator(page.folded(index + 1))
  }

  private mutating func begin(_ role: Lead, _ next: Int) -> Int {
    lead = role
    line.hasRole = true
    if role == .photographer || role == .both { line.hasPicture = true }
    if role == .both { line.hasPictureAndText = true }
    return next
  }

  /// 摄, 文/图, 报道 behind names say what all names since the last such word did.
  private mutating func wordBehindNames(at index: Int) -> Int? {
    guard !names.isEmpty else { return nil }
    let both = CreditWords.wroteAndTookPicture.length(at: index, before: end, in: page)
    let picture = CreditWords.tookPicture.length(at: index, before: end, in: page)
    let text = CreditWords.wrote.length(at: index, before: end, in: page)
    let longest = max(both, picture, text)
    guard longest > 0, isWord(index, longest), !leadsOn(from: index + longest, length: longest)
    else { return nil }
    line.hasRole = true
    if longest == both {
      line.hasPicture = true
      line.hasPictureAndText = true
      flush { $0 == .none ? .both : $0 }
    } else if longest == picture {
      line.hasPicture = true
      flush { _ in .photographer }
    } else {
      flush { $0 == .none ? .correspondent : $0 }
    }
    lead = .none
    return index + longest
  }

  /// Whether the word before an index belongs to the name behind: 图/甲, 图：甲, 摄影 甲.
  private func leadsOn(from index: Int, length: Int) -> Bool {
    guard index + 1 < end else { return false }
    let mark = page.folded(index)
    if mark == 0x2f || mark == 0x3a { return true }
    guard length > 1, isBlank(mark) else { return false }
    var next = index
    while next < end, isSeparator(page.folded(next)) { next += 1 }
    guard next < end else { return false }
    let name = nameToken(at: next)
    return name.count > 1
      && !Self.leads.contains { words, _ in
        words.length(at: next, before: end, in: page) > 0
      }
  }

  private mutating func flush(_ role: (Lead) -> Lead) {
    for name in names {
      switch role(name.lead) {
      case .reporter: line.credits.append(PageCredit(role: .reporter, name: name.range))
      case .photographer:
        line.credits.append(PageCredit(role: .photographer, name: name.range))
      case .both:
        line.credits.append(
          PageCredit(role: .photographer, isTextAndPicture: true, name: name.range))
      case .correspondent, .none:
        line.credits.append(PageCredit(role: .correspondent, name: name.range))
      case .desk: break
      }
    }
    names = []
  }

  /// The characters of one name from an index on.
  private func nameToken(at start: Int) -> Range<Int> {
    var index = start
    while index < end {
      let scalar = page.folded(index)
      guard isNameScalar(scalar) || scalar == 0xb7 && index > start else { break }
      if index >= start + 2, CreditWords.afterName.length(at: index, before: end, in: page) > 0 {
        break
      }
      // 张三摄 and 张三文: the last character of a run that is long enough.
      if index == start + 2 || index == start + 3, scalar == 0x6444,
        index + 1 == end || isSeparator(page.folded(index + 1))
      {
        break
      }
      index += 1
    }
    return start..<index
  }

  private func isNameScalar(_ scalar: UInt32) -> Bool {
    isHanScalar(scalar) || scalar < 0x80 && isLatinLetter(scalar) || scalar == 0x2e
  }

  /// Adds a run of characters to the names, or says that it cannot be a name.
  private mutating func take(_ token: Range<Int>) -> Bool {
    if joinsPrevious(token) {
      names[names.count - 1].range = names[names.count - 1].range.lowerBound..<token.upperBound
      return true
    }
    let hasDot = token.contains { page.folded($0) == 0xb7 }
    let isLatin = page.folded(token.lowerBound) < 0x80
    let limit = hasDot || isLatin ? 20 : lead == .none ? 4 : 6
    // With a role before it, something longer is the body that someone works for: 某公司工会 甲.
    if token.count > limit { return lead != .none && token.count <= 24 }
    names.append(Name(range: token, lead: lead))
    return true
  }

  /// Names written to width: 李 明, 于 晓燕, 欧阳 静.
  private func joinsPrevious(_ token: Range<Int>) -> Bool {
    guard let last = names.last, last.lead == lead,
      isOnlyBlanks(last.range.upperBound, token.lowerBound)
    else { return false }
    let before = last.range
    if page.folded(token.lowerBound) < 0x80 { return page.folded(before.lowerBound) < 0x80 }
    if before.count == 1 { return token.count <= 2 }
    guard token.count == 1 else { return false }
    if before.count == 2 {
      return Surnames.contains(page.scalars[before.lowerBound], page.scalars[before.lowerBound + 1])
        || !Surnames.contains(page.scalars[token.lowerBound])
    }
    return false
  }

  private func isOnlyBlanks(_ start: Int, _ end: Int) -> Bool {
    start < end && (start..<end).allSatisfy { isBlank(page.scalars[$0]) }
  }
}

/// Whether a scalar is a Han character.
@inline(__always)
func isHanScalar(_ scalar: UInt32) -> Bool {
  scalar >= 0x4e00 && scalar <= 0x9fff || scalar >= 0x3400 && scalar <= 0x4dbf
    || scalar >= 0x2_0000 && scalar <= 0x3_ffff || scalar == 0x3007
}

/// Whether a scalar is a letter of ASCII or of the Latin supplements.
@inline(__always)
func isLatinLetter(_ scalar: UInt32) -> Bool {
  scalar | 0x20 >= 0x61 && scalar | 0x20 <= 0x7a || scalar >= 0xc0 && scalar <= 0x24f
}
