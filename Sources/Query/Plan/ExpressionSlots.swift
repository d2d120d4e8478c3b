// Which slots an expression reads, and expressions changed in some of their parts.

internal import Graph
internal import Text

extension BoundExpression {
  /// The expressions directly below this one.
  var children: [BoundExpression] {
    switch kind {
    case .constant, .parameter, .slot, .subquery: []
    case .property(let subject, _), .hasLabels(let subject, _): [subject]
    case .subscripted(let subject, let index): [subject, index]
    case .slice(let subject, let from, let to): [subject] + [from, to].compactMap(\.self)
    case .list(let items), .and(let items), .or(let items), .call(_, let items): items
    case .map(let entries): entries.map(\.value)
    case .mapProjection(let subject, _, let entries): [subject] + entries.map(\.value)
    case .not(let operand), .negate(let operand), .plus(let operand), .isNull(let operand),
      .isNotNull(let operand):
      [operand]
    case .xor(let left, let right), .compare(_, let left, let right),
      .binary(_, let left, let right):
      [left, right]
    case .caseOf(let subject, let branches, let otherwise):
      [subject].compactMap(\.self) + branches.flatMap { [$0.when, $0.then] }
        + [otherwise].compactMap(\.self)
    case .listComprehension(_, let list, let filter, let result):
      [list] + [filter, result].compactMap(\.self)
    case .quantifier(_, _, let list, let condition): [list, condition]
    case .reduce(_, let initial, _, let list, let step): [initial, list, step]
    }
  }

  /// Adds the slots that are read, in any part.
  func gatherSlots(into slots: inout Set<Slot>) {
    switch kind {
    case .slot(let slot): slots.insert(slot)
    case .subquery(let subquery): slots.formUnion(subquery.imports)
    default: for child in children { child.gatherSlots(into: &slots) }
    }
  }

  /// The slots that are read, in any part; those that the expression binds itself are among them.
  var slots: Set<Slot> {
    var slots: Set<Slot> = []
    gatherSlots(into: &slots)
    return slots
  }

  /// Whether computing it again may give something else, so that it must not be moved or shared.
  var isVolatile: Bool {
    switch kind {
    case .call(let function, let arguments):
      !function.isDeterministic || arguments.contains(where: \.isVolatile)
    default: children.contains(where: \.isVolatile)
    }
  }

  /// The operands of a conjunction, or the expression itself.
  var conjuncts: [BoundExpression] {
    if case .and(let operands) = kind { operands.flatMap(\.conjuncts) } else { [self] }
  }

  /// The same with every subquery changed by a function, in all parts.
  func mapSubqueries(_ change: (BoundSubquery) -> BoundSubquery) -> BoundExpression {
    func mapped(_ part: BoundExpression) -> BoundExpression { part.mapSubqueries(change) }
    func mapped(_ part: BoundExpression?) -> BoundExpression? { part?.mapSubqueries(change) }
    func mapped(_ entries: [(key: UTF8String, value: BoundExpression)])
      -> [(key: UTF8String, value: BoundExpression)]
    { entries.map { ($0.key, mapped($0.value)) } }
    var changed = self
    switch kind {
    case .constant, .parameter, .slot: return self
    case .subquery(let subquery): changed.kind = .subquery(change(subquery))
    case .property(let subject, let key): changed.kind = .property(mapped(subject), key)
    case .hasLabels(let subject, let labels): changed.kind = .hasLabels(mapped(subject), labels)
    case .subscripted(let subject, let index):
      changed.kind = .subscripted(mapped(subject), mapped(index))
    case .slice(let subject, let from, let to):
      changed.kind = .slice(mapped(subject), from: mapped(from), to: mapped(to))
    case .list(let items): changed.kind = .list(items.map(mapped))
    case .and(let items): changed.kind = .and(items.map(mapped))
    case .or(let items): changed.kind = .or(items.map(mapped))
    case .call(let function, let items): changed.kind = .call(function, items.map(mapped))
    case .map(let entries): changed.kind = .map(mapped(entries))
    case .mapProjection(let subject, let takesAll, let entries):
      changed.kind = .mapProjection(mapped(subject), takesAll: takesAll, entries: mapped(entries))
    case .not(let operand): changed.kind = .not(mapped(operand))
    case .negate(let operand): changed.kind = .negate(mapped(operand))
    case .plus(let operand): changed.kind = .plus(mapped(operand))
    case .isNull(let operand): changed.kind = .isNull(mapped(operand))
    case .isNotNull(let operand): changed.kind = .isNotNull(mapped(operand))
    case .xor(let left, let right): changed.kind = .xor(mapped(left), mapped(right))
    case .compare(let comparison, let left, let right):
      changed.kind = .compare(comparison, mapped(left), mapped(right))
    case .binary(let operation, let left, let right):
      changed.kind = .binary(operation, mapped(left), mapped(right))
    case .caseOf(let subject, let branches, let otherwise):
      changed.kind = .caseOf(
        subject: mapped(subject), branches: branches.map { (mapped($0.when), mapped($0.then)) },
        otherwise: mapped(otherwise))
    case .listComprehension(let slot, let list, let filter, let result):
      changed.kind = .listComprehension(
        slot, list: mapped(list), filter: mapped(filter), result: mapped(result))
    case .quantifier(let quantifier, let slot, let list, let condition):
      changed.kind = .quantifier(quantifier, slot, list: mapped(list), condition: mapped(condition))
    case .reduce(let accumulator, let initial, let slot, let list, let step):
      changed.kind = .reduce(
        accumulator: accumulator, initial: mapped(initial), slot, list: mapped(list),
        step: mapped(step))
    }
    return changed
  }
}
