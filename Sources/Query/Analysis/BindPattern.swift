// Patterns that are looked for. Every place of a node or relationship has a slot; a name that has
// one already is taken up again, if it can be what the place asks for. Property maps and inner
// WHEREs become conditions, bound last, so that they may read every variable of the pattern.

internal import Graph
internal import Text

/// What a pattern may do with names that nothing has bound before.
enum PatternUse {
  /// New names become variables.
  case reading
  /// New names are errors: the pattern is a condition.
  case predicate
}

/// A pattern while it is being gathered.
private struct PatternDraft {
  var use: PatternUse
  var pattern = BoundPattern(nodes: [], relationships: [], paths: [], conditions: [])
  /// The place of a node among the nodes.
  var places: [Slot: Int] = [:]
  /// What this pattern bound.
  var own: Set<Slot> = []
  /// Relationships that the pattern names.
  var relationships: Set<Slot> = []
  /// Bound when all names are known.
  var maps: [(slot: Slot, map: Expression, relationship: Int?)] = []
  var filters: [(slot: Slot, filter: Expression, name: Name?, isList: Bool)] = []
}

extension Binder {
  /// Binds the patterns of one MATCH, or of an expression.
  mutating func bindPattern(
    _ paths: [PathPattern], as use: PatternUse
  ) throws(QueryError) -> BoundPattern {
    var draft = PatternDraft(use: use)
    for path in paths { try bindPath(path, into: &draft) }
    for (slot, map, relationship) in draft.maps {
      try bindMap(map, of: slot, relationship, into: &draft)
    }
    for (slot, filter, name, isList) in draft.filters {
      let condition = try bindFilter(filter, of: slot, name, isList: isList)
      draft.pattern.conditions.append(condition)
    }
    return draft.pattern
  }

  private mutating func bindPath(
    _ path: PathPattern, into draft: inout PatternDraft
  ) throws(QueryError) {
    if let shortest = path.shortest, path.relationships.count != 1 {
      throw .syntax(
        .invalidRelationshipPattern, "\(shortest.rawValue) takes one relationship",
        subject: shortest.rawValue, at: path.span, hint: "write (a)-[*]-(b)")
    }
    var nodes = [try bindNode(path.nodes[0], into: &draft)]
    var relationships: [Slot] = []
    for (place, relationship) in path.relationships.enumerated() {
      let slot = try relationshipSlot(relationship, in: &draft)
      nodes.append(try bindNode(path.nodes[place + 1], into: &draft))
      try bindRelationship(
        relationship, slot, from: nodes[place], to: nodes[place + 1], path.shortest, into: &draft)
      relationships.append(slot)
    }
    guard let name = path.name else { return }
    let slot = try declareNew(name, .path)
    draft.own.insert(slot)
    draft.pattern.paths.append(BoundPath(slot: slot, nodes: nodes, relationships: relationships))
  }

  private mutating func bindNode(
    _ node: NodePattern, into draft: inout PatternDraft
  ) throws(QueryError) -> Slot {
    let slot = try slot(for: node.name, .node, in: &draft) { $0.mayBe(.node) }
    let labels = node.labels.map { bindLabels($0, as: .label) }
    if let place = draft.places[slot] {
      draft.pattern.nodes[place].labels = both(draft.pattern.nodes[place].labels, labels)
    } else {
      draft.places[slot] = draft.pattern.nodes.count
      draft.pattern.nodes.append(
        BoundNode(
          slot: slot, labels: labels, isBound: !draft.own.contains(slot), span: node.span))
    }
    if let map = node.properties { draft.maps.append((slot, map, nil)) }
    if let filter = node.filter { draft.filters.append((slot, filter, node.name, false)) }
    return slot
  }

  private func both(_ left: BoundLabels?, _ right: BoundLabels?) -> BoundLabels? {
    guard let left else { return right }
    return right.map { .and(left, $0) } ?? left
  }

  /// The slot of a place of a pattern: an earlier one of that name, or a new one.
  private mutating func slot(
    for name: Name?, _ type: StaticType, in draft: inout PatternDraft,
    accepts: (StaticType) -> Bool
  ) throws(QueryError) -> Slot {
    guard let name else {
      let slot = makeSlot("", type)
      draft.own.insert(slot)
      return slot
    }
    if let known = try reuse(name) {
      let found = self.type(of: known)
      guard accepts(found) else { throw typeConflict(name, found, wanted: type) }
      return known
    }
    guard draft.use == .reading else { throw undefined(name) }
    let slot = declare(name.text, type)
    draft.own.insert(slot)
    return slot
  }

