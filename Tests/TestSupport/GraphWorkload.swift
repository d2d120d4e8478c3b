// The workload that counts: changes of a real graph. What it should hold is known from a graph in
// memory that makes the same changes and never sees a file.

package import Graph
import Synchronization
import Text

/// Random changes of a graph, the same every time.
package final class GraphWorkload: Workload {
  private let seed: UInt64
  /// The digests after the commits so far, and the graph in memory that has made them.
  private let known: Mutex<(digests: [UInt64], graph: Graph)>

  /// A workload whose commits follow from the seed.
  package init(seed: UInt64) {
    self.seed = seed
    let graph = Graph()
    known = Mutex(([GraphWorkload.digest(of: graph.snapshot)], graph))
  }

  package func digest(afterCommits count: UInt64) -> UInt64 {
    known.withLock { known in
      while known.digests.count <= Int(count) {
        do {
          try change(known.graph, commit: UInt64(known.digests.count))
        } catch {
          // A graph in memory has no file that could fail, so the change itself is wrong.
          fatalError("the workload cannot make commit \(known.digests.count): \(error)")
        }
        known.digests.append(GraphWorkload.digest(of: known.graph.snapshot))
      }
      return known.digests[Int(count)]
    }
  }

  package func open(
    _ path: String, in storage: any Storage, _ settings: StoreSettings
  ) throws -> any WorkloadSession {
    let isWriting = settings.access == .readWrite
    let (store, recovered) = try DurableStore.open(
      path, in: storage, access: settings.access, createIfMissing: isWriting, durability: .fsync,
      newIdentity: GraphIdentity(high: seed, low: ~seed), safeguards: settings.safeguards)
    do {
      try recovered.snapshot.verify()
      let graph = try Graph(store, recovered)
      if let problem = graph.snapshot.findProblems(limit: 1).first { throw Violation(problem) }
      return GraphSession(workload: self, store: store, graph: graph, notes: recovered.notes)
    } catch {
      store.close()
      throw error
    }
  }

  /// Makes the commit with a number, which follows from the seed and the graph before.
  fileprivate func change(_ graph: Graph, commit number: UInt64) throws {
    var random = Random(seed: seed &+ number &* 0x2545_f491_4f6c_dd1d)
    let nodes = graph.snapshot.allNodes.members.map { NodeID(rawValue: $0) }
    let relationships = graph.snapshot.allRelationships.members.map {
      RelationshipID(rawValue: $0)
    }
    try graph.write { transaction in
      // Also in an empty graph there is something to commit.
      var fresh = [try transaction.createNode([random.pick(Self.labels)])]
      for _ in 0..<(1 + random.below(6)) {
        let node = random.oneIn(3) || nodes.isEmpty ? random.pick(fresh) : random.pick(nodes)
        switch random.below(7) {
        case 0, 1: fresh.append(try transaction.createNode(Self.labels.shuffled(using: &random)))
        case 2, 3:
          let key = try transaction.key(named: random.pick(Self.keys))
          try transaction.set(.node(node), key, to: Self.value(&random))
        case 4, 5:
          let relationship = try transaction.createRelationship(
            node, random.pick(Self.types), random.pick(fresh))
          let key = try transaction.key(named: random.pick(Self.keys))
          try transaction.set(.relationship(relationship), key, to: Self.value(&random))
        default:
          try transaction.add(try transaction.label(named: random.pick(Self.labels)), to: node)
        }
      }
      // Last, so that nothing of this commit refers to what is gone.
      if nodes.count > 40 { try transaction.detachDelete(random.pick(nodes)) }
      if nodes.count <= 40, let last = relationships.last, random.oneIn(4) {
        try transaction.delete(last)
      }
    }
  }

  private static let labels: [UTF8String] = ["Person", "Union", "工会"]
  private static let types: [UTF8String] = ["ATTENDED", "成员"]
  private static let keys: [UTF8String] = ["name", "since", "text"]

  private static func value(_ random: inout Random) -> Value {
    switch random.below(4) {
    case 0: .integer(Int64(random.below(1000)))
    case 1: .float(Double(random.below(1000)) / 8)
    case 2: .string(UTF8String("名字\(random.below(50))"))
    default: .string(UTF8String(String(repeating: "职工技能大赛", count: random.below(20))))
    }
  }

  /// A checksum over everything that can be read from a graph.
  fileprivate static func digest(of graph: GraphSnapshot) -> UInt64 {
    var bytes: [UInt8] = []
    func append(_ entity: Entity) {
      for (key, value) in graph.properties(of: entity) {
        bytes.appendText(graph.name(of: key))
        value.encode(into: &bytes)
      }
    }
    bytes.appendVarint(UInt64(graph.nodeIDLimit))
    for number in graph.allNodes.members {
      let node = NodeID(rawValue: number)
      bytes.appendVarint(UInt64(number))
      for label in graph.labels(of: node) { bytes.appendText(graph.name(of: label)) }
      append(.node(node))
    }
    bytes.appendVarint(UInt64(graph.relationshipIDLimit))
    for number in graph.allRelationships.members {
      let relationship = RelationshipID(rawValue: number)
      guard let record = graph.record(of: relationship) else { continue }
      bytes.appendVarint(UInt64(number))
      bytes.appendText(graph.name(of: record.type))
      bytes.appendVarint(UInt64(record.source.rawValue))
      bytes.appendVarint(UInt64(record.target.rawValue))
      append(.relationship(relationship))
    }
    return Checksum.of(bytes.span.bytes)
  }
}

private final class GraphSession: WorkloadSession {
  private let workload: GraphWorkload
  private let store: DurableStore
  private let graph: Graph
  let notes: [RecoveryNote]

  init(workload: GraphWorkload, store: DurableStore, graph: Graph, notes: [RecoveryNote]) {
    self.workload = workload
    self.store = store
    self.graph = graph
    self.notes = notes
  }

  var commitCount: UInt64 { store.lastCommit }
  var digest: UInt64 { GraphWorkload.digest(of: graph.snapshot) }

  func commit() throws {
    try unwrapped { try workload.change(graph, commit: commitCount + 1) }
  }

  func checkpoint() throws { try unwrapped { try graph.checkpoint() } }

  func close() { graph.close() }

  /// The errors of files as the checks expect them.
  private func unwrapped(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch GraphError.file(let error) {
      throw error
    }
  }
}
