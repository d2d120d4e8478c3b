// The word lists of a rule file: `words`, and the lists of the mention stage. They may hold other
// lists, declared before or behind; filled in once, each word once, with a limit for all together,
// because lists of lists of lists could grow without end.

internal import Text

/// What stands behind the `=` of a list.
struct WordListSyntax {
  enum Entry {
    case word(Domain.Word)
    case list(RuleName)
  }

  var name: RuleName
  var entries: [Entry]
}

extension RuleCursor {
  /// `WORDS := (WORD (":" VALUE)? | TEXT (":" VALUE)? | "@" LIST)*` parted by blanks.
  mutating func wordEntries() throws(RuleSyntaxError) -> [WordListSyntax.Entry] {
    var entries: [WordListSyntax.Entry] = []
    while !isAtEnd() {
      if skipHere("@") {
        entries.append(.list(try name("the name of a word list")))
        continue
      }
      let start = offset
      let text = current == 0x22 ? try quoted().text : plainWord(until: 0x3A)
      try RuleCursor.checkText(text, SourceSpan(start: start, end: offset))
      var value: String?
      if skipHere(":") {
        let isQuoted = current == 0x22
        let bytes = isQuoted ? try quoted().text : plainWord(until: nil)
        guard !bytes.isEmpty, bytes.count <= RuleCursor.maxTextBytes else {
          throw RuleSyntaxError(
            "the value behind the word is missing or too long",
            at: SourceSpan(start: start, end: offset), hint: "quote a word that holds a colon")
        }
        value = String(decoding: bytes, as: UTF8.self)
      }
      if offset < end, current > 0x20, current != 0xE3 {
        throw missing("a blank between two words")
      }
      entries.append(.word(Domain.Word(text: foldedScalars(text), value: value)))
    }
    return entries
  }

  /// The bytes up to a blank or a mark.
  private mutating func plainWord(until mark: UInt8?) -> [UInt8] {
    let start = offset
    while offset < end, bytes[offset] > 0x20 {
      if bytes[offset] == 0xE3, peek(1) == 0x80, peek(2) == 0x80 { break }
      if offset > start, bytes[offset] == mark { break }
      offset += 1
    }
    return Array(bytes[start..<offset])
  }
}

/// Fills lists into lists.
struct WordListResolver {
  static let maxDepth = 64
  static let maxWords = 1_000_000

  private let lists: [WordListSyntax]
  private var index: [String: Int] = [:]
  private var done: [Int: [Domain.Word]] = [:]
  private var open: [Int] = []
  private var wordCount = 0

  init(_ lists: [WordListSyntax]) {
    self.lists = lists
    for (number, list) in lists.enumerated() { index[list.name.text] = number }
  }

  /// The words of a list that others can name.
  mutating func words(of number: Int) throws(RuleSyntaxError) -> [Domain.Word] {
    if let words = done[number] { return words }
    open.append(number)
    defer { open.removeLast() }
    let words = try words(of: lists[number])
    done[number] = words
    return words
  }

  /// The words of any list.
  mutating func words(of list: WordListSyntax) throws(RuleSyntaxError) -> [Domain.Word] {
    var words: [Domain.Word] = []
    var seen: Set<[UInt32]> = []
    for entry in list.entries {
      switch entry {
      case .word(let word):
        if seen.insert(word.text).inserted { words.append(word) }
      case .list(let name):
        let included = try included(name)
        try count(included.count, list)
        for word in included where seen.insert(word.text).inserted { words.append(word) }
      }
    }
    try count(words.count, list)
    return words
  }

  /// Words that were looked at count as well as those that are kept: both take time.
  private mutating func count(_ more: Int, _ list: WordListSyntax) throws(RuleSyntaxError) {
    wordCount += more
    guard wordCount <= WordListResolver.maxWords else {
      throw RuleSyntaxError(
        "the word lists are too long", at: list.name.span,
        hint: "\(WordListResolver.maxWords) words are allowed together")
    }
  }

  private mutating func included(_ name: RuleName) throws(RuleSyntaxError) -> [Domain.Word] {
    guard let number = index[name.text] else {
      throw RuleSyntaxError(
        "there is no word list \(name.text)", at: name.span,
        hint: didYouMean(name.text, among: lists.map(\.name.text))
          ?? "declare it: words \(name.text) = …")
    }
    if open.contains(number) {
      throw RuleSyntaxError("the word list \(name.text) holds itself", at: name.span)
    }
    guard open.count < WordListResolver.maxDepth else {
      throw RuleSyntaxError(
        "the word lists are nested too deep", at: name.span,
        hint: "\(WordListResolver.maxDepth) levels are allowed")
    }
    return try words(of: number)
  }
}
