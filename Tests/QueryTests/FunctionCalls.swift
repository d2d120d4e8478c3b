// Calling functions by name as the evaluator does: null for null, argument counts checked before.

import Graph
import Testing
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
    let function = try #require(FunctionTable.function(named: name))
    let isLong = arguments.count > function.parameters.count
    try #require(arguments.count >= function.requiredCount && !isLong)
    if function.isNullForNull, arguments.contains(where: { $0.kinds.isEmpty }) { return .null }
    return try function.kernel(arguments, context)
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
