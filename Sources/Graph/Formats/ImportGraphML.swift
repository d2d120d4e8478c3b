// Importing GraphML: of Kin and APOC with labels and types, of networkx, Gephi and yEd without. The
// document is read piece by piece by one thread. Broken XML ends the import; a node or an edge
// whose data do not read is rejected alone. Edges that have no direction are given the one they are
// written in and the property `undirected`. Ports and the geometry of drawings are skipped, nodes
// within nodes become nodes; hyperedges are rejected.

internal import Text

extension ImportSession {
  /// Reads GraphML files.
  mutating func readGraphML(_ files: [OpenedFile]) throws(ImportError) {
    if files.isEmpty { return }
    let sizes = files.compactMap(\.input.byteCount)
    meter.begin(.reading, byteCount: sizes.count == files.count ? sizes.reduce(0, +) : nil)
    for file in files {
      var reader = GraphMLReader(file, ArenaWriter(loader.arena))
      try reader.read(into: &self)
    }
  }
}

/// Reads one document.
private struct GraphMLReader {
  private static let pieceByteCount = 1 << 18
  private static let entityCountPerBlock = 1 << 14

  private let file: OpenedFile
  private var writer: ArenaWriter
  private var xml = XMLReader()
  private var rows: EntityRows
  private var isOurs = false
  private var keys: [UTF8String: GraphMLKey] = [:]
  /// The ids of keys with default values, in the order of the file.
  private var keysWithDefault: [UTF8String] = []
  private var frames: [Frame] = []
  /// The nodes and edges that are open.
  private var entities: [Entity] = []
  private var text: UTF8String = ""

  /// What an open element means.
  private enum Frame: Equatable {
    case root, graph(isUndirected: Bool), node, edge, other
    case key(UTF8String)
    case keyDefault(UTF8String)
    case data(UTF8String)
    /// The label of a node or an edge in a drawing of yEd.
    case drawnLabel
  }

  /// A node or an edge while it is open.
  private struct Entity {
    let isNode: Bool
    let place: EntityPlace
    var id: UTF8String?
    var source: UTF8String?
    var target: UTF8String?
    var labels: [UTF8String] = []
    var type: UTF8String?
    var drawnLabel: UTF8String?
    var properties: [(key: UTF8String, value: Value)] = []
    var keysSeen: [UTF8String] = []
    var fault: (columnName: String?, reason: RejectReason)?

    mutating func set(_ key: UTF8String, to value: Value) {
      if let place = properties.firstIndex(where: { $0.key == key }) {
        properties[place].value = value
      } else {
        properties.append((key, value))
      }
    }
  }

  init(_ file: OpenedFile, _ writer: ArenaWriter) {
    self.file = file
    self.writer = writer
    rows = EntityRows(file: file.file, path: file.path)
  }

  mutating func read(into session: inout ImportSession) throws(ImportError) {
    while true {
      let bytes = try file.input.read(upTo: Self.pieceByteCount)
      session.meter.addBytes(bytes.count)
      if bytes.isEmpty { xml.finish() } else { xml.feed(bytes.span) }
      let isOver = try readEvents(into: &session)
      if isOver { break }
    }
    try session.take(rows)
  }

  /// Reads as far as the bytes allow; true at the end of the document.
  private mutating func readEvents(into session: inout ImportSession) throws(ImportError) -> Bool {
    while true {
      let event: XMLEvent
      do {
        event = try xml.next()
      } catch {
        throw .malformed(
          path: file.path, line: error.line, column: error.column, problem: error.message)
      }
      switch event {
      case .needsInput: return false
      case .endOfDocument: return true
      case .start(let element): try start(element)
      case .text(let text): take(text)
      case .end:
        end()
        if rows.count + rows.bad.count >= Self.entityCountPerBlock {
          try session.take(rows)
          rows = EntityRows(file: file.file, path: file.path)
        }
      }
    }
  }

