// A witness of a relation as a graph keeps it: one JSON object in the list `evidence` of the
// relation. Besides what people look at it names the two entities of the page, so that the relation
// can follow one of them when two of a name turn out to be two, and the page's properties of the
// relation.
//
//   {"page":"p.txt","article":0,"start":31,"end":52,"sentence":"…","sentence_start":12,
//    "rule":"attended","confidence":0.9,"from":3,"to":7,"properties":{"role":"speaker"}}

public import Text

/// A witness of a relation.
public struct Evidence: Sendable {
  /// The page.
  public var page: String
  /// The words, the sentence and the rule; nil where the page gives none.
  public var witness: RelationFacts.Witness?
  /// The index of the entity at which the relation begins; nil for an article.
  public var from: Int?
  /// The index of the entity at which the relation ends; nil for an article.
  public var to: Int?
  /// What the page says of the relation.
  public var properties: [(key: String, value: PropertyFact)]
  /// The JSON object.
  public let json: UTF8String

  /// The evidence of a relation of a page.
  public init(
    page: String, witness: RelationFacts.Witness?, from: RelationFacts.End, to: RelationFacts.End,
    properties: [(key: String, value: PropertyFact)]
  ) {
    self.page = page
    self.witness = witness
    self.from = from.entity
    self.to = to.entity
    self.properties = properties
    let ends = (from.entity, to.entity)
    json = UTF8String(
      jsonText { writer, output in
        writer.beginObject(to: &output)
        writer.member("page", page, to: &output)
        if let witness { witness.writeMembers(by: &writer, to: &output) }
        if let from = ends.0 { writer.member("from", from, to: &output) }
        if let to = ends.1 { writer.member("to", to, to: &output) }
        writer.member("properties", properties, to: &output)
        writer.endObject(to: &output)
      })
  }

  /// The evidence that a JSON object holds, or nil where it is none.
  public init?(json: UTF8String) {
    guard let value = json.withBytes({ try? parseJSON($0) }), let page = value["page"]?.text else {
      return nil
    }
    self.page = page
    witness = RelationFacts.Witness(value)
    from = value["from"]?.integerValue
    to = value["to"]?.integerValue
    properties = value["properties"]?.properties ?? []
    self.json = json
  }
}

extension Evidence: Comparable {
  /// Whether both are the same JSON object.
  public static func == (left: Evidence, right: Evidence) -> Bool { left.json == right.json }

  /// By page and place, and where these are the same by what is written.
  public static func < (left: Evidence, right: Evidence) -> Bool {
    (UTF8String(left.page), left.place.0, left.place.1, left.place.2, left.json)
      < (UTF8String(right.page), right.place.0, right.place.1, right.place.2, right.json)
  }

  private var place: (Int, Int, Int) {
    guard let witness else { return (-1, 0, 0) }
    return (witness.article, witness.source.lowerBound, witness.source.upperBound)
  }
}

extension RelationFacts.End {
  /// The index of the entity, or nil for an article.
  public var entity: Int? {
    if case .entity(let index) = self { index } else { nil }
  }
}

extension RelationFacts.Witness {
  /// Writes the members of the JSON object.
  func writeMembers(by writer: inout JSONWriter, to output: inout [UInt8]) {
    writer.member("article", article, to: &output)
    writer.member("start", source.lowerBound, to: &output)
    writer.member("end", source.upperBound, to: &output)
    writer.member("sentence", sentence, to: &output)
    writer.member("sentence_start", sentenceSource.lowerBound, to: &output)
    writer.member("sentence_end", sentenceSource.upperBound, to: &output)
    writer.member("rule", rule, to: &output)
    writer.member("confidence", to: &output)
    writer.number(confidence, to: &output)
  }

  /// The witness that a JSON object holds, or nil where it is none.
  init?(_ value: JSONValue) {
    guard let article = value["article"]?.integerValue, let start = value["start"]?.integerValue,
      let end = value["end"]?.integerValue, start <= end,
      let sentence = value["sentence"]?.text,
      let sentenceStart = value["sentence_start"]?.integerValue
    else { return nil }
    let sentenceEnd = value["sentence_end"]?.integerValue ?? sentenceStart
    self.init(
      article: article, source: start..<end, sentence: sentence,
      sentenceSource: sentenceStart..<max(sentenceStart, sentenceEnd),
      rule: value["rule"]?.text ?? "", confidence: value["confidence"]?.doubleValue ?? 1)
  }
}
