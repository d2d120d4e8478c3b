// Graphs loaded in bulk must hold what the naive graph holds, and must go on like any other:
// changes over bulk rows, deleted bulk relationships that come back, rows merged after that.

import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct GraphOracleLoadTests {
  @Test func loadedGraphsHoldWhatWasRead() throws {
    try checkProperty(runs: 12) { random in
      var load = try RandomLoad(&random)
      let snapshot = load.finish()
      try GraphComparison(snapshot, load.naive).run(&random)
      try compareSketches(snapshot, load.naive)
    }
  }

  /// The estimates of a graph that was loaded are those of one that was made by changes.
  private func compareSketches(_ loaded: GraphSnapshot, _ naive: NaiveGraph) throws {
    var counted = GraphStatistics()
    for node in naive.nodes.values {
      for (key, value) in node.properties { counted.noteValue(value, under: key) }
    }
    for number in naive.keys.indices {
      let key = KeyID(rawValue: UInt16(number))
      try same(
        loaded.statistics.distinctValueCount(of: key), counted.distinctValueCount(of: key),
        "distinct values of \(key)")
    }
  }

  @Test func loadedGraphsGoOnLikeOthers() throws {
    try checkProperty(runs: 6) { random in
      var load = try RandomLoad(&random, partSizes: [0, 1, 30, 64, 65])
      let snapshot = load.finish()
      try GraphOracleTests.run(Graph(snapshot), load.naive, transactions: 8, &random)
      // The version that was loaded is what it was.
      try GraphComparison(snapshot, load.naive).run(&random)
    }
  }

  @Test func partsMeetInsideAPage() throws {
    try checkProperty(runs: 2) { random in
      var load = try RandomLoad(&random, partSizes: [1_000, 2_500, 4_096])
      try GraphComparison(load.finish(), load.naive).run(&random)
    }
  }

  @Test func anEmptyLoaderGivesAnEmptyGraph() throws {
    var loader = GraphLoader()
    let snapshot = loader.finish()
    #expect(snapshot.nodeCount == 0 && snapshot.relationshipCount == 0)
    var random = Random(seed: 1)
    try GraphComparison(snapshot, NaiveGraph()).run(&random)
  }

  @Test func nodesMayHaveMoreSetsOfLabelsThanSixteenBitsCount() throws {
    // Seventeen labels: node n has label b where bit b of n is set.
    var loader = GraphLoader()
    let count: UInt32 = 1 << 17
    _ = try loader.appendNodes(count: Int(count), columns: [])
    for bit in 0..<17 {
      let label = try loader.label(named: UTF8String("L\(bit)"))
      let run: UInt32 = 1 << UInt32(bit)
      for start in stride(from: run, to: count, by: Int(run) * 2) {
        loader.add(label, to: start..<start + run)
      }
    }
    let type = try loader.type(named: "T")
    let ends: [UInt32] = [count - 1, count - 2, 5]
    try loader.append(
      GraphLoader.RelationshipBatch(sources: ends, targets: ends.reversed()), type: type)
    let statistics = loader.finish().statistics
    let (first, last) = (LabelID(rawValue: 0), LabelID(rawValue: 16))
    #expect(statistics.count(of: RelationshipPattern(nil, type, nil)) == 3)
    #expect(statistics.count(of: RelationshipPattern(first, type, nil)) == 2)
    #expect(statistics.count(of: RelationshipPattern(last, type, last)) == 1)
    #expect(statistics.count(of: RelationshipPattern(last, type, first)) == 1)
  }

  @Test func labelsGivenTwiceCountOnce() throws {
    var loader = GraphLoader()
    _ = try loader.appendNodes(count: 200, columns: [])
    let label = try loader.label(named: "A")
    loader.add(label, to: 0..<100)
    loader.add(label, to: 30..<200)
    loader.add(label, to: 0..<200)
    let members = loader.finish().members(of: label)
    #expect(members.count == 200)
    #expect(members.members.reduce(0) { count, _ in count + 1 } == 200)
  }

  @Test func aLoaderIsAsNewAfterItsEnd() throws {
    var loader = GraphLoader()
    _ = try loader.appendNodes(count: 2, columns: [])
    let type = try loader.type(named: "T")
    try loader.append(.init(sources: [0], targets: [1]), type: type)
    #expect(loader.finish().relationshipCount == 1)
    #expect(loader.nextNode == 0 && loader.typeCount == 0)
    #expect(loader.finish().relationshipCount == 0)
  }

  @Test func columnsLongerThanTheirPartAreRefused() async {
    await #expect(processExitsWith: .failure) {
      var column = LoadColumn(kind: .integer)
      column.pad(to: 3)
      var loader = GraphLoader()
      let key = try loader.key(named: "k")
      _ = try loader.appendNodes(count: 2, columns: [(key, column)])
    }
  }

  @Test func endsThatWereNotAddedAreRefused() async {
    await #expect(processExitsWith: .failure) {
      var loader = GraphLoader()
      _ = try loader.appendNodes(count: 2, columns: [])
      let type = try loader.type(named: "T")
      try loader.append(.init(sources: [0], targets: [2]), type: type)
      _ = loader.finish()
    }
  }
}
