// Patterns of CREATE and MERGE. They may refer to nodes that are bound already, by bare names, and
// bind all else anew; relationships have one type, and for CREATE a direction. Property maps of
// CREATE may read the nodes before them, which are made by then, but none of its relationships.

internal import Graph
internal import Text

/// The elements of a written pattern, new and old.
private struct WrittenPattern {
  var nodes: [(node: BoundNewNode, isNew: Bool)] = []
  var relationships: [(relationship: BoundNewRelationship, syntax: RelationshipPatternSyntax)] = []
  var paths: [BoundPath] = []
}

/// Which clause writes.
private enum WritingClause: String {
  case create = "CREATE"
  case merge = "MERGE"
}

extension Binder {
  mutating func bindCreate(_ paths: [PathPattern]) throws(QueryError) -> BoundCreation {
    isWriting = true
    return creation(of: try bindWritten(paths, for: .create))
  }

  mutating func bindMerge(
    _ path: PathPattern, onCreate: [SetItem], onMatch: [SetItem], at span: SourceSpan
  ) throws(QueryError) -> BoundMerge {
    isWriting = true
    let written = try bindWritten([path], for: .merge)
    return BoundMerge(
      pattern: searched(written), creation: creation(of: written),
      onCreate: try bindSetItems(onCreate), onMatch: try bindSetItems(onMatch), span: span)
  }

  private func creation(of written: WrittenPattern) -> BoundCreation {
    BoundCreation(
      nodes: written.nodes.filter(\.isNew).map(\.node),
      relationships: written.relationships.map(\.relationship), paths: written.paths)
  }

  /// What MERGE looks for before it makes anything.
  private mutating func searched(_ written: WrittenPattern) -> BoundPattern {
    var pattern = BoundPattern(nodes: [], relationships: [], paths: written.paths, conditions: [])
    var seen: Set<Slot> = []
    for (node, isNew) in written.nodes where seen.insert(node.slot).inserted {
      var labels: BoundLabels?
      for label in node.labels { labels = labels.map { .and($0, .name(label)) } ?? .name(label) }
      pattern.nodes.append(
        BoundNode(slot: node.slot, labels: labels, isBound: !isNew, span: node.span))
      pattern.conditions += conditions(node.properties, on: node.slot)
    }
    for (relationship, syntax) in written.relationships {
      let isLeft = syntax.direction == .left
      pattern.relationships.append(
        BoundRelationship(
          slot: relationship.slot, types: [relationship.type], typeCondition: nil,
          left: isLeft ? relationship.target : relationship.source,
          right: isLeft ? relationship.source : relationship.target,
          direction: syntax.direction, length: nil, eachProperty: [], shortest: nil,
          isBound: false, span: relationship.span))
      pattern.conditions += conditions(relationship.properties, on: relationship.slot)
    }
    return pattern
  }

  private mutating func conditions(_ map: BoundExpression?, on slot: Slot) -> [BoundExpression] {
    guard case .map(let entries)? = map?.kind else { return [] }
    return entries.map { entry in
      equality(of: slot, number(of: entry.key), entry.value, at: entry.value.span)
    }
  }

  // MARK: - Elements

  private mutating func bindWritten(
    _ paths: [PathPattern], for clause: WritingClause
  ) throws(QueryError) -> WrittenPattern {
    for path in paths {
      guard let shortest = path.shortest else { continue }
      throw .syntax(
        .unexpectedSyntax, "\(clause.rawValue) cannot make a \(shortest.rawValue)",
        subject: shortest.rawValue, at: path.span)
    }
    var written = WrittenPattern()
    // MERGE looks for the whole before anything of it exists, so no map can read any of it.
    var ready: [BoundExpression?] = []
    if clause == .merge { ready = try bindMaps(paths, for: clause) }
    var ends: [[Slot]] = []
    for path in paths {
      var slots: [Slot] = []
      for node in path.nodes {
        let map =
          try clause == .merge
          ? ready[slots.count] : bindProperties(node.properties, for: clause)
        let isAlone = path.relationships.isEmpty
        slots.append(try bindNode(node, map, isAlone: isAlone, into: &written))
      }
      ends.append(slots)
    }
    var maps: [BoundExpression?] = []
    for path in paths {
      for (place, relationship) in path.relationships.enumerated() {
        maps.append(
          try clause == .merge
            ? ready[path.nodes.count + place]
            : bindProperties(relationship.properties, for: clause))
      }
    }
    var next = 0
    for (path, slots) in zip(paths, ends) {
      let end = next + path.relationships.count
      try bindLinks(of: path, slots, Array(maps[next..<end]), for: clause, into: &written)
      next = end
    }
    return written
  }

