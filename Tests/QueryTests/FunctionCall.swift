// Calling functions of the table as the evaluator does: arguments are counted, and null in gives
// null out where the table says so.

import Graph
import Testing
import Text

@testable import Query

/// A call that the table does not allow.
struct BadCall: Error {
  let name: String
}

/// Calls a function by name.
func call(
  _ name: String, _ arguments: Value..., in context: ExecutionContext = emptyContext()
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
