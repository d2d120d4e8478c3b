// What the page stage hands on: a page as articles, each one text with its parts. Later stages
// never look at lines, columns or the encoding again.

/// One news item of a page.
public struct Article: Sendable {
  /// What kind of item it is.
  public enum Kind: String, Sendable {
    /// A text with a headline.
    case news
    /// A picture with its caption and credit line.
    case photo
  }

  /// A stretch of the text with one purpose.
  public struct Part: Sendable {
    /// The purposes.
    public enum Kind: Sendable {
      /// The main line of the title; its text is the article's name.
      case headline
      /// A line above or below the headline that belongs to the title.
      case kicker
      /// `本报讯（记者 …）` and the like; no sentence is read from it.
      case byline
      /// A paragraph of the body, column cuts undone.
      case paragraph
      /// The words under a picture.
      case caption
    }

    /// Its purpose.
    public var kind: Kind
    /// Its scalars in the text of the article.
    public var range: Range<Int>

    /// A part of this purpose and range.
    public init(kind: Kind, range: Range<Int>) {
      self.kind = kind
      self.range = range
    }
  }

  /// Someone named in a byline or under a picture, and what for.
  public struct Credit: Sendable {
    /// The roles.
    public enum Role: String, Sendable {
      case reporter, correspondent, photographer
    }

    /// What they did.
    public var role: Role
    /// The name in the text of the article, blanks inside of it left out.
    public var name: Range<Int>

    /// A credit for the name at a range.
    public init(role: Role, name: Range<Int>) {
      self.role = role
      self.name = name
    }
  }

  /// Its place among the articles of the page, from 0.
  public var index: Int
  /// News or a picture.
  public var kind: Kind
  /// All parts one after the other: title, byline, body, captions.
  ///
  /// A newline ends each part.
  public var text: PageText
  /// The parts in the order of the text.
  public var parts: [Part]
  /// Who wrote and photographed, in the order of the text.
  public var credits: [Credit]

  /// An article of these parts.
  public init(index: Int, kind: Kind, text: PageText, parts: [Part], credits: [Credit]) {
    self.index = index
    self.kind = kind
    self.text = text
    self.parts = parts
    self.credits = credits
  }

  /// The article's name: its main headline, or the beginning of the caption of a picture.
  public var headline: String {
    if let part = parts.first(where: { $0.kind == .headline }) { return text.string(part.range) }
    guard let part = parts.first(where: { $0.kind == .caption || $0.kind == .paragraph }) else {
      return ""
    }
    let end = min(part.range.upperBound, part.range.lowerBound + 20)
    return text.string(part.range.lowerBound..<end)
  }
}

/// A page as articles, and what was wrong with it.
public struct PageDocument: Sendable {
  /// Something wrong with a page, that did not keep it from being read.
  public struct Problem: Sendable, Equatable {
    /// The kinds of trouble.
    public enum Kind: String, Sendable {
      case empty, binary, undecodable, noArticles, tooLarge
    }

    /// What is wrong.
    public var kind: Kind
    /// The byte of the file where it begins.
    public var offset: Int

    /// A problem at an offset.
    public init(kind: Kind, offset: Int) {
      self.kind = kind
      self.offset = offset
    }
  }

  /// The articles in reading order.
  public var articles: [Article]
  /// What was wrong, in the order of the file.
  public var problems: [Problem]

  /// A page of these articles.
  public init(articles: [Article], problems: [Problem]) {
    self.articles = articles
    self.problems = problems
  }
}
