// Runs the rules of a domain over the sentences of an article. For each sentence it lays out once
// what stands where (words of rules, mentions, ends of clauses); then only those rules run whose
// obligatory words and labels are there, and only from places where they can begin. Sentences that
// are longer than a page has any right to are read in pieces, which bounds memory and time.

/// The rules of a domain at work; holds what is used again from article to article.
public struct RuleEngine: Sendable {
  /// How many scalars are read at once.
  static let pieceMax = 4096

  /// The domain whose rules are run.
  public let domain: Domain
  private var view: SentenceView
  private var matcher: RuleMatcher
  private var keeper = RuleFactKeeper()

  /// An engine for a domain; each thread makes its own.
  public init(_ domain: Domain) {
    self.domain = domain
    view = SentenceView(setCount: domain.program.words.setCount)
    matcher = RuleMatcher()
  }

  /// The facts of sentences, sentence by sentence, each in the order of the rules.
  ///
  /// Within a sentence a fact of the same ends and type is found once: of the highest confidence,
  /// or else by the earliest rule.
  public mutating func matches(in article: RuleArticle, sentences: [Sentence]) -> [RuleMatch] {
    guard !domain.program.rules.isEmpty else { return [] }
    let index = ArticleIndex(article, lookupLabels: domain.program.lookupLabels)
    for (number, sentence) in sentences.enumerated() {
      let range = sentence.range.clamped(to: 0..<article.folded.count)
      var start = range.lowerBound
      while start < range.upperBound {
        let end = index.pieceEnd(from: start, to: range.upperBound, article)
        let part =
          article.parts.indices.contains(sentence.part)
          ? article.parts[sentence.part].kind : .paragraph
        run(article, index, start..<end, part, number)
        start = end
      }
      keeper.endSentence()
    }
    return keeper.takeAll()
  }

  /// Runs all rules over a sentence or a piece of one.
  private mutating func run(
    _ article: RuleArticle, _ index: ArticleIndex, _ range: Range<Int>, _ part: Article.Part.Kind,
    _ sentence: Int
  ) {
    let program = domain.program
    view.layOut(range, article, index, program)
    guard view.hasAnything else { return }
    for number in program.rules.indices where view.canMatch(program.rules[number]) {
      guard program.rules[number].scope.holds(article.kind, part) else { continue }
      run(number, article, index, program, sentence)
    }
  }

  /// Runs a rule from each place where it can begin.
  private mutating func run(
    _ number: Int, _ article: RuleArticle, _ index: ArticleIndex, _ program: RuleProgram,
    _ sentence: Int
  ) {
    let rule = program.rules[number]
    matcher.begin(rule, view)
    var start = view.firstStart(of: rule)
    while let position = start {
      if let end = matcher.match(rule, at: position, view, article, index, program) {
        keeper.add(
          number, rule, matcher.trail, position..<end, sentence, article, program.words.values)
        if rule.isOnce { return }
      }
      start = view.nextStart(of: rule, after: position, program.words)
    }
  }
}
