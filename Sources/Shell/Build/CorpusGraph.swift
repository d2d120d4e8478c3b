// A graph that is read from pages: which pages are in it, where its nodes are by key, and taking
// pages in and out. What the graph holds depends on the set of its pages alone: each batch works
// out anew the groups of entities that its pages touch (CorpusBatch.swift), and nothing else.

internal import Extract
internal import Graph
import Text

/// A page that is in a graph.
struct KnownPage {
  var digest: UTF8String
  var folder: UTF8String?
  /// The nodes of its articles in their order.
  var articles: [NodeID]
}

/// A graph with an account of its pages.
final class CorpusGraph {
  let graph: Graph
  let policy: IdentityPolicy
  /// The pages that are in the graph, by name.
  var pages: [UTF8String: KnownPage] = [:]
  /// The nodes of entities by the upper half of their keys.
  var entities = GroupIndex()
  /// The pages that imply an entity without naming it, by the upper half of its key.
  var implied: [UInt64: Set<UTF8String>] = [:]

  /// Takes account of a graph.
  init(_ graph: Graph, policy: IdentityPolicy = .news) {
    self.graph = graph
    self.policy = policy
    takeAccount()
  }

  /// Takes pages in and out as one commit; a page that is there already is replaced.
  ///
  /// - Parameter added: no two of one name.
  func apply(_ added: [PageRecord], removing: [UTF8String] = []) throws(GraphError) {
    let writer = graph.begin()
    var batch = CorpusBatch(writer, self)
    do throws(GraphError) {
      try batch.run(added, removing: removing)
    } catch {
      writer.rollback()
      throw error
    }
    try writer.commit()
  }

  private func takeAccount() {
    let snapshot = graph.snapshot
    guard let key = snapshot.key(CorpusNames.key) else { return }
    let article = snapshot.label(CorpusNames.article)
    let page = snapshot.key(CorpusNames.page)
    let column = snapshot.nodeColumn(key)
    guard column.count > 0 else { return }
    for number in 0..<UInt32(snapshot.nodeIDLimit) {
      let node = NodeID(rawValue: number)
      guard snapshot.contains(node),
        let content = snapshot.value(of: node, key).textValue
          .flatMap({ ContentKey(hex: $0.string) })
      else { continue }
      if let article, let page, snapshot.has(node, article),
        let name = snapshot.value(of: node, page).textValue
      {
        add(article: node, of: name, in: snapshot)
      } else {
        entities.insert(number, content.high)
      }
    }
    for name in pages.keys { sortArticles(of: name, in: snapshot) }
  }

  private func add(article: NodeID, of page: UTF8String, in snapshot: GraphSnapshot) {
    func text(_ name: UTF8String) -> UTF8String? {
      snapshot.key(name).flatMap { snapshot.value(of: article, $0).textValue }
    }
    if pages[page] == nil {
      pages[page] = KnownPage(
        digest: text(CorpusNames.digest) ?? "", folder: text(CorpusNames.folder), articles: [])
    }
    pages[page]?.articles.append(article)
    for atom in snapshot.impliedAtoms(of: article, page: page) {
      implied[atom.key.high, default: []].insert(page)
    }
  }

  private func sortArticles(of page: UTF8String, in snapshot: GraphSnapshot) {
    guard let key = snapshot.key(CorpusNames.index), let known = pages[page] else { return }
    func index(_ node: NodeID) -> Int64 {
      if case .integer(let index) = snapshot.value(of: node, key) { index } else { .max }
    }
    pages[page]?.articles = known.articles.sorted { (index($0), $0) < (index($1), $1) }
  }
}

extension GraphSnapshot {
  /// What the page of an article implies without naming it, as its first article keeps it.
  func impliedAtoms(of article: NodeID, page: UTF8String) -> [Atom] {
    guard let key = key(CorpusNames.implied) else { return [] }
    return value(of: article, key).textValues.compactMap {
      MentionRecord(json: $0, page: page.string)?.atom
    }
  }
}

/// Nodes by half of their keys; nearly always one node has it.
struct GroupIndex {
  private var first: [UInt64: UInt32] = [:]
  private var more: [UInt64: [UInt32]] = [:]

  /// The nodes with half a key, in ascending order.
  subscript(group: UInt64) -> [NodeID] {
    guard let node = first[group] else { return [] }
    return ([node] + (more[group] ?? [])).sorted().map(NodeID.init(rawValue:))
  }

  mutating func insert(_ node: UInt32, _ group: UInt64) {
    if first[group] == nil { first[group] = node } else { more[group, default: []].append(node) }
  }

  mutating func remove(_ node: UInt32, _ group: UInt64) {
    if first[group] == node {
      var rest = more.removeValue(forKey: group) ?? []
      first[group] = rest.popLast()
      if !rest.isEmpty { more[group] = rest }
    } else if let place = more[group]?.firstIndex(of: node) {
      more[group]?.remove(at: place)
      if more[group]?.isEmpty == true { more[group] = nil }
    }
  }
}
