// Reads the pattern of a rule. The grammar stands above each function; `docs/rules.md` says what it
// means. `|` between two elements without blanks joins these two alone (`Union|Company`), with
// blanks it parts whole sequences: as it looks, so it is.

internal import Text

/// Reads patterns.
struct PatternParser {
  static let maxDepth = 24
  static let maxElements = 800
  static let maxGap = 1000
  static let clauseGap = 15

  var cursor: RuleCursor
  var vocabulary: RuleVocabulary
  private(set) var variables: [RuleVariable] = []
  /// Each element opens a scope; those that turn out not to be repeated stand for the one around.
  private var scopeParents: [Int32] = []
  private var isRepeated: [Bool] = []
  /// The scopes in which each variable is bound.
  private var variableScopes: [[Int32]] = []
  private var scope: Int32 = -1
  private var depth = 0
  private var elementCount = 0

  init(_ cursor: RuleCursor, _ vocabulary: RuleVocabulary) {
    self.cursor = cursor
    self.vocabulary = vocabulary
  }

  /// `PATTERN := SCOPE* ALTERNATIVES`.
  mutating func parse() throws(RuleSyntaxError) -> (scope: RuleScope, pattern: RulePattern) {
    let ruleScope = parseScope()
    let start = cursor.offset
    let pattern = try parseAlternatives()
    if pattern.leastLength == 0 {
      throw RuleSyntaxError(
        "the pattern matches without any text", at: SourceSpan(start: start, end: cursor.offset),
        hint: "name a label or a word that must be there")
    }
    try settleScopes()
    return (ruleScope, pattern)
  }

  /// Reads a named pattern, to see that it is one.
  mutating func check() throws(RuleSyntaxError) {
    _ = try parseAlternatives()
    guard cursor.isAtEnd() else { throw cursor.missing("the end of the pattern") }
  }

  /// `SCOPE := "news" | "photo" | "headline" | "kicker" | "paragraph" | "caption"`.
  private mutating func parseScope() -> RuleScope {
    var found = RuleScope()
    while true {
      let start = cursor.offset
      guard let name = cursor.nameIfPresent(), cursor.current != 0x28, cursor.current != 0x3A else {
        cursor.offset = start
        return found
      }
      switch name.text {
      case "news": found.isNews = true
      case "photo": found.isPhoto = true
      case "headline": found.parts.append(.headline)
      case "kicker": found.parts.append(.kicker)
      case "paragraph": found.parts.append(.paragraph)
      case "caption": found.parts.append(.caption)
      default:
        cursor.offset = start
        return found
      }
    }
  }

