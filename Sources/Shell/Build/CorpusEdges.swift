// The relations of a batch: read when they are first touched, changed in memory, and written once
// at the end, in an order that does not depend on how they were touched. A relation without
// evidence is a user's, even between two nodes that are Kin's, and is left alone.

internal import Extract
internal import Graph
import Text

/// Relations while a batch is worked on.
struct CorpusEdges {
  /// Two nodes and the type between them.
  struct Place: Hashable, Comparable {
    let source: NodeID
    let type: TypeID
    let target: NodeID

    static func < (left: Place, right: Place) -> Bool {
      (left.source, left.type, left.target) < (right.source, right.type, right.target)
    }
  }

  private struct Relation {
    let id: RelationshipID?
    let before: [Evidence]
    var after: [Evidence]
  }

  private struct Mentions {
    let id: RelationshipID?
    let before: [MentionRecord]
    var after: [MentionRecord]
  }

  private let writer: Transaction
  private var relations: [Place: Relation] = [:]
  private var mentions: [Place: Mentions] = [:]

  init(_ writer: Transaction) { self.writer = writer }

  // MARK: Reading

  /// The relations to what an article mentions.
  func mentions(of article: NodeID) -> [RelationshipID] {
    guard let type = writer.view.type(CorpusNames.mentions),
      let key = writer.view.key(CorpusNames.sources)
    else { return [] }
    return writer.view.ends(of: article, type, .outgoing).map(\.relationship)
      .filter { !isNull($0, key) }
  }

  /// The articles that mention a node, with the relations.
  func mentions(to node: NodeID) -> [(article: NodeID, relationship: RelationshipID)] {
    guard let type = writer.view.type(CorpusNames.mentions),
      let key = writer.view.key(CorpusNames.sources)
    else { return [] }
    return writer.view.ends(of: node, type, .incoming)
      .filter { !isNull($0.relationship, key) }
      .map { (article: $0.node, relationship: $0.relationship) }
  }

  private func isNull(_ relationship: RelationshipID, _ key: KeyID) -> Bool {
    if case .null = writer.view.value(of: relationship, key) { true } else { false }
  }

  /// What an article says of an entity.
  func records(of relationship: RelationshipID, page: UTF8String) -> [MentionRecord] {
    guard let key = writer.view.key(CorpusNames.sources) else { return [] }
    return writer.view.value(of: relationship, key).textValues
      .compactMap { MentionRecord(json: $0, page: page.string) }
  }

  /// The page of an article.
  func page(of article: NodeID) -> UTF8String? {
    writer.view.key(CorpusNames.page).flatMap { writer.view.value(of: article, $0).textValue }
  }

  private func evidence(of relationship: RelationshipID) -> [Evidence] {
    guard let key = writer.view.key(CorpusNames.evidence) else { return [] }
    return writer.view.value(of: relationship, key).textValues.compactMap(Evidence.init(json:))
  }

  /// Reads a relation, unless it was touched before.
  private mutating func touch(_ place: Place) {
    if relations[place] != nil { return }
    for id in writer.view.relationships(from: place.source, place.type, to: place.target) {
      let evidence = evidence(of: id)
      if evidence.isEmpty { continue }
      relations[place] = Relation(id: id, before: evidence, after: evidence)
      return
    }
    relations[place] = Relation(id: nil, before: [], after: [])
  }

  private mutating func touchMentions(_ place: Place) {
    if mentions[place] != nil { return }
    let page = page(of: place.source) ?? ""
    for id in writer.view.relationships(from: place.source, place.type, to: place.target) {
      let records = records(of: id, page: page)
      if records.isEmpty { continue }
      mentions[place] = Mentions(id: id, before: records, after: records)
      return
    }
    mentions[place] = Mentions(id: nil, before: [], after: [])
  }

  // MARK: Changing

  /// Takes a page out of the relations that begin at a node and end among others.
  mutating func drop(_ page: UTF8String, from node: NodeID, among nodes: Set<NodeID>) {
    let mentionsType = writer.view.type(CorpusNames.mentions)
    for number in writer.view.types.indices {
      let type = TypeID(rawValue: UInt16(number))
      if type == mentionsType { continue }
      for target in writer.view.targets(of: node, type, among: nodes) {
        let place = Place(source: node, type: type, target: target)
        touch(place)
        relations[place]?.after.removeAll { UTF8String($0.page) == page }
      }
    }
  }

  /// Lets everything at a node follow its atoms; `nodeOf` tells where an entity of a page is now.
  mutating func move(
    from node: NodeID, to nodeOf: (UTF8String, Int) -> NodeID?
  ) throws(GraphError) {
    for (article, relationship) in mentions(to: node) {
      guard let record = writer.view.record(of: relationship), let page = page(of: article) else {
        continue
      }
      let old = Place(source: article, type: record.type, target: node)
      touchMentions(old)
      for entry in mentions[old]?.after ?? [] {
        guard let now = nodeOf(page, entry.entity), now != node else { continue }
        mentions[old]?.after.removeAll { $0.entity == entry.entity }
        try add(entry, from: article, to: now)
      }
    }
    for relationship in writer.view.relationships(of: node) {
      guard let record = writer.view.record(of: relationship),
        writer.view.name(of: record.type) != CorpusNames.mentions
      else { continue }
      let old = Place(source: record.source, type: record.type, target: record.target)
      touch(old)
      guard let entries = relations[old]?.after else { continue }
      var staying: [Evidence] = []
      for entry in entries {
        let page = UTF8String(entry.page)
        let new = Place(
          source: entry.from.flatMap { nodeOf(page, $0) } ?? old.source, type: old.type,
          target: entry.to.flatMap { nodeOf(page, $0) } ?? old.target)
        if new == old {
          staying.append(entry)
        } else {
          touch(new)
          relations[new]?.after.append(entry)
        }
      }
      relations[old]?.after = staying
    }
  }

