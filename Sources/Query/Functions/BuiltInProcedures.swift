// The procedures that every graph has: what it holds, and full-text search.

internal import Graph
internal import Text

/// The procedures that every session knows.
enum BuiltInProcedures {
  static let all: [Procedure] = []
}
