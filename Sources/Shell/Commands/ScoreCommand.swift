// `kin score`: graphs against gold files, as the reference scorer compares them. The graphs are
// exports that lie beside each other, or made here and now from each page alone.

internal import Extract
internal import Graph
import Text

/// Runs `kin score`.
func runScore(_ invocation: Invocation, _ session: Session) throws(Failure) -> ExitCode {
  let golds = try goldFiles(invocation.operands[0])
  var score = Score()
  if let folder = invocation.value(.pages) ?? invocation.operands.dropFirst().first {
    let isPages = invocation.has(.pages)
    let reading = isPages ? try pageReading(rules: invocation.value(.rules)) : nil
    for path in golds {
      let gold = try readGold(path)
      let stem = pageStem(path)
      let graph: ScoredGraph
      if let reading {
        graph = try builtGraph(gold, stem, folder, reading, session)
      } else {
        graph = try exportedGraph(stem, folder, session)
      }
      score.add(graph, against: gold, page: stem)
    }
  } else {
    throw .usage(Messages.missingOperand("EXPORTS", of: "score"), command: "score")
  }
  if invocation.has(.errors) { writeErrors(of: score, to: session.output.data) }
  if invocation.has(.json) {
    writeJSON(of: score, to: session.output.data)
  } else {
    writeTables(of: score, to: session)
  }
  return .success
}

// MARK: - Input

/// The gold files of a folder, or a single one.
private func goldFiles(_ path: String) throws(Failure) -> [String] {
  switch pathKind(path) {
  case .file: return [path]
  case .folder: break
  case .missing: throw Failure(.file, Messages.noSuchFile(path))
  default: throw Failure(.file, Messages.notAFile(path))
  }
  switch namesInFolder(path) {
  case .failure(let error): throw Failure(.file, Messages.notReachable(path, error.code))
  case .success(let names):
    let golds = names.filter { $0.hasSuffix(".json") }.map { path + "/" + $0 }
    if golds.isEmpty { throw Failure(.dataError, Messages.noGold(path)) }
    return golds
  }
}

private func pageStem(_ path: String) -> String {
  let name = path.split(separator: "/").last.map(String.init) ?? path
  return name.hasSuffix(".json") ? String(name.dropLast(5)) : name
}

private func readGold(_ path: String) throws(Failure) -> GoldPage {
  let bytes = try readBytes(path)
  do throws(MalformedScoreInput) {
    return try GoldPage(bytes.span)
  } catch {
    throw Failure(.dataError, Messages.malformed(path, error.what))
  }
}

private func readBytes(_ path: String) throws(Failure) -> [UInt8] {
  var bytes: [UInt8] = []
  if let error = readFile(path, into: &bytes, limit: PageStream.pageByteLimit) {
    throw Failure(.file, Messages.cannotRead(path, error.code))
  }
  return bytes
}

/// The export of a page; an empty graph where there is none.
private func exportedGraph(
  _ stem: String, _ folder: String, _ session: Session
) throws(Failure) -> ScoredGraph {
  let path = "\(folder)/\(stem).jsonl"
  guard pathKind(path) != .missing else {
    session.warn(Messages.noExport(stem))
    return ScoredGraph()
  }
  let bytes = try readBytes(path)
  do throws(MalformedScoreInput) {
    return try ScoredGraph(exportLines: bytes.span)
  } catch {
    throw Failure(.dataError, Messages.malformed(path, error.what))
  }
}

/// The graph of a page alone; an empty graph where there is no page.
private func builtGraph(
  _ gold: GoldPage, _ stem: String, _ folder: String, _ reading: PageReading, _ session: Session
) throws(Failure) -> ScoredGraph {
  let names = [gold.page, stem, stem + ".txt", stem + ".md"].filter { !$0.isEmpty }
  let path = names.map { "\(folder)/\($0)" }.first {
    if case .file = pathKind($0) { true } else { false }
  }
  guard let path else {
    session.warn(Messages.noExport(stem))
    return ScoredGraph()
  }
  let bytes = try readBytes(path)
  let corpus = CorpusGraph(Graph())
  let digest = pageDigest(bytes.span, metadata: [], reader: reading.name)
  do throws(GraphError) {
    try corpus.apply([PageRecord(page: path, digest: digest, facts: reading.read(bytes))])
    return try corpus.graph.snapshot.sortedByContent().scored
  } catch {
    throw Failure(error)
  }
}

