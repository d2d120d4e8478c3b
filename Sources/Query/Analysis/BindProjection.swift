// WITH and RETURN. Without aggregates every item is bound in the scope before. With them the items
// without aggregates are the keys, and the others are bound anew over keys and aggregates. Then the
// scope is replaced by the columns; ORDER BY, and WHERE after WITH, are bound in the new scope,
// and may repeat the expression of a column for that column.

internal import Graph
internal import Text

/// An item of a projection on its way.
private struct DraftItem {
  var name: UTF8String
  var span: SourceSpan
  /// Nil where `*` passes a variable on.
  var expression: Expression?
  /// The variable of `*`.
  var passed: Slot?
  var hasAlias: Bool
  /// The bound expression and the slot of the column.
  var bound: (expression: BoundExpression, slot: Slot)?
}

extension Binder {
  /// Binds a projection and replaces the innermost scope by its columns.
  mutating func bindProjection(
    _ body: ProjectionBody, filter: Expression?, isReturn: Bool
  ) throws(QueryError) -> (projection: BoundProjection, names: [UTF8String]) {
    var drafts = try draftItems(body, isReturn: isReturn)
    try checkNames(drafts)
    let isAggregating = drafts.contains { $0.expression?.hasAggregate == true }
    var aggregation: BoundAggregation?
    if isAggregating {
      aggregation = try bindGrouped(&drafts)
    } else {
      for place in drafts.indices { drafts[place].bound = try bindItem(drafts[place]) }
    }
    let columns = drafts.compactMap(\.bound)
    let frame = top
    frames[frame].ordering = ordering(
      drafts, isAggregating: isAggregating, hidesPrevious: isAggregating || body.isDistinct)
    frames[frame].names = [:]
    for draft in drafts { frames[frame].names[draft.name] = draft.bound?.slot }
    let outside = aggregates
    aggregates = .refused
    var order: [(expression: BoundExpression, isDescending: Bool)] = []
    for item in body.order {
      order.append((try bindOver(item.expression, isCondition: false), item.isDescending))
    }
    let skip = try bindCount(body.skip, of: "SKIP")
    let limit = try bindCount(body.limit, of: "LIMIT")
    var test: BoundExpression?
    if let filter { test = try bindOver(filter, isCondition: true) }
    aggregates = outside
    frames[frame].ordering = nil
    if !isReturn { try checkAliases(drafts) }
    let projection = BoundProjection(
      isReturn: isReturn, aggregation: aggregation, items: columns, isDistinct: body.isDistinct,
      order: order, skip: skip, limit: limit, filter: test)
    return (projection, drafts.map(\.name))
  }

  // MARK: - Items

  private func draftItems(
    _ body: ProjectionBody, isReturn: Bool
  ) throws(QueryError) -> [DraftItem] {
    var drafts: [DraftItem] = []
    if let star = body.star {
      let visible = frames[top].names.sorted { $0.key < $1.key }
      guard !isReturn || !visible.isEmpty || !readings.isEmpty else {
        throw .syntax(
          .noVariablesInScope, "RETURN * stands where there are no variables", subject: "*",
          at: star, hint: "give names to what the pattern finds")
      }
      for (name, slot) in visible {
        drafts.append(
          DraftItem(name: name, span: star, expression: nil, passed: slot, hasAlias: true))
      }
    }
    for item in body.items {
      var isVariable = false
      var name = item.alias?.text ?? item.text
      if case .variable(let variable) = item.expression.kind {
        isVariable = true
        if item.alias == nil { name = variable.text }
      }
      drafts.append(
        DraftItem(
          name: name, span: item.alias?.span ?? item.expression.span,
          expression: item.expression, passed: nil, hasAlias: item.alias != nil || isVariable))
    }
    return drafts
  }

  private func checkNames(_ drafts: [DraftItem]) throws(QueryError) {
    var seen: Set<UTF8String> = []
    for draft in drafts where !seen.insert(draft.name).inserted {
      throw .syntax(
        .columnNameConflict, "two columns are called `\(draft.name)`",
        subject: draft.name.string, at: draft.span, hint: "rename one with AS")
    }
  }

  /// After all else, since what is wrong inside of an item is worth more to know.
  private func checkAliases(_ drafts: [DraftItem]) throws(QueryError) {
    for draft in drafts where !draft.hasAlias {
      throw .syntax(
        .noExpressionAlias, "an expression in WITH needs a name", subject: draft.name.string,
        at: draft.span, hint: "write `\(draft.name) AS name`")
    }
  }

