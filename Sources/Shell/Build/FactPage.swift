// `kin why` for eyes: a heading, and below it where it comes from. Words that say a fact are bold
// on a terminal and stand between ⟦ and ⟧ elsewhere.

internal import Extract
internal import Graph
import Text

/// Writes the account of facts.
struct FactPage {
  private let account: FactAccount
  private let session: Session
  private let channel: Channel

  /// How many mentions and relations of a node are shown.
  private static let countMax = 20

  init(_ account: FactAccount, _ session: Session) {
    self.account = account
    self.session = session
    channel = session.output.data
  }

  /// Writes all that is known of a node or relation.
  func write(_ entity: Entity) {
    switch entity {
    case .node(let node): write(node)
    case .relationship(let id): write(id, indent: "")
    }
  }

  private func write(_ node: NodeID) {
    channel.line(shown(.node(node)) + "  #\(node.rawValue)", .bold)
    let aliases = account.texts(of: node, CorpusNames.aliases)
    if !aliases.isEmpty {
      line(Messages.alsoWritten(aliases.map(\.string)))
    }
    let mentions = account.mentions(of: node)
    let stated = account.stated(of: node)
    if mentions.isEmpty, stated.isEmpty {
      line(Messages.noEvidence)
      return
    }
    writeMerges(of: node, mentions)
    if !mentions.isEmpty { heading(Messages.namedBy, mentions.count) }
    for mention in mentions.prefix(Self.countMax) { write(mention) }
    writeRest(mentions.count)
    if !stated.isEmpty { heading(Messages.relationsHeading, stated.count) }
    for id in stated.prefix(Self.countMax) { write(id, indent: "  ") }
    writeRest(stated.count)
  }

  private func line(_ phrase: Phrase) { channel.line("  " + phrase[session.language]) }

  private func heading(_ phrase: Phrase, _ count: Int) {
    channel.line()
    channel.line("\(phrase[session.language]) (\(grouped(count)))", .bold)
  }

  private func writeRest(_ count: Int) {
    if count > Self.countMax { line(Messages.andMore(count - Self.countMax)) }
  }

  private func writeMerges(of node: NodeID, _ mentions: [FactAccount.Mention]) {
    var lines: [Phrase] = []
    for json in account.texts(of: node, CorpusNames.merges) {
      guard let merge = json.withBytes({ try? parseJSON($0) }) else { continue }
      lines.append(
        Messages.mergedAcross(
          rule: merge["rule"]?.text ?? "", with: merge["with"]?.text ?? "",
          pages: merge["pages"]?.integerValue ?? 0))
    }
    for mention in mentions {
      for merge in mention.record.merges {
        lines.append(
          Messages.merged(form: merge.form, reason: merge.reason, page: mention.page.string))
      }
    }
    if lines.isEmpty { return }
    heading(Messages.mergesHeading, lines.count)
    for phrase in lines.prefix(Self.countMax) { line(phrase) }
    writeRest(lines.count)
  }

  private func write(_ mention: FactAccount.Mention) {
    let places = mention.record.places.map { "\($0.form) (\($0.source.lowerBound))" }
    let headline = account.text(of: mention.article, CorpusNames.name)?.string ?? ""
    channel.line("  \(mention.page.string): \(headline)")
    channel.line("    " + places.joined(separator: ", "), .dim)
  }

  private func write(_ id: RelationshipID, indent: String) {
    guard let record = account.graph.record(of: id) else { return }
    let type = account.graph.name(of: record.type).string
    channel.line(
      "\(indent)\(shown(.node(record.source)))-[:\(type)\(properties(of: id))]->"
        + "\(shown(.node(record.target)))  r\(id.rawValue)", indent.isEmpty ? .bold : nil)
    let evidence = account.evidence(of: id)
    if evidence.isEmpty { channel.line("\(indent)  \(Messages.noEvidence[session.language])") }
    for witness in evidence { write(witness, of: [record.source, record.target], indent + "  ") }
  }

  private func write(_ evidence: Evidence, of ends: [NodeID], _ indent: String) {
    guard let witness = evidence.witness else {
      channel.line("\(indent)\(evidence.page)", .dim)
      return
    }
    channel.write(indent)
    let bytes = Array(witness.sentence.utf8)
    var start = 0
    for mark in account.marks(in: evidence, of: ends) {
      channel.write(bytes.span.extracting(start..<mark.lowerBound))
      let words = UTF8String(repairing: bytes.span.extracting(mark)).string
      channel.write(channel.showsStyles ? words : "⟦\(words)⟧", .bold)
      start = mark.upperBound
    }
    channel.write(bytes.span.extracting(start..<bytes.count))
    channel.line()
    let confidence = fixed(witness.confidence, digits: 2)
    channel.line(
      "\(indent)\(evidence.page) \(witness.source.lowerBound)–\(witness.source.upperBound) · "
        + "\(witness.rule) · \(confidence)", .dim)
  }

  /// The properties of a relation but for its evidence.
  private func properties(of id: RelationshipID) -> String {
    let hidden: Set<UTF8String> = [
      CorpusNames.evidence, CorpusNames.confidence, CorpusNames.sources,
    ]
    let shown = account.graph.sortedProperties(of: .relationship(id))
      .filter { !hidden.contains($0.name) }
      .map { "\($0.name.string): \(text(of: $0.value))" }
    return shown.isEmpty ? "" : " {\(shown.joined(separator: ", "))}"
  }

  private func shown(_ value: Value) -> String { text(of: value) }

  private func text(of value: Value) -> String {
    var bytes: [UInt8] = []
    ResultText(in: account.graph).append(value, to: &bytes)
    return UTF8String(repairing: bytes.span).string
  }
}