extension GraphSnapshot {
  /// The graph as it is scored; ids as an export has them.
  var scored: ScoredGraph {
    var graph = ScoredGraph()
    let (name, aliases) = (key(CorpusNames.name), key(CorpusNames.aliases))
    for number in 0..<UInt32(nodeIDLimit) where contains(NodeID(rawValue: number)) {
      let node = NodeID(rawValue: number)
      graph.addNode(
        UTF8String("\(number)"), labels: sortedLabels(of: node).map(\.string),
        name: name.flatMap { value(of: node, $0).textValue }?.string ?? "",
        aliases: aliases.map { value(of: node, $0).textValues.map(\.string) } ?? [])
    }
    for number in 0..<UInt32(relationshipIDLimit) {
      let id = RelationshipID(rawValue: number)
      guard let record = record(of: id) else { continue }
      var properties: [UTF8String: String] = [:]
      for (key, value) in sortedProperties(of: .relationship(id))
      where ScoredProperty.keys.contains(key) {
        if let text = value.textValue { properties[key] = text.string }
      }
      graph.addRelation(
        ScoredGraph.Relation(
          type: self.name(of: record.type), from: UTF8String("\(record.source.rawValue)"),
          to: UTF8String("\(record.target.rawValue)"), properties: properties))
    }
    graph.finish()
    return graph
  }
}

// MARK: - Output

private func writeErrors(of score: Score, to channel: Channel) {
  for error in score.errors {
    let kind = error.isMissed ? "missed" : "wrong"
    channel.line([error.page, kind, error.kind, error.what].joined(separator: "\t"))
  }
}

/// The rows of a part of a score, its total last.
private func rows(
  _ counts: [UTF8String: ScoreCounts], _ all: ScoreCounts
) -> [(name: String, counts: ScoreCounts)] {
  counts.sorted { $0.key < $1.key }.map { ($0.key.string, $0.value) } + [("all", all)]
}

private func writeTables(of score: Score, to session: Session) {
  let channel = session.output.data
  let language = session.language
  let parts = [
    (Messages.scoredEntities, rows(score.entities, score.allEntities)),
    (Messages.scoredRelations, rows(score.relations, score.allRelations)),
  ]
  for (title, rows) in parts {
    var table = Table([
      .text(title[language]), .number("tp"), .number("fp"), .number("fn"), .number("P"),
      .number("R"), .number("F1"),
    ])
    for (name, counts) in rows {
      let figures = [counts.precision, counts.recall, counts.f1]
      table.add(
        [name, "\(counts.found)", "\(counts.wrong)", "\(counts.missed)"]
          + figures.map { decimal($0) })
    }
    table.write(to: channel)
    channel.line()
  }
  for (type, counts) in score.properties.sorted(by: { $0.key < $1.key }) {
    session.answer(Messages.propertyScore(type.string, counts.right, counts.total))
  }
}

private func writeJSON(of score: Score, to channel: Channel) {
  func part(_ counts: [UTF8String: ScoreCounts], _ all: ScoreCounts) -> JSONValue {
    .object(
      rows(counts, all).map { name, counts in
        JSONMember(
          key: UTF8String(name),
          value: .members(
            ("tp", .count(counts.found)), ("fp", .count(counts.wrong)),
            ("fn", .count(counts.missed)),
            ("precision", .number(roundedToDecimal(counts.precision))),
            ("recall", .number(roundedToDecimal(counts.recall))),
            ("f1", .number(roundedToDecimal(counts.f1)))))
      })
  }
  channel.write(
    json: .members(
      ("entity", part(score.entities, score.allEntities)),
      ("relation", part(score.relations, score.allRelations)),
      (
        "property_accuracy",
        .object(
          score.properties.sorted { $0.key < $1.key }.map {
            JSONMember(
              key: $0.key, value: .array([.count($0.value.right), .count($0.value.total)]))
          })
      )))
}

/// A share as its four digits behind the point say it.
private func roundedToDecimal(_ share: Double) -> Double {
  Double(tenThousandths(of: share)) / 10_000
}

/// A share from 0 to 1 in ten thousandths, halves to the even one, judged by the exact value of the
/// double.
func tenThousandths(of share: Double) -> Int {
  guard share > 0, share <= 1 else { return 0 }
  // share = significand * 2^-places exactly, and 53 bits times 10,000 fit in 128.
  let places = 52 - Int(share.exponent)
  if places > 110 { return 0 }
  let significand = UInt128(share.significandBitPattern | 1 << 52)
  let scaled = significand * 10_000
  let unit: UInt128 = 1 << UInt128(places)
  let (whole, rest) = scaled.quotientAndRemainder(dividingBy: unit)
  let isUp = rest * 2 > unit || rest * 2 == unit && whole % 2 == 1
  return Int(whole) + (isUp ? 1 : 0)
}

/// A share with four digits behind the point.
private func decimal(_ share: Double) -> String {
  let number = tenThousandths(of: share)
  let rest = String(number % 10_000)
  return "\(number / 10_000)." + String(repeating: "0", count: 4 - rest.count) + rest
}
