// A rule as it was read: a tree of pattern elements and the facts behind `=>`. Labels and word
// lists are numbers already; only variables are still known by name and place.

internal import Text

/// A set of labels, one bit each.
typealias LabelMask = UInt64

/// An element of a pattern.
indirect enum RulePattern {
  case sequence([RulePattern])
  case alternatives([RulePattern])
  /// A word of a set, longest first.
  case words(Int32, variable: Int32)
  /// A mention, or several in coordination.
  case mention(LabelMask, variable: Int32, isCoordinated: Bool)
  /// Any text, as little as possible.
  case gap(RuleGap, variable: Int32)
  /// A group that binds its text.
  case capture(RulePattern, variable: Int32)
  case optional(RulePattern)
  /// A group that may come several times; variables within are bound per round.
  case rounds(RulePattern, loop: Int32, isOptional: Bool)
  case place(RulePlace)
  case lookup(RuleLookup, LabelMask, variable: Int32)
  case not(RuleObstacle)
  /// What stands directly before; takes no text.
  case after(RuleObstacle, isNegated: Bool)
}

/// A place in a sentence; takes no text.
enum RulePlace: Sendable {
  case sentenceStart, sentenceEnd, clauseStart
}

/// Mentions that stand elsewhere in the article.
enum RuleLookup: String, Sendable, CaseIterable {
  case last, main, headline
}

/// What must not come next.
enum RuleObstacle: Sendable {
  case words(Int32)
  case mention(LabelMask)
}

/// Text between two elements.
struct RuleGap: Sendable {
  /// Up to how many characters and mentions.
  var limit: Int32
  /// Whether it ends with the clause.
  var isClause: Bool
  /// What it must not contain.
  var obstacles: [RuleObstacle]
}

/// What a variable was bound to, so that facts use it in a way that makes sense.
struct RuleVariable {
  let name: String
  let span: SourceSpan
  /// The innermost repeated group around it, -1 for none.
  var loop: Int32
  /// The labels of the mentions it may be bound to; 0 if it is bound to words.
  var labels: LabelMask
  var isUsed = false
}

/// A fact behind `=>`.
struct RuleFact: Sendable {
  enum End: Sendable {
    case variable(Int32)
    /// What the entity of a variable is part of: `whole(v)`.
    case whole(Int32)
    case article
  }
  enum Value: Sendable {
    case text(String)
    case number(Int)
    case variable(Int32)
    /// The plain words of a variable: `text(v)`.
    case plain(Int32)
    /// The share of the first end in the words of a variable: `each(v)`.
    case share(Int32)
  }

  /// The type of the relation; nil for `set(…)`.
  var type: String?
  var from: End
  /// The same as `from` for `set(…)`.
  var to: End
  /// Whether the k-th first end goes with the k-th other end: `each(v)`.
  var isPaired = false
  var properties: [(key: String, value: Value)]
}

/// In which articles and parts a rule is tried; an empty set of either means in all.
struct RuleScope: Sendable {
  var isNews = false
  var isPhoto = false
  var parts: [Article.Part.Kind] = []

  /// Whether a sentence of such a part of such an article is in it.
  func holds(_ article: Article.Kind, _ part: Article.Part.Kind) -> Bool {
    if isNews || isPhoto, !(article == .news ? isNews : isPhoto) { return false }
    return parts.isEmpty || parts.contains(part)
  }
}

/// A rule as it was read.
struct RuleSyntax {
  var name: RuleName
  var confidence: Double
  var isOnce: Bool
  var scope: RuleScope
  var pattern: RulePattern
  var facts: [RuleFact]
  var variables: [RuleVariable]
  /// For each repeated group the one around it, -1 for none.
  var loopParents: [Int32]
}
