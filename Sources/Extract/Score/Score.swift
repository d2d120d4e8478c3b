// Compares graphs with gold files. Entities are matched one to one, the best matches first;
// relations count where both of their ends do. What a careful reader might leave out is neither
// missed nor wrong.

public import Text

/// Found, wrong and missed.
public struct ScoreCounts: Sendable, Equatable {
  /// Expected and found.
  public var found = 0
  /// Found, and not expected.
  public var wrong = 0
  /// Expected, and not found.
  public var missed = 0

  /// The share of what was found that is right; 0 where nothing was found.
  public var precision: Double { ratio(found, found + wrong) }
  /// The share of what was expected that was found; 0 where nothing was expected.
  public var recall: Double { ratio(found, found + missed) }
  /// The harmonic mean of both.
  public var f1: Double {
    let (precision, recall) = (precision, recall)
    return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0
  }

  private func ratio(_ part: Int, _ whole: Int) -> Double {
    whole > 0 ? Double(part) / Double(whole) : 0
  }

  /// Nothing counted yet.
  public init() {}

  /// Adds the counts of another row.
  public static func += (left: inout ScoreCounts, right: ScoreCounts) {
    left.found += right.found
    left.wrong += right.wrong
    left.missed += right.missed
  }
}

/// Something that a graph got wrong.
public struct ScoreError: Sendable, Equatable {
  /// The page.
  public var page: String
  /// True for what was expected and is not there, false for what is there and should not be.
  public var isMissed: Bool
  /// The label or type.
  public var kind: String
  /// The name, or both ends.
  public var what: String
}

/// Counts over pages.
public struct Score: Sendable {
  /// By label.
  public private(set) var entities: [UTF8String: ScoreCounts] = [:]
  /// By type.
  public private(set) var relations: [UTF8String: ScoreCounts] = [:]
  /// By type: how many scored properties are right, of how many.
  public private(set) var properties: [UTF8String: (right: Int, total: Int)] = [:]
  /// What was missed and what was wrong, page by page.
  public private(set) var errors: [ScoreError] = []

  /// A score of no pages.
  public init() {}

  /// All entities together.
  public var allEntities: ScoreCounts { entities.values.reduce(into: ScoreCounts()) { $0 += $1 } }
  /// All relations together.
  public var allRelations: ScoreCounts { relations.values.reduce(into: ScoreCounts()) { $0 += $1 } }

  /// Adds the graph of a page.
  public mutating func add(_ graph: ScoredGraph, against gold: GoldPage, page: String) {
    let matching = Matching(graph, gold)
    countEntities(graph, gold, matching, page)
    let seen = SeenRelations(graph, matching)
    countRelations(graph, gold, matching, seen, page)
  }

  private mutating func countEntities(
    _ graph: ScoredGraph, _ gold: GoldPage, _ matching: Matching, _ page: String
  ) {
    for (place, entity) in gold.entities.enumerated() where !entity.isOptional {
      let label = UTF8String(entity.label)
      if matching.nodeOfGold[place] != nil {
        entities[label, default: ScoreCounts()].found += 1
      } else {
        entities[label, default: ScoreCounts()].missed += 1
        errors.append(
          ScoreError(page: page, isMissed: true, kind: entity.label, what: entity.name))
      }
    }
    for node in graph.nodes.values.sorted(by: { $0.id < $1.id })
    where matching.goldOfNode[node.id] == nil {
      entities[UTF8String(node.label), default: ScoreCounts()].wrong += 1
      errors.append(ScoreError(page: page, isMissed: false, kind: node.label, what: node.name))
    }
  }

