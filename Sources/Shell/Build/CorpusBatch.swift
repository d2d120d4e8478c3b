// Taking pages in and out of a graph, in this order:
//
//   1. which groups of entities the pages touch, those that go and those that come
//   2. the atoms of these groups as the graph keeps them, without and with the pages
//   3. both resolved: which nodes there were, which there are to be, which atoms move
//   4. relations: without the pages that go, atoms that move with their relations, then new ones
//   5. nodes that nothing holds any more go
//
// Only what differs is written, so that what a user added or changed stays.

internal import Extract
internal import Graph
import Text

/// An entity of a page.
struct AtomID: Hashable {
  let page: UTF8String
  let entity: Int
}

/// One commit of pages.
struct CorpusBatch {
  let writer: Transaction
  let corpus: CorpusGraph
  /// The pages that go.
  var dropped: [UTF8String: KnownPage] = [:]
  var edges: CorpusEdges
  /// Where each atom of a touched group was and is.
  var nodeBefore: [AtomID: NodeID] = [:]
  var nodeAfter: [AtomID: NodeID] = [:]
  /// Nodes of touched groups that nothing holds any more.
  var released: [(node: NodeID, group: UInt64)] = []

  init(_ writer: Transaction, _ corpus: CorpusGraph) {
    self.writer = writer
    self.corpus = corpus
    edges = CorpusEdges(writer)
  }

  /// Does everything but the commit.
  mutating func run(_ added: [PageRecord], removing: [UTF8String]) throws(GraphError) {
    for page in removing + added.map({ UTF8String($0.page) }) {
      dropped[page] = corpus.pages[page]
    }
    let coming = added.filter { !$0.facts.articles.isEmpty }
    let atoms = coming.map { $0.atoms(corpus.policy) }
    try resolve(groups(touchedBy: atoms), with: atoms.joined())
    try dropPages()
    try moveEdges()
    for (page, atoms) in zip(coming, atoms) { try add(page, atoms) }
    try edges.write()
    try release()
  }

  // MARK: Groups

  private func groups(touchedBy atoms: [[Atom]]) -> [UInt64] {
    var groups: Set<UInt64> = []
    for atom in atoms.joined() { groups.insert(atom.key.high) }
    for (page, known) in dropped {
      for atom in keptAtoms(of: known, page: page) { groups.insert(atom.key.high) }
    }
    return groups.sorted()
  }

  /// The atoms of a page that is in the graph.
  private func keptAtoms(of known: KnownPage, page: UTF8String) -> [Atom] {
    var atoms: [Atom] = []
    for article in known.articles {
      for edge in edges.mentions(of: article) {
        atoms += edges.records(of: edge, page: page).compactMap(\.atom)
      }
      atoms += writer.view.impliedAtoms(of: article, page: page)
    }
    return atoms
  }

  // MARK: Edges

  /// Takes the pages that go out of all relations, and their articles out of the graph.
  private mutating func dropPages() throws(GraphError) {
    var nodesOfPages: [UTF8String: Set<NodeID>] = [:]
    for (atom, node) in nodeBefore { nodesOfPages[atom.page, default: []].insert(node) }
    for (page, known) in dropped.sorted(by: { $0.key < $1.key }) {
      let nodes = (nodesOfPages[page] ?? []).union(known.articles)
      for node in nodes.sorted() { edges.drop(page, from: node, among: nodes) }
      for article in known.articles {
        for relationship in edges.mentions(of: article) { try writer.delete(relationship) }
      }
    }
    for (page, known) in dropped.sorted(by: { $0.key < $1.key }) {
      for atom in known.articles.flatMap({ writer.view.impliedAtoms(of: $0, page: page) }) {
        corpus.implied[atom.key.high]?.remove(page)
      }
      corpus.pages[page] = nil
      for article in known.articles {
        try edges.writeEmptied(at: article)
        if try deleteUnlessHeld(article) { continue }
        // A user's relation holds it: it stays, but stands for no page any more.
        for name in [CorpusNames.key, CorpusNames.digest, CorpusNames.implied] {
          try writer.set(.node(article), try writer.key(named: name), to: .null)
        }
      }
    }
  }

