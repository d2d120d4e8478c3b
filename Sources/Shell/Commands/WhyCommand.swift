// `kin why`: what a node or relation was read from. For a relation each sentence with the words
// that say it; for a node the pages that name it, why forms were taken for it, and its relations.

internal import Extract
internal import Graph
import Text

/// Runs `kin why`.
func runWhy(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let path = invocation.operands[0]
  let graph = try openGraph(path, session)
  let names = Array(invocation.operands.dropFirst())
  let found = try FactLookup(graph, path).find(names)
  let account = FactAccount(graph)
  if invocation.has(.json) {
    session.output.data.write(json: .array(found.map { account.json(of: $0) }))
    return .success
  }
  let page = FactPage(account, session)
  for (place, entity) in found.enumerated() {
    if place > 0 { session.output.data.line() }
    page.write(entity)
  }
  return .success
}

/// Finds nodes and relations by what people call them.
private struct FactLookup {
  let graph: GraphSnapshot
  let path: String

  init(_ graph: GraphSnapshot, _ path: String) {
    self.graph = graph
    self.path = path
  }

  /// One operand is a node or relation; two are both ends, three with the type between them.
  func find(_ names: [String]) throws(Failure) -> [Entity] {
    if names.count == 1 {
      if let entity = entity(numbered: names[0]) { return [entity] }
      return try nodes(named: names[0]).map(Entity.node)
    }
    let sources = Set(try nodes(named: names[0]))
    let targets = Set(try nodes(named: names[names.count - 1]))
    let type = names.count == 3 ? UTF8String(names[1]) : nil
    var found: [RelationshipID] = []
    for node in sources.sorted() {
      for id in graph.relationships(of: node) {
        guard let record = graph.record(of: id), type == nil || graph.name(of: record.type) == type
        else { continue }
        let isForward = sources.contains(record.source) && targets.contains(record.target)
        // Without a type either direction is meant.
        let isBackward =
          type == nil && sources.contains(record.target) && targets.contains(record.source)
        if isForward || isBackward { found.append(id) }
      }
    }
    if found.isEmpty { throw Failure(.dataError, Messages.nothingBetween(names)) }
    return Set(found).sorted().map(Entity.relationship)
  }

  /// `12` is a node, `r12` a relation.
  private func entity(numbered text: String) -> Entity? {
    if let number = UInt32(text), graph.contains(NodeID(rawValue: number)) {
      return .node(NodeID(rawValue: number))
    }
    guard text.utf8.first == UInt8(ascii: "r"), let number = UInt32(text.dropFirst()),
      graph.contains(RelationshipID(rawValue: number))
    else { return nil }
    return .relationship(RelationshipID(rawValue: number))
  }

  /// The nodes with a key, a name or, failing these, an alias.
  private func nodes(named text: String) throws(Failure) -> [NodeID] {
    if case .node(let node)? = entity(numbered: text) { return [node] }
    let isKey = ContentKey(hex: text) != nil
    let wanted = UTF8String(text)
    var byName: [NodeID] = []
    var byAlias: [NodeID] = []
    let (name, aliases, key) = (
      graph.key(CorpusNames.name), graph.key(CorpusNames.aliases), graph.key(CorpusNames.key)
    )
    for number in 0..<UInt32(graph.nodeIDLimit) where graph.contains(NodeID(rawValue: number)) {
      let node = NodeID(rawValue: number)
      if isKey, let key {
        if graph.value(of: node, key).textValue == wanted { return [node] }
        continue
      }
      if let name, graph.value(of: node, name).textValue == wanted {
        byName.append(node)
      } else if let aliases, graph.value(of: node, aliases).textValues.contains(wanted) {
        byAlias.append(node)
      }
    }
    if !byName.isEmpty { return byName }
    if !byAlias.isEmpty { return byAlias }
    throw Failure(.dataError, Messages.noSuchFact(text, in: path), hint: Messages.whatWhyTakes)
  }
}