  private mutating func countRelations(
    _ graph: ScoredGraph, _ gold: GoldPage, _ matching: Matching, _ seen: SeenRelations,
    _ page: String
  ) {
    var expected: [SeenRelations.Key: GoldPage.Relation] = [:]
    for relation in gold.relations {
      expected[SeenRelations.Key(.gold(relation.from), relation.type, .gold(relation.to))] =
        relation
    }
    for (key, relation) in seen.inOrder {
      if let wanted = expected[key] {
        if wanted.isOptional { continue }
        relations[key.type, default: ScoreCounts()].found += 1
        countProperty(of: relation, wanted)
        continue
      }
      if [key.from, key.to].contains(where: { $0.isOptional(in: gold) }) { continue }
      guard let from = graph.nodes[relation.from], let to = graph.nodes[relation.to] else {
        continue
      }
      // The hierarchy of divisions is general knowledge.
      if key.type == "LOCATED_IN", from.label == "District", to.label == "District" { continue }
      relations[key.type, default: ScoreCounts()].wrong += 1
      errors.append(
        ScoreError(
          page: page, isMissed: false, kind: key.type.string, what: "\(from.name) → \(to.name)"))
    }
    for relation in gold.relations where !relation.isOptional {
      let key = SeenRelations.Key(.gold(relation.from), relation.type, .gold(relation.to))
      let (from, to) = (gold.entities[relation.from], gold.entities[relation.to])
      if seen.contains(key) || from.isOptional || to.isOptional { continue }
      relations[relation.type, default: ScoreCounts()].missed += 1
      errors.append(
        ScoreError(
          page: page, isMissed: true, kind: relation.type.string, what: "\(from.name) → \(to.name)")
      )
    }
  }

  private mutating func countProperty(
    of relation: ScoredGraph.Relation, _ wanted: GoldPage.Relation
  ) {
    guard let key = ScoredProperty.byType[relation.type], let value = wanted.properties[key] else {
      return
    }
    let isRight = scoringForm(relation.properties[key] ?? "") == scoringForm(value)
    let before = properties[relation.type] ?? (0, 0)
    properties[relation.type] = (before.right + (isRight ? 1 : 0), before.total + 1)
  }
}

/// Which node is which expected entity, one to one.
private struct Matching {
  var goldOfNode: [UTF8String: Int] = [:]
  var nodeOfGold: [Int: UTF8String] = [:]

  init(_ graph: ScoredGraph, _ gold: GoldPage) {
    var candidates: [(likeness: Double, node: UTF8String, gold: Int)] = []
    for node in graph.nodes.values {
      let name = scoringForm(node.name)
      for (place, entity) in gold.entities.enumerated() where entity.label == node.label {
        let likeness = Self.likeness(of: node, name, to: entity)
        if likeness > 0 { candidates.append((likeness, node.id, place)) }
      }
    }
    candidates.sort { (-$0.likeness, $0.node, $0.gold) < (-$1.likeness, $1.node, $1.gold) }
    for candidate in candidates
    where goldOfNode[candidate.node] == nil && nodeOfGold[candidate.gold] == nil {
      goldOfNode[candidate.node] = candidate.gold
      nodeOfGold[candidate.gold] = candidate.node
    }
  }

  private static func likeness(
    of node: ScoredGraph.Node, _ name: UTF8String, to entity: GoldPage.Entity
  ) -> Double {
    if entity.names.contains(name) { return 2 }
    if !node.names.isDisjoint(with: entity.names) { return 1.5 }
    guard ["Event", "Article"].contains(entity.label) else { return 0 }
    let best = entity.names.reduce(0) { max($0, sharedInOrder(name, $1)) }
    return best >= 0.6 ? best : 0
  }
}

/// The relations of a graph by what their ends are, each once.
private struct SeenRelations {
  enum End: Hashable {
    case gold(Int)
    case other(UTF8String)

    func isOptional(in gold: GoldPage) -> Bool {
      if case .gold(let place) = self { gold.entities[place].isOptional } else { false }
    }
  }

  struct Key: Hashable {
    let from: End
    let type: UTF8String
    let to: End

    init(_ from: End, _ type: UTF8String, _ to: End) {
      self.from = from
      self.type = type
      self.to = to
    }
  }

  private(set) var inOrder: [(key: Key, relation: ScoredGraph.Relation)] = []
  private var keys: Set<Key> = []

  init(_ graph: ScoredGraph, _ matching: Matching) {
    func end(_ id: UTF8String) -> End { matching.goldOfNode[id].map(End.gold) ?? .other(id) }
    for relation in graph.relations
    where relation.type != ScoredGraph.mentions && graph.nodes[relation.from] != nil
      && graph.nodes[relation.to] != nil
    {
      let key = Key(end(relation.from), relation.type, end(relation.to))
      if keys.insert(key).inserted { inOrder.append((key, relation)) }
    }
  }

  func contains(_ key: Key) -> Bool { keys.contains(key) }
}
