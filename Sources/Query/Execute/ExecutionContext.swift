// What a statement computes with while it runs: the version of the graph that the current clause
// sees, parameters, the clock, and the limits. One per worker; workers share only what cannot
// change and the flag that cancels.

internal import Graph
internal import Text

/// The surroundings of a running statement, for one worker.
final class ExecutionContext {
  /// The graph as the current clause sees it.
  var graph: GraphSnapshot
  /// Nodes that this statement deleted: what they carried cannot be read any more.
  var deletedNodes = Bitmap()
  /// Relationships that this statement deleted, with what they were.
  var deletedRelationships: [RelationshipID: RelationshipRecord] = [:]
  /// The moment at which the statement began, in UTC.
  let startOfStatement: LocalDateTime
  /// The state of `rand()`.
  var randomState: UInt64

  init(graph: GraphSnapshot, startOfStatement: LocalDateTime, randomState: UInt64) {
    self.graph = graph
    self.startOfStatement = startOfStatement
    self.randomState = randomState
  }
}
