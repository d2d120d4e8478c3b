// `kin check`: opens a graph without changing it and walks every structure. A file that cannot be
// read back as it was written is what this command looks for, so here that is an answer (exit code
// 1) and not a failure to work.

internal import Graph

/// Runs `kin check`.
func runCheck(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let path = invocation.operands[0]
  let graph: GraphSnapshot
  do {
    let opened = try Graph.openWithNotes(path, .readOnly)
    for note in opened.notes { session.warn(Messages.recovery(note)) }
    graph = opened.graph.snapshot
  } catch {
    guard error.isDamage else { throw Failure(error) }
    session.answer(Messages.problem(Messages.graphError(error)), .red)
    session.answer(Messages.checkStopped(path))
    return .dataError
  }
  let problems = graph.findProblems(limit: problemLimit)
  for problem in problems { session.answer(Messages.problem(Phrase(same: problem)), .red) }
  if !problems.isEmpty {
    session.answer(Messages.problemCount(problems.count, limit: problemLimit, path))
    return .dataError
  }
  session.answer(Messages.allIsWell(path), .green)
  session.answer(
    Messages.checked(
      nodes: graph.nodeCount, relationships: graph.relationshipCount,
      indexes: graph.indexes.count))
  return .success
}

private let problemLimit = 100

extension GraphError {
  /// Whether the file holds something else than what was written to it.
  fileprivate var isDamage: Bool {
    switch self {
    case .malformedSection, .malformedCommit, .changeDoesNotFit: true
    case .file(.corrupt), .file(.otherGraph), .file(.journalWithoutSnapshot): true
    default: false
    }
  }
}
