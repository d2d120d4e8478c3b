// Expressions the naive way: by recursion over the tree, one value at a time. Operators and
// functions are the engine's own kernels, which have tests of their own.

#if DEBUG || TESTABLE
  import Graph
  @testable import Query
  import Text

  extension NaiveEvaluator {
    /// Whether a condition is true, and not only not false; where there is none it holds.
    func holds(_ condition: BoundExpression?, _ row: NaiveRow) throws -> Bool {
      try condition.map { try Operators.truth(value($0, row), "WHERE") == true } ?? true
    }

    /// The value of an expression.
    func value(_ expression: BoundExpression, _ row: NaiveRow) throws -> Value {
      try step()
      switch expression.kind {
      case .constant(let value): return value
      case .parameter(let number): return parameters[number]
      case .slot(let slot): return row[slot] ?? .null
      case .property(let subject, let key):
        return try property(of: value(subject, row), named: name(key))
      case .hasLabels(let subject, let labels): return hasLabels(try value(subject, row), labels)
      case .subscripted(let subject, let index):
        return try element(of: value(subject, row), at: value(index, row))
      case .slice(let list, let from, let to):
        let (list, from) = (try value(list, row), try optional(from, row))
        return try Operators.slice(of: list, from: from, to: optional(to, row))
      case .list(let items): return .list(try items.map { try value($0, row) })
      case .map(let entries): return .map(ValueMap(try valued(entries, row)))
      case .mapProjection(let subject, let takesAll, let entries):
        return try projection(value(subject, row), takesAll, valued(entries, row))
      case .caseOf(let subject, let branches, let otherwise):
        return try chosen(subject, branches, otherwise, row)
      case .call(let function, let arguments):
        let arguments = try arguments.map { try value($0, row) }
        if function.isNullForNull && arguments.contains(where: \.isNull) { return .null }
        return try function.kernel(arguments, context)
      case .subquery(let subquery): return try value(of: subquery, row)
      case .listComprehension, .quantifier, .reduce: return try overList(expression.kind, row)
      default: return try operation(expression.kind, row)
      }
    }

    private func optional(_ expression: BoundExpression?, _ row: NaiveRow) throws -> Value? {
      try expression.map { try value($0, row) }
    }

    private func valued(
      _ entries: [(key: UTF8String, value: BoundExpression)], _ row: NaiveRow
    ) throws -> [(key: UTF8String, value: Value)] {
      try entries.map { ($0.key, try value($0.value, row)) }
    }

    // MARK: Operators

    private func operation(_ kind: BoundExpression.Kind, _ row: NaiveRow) throws -> Value {
      switch kind {
      case .not(let operand): return try Operators.not(value(operand, row))
      case .negate(let operand): return try Operators.negation(value(operand, row))
      case .plus(let operand): return try Operators.identity(value(operand, row))
      case .isNull(let operand): return .boolean(try value(operand, row).isNull)
      case .isNotNull(let operand): return .boolean(try !value(operand, row).isNull)
      case .and(let operands):
        return try operands.reduce(.boolean(true)) { try Operators.and($0, value($1, row)) }
      case .or(let operands):
        return try operands.reduce(.boolean(false)) { try Operators.or($0, value($1, row)) }
      case .xor(let left, let right): return try Operators.xor(value(left, row), value(right, row))
      case .compare(let comparison, let left, let right):
        return compared(comparison, try value(left, row), try value(right, row))
      case .binary(let name, let left, let right):
        return try binary(name, value(left, row), value(right, row))
      default: preconditionFailure("all other kinds are taken care of by the caller")
      }
    }

    private func compared(_ comparison: ComparisonOperator, _ left: Value, _ right: Value) -> Value
    {
      switch comparison {
      case .equal: Operators.equal(left, right)
      case .notEqual: Operators.notEqual(left, right)
      case .less: Operators.less(left, right)
      case .lessOrEqual: Operators.atMost(left, right)
      case .greater: Operators.greater(left, right)
      case .greaterOrEqual: Operators.atLeast(left, right)
      }
    }

    private func binary(_ name: BinaryOperator, _ left: Value, _ right: Value) throws -> Value {
      switch name {
      case .or: try Operators.or(left, right)
      case .xor: try Operators.xor(left, right)
      case .and: try Operators.and(left, right)
      case .add: try Operators.sum(left, right)
      case .subtract: try Operators.difference(left, right)
      case .multiply: try Operators.product(left, right)
      case .divide: try Operators.quotient(left, right)
      case .modulo: try Operators.remainder(left, right)
      case .power: try Operators.power(left, right)
      case .isIn: try Operators.contains(right, left)
      case .startsWith: Operators.startsWith(left, right)
      case .endsWith: Operators.endsWith(left, right)
      case .contains: Operators.containsText(left, right)
      case .matches: try matches(left, right)
      }
    }

    private func matches(_ text: Value, _ pattern: Value) throws -> Value {
      guard case (.string(let text), .string(let pattern)) = (text, pattern) else { return .null }
      return .boolean(try context.regex(pattern).matchesWhole(text))
    }

    // MARK: Parts of values

    func property(of subject: Value, named key: UTF8String) throws -> Value {
      switch subject {
      case .null: return .null
      case .map(let map): return map[key] ?? .null
      case .node(let id):
        if context.deletedNodes.contains(id.rawValue) { throw NaiveEvaluator.deletedAccess }
        return graph.key(key).map { graph.value(of: id, $0) } ?? .null
      case .relationship(let id):
        if context.deletedRelationships[id] != nil { throw NaiveEvaluator.deletedAccess }
        return graph.key(key).map { graph.value(of: id, $0) } ?? .null
      case .date, .time, .localTime, .dateTime, .localDateTime, .duration:
        return try requiredTemporalComponent(subject, key)
      default:
        throw QueryError.type(.invalidArgumentType, "\(subject.kinds.names) has no properties")
      }
    }

    static let deletedAccess = QueryError(
      .entityNotFound, .deletedEntityAccess, .runtime, "it was deleted")

    private func element(of subject: Value, at index: Value) throws -> Value {
      switch (subject, index) {
      case (.node, .null), (.relationship, .null): return .null
      case (.node, .string(let key)), (.relationship, .string(let key)):
        return try property(of: subject, named: key)
      default: return try Operators.element(of: subject, at: index)
      }
    }

    /// The properties of a node, a relationship or a map; nil where there are none to have.
    func properties(of subject: Value) -> ValueMap? {
      if case .map(let map) = subject { return map }
      return entity(of: subject).map { entity in
        ValueMap(graph.properties(of: entity).map { (graph.name(of: $0.key), $0.value) })
      }
    }

    func entity(of value: Value) -> Entity? {
      switch value {
      case .node(let id): .node(id)
      case .relationship(let id): .relationship(id)
      default: nil
      }
    }

    private func projection(
      _ subject: Value, _ takesAll: Bool, _ entries: [(key: UTF8String, value: Value)]
    ) throws -> Value {
      if subject.isNull { return .null }
      var map = takesAll ? properties(of: subject) ?? ValueMap() : ValueMap()
      for entry in entries { map[entry.key] = entry.value }
      return .map(map)
    }

    private func hasLabels(_ subject: Value, _ labels: BoundLabels) -> Value {
      switch subject {
      case .node(let id): .boolean(labelsHold(labels, id))
      case .relationship(let id):
        graph.record(of: id).map { .boolean(typeHolds(labels, $0.type)) } ?? .null
      default: .null
      }
    }

    private func chosen(
      _ subject: BoundExpression?, _ branches: [(when: BoundExpression, then: BoundExpression)],
      _ otherwise: BoundExpression?, _ row: NaiveRow
    ) throws -> Value {
      let wanted = try optional(subject, row)
      for branch in branches {
        let when = try value(branch.when, row)
        // Without a subject the conditions themselves are asked.
        let isChosen = try wanted.map { $0.isEqual(to: when) } ?? Operators.truth(when, "CASE")
        if isChosen == true { return try value(branch.then, row) }
      }
      return try optional(otherwise, row) ?? .null
    }

    // MARK: Lists and subqueries

    private func overList(_ kind: BoundExpression.Kind, _ row: NaiveRow) throws -> Value {
      switch kind {
      case .listComprehension(let slot, let list, let filter, let result):
        if try value(list, row).isNull { return .null }
        let kept = try elements(of: list, in: row).compactMap { item -> Value? in
          let inner = row.with(slot, item)
          return try holds(filter, inner) ? optional(result, inner) ?? item : nil
        }
        return .list(kept)
      case .quantifier(let quantifier, let slot, let list, let condition):
        if try value(list, row).isNull { return .null }
        let truths = try elements(of: list, in: row).map { item in
          try Operators.truth(value(condition, row.with(slot, item)), quantifier.rawValue)
        }
        return quantified(quantifier, truths).map(Value.boolean) ?? .null
      case .reduce(let accumulator, let initial, let slot, let list, let step):
        if try value(list, row).isNull { return .null }
        return try elements(of: list, in: row).reduce(value(initial, row)) { result, item in
          try value(step, row.with(slot, item).with(accumulator, result))
        }
      default: preconditionFailure("the caller passes on three kinds")
      }
    }

    private func quantified(_ quantifier: Quantifier, _ truths: [Bool?]) -> Bool? {
      let trueCount = truths.count { $0 == true }
      let isUnknown = truths.contains(nil)
      switch quantifier {
      case .all: return truths.contains(false) ? false : isUnknown ? nil : true
      case .any: return trueCount > 0 ? true : isUnknown ? nil : false
      case .none: return trueCount > 0 ? false : isUnknown ? nil : true
      case .single: return trueCount > 1 ? false : isUnknown ? nil : trueCount == 1
      }
    }

    private func value(of subquery: BoundSubquery, _ row: NaiveRow) throws -> Value {
      let rows = try rows(of: subquery.query, from: row)
      switch subquery.kind {
      case .exists: return .boolean(!rows.isEmpty)
      case .count: return .integer(Int64(rows.count))
      case .collect: return .list(rows.map { $0[0] })
      case .first: return rows.first?[0] ?? .null
      }
    }
  }
#endif