  // MARK: Elements

  private mutating func start(_ element: XMLElement) throws(ImportError) {
    guard let parent = frames.last else {
      guard element.name == "graphml" else {
        throw .malformed(
          path: file.path, line: xml.line(), column: nil,
          problem: "the root element is <\(element.name)>, not <graphml>")
      }
      isOurs = element["xmlns:kin"] == "urn:kin:graphml"
      frames.append(.root)
      return
    }
    text = ""
    frames.append(frame(of: element, in: parent))
  }

  private mutating func frame(of element: XMLElement, in parent: Frame) -> Frame {
    switch (element.name, parent) {
    case ("key", .root):
      guard let id = element["id"] else { return .other }
      keys[id] = GraphMLKey(element, id: id, isOurs: isOurs)
      return .key(id)
    case ("default", .key(let id)): return .keyDefault(id)
    case ("graph", .root), ("graph", .node):
      return .graph(isUndirected: element["edgedefault"] == "undirected")
    case ("node", .graph):
      openNode(element)
      return .node
    case ("edge", .graph(let isUndirected)):
      openEdge(element, isUndirected: isUndirected)
      return .edge
    case ("hyperedge", .graph):
      let place = place("hyperedge", id: element["id"] ?? "")
      rows.refuse(place, .malformed("edges with more than two ends cannot be stored"))
      return .other
    case ("data", .node), ("data", .edge): return .data(element["key"] ?? "")
    case ("y:NodeLabel", _), ("y:EdgeLabel", _): return .drawnLabel
    default: return .other
    }
  }

  private mutating func take(_ text: UTF8String) {
    switch frames.last {
    // Comments and instructions may cut text in pieces.
    case .data, .keyDefault, .drawnLabel:
      self.text = self.text.byteCount == 0 ? text : UTF8String(self.text.string + text.string)
    default: break
    }
  }

  private mutating func end() {
    guard let frame = frames.popLast() else { return }
    switch frame {
    case .keyDefault(let id):
      let value = keys[id]?.type.value(of: restored(text))
      keys[id]?.standard = value
      keysWithDefault.append(id)
    case .data(let id): takeData(id)
    case .drawnLabel: takeDrawnLabel()
    case .node: closeNode()
    case .edge: closeEdge()
    case .root, .graph, .key, .other: break
    }
    text = ""
  }

  /// Text as it was before a file of ours was written.
  private func restored(_ text: UTF8String) -> UTF8String {
    isOurs ? undoXMLUnderscores(text) : text
  }

  // MARK: Nodes and edges

  /// Notes where an entity stands, with words to show it by.
  private mutating func place(_ kind: String, id: UTF8String) -> EntityPlace {
    let start = rows.text.count
    rows.text.append(contentsOf: "<\(kind) id=\"\(id.string)\">".utf8)
    return EntityPlace(line: xml.line(), range: start..<rows.text.count)
  }

  private mutating func openNode(_ element: XMLElement) {
    var entity = Entity(isNode: true, place: place("node", id: element["id"] ?? ""))
    entity.id = element["id"]
    entity.labels = file.labels
    if let list = element["kin:labels"], isOurs,
      case .array(let items)? = try? restored(list).withBytes({ try parseJSON($0) })
    {
      for case .string(let label) in items { entity.labels.append(label) }
    } else if let labels = element["labels"] {
      entity.labels += Self.labels(in: restored(labels))
    }
    entities.append(entity)
  }

  private mutating func openEdge(_ element: XMLElement, isUndirected: Bool) {
    var entity = Entity(isNode: false, place: place("edge", id: element["id"] ?? ""))
    entity.source = element["source"]
    entity.target = element["target"]
    entity.type = element["label"].map(restored)
    if element["directed"].map({ $0 == "false" }) ?? isUndirected {
      entity.set("undirected", to: .boolean(true))
    }
    entities.append(entity)
  }

