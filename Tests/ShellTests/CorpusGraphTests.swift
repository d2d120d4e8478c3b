// What a graph that is read from pages holds depends on the set of its pages: not on their order,
// not on how they were parted into commits, and not on pages that were there once.

import Extract
import Graph
import TestSupport
import Testing
import Text

@testable import Shell

@Suite struct `A graph of pages` {
  @Test func `is the same in any order and any batches`() throws {
    try checkProperty(runs: 60) { random in
      let pages = (0..<2 + random.below(6)).map { RandomPages.page("页\($0)", &random) }
      var batches: [[PageRecord]] = []
      for page in pages.shuffled(using: &random) {
        if batches.isEmpty || random.oneIn(2) { batches.append([]) }
        batches[batches.count - 1].append(page)
      }
      let corpus = CorpusGraph(Graph())
      for batch in batches { try corpus.apply(batch) }
      try expect(corpus, holds: pages)
    }
  }

  @Test func `forgets a page exactly`() throws {
    try checkProperty(runs: 60) { random in
      let pages = (0..<2 + random.below(5)).map { RandomPages.page("页\($0)", &random) }
      let forgotten = random.below(pages.count)
      let corpus = CorpusGraph(Graph())
      try corpus.apply(pages)
      try corpus.apply([], removing: [UTF8String(pages[forgotten].page)])
      var others = pages
      others.remove(at: forgotten)
      try expect(corpus, holds: others)
      try expectSound(corpus)
    }
  }

  @Test func `takes a changed page for the old one`() throws {
    try checkProperty(runs: 60) { random in
      let pages = (0..<2 + random.below(4)).map { RandomPages.page("页\($0)", &random) }
      let changed = RandomPages.page(pages[0].page, &random)
      let corpus = CorpusGraph(Graph())
      try corpus.apply(pages)
      try corpus.apply([changed])
      try expect(corpus, holds: [changed] + pages.dropFirst())
      try expectSound(corpus)
    }
  }

  @Test func `knows its pages again when it is opened`() throws {
    try checkProperty(runs: 30) { random in
      let pages = (0..<3 + random.below(4)).map { RandomPages.page("页\($0)", &random) }
      let corpus = CorpusGraph(Graph())
      try corpus.apply(pages)
      let opened = CorpusGraph(Graph(try corpus.graph.snapshot.sortedByContent()))
      #expect(opened.pages.mapValues(\.digest) == corpus.pages.mapValues(\.digest))
      try opened.apply([], removing: [UTF8String(pages[0].page)])
      try expect(opened, holds: Array(pages.dropFirst()))
    }
  }

  @Test func `is numbered by its content`() throws {
    try checkProperty(runs: 20) { random in
      let pages = (0..<2 + random.below(5)).map { RandomPages.page("页\($0)", &random) }
      let one = CorpusGraph(Graph())
      try one.apply(pages)
      let other = CorpusGraph(Graph())
      for page in pages.reversed() { try other.apply([page]) }
      let exports = try [one, other].map {
        let run = CorpusGraph(Graph(try $0.graph.snapshot.sortedByContent()))
        return content(of: run, isNumbered: true)
      }
      try #require(exports[0] == exports[1])
    }
  }

  @Test func `leaves alone what a user made`() throws {
    var random = Random(seed: 7)
    let pages = (0..<4).map { RandomPages.page("页\($0)", &random) }
    let corpus = CorpusGraph(Graph())
    try corpus.apply(pages)
    let entity = try #require(
      corpus.graph.snapshot.label("Union").flatMap { label in
        corpus.graph.snapshot.members(of: label).first(from: 0)
      })
    try corpus.graph.write { writer in
      let note = try writer.createNode(["Note"], ["text": "mine", "key": "k1"])
      _ = try writer.createRelationship(note, "ABOUT", NodeID(rawValue: entity), ["sure": true])
    }
    try corpus.apply([], removing: pages.map { UTF8String($0.page) })
    let left = content(of: corpus)
    #expect(left.contains { $0.contains("Note") && $0.contains("mine") })
    #expect(left.contains { $0.contains("ABOUT") && $0.contains("sure") })
    #expect(corpus.graph.snapshot.nodeCount == 2)
    #expect(corpus.pages.isEmpty)
  }
}

/// Fails where a graph is not what pages make at once.
private func expect(_ corpus: CorpusGraph, holds pages: [PageRecord]) throws {
  let whole = CorpusGraph(Graph())
  try whole.apply(pages)
  let (found, expected) = (content(of: corpus), content(of: whole))
  let isSame = found == expected
  let difference = found.difference(from: expected).prefix(6)
  try #require(isSame, "\(difference)")
}

/// Nodes and relationships as sorted lines without their numbers.
private func content(of corpus: CorpusGraph, isNumbered: Bool = false) -> [String] {
  let snapshot = corpus.graph.snapshot
  func text(_ entity: Entity) -> String {
    snapshot.sortedProperties(of: entity).map { "\($0.name)=\($0.value)" }.joined(separator: ",")
  }
  var lines: [String] = []
  for number in 0..<UInt32(snapshot.nodeIDLimit) where snapshot.contains(NodeID(rawValue: number)) {
    let node = NodeID(rawValue: number)
    let labels = snapshot.sortedLabels(of: node).map(\.string).joined(separator: ":")
    lines.append("(\(labels) \(text(.node(node))))")
  }
  for number in 0..<UInt32(snapshot.relationshipIDLimit) {
    let id = RelationshipID(rawValue: number)
    guard let record = snapshot.record(of: id) else { continue }
    lines.append(
      "\(text(.node(record.source)))-\(snapshot.name(of: record.type)) "
        + "\(text(.relationship(id)))->\(text(.node(record.target)))")
  }
  return isNumbered ? lines : lines.sorted()
}

/// The account that a graph keeps of its nodes agrees with a new one.
private func expectSound(_ corpus: CorpusGraph) throws {
  let again = CorpusGraph(corpus.graph)
  #expect(again.pages.mapValues(\.digest) == corpus.pages.mapValues(\.digest))
  #expect(again.implied.filter { !$0.value.isEmpty } == corpus.implied.filter { !$0.value.isEmpty })
  #expect(corpus.graph.snapshot.findProblems(limit: 5).isEmpty)
}