  /// The property maps of one path, nodes first.
  private mutating func bindMaps(
    _ paths: [PathPattern], for clause: WritingClause
  ) throws(QueryError) -> [BoundExpression?] {
    var maps: [BoundExpression?] = []
    for path in paths {
      for node in path.nodes { maps.append(try bindProperties(node.properties, for: clause)) }
      for relationship in path.relationships {
        maps.append(try bindProperties(relationship.properties, for: clause))
      }
    }
    return maps
  }

  /// The relationships of a path, and the path itself; their names come after all property maps.
  private mutating func bindLinks(
    of path: PathPattern, _ nodes: [Slot], _ maps: [BoundExpression?], for clause: WritingClause,
    into written: inout WrittenPattern
  ) throws(QueryError) {
    var relationships: [Slot] = []
    for (place, relationship) in path.relationships.enumerated() {
      let slot = try writtenSlot(relationship)
      let type = try writtenType(relationship, for: clause)
      let isLeft = relationship.direction == .left
      let made = BoundNewRelationship(
        slot: slot, type: type, source: nodes[isLeft ? place + 1 : place],
        target: nodes[isLeft ? place : place + 1], properties: maps[place],
        span: relationship.span)
      written.relationships.append((made, relationship))
      relationships.append(slot)
    }
    guard let name = path.name else { return }
    let slot = try declareNew(name, .path)
    written.paths.append(BoundPath(slot: slot, nodes: nodes, relationships: relationships))
  }

  private mutating func bindNode(
    _ node: NodePattern, _ map: BoundExpression?, isAlone: Bool, into written: inout WrittenPattern
  ) throws(QueryError) -> Slot {
    try refuse(node.filter)
    if let name = node.name, let known = try reuse(name) {
      guard !isAlone, node.labels == nil, node.properties == nil else { throw alreadyBound(name) }
      let found = type(of: known)
      guard found.mayBe(.node) else { throw typeConflict(name, found, wanted: .node) }
      let old = BoundNewNode(slot: known, labels: [], properties: nil, span: node.span)
      written.nodes.append((old, false))
      return known
    }
    var labels: [NameNumber] = []
    if let expression = node.labels {
      guard let names = expression.conjunction else {
        throw .syntax(
          .unexpectedSyntax, "a node is made with labels joined by `:`", at: node.span)
      }
      for name in names {
        let number = write(name, as: .label)
        if !labels.contains(number) { labels.append(number) }
      }
    }
    let slot = node.name.map { declare($0.text, .node) } ?? makeSlot("", .node)
    let new = BoundNewNode(slot: slot, labels: labels, properties: map, span: node.span)
    written.nodes.append((new, true))
    return slot
  }

  private mutating func writtenSlot(
    _ relationship: RelationshipPatternSyntax
  ) throws(QueryError) -> Slot {
    try refuse(relationship.filter)
    guard let name = relationship.name else { return makeSlot("", .relationship) }
    return try declareNew(name, .relationship)
  }

  private mutating func writtenType(
    _ relationship: RelationshipPatternSyntax, for clause: WritingClause
  ) throws(QueryError) -> NameNumber {
    if let length = relationship.length {
      throw .syntax(
        .creatingVarLength, "\(clause.rawValue) cannot make a relationship of variable length",
        at: length.span)
    }
    guard case .name(let type)? = relationship.types else {
      throw .syntax(
        .noSingleRelationshipType, "\(clause.rawValue) takes a relationship with one type",
        at: relationship.span, hint: "write -[:TYPE]->")
    }
    if clause == .create, relationship.direction == .either {
      throw .syntax(
        .requiresDirectedRelationship, "CREATE takes a relationship with one direction",
        at: relationship.span, hint: "write --> or <--")
    }
    return write(type, as: .type)
  }

  private func refuse(_ filter: Expression?) throws(QueryError) {
    guard let filter else { return }
    throw .syntax(
      .unexpectedSyntax, "WHERE cannot stand in a pattern that is made", subject: "WHERE",
      at: filter.span)
  }

  private mutating func bindProperties(
    _ map: Expression?, for clause: WritingClause
  ) throws(QueryError) -> BoundExpression? {
    guard let map else { return nil }
    if clause == .merge { _ = try patternEntries(map) }
    if case .map(let entries) = map.kind {
      for entry in entries { _ = write(entry.key, as: .key) }
    } else {
      writesAnyKey = true
    }
    let bound = try bind(map)
    try require(bound, .map, of: "a property map")
    return bound
  }
}