  /// The labels of `:A:B`.
  private static func labels(in text: UTF8String) -> [UTF8String] {
    text.string.utf8.split(separator: 0x3a).map { UTF8String(String(Substring($0))) }
  }

  private mutating func takeData(_ id: UTF8String) {
    guard !entities.isEmpty, entities[entities.count - 1].fault == nil else { return }
    let place = entities.count - 1
    let key = keys[id] ?? GraphMLKey(undeclared: id)
    entities[place].keysSeen.append(id)
    let text = restored(text)
    if key.isLabel {
      if !entities[place].isNode {
        if entities[place].type == nil, text.byteCount > 0 { entities[place].type = text }
        return
      }
      if text.string.utf8.first == 0x3a {
        // The attribute says the same, and in our files more exactly.
        let known = entities[place].labels
        if known.count == file.labels.count { entities[place].labels += Self.labels(in: text) }
        return
      }
    }
    // The drawing of a yEd file stands in elements of its own.
    if key.name == "nodegraphics" || key.name == "edgegraphics" { return }
    guard key.name.byteCount > 0 else {
      entities[place].fault = ("data", .malformed("data without a key"))
      return
    }
    guard let value = key.type.value(of: text) else {
      // Programs write empty data where a number is missing.
      if text.byteCount == 0 { return }
      entities[place].fault = (key.name.string, .unreadableValue(type: key.type.name))
      return
    }
    entities[place].set(key.name, to: value)
  }

  private mutating func takeDrawnLabel() {
    guard !entities.isEmpty, text.byteCount > 0 else { return }
    let place = entities.count - 1
    if entities[place].drawnLabel == nil { entities[place].drawnLabel = trimmed(text) }
  }

  private func trimmed(_ text: UTF8String) -> UTF8String {
    let bytes = text.string.utf8
    let rest = bytes.drop { $0 <= 0x20 }
    let end = rest.lastIndex { $0 > 0x20 }.map(rest.index(after:)) ?? rest.startIndex
    return UTF8String(String(Substring(rest[..<end])))
  }

  private mutating func setDefaults(_ entity: inout Entity) {
    for id in keysWithDefault where !entity.keysSeen.contains(id) {
      guard let key = keys[id], let value = key.standard,
        entity.isNode ? key.isForNodes : key.isForEdges, !key.isLabel
      else { continue }
      if !entity.properties.contains(where: { $0.key == key.name }) {
        entity.set(key.name, to: value)
      }
    }
  }

  private mutating func closeNode() {
    guard var entity = entities.popLast() else { return }
    setDefaults(&entity)
    if let label = entity.drawnLabel, label.byteCount > 0,
      !entity.properties.contains(where: { $0.key == "name" })
    {
      entity.set("name", to: .string(label))
    }
    guard let id = entity.id, id.byteCount > 0 else {
      return rows.refuse(entity.place, columnName: "id", .missingID)
    }
    if let (column, reason) = entity.fault {
      return rows.refuse(entity.place, columnName: column, reason)
    }
    rows.addNode(
      id: id, labels: entity.labels, entity.properties, at: entity.place, &writer)
  }

  private mutating func closeEdge() {
    guard var entity = entities.popLast() else { return }
    setDefaults(&entity)
    guard let source = entity.source, source.byteCount > 0 else {
      return rows.refuse(entity.place, columnName: "source", .missingEnd)
    }
    guard let target = entity.target, target.byteCount > 0 else {
      return rows.refuse(entity.place, columnName: "target", .missingEnd)
    }
    if let (column, reason) = entity.fault {
      return rows.refuse(entity.place, columnName: column, reason)
    }
    let named = [entity.type, entity.drawnLabel, file.type].compactMap { $0 }
    let type = named.first { $0.byteCount > 0 } ?? "RELATED_TO"
    rows.addRelationship(
      type, from: source, to: target, entity.properties, at: entity.place, &writer)
  }
}
