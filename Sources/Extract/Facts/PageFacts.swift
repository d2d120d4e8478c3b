// What is read from one page: the end of `Extract` and all that loading into a graph needs. A pure
// function of the page's bytes and the domain. Ranges are bytes of the file.

/// The facts of one page.
public struct PageFacts: Sendable {
  /// The articles in reading order.
  public var articles: [ArticleFacts] = []
  /// What the articles name; the same thing in two articles of the page is one.
  public var entities: [EntityFacts] = []
  /// How they are related; each pair and type once, with all its witnesses.
  public var relations: [RelationFacts] = []
  /// What was wrong with the page.
  public var problems: [PageDocument.Problem] = []

  /// Facts of a page without articles.
  public init() {}
}

/// An article as a node of the graph.
public struct ArticleFacts: Sendable {
  /// Its main headline.
  public var headline: String
  /// Other lines of its title, and the lines joined.
  public var aliases: [String]
  /// News or a picture.
  public var kind: Article.Kind
  /// Its bytes in the file.
  public var source: Range<Int>

  /// An article of this headline.
  public init(headline: String, aliases: [String], kind: Article.Kind, source: Range<Int>) {
    self.headline = headline
    self.aliases = aliases
    self.kind = kind
    self.source = source
  }
}

/// Something that a page names.
public struct EntityFacts: Sendable {
  /// A place where it is named.
  public struct Place: Sendable {
    /// The index of the article in the page.
    public var article: Int
    /// The bytes of the file.
    public var source: Range<Int>
    /// The words.
    public var form: String

    /// A place in an article.
    public init(article: Int, source: Range<Int>, form: String) {
      self.article = article
      self.source = source
      self.form = form
    }
  }

  /// Why a form was taken for this entity.
  public struct Merge: Sendable {
    /// The form.
    public var form: String
    /// The rule that merged it, and its words: "short form in article 2", "以下简称".
    public var reason: String

    /// A merge of a form for a reason.
    public init(form: String, reason: String) {
      self.form = form
      self.reason = reason
    }
  }

  /// The name of its label.
  public var label: String
  /// The fullest form of its name that the page gives.
  public var name: String
  /// Other forms of its name, sorted.
  public var aliases: [String]
  /// Properties such as `level`, `kind`, `date` and `participants`.
  public var properties: [(key: String, value: PropertyFact)]
  /// Where it is named, in the order of the file.
  public var places: [Place]
  /// Why its forms were taken for one, in the order of the file.
  public var merges: [Merge]
  /// True for the parents of a division that the page does not name itself.
  public var isImplied: Bool

  /// An entity of this label and name.
  public init(label: String, name: String) {
    self.label = label
    self.name = name
    aliases = []
    properties = []
    places = []
    merges = []
    isImplied = false
  }
}

/// The value of a property that a page states.
public enum PropertyFact: Sendable, Hashable {
  case text(String)
  case number(Int)
}

/// A relation that a page states.
public struct RelationFacts: Sendable {
  /// One end of a relation.
  public enum End: Sendable, Hashable {
    /// An index into the entities of the page.
    case entity(Int)
    /// An index into the articles of the page.
    case article(Int)
  }

  /// A sentence that states a relation.
  public struct Witness: Sendable {
    /// The index of the article in the page.
    public var article: Int
    /// The bytes of the file from the first to the last word that the rule matched.
    public var source: Range<Int>
    /// The whole sentence.
    public var sentence: String
    /// The bytes of the sentence.
    public var sentenceSource: Range<Int>
    /// The rule that found it.
    public var rule: String
    /// From 0 to 1.
    public var confidence: Double

    /// A witness in an article.
    public init(
      article: Int, source: Range<Int>, sentence: String, sentenceSource: Range<Int>, rule: String,
      confidence: Double
    ) {
      self.article = article
      self.source = source
      self.sentence = sentence
      self.sentenceSource = sentenceSource
      self.rule = rule
      self.confidence = confidence
    }
  }

  /// Where it begins.
  public var from: End
  /// Its type.
  public var type: String
  /// Where it ends.
  public var to: End
  /// Its properties: `role`, `title`, `prize`.
  public var properties: [(key: String, value: PropertyFact)]
  /// The sentences that state it, in the order of the file.
  public var witnesses: [Witness]

  /// A relation between two ends.
  public init(from: End, type: String, to: End) {
    self.from = from
    self.type = type
    self.to = to
    properties = []
    witnesses = []
  }
}
