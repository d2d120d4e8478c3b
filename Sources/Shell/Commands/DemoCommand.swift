// `kin demo`: a graph in memory, what it looks like, and a few answers read from it without any
// query language: names to nodes by an index, neighbours by type and direction.

internal import Graph
import Text

/// Runs `kin demo`.
func runDemo(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let graph: GraphSnapshot
  do {
    graph = try makeDemoGraph().snapshot
  } catch {
    throw Failure(.internalError, Messages.graphError(error))
  }
  let channel = session.output.data
  session.answer(Messages.demoTitle, .bold)
  writeShape(of: graph, to: session)
  let reader = DemoReader(graph: graph, session: session)
  reader.whoAttended("职工技能大赛")
  reader.whatIsIn("云溪区")
  reader.whoseMembersMet("星湖纺织厂工会")
  session.answer(Messages.demoNext, .bold)
  for line in demoCommands { channel.line("  " + line) }
  return .success
}

/// A graph of one's own in a minute: these lines can be pasted.
private let demoCommands = [
  #"printf 'id:ID,name,:LABEL\n1,Lin,Person\n2,Contest,Event\n' > nodes.csv"#,
  #"printf ':START_ID,:END_ID,:TYPE\n1,2,ATTENDED\n' > edges.csv"#,
  "kin import nodes.csv edges.csv -o my.kin",
  "kin query my.kin 'MATCH (p:Person)-[:ATTENDED]->(e) RETURN p.name, e.name'",
  "kin export my.kin --format mermaid",
  "kin help import",
]

/// Writes what there is and how it is joined: nothing that a newcomer has to look up.
private func writeShape(of graph: GraphSnapshot, to session: Session) {
  let channel = session.output.data
  let labels = graph.labelCounts.map { "\(grouped($0.count)) \($0.name.string)" }
  channel.line("  " + labels.joined(separator: session.language == .english ? ", " : "，"))
  channel.line()
  session.answer(Messages.howJoined, .bold)
  var table = Table([.text(""), .text(""), .text("")])
  for join in GraphSchema(of: graph).joins {
    table.add([
      join.source?.string ?? "", "── \(join.type.string) ─→ \(join.target?.string ?? "")",
      Messages.times(join.count)[session.language],
    ])
  }
  table.write(to: channel)
  channel.line()
}

/// Answers questions about the demo graph.
private struct DemoReader {
  let graph: GraphSnapshot
  let session: Session

  /// Follows one type backwards and reads a property of the relationships.
  func whoAttended(_ event: UTF8String) {
    guard let node = node(named: event), let attended = graph.type("ATTENDED") else { return }
    session.answer(Messages.whoAttended(shownName(of: node)), .bold)
    let row = graph.neighbours(of: node, attended, .incoming)
    var table = Table([.text(""), .text("")])
    for place in 0..<row.count {
      let role = graph.key("role").map { graph.value(of: row.relationship(at: place), $0) }
      table.add([shownName(of: row.nodes[place]), text(role)])
    }
    write(table)
  }

  /// Follows one type backwards and tells the labels of what is found.
  func whatIsIn(_ district: UTF8String) {
    guard let node = node(named: district), let location = graph.type("IN") else { return }
    session.answer(Messages.whatIsIn(shownName(of: node)), .bold)
    let row = graph.neighbours(of: node, location, .incoming)
    var table = Table([.text(""), .text("")])
    for place in 0..<row.count {
      let found = row.nodes[place]
      let labels = graph.labels(of: found).map { graph.name(of: $0).string }
      table.add([shownName(of: found), labels.joined(separator: " ")])
    }
    write(table)
  }

  /// Goes three steps: members of a union, the events they attended, who else was there.
  func whoseMembersMet(_ union: UTF8String) {
    guard let node = node(named: union), let member = graph.type("MEMBER_OF"),
      let attended = graph.type("ATTENDED")
    else { return }
    session.answer(Messages.whoMet(shownName(of: node)), .bold)
    let members = graph.neighbours(of: node, member, .incoming)
    var table = Table([.text(""), .text(""), .text("")])
    for place in 0..<members.count {
      let person = members.nodes[place]
      let events = graph.neighbours(of: person, attended)
      for number in 0..<events.count {
        let guests = graph.neighbours(of: events.nodes[number], attended, .incoming)
        for guest in 0..<guests.count where guests.nodes[guest] != person {
          let names = [person, guests.nodes[guest], events.nodes[number]].map(shownName(of:))
          table.add(names)
        }
      }
    }
    write(table)
  }

  private func write(_ table: Table) {
    table.write(to: session.output.data)
    session.output.data.line()
  }

  private func node(named name: UTF8String) -> NodeID? {
    graph.key("name").flatMap { graph.nodes(with: .string(name), under: $0)?.first }
  }

  /// The name in the language of the session.
  private func shownName(of node: NodeID) -> String {
    let key: UTF8String = session.language == .english ? "english" : "name"
    return text(graph.key(key).map { graph.value(of: node, $0) })
  }

  private func text(_ value: Value?) -> String {
    guard case .string(let text)? = value else { return "" }
    return text.string
  }
}
