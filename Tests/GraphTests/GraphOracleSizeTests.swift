// The memory that a loaded graph takes, in bytes that are counted, not measured: at most 16 of
// adjacency for each relationship and 24 for each node, properties aside. Ends are drawn so that
// few nodes have many relationships and many have few, as in graphs of people and events.

import Glibc
import TestSupport
import Testing
import Text

@testable import Graph

/// Bytes of a graph by part.
struct GraphBytes: CustomStringConvertible {
  let nodeCount: Int
  let relationshipCount: Int
  var neighbourLists = 0
  var rowIndexes = 0
  var overlays = 0
  var bitmaps = 0
  var relationshipTable = 0

  init(of snapshot: GraphSnapshot) {
    nodeCount = snapshot.nodeCount
    relationshipCount = snapshot.relationshipCount
    for type in snapshot.adjacency {
      for rows in [type.outgoing, type.incoming] {
        neighbourLists += rows.base.listByteCount
        rowIndexes += rows.base.index.byteCount
        overlays += rows.overlay.byteCount
      }
    }
    for bitmap in snapshot.labelMembers + [snapshot.nodes] {
      bitmaps += bitmap.words.byteCounts.owned
    }
    relationshipTable = snapshot.relationships.byteCount
  }

  var perRelationship: Double {
    Double(neighbourLists + relationshipTable) / Double(relationshipCount)
  }
  var perNode: Double { Double(rowIndexes + bitmaps + overlays) / Double(nodeCount) }

  var description: String {
    """
    \(nodeCount) nodes, \(relationshipCount) relationships: \
    \(neighbourLists) bytes of neighbour lists, \(relationshipTable) of the table of relationships \
    (\(perRelationship) per relationship); \(rowIndexes) of row indexes, \(bitmaps) of bitmaps \
    (\(perNode) per node)
    """
  }
}

@Suite struct GraphOracleSizeTests {
  /// Seven types: the first between most nodes, the others each from a part of the nodes to
  /// another.
  static func load(nodeCount: Int, relationshipCount: Int) throws -> GraphSnapshot {
    var random = Random(seed: 7)
    var loader = GraphLoader()
    _ = try loader.appendNodes(count: nodeCount, columns: [])
    let labelCount = 5
    let part = nodeCount / labelCount
    for number in 0..<labelCount {
      let label = try loader.label(named: UTF8String("L\(number)"))
      loader.add(label, to: UInt32(number * part)..<UInt32((number + 1) * part))
    }
    for number in 0..<7 {
      let type = try loader.type(named: UTF8String("T\(number)"))
      let (sources, targets) =
        number == 0 ? (0, 0) : (number % labelCount * part, (number + 2) % labelCount * part)
      let range = number == 0 ? nodeCount : part
      var batch = GraphLoader.RelationshipBatch()
      for _ in 0..<relationshipCount / 7 {
        batch.sources.append(UInt32(sources + random.powerLaw(below: range)))
        batch.targets.append(UInt32(targets + random.powerLaw(below: range)))
      }
      try loader.append(batch, type: type)
    }
    return loader.finish()
  }

  @Test func aLoadedGraphStaysWithinItsBytes() throws {
    let bytes = GraphBytes(of: try Self.load(nodeCount: 100_000, relationshipCount: 700_000))
    #expect(bytes.overlays == 0)
    #expect(bytes.perRelationship <= 16, "\(bytes)")
    #expect(bytes.perNode <= 24, "\(bytes)")
  }

  /// The worst that seven types can do: each between all nodes, drawn evenly, so that two of three
  /// nodes have a row in each type and direction.
  @Test(arguments: [1, 3, 7])
  func evenlyDrawnTypesStayWithinTheirBytes(typeCount: Int) throws {
    let nodeCount = getenv("KIN_LARGE") == nil ? 50_000 : 1_000_000
    var random = Random(seed: 8)
    var loader = GraphLoader()
    _ = try loader.appendNodes(count: nodeCount, columns: [])
    for number in 0..<typeCount {
      var batch = GraphLoader.RelationshipBatch()
      for _ in 0..<nodeCount * 7 / typeCount {
        batch.sources.append(UInt32(random.below(nodeCount)))
        batch.targets.append(UInt32(random.below(nodeCount)))
      }
      try loader.append(batch, type: try loader.type(named: UTF8String("T\(number)")))
    }
    let bytes = GraphBytes(of: loader.finish())
    #expect(bytes.perRelationship <= 16, "\(bytes)")
    #expect(bytes.perNode <= 24, "\(bytes)")
    if getenv("KIN_LARGE") != nil { print(bytes) }
  }

  /// The real size; seconds in release, so it runs only where KIN_LARGE is set.
  @Test(.enabled(if: getenv("KIN_LARGE") != nil))
  func aMillionNodesStayWithinTheirBytes() throws {
    let bytes = GraphBytes(of: try Self.load(nodeCount: 1_000_000, relationshipCount: 7_000_000))
    print(bytes)
    #expect(bytes.perRelationship <= 16, "\(bytes)")
    #expect(bytes.perNode <= 24, "\(bytes)")
  }
}

extension Random {
  /// A number below a bound, small ones much more often than large ones.
  fileprivate mutating func powerLaw(below bound: Int) -> Int {
    let fraction = Double(next() >> 11) * 0x1p-53
    return min(bound - 1, Int(Double(bound) * fraction * fraction * fraction))
  }
}