  /// Lets relations follow the atoms that are on another node now.
  private mutating func moveEdges() throws(GraphError) {
    var nodes: Set<NodeID> = []
    for (atom, node) in nodeAfter {
      if let before = nodeBefore[atom], before != node { nodes.insert(before) }
    }
    let after = nodeAfter
    for node in nodes.sorted() {
      try edges.move(from: node) { page, entity in
        after[AtomID(page: page, entity: entity)]
      }
    }
  }

  /// Puts a page into the graph; the nodes of its entities are there.
  private mutating func add(_ page: PageRecord, _ atoms: [Atom]) throws(GraphError) {
    let name = UTF8String(page.page)
    var articles: [NodeID] = []
    let implied = impliedRecords(of: page, atoms)
    for index in page.facts.articles.indices {
      let node = try writer.createNode(labels: [try writer.label(named: CorpusNames.article)])
      try edges.set(
        .node(node), from: [],
        to: page.articleValues(index, implied: index == 0 ? implied : []))
      articles.append(node)
    }
    let previous = dropped[name]?.folder
    if page.folder == nil, let previous, let first = articles.first {
      try edges.set(.node(first), from: [], to: [(CorpusNames.folder, .string(previous))])
    }
    corpus.pages[name] = KnownPage(
      digest: UTF8String(page.digest), folder: page.folder.map { UTF8String($0) } ?? previous,
      articles: articles)
    var nodes: [NodeID] = []
    for atom in atoms {
      guard let node = nodeAfter[AtomID(page: name, entity: atom.entity)] else {
        throw .changeDoesNotFit("entity \(atom.entity) of \(page.page) has no node")
      }
      nodes.append(node)
    }
    for (entity, atom) in zip(page.facts.entities, atoms) {
      try addMentions(of: entity, atom, from: articles, to: nodes[atom.entity])
    }
    for relation in page.facts.relations { try add(relation, of: page, articles, nodes) }
  }

  /// What the page knows of entities that none of its articles names.
  private func impliedRecords(of page: PageRecord, _ atoms: [Atom]) -> [String] {
    zip(page.facts.entities, atoms).compactMap { entity, atom in
      guard entity.places.isEmpty else { return nil }
      corpus.implied[atom.key.high, default: []].insert(UTF8String(page.page))
      return MentionRecord(entity: atom.entity, places: [], atom: atom, merges: entity.merges).json
    }
  }

  private mutating func addMentions(
    of entity: EntityFacts, _ atom: Atom, from articles: [NodeID], to node: NodeID
  ) throws(GraphError) {
    let indexes = Set(entity.places.map(\.article)).filter(articles.indices.contains).sorted()
    for index in indexes {
      let places = entity.places.filter { $0.article == index }
        .map { (source: $0.source, form: $0.form) }
      let isFirst = index == indexes[0]
      try edges.add(
        MentionRecord(
          entity: atom.entity, places: places, atom: isFirst ? atom : nil,
          merges: isFirst ? entity.merges : []),
        from: articles[index], to: node)
    }
  }

  private mutating func add(
    _ relation: RelationFacts, of page: PageRecord, _ articles: [NodeID], _ nodes: [NodeID]
  ) throws(GraphError) {
    func node(_ end: RelationFacts.End) -> NodeID? {
      switch end {
      case .entity(let index): nodes.indices.contains(index) ? nodes[index] : nil
      case .article(let index): articles.indices.contains(index) ? articles[index] : nil
      }
    }
    guard let source = node(relation.from), let target = node(relation.to) else { return }
    let witnesses: [RelationFacts.Witness?] =
      relation.witnesses.isEmpty ? [nil] : relation.witnesses
    for witness in witnesses {
      let evidence = Evidence(
        page: page.page, witness: witness, from: relation.from, to: relation.to,
        properties: relation.properties)
      try edges.add(evidence, from: source, UTF8String(relation.type), to: target)
    }
  }

  // MARK: The end

  private mutating func release() throws(GraphError) {
    for (node, group) in released where try deleteUnlessHeld(node) {
      corpus.entities.remove(node.rawValue, group)
    }
  }

  /// Deletes a node that only a user's relation could hold; says whether it is gone.
  @discardableResult
  private func deleteUnlessHeld(_ node: NodeID) throws(GraphError) -> Bool {
    guard writer.view.degree(of: node) == 0 else { return false }
    try writer.delete(node)
    return true
  }
}
