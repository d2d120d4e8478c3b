// Calls of functions: found in the table by name in any case, counted, and checked by kind.

internal import Graph
internal import Text

extension Binder {
  /// Binds a call that is not of an aggregate function.
  mutating func bindCall(
    _ call: FunctionCall, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    let name = call.name.text.string
    if name.asciiLowercased == "exists", call.arguments.count == 1 {
      return try bindExists(call.arguments[0], at: span)
    }
    guard let function = FunctionTable.function(named: name) else { throw unknown(call.name) }
    let count = call.arguments.count
    let maximum = function.isVariadic ? Int.max : function.parameters.count
    guard count >= function.requiredCount, count <= maximum else {
      throw wrongCount(call, expected: function.countInWords, at: span)
    }
    guard !call.isDistinct else {
      throw .syntax(
        .invalidAggregation, "DISTINCT belongs to aggregate functions, which \(name) is not",
        subject: name, at: span)
    }
    if !function.isDeterministic, case .nested = aggregates {
      throw .syntax(
        .nonConstantExpression, "\(name) cannot stand inside of an aggregate function",
        subject: name, at: span, hint: "compute it in a WITH before")
    }
    let arguments = try bindAll(call.arguments)
    for (place, argument) in arguments.enumerated() where !function.parameters.isEmpty {
      let parameter = function.parameters[min(place, function.parameters.count - 1)]
      try require(argument, parameter.kinds, of: function.name)
    }
    let type: StaticType =
      switch function.result {
      case .fixed(let type): type
      case .derived(let derive): derive(arguments.map(\.type))
      }
    return BoundExpression(.call(function, arguments), type, at: span)
  }

  /// `exists(n.key)` and `exists((a)-->(b))`.
  private mutating func bindExists(
    _ argument: Expression, at span: SourceSpan
  ) throws(QueryError) -> BoundExpression {
    switch argument.kind {
    case .patternPredicate(let pattern): return try bindPatternPredicate(pattern, at: span)
    case .property, .subscripted:
      return BoundExpression(.isNotNull(try bind(argument)), .boolean, at: span)
    default:
      throw .syntax(
        .invalidArgumentType, "exists takes a property or a pattern", subject: "exists",
        at: argument.span, hint: "write `… IS NOT NULL`")
    }
  }

  func wrongCount(
    _ call: FunctionCall, expected: String, at span: SourceSpan
  ) -> QueryError {
    .syntax(
      .invalidNumberOfArguments,
      "\(call.name.text) takes \(argumentCount(expected)), but got \(call.arguments.count)",
      subject: call.name.text.string, at: span)
  }

  /// So many arguments, in words.
  func argumentCount(_ count: String) -> String {
    count == "1" ? "1 argument" : "\(count) arguments"
  }

  private func unknown(_ name: Name) -> QueryError {
    let known = FunctionTable.all.map { UTF8String($0.name) }
    let aggregates = AggregateFunction.allCases.filter { $0 != .countStar }.map {
      UTF8String($0.rawValue)
    }
    return .syntax(
      .unknownFunction, "there is no function `\(name.text)`", subject: name.text.string,
      at: name.span, hint: suggestion(for: name.text, among: known + aggregates))
  }
}

extension ScalarFunction {
  /// How many arguments it takes, in words.
  var countInWords: String {
    if isVariadic { return "at least \(requiredCount)" }
    if requiredCount == parameters.count { return "\(requiredCount)" }
    return "\(requiredCount) to \(parameters.count)"
  }
}
