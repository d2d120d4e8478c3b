// The graph of one page as far as it is scored: entities that an article mentions, and the
// relations between them in the order of the export.

public import Text

/// What is compared with gold files.
public struct ScoredGraph: Sendable {
  /// A node.
  public struct Node: Sendable {
    /// Its id in the export, by which ties are broken.
    public var id: UTF8String
    /// Its main label.
    public var label: String
    /// Its name.
    public var name: String
    /// Its name and aliases, folded for comparing.
    public var names: Set<UTF8String>
  }

  /// A relation.
  public struct Relation: Sendable {
    /// Its type.
    public var type: UTF8String
    /// The id at which it begins.
    public var from: UTF8String
    /// The id at which it ends.
    public var to: UTF8String
    /// Its properties that are scored, as text.
    public var properties: [UTF8String: String]

    /// A relation between two ids.
    public init(
      type: UTF8String, from: UTF8String, to: UTF8String, properties: [UTF8String: String]
    ) {
      self.type = type
      self.from = from
      self.to = to
      self.properties = properties
    }
  }

  /// The labels of entities.
  public static let labels = [
    "Person", "Union", "Company", "Organization", "District", "Event", "Place", "Award", "Article",
  ]
  /// The type that tells which entities an article names; it is not scored itself.
  public static let mentions: UTF8String = "MENTIONS"

  /// The nodes that count.
  public private(set) var nodes: [UTF8String: Node] = [:]
  /// The relations in their order.
  public private(set) var relations: [Relation] = []
  private var mentioned: Set<UTF8String> = []

  /// A graph without nodes.
  public init() {}

  /// Adds a node with the labels, the name and the aliases of the export.
  public mutating func addNode(
    _ id: UTF8String, labels: [String], name: String, aliases: [String]
  ) {
    guard let label = labels.first(where: { Self.labels.contains($0) }) else {
      nodes[id] = nil
      return
    }
    let names = ([name] + aliases).filter { !$0.isEmpty }.map(scoringForm)
    nodes[id] = Node(id: id, label: label, name: name, names: Set(names))
  }

  /// Adds a relation.
  public mutating func addRelation(_ relation: Relation) {
    if relation.type == Self.mentions { mentioned.insert(relation.to) }
    relations.append(relation)
  }

  /// Leaves out the nodes that no article mentions; to be called when all is added.
  public mutating func finish() {
    if mentioned.isEmpty { return }
    nodes = nodes.filter { $0.value.label == "Article" || mentioned.contains($0.key) }
  }

  /// Reads an export in JSON lines.
  public init(exportLines bytes: Span<UInt8>) throws(MalformedScoreInput) {
    self.init()
    var start = 0
    var number = 1
    while start < bytes.count {
      let end = firstOffset(of: 0x0a, in: bytes, from: start) ?? bytes.count
      let line = bytes.extracting(start..<end)
      let isBlank = line.indices.allSatisfy { line[$0] <= 0x20 }
      if !isBlank {
        do throws(JSONError) {
          take(try parseJSON(line))
        } catch {
          throw MalformedScoreInput(what: "line \(number): \(error.message)")
        }
      }
      start = end + 1
      number += 1
    }
    finish()
  }

  private mutating func take(_ value: JSONValue) {
    func id(_ value: JSONValue?) -> UTF8String { UTF8String(value?.scoredText ?? "") }
    let properties = value["properties"]
    if value["type"]?.text == "node" {
      addNode(
        id(value["id"]), labels: value["labels"]?.texts ?? [],
        name: properties?["name"]?.text ?? "", aliases: properties?["aliases"]?.texts ?? [])
      return
    }
    guard case .string(let type)? = value["label"] else { return }
    var texts: [UTF8String: String] = [:]
    if case .object(let members)? = properties {
      for member in members where ScoredProperty.keys.contains(member.key) {
        texts[member.key] = member.value.scoredText
      }
    }
    addRelation(
      Relation(
        type: type, from: id(value["start"]?["id"]), to: id(value["end"]?["id"]),
        properties: texts))
  }
}

/// Which property of a relation is scored, by its type.
public enum ScoredProperty {
  /// The key by type.
  public static let byType: [UTF8String: UTF8String] = [
    "ATTENDED": "role", "ORGANIZED": "role", "WORKS_AT": "title", "WON": "prize",
    "REPORTED": "role",
  ]
  /// All keys that are scored for some type.
  public static let keys: Set<UTF8String> = ["role", "title", "prize"]
}

extension JSONValue {
  /// The value as text, as the gold files' own scorer writes it.
  var scoredText: String {
    switch self {
    case .string(let text): text.string
    case .integer(let number): "\(number)"
    case .number(let number): "\(number)"
    case .bool(let flag): flag ? "True" : "False"
    case .null: "None"
    case .array, .object: jsonText { $0.value(self, to: &$1) }
    }
  }
}
