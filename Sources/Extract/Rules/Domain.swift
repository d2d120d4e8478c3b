// A domain: what pages of one world speak of, read from one text file (docs/rules.md has the
// language). It holds the labels, the word lists that the mention stage uses as it likes, which
// names within names make relations, and the rules compiled for the engine. Immutable once read, so
// that every thread can use the same one. Nothing here knows of unions or people.

public import Text

/// The labels, words and rules of a world.
public struct Domain: Sendable {
  /// An option in brackets: `[fuzzy]`, `[kind: school]`.
  public struct Option: Sendable, Hashable {
    /// Its name.
    public let key: String
    /// What stands behind the colon; empty if nothing does.
    public let value: String

    /// An option of this name and value.
    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }

  /// A kind of entity or of value.
  public struct Label: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Whether its mentions are values (a title, a date) and no entities.
    public let isValue: Bool
    /// Its options, sorted by key.
    public let options: [Option]
  }

  /// A word of a list.
  public struct Word: Sendable, Hashable {
    /// Its scalars, folded for matching.
    public let text: [UInt32]
    /// What it stands for, from `word:value`.
    public let value: String?

    /// The word as a string.
    public var string: String {
      var view = String.UnicodeScalarView()
      for scalar in text { view.append(Unicode.Scalar(scalar) ?? "\u{FFFD}") }
      return String(view)
    }
  }

  /// A word list of a statement such as `head Union = 总工会 工会`.
  public struct List: Sendable {
    /// The first word of the statement.
    public let keyword: String
    /// The label that the list is for, if it names one.
    public let label: LabelID?
    /// Its options, sorted by key.
    public let options: [Option]
    /// Its words in the order of the file, each once, those of other lists filled in.
    public let words: [Word]
    /// Where the keyword stands in the rule file; nil for lists of the included one.
    public let span: SourceSpan?
  }

  /// A relation from an outer mention to a mention of its name: `inside Union Company => PART_OF`.
  public struct Containment: Sendable, Hashable {
    /// The label of the outer mention.
    public let outer: LabelID
    /// The label of the mention within.
    public let inner: LabelID
    /// The type of the relation from the outer to the inner.
    public let type: String
  }

  /// What others need to know of a rule; how it is matched is the engine's.
  public struct Rule: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// From 0 to 1.
    public let confidence: Double
  }

  /// The labels; a `LabelID` is an index.
  public let labels: [Label]
  /// All lists but those declared with `words`, in the order of the file.
  public let lists: [List]
  /// The relations between names within names, in the order of the file.
  public let containments: [Containment]
  /// The rules, in the order of the file.
  public let rules: [Rule]
  /// What is odd about the rule file, without keeping it from being used.
  public let warnings: [Diagnostic]
  let namedLists: [String: [Word]]
  let program: RuleProgram

  /// Reads a rule file; `name` is what to call it in messages, such as its path.
  public init(_ bytes: [UInt8], name: String? = nil) throws(DomainError) {
    self = try DomainReader.read(bytes, name: name, included: RuleIncludes.bytes(of: bytes))
  }

  init(
    labels: [Label], lists: [List], containments: [Containment], rules: [Rule],
    warnings: [Diagnostic], namedLists: [String: [Word]], program: RuleProgram
  ) {
    self.labels = labels
    self.lists = lists
    self.containments = containments
    self.rules = rules
    self.warnings = warnings
    self.namedLists = namedLists
    self.program = program
  }

  /// The label of a name.
  public func label(named name: String) -> LabelID? {
    labels.firstIndex { $0.name == name }.map(LabelID.init)
  }

  /// The lists of a keyword, in the order of the file.
  public func lists(_ keyword: String) -> [List] {
    lists.filter { $0.keyword == keyword }
  }

  /// The words of the list that `words NAME = …` declares; empty where there is none.
  public func words(named name: String) -> [Word] {
    namedLists[name] ?? []
  }

  /// Warnings for the lists whose keyword is none of those that a reader of the domain uses.
  public func unknownKeywords(known: [String]) -> [Diagnostic] {
    var seen: [String] = []
    var found: [Diagnostic] = []
    for list in lists where !known.contains(list.keyword) && !seen.contains(list.keyword) {
      seen.append(list.keyword)
      found.append(
        Diagnostic(
          .warning, "nothing uses lists of the keyword \(list.keyword)", at: list.span,
          hint: didYouMean(list.keyword, among: known)))
    }
    return found
  }
}

/// What is wrong with a rule file: all that was found, in the order of the file.
public struct DomainError: Error, Sendable {
  /// The file.
  public let source: SourceText
  /// What is wrong; at least one.
  public let diagnostics: [Diagnostic]

  /// The messages as lines of UTF-8.
  public func rendered(width: Int = 100) -> [UInt8] {
    diagnostics.flatMap { $0.rendered(in: source, width: width) }
  }
}
