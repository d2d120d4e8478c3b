// Reads a rule: its head, its pattern (ParsePattern) and the facts behind `=>`, and checks that the
// facts use the variables of the pattern in a way that makes sense.

internal import Text

/// Reads rules.
struct RuleParser {
  static let defaultConfidence = 0.8
  static let maxFacts = 32
  static let maxProperties = 32

  private var patterns: PatternParser
  private(set) var warnings: [Diagnostic] = []

  init(_ cursor: RuleCursor, _ vocabulary: RuleVocabulary) {
    patterns = PatternParser(cursor, vocabulary)
  }

  /// The vocabulary with the texts in quotes of the rule.
  var vocabulary: RuleVocabulary { patterns.vocabulary }

  /// `"rule" NAME CONFIDENCE? "once"? ":" PATTERN "=>" FACT (";" FACT)*`, behind the first word.
  mutating func parse() throws(RuleSyntaxError) -> RuleSyntax {
    let name = try patterns.cursor.name("the name of the rule")
    let confidence = try parseConfidence()
    let start = patterns.cursor.offset
    var isOnce = false
    if let word = patterns.cursor.nameIfPresent() {
      isOnce = word.text == "once"
      if !isOnce { patterns.cursor.offset = start }
    }
    try patterns.cursor.expect(":", "in front of the pattern")
    let (scope, pattern) = try patterns.parse()
    try patterns.cursor.expect("=>", "in front of the facts")
    var facts: [RuleFact] = []
    repeat {
      if !facts.isEmpty, patterns.cursor.isAtEnd() { break }
      guard facts.count < RuleParser.maxFacts else {
        throw RuleSyntaxError(
          "the rule makes too many facts", at: patterns.cursor.tokenSpan(),
          hint: "\(RuleParser.maxFacts) are allowed")
      }
      facts.append(try parseFact())
    } while patterns.cursor.skip(";")
    guard patterns.cursor.isAtEnd() else {
      throw patterns.cursor.missing("; or the end of the rule", hint: "a ; parts two facts")
    }
    for variable in patterns.variables where !variable.isUsed {
      warnings.append(
        Diagnostic(
          .warning, "no fact uses the variable \(variable.name)", at: variable.span,
          hint: "leave the name out"))
    }
    return RuleSyntax(
      name: name, confidence: confidence, isOnce: isOnce, scope: scope, pattern: pattern,
      facts: facts, variables: patterns.variables, loopParents: patterns.loopParents)
  }

  /// `CONFIDENCE := DIGIT ("." DIGIT+)?` from 0 to 1.
  private mutating func parseConfidence() throws(RuleSyntaxError) -> Double {
    patterns.cursor.skipBlanks()
    let start = patterns.cursor.offset
    while (patterns.cursor.current >= 0x30 && patterns.cursor.current <= 0x39)
      || patterns.cursor.current == 0x2E
    {
      patterns.cursor.offset += 1
    }
    let end = patterns.cursor.offset
    guard end > start else { return RuleParser.defaultConfidence }
    let value = parseDouble(patterns.cursor.bytes.span.extracting(start..<end))
    guard let value, value >= 0, value <= 1 else {
      throw RuleSyntaxError(
        "the confidence is no number from 0 to 1", at: SourceSpan(start: start, end: end),
        hint: "write it as 0.9")
    }
    return value
  }

