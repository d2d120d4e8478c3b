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
    throw Failure(.internalError, Messages.graphError(error.description))
  }
  let channel = session.output.data
  session.answer(Messages.demoTitle, .bold)
  writeSummary(of: graph, to: session)
  channel.line()
  write(GraphSchema(of: graph), of: graph, to: session)
  channel.line()
  writeParts(of: graph, to: channel, session.language)
  channel.line()
  let reader = DemoReader(graph: graph, session: session)
  reader.whoAttended("职工技能大赛")
  reader.whatIsIn("云溪区")
  reader.whoseMembersMet("星湖纺织厂工会")
  session.answer(Messages.demoNext, .bold)
  channel.line("  kin import people.csv knows.csv -o my.kin")
  channel.line("  kin schema my.kin")
  channel.line("  kin help import")
  return .success
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
      let labels = graph.labels(of: found).map { ":" + cypherName(graph.name(of: $0)) }
      table.add([shownName(of: found), labels.joined()])
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
