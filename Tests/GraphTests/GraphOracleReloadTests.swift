// Random histories of a graph with a file beside a naive graph: the file is closed and opened again
// in the middle, after a checkpoint or with commits in its journal, and what comes back must be the
// naive graph, must go on like any other, and must always be written as the same bytes.

import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct GraphOracleReloadTests {
  private static let path = "G.kin"

  private func open(_ storage: RecordingStorage) throws -> Graph {
    try Graph.openWithNotes(Self.path, createIfMissing: true, in: storage).graph
  }

  @Test func aReloadedGraphIsTheNaiveOne() throws {
    try checkProperty(runs: 10) { random in
      let storage = RecordingStorage()
      var questions = Random(seed: random.next())
      let history = RandomHistory(
        try open(storage), NaiveGraph(), random: Random(seed: random.next())
      ) { snapshot, naive in try GraphComparison(snapshot, naive).run(&questions) }
      if !random.oneIn(4) { try history.defineNames() }
      for _ in 0..<12 {
        try history.runTransaction()
        if random.oneIn(4) { try history.graph.checkpoint() }
        if random.oneIn(2) {
          history.graph.close()
          history.graph = try open(storage)
          try GraphComparison(history.graph.snapshot, history.naive).run(&random)
        }
      }
      try checkThatWritingIsAlwaysTheSame(history.graph, storage)
    }
  }

  private func checkThatWritingIsAlwaysTheSame(
    _ graph: Graph, _ storage: RecordingStorage
  ) throws {
    try graph.checkpoint()
    graph.close()
    let first = try #require(storage.files[Self.path])
    let again = try open(storage)
    #expect(again.snapshot.findProblems() == [])
    try again.checkpoint()
    again.close()
    #expect(storage.files[Self.path] == first)
  }
}
