// Reads a rule file in three rounds, because a statement may use what is declared behind it: first
// all statements but the rules, then the word lists, then the rules. After an error it goes on with
// the next statement, so that one look shows all of them. An included file is read as if it stood
// in front; its bytes lie behind those of the file, so that every place has one offset.

internal import Text

/// Reads rule files.
struct DomainReader {
  static let maxErrors = 20
  static let maxRules = 5000
  static let maxLists = 5000

  private struct ListSyntax {
    var keyword: RuleName
    var labels: [RuleName]
    var options: [Domain.Option]
    var words: WordListSyntax
  }

  private let bytes: [UInt8]
  private let ownCount: Int
  private var errors: [Diagnostic] = []
  private var warnings: [Diagnostic] = []
  private var vocabulary = RuleVocabulary()
  private var groups: [(name: RuleName, labels: [RuleName])] = []
  private var wordLists: [WordListSyntax] = []
  private var lists: [ListSyntax] = []
  private var containments: [(outer: [RuleName], inner: [RuleName], type: RuleName)] = []
  private var ruleRanges: [(name: String, range: Range<Int>)] = []
  /// What the file itself declares, to find what it declares twice.
  private var declared: Set<String> = []

  /// The domain of a rule file that may include another.
  static func read(
    _ own: [UInt8], name: String?, included: [UInt8]
  ) throws(DomainError) -> Domain {
    var reader = DomainReader(own, included: included)
    let domain = reader.domain()
    guard let domain, reader.errors.isEmpty else {
      let errors = reader.errors.enumerated().sorted { left, right in
        let (first, second) = (left.element.span?.start ?? 0, right.element.span?.start ?? 0)
        return first != second ? first < second : left.offset < right.offset
      }
      throw DomainError(
        source: SourceText(own, name: name),
        diagnostics: errors.prefix(DomainReader.maxErrors).map(\.element))
    }
    return domain
  }

  private init(_ own: [UInt8], included: [UInt8]) {
    bytes = own + [0x0A] + included
    ownCount = own.count
  }

  /// Reads everything; nil if the file cannot be read as a text of statements.
  private mutating func domain() -> Domain? {
    if let problem = StatementSplitter.problem(bytes, ownCount) {
      errors.append(problem)
      return nil
    }
    let own = StatementSplitter.split(Array(bytes[..<ownCount]))
    if let stray = own.stray {
      note(
        RuleSyntaxError(
          "a statement begins in the first column",
          at: SourceSpan(start: stray.lowerBound, end: stray.upperBound)))
    }
    var statements = own.statements[...]
    if let first = statements.first, RuleIncludes.name(in: RuleCursor(bytes, first)) != nil {
      statements.removeFirst()
      let start = ownCount + 1
      for range in StatementSplitter.split(Array(bytes[start...])).statements {
        read(start + range.lowerBound..<start + range.upperBound)
      }
      declared = []
    }
    for range in statements { read(range) }
    resolveNames()
    return compiled()
  }

  private mutating func note(_ error: RuleSyntaxError) {
    errors.append(placed(error.diagnostic))
  }

  /// Messages about the included file have no place in this one.
  private func placed(_ diagnostic: Diagnostic) -> Diagnostic {
    guard let span = diagnostic.span, span.start > ownCount else { return diagnostic }
    var placed = diagnostic
    placed.span = nil
    placed.message += " (in the included file)"
    return placed
  }

  private func isOwn(_ span: SourceSpan) -> Bool { span.start <= ownCount }

  // MARK: - Statements

  private mutating func read(_ range: Range<Int>) {
    guard errors.count < DomainReader.maxErrors else { return }
    do throws(RuleSyntaxError) {
      try readStatement(range)
    } catch {
      note(error)
    }
  }

  private mutating func readStatement(_ range: Range<Int>) throws(RuleSyntaxError) {
    var cursor = RuleCursor(bytes, range)
    if range.lowerBound == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { cursor.offset = 3 }
    let start = cursor.offset
    guard let keyword = cursor.nameIfPresent() else {
      throw cursor.missing(
        "a statement such as label, words or rule", hint: "indent the lines that go on")
    }
    switch keyword.text {
    case "include":
      throw RuleSyntaxError(
        "include default or include chinese stands before all other statements", at: keyword.span)
    case "label", "value": try readLabels(&cursor, isValue: keyword.text == "value")
    case "group": try readGroup(&cursor)
    case "words": try readWords(&cursor)
    case "pattern": try readFragment(&cursor, range)
    case "inside": try readContainment(&cursor)
    case "rule": try readRuleHead(cursor, range)
    case "drop": try readDrop(&cursor)
    default: try readList(&cursor, keyword, start)
    }
  }

  /// Refuses what the same file declares a second time.
  private mutating func declare(
    _ kind: String, _ name: RuleName, hint: String? = nil
  ) throws(RuleSyntaxError) {
    guard declared.insert("\(kind) \(name.text)").inserted else {
      throw RuleSyntaxError("\(kind) \(name.text) is declared twice", at: name.span, hint: hint)
    }
  }

