// Calling functions of the table as the evaluator does: arguments are counted, and null in gives
// null out where the table says so.

import Graph
import Text

@testable import Query

/// Functions with a clock that stands still at 2026-07-05T10:20:30.5Z.
struct FunctionCalls {
  let context: ExecutionContext

  init() throws {
    let start = try LocalDateTime(parsing: "2026-07-05T10:20:30.5")
    context = ExecutionContext(graph: GraphSnapshot(), startOfStatement: start, randomState: 1)
  }

  /// The value of a call.
  func value(_ name: String, _ arguments: [Value]) throws -> Value {
    try call(name, with: arguments, in: context)
  }

  /// The value of a call as text.
  func text(_ name: String, _ arguments: Value...) throws -> String {
    var bytes: [UInt8] = []
    try value(name, arguments).appendPlainText(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The error of a call, or nil where there is none.
  func error(_ name: String, _ arguments: Value...) throws -> QueryError? {
    do {
      _ = try value(name, arguments)
      return nil
    } catch let error as QueryError { return error }
  }
}

/// A map value.
func map(_ entries: (UTF8String, Value)...) -> Value {
  .map(ValueMap(entries.map { (key: $0.0, value: $0.1) }))
}

/// A call that the table does not allow.
struct BadCall: Error {
  let name: String
}

/// Calls a function by name.
func call(
  _ name: String, _ arguments: Value..., in context: ExecutionContext = emptyContext()
) throws -> Value {
  try call(name, with: arguments, in: context)
}

/// Calls a function by name with a list of arguments.
func call(
  _ name: String, with arguments: [Value], in context: ExecutionContext
) throws -> Value {
  guard let function = FunctionTable.function(named: name),
    arguments.count >= function.requiredCount,
    function.isVariadic || arguments.count <= function.parameters.count
  else { throw BadCall(name: name) }
  if function.isNullForNull, arguments.contains(where: { $0.kinds == [] }) { return .null }
  return try function.kernel(arguments, context)
}

/// A context over an empty graph.
func emptyContext(_ graph: GraphSnapshot = GraphSnapshot()) -> ExecutionContext {
  let start = LocalDateTime(secondsSinceEpoch: 1_437_436_800, nanosecond: 142_999_999)
  return ExecutionContext(
    graph: graph,
    startOfStatement: start ?? LocalDateTime(.init(year: 1970, month: 1, day: 1), .midnight),
    randomState: 7)
}

extension LocalDateTime {
  fileprivate init(_ date: CalendarDate?, _ time: LocalTime) {
    guard let date else { preconditionFailure("1970 is in the calendar") }
    self.init(date, time)
  }
}
