// Importing JSON lines as `apoc.export.json.all` writes them: an object per line, `"type":"node"`
// or `"type":"relationship"`. Blocks of whole lines are parsed by all threads and taken in the
// order of the files. Ids are strings or integers; ends are objects with an id, or ids. Members
// that are not known are skipped, except `propertyTypes`, by which values keep types that JSON has
// not.

internal import Text

/// A file to read, which was opened and looked at.
internal struct OpenedFile: Sendable {
  let file: Int
  let path: String
  let input: InputFile
  /// Labels for all nodes of the file.
  let labels: [UTF8String]
  /// The type of relationships that have none.
  let type: UTF8String?

  init(_ file: ImportFile, number: Int, input: InputFile) {
    self.file = number
    path = file.path
    self.input = input
    labels = file.labels.filter { !$0.isEmpty }.map { UTF8String($0) }
    type = file.type.map { UTF8String($0) }
  }
}

extension ImportSession {
  /// Reads files of JSON lines.
  mutating func readJSONLines(_ files: [OpenedFile]) throws(ImportError) {
    if files.isEmpty { return }
    let sizes = files.compactMap(\.input.byteCount)
    meter.begin(.reading, byteCount: sizes.count == files.count ? sizes.reduce(0, +) : nil)
    let work = JSONLinesWork(arena: loader.arena, replaces: options.invalidUTF8 == .replace)
    try work.run(LineBlocks(files, options, meter), into: &self)
  }
}

/// Some whole lines of a file.
internal struct LineBlock: Sendable {
  let file: OpenedFile
  let firstLine: Int
  let bytes: [UInt8]
}

/// Cuts files into blocks of whole lines.
internal struct LineBlocks: Sendable {
  private let files: [OpenedFile]
  private let blockByteCount: Int
  private let lineByteLimit: Int
  private let meter: ImportMeter
  private var place = 0
  private var firstLine = 1
  private var rest: [UInt8] = []

  init(_ files: [OpenedFile], _ options: ImportOptions, _ meter: ImportMeter) {
    self.files = files
    blockByteCount = options.blockByteCount
    lineByteLimit = options.fieldByteLimit
    self.meter = meter
  }

  mutating func next() throws(ImportError) -> LineBlock? {
    while place < files.count {
      let bytes = try files[place].input.read(upTo: blockByteCount)
      meter.addBytes(bytes.count)
      if bytes.isEmpty {
        let last = rest
        rest = []
        let block = block(of: last)
        place += 1
        firstLine = 1
        if last.isEmpty { continue }
        return block
      }
      guard let end = bytes.lastIndex(of: 0x0a) else {
        rest.append(contentsOf: bytes)
        try checkLine()
        continue
      }
      let whole = rest + bytes[...end]
      rest = Array(bytes[(end + 1)...])
      try checkLine()
      let block = block(of: whole)
      firstLine += countFeeds(whole.span)
      return block
    }
    return nil
  }

  private func block(of bytes: [UInt8]) -> LineBlock {
    LineBlock(file: files[place], firstLine: firstLine, bytes: bytes)
  }

  private func checkLine() throws(ImportError) {
    guard rest.count > lineByteLimit else { return }
    throw .malformed(
      path: files[place].path, line: firstLine, column: nil,
      problem: "a line longer than the limit of \(lineByteLimit) bytes; is it JSON lines?")
  }

  private func countFeeds(_ bytes: Span<UInt8>) -> Int {
    var count = 0
    var offset = 0
    while let feed = firstOffset(of: 0x0a, in: bytes, from: offset) {
      count += 1
      offset = feed + 1
    }
    return count
  }
}

private struct JSONLinesWork: OrderedWork {
  let arena: SharedArena
  let replaces: Bool

  func nextPiece(of source: inout LineBlocks) throws(ImportError) -> LineBlock? {
    try source.next()
  }

  func makeWorker() -> ArenaWriter { ArenaWriter(arena) }

  func work(on piece: consuming LineBlock, by worker: inout ArenaWriter) -> EntityRows {
    let block = piece
    var reader = JSONLineReader(block, replacesInvalidUTF8: replaces)
    return reader.read(&worker)
  }

  func take(
    _ product: consuming EntityRows, into session: inout ImportSession
  ) throws(ImportError) {
    try session.take(product)
  }
}

/// Reads the lines of one block.
private struct JSONLineReader {
  private let block: LineBlock
  private let replacesInvalidUTF8: Bool
  private var rows: EntityRows

  init(_ block: LineBlock, replacesInvalidUTF8: Bool) {
    self.block = block
    self.replacesInvalidUTF8 = replacesInvalidUTF8
    rows = EntityRows(file: block.file.file, path: block.file.path)
    rows.text = block.bytes
  }

  mutating func read(_ writer: inout ArenaWriter) -> EntityRows {
    let bytes = block.bytes
    var line = block.firstLine
    var start = 0
    while start < bytes.count {
      let end = firstOffset(of: 0x0a, in: bytes.span, from: start) ?? bytes.count
      var textEnd = end
      while textEnd > start, isSpace(bytes[textEnd - 1]) { textEnd -= 1 }
      let place = EntityPlace(line: line, range: start..<textEnd)
      if textEnd > start { readLine(bytes.span.extracting(place.range), place, &writer) }
      start = end + 1
      line += 1
    }
    return rows
  }

