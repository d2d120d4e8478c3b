// The compiled rules of a domain: short programs for the matcher, the words of all rules in one
// trie, and for each rule what a sentence must hold at least. Immutable, shared by all threads.

/// A step of the program of a rule.
enum RuleInstruction: Sendable {
  case words(Int32, variable: Int32)
  case mention(LabelMask, variable: Int32)
  /// Mentions in coordination: 、 and 和 between them, brackets behind them.
  case mentions(LabelMask, variable: Int32)
  /// An index into the gaps.
  case gap(Int32)
  case split(preferred: Int32, other: Int32)
  case jump(Int32)
  case open(variable: Int32)
  case close(variable: Int32)
  case roundStart(loop: Int32)
  case roundEnd(loop: Int32)
  case place(RulePlace)
  case lookup(RuleLookup, LabelMask, variable: Int32)
  case not(RuleObstacle)
  case after(RuleObstacle, isNegated: Bool)
  case done
}

/// What stands at a position of a sentence, as bits.
enum PositionFlags {
  /// A word of a rule begins here.
  static let word: UInt8 = 1
  /// A mention that rules can see begins here.
  static let mention: UInt8 = 2
  /// A name goes over this position and began before it.
  static let insideName: UInt8 = 4
  /// A mark that ends a clause.
  static let clauseEnd: UInt8 = 8
  /// A name begins here.
  static let nameStart: UInt8 = 16
  /// A word of a rule ends here.
  static let wordEnd: UInt8 = 32
  /// A mention that rules can see ends here.
  static let mentionEnd: UInt8 = 64
}

/// A gap, and what follows it.
struct CompiledGap: Sendable {
  var gap: RuleGap
  /// The flags of positions where what follows can begin; 0 for any position.
  var needs: UInt8
  /// Longer than any sentence that is read at once.
  var isUnlimited: Bool
}

/// What a sentence must hold, one of it, for a rule to match.
struct RuleRequirement: Sendable {
  var labels: LabelMask = 0
  var sets: [Int32] = []
}

/// Where a rule can begin.
struct RuleBeginning: Sendable {
  /// Anywhere: it begins with a gap or a look-up.
  var isAnywhere = false
  /// Only at the start of the sentence.
  var isSentenceStart = false
  var labels: LabelMask = 0
  var sets: [Int32] = []
}

/// A compiled rule.
struct CompiledRule: Sendable {
  var code: Range<Int>
  var requirements: [RuleRequirement]
  var beginning: RuleBeginning
  var scope: RuleScope
  var isOnce: Bool
  var confidence: Double
  var facts: [RuleFact]
  /// For each variable the repeated group around it, -1 for none.
  var variableLoops: [Int32]
  /// For each repeated group the one around it, -1 for none.
  var loopParents: [Int32]
}

/// The compiled rules of a domain.
struct RuleProgram: Sendable {
  var code: [RuleInstruction] = []
  var gaps: [CompiledGap] = []
  var rules: [CompiledRule] = []
  var words = RuleWords()
  /// The set of the words that coordinate mentions; -1 if no rule needs them.
  var joinSet: Int32 = -1
  /// The labels that rules look up elsewhere in the article.
  var lookupLabels: LabelMask = 0
}
