// `kin schema`: what is in a graph, for whoever is about to ask it something.

internal import Graph
import Query
import Text

/// Runs `kin schema`.
func runSchema(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let graph = try openGraph(invocation.operands[0], session)
  let schema = GraphSchema(of: graph)
  if invocation.has(.json) {
    writeJSON(schema, of: graph, to: session.output.data)
  } else {
    write(schema, of: graph, to: session)
  }
  return .success
}

/// Writes a schema for eyes.
func write(_ schema: GraphSchema, of graph: GraphSnapshot, to session: Session) {
  let channel = session.output.data
  let language = session.language
  guard graph.nodeCount > 0 else {
    session.answer(Messages.emptyGraph)
    return
  }
  writeGroups(schema.labels, title: Messages.label, to: channel, language)
  if !schema.types.isEmpty {
    channel.line()
    writeGroups(schema.types, title: Messages.type, to: channel, language)
    channel.line()
    var table = Table([.text(Messages.pattern[language]), .number(Messages.count[language])])
    for join in schema.joins { table.add([join.pattern, grouped(join.count)]) }
    table.write(to: channel)
  }
  channel.line()
  writeIndexes(of: graph, to: channel, language)
}

private func writeGroups(
  _ groups: [GraphSchema.Group], title: Phrase, to channel: Channel, _ language: Language
) {
  var table = Table([
    .text(title[language]), .number(Messages.count[language]), .text(Messages.key[language]),
    .text(Messages.valueTypes[language]), .number(Messages.share[language]),
  ])
  for group in groups {
    let name = group.name.map { ":" + cypherName($0) } ?? Messages.withoutLabel[language]
    var head = [name, grouped(group.count)]
    if group.properties.isEmpty { table.add(head + ["", "", ""]) }
    for property in group.properties {
      let types = property.types.names.joined(separator: " | ")
      let share = percentage(property.count, of: group.count)
      table.add(head + [cypherName(property.key), types, share])
      head = ["", ""]
    }
  }
  table.write(to: channel)
}

/// A name as it is written in Cypher: in backticks unless it is a plain word.
func cypherName(_ name: UTF8String) -> String {
  let scalars = name.string.unicodeScalars
  let isPlain =
    scalars.first.map { CharacterClass($0).isIdentifierStart } ?? false
    && scalars.allSatisfy { CharacterClass($0).isIdentifierPart }
  return isPlain ? name.string : quoteIdentifier(name.string)
}

extension GraphSchema.Join {
  /// The pattern as it is written in Cypher.
  fileprivate var pattern: String {
    let source = source.map { ":" + cypherName($0) } ?? ""
    let target = target.map { ":" + cypherName($0) } ?? ""
    return "(\(source))-[:\(cypherName(type))]->(\(target))"
  }
}

private func writeJSON(_ schema: GraphSchema, of graph: GraphSnapshot, to channel: Channel) {
  func groups(_ groups: [GraphSchema.Group]) -> JSONValue {
    .array(
      groups.map { group in
        let keys = group.properties.map { property -> JSONValue in
          .members(
            ("name", .string(property.key)),
            ("types", .array(property.types.names.map { .string(UTF8String($0)) })),
            ("count", .count(property.count)))
        }
        return .members(
          ("name", group.name.map(JSONValue.string) ?? .null), ("count", .count(group.count)),
          ("keys", .array(keys)))
      })
  }
  let patterns = schema.joins.map { join -> JSONValue in
    .members(
      ("source", join.source.map(JSONValue.string) ?? .null), ("type", .string(join.type)),
      ("target", join.target.map(JSONValue.string) ?? .null), ("count", .count(join.count)))
  }
  channel.write(
    json: .members(
      ("labels", groups(schema.labels)), ("types", groups(schema.types)),
      ("patterns", .array(patterns)), ("indexes", graph.indexesAsJSON)))
}