  /// `("label" | "value") (NAME OPTIONS?)+`.
  private mutating func readLabels(
    _ cursor: inout RuleCursor, isValue: Bool
  ) throws(RuleSyntaxError) {
    repeat {
      let name = try cursor.name("the name of the label")
      guard !RuleVocabulary.reserved.contains(name.text) else {
        throw RuleSyntaxError(
          "\(name.text) is a word of the language and cannot be a label", at: name.span)
      }
      try declare("label", name)
      let options = try cursor.options()
      let label = Domain.Label(name: name.text, isValue: isValue, options: options)
      let isNew = !vocabulary.labels.contains { $0.name == name.text }
      guard !isNew || vocabulary.labels.count < RuleVocabulary.maxLabels else {
        throw RuleSyntaxError(
          "there are too many labels", at: name.span,
          hint: "\(RuleVocabulary.maxLabels) are allowed")
      }
      vocabulary.declare(label)
    } while !cursor.isAtEnd()
  }

  /// `"group" NAME "=" LABEL+`.
  private mutating func readGroup(_ cursor: inout RuleCursor) throws(RuleSyntaxError) {
    let name = try cursor.name("the name of the group")
    try declare("group", name)
    try cursor.expect("=", "and the labels of the group")
    var labels: [RuleName] = []
    repeat { labels.append(try cursor.name("a label")) } while !cursor.isAtEnd()
    groups.append((name, labels))
  }

  /// `"words" NAME ("=" | "+=") WORDS`.
  private mutating func readWords(_ cursor: inout RuleCursor) throws(RuleSyntaxError) {
    let name = try cursor.name("the name of the word list")
    let isMore = cursor.skip("+=")
    if !isMore {
      try declare("words", name, hint: "words \(name.text) += … adds to a list")
      try cursor.expect("=", "and the words of the list")
    }
    let entries = try cursor.wordEntries()
    if let index = wordLists.firstIndex(where: { $0.name.text == name.text }) {
      wordLists[index].entries = isMore ? wordLists[index].entries + entries : entries
      wordLists[index].name = name
    } else {
      guard wordLists.count < DomainReader.maxLists else {
        throw RuleSyntaxError("there are too many word lists", at: name.span)
      }
      wordLists.append(WordListSyntax(name: name, entries: entries))
    }
  }

  /// `"pattern" NAME "=" PATTERN`; read where it is used.
  private mutating func readFragment(
    _ cursor: inout RuleCursor, _ range: Range<Int>
  ) throws(RuleSyntaxError) {
    let name = try cursor.name("the name of the pattern")
    try declare("pattern", name)
    try cursor.expect("=", "and the pattern")
    guard vocabulary.fragments.count < DomainReader.maxRules else {
      throw RuleSyntaxError("there are too many patterns", at: name.span)
    }
    vocabulary.declare(fragment: name.text, cursor.offset..<range.upperBound)
  }

  /// `KEYWORD LABEL* OPTIONS? "=" WORDS`.
  private mutating func readList(
    _ cursor: inout RuleCursor, _ keyword: RuleName, _ start: Int
  ) throws(RuleSyntaxError) {
    let statements = [
      "label", "value", "group", "words", "pattern", "inside", "rule", "drop", "include",
    ]
    let hint = didYouMean(keyword.text, among: statements)
    let isText = keyword.text.utf8.first.map { $0 >= 0x80 } ?? false
    var labels: [RuleName] = []
    while let label = cursor.nameIfPresent() { labels.append(label) }
    let options = cursor.current == 0x5B ? try cursor.options() : []
    guard cursor.skip("=") else {
      if hint == nil, !isText { throw cursor.missing("= and the words of the list") }
      throw RuleSyntaxError(
        "\(keyword.text) begins no statement", at: keyword.span,
        hint: hint ?? "indent the lines that go on")
    }
    guard lists.count < DomainReader.maxLists else {
      throw RuleSyntaxError("there are too many lists", at: keyword.span)
    }
    let entries = try cursor.wordEntries()
    lists.append(
      ListSyntax(
        keyword: keyword, labels: labels, options: options,
        words: WordListSyntax(name: keyword, entries: entries)))
  }

  /// `"inside" LABEL ("|" LABEL)* LABEL ("|" LABEL)* "=>" TYPE`.
  private mutating func readContainment(_ cursor: inout RuleCursor) throws(RuleSyntaxError) {
    var sides: [[RuleName]] = []
    for what in ["the label of the outer name", "the label of the name within"] {
      var labels: [RuleName] = []
      repeat { labels.append(try cursor.name(what)) } while cursor.skip("|")
      sides.append(labels)
    }
    try cursor.expect("=>", "and the type of the relation")
    let type = try cursor.name("the type of the relation")
    guard cursor.isAtEnd() else { throw cursor.missing("the end of the statement") }
    containments.append((sides[0], sides[1], type))
  }

