// Random histories of a graph beside a naive one: after every transaction, at savepoints and in
// the middle both must hold the same, and versions that readers took must stay what they were.

import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct GraphOracleTests {
  /// A graph and a naive one, both empty, whose next ids are the given ones.
  static func start(nextNode: UInt32, nextRelationship: UInt32) -> (Graph, NaiveGraph) {
    var snapshot = GraphSnapshot()
    snapshot.nextNode = nextNode
    snapshot.relationships = RelationshipTable(
      alive: Bitmap(), nextID: nextRelationship, bulkRanges: [], sources: PagedArray(),
      targets: PagedArray(), types: PagedArray())
    let naive = NaiveGraph(nextNode: nextNode, nextRelationship: nextRelationship)
    return (Graph(snapshot), naive)
  }

  /// The same version with all changed rows merged.
  static func merged(_ snapshot: GraphSnapshot) -> GraphSnapshot {
    var merged = snapshot
    for number in merged.adjacency.indices {
      merged.adjacency[number].outgoing.merge(nodeCount: snapshot.nodeIDLimit)
      merged.adjacency[number].incoming.merge(nodeCount: snapshot.nodeIDLimit)
    }
    return merged
  }

  /// Goes through a history; now and then rows are merged and a reader takes a version.
  static func run(
    _ graph: Graph, _ naive: NaiveGraph, transactions: Int, _ random: inout Random
  ) throws {
    let start = graph.snapshot
    var questions = Random(seed: random.next())
    let history = RandomHistory(graph, naive, random: Random(seed: random.next())) {
      try GraphComparison($0, $1).run(&questions)
    }
    var taken: [(snapshot: GraphSnapshot, naive: NaiveGraph)] = []
    if !random.oneIn(4) { try history.defineNames() }
    for _ in 0..<transactions {
      try history.runTransaction()
      if random.oneIn(5) { taken.append((history.graph.snapshot, history.naive)) }
      if random.oneIn(8) { history.graph = Graph(merged(history.graph.snapshot)) }
    }
    for version in taken { try GraphComparison(version.snapshot, version.naive).run(&random) }
    let replayed = try replay(history.journal, on: start)
    try GraphComparison(replayed, history.naive).run(&random)
  }

  /// Applies changes as a journal has them: from their bytes, commit by commit.
  static func replay(
    _ journal: [[Change]], on start: GraphSnapshot
  ) throws -> GraphSnapshot {
    var snapshot = start
    for changes in journal {
      var bytes: [UInt8] = []
      for change in changes { change.encode(into: &bytes) }
      var reader = ByteReader(bytes.span)
      for _ in changes { try snapshot.apply(Change(decoding: &reader)) }
      try same(reader.offset, bytes.count, "bytes read of a journal")
      snapshot.settle()
    }
    return snapshot
  }

  @Test func historiesFromNothing() throws {
    try checkProperty(runs: 8) { random in
      try Self.run(Graph(), NaiveGraph(), transactions: 25, &random)
    }
  }

  @Test func historiesAcrossTheEndsOfPages() throws {
    try checkProperty(runs: 6) { random in
      let (graph, naive) = Self.start(
        nextNode: random.pick([50, 4_070, 262_120]),
        nextRelationship: random.pick([4_080, 262_130]))
      try Self.run(graph, naive, transactions: 12, &random)
    }
  }
}
