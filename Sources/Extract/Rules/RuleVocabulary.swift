// The names of a rule file: labels, groups of labels, word lists, and the texts in quotes of its
// patterns. All become numbers here; a text in quotes is a list of one word.

internal import Text

/// What rules can speak of.
struct RuleVocabulary {
  static let maxLabels = 64
  /// Words that mean something else in patterns and facts.
  static let reserved = [
    "not", "after", "each", "whole", "last", "main", "headline", "kicker", "caption", "paragraph",
    "photo", "news", "text",
    "set", "article", "once", "default",
  ]

  var labels: [Domain.Label] = []
  private(set) var groups: [(name: String, labels: LabelMask)] = []
  /// The words of each set.
  private(set) var sets: [[Domain.Word]] = []
  private(set) var listNames: [String] = []
  /// The named patterns, as ranges of the bytes of the rule file.
  private(set) var fragments: [(name: String, range: Range<Int>)] = []
  private var masks: [String: LabelMask] = [:]
  private var listIndex: [String: Int32] = [:]
  private var literalIndex: [[UInt32]: Int32] = [:]

  /// Declares a label, or changes the options of one that an included file has.
  mutating func declare(_ label: Domain.Label) {
    if let index = labels.firstIndex(where: { $0.name == label.name }) {
      labels[index] = label
    } else {
      masks[label.name] = 1 << LabelMask(labels.count)
      labels.append(label)
    }
  }

  /// Declares a group of labels.
  mutating func declare(group name: String, _ mask: LabelMask) {
    groups.removeAll { $0.name == name }
    groups.append((name, mask))
    masks[name] = mask
  }

  /// Declares a word list; gives its set.
  @discardableResult
  mutating func declare(list name: String, _ words: [Domain.Word]) -> Int32 {
    let set = Int32(sets.count)
    sets.append(words)
    listNames.append(name)
    listIndex[name] = set
    return set
  }

  /// The set of a text in quotes.
  mutating func literal(_ text: [UInt32]) -> Int32 {
    if let set = literalIndex[text] { return set }
    let set = Int32(sets.count)
    sets.append([Domain.Word(text: text, value: nil)])
    literalIndex[text] = set
    return set
  }

  /// Declares a pattern that others use by its name.
  mutating func declare(fragment name: String, _ range: Range<Int>) {
    fragments.removeAll { $0.name == name }
    fragments.append((name, range))
  }

  /// Where a named pattern stands.
  func fragment(_ name: RuleName) throws(RuleSyntaxError) -> Range<Int> {
    if let known = fragments.first(where: { $0.name == name.text }) { return known.range }
    throw RuleSyntaxError(
      "there is no pattern \(name.text)", at: name.span,
      hint: didYouMean(name.text, among: fragments.map(\.name))
        ?? "declare it: pattern \(name.text) = …")
  }

  /// The labels of a name of a label or group.
  func mask(_ name: RuleName) throws(RuleSyntaxError) -> LabelMask {
    if let mask = masks[name.text] { return mask }
    let known = labels.map(\.name) + groups.map(\.name)
    throw RuleSyntaxError(
      "there is no label \(name.text)", at: name.span,
      hint: didYouMean(name.text, among: known)
        ?? (listIndex[name.text] != nil
          ? "write @\(name.text) for the word list" : "declare it: label \(name.text)"))
  }

  /// The set of a word list.
  func list(_ name: RuleName) throws(RuleSyntaxError) -> Int32 {
    if let set = listIndex[name.text] { return set }
    throw RuleSyntaxError(
      "there is no word list \(name.text)", at: name.span,
      hint: didYouMean(name.text, among: listNames) ?? "declare it: words \(name.text) = …")
  }

  /// The set of a name, if there is such a list.
  func listIfPresent(_ name: String) -> Int32? { listIndex[name] }

  /// Whether all labels of a mask are values, which no fact can begin or end at.
  func areValues(_ mask: LabelMask) -> Bool {
    !labels.indices.contains { mask >> LabelMask($0) & 1 != 0 && !labels[$0].isValue }
  }

  /// The labels of a mask, in the order of the file.
  static func labels(in mask: LabelMask) -> [LabelID] {
    (0..<maxLabels).filter { mask >> LabelMask($0) & 1 != 0 }.map(LabelID.init)
  }
}

/// The hint for a misspelt word, if there is a name near it.
func didYouMean(_ word: String, among names: [String]) -> String? {
  let near = nearNames(to: UTF8String(word), among: names.map { UTF8String($0) }, limit: 1)
  return near.first.map { "did you mean \($0.string)?" }
}
