// MATCH after MATCH: several patterns that may be found in any order are planned as one. Each
// relationship remembers its clause, since only relationships of one MATCH must differ.

internal import Graph

/// The same clauses with each run of plain MATCHes joined.
func joiningMatches(_ clauses: [BoundClause]) -> [BoundClause] {
  var joined: [BoundClause] = []
  for clause in clauses {
    if case .match(let next) = clause, case .match(var match)? = joined.last, !match.isOptional,
      !next.isOptional, !next.reuses(match)
    {
      match.append(next)
      joined[joined.count - 1] = .match(match)
    } else {
      joined.append(clause)
    }
  }
  return joined
}

extension BoundMatch {
  /// Whether it takes up a relationship that an earlier MATCH finds, and so has to come after it;
  /// or tests a shortest path that an earlier MATCH finds, which must not become another path.
  fileprivate func reuses(_ earlier: BoundMatch) -> Bool {
    if earlier.pattern.relationships.contains(where: { $0.shortest != nil }) { return true }
    let slots = Set(earlier.pattern.relationships.map(\.slot))
    return pattern.relationships.contains { slots.contains($0.slot) }
  }

  fileprivate mutating func append(_ next: BoundMatch) {
    let clause = (pattern.relationships.map(\.clause).max() ?? 0) + 1
    for node in next.pattern.nodes {
      guard let place = pattern.nodes.firstIndex(where: { $0.slot == node.slot }) else {
        pattern.nodes.append(node)
        continue
      }
      if let labels = node.labels {
        pattern.nodes[place].labels =
          pattern.nodes[place].labels.map { .and($0, labels) } ?? labels
      }
    }
    for var relationship in next.pattern.relationships {
      relationship.clause = clause
      pattern.relationships.append(relationship)
    }
    pattern.paths += next.pattern.paths
    pattern.conditions += next.pattern.conditions
    if let filter = next.filter {
      self.filter =
        self.filter.map { BoundExpression(.and([$0, filter]), .boolean, at: $0.span) } ?? filter
    }
  }
}
