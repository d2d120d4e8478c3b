// Which nodes the entities of touched groups are: as the graph has them, and as they are to be.

internal import Extract
internal import Graph
import Text

extension CorpusBatch {
  /// Resolves groups as they were and as they are with new atoms, and writes the nodes.
  mutating func resolve(
    _ groups: [UInt64], with added: some Sequence<Atom>
  ) throws(GraphError) {
    var coming: [UInt64: [Atom]] = [:]
    for atom in added { coming[atom.key.high, default: []].append(atom) }
    for group in groups { try resolve(group, with: coming[group] ?? []) }
  }

  private mutating func resolve(_ group: UInt64, with added: [Atom]) throws(GraphError) {
    let atoms = atoms(of: group)
    let before = resolveAtoms(atoms)
    let staying = atoms.filter { dropped[UTF8String($0.page)] == nil }
    let after = resolveAtoms(staying + added)
    let nodes = corpus.entities[group]
    var byKey: [ContentKey: NodeID] = [:]
    for node in nodes {
      if let key = contentKey(of: node), byKey[key] == nil { byKey[key] = node }
    }
    var contents: [NodeID: NamedValues] = [:]
    for entity in before {
      guard let node = byKey[entity.key] else { continue }
      contents[node] = entity.merged.values(key: entity.key)
      for atom in entity.atoms { nodeBefore[AtomID(atom)] = node }
    }
    var free = Set(nodes)
    for entity in after { if let node = byKey[entity.key] { free.remove(node) } }
    for entity in after {
      let merged = entity.merged
      let node: NodeID
      if let known = byKey[entity.key] {
        node = known
      } else if let reused = entity.atoms.compactMap({ nodeBefore[AtomID($0)] }).filter(
        free.contains
      )
      .min() {
        node = reused
        free.remove(node)
      } else {
        node = try writer.createNode(
          labels: [try writer.label(named: UTF8String(merged.label))])
        corpus.entities.insert(node.rawValue, group)
      }
      try edges.set(
        .node(node), from: contents[node] ?? [], to: merged.values(key: entity.key))
      for atom in entity.atoms { nodeAfter[AtomID(atom)] = node }
    }
    for node in free.sorted() { released.append((node, group)) }
  }

  private func contentKey(of node: NodeID) -> ContentKey? {
    guard let key = writer.view.key(CorpusNames.key) else { return nil }
    return writer.view.value(of: node, key).textValue.flatMap { ContentKey(hex: $0.string) }
  }

  /// All atoms of a group that the graph keeps.
  private func atoms(of group: UInt64) -> [Atom] {
    var atoms: [Atom] = []
    for node in corpus.entities[group] {
      for mention in edges.mentions(to: node) {
        guard let page = edges.page(of: mention.article) else { continue }
        atoms += edges.records(of: mention.relationship, page: page).compactMap(\.atom)
      }
    }
    for page in (corpus.implied[group] ?? []).sorted() {
      guard let article = corpus.pages[page]?.articles.first else { continue }
      atoms += writer.view.impliedAtoms(of: article, page: page).filter { $0.key.high == group }
    }
    return atoms
  }
}

extension AtomID {
  init(_ atom: Atom) { self.init(page: UTF8String(atom.page), entity: atom.entity) }
}
