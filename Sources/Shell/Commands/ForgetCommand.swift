// `kin forget`: takes out of a graph exactly what a page brought.

internal import Graph
import Text

/// Runs `kin forget`.
func runForget(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let path = invocation.operands[0]
  let graph = try openGraph(path, .readWrite, createIfMissing: false, session)
  defer { graph.close() }
  let corpus = CorpusGraph(graph)
  var pages: [UTF8String] = []
  for operand in invocation.operands.dropFirst() {
    pages.append(try corpus.page(named: operand, in: path))
  }
  let before = graph.snapshot
  do throws(GraphError) {
    try corpus.apply([], removing: pages)
  } catch {
    throw Failure(error)
  }
  let after = graph.snapshot
  session.notice(
    Messages.forgotten(
      pages.map(\.string), nodes: before.nodeCount - after.nodeCount,
      relationships: before.relationshipCount - after.relationshipCount))
  return .success
}

extension CorpusGraph {
  /// The page with a name, or the only one whose path ends with it.
  fileprivate func page(named name: String, in path: String) throws(Failure) -> UTF8String {
    let exact = [name, PageFiles.tidied(name)].map { UTF8String($0) }
    if let page = exact.first(where: { pages[$0] != nil }) { return page }
    let end = "/" + PageFiles.tidied(name)
    let ending = pages.keys.filter { $0.string.utf8.reversed().starts(with: end.utf8.reversed()) }
    if let page = ending.first, ending.count == 1 { return page }
    if ending.count > 1 {
      throw Failure(
        .dataError, Messages.severalPages(name, ending.sorted().prefix(5).map(\.string)))
    }
    let names = pages.keys.sorted()
    let near = nearNames(to: UTF8String(name), among: names, limit: 3).map(\.string)
    throw Failure(.dataError, Messages.noSuchPage(name, in: path, near: near))
  }
}