  private mutating func bindItem(
    _ draft: DraftItem
  ) throws(QueryError) -> (expression: BoundExpression, slot: Slot) {
    if let slot = draft.passed {
      read(slot)
      return (BoundExpression(.slot(slot), type(of: slot), at: draft.span), slot)
    }
    guard let expression = draft.expression else {
      return (BoundExpression(.constant(.null), .null, at: draft.span), makeSlot("", .null))
    }
    let bound = try bind(expression)
    if case .slot(let slot) = bound.kind, slots[slot.number].name == draft.name {
      return (bound, slot)
    }
    return (bound, makeSlot(draft.name, bound.type))
  }

  // MARK: - Aggregation

  private mutating func bindGrouped(
    _ drafts: inout [DraftItem]
  ) throws(QueryError) -> BoundAggregation {
    let frame = top
    let outside = (aggregates, frames[frame].gathered)
    defer { (aggregates, frames[frame].gathered) = outside }
    frames[frame].gathered = GatheredAggregates()
    aggregates = .refused
    var grouping = Grouping()
    var keys: [(expression: BoundExpression, slot: Slot)] = []
    for place in drafts.indices where drafts[place].expression?.hasAggregate != true {
      let item = try bindItem(drafts[place])
      if case .slot(let slot) = item.expression.kind {
        if grouping.variables.insert(slot).inserted { keys.append((item.expression, slot)) }
        drafts[place].bound = item
        continue
      }
      keys.append(item)
      if let expression = drafts[place].expression, expression.isPropertyChain {
        grouping.properties[signature(of: expression)] = item.slot
      }
      let passed = BoundExpression(.slot(item.slot), item.expression.type, at: drafts[place].span)
      drafts[place].bound = (passed, item.slot)
    }
    aggregates = .welcome(frame: frame)
    for place in drafts.indices where drafts[place].bound == nil {
      frames[frame].grouping = grouping
      defer { frames[frame].grouping = nil }
      let first = frames[frame].gathered.list.count
      drafts[place].bound = try nameAggregate(bindItem(drafts[place]), drafts[place], first: first)
    }
    return BoundAggregation(keys: keys, aggregates: frames[frame].gathered.list)
  }

  /// An item that is an aggregate and nothing else has the aggregate's slot for its column.
  private mutating func nameAggregate(
    _ item: (expression: BoundExpression, slot: Slot), _ draft: DraftItem, first: Int
  ) -> (expression: BoundExpression, slot: Slot) {
    guard case .slot(let slot) = item.expression.kind, slots[slot.number].name.byteCount == 0,
      frames[top].gathered.list[first...].contains(where: { $0.slot == slot })
    else { return item }
    slots[slot.number].name = draft.name
    return (item.expression, slot)
  }

  // MARK: - ORDER BY, SKIP, LIMIT

  /// What may be read after the items; called before the scope is replaced.
  private func ordering(
    _ drafts: [DraftItem], isAggregating: Bool, hidesPrevious: Bool
  ) -> Ordering {
    var ordering = Ordering(
      previous: frames[top].names, readsPrevious: !hidesPrevious, isAggregating: isAggregating)
    for draft in drafts {
      guard let expression = draft.expression, let slot = draft.bound?.slot else { continue }
      if case .variable = expression.kind { continue }
      ordering.columns[signature(of: expression)] = slot
      if !expression.hasAggregate, !expression.isPropertyChain {
        addVariables(of: expression, to: &ordering.compounded)
      }
    }
    return ordering
  }

  private func addVariables(of expression: Expression, to variables: inout Set<Slot>) {
    if case .variable(let name) = expression.kind, let found = find(name.text) {
      variables.insert(found.slot)
    }
    for operand in expression.operands { addVariables(of: operand, to: &variables) }
  }

  private mutating func bindOver(
    _ expression: Expression, isCondition: Bool
  ) throws(QueryError) -> BoundExpression {
    frames[top].ordering?.hasAggregate = expression.hasAggregate
    return try isCondition ? bindCondition(expression) : bind(expression)
  }

  /// Binds SKIP or LIMIT: a number that no row decides, checked here where the text gives it.
  private mutating func bindCount(
    _ expression: Expression?, of what: String
  ) throws(QueryError) -> BoundExpression? {
    guard let expression else { return nil }
    frames.append(Frame(border: .constant))
    defer { frames.removeLast() }
    let bound = try bind(expression)
    guard bound.type.kinds.contains(.integer) else {
      throw wrongType(bound, .integer, of: what)
    }
    if case .constant(.integer(let number)) = bound.kind, number < 0 {
      throw .syntax(
        .negativeIntegerArgument, "\(what) takes no negative number", subject: what, at: bound.span)
    }
    return bound
  }
}
