// Matching the naive way: every relationship of the graph is tried for every relationship of the
// pattern, every node for every node that is left; conditions are asked when all is in place.

#if DEBUG || TESTABLE
  import Graph
  @testable import Query
  import Text

  /// A pattern of which the first relationships are in place.
  private struct PartialMatch {
    var row: NaiveRow
    var used: Set<RelationshipID> = []
  }

  extension NaiveEvaluator {
    /// All rows in which the slots of a pattern have values that fit.
    func matches(of pattern: BoundPattern, from row: NaiveRow) throws(QueryError) -> [NaiveRow] {
      var assigned: Set<Slot> = []
      for node in pattern.nodes where node.isBound {
        guard case .node(let id) = row[node.slot], labelsHold(node.labels, id) else { return [] }
        assigned.insert(node.slot)
      }
      var partial = [PartialMatch(row: row)]
      for link in pattern.relationships {
        var extended: [PartialMatch] = []
        for match in partial { extended += try extend(match, by: link, of: pattern, assigned) }
        partial = extended
        assigned.formUnion([link.left, link.right])
        try step(partial.count)
      }
      for node in pattern.nodes where !assigned.contains(node.slot) {
        var extended: [PartialMatch] = []
        for match in partial {
          for id in nodes where labelsHold(node.labels, id) {
            extended.append(PartialMatch(row: match.row.with(node.slot, .node(id))))
          }
        }
        partial = extended
        try step(partial.count)
      }
      var found: [NaiveRow] = []
      for match in partial {
        var row = match.row
        for path in pattern.paths { row[path.slot] = try self.path(path, in: row) }
        if try conditionsHold(pattern, row) { found.append(row) }
      }
      return found
    }

    private func conditionsHold(
      _ pattern: BoundPattern, _ row: NaiveRow
    ) throws(QueryError) -> Bool {
      for condition in pattern.conditions where try !holds(condition, row) { return false }
      for link in pattern.relationships {
        guard case .list(let items) = row[link.slot] else { continue }
        for case .relationship(let id) in items where try !eachHolds(link, id, row) { return false }
      }
      return true
    }

    private func eachHolds(
      _ link: BoundRelationship, _ id: RelationshipID, _ row: NaiveRow
    ) throws(QueryError) -> Bool {
      for (key, wanted) in link.eachProperty {
        let has = try property(of: .relationship(id), named: name(key))
        if has.isEqual(to: try value(wanted, row)) != true { return false }
      }
      return true
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
      _ match: PartialMatch, by link: BoundRelationship, of pattern: BoundPattern,
      _ assigned: Set<Slot>
    ) throws(QueryError) -> [PartialMatch] {
      var result: [PartialMatch] = []
      for walk in try walks(for: link, of: pattern, match, assigned) {
        try step()
        guard match.used.isDisjoint(with: walk.relationships) else { continue }
        let ids = walk.relationships.map(Value.relationship)
        let value = link.length == nil && link.shortest == nil ? ids[0] : Value.list(ids)
        if link.isBound && match.row[link.slot]?.isEqual(to: value) != true { continue }
        guard
          let left = place(walk.nodes.first, at: link.left, match.row, pattern, assigned),
          var row = place(
            walk.nodes.last, at: link.right, left, pattern, assigned.union([link.left]))
        else { continue }
        row[link.slot] = value
        result.append(PartialMatch(row: row, used: match.used.union(walk.relationships)))
      }
      return result
    }

    /// The row with a node in a slot, or nil where another is there or the labels do not fit.
    private func place(
      _ id: NodeID?, at slot: Slot, _ row: NaiveRow, _ pattern: BoundPattern,
      _ assigned: Set<Slot>
    ) -> NaiveRow? {
      guard let id, let node = pattern.nodes.first(where: { $0.slot == slot }) else { return nil }
      if assigned.contains(slot) {
        return row[slot]?.isEqual(to: .node(id)) == true ? row : nil
      }
      return labelsHold(node.labels, id) ? row.with(slot, .node(id)) : nil
    }

    /// Everything in the graph that may stand for a relationship of a pattern, from left to right.
    private func walks(
      for link: BoundRelationship, of pattern: BoundPattern, _ match: PartialMatch,
      _ assigned: Set<Slot>
    ) throws(QueryError) -> [Path] {
      let starts = nodes.filter { id in
        place(id, at: link.left, match.row, pattern, assigned) != nil
      }
      var result: [Path] = []
      for start in starts {
        let path = Path(nodes: [start], relationships: [])
        if link.shortest != nil {
          result += try shortest(link, from: start, match.row, pattern, assigned)
        } else if let length = link.length {
          let maximum = length.maximum ?? .max
          try walk(link, path, match.used, length.minimum, maximum, into: &result)
        } else {
          result += steps(link, path)
        }
      }
      return result
    }

    /// All paths that are one relationship longer.
    private func steps(_ link: BoundRelationship, _ path: Path) -> [Path] {
      let here = path.nodes[path.nodes.count - 1]
      var result: [Path] = []
      for (id, record) in relationships where typeHolds(link, record.type) {
        let isForward = record.source == here && link.direction != .left
        // A loop can be walked once, even where the direction does not matter.
        let isBackward =
          record.target == here && link.direction != .right
          && !(isForward && record.source == record.target)
        for (isTaken, end) in [(isForward, record.target), (isBackward, record.source)]
        where isTaken {
          result.append(Path(nodes: path.nodes + [end], relationships: path.relationships + [id]))
        }
      }
      return result
    }

    private func walk(
      _ link: BoundRelationship, _ path: Path, _ used: Set<RelationshipID>, _ minimum: Int,
      _ maximum: Int, into result: inout [Path]
    ) throws(QueryError) {
      try step()
      let length = path.relationships.count
      if length >= minimum && length <= maximum { result.append(path) }
      if length >= maximum { return }
      for longer in steps(link, path) {
        guard let last = longer.relationships.last else { continue }
        if used.contains(last) || path.relationships.contains(last) { continue }
        try walk(link, longer, used, minimum, maximum, into: &result)
      }
    }

    /// The shortest paths from a node to each node, by breadth.
    private func shortest(
      _ link: BoundRelationship, from start: NodeID, _ row: NaiveRow, _ pattern: BoundPattern,
      _ assigned: Set<Slot>
    ) throws(QueryError) -> [Path] {
      let minimum = link.length?.minimum ?? 1
      let maximum = link.length.map { $0.maximum ?? .max } ?? 1
      var result: [Path] = []
      let known = assigned.union([link.left])
      guard let placed = place(start, at: link.left, row, pattern, assigned) else { return [] }
      for end in nodes {
        guard let ends = place(end, at: link.right, placed, pattern, known) else { continue }
        var paths = [Path(nodes: [start], relationships: [])]
        var length = 0
        var seen: Set<NodeID> = minimum == 0 || start != end ? [start] : []
        while !paths.isEmpty && length <= maximum {
          let there = length < minimum ? [] : paths.filter { $0.nodes.last == end }
          if !there.isEmpty {
            result += link.shortest == .one ? Array(there.prefix(1)) : there
            break
          }
          var longer: [Path] = []
          for path in paths {
            for next in steps(link, path) {
              guard let last = next.relationships.last, let node = next.nodes.last else { continue }
              if seen.contains(node) || path.relationships.contains(last) { continue }
              if try eachHolds(link, last, ends) { longer.append(next) }
            }
          }
          seen.formUnion(longer.compactMap(\.nodes.last))
          paths = longer
          length += 1
          try step(paths.count)
        }
      }
      return result
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
    func path(_ path: BoundPath, in row: NaiveRow) throws(QueryError) -> Value {
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