  /// `ALTERNATIVES := SEQUENCE (" | " SEQUENCE)*`.
  private mutating func parseAlternatives() throws(RuleSyntaxError) -> RulePattern {
    var branches = [try parseSequence()]
    while cursor.skip("|") { branches.append(try parseSequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  /// `SEQUENCE := ITEM+`.
  private mutating func parseSequence() throws(RuleSyntaxError) -> RulePattern {
    var items: [RulePattern] = []
    while !cursor.isAtEnd(), cursor.current != 0x29, cursor.current != 0x7C, cursor.current != 0x3D
    {
      items.append(try parseItem())
    }
    guard !items.isEmpty else { throw cursor.missing("a label, a text in quotes or a word list") }
    return items.count == 1 ? items[0] : .sequence(items)
  }

  /// `ITEM := "not"? "after" OBSTACLE | "not" OBSTACLE | (VARIABLE ":")? ATOM ("?" | "*" | "+")?`.
  private mutating func parseItem() throws(RuleSyntaxError) -> RulePattern {
    try countElement()
    let start = cursor.offset
    let outer = scope
    scope = Int32(scopeParents.count)
    scopeParents.append(outer)
    isRepeated.append(false)
    defer { scope = outer }
    if let name = cursor.nameIfPresent() {
      if cursor.current != 0x3A, let element = try parseLook(name.text) { return element }
      if cursor.skipHere(":") { return try parseRepeated(parseAtom(bound: name), start) }
      cursor.offset = start
    }
    return try parseRepeated(parseAtom(bound: nil), start)
  }

  /// What must or must not stand here, or directly before; nil if the word begins no such element.
  private mutating func parseLook(_ word: String) throws(RuleSyntaxError) -> RulePattern? {
    if word == "after" { return .after(try parseObstacle(), isNegated: false) }
    guard word == "not" else { return nil }
    let start = cursor.offset
    if cursor.nameIfPresent()?.text == "after" {
      return .after(try parseObstacle(), isNegated: true)
    }
    cursor.offset = start
    return .not(try parseObstacle())
  }

  private mutating func countElement() throws(RuleSyntaxError) {
    elementCount += 1
    guard elementCount <= PatternParser.maxElements else {
      throw RuleSyntaxError(
        "the pattern has too many elements", at: cursor.tokenSpan(),
        hint: "\(PatternParser.maxElements) are allowed; make a word list or two rules of it")
    }
  }

  /// The marks behind an atom.
  private mutating func parseRepeated(
    _ atom: RulePattern, _ start: Int
  ) throws(RuleSyntaxError) -> RulePattern {
    let mark = cursor.current
    guard mark == 0x3F || mark == 0x2A || mark == 0x2B else { return atom }
    let span = SourceSpan(start: cursor.offset, end: cursor.offset + 1)
    cursor.offset += 1
    if atom.leastLength == 0, mark != 0x3F {
      throw RuleSyntaxError(
        "what is repeated may match without any text",
        at: SourceSpan(start: start, end: span.end), hint: "leave out \(cursor.shown(span))")
    }
    if mark == 0x3F { return .optional(atom) }
    if case .mention(let labels, let variable, _) = atom {
      let several = RulePattern.mention(labels, variable: variable, isCoordinated: true)
      return mark == 0x2A ? .optional(several) : several
    }
    isRepeated[Int(scope)] = true
    return .rounds(atom, loop: scope, isOptional: mark == 0x2A)
  }

  /// `ATOM := CHOICE ("|" CHOICE)* | "(" ALTERNATIVES ")" | "&" PATTERN | GAP | PLACE | LOOKUP`.
  private mutating func parseAtom(bound name: RuleName?) throws(RuleSyntaxError) -> RulePattern {
    cursor.skipBlanks()
    switch cursor.current {
    case 0x28: return try parseGroup(bound: name)
    case 0x26: return try parseFragment(bound: name)
    case 0x2E where cursor.skipHere("..."): return try parseGap(isClause: false, bound: name)
    case 0x5F where cursor.skipHere("_"): return try parseGap(isClause: true, bound: name)
    case 0x5E, 0x24, 0x3C:
      if let name {
        throw RuleSyntaxError("a place in the sentence has nothing to bind", at: name.span)
      }
      let place: RulePlace =
        cursor.current == 0x5E
        ? .sentenceStart : cursor.current == 0x24 ? .sentenceEnd : .clauseStart
      cursor.offset += 1
      return .place(place)
    default: break
    }
    if let lookup = try parseLookup(bound: name) { return lookup }
    return try parseChoices(bound: name)
  }

  /// `CHOICE := LABEL | TEXT | "@" LIST`.
  private mutating func parseChoices(bound name: RuleName?) throws(RuleSyntaxError) -> RulePattern {
    var labels: LabelMask = 0
    var sets: [Int32] = []
    repeat {
      try countElement()
      switch try parseObstacle() {
      case .mention(let mask): labels |= mask
      case .words(let set): sets.append(set)
      }
    } while isTightBar()
    let variable = try bind(name, labels: labels, isMention: sets.isEmpty)
    var branches = sets.map { RulePattern.words($0, variable: variable) }
    if labels != 0 {
      branches.append(.mention(labels, variable: variable, isCoordinated: false))
    }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  /// Skips `|` without a blank before or behind it.
  private mutating func isTightBar() -> Bool {
    let next = cursor.peek(1)
    guard cursor.current == 0x7C, next != 0x20, next != 0x09, next != 0x0A, next != 0x0D, next != 0
    else { return false }
    cursor.offset += 1
    return true
  }

  /// `OBSTACLE := LABEL | TEXT | "@" LIST`.
  private mutating func parseObstacle() throws(RuleSyntaxError) -> RuleObstacle {
    cursor.skipBlanks()
    if cursor.current == 0x22 {
      return .words(vocabulary.literal(foldedScalars(try cursor.quoted().text)))
    }
    if cursor.skipHere("@") {
      return .words(try vocabulary.list(try cursor.name("the name of a word list")))
    }
    guard let name = cursor.nameIfPresent() else {
      throw cursor.missing("a label, a text in quotes or a word list")
    }
    return .mention(try label(name))
  }

  /// The labels of a name; text without quotes is the usual slip.
  private func label(_ name: RuleName) throws(RuleSyntaxError) -> LabelMask {
    do throws(RuleSyntaxError) {
      return try vocabulary.mask(name)
    } catch {
      let isText = name.text.utf8.first.map { $0 >= 0x80 } ?? false
      guard isText else { throw error }
      throw RuleSyntaxError(
        error.diagnostic.message, at: name.span,
        hint: "quote text that is to be matched: \"\(name.text)\"")
    }
  }

  /// `"(" ALTERNATIVES ")"`.
  private mutating func parseGroup(bound name: RuleName?) throws(RuleSyntaxError) -> RulePattern {
    let open = SourceSpan(start: cursor.offset, end: cursor.offset + 1)
    depth += 1
    defer { depth -= 1 }
    guard depth <= PatternParser.maxDepth else {
      throw RuleSyntaxError(
        "the brackets are nested too deep", at: open,
        hint: "\(PatternParser.maxDepth) levels are allowed")
    }
    cursor.offset += 1
    let inner = try parseAlternatives()
    guard cursor.skip(")") else {
      if cursor.isAtEnd() || cursor.current == 0x3D {
        throw RuleSyntaxError("the bracket is not closed", at: open, hint: "put ) behind the group")
      }
      throw cursor.missing(")")
    }
    // A group of one label repeats without words between, unlike the label alone.
    guard let name else { return .sequence([inner]) }
    return .capture(inner, variable: try bind(name, labels: 0, isMention: false))
  }

  /// `"&" NAME`: the pattern of this name, as if it stood here in brackets.
  private mutating func parseFragment(bound name: RuleName?) throws(RuleSyntaxError) -> RulePattern
  {
    let start = cursor.offset
    cursor.offset += 1
    let fragment = try cursor.name("the name of a pattern")
    let range = try vocabulary.fragment(fragment)
    depth += 1
    defer { depth -= 1 }
    guard depth <= PatternParser.maxDepth else {
      throw RuleSyntaxError(
        "the patterns are nested too deep", at: SourceSpan(start: start, end: cursor.offset),
        hint: "\(PatternParser.maxDepth) levels are allowed; does the pattern hold itself?")
    }
    let behind = cursor
    cursor = RuleCursor(behind.bytes, range)
    let inner = try parseAlternatives()
    guard cursor.isAtEnd() else { throw cursor.missing("the end of the pattern") }
    cursor = behind
    guard let name else { return .sequence([inner]) }
    return .capture(inner, variable: try bind(name, labels: 0, isMention: false))
  }

  /// `GAP := ("..." | "_") ("{" NUMBER? ("not" OBSTACLE+)? "}")?`.
  private mutating func parseGap(
    isClause: Bool, bound name: RuleName?
  ) throws(RuleSyntaxError) -> RulePattern {
    let limit = isClause ? PatternParser.clauseGap : PatternParser.maxGap
    var gap = RuleGap(limit: Int32(limit), isClause: isClause, obstacles: [])
    if cursor.skipHere("{") {
      cursor.skipBlanks()
      if cursor.current >= 0x30, cursor.current <= 0x39 {
        gap.limit = Int32(try cursor.number("a number", max: PatternParser.maxGap))
      }
      let start = cursor.offset
      if let word = cursor.nameIfPresent() {
        guard word.text == "not" else {
          cursor.offset = start
          throw cursor.missing("not or }")
        }
        repeat {
          gap.obstacles.append(try parseObstacle())
          cursor.skipBlanks()
        } while !cursor.isAtEnd() && cursor.current != 0x7D && gap.obstacles.count < 32
      }
      try cursor.expect("}", "behind what bounds the text between")
    }
    return .gap(gap, variable: try bind(name, labels: 0, isMention: false))
  }

  /// `LOOKUP := ("last" | "main" | "headline") "(" LABEL ("|" LABEL)* ")"`.
  private mutating func parseLookup(
    bound name: RuleName?
  ) throws(RuleSyntaxError) -> RulePattern? {
    let start = cursor.offset
    guard let word = cursor.nameIfPresent(), cursor.skipHere("(") else {
      cursor.offset = start
      return nil
    }
    guard let lookup = RuleLookup(rawValue: word.text) else {
      let known = RuleLookup.allCases.map(\.rawValue)
      throw RuleSyntaxError(
        "there is no \(word.text)(…)", at: word.span,
        hint: didYouMean(word.text, among: known) ?? "there are last, main and headline")
    }
    var labels: LabelMask = 0
    repeat { labels |= try label(try cursor.name("a label")) } while cursor.skip("|")
    try cursor.expect(")", "behind the label")
    guard let name else {
      throw RuleSyntaxError(
        "\(word.text)(…) binds no variable", at: word.span, hint: "write e:\(word.text)(…)")
    }
    return .lookup(lookup, labels, variable: try bind(name, labels: labels, isMention: true))
  }

  /// The number of a variable that is bound here; -1 without a name.
  private mutating func bind(
    _ name: RuleName?, labels: LabelMask, isMention: Bool
  ) throws(RuleSyntaxError) -> Int32 {
    guard let name else { return -1 }
    guard !RuleVocabulary.reserved.contains(name.text) else {
      throw RuleSyntaxError(
        "\(name.text) is a word of the language and cannot be a variable", at: name.span)
    }
    let labels = isMention ? labels : 0
    guard let index = variables.firstIndex(where: { $0.name == name.text }) else {
      guard variables.count < 100 else {
        throw RuleSyntaxError("the rule has too many variables", at: name.span)
      }
      variables.append(RuleVariable(name: name.text, span: name.span, loop: -1, labels: labels))
      variableScopes.append([scope])
      return Int32(variables.count - 1)
    }
    if (variables[index].labels == 0) != (labels == 0) {
      throw RuleSyntaxError(
        "\(name.text) is bound to a mention and to words", at: name.span,
        hint: "use two variables")
    }
    variables[index].labels |= labels
    variableScopes[index].append(scope)
    return Int32(index)
  }

  /// The repeated group that a scope belongs to, -1 for none.
  private func loop(of scope: Int32) -> Int32 {
    var scope = scope
    while scope >= 0, !isRepeated[Int(scope)] { scope = scopeParents[Int(scope)] }
    return scope
  }

  /// Gives each variable its repeated group, now that all marks are known.
  private mutating func settleScopes() throws(RuleSyntaxError) {
    for index in variables.indices {
      let loops = variableScopes[index].map { loop(of: $0) }
      guard let first = loops.first, loops.allSatisfy({ $0 == first }) else {
        throw RuleSyntaxError(
          "\(variables[index].name) is bound inside and outside of a repeated group",
          at: variables[index].span, hint: "use two variables")
      }
      variables[index].loop = first
    }
  }

  /// Marks a variable as used.
  mutating func use(_ index: Int) { variables[index].isUsed = true }

  /// For each scope the repeated group around it, -1 for none.
  var loopParents: [Int32] { scopeParents.map { loop(of: $0) } }
}

extension RulePattern {
  /// How much text it takes at least; 1 for any.
  var leastLength: Int {
    switch self {
    case .sequence(let items): items.map(\.leastLength).max() ?? 0
    case .alternatives(let branches): branches.map(\.leastLength).min() ?? 0
    case .words, .mention: 1
    case .capture(let inner, _): inner.leastLength
    case .rounds(let inner, _, let isOptional): isOptional ? 0 : inner.leastLength
    case .gap, .optional, .place, .lookup, .not, .after: 0
    }
  }
}