  /// Adds what an article says of an entity.
  mutating func add(
    _ record: MentionRecord, from article: NodeID, to node: NodeID
  ) throws(GraphError) {
    let place = Place(
      source: article, type: try writer.type(named: CorpusNames.mentions), target: node)
    touchMentions(place)
    mentions[place]?.after.append(record)
  }

  /// Adds a witness of a relation.
  mutating func add(
    _ evidence: Evidence, from source: NodeID, _ type: UTF8String, to target: NodeID
  ) throws(GraphError) {
    let place = Place(source: source, type: try writer.type(named: type), target: target)
    touch(place)
    relations[place]?.after.append(evidence)
  }

  // MARK: Writing

  /// Writes everything that was touched.
  mutating func write() throws(GraphError) {
    for place in relations.keys.sorted() { try write(place) }
    for place in mentions.keys.sorted() { try writeMentions(place) }
  }

  /// Deletes the relations at a node that nothing witnesses any more.
  mutating func writeEmptied(at node: NodeID) throws(GraphError) {
    let places = relations.keys.filter { $0.source == node || $0.target == node }.sorted()
    for place in places where relations[place]?.after.isEmpty == true {
      try write(place)
      relations[place] = nil
    }
  }

  private func write(_ place: Place) throws(GraphError) {
    guard let relation = relations[place] else { return }
    let after = relation.after.sorted()
    if after == relation.before { return }
    if after.isEmpty {
      if let id = relation.id { try writer.delete(id) }
      return
    }
    let id: RelationshipID
    if let known = relation.id {
      id = known
    } else {
      id = try writer.createRelationship(place.type, from: place.source, to: place.target)
    }
    try set(
      .relationship(id), from: relation.before.isEmpty ? [] : values(of: relation.before),
      to: values(of: after))
  }

  private func values(of evidence: [Evidence]) -> NamedValues {
    let confidence = evidence.reduce(0) { max($0, $1.witness?.confidence ?? 1) }
    return [
      (CorpusNames.evidence, .list(evidence.map { .string($0.json) })),
      (CorpusNames.confidence, .float(confidence)),
    ] + mostFrequentProperties(evidence.map(\.properties)).values(without: CorpusNames.reserved)
  }

  private func writeMentions(_ place: Place) throws(GraphError) {
    guard let mentions = mentions[place] else { return }
    let after = mentions.after.sorted { $0.entity < $1.entity }
    if after.isEmpty {
      if let id = mentions.id { try writer.delete(id) }
      return
    }
    let id: RelationshipID
    if let known = mentions.id {
      id = known
    } else {
      id = try writer.createRelationship(place.type, from: place.source, to: place.target)
    }
    try set(.relationship(id), from: values(of: mentions.before), to: values(of: after))
  }

  private func values(of records: [MentionRecord]) -> NamedValues {
    if records.isEmpty { return [] }
    return [
      (CorpusNames.count, .integer(Int64(records.reduce(0) { $0 + $1.places.count }))),
      (CorpusNames.sources, .list(records.map { .string(UTF8String($0.json)) })),
    ]
  }

  /// Sets what differs between two contents; what neither of them has stays.
  func set(
    _ entity: Entity, from before: NamedValues, to after: NamedValues
  ) throws(GraphError) {
    for (name, value) in after {
      let old = before.first { $0.key == name }?.value ?? .null
      if old.isIdentical(to: value) { continue }
      try writer.set(entity, try writer.key(named: name), to: value)
    }
    for (name, value) in before where !after.contains(where: { $0.key == name }) {
      guard let key = writer.view.key(name),
        writer.view.value(of: entity, key).isIdentical(to: value)
      else { continue }
      try writer.set(entity, key, to: .null)
    }
  }
}

extension GraphSnapshot {
  /// The neighbours of a node with the relationships that lead to them.
  fileprivate func ends(
    of node: NodeID, _ type: TypeID, _ direction: Direction
  ) -> [(node: NodeID, relationship: RelationshipID)] {
    let row = neighbours(of: node, type, direction)
    var ends: [(node: NodeID, relationship: RelationshipID)] = []
    for place in 0..<row.count { ends.append((row.nodes[place], row.relationship(at: place))) }
    return ends
  }

  /// The relationships of a type from one node to another.
  fileprivate func relationships(
    from source: NodeID, _ type: TypeID, to target: NodeID
  ) -> [RelationshipID] {
    let row = neighbours(of: source, type, .outgoing)
    var found: [RelationshipID] = []
    for place in row.places(of: target) { found.append(row.relationship(at: place)) }
    return found
  }

  /// The neighbours over a type that are among some nodes, by whichever of both is shorter.
  fileprivate func targets(
    of node: NodeID, _ type: TypeID, among nodes: Set<NodeID>
  ) -> [NodeID] {
    let row = neighbours(of: node, type, .outgoing)
    var found: [NodeID] = []
    if row.count > nodes.count {
      for candidate in nodes where !row.places(of: candidate).isEmpty { found.append(candidate) }
      return found.sorted()
    }
    for place in 0..<row.count where nodes.contains(row.nodes[place]) {
      if row.nodes[place] != found.last { found.append(row.nodes[place]) }
    }
    return found
  }
}
