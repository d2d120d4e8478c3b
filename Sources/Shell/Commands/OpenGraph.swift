// Opening a graph for a command that only reads, and turning the errors of the engine into failures
// with exit codes.

internal import Graph

/// Opens a graph for reading and tells what recovery found.
func openGraph(_ path: String, _ session: Session) throws(Failure) -> GraphSnapshot {
  do {
    let opened = try Graph.openWithNotes(path, .readOnly)
    for note in opened.notes { session.warn(Messages.recovery(note)) }
    return opened.graph.snapshot
  } catch {
    throw Failure(error)
  }
}

/// Opens a graph for statements and tells what recovery found; whoever opened it closes it.
func openGraph(
  _ path: String, _ access: StoreAccess, createIfMissing: Bool, _ session: Session
) throws(Failure) -> Graph {
  do {
    let opened = try Graph.openWithNotes(path, access, createIfMissing: createIfMissing)
    for note in opened.notes { session.warn(Messages.recovery(note)) }
    return opened.graph
  } catch {
    throw Failure(error)
  }
}

extension Failure {
  /// The failure that an error of the graph is to the user.
  init(_ error: GraphError) {
    switch error {
    case .fileExists(let path):
      self.init(.file, Messages.graphExists(path), hint: Messages.useReplace)
    case .file(let fileError):
      self.init(.file, Messages.fileError(fileError))
    case .malformedSection, .malformedCommit, .changeDoesNotFit:
      self.init(.file, Messages.graphError(error))
    default:
      self.init(.dataError, Messages.graphError(error))
    }
  }
}
