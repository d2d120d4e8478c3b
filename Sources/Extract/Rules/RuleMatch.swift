// What goes into the engine of rules and what comes out. Ends and values point at mentions and
// ranges of the article: texts are made by those who keep the facts.

/// An article as the rules see it.
public struct RuleArticle: Sendable {
  /// News or a picture.
  public var kind: Article.Kind
  /// The folded scalars of its text.
  public var folded: [UInt32]
  /// Its parts.
  public var parts: [Article.Part]
  /// All mentions, sorted by where they begin, outer ones before those within.
  public var mentions: [Mention]
  /// The entity that the article is mainly about, for some labels.
  public var main: [(label: LabelID, entity: Int32)]

  /// An article with its mentions.
  public init(
    _ article: Article, mentions: [Mention], main: [(label: LabelID, entity: Int32)] = []
  ) {
    kind = article.kind
    folded = article.text.folded
    parts = article.parts
    self.mentions = mentions
    self.main = main
  }
}

/// A fact that a rule found in a sentence.
public struct RuleMatch: Sendable, Hashable {
  /// What a fact speaks of.
  public enum End: Sendable, Hashable {
    /// An index into the mentions of the article.
    case mention(Int)
    /// An entity that the sentence does not mention: from `main(…)`.
    case entity(Int)
    /// What the entity of a mention is part of, and itself if that is nothing: from `whole(…)`.
    case wholeOfMention(Int)
    /// Likewise for an entity.
    case wholeOfEntity(Int)
    /// The article itself.
    case article
  }

  /// What a fact says.
  public enum Kind: Sendable, Hashable {
    /// A relation of a type to another end.
    case relation(type: String, to: End)
    /// Properties of an entity: `set(e, date: d)`.
    case properties
  }

  /// The value of a property.
  public enum Value: Sendable, Hashable {
    /// A text of the rule file: `"speaker"`, or what a word of a list stands for.
    case text(String)
    /// A whole number of the rule file.
    case number(Int)
    /// Indices into the mentions of the article, in the order of the text.
    case mentions([Int])
    /// An entity that the sentence does not mention.
    case entity(Int)
    /// Scalars of the article.
    case range(Range<Int>)
    /// The share of one in what scalars of the article say of several, one after the other: the
    /// second of two in `一、二等奖`.
    case share(Range<Int>, index: Int, count: Int)
  }

  /// A property.
  public struct Property: Sendable, Hashable {
    /// Its name.
    public var key: String
    /// Its value.
    public var value: Value

    /// A property of this name and value.
    public init(key: String, value: Value) {
      self.key = key
      self.value = value
    }
  }

  /// An index into `Domain.rules`.
  public var rule: Int
  /// An index into the sentences that were given.
  public var sentence: Int
  /// The scalars from the first to the last that the rule matched.
  public var range: Range<Int>
  /// What it begins at, or has the properties.
  public var from: End
  /// What it says.
  public var kind: Kind
  /// In the order of the rule.
  public var properties: [Property]
}
