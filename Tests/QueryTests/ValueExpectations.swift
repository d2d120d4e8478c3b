// What tests of functions and operators expect of values: the same type and bits, and errors by
// their kind and detail.

import Graph
import Query
import Testing
import Text

/// Expects exactly a value; NaN is NaN.
func expect(
  _ result: Value, is expected: Value, _ location: SourceLocation = #_sourceLocation
) {
  #expect(
    result.isIdentical(to: expected), "\(result) instead of \(expected)",
    sourceLocation: location)
}

/// Expects an error at runtime.
func expectError(
  _ kind: QueryError.Kind, _ detail: QueryError.Detail,
  _ location: SourceLocation = #_sourceLocation, _ body: () throws -> Value
) {
  do {
    let value = try body()
    Issue.record("\(value) instead of \(detail)", sourceLocation: location)
  } catch let error as QueryError {
    #expect(error.kind == kind, sourceLocation: location)
    #expect(error.detail == detail, sourceLocation: location)
    #expect(error.phase == .runtime, sourceLocation: location)
  } catch {
    Issue.record(error, sourceLocation: location)
  }
}

/// A list of values.
func list(_ items: Value...) -> Value { .list(items) }

/// A map of one entry.
func map(_ key: String, _ value: Value) -> Value {
  .map(ValueMap([(UTF8String(key), value)]))
}
