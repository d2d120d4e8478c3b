// What one page says of one entity: the smallest piece that resolution over pages moves about. A
// page's atoms, keys included, follow from that page alone; which of them are one node follows from
// all pages together (ResolveAtoms.swift).

internal import Text

/// An entity as one page knows it.
public struct Atom: Sendable {
  /// What joins an atom with others of its name.
  public struct Link: Sendable, Hashable {
    /// The type of the relation.
    public var type: String
    /// The other end's key, or `paper:` and the paper's name.
    public var id: String
    /// The other end's name, for people.
    public var name: String

    /// A link to something.
    public init(type: String, id: String, name: String) {
      self.type = type
      self.id = id
      self.name = name
    }
  }

  /// The page.
  public var page: String
  /// The index of the entity in the page.
  public var entity: Int
  /// The key that follows from the page alone.
  public var key: ContentKey
  /// The name of its label.
  public var label: String
  /// The fullest form of its name that the page gives.
  public var name: String
  /// Other forms of its name.
  public var aliases: [String]
  /// Its properties.
  public var properties: [(key: String, value: PropertyFact)]
  /// What joins it with others of its name; nil where the label and the name, or a code, decide.
  public var links: [Link]?

  /// An atom of these parts.
  public init(
    page: String, entity: Int, key: ContentKey, label: String, name: String, aliases: [String],
    properties: [(key: String, value: PropertyFact)], links: [Link]?
  ) {
    self.page = page
    self.entity = entity
    self.key = key
    self.label = label
    self.name = name
    self.aliases = aliases
    self.properties = properties
    self.links = links
  }
}

extension PageRecord {
  /// The entities of the page with their keys, in their order.
  public func atoms(_ policy: IdentityPolicy = .news) -> [Atom] {
    var atoms = facts.entities.enumerated().map { index, entity in
      Atom(
        page: page, entity: index, key: entity.contentKey(policy), label: entity.label,
        name: entity.name, aliases: entity.aliases, properties: entity.properties,
        links: policy.links[entity.label] == nil ? nil : [])
    }
    addLinks(to: &atoms, policy)
    var unlinked: [ContentKey: Int] = [:]
    for index in atoms.indices {
      guard let links = atoms[index].links else { continue }
      var parts = [atoms[index].label, identityName(atoms[index].name)]
      if let link = links.first {
        parts.append(link.id)
      } else {
        // Nothing joins this one with others of its name: it is its own, on this page.
        let ordinal = unlinked[atoms[index].key, default: 0]
        unlinked[atoms[index].key] = ordinal + 1
        parts += ["page", digest, "\(ordinal)"]
      }
      atoms[index].key.low = ContentKey(hashing: parts).low
    }
    return atoms
  }

  private func addLinks(to atoms: inout [Atom], _ policy: IdentityPolicy) {
    for relation in facts.relations {
      guard case .entity(let index) = relation.from, atoms.indices.contains(index),
        let link = policy.links[atoms[index].label]?.first(where: { $0.type == relation.type })
      else { continue }
      if link.isByPaper {
        atoms[index].links?.append(
          Atom.Link(type: link.type, id: "paper:" + paper, name: paper))
      } else if case .entity(let other) = relation.to, atoms.indices.contains(other),
        atoms[other].links == nil
      {
        let end = Atom.Link(type: link.type, id: atoms[other].key.hex, name: atoms[other].name)
        atoms[index].links?.append(end)
      }
    }
    for index in atoms.indices {
      guard let links = atoms[index].links else { continue }
      var once: [Atom.Link] = []
      for link in links.sorted(by: Atom.Link.isBefore) where once.last?.id != link.id {
        once.append(link)
      }
      atoms[index].links = once
    }
  }
}

extension Atom.Link {
  fileprivate static func isBefore(_ left: Self, _ right: Self) -> Bool {
    (UTF8String(left.id), UTF8String(left.type), UTF8String(left.name))
      < (UTF8String(right.id), UTF8String(right.type), UTF8String(right.name))
  }
}

extension EntityFacts {
  /// The key that follows from label and name, or from label and code.
  fileprivate func contentKey(_ policy: IdentityPolicy) -> ContentKey {
    if let property = policy.codes[label],
      let code = properties.first(where: { $0.key == property })?.value
    {
      return ContentKey(hashing: [label, property, code.text])
    }
    return ContentKey(hashing: [label, identityName(name)])
  }
}

extension PropertyFact {
  /// The value as text.
  public var text: String {
    switch self {
    case .text(let text): text
    case .number(let number): "\(number)"
    }
  }
}
