// The first section of a snapshot: names and small numbers, in variable-length form. Everything
// else in the file is arrays whose meaning is said here.

internal import Text

/// The small facts of a snapshot.
internal struct GraphSummary {
  /// What is needed of compressed rows besides their arrays.
  struct Rows {
    var firstNode: UInt32 = 0
    var firstRelationship: UInt32 = 0
  }

  struct Bulk {
    var type: UInt16
    var rows: Rows
    /// Whether the type's outgoing adjacency is these very rows.
    var isShared: Bool
  }

  var labels: [UTF8String] = []
  var types: [UTF8String] = []
  var keys: [UTF8String] = []
  var nextNode: UInt32 = 0
  var nextRelationship: UInt32 = 0
  /// By type: outgoing and incoming.
  var adjacency: [(outgoing: Rows, incoming: Rows)] = []
  var bulkRanges: [Bulk] = []
  var indexes: [IndexDefinition] = []
  var patterns: [(pattern: RelationshipPattern, count: Int)] = []

  func encode() -> [UInt8] {
    var bytes: [UInt8] = []
    for names in [labels, types, keys] {
      bytes.appendVarint(UInt64(names.count))
      for name in names { bytes.appendText(name) }
    }
    bytes.appendVarint(UInt64(nextNode))
    bytes.appendVarint(UInt64(nextRelationship))
    for (outgoing, incoming) in adjacency {
      Self.append(outgoing, to: &bytes)
      Self.append(incoming, to: &bytes)
    }
    bytes.appendVarint(UInt64(bulkRanges.count))
    for range in bulkRanges {
      bytes.appendVarint(UInt64(range.type))
      Self.append(range.rows, to: &bytes)
      bytes.append(range.isShared ? 1 : 0)
    }
    bytes.appendVarint(UInt64(indexes.count))
    for index in indexes {
      bytes.append(index.kind.rawValue)
      bytes.appendVarint(Self.number(of: index.label))
      bytes.appendVarint(UInt64(index.key.rawValue))
    }
    bytes.appendVarint(UInt64(patterns.count))
    for (pattern, count) in patterns {
      bytes.appendVarint(Self.number(of: pattern.source))
      bytes.appendVarint(UInt64(pattern.type.rawValue))
      bytes.appendVarint(Self.number(of: pattern.target))
      bytes.appendVarint(UInt64(count))
    }
    return bytes
  }

  private static func append(_ rows: Rows, to bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(rows.firstNode))
    bytes.appendVarint(UInt64(rows.firstRelationship))
  }

  /// Zero for no label.
  private static func number(of label: LabelID?) -> UInt64 {
    label.map { UInt64($0.rawValue) + 1 } ?? 0
  }

  init() {}

  init(decoding bytes: RawSpan) throws(ByteDecodingError) {
    var reader = ByteReader(bytes)
    labels = try Self.names(from: &reader)
    types = try Self.names(from: &reader)
    keys = try Self.names(from: &reader)
    nextNode = try reader.readNumber()
    nextRelationship = try reader.readNumber()
    for _ in types {
      adjacency.append((try Self.rows(from: &reader), try Self.rows(from: &reader)))
    }
    for _ in 0..<(try reader.readCount()) {
      bulkRanges.append(
        Bulk(
          type: try reader.readNumber(), rows: try Self.rows(from: &reader),
          isShared: try reader.readByte() != 0))
    }
    for _ in 0..<(try reader.readCount()) {
      let start = reader.offset
      guard let kind = IndexDefinition.Kind(rawValue: try reader.readByte()) else {
        throw ByteDecodingError(offset: start, reason: .malformedInteger)
      }
      let label = try Self.label(from: &reader)
      indexes.append(
        IndexDefinition(kind, label: label, key: KeyID(rawValue: try reader.readNumber())))
    }
    for _ in 0..<(try reader.readCount()) {
      let source = try Self.label(from: &reader)
      let type = TypeID(rawValue: try reader.readNumber())
      let target = try Self.label(from: &reader)
      let count: Int = try reader.readNumber()
      patterns.append((RelationshipPattern(source, type, target), count))
    }
    if !reader.isAtEnd {
      throw ByteDecodingError(offset: reader.offset, reason: .trailingBytes)
    }
  }

  private static func names(from reader: inout ByteReader) throws(ByteDecodingError) -> [UTF8String]
  {
    var names: [UTF8String] = []
    for _ in 0..<(try reader.readCount()) { names.append(try reader.readText()) }
    return names
  }

  private static func rows(from reader: inout ByteReader) throws(ByteDecodingError) -> Rows {
    Rows(firstNode: try reader.readNumber(), firstRelationship: try reader.readNumber())
  }

  private static func label(from reader: inout ByteReader) throws(ByteDecodingError) -> LabelID? {
    let start = reader.offset
    let number: UInt32 = try reader.readNumber()
    guard number <= UInt32(UInt16.max) else {
      throw ByteDecodingError(offset: start, reason: .malformedInteger)
    }
    return number == 0 ? nil : LabelID(rawValue: UInt16(number - 1))
  }
}
