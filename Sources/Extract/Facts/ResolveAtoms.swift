// Which atoms are one node. Only atoms whose keys share the upper half can be: such a group is
// resolved by itself, so that a new page costs only the groups that it touches. The answer depends
// on the set of atoms and on nothing else: not on their order, nor on what was known before.

internal import Text

/// A node that atoms make together.
public struct ResolvedEntity: Sendable {
  /// Why atoms of several pages are one.
  public struct Reason: Sendable, Equatable {
    /// What they share.
    public var link: Atom.Link
    /// How many pages have it.
    public var pageCount: Int
  }

  /// The smallest key of its atoms.
  public var key: ContentKey
  /// Its atoms, by page and place in the page.
  public var atoms: [Atom]
  /// What joined them where the name alone does not.
  public var reasons: [Reason]
}

/// Resolves atoms that may be one another; the nodes come in the order of their keys.
public func resolveAtoms(_ atoms: [Atom]) -> [ResolvedEntity] {
  let atoms = atoms.sorted {
    (UTF8String($0.page), $0.entity) < (UTF8String($1.page), $1.entity)
  }
  var sets = DisjointSets(count: atoms.count)
  var byKey: [ContentKey: Int] = [:]
  var byLink: [[UTF8String]: Int] = [:]
  for (place, atom) in atoms.enumerated() {
    if let other = byKey[atom.key] { sets.join(other, place) } else { byKey[atom.key] = place }
    guard let links = atom.links else { continue }
    let name = UTF8String(identityName(atom.name))
    for link in links {
      let shared = [UTF8String(atom.label), name, UTF8String(link.id)]
      if let other = byLink[shared] { sets.join(other, place) } else { byLink[shared] = place }
    }
  }
  var members: [Int: [Atom]] = [:]
  for (place, atom) in atoms.enumerated() {
    members[sets.root(of: place), default: []].append(atom)
  }
  return members.values.map(ResolvedEntity.init).sorted { $0.key < $1.key }
}

extension ResolvedEntity {
  /// The node of atoms that belong together; there is at least one.
  fileprivate init(_ atoms: [Atom]) {
    key = atoms.dropFirst().reduce(atoms[0].key) { min($0, $1.key) }
    self.atoms = atoms
    var pages: [UTF8String: (link: Atom.Link, pages: Set<UTF8String>)] = [:]
    for atom in atoms {
      for link in atom.links ?? [] {
        let id = UTF8String(link.id)
        var known = pages[id] ?? (link, [])
        if UTF8String(link.name) < UTF8String(known.link.name) { known.link = link }
        known.pages.insert(UTF8String(atom.page))
        pages[id] = known
      }
    }
    reasons = pages.sorted { $0.key < $1.key }.compactMap { _, known in
      known.pages.count > 1 ? Reason(link: known.link, pageCount: known.pages.count) : nil
    }
  }
}

/// Sets that grow together.
private struct DisjointSets {
  private var parents: [Int]

  init(count: Int) { parents = Array(0..<count) }

  mutating func root(of place: Int) -> Int {
    var place = place
    while parents[place] != place {
      parents[place] = parents[parents[place]]
      place = parents[place]
    }
    return place
  }

  mutating func join(_ one: Int, _ other: Int) {
    let (first, second) = (root(of: one), root(of: other))
    parents[max(first, second)] = min(first, second)
  }
}