  /// `FACT := TYPE "(" END "," (END | EACH) PROPERTIES ")" | "set" "(" END PROPERTIES ")"`, with
  /// `EACH := "each" "(" VARIABLE ")"`.
  private mutating func parseFact() throws(RuleSyntaxError) -> RuleFact {
    let type = try patterns.cursor.name("the type of a relation, or set")
    try patterns.cursor.expect("(", "behind \(type.text)")
    let isSet = type.text == "set"
    let from = try parseEnd(of: type)
    var to = from
    var isPaired = false
    if !isSet {
      try patterns.cursor.expect(",", "and the end of the relation")
      let start = patterns.cursor.offset
      isPaired = patterns.cursor.nameIfPresent()?.text == "each" && patterns.cursor.skip("(")
      if !isPaired { patterns.cursor.offset = start }
      to = try parseEnd(of: type)
      if isPaired { try patterns.cursor.expect(")", "behind the variable") }
    }
    var properties: [(key: String, value: RuleFact.Value)] = []
    while patterns.cursor.skip(",") {
      let key = try patterns.cursor.name("the name of a property")
      guard properties.count < RuleParser.maxProperties,
        !properties.contains(where: { $0.key == key.text })
      else {
        throw RuleSyntaxError("the property \(key.text) is given twice", at: key.span)
      }
      try patterns.cursor.expect(":", "and the value of \(key.text)")
      properties.append((key.text, try parseValue()))
    }
    try patterns.cursor.expect(")", "behind the fact")
    if isSet, properties.isEmpty {
      throw RuleSyntaxError(
        "set gives no property", at: type.span, hint: "write set(e, date: d)")
    }
    return RuleFact(
      type: isSet ? nil : type.text, from: from, to: to, isPaired: isPaired,
      properties: properties)
  }

  /// `END := VARIABLE | "whole" "(" VARIABLE ")" | "article"`.
  private mutating func parseEnd(of type: RuleName) throws(RuleSyntaxError) -> RuleFact.End {
    var name = try patterns.cursor.name("a variable of the pattern")
    if name.text == "article" {
      guard type.text != "set" else {
        throw RuleSyntaxError("set is for entities, not for the article", at: name.span)
      }
      return .article
    }
    let isWhole = name.text == "whole" && patterns.cursor.skip("(")
    if isWhole { name = try patterns.cursor.name("a variable of the pattern") }
    if isWhole { try patterns.cursor.expect(")", "behind the variable") }
    let index = try variable(name)
    let labels = patterns.variables[index].labels
    if labels == 0 {
      throw RuleSyntaxError(
        "\(name.text) is bound to words, and a fact begins and ends at mentions", at: name.span,
        hint: "use it as a value: \(type.text)(…, key: \(name.text))")
    }
    if vocabulary.areValues(labels) {
      throw RuleSyntaxError(
        "\(name.text) is a value and no entity", at: name.span,
        hint: "use it as a value: \(type.text)(…, key: \(name.text))")
    }
    return isWhole ? .whole(Int32(index)) : .variable(Int32(index))
  }

  /// `VALUE := TEXT | NUMBER | VARIABLE | ("text" | "each") "(" VARIABLE ")"`.
  private mutating func parseValue() throws(RuleSyntaxError) -> RuleFact.Value {
    patterns.cursor.skipBlanks()
    if patterns.cursor.current == 0x22 {
      return .text(String(decoding: try patterns.cursor.quoted().text, as: UTF8.self))
    }
    if patterns.cursor.current >= 0x30, patterns.cursor.current <= 0x39 {
      return .number(try patterns.cursor.number("a number", max: 1_000_000_000_000))
    }
    let name = try patterns.cursor.name("a text in quotes, a number or a variable")
    guard name.text == "text" || name.text == "each", patterns.cursor.skip("(") else {
      return .variable(Int32(try variable(name)))
    }
    let inner = try patterns.cursor.name("a variable of the pattern")
    let index = try variable(inner)
    try patterns.cursor.expect(")", "behind the variable")
    return name.text == "each" ? .share(Int32(index)) : .plain(Int32(index))
  }

  /// The number of a variable of the pattern.
  private mutating func variable(_ name: RuleName) throws(RuleSyntaxError) -> Int {
    let variables = patterns.variables
    guard let index = variables.firstIndex(where: { $0.name == name.text }) else {
      throw RuleSyntaxError(
        "the pattern binds no variable \(name.text)", at: name.span,
        hint: didYouMean(name.text, among: variables.map(\.name))
          ?? "bind it: \(name.text):Label")
    }
    patterns.use(index)
    return index
  }
}
