// Sentences of an article. Quotes and brackets are respected: 。 inside of a quotation that goes on
// does not end the sentence around it.

/// A sentence, within one part of an article.
public struct Sentence: Sendable {
  /// Its scalars in the text of the article, with the mark that ends it.
  public var range: Range<Int>
  /// The index of the part that it stands in.
  public var part: Int

  /// A sentence of a part.
  public init(range: Range<Int>, part: Int) {
    self.range = range
    self.part = part
  }
}
