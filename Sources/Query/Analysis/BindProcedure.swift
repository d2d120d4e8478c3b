// CALL of a procedure: its signature says how many arguments of which types it takes and what it
// yields. Without parentheses the arguments are the parameters of the same names, which only a
// call that is the whole statement may leave to them (the parser sees to that, and to YIELD *).

internal import Graph
internal import Text

extension Binder {
  mutating func bindProcedureCall(
    _ call: CallClause, at span: SourceSpan
  ) throws(QueryError) -> BoundCall {
    guard let procedure = procedures[call.name.text.string.asciiLowercased] else {
      throw unknownProcedure(call.name)
    }
    let arguments = try bindArguments(call, of: procedure, at: span)
    var bound = BoundCall(
      procedure: procedure, arguments: arguments, yields: [], filter: nil,
      isStandalone: call.isStandalone, span: span)
    switch call.yield {
    case .nothing:
      if call.isStandalone { bound.yields = yieldAll(procedure) }
    case .star: bound.yields = yieldAll(procedure)
    case .items(let items, let filter):
      for item in items { bound.yields.append(try bindYield(item, of: procedure)) }
      if let filter { bound.filter = try bindCondition(filter) }
    }
    return bound
  }

  private mutating func bindArguments(
    _ call: CallClause, of procedure: Procedure, at span: SourceSpan
  ) throws(QueryError) -> [BoundExpression] {
    guard let given = call.arguments else {
      return procedure.arguments.map { argument in
        let number = parameterNumber(of: UTF8String(argument.name), at: call.name.span)
        return BoundExpression(.parameter(number), .any, at: call.name.span)
      }
    }
    guard given.count == procedure.arguments.count else {
      throw .syntax(
        .invalidNumberOfArguments,
        "\(procedure.name) takes \(argumentCount("\(procedure.arguments.count)")), "
          + "but got \(given.count)",
        subject: procedure.name, at: span)
    }
    let bound = try bindAll(given)
    for (argument, declared) in zip(bound, procedure.arguments) {
      try require(argument, declared.type.accepted, of: procedure.name)
    }
    return bound
  }

  private mutating func yieldAll(_ procedure: Procedure) -> [(result: Int, slot: Slot)] {
    procedure.results.enumerated().map { place, column in
      (place, declare(UTF8String(column.name), StaticType(kinds: column.type.given)))
    }
  }

  private mutating func bindYield(
    _ item: YieldItem, of procedure: Procedure
  ) throws(QueryError) -> (result: Int, slot: Slot) {
    let name = item.column.text
    guard let place = procedure.results.firstIndex(where: { UTF8String($0.name) == name }) else {
      throw .syntax(
        .undefinedVariable, "\(procedure.name) gives no `\(name)`", subject: name.string,
        at: item.column.span,
        hint: suggestion(for: name, among: procedure.results.map { UTF8String($0.name) }))
    }
    let type = StaticType(kinds: procedure.results[place].type.given)
    return (place, try declareNew(item.alias ?? item.column, type))
  }

  private func unknownProcedure(_ name: Name) -> QueryError {
    let known = procedures.values.map { UTF8String($0.name) }.sorted()
    return QueryError(
      .procedureError, .procedureNotFound, .compile, "there is no procedure `\(name.text)`",
      subject: name.text.string, at: name.span, hint: suggestion(for: name.text, among: known))
  }
}

extension Procedure.ColumnType {
  /// The kinds of the type.
  var given: ValueKinds {
    switch self {
    case .any: .any
    case .boolean: .boolean
    case .integer: .integer
    case .float: .float
    case .number: .number
    case .string: .string
    case .map: .map
    case .list: .list
    case .node: .node
    case .relationship: .relationship
    case .path: .path
    }
  }

  /// The kinds that an argument of the type may have: a whole number can be read as a float.
  var accepted: ValueKinds { self == .float ? .number : given }
}