  private mutating func relationshipSlot(
    _ relationship: RelationshipPatternSyntax, in draft: inout PatternDraft
  ) throws(QueryError) -> Slot {
    let isList = relationship.length != nil
    let type: StaticType = isList ? .list(of: .relationship) : .relationship
    let slot = try slot(for: relationship.name, type, in: &draft) {
      isList ? $0.mayBeList(of: .relationship) : $0.mayBe(.relationship)
    }
    guard draft.relationships.insert(slot).inserted else {
      let name = relationship.name?.text ?? ""
      throw .syntax(
        .relationshipUniquenessViolation,
        "the relationship `\(name)` cannot stand twice in one pattern", subject: name.string,
        at: relationship.name?.span ?? relationship.span, hint: "use two MATCH clauses")
    }
    return slot
  }

  private mutating func bindRelationship(
    _ relationship: RelationshipPatternSyntax, _ slot: Slot, from left: Slot, to right: Slot,
    _ shortest: ShortestKind?, into draft: inout PatternDraft
  ) throws(QueryError) {
    var types: [NameNumber] = []
    var condition: BoundLabels?
    if let names = relationship.types?.disjunction {
      for name in names {
        let number = mention(name, as: .type)
        if !types.contains(number) { types.append(number) }
      }
    } else if let expression = relationship.types {
      condition = bindLabels(expression, as: .type)
    }
    if let map = relationship.properties {
      draft.maps.append((slot, map, draft.pattern.relationships.count))
    }
    if let filter = relationship.filter {
      draft.filters.append((slot, filter, relationship.name, relationship.length != nil))
    }
    draft.pattern.relationships.append(
      BoundRelationship(
        slot: slot, types: types, typeCondition: condition, left: left, right: right,
        direction: relationship.direction, length: relationship.length.map(bounds),
        eachProperty: [], shortest: shortest, isBound: !draft.own.contains(slot),
        span: relationship.span))
  }

  private func bounds(_ length: LengthRange) -> (minimum: Int, maximum: Int?) {
    let minimum = Int(length.minimum ?? 1)
    let maximum = length.maximum.map { Int($0) }
    return (minimum, maximum ?? (length.isExact ? minimum : nil))
  }

  // MARK: - Conditions

  /// `{key: value}` asks for `slot.key = value`.
  private mutating func bindMap(
    _ map: Expression, of slot: Slot, _ relationship: Int?, into draft: inout PatternDraft
  ) throws(QueryError) {
    for (key, value) in try patternEntries(map) {
      let number = mention(key, as: .key)
      let bound = try bind(value)
      if let relationship, draft.pattern.relationships[relationship].length != nil {
        draft.pattern.relationships[relationship].eachProperty.append((number, bound))
      } else {
        draft.pattern.conditions.append(equality(of: slot, number, bound, at: key.span))
      }
    }
  }

  /// The condition `slot.key = value`.
  func equality(
    of slot: Slot, _ key: NameNumber, _ value: BoundExpression, at span: SourceSpan
  ) -> BoundExpression {
    let subject = BoundExpression(.slot(slot), type(of: slot), at: span)
    let property = BoundExpression(.property(subject, key), .any, at: span)
    return BoundExpression(
      .compare(.equal, property, value), .boolean, at: span.joined(value.span))
  }

  /// The entries of a property map that is looked for; a parameter could not be planned with.
  func patternEntries(_ map: Expression) throws(QueryError) -> [(Name, Expression)] {
    switch map.kind {
    case .map(let entries): return entries.map { ($0.key, $0.value) }
    case .parameter(let name):
      throw .syntax(
        .invalidParameterUse, "a parameter cannot stand for all properties that are looked for",
        subject: name.text.string, at: map.span, hint: "write {key: $\(name.text).key}")
    default:
      throw .syntax(.unexpectedSyntax, "a pattern takes a map of properties", at: map.span)
    }
  }

  private mutating func bindFilter(
    _ filter: Expression, of slot: Slot, _ name: Name?, isList: Bool
  ) throws(QueryError) -> BoundExpression {
    guard isList, let name else { return try bindCondition(filter) }
    // In the brackets of a variable length the name is each relationship in turn.
    let outside = enterElement()
    defer { leaveElement(outside) }
    let each = declare(name.text, .relationship)
    let condition = try bindCondition(filter)
    let list = BoundExpression(.slot(slot), type(of: slot), at: name.span)
    return BoundExpression(
      .quantifier(.all, each, list: list, condition: condition), .boolean, at: filter.span)
  }

  func typeConflict(_ name: Name, _ found: StaticType, wanted: StaticType) -> QueryError {
    .syntax(
      .variableTypeConflict,
      "the variable `\(name.text)` is \(found.kinds.names), but here it would be "
        + "\(wanted.kinds.names)", subject: name.text.string, at: name.span,
      hint: "use another name")
  }
}
