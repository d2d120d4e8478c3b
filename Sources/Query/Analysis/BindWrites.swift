// SET, REMOVE, DELETE and FOREACH. What is changed is a node or a relationship; labels belong to
// nodes. Whether a value can be stored is seen only when it is there.

internal import Graph
internal import Text

extension Binder {
  mutating func bindWriting(_ clause: Clause) throws(QueryError) -> BoundClause {
    isWriting = true
    switch clause.kind {
    case .create(let paths): return .create(try bindCreate(paths))
    case .merge(let path, let onCreate, let onMatch):
      return .merge(
        try bindMerge(path, onCreate: onCreate, onMatch: onMatch, at: clause.span))
    case .set(let items): return .set(try bindSetItems(items))
    case .remove(let items):
      var bound: [BoundRemoveItem] = []
      for item in items { bound.append(try bindRemoveItem(item)) }
      return .remove(bound)
    case .delete(let expressions, let isDetaching):
      var bound: [BoundExpression] = []
      for expression in expressions { bound.append(try bindDeleted(expression)) }
      return .delete(bound, isDetaching: isDetaching)
    case .forEach(let name, let list, let clauses):
      return try bindForEach(name, list, clauses)
    default:
      throw .syntax(.invalidClauseComposition, "this clause changes nothing", at: clause.span)
    }
  }

  // MARK: - SET and REMOVE

  mutating func bindSetItems(_ items: [SetItem]) throws(QueryError) -> [BoundSetItem] {
    var bound: [BoundSetItem] = []
    for item in items { bound.append(try bindSetItem(item)) }
    return bound
  }

  private mutating func bindSetItem(_ item: SetItem) throws(QueryError) -> BoundSetItem {
    switch item {
    case .property(let subject, let key, let value):
      let changed = try bindChanged(subject)
      return .property(changed, write(key, as: .key), try bind(value))
    case .dynamicProperty(let subject, let key, let value):
      writesAnyKey = true
      let changed = try bindChanged(subject)
      return .dynamicProperty(changed, key: try bindKey(key), try bind(value))
    case .replaceAll(let name, let map):
      return .replaceAll(try bindChanged(variable(name)), try bindProperties(map))
    case .merge(let name, let map):
      return .mergeAll(try bindChanged(variable(name)), try bindProperties(map))
    case .labels(let name, let labels):
      return .labels(try bindLabelled(name), labels.map { write($0, as: .label) })
    }
  }

  private mutating func bindRemoveItem(_ item: RemoveItem) throws(QueryError) -> BoundRemoveItem {
    switch item {
    case .property(let subject, let key):
      return .property(try bindChanged(subject), mention(key, as: .key))
    case .dynamicProperty(let subject, let key):
      return .dynamicProperty(try bindChanged(subject), key: try bindKey(key))
    case .labels(let name, let labels):
      let node = try bindLabelled(name)
      return .labels(node, labels.map { mention($0, as: .label) })
    }
  }

  private func variable(_ name: Name) -> Expression {
    Expression(.variable(name), at: name.span)
  }

  private mutating func bindChanged(
    _ subject: Expression
  ) throws(QueryError) -> BoundExpression {
    let bound = try bind(subject)
    try require(bound, .entity, of: "a change of properties")
    return bound
  }

  private mutating func bindLabelled(_ name: Name) throws(QueryError) -> BoundExpression {
    let bound = try bind(variable(name))
    try require(bound, .node, of: "a change of labels")
    return bound
  }

  private mutating func bindKey(_ key: Expression) throws(QueryError) -> BoundExpression {
    let bound = try bind(key)
    try require(bound, .string, of: "a key")
    return bound
  }

  private mutating func bindProperties(_ map: Expression) throws(QueryError) -> BoundExpression {
    if case .map(let entries) = map.kind {
      for entry in entries { _ = write(entry.key, as: .key) }
    } else {
      writesAnyKey = true
    }
    let bound = try bind(map)
    try require(bound, [.map, .entity], of: "SET")
    return bound
  }

  // MARK: - DELETE and FOREACH

  private mutating func bindDeleted(
    _ expression: Expression
  ) throws(QueryError) -> BoundExpression {
    if case .hasLabels = expression.kind {
      throw .syntax(
        .invalidDelete, "DELETE takes no labels or types", subject: "DELETE", at: expression.span,
        hint: "use REMOVE for labels; delete a relationship as a whole")
    }
    let bound = try bind(expression)
    try require(bound, [.entity, .path], of: "DELETE")
    return bound
  }

  private mutating func bindForEach(
    _ name: Name, _ list: Expression, _ clauses: [Clause]
  ) throws(QueryError) -> BoundClause {
    let bound = try bind(list)
    try require(bound, .list, of: "FOREACH")
    guard find(name.text) == nil else { throw alreadyBound(name) }
    frames.append(Frame())
    defer { frames.removeLast() }
    let slot = declare(name.text, bound.type.element)
    var inner: [BoundClause] = []
    for clause in clauses { inner.append(try bindWriting(clause)) }
    return .forEach(slot, list: bound, clauses: inner)
  }
}
