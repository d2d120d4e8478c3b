// Runs the rules of a domain over the sentences of an article.

/// The rules of a domain at work; holds what is used again from article to article.
public struct RuleEngine: Sendable {
  /// The domain whose rules are run.
  public let domain: Domain

  /// An engine for a domain; each thread makes its own.
  public init(_ domain: Domain) {
    self.domain = domain
  }

  /// The facts of sentences, sentence by sentence, each in the order of the rules.
  ///
  /// Within a sentence a fact of the same ends and type is found once: of the highest confidence, or
  /// else by the earliest rule.
  public mutating func matches(in article: RuleArticle, sentences: [Sentence]) -> [RuleMatch] {
    []
  }
}
