// What the mention stage hands on: stretches of a sentence that name something. Labels are numbers
// of the domain (the rule file lists them), so that no code here knows of unions or people.

/// A label of the domain: an index into `Domain.labels`.
public struct LabelID: Hashable, Sendable, Comparable {
  /// The index.
  public var index: UInt8

  /// The label of an index.
  public init(_ index: Int) { self.index = UInt8(truncatingIfNeeded: index) }

  /// The order of the rule file.
  public static func < (left: LabelID, right: LabelID) -> Bool { left.index < right.index }
}

/// A stretch of the text of an article that names or points at something.
public struct Mention: Sendable {
  /// How it points.
  public enum Form: UInt8, Sendable {
    /// A name.
    case name
    /// A word that stands for something named elsewhere: 该局工会, 此次大赛, 会上.
    case reference
    /// No entity of the graph but of use to rules: a title, a date, a count, a prize.
    case value
  }

  /// Its scalars in the text of the article.
  public var range: Range<Int>
  /// What it is.
  public var label: LabelID
  /// Name, reference or value.
  public var form: Form
  /// The mention around this one, for 北京长岭物业公司 inside of the name of its union; -1 if none.
  public var outer: Int32 = -1
  /// The entity that it names, an index into the article's entities; -1 if none or not yet known.
  public var entity: Int32 = -1
  /// From 0 to 1.
  public var confidence: Float = 1

  /// A mention of a label at a range.
  public init(range: Range<Int>, label: LabelID, form: Form) {
    self.range = range
    self.label = label
    self.form = form
  }
}
