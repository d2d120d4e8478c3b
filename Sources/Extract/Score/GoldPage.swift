// What a careful reader finds on a page, as gold files have it: entities over all articles of the
// page, joined by label and name, and the relations between them.

public import Text

/// Why a gold file or an export cannot be read.
public struct MalformedScoreInput: Error, Sendable, Equatable {
  /// What is missing or wrong, and where.
  public var what: String
}

/// The expected content of one page.
public struct GoldPage: Sendable {
  /// An expected entity.
  public struct Entity: Sendable {
    /// Its label.
    public var label: String
    /// The name as first written.
    public var name: String
    /// All forms that count as its name, folded for comparing.
    public var names: Set<UTF8String>
    /// Whether a careful reader might leave it out.
    public var isOptional: Bool
  }

  /// An expected relation.
  public struct Relation: Sendable {
    /// The index of the entity at which it begins.
    public var from: Int
    /// Its type.
    public var type: UTF8String
    /// The index of the entity at which it ends.
    public var to: Int
    /// Whether a careful reader might leave it out.
    public var isOptional: Bool
    /// Its properties as text.
    public var properties: [UTF8String: String]
  }

  /// The name of the page's file.
  public var page: String
  /// The entities in the order of the file.
  public var entities: [Entity] = []
  /// The relations in the order of the file, each pair and type once.
  public var relations: [Relation] = []

  /// Reads a gold file.
  public init(_ bytes: Span<UInt8>) throws(MalformedScoreInput) {
    let value: JSONValue
    do throws(JSONError) {
      value = try parseJSON(bytes)
    } catch {
      throw MalformedScoreInput(what: "byte \(error.offset): \(error.message)")
    }
    guard case .array(let articles)? = value["articles"] else {
      throw MalformedScoreInput(what: "no list `articles`")
    }
    page = value["page"]?.text ?? ""
    var reader = GoldReader()
    for (number, article) in articles.enumerated() {
      try reader.read(article, "article \(number)")
    }
    entities = reader.entities
    relations = reader.relations
  }
}

/// Joins the articles of a gold file.
private struct GoldReader {
  var entities: [GoldPage.Entity] = []
  var relations: [GoldPage.Relation] = []
  private var byName: [[UTF8String]: Int] = [:]
  private var byEnds: [RelationEnds: Int] = [:]

  private struct RelationEnds: Hashable {
    let from: Int
    let type: UTF8String
    let to: Int
  }

  mutating func read(_ article: JSONValue, _ place: String) throws(MalformedScoreInput) {
    var local: [UTF8String: Int] = [:]
    for entity in article["entities"]?.items ?? [] {
      guard case .string(let id)? = entity["id"], let label = entity["label"]?.text,
        let name = entity["name"]?.text
      else { throw MalformedScoreInput(what: "\(place): an entity without id, label or name") }
      local[id] = take(entity, label: label, name: name)
    }
    for relation in article["relations"]?.items ?? [] {
      guard case .string(let type)? = relation["type"], case .string(let from)? = relation["from"],
        case .string(let to)? = relation["to"], let source = local[from], let target = local[to]
      else { throw MalformedScoreInput(what: "\(place): a relation without type or known ends") }
      if type == ScoredGraph.mentions { continue }
      take(relation, RelationEnds(from: source, type: type, to: target))
    }
  }

  private mutating func take(_ entity: JSONValue, label: String, name: String) -> Int {
    let key = [UTF8String(label), scoringForm(name)]
    let place = byName[key] ?? entities.count
    if place == entities.count {
      byName[key] = place
      entities.append(GoldPage.Entity(label: label, name: name, names: [], isOptional: true))
    }
    entities[place].names.insert(scoringForm(name))
    for alias in entity["aliases"]?.texts ?? [] {
      entities[place].names.insert(scoringForm(alias))
    }
    if entity["optional"] != .bool(true) { entities[place].isOptional = false }
    return place
  }

  private mutating func take(_ relation: JSONValue, _ ends: RelationEnds) {
    let isOptional = relation["optional"] == .bool(true)
    let place = byEnds[ends] ?? relations.count
    if place == relations.count {
      byEnds[ends] = place
      relations.append(
        GoldPage.Relation(
          from: ends.from, type: ends.type, to: ends.to, isOptional: true, properties: [:]))
    }
    if !isOptional { relations[place].isOptional = false }
    if case .object(let members)? = relation["props"] {
      for member in members { relations[place].properties[member.key] = member.value.scoredText }
    }
  }
}
