// Matching the naive way: every relationship of the graph is tried for every relationship of the
// pattern, every node for every node that is left; conditions are asked when all is in place.

#if DEBUG || TESTABLE
  import Graph
  @testable import Query
  import Text

  /// A pattern of which the first relationships are in place.
  private struct PartialMatch {
    var row: NaiveRow
    /// The slots of nodes that are in place.
    var placed: Set<Slot> = []
    var used: Set<RelationshipID> = []
  }

  extension NaiveEvaluator {
    /// All rows in which the slots of a pattern have values that fit.
    func matches(of pattern: BoundPattern, from row: NaiveRow) throws -> [NaiveRow] {
      var start = PartialMatch(row: row)
      for node in pattern.nodes where node.isBound {
        guard case .node(let id) = row[node.slot], labelsHold(node.labels, id) else { return [] }
        start.placed.insert(node.slot)
      }
      var partial = [start]
      for link in pattern.relationships {
        partial = try partial.flatMap { try extend($0, by: link, of: pattern) }
        try step(partial.count)
      }
      for node in pattern.nodes {
        partial = partial.flatMap { match in
          match.placed.contains(node.slot)
            ? [match] : nodes.compactMap { place($0, at: node.slot, match, pattern) }
        }
        try step(partial.count)
      }
      return try partial.compactMap { match in
        var row = match.row
        for path in pattern.paths { row[path.slot] = try self.path(path, in: row) }
        return try conditionsHold(pattern, row) ? row : nil
      }
    }

    private func conditionsHold(_ pattern: BoundPattern, _ row: NaiveRow) throws -> Bool {
      for condition in pattern.conditions where try !holds(condition, row) { return false }
      for link in pattern.relationships {
        guard case .list(let items) = row[link.slot] else { continue }
        for case .relationship(let id) in items where try !eachHolds(link, id, row) { return false }
      }
      return true
    }

    private func eachHolds(
      _ link: BoundRelationship, _ id: RelationshipID, _ row: NaiveRow
    ) throws -> Bool {
      try link.eachProperty.allSatisfy { key, wanted in
        let has = try property(of: .relationship(id), named: name(key))
        return has.isEqual(to: try value(wanted, row)) == true
      }
    }

    var nodes: [NodeID] { graph.allNodes.members.map(NodeID.init(rawValue:)) }

    var relationships: [(id: RelationshipID, record: RelationshipRecord)] {
      graph.allRelationships.members.compactMap { number in
        let id = RelationshipID(rawValue: number)
        return graph.record(of: id).map { (id, $0) }
      }
    }

    // MARK: One relationship of the pattern

    private func extend(
      _ match: PartialMatch, by link: BoundRelationship, of pattern: BoundPattern
    ) throws -> [PartialMatch] {
      try walks(for: link, of: pattern, match).compactMap { walk in
        try step()
        let ids = walk.relationships.map(Value.relationship)
        let value = link.length == nil && link.shortest == nil ? ids[0] : Value.list(ids)
        guard match.used.isDisjoint(with: walk.relationships),
          !link.isBound || match.row[link.slot]?.isEqual(to: value) == true,
          let left = place(walk.nodes.first, at: link.left, match, pattern),
          var both = place(walk.nodes.last, at: link.right, left, pattern)
        else { return nil }
        both.row[link.slot] = value
        both.used.formUnion(walk.relationships)
        return both
      }
    }

    /// The match with a node in a slot, or nil where another is there or the labels do not fit.
    private func place(
      _ id: NodeID?, at slot: Slot, _ match: PartialMatch, _ pattern: BoundPattern
    ) -> PartialMatch? {
      guard let id, let node = pattern.nodes.first(where: { $0.slot == slot }) else { return nil }
      if match.placed.contains(slot) {
        return match.row[slot]?.isEqual(to: .node(id)) == true ? match : nil
      }
      var placed = match
      placed.row[slot] = .node(id)
      placed.placed.insert(slot)
      return labelsHold(node.labels, id) ? placed : nil
    }

    /// Everything in the graph that may stand for a relationship of a pattern, from left to right.
    private func walks(
      for link: BoundRelationship, of pattern: BoundPattern, _ match: PartialMatch
    ) throws -> [Path] {
      try nodes.flatMap { start -> [Path] in
        guard let placed = place(start, at: link.left, match, pattern) else { return [] }
        let path = Path(nodes: [start], relationships: [])
        if link.shortest != nil { return try shortest(link, from: start, placed, pattern) }
        guard let length = link.length else { return steps(link, path) }
        let trails = try trails(link, path, match.used, length.maximum ?? .max)
        return trails.filter { $0.relationships.count >= length.minimum }
      }
    }

    /// All paths that are one relationship longer, and that take none twice.
    private func steps(_ link: BoundRelationship, _ path: Path) -> [Path] {
      let here = path.nodes[path.nodes.count - 1]
      return relationships.compactMap { id, record in
        guard typeHolds(link, record.type), !path.relationships.contains(id) else { return nil }
        // A loop can be walked once, even where the direction does not matter.
        let isForward = record.source == here && link.direction != .left
        let isBackward = record.target == here && link.direction != .right
        guard isForward || isBackward else { return nil }
        let end = isForward ? record.target : record.source
        return Path(nodes: path.nodes + [end], relationships: path.relationships + [id])
      }
    }

    /// The path and all that go on from it.
    private func trails(
      _ link: BoundRelationship, _ path: Path, _ used: Set<RelationshipID>, _ maximum: Int
    ) throws -> [Path] {
      try step()
      if path.relationships.count >= maximum { return [path] }
      let longer = steps(link, path).filter { used.isDisjoint(with: $0.relationships) }
      return try [path] + longer.flatMap { try trails(link, $0, used, maximum) }
    }

    /// The shortest paths from a node to each node, by breadth.
    private func shortest(
      _ link: BoundRelationship, from start: NodeID, _ match: PartialMatch, _ pattern: BoundPattern
    ) throws -> [Path] {
      let (minimum, maximum) = link.length.map { ($0.minimum, $0.maximum ?? .max) } ?? (1, 1)
      return try nodes.flatMap { end -> [Path] in
        guard let ends = place(end, at: link.right, match, pattern)?.row else { return [] }
        var paths = [Path(nodes: [start], relationships: [])]
        var seen: Set<NodeID> = [start]
        var length = 0
        while !paths.isEmpty && length <= maximum {
          let there = length < minimum ? [] : paths.filter { $0.nodes.last == end }
          if !there.isEmpty { return link.shortest == .one ? [there[0]] : there }
          paths = try paths.flatMap { steps(link, $0) }.filter { longer in
            // A way back to the start meets no node twice, but may meet those of another way as
            // late as that one does or later.
            let met = start == end ? Set(longer.nodes.dropFirst().dropLast()) : seen
            let last = longer.nodes.count - 1
            return try !met.contains(longer.nodes[last])
              && eachHolds(link, longer.relationships[last - 1], ends)
          }
          seen.formUnion(paths.compactMap(\.nodes.last))
          length += 1
          try step(paths.count)
        }
        return []
      }
    }

    // MARK: Labels, types, paths

    func labelsHold(_ labels: BoundLabels?, _ node: NodeID) -> Bool {
      guard let labels else { return true }
      let names = graph.labels(of: node).map { graph.name(of: $0) }
      return holds(labels, Set(names))
    }

    func typeHolds(_ labels: BoundLabels, _ type: TypeID) -> Bool {
      holds(labels, [graph.name(of: type)])
    }

    private func typeHolds(_ link: BoundRelationship, _ type: TypeID) -> Bool {
      let names = link.types.map { name($0) }
      guard names.isEmpty || names.contains(graph.name(of: type)) else { return false }
      return link.typeCondition.map { typeHolds($0, type) } ?? true
    }

    private func holds(_ labels: BoundLabels, _ names: Set<UTF8String>) -> Bool {
      switch labels {
      case .name(let number): names.contains(name(number))
      case .and(let left, let right): holds(left, names) && holds(right, names)
      case .or(let left, let right): holds(left, names) || holds(right, names)
      case .not(let operand): !holds(operand, names)
      case .wildcard: !names.isEmpty
      }
    }

    func name(_ number: NameNumber) -> UTF8String { statement.names[number.number] }

    /// The path through slots that have values; null where one has none.
    func path(_ path: BoundPath, in row: NaiveRow) throws -> Value {
      guard case .node(let start) = row[path.nodes[0]] else { return .null }
      var nodes = [start]
      var relationships: [RelationshipID] = []
      for slot in path.relationships {
        let steps: [Value]
        switch row[slot] ?? .null {
        case .list(let items): steps = items
        case let single: steps = [single]
        }
        for case .relationship(let id) in steps {
          guard let record = graph.record(of: id) else { return .null }
          relationships.append(id)
          let isForward = record.source == nodes[nodes.count - 1]
          nodes.append(isForward ? record.target : record.source)
        }
      }
      return .path(Path(nodes: nodes, relationships: relationships))
    }
  }
#endif