  private func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0d || byte == 0x09 }

  private mutating func readLine(
    _ text: Span<UInt8>, _ place: EntityPlace, _ writer: inout ArenaWriter
  ) {
    let json: JSONValue
    do throws(JSONError) {
      json = try parse(text)
    } catch {
      let reason: RejectReason =
        error.reason == .invalidUTF8 ? .invalidUTF8 : .malformed(error.message)
      return rows.refuse(place, column: error.offset + 1, reason)
    }
    do throws(BadMember) {
      try add(json, place, &writer)
    } catch {
      rows.refuse(place, columnName: error.name, error.reason)
    }
  }

  private func parse(_ text: Span<UInt8>) throws(JSONError) -> JSONValue {
    do {
      return try parseJSON(text)
    } catch {
      guard error.reason == .invalidUTF8, replacesInvalidUTF8 else { throw error }
      let repaired = repairUTF8(text).bytes
      return try parseJSON(repaired.span)
    }
  }

  private mutating func add(
    _ json: JSONValue, _ place: EntityPlace, _ writer: inout ArenaWriter
  ) throws(BadMember) {
    guard case .object(let members) = json else {
      throw BadMember(nil, .malformed("a line must hold an object"))
    }
    var entity = JSONEntity()
    for member in members { try entity.take(member) }
    let properties = try entity.typedProperties()
    switch entity.kind {
    case "node":
      guard let id = entity.id else { throw BadMember("id", .missingID) }
      let labels = block.file.labels + entity.labels
      rows.addNode(id: id, labels: labels, properties, at: place, &writer)
    case "relationship":
      guard let start = entity.start else { throw BadMember("start", .missingEnd) }
      guard let end = entity.end else { throw BadMember("end", .missingEnd) }
      guard let type = entity.label ?? block.file.type, type.byteCount > 0 else {
        throw BadMember("label", .missingType)
      }
      rows.addRelationship(type, from: start, to: end, properties, at: place, &writer)
    default:
      throw BadMember(
        "type", .malformed("the type must be \"node\" or \"relationship\""))
    }
  }
}

/// What is wrong with a member of a line's object.
private struct BadMember: Error {
  let name: String?
  let reason: RejectReason

  init(_ name: String?, _ reason: RejectReason) {
    self.name = name
    self.reason = reason
  }
}

/// The members of a line that mean something.
private struct JSONEntity {
  private(set) var kind: UTF8String = ""
  private(set) var id: UTF8String?
  private(set) var labels: [UTF8String] = []
  private(set) var label: UTF8String?
  private(set) var start: UTF8String?
  private(set) var end: UTF8String?
  private var properties: [JSONMember] = []
  private var types: [JSONMember] = []

  mutating func take(_ member: JSONMember) throws(BadMember) {
    switch member.key {
    case "type":
      guard case .string(let text) = member.value else { throw unreadable(member, "string") }
      kind = text
    case "id": id = try identifier(member.value, of: member)
    case "label":
      guard case .string(let text) = member.value else { throw unreadable(member, "string") }
      label = text
    case "labels": labels = try names(member)
    case "start": start = try end(member)
    case "end": end = try end(member)
    case "properties": properties = try members(member)
    case "propertyTypes": types = try members(member)
    default: break
    }
  }

  private func unreadable(_ member: JSONMember, _ type: String) -> BadMember {
    BadMember(member.key.string, .unreadableValue(type: type))
  }

  /// An id; null is none.
  private func identifier(
    _ value: JSONValue, of member: JSONMember
  ) throws(BadMember) -> UTF8String? {
    switch value {
    case .string(let text): return text.byteCount > 0 ? text : nil
    case .integer(let number): return UTF8String(String(number))
    case .null: return nil
    default: throw unreadable(member, "string")
    }
  }

  private func end(_ member: JSONMember) throws(BadMember) -> UTF8String? {
    guard case .object = member.value else { return try identifier(member.value, of: member) }
    return try identifier(member.value["id"] ?? .null, of: member)
  }

  private func names(_ member: JSONMember) throws(BadMember) -> [UTF8String] {
    if case .null = member.value { return [] }
    guard case .array(let items) = member.value else { throw unreadable(member, "string[]") }
    var names: [UTF8String] = []
    for item in items {
      guard case .string(let name) = item, name.byteCount > 0 else {
        throw unreadable(member, "string[]")
      }
      names.append(name)
    }
    return names
  }

  private func members(_ member: JSONMember) throws(BadMember) -> [JSONMember] {
    switch member.value {
    case .object(let members): return members
    case .null: return []
    default: throw unreadable(member, "map")
    }
  }

  /// The properties with the types that stand beside them.
  func typedProperties() throws(BadMember) -> [(key: UTF8String, value: Value)] {
    var typed: [(key: UTF8String, value: Value)] = []
    typed.reserveCapacity(properties.count)
    for member in properties {
      guard member.key.byteCount > 0 else {
        throw BadMember("properties", .malformed("a property needs a name"))
      }
      let type = types.isEmpty ? nil : types.first { $0.key == member.key }?.value
      do throws(ValueJSONError) {
        typed.append((member.key, try Value(member.value, types: type)))
      } catch {
        throw BadMember(member.key.string, .malformed(error.message))
      }
    }
    return typed
  }
}
