// Changes as bytes, for the journal: one tag byte each, numbers of variable length, values in their
// own binary form. docs/file-format.md has the layout.

internal import Text

private enum ChangeTag: UInt8 {
  case defineSymbol = 1
  case createNode, deleteNode, addLabel, removeLabel
  case createRelationship, deleteRelationship
  case setNodeProperty, setRelationshipProperty
  case createIndex, dropIndex
}

extension Change {
  /// Appends the binary form.
  internal func encode(into bytes: inout [UInt8]) {
    switch self {
    case .defineSymbol(let kind, let number, let name):
      bytes.append(ChangeTag.defineSymbol.rawValue)
      bytes.append(kind.rawValue)
      bytes.appendVarint(UInt64(number))
      bytes.appendText(name)
    case .createNode(let id): Self.append(.createNode, [id.rawValue], to: &bytes)
    case .deleteNode(let id): Self.append(.deleteNode, [id.rawValue], to: &bytes)
    case .addLabel(let id, let label):
      Self.append(.addLabel, [id.rawValue, UInt32(label.rawValue)], to: &bytes)
    case .removeLabel(let id, let label):
      Self.append(.removeLabel, [id.rawValue, UInt32(label.rawValue)], to: &bytes)
    case .createRelationship(let id, let record):
      Self.append(.createRelationship, Self.numbers(id, record), to: &bytes)
    case .deleteRelationship(let id, let record):
      Self.append(.deleteRelationship, Self.numbers(id, record), to: &bytes)
    case .setProperty(let entity, let key, let old, let new):
      switch entity {
      case .node(let id):
        Self.append(.setNodeProperty, [id.rawValue, UInt32(key.rawValue)], to: &bytes)
      case .relationship(let id):
        Self.append(.setRelationshipProperty, [id.rawValue, UInt32(key.rawValue)], to: &bytes)
      }
      old.encode(into: &bytes)
      new.encode(into: &bytes)
    case .createIndex(let definition):
      Self.append(.createIndex, Self.numbers(definition), to: &bytes)
    case .dropIndex(let definition):
      Self.append(.dropIndex, Self.numbers(definition), to: &bytes)
    }
  }

  private static func append(_ tag: ChangeTag, _ numbers: [UInt32], to bytes: inout [UInt8]) {
    bytes.append(tag.rawValue)
    for number in numbers { bytes.appendVarint(UInt64(number)) }
  }

  private static func numbers(_ id: RelationshipID, _ record: RelationshipRecord) -> [UInt32] {
    [id.rawValue, UInt32(record.type.rawValue), record.source.rawValue, record.target.rawValue]
  }

  private static func numbers(_ definition: IndexDefinition) -> [UInt32] {
    [
      UInt32(definition.kind.rawValue), definition.label.map { UInt32($0.rawValue) + 1 } ?? 0,
      UInt32(definition.key.rawValue),
    ]
  }

  /// Reads one change.
  internal init(decoding reader: inout ByteReader) throws(ByteDecodingError) {
    let start = reader.offset
    let byte = try reader.readByte()
    guard let tag = ChangeTag(rawValue: byte) else {
      throw ByteDecodingError(offset: start, reason: .unknownTag(byte))
    }
    switch tag {
    case .defineSymbol:
      guard let kind = SymbolKind(rawValue: try reader.readByte()) else {
        throw ByteDecodingError(offset: start, reason: .malformedInteger)
      }
      let number: UInt16 = try reader.readNumber()
      self = .defineSymbol(kind, number: number, name: try reader.readText())
    case .createNode: self = .createNode(NodeID(rawValue: try reader.readNumber()))
    case .deleteNode: self = .deleteNode(NodeID(rawValue: try reader.readNumber()))
    case .addLabel, .removeLabel:
      let node = NodeID(rawValue: try reader.readNumber())
      let label = LabelID(rawValue: try reader.readNumber())
      self = tag == .addLabel ? .addLabel(node, label) : .removeLabel(node, label)
    case .createRelationship, .deleteRelationship:
      let id = RelationshipID(rawValue: try reader.readNumber())
      let record = RelationshipRecord(
        type: TypeID(rawValue: try reader.readNumber()),
        source: NodeID(rawValue: try reader.readNumber()),
        target: NodeID(rawValue: try reader.readNumber()))
      self =
        tag == .createRelationship
        ? .createRelationship(id, record) : .deleteRelationship(id, record)
    case .setNodeProperty, .setRelationshipProperty:
      let number: UInt32 = try reader.readNumber()
      let entity: Entity =
        tag == .setNodeProperty
        ? .node(NodeID(rawValue: number)) : .relationship(RelationshipID(rawValue: number))
      let key = KeyID(rawValue: try reader.readNumber())
      let old = try Value(decoding: &reader)
      self = .setProperty(entity, key, old: old, new: try Value(decoding: &reader))
    case .createIndex, .dropIndex:
      let definition = try Self.definition(from: &reader)
      self = tag == .createIndex ? .createIndex(definition) : .dropIndex(definition)
    }
  }

  private static func definition(
    from reader: inout ByteReader
  ) throws(ByteDecodingError) -> IndexDefinition {
    let start = reader.offset
    guard let kind = IndexDefinition.Kind(rawValue: try reader.readNumber()) else {
      throw ByteDecodingError(offset: start, reason: .malformedInteger)
    }
    let label: UInt32 = try reader.readNumber()
    let key = KeyID(rawValue: try reader.readNumber())
    guard label <= UInt32(UInt16.max) else {
      throw ByteDecodingError(offset: start, reason: .malformedInteger)
    }
    return IndexDefinition(
      kind, label: label == 0 ? nil : LabelID(rawValue: UInt16(label - 1)), key: key)
  }
}

extension ByteReader {
  /// Reads a number of variable length that must fit its type.
  internal mutating func readNumber<Number: FixedWidthInteger>() throws(ByteDecodingError)
    -> Number
  {
    let start = offset
    guard let number = Number(exactly: try readVarint()) else {
      throw ByteDecodingError(offset: start, reason: .malformedInteger)
    }
    return number
  }
}
