// Every version of the file format that was ever released opens and holds the same: one graph of
// each lies in Tests/Golden/files with a listing of what it holds. KIN_UPDATE=1 makes the graph of
// the current version where it is missing; one that is there is never written again.

import Foundation
import TestSupport
import Testing
import Text

@testable import Graph

@Suite struct FileVersionsTests {
  private static let folder =
    String(#filePath.dropLast("GraphTests/FileVersionsTests.swift".count))
    + "Golden/files"

  @Test(arguments: [1])
  func aFileOfThatVersionHoldsTheSame(version: Int) throws {
    let path = "\(Self.folder)/version-\(version).kin"
    if getenv("KIN_UPDATE") != nil, access(path, F_OK) != 0 { try make(path) }
    let snapshot = try Graph.open(path, .readOnly).snapshot
    let text = listing(snapshot)
    #expect(snapshot.findProblems() == [])
    let expected = try String(
      contentsOfFile: "\(Self.folder)/version-\(version).txt", encoding: .utf8)
    #expect(text == expected)
  }

  /// A graph with everything that the format knows: loaded relationships and made ones, rows that
  /// were merged, every kind of value and page, texts short and long, a journal with commits.
  private func make(_ path: String) throws {
    let graph = Graph(try loaded())
    try graph.write { transaction in try change(transaction) }
    try Graph.create(at: path, from: graph.snapshot)
    let again = try Graph.open(path)
    try again.write { transaction in
      _ = try transaction.createNode(["晚来"], ["name": "日志里的节点"])
      try transaction.detachDelete(NodeID(rawValue: 5))
      try transaction.createIndex(
        IndexDefinition(.range, label: transaction.view.label("人"), key: KeyID(rawValue: 1)))
    }
    again.close()
    unlink(path + "-lock")
    try listing(again.snapshot).write(
      toFile: path.dropLast(4) + ".txt", atomically: true, encoding: .utf8)
  }

  private func loaded() throws -> GraphSnapshot {
    var loader = GraphLoader()
    let person = try loader.label(named: "人")
    var names = LoadColumn(kind: .string)
    var writer = ArenaWriter(loader.arena)
    for number in 0..<200 {
      let name: UTF8String = number % 3 == 0 ? "李四" : UTF8String("名字很长的人物第\(number)号")
      name.withBytes { names.append(reference: writer.reference(to: $0)) }
    }
    let name = try loader.key(named: "name")
    let first = try loader.appendNodes(count: 200, columns: [(name, names)])
    loader.add(person, to: first..<200)
    for (type, step) in [("认识", 7), ("ATTENDED", 11)] as [(UTF8String, Int)] {
      var batch = GraphLoader.RelationshipBatch()
      for number in 0..<400 {
        batch.sources.append(UInt32(number * step % 200))
        batch.targets.append(UInt32(number * 3 % 200))
      }
      try loader.append(batch, type: try loader.type(named: type))
    }
    return loader.finish()
  }

  private func change(_ transaction: Transaction) throws {
    let value = try transaction.key(named: "value")
    var random = Random(seed: 1)
    for number in 0..<150 {
      var chosen = random.value(withEntities: false)
      while chosen.unstorableKind != nil { chosen = random.value(withEntities: false) }
      try transaction.set(.node(NodeID(rawValue: UInt32(number))), value, to: chosen)
    }
    let flag = try transaction.key(named: "flag")
    for number in 0..<50 {
      try transaction.set(
        .relationship(RelationshipID(rawValue: UInt32(number * 5))), flag, to: true)
    }
    // Merged rows beside the loaded ones, and a deleted relationship among these.
    let type = try transaction.type(named: "认识")
    for number in 0..<30 {
      _ = try transaction.createRelationship(
        type, from: NodeID(rawValue: UInt32(number)), to: NodeID(rawValue: 7))
    }
    try transaction.delete(RelationshipID(rawValue: 401))
  }

  private func listing(_ snapshot: GraphSnapshot) -> String {
    var lines: [String] = []
    func properties(_ entity: Entity) -> String {
      snapshot.properties(of: entity).map { "\(snapshot.name(of: $0.key)): \($0.value)" }
        .joined(separator: ", ")
    }
    for number in snapshot.allNodes.members {
      let node = NodeID(rawValue: number)
      let labels = snapshot.labels(of: node).map { ":\(snapshot.name(of: $0))" }.joined()
      lines.append("(\(number)\(labels) {\(properties(.node(node)))})")
    }
    for number in snapshot.allRelationships.members {
      let id = RelationshipID(rawValue: number)
      guard let record = snapshot.record(of: id) else { continue }
      lines.append(
        "(\(record.source.rawValue))-[\(number):\(snapshot.name(of: record.type)) "
          + "{\(properties(.relationship(id)))}]->(\(record.target.rawValue))")
    }
    for index in snapshot.indexes { lines.append("\(index)") }
    return lines.joined(separator: "\n") + "\n"
  }
}
