// A graph and its file: what was committed is there again, and the file of a graph is always the
// same.

import Graph
import TestSupport
import Testing
import Text

@Suite struct GraphFileTests {
  private func build(_ graph: Graph) throws {
    try graph.write { transaction in
      let text: UTF8String = "第三届“海淀工匠杯”职工职业技能大赛，来自各行业的职工代表参加了活动。"
      var nodes: [NodeID] = []
      for number in 0..<300 {
        nodes.append(
          try transaction.createNode(
            number % 3 == 0 ? ["Person", "Union"] : ["Event"],
            ["name": .string(UTF8String("名字\(number)")), "number": .integer(Int64(number))]))
      }
      try transaction.set(.node(nodes[7]), try transaction.key(named: "text"), to: .string(text))
      try transaction.set(
        .node(nodes[8]), try transaction.key(named: "text"),
        to: .list([.float(1.5), .string(text)]))
      for number in 1..<300 {
        _ = try transaction.createRelationship(
          nodes[number], number % 2 == 0 ? "A" : "B", nodes[number / 2],
          ["weight": .float(Double(number)), "text": .string(text)])
      }
      try transaction.detachDelete(nodes[40])
    }
  }

  private func fingerprint(_ snapshot: GraphSnapshot) -> [String] {
    var lines: [String] = []
    for number in snapshot.allNodes.members {
      let node = NodeID(rawValue: number)
      lines.append(
        "\(number) \(snapshot.labels(of: node)) \(snapshot.properties(of: .node(node)))")
    }
    for number in snapshot.allRelationships.members {
      let id = RelationshipID(rawValue: number)
      lines.append(
        "\(String(describing: snapshot.record(of: id))) "
          + "\(snapshot.properties(of: .relationship(id)))")
    }
    return lines
  }

  @Test func commitsAreThereAgain() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("g.kin")
    let graph = try Graph.open(path, createIfMissing: true)
    try build(graph)
    let before = fingerprint(graph.snapshot)
    graph.close()
    let again = try Graph.open(path, .readOnly)
    #expect(fingerprint(again.snapshot) == before)
    #expect(again.snapshot.findProblems() == [])
  }

  @Test func aCheckpointKeepsTheGraphAndIsAlwaysTheSame() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("g.kin")
    let graph = try Graph.open(path, createIfMissing: true)
    try build(graph)
    let before = fingerprint(graph.snapshot)
    try graph.checkpoint()
    #expect(fingerprint(graph.snapshot) == before)
    graph.close()
    let first = folder.read("g.kin")
    let again = try Graph.open(path)
    #expect(fingerprint(again.snapshot) == before)
    #expect(again.snapshot.findProblems() == [])
    try again.checkpoint()
    again.close()
    #expect(folder.read("g.kin") == first)
  }

  @Test func aMappedGraphCanBeChanged() throws {
    let folder = TemporaryDirectory()
    let path = folder.file("g.kin")
    let graph = try Graph.open(path, createIfMissing: true)
    try build(graph)
    try graph.checkpoint()
    graph.close()
    let again = try Graph.open(path)
    try again.write { transaction in
      let name = try transaction.key(named: "name")
      try transaction.set(.node(NodeID(rawValue: 3)), name, to: .string("一个新的名字，比十二个字节长"))
      try transaction.detachDelete(NodeID(rawValue: 10))
      _ = try transaction.createRelationship(
        NodeID(rawValue: 1), "A", NodeID(rawValue: 2), ["weight": .string("heavy")])
    }
    let before = fingerprint(again.snapshot)
    #expect(again.snapshot.findProblems() == [])
    again.close()
    let third = try Graph.open(path)
    #expect(fingerprint(third.snapshot) == before)
    try third.checkpoint()
    third.close()
    let fourth = try Graph.open(path, .readOnly)
    #expect(fingerprint(fourth.snapshot) == before)
    #expect(fourth.snapshot.findProblems() == [])
  }

  /// Ids have 32 bits; a page of the bitmap behind the last of them stopped the program once.
  @Test func aPageOfNodesBehindTheLastIdIsRefused() throws {
    let storage = RecordingStorage()
    let graph = Graph()
    try build(graph)
    try Graph.create(at: "G.kin", from: graph.snapshot, in: storage)
    let sealed = SealedSnapshot(storage.files["G.kin"] ?? [])
    var bytes = sealed.bytes
    let nodes = try #require(sealed.section(kind: 3))
    // The number of the first page, behind the count of pages and eight bytes in all.
    bytes.replaceSubrange(nodes.lowerBound + 8..<nodes.lowerBound + 12, with: [0, 0, 8, 0])
    let files = RecordingStorage(files: ["G.kin": sealed.sealing(bytes)])
    #expect(throws: GraphError.self) { try Graph.openWithNotes("G.kin", .readOnly, in: files) }
    let whole = RecordingStorage(files: ["G.kin": sealed.sealing(sealed.bytes)])
    #expect(try Graph.openWithNotes("G.kin", .readOnly, in: whole).notes.isEmpty)
  }
}