  /// Remembers a rule for the last round; one of the included file's names stands in its place.
  private mutating func readRuleHead(
    _ head: RuleCursor, _ range: Range<Int>
  ) throws(RuleSyntaxError) {
    var cursor = head
    let name = try cursor.name("the name of the rule")
    try declare("rule", name, hint: "each rule has a name of its own")
    let rule = (name: name.text, range: head.offset..<range.upperBound)
    if !isOwn(name.span) || !ruleRanges.contains(where: { $0.name == name.text }) {
      guard ruleRanges.count < DomainReader.maxRules else {
        throw RuleSyntaxError("there are too many rules", at: name.span)
      }
      ruleRanges.append(rule)
    } else if let index = ruleRanges.firstIndex(where: { $0.name == name.text }) {
      ruleRanges[index] = rule
    }
  }

  /// `"drop" RULE+`.
  private mutating func readDrop(_ cursor: inout RuleCursor) throws(RuleSyntaxError) {
    repeat {
      let name = try cursor.name("the name of a rule")
      guard let index = ruleRanges.firstIndex(where: { $0.name == name.text }) else {
        throw RuleSyntaxError(
          "there is no rule \(name.text)", at: name.span,
          hint: didYouMean(name.text, among: ruleRanges.map(\.name)))
      }
      ruleRanges.remove(at: index)
    } while !cursor.isAtEnd()
  }

  // MARK: - Names

  /// The second round: groups and word lists.
  private mutating func resolveNames() {
    for group in groups {
      do throws(RuleSyntaxError) {
        if vocabulary.labels.contains(where: { $0.name == group.name.text }) {
          throw RuleSyntaxError("\(group.name.text) is a label already", at: group.name.span)
        }
        vocabulary.declare(group: group.name.text, try mask(group.labels))
      } catch {
        note(error)
      }
    }
    var resolver = WordListResolver(wordLists)
    for (number, list) in wordLists.enumerated() {
      do throws(RuleSyntaxError) {
        vocabulary.declare(list: list.name.text, try resolver.words(of: number))
      } catch {
        note(error)
        vocabulary.declare(list: list.name.text, [])
      }
      if errors.count >= DomainReader.maxErrors { return }
    }
    for list in lists {
      do throws(RuleSyntaxError) {
        try resolve(list, &resolver)
      } catch {
        note(error)
      }
      if errors.count >= DomainReader.maxErrors { return }
    }
  }

  private var resolvedLists: [Domain.List] = []

  private mutating func resolve(
    _ list: ListSyntax, _ resolver: inout WordListResolver
  ) throws(RuleSyntaxError) {
    let words = try resolver.words(of: list.words)
    let mask = try mask(list.labels)
    let labels: [LabelID?] = mask == 0 ? [nil] : RuleVocabulary.labels(in: mask)
    for label in labels {
      resolvedLists.append(
        Domain.List(
          keyword: list.keyword.text, label: label, options: list.options, words: words,
          span: isOwn(list.keyword.span) ? list.keyword.span : nil))
    }
  }

  private func mask(_ names: [RuleName]) throws(RuleSyntaxError) -> LabelMask {
    var mask: LabelMask = 0
    for name in names { mask |= try vocabulary.mask(name) }
    return mask
  }

  private mutating func resolvedContainments() -> [Domain.Containment] {
    var found: [Domain.Containment] = []
    for (outer, inner, type) in containments {
      do throws(RuleSyntaxError) {
        let inners = RuleVocabulary.labels(in: try mask(inner))
        for outer in RuleVocabulary.labels(in: try mask(outer)) {
          for inner in inners {
            found.append(Domain.Containment(outer: outer, inner: inner, type: type.text))
          }
        }
      } catch {
        note(error)
      }
    }
    return found
  }

  // MARK: - Rules

  private mutating func checkFragments() {
    for (_, range) in vocabulary.fragments where errors.count < DomainReader.maxErrors {
      var parser = PatternParser(RuleCursor(bytes, range), vocabulary)
      do throws(RuleSyntaxError) {
        try parser.check()
      } catch {
        note(error)
      }
    }
  }

  /// The third round.
  private mutating func compiled() -> Domain? {
    let containments = resolvedContainments()
    checkFragments()
    guard errors.isEmpty else { return nil }
    var compiler = RuleCompiler()
    var rules: [Domain.Rule] = []
    let namedLists = zip(vocabulary.listNames, vocabulary.sets).map { ($0, $1) }
    for (_, range) in ruleRanges where errors.count < DomainReader.maxErrors {
      // Handed over and taken back, so that no rule copies all words.
      var parser = RuleParser(RuleCursor(bytes, range), vocabulary)
      vocabulary = RuleVocabulary()
      defer { vocabulary = parser.vocabulary }
      do throws(RuleSyntaxError) {
        let rule = try parser.parse()
        warnings += parser.warnings.filter { $0.span.map(isOwn) ?? true }
        try compiler.add(rule)
        rules.append(Domain.Rule(name: rule.name.text, confidence: rule.confidence))
      } catch {
        note(error)
      }
    }
    guard errors.isEmpty else { return nil }
    return Domain(
      labels: vocabulary.labels, lists: resolvedLists, containments: containments, rules: rules,
      warnings: warnings, namedLists: Dictionary(namedLists) { first, _ in first },
      program: compiler.program(vocabulary))
  }
}
