// The weights of the tagger and their form as bytes: magic, version, the counts of buckets, the
// transitions, profiles of characters, two tables, and a checksum over all of it. A table is the
// marks of each bucket, then for each row that has a mark a mask of its weights, what they are
// multiplied with, and those that are not zero. Numbers are little-endian. Bytes that do not fit
// are refused as a whole; nothing is reserved for more than they can hold.

/// The weights of the tagger.
struct TaggerModel {
  /// How many units of a score are one natural logarithm of odds.
  static let unitsPerNat: Float = 128

  /// The weights of tags after one another.
  var transitions = TagTransitions()
  /// The weights of features.
  var table: FeatureTable
  /// What tells words.
  var words: WordModel

  /// A model of these weights.
  init(table: FeatureTable, words: WordModel) {
    self.table = table
    self.words = words
  }
}

extension TaggerModel {
  private static let magic: [UInt8] = Array("KTAG".utf8) + [3, 0, 0, 0]
  private static let headCount = 8 + 4 + 4 + 9 * 16 + WordModel.profileCount

  /// The model in these bytes, or nil where they are damaged or of another version.
  init?(bytes: Span<UInt8>) {
    guard bytes.count >= Self.headCount + 8 else { return nil }
    let end = bytes.count - 8
    for place in Self.magic.indices where bytes[place] != Self.magic[place] { return nil }
    var reader = LittleEndianReader(bytes)
    reader.place = end
    guard reader.word(8) == Self.checksum(bytes, end) else { return nil }
    reader.place = 8
    let (bucketCount, wordCount) = (Int(reader.word(4)), Int(reader.word(4)))
    guard bucketCount > 0, wordCount > 0, Self.headCount + (bucketCount + wordCount) * 8 <= end
    else { return nil }
    transitions.closed = (0..<7).map { _ in reader.vector() }
    transitions.begin = reader.vector()
    transitions.inside = reader.vector()
    words = WordModel(bucketCount: 1)
    for place in words.profiles.indices { words.profiles[place] = UInt8(reader.word(1)) }
    words.table = reader.table(wordCount)
    table = reader.table(bucketCount)
    guard reader.place == end else { return nil }
  }

  /// The model as bytes.
  func encode() -> [UInt8] {
    var writer = LittleEndianWriter(bytes: Self.magic)
    writer.append(UInt64(table.bucketCount), 4)
    writer.append(UInt64(words.table.bucketCount), 4)
    for vector in transitions.closed { writer.append(vector) }
    writer.append(transitions.begin)
    writer.append(transitions.inside)
    writer.bytes += words.profiles
    writer.append(words.table)
    writer.append(table)
    writer.append(Self.checksum(writer.bytes.span, writer.bytes.count), 8)
    return writer.bytes
  }

  /// A checksum of the first bytes, eight at a time.
  private static func checksum(_ bytes: Span<UInt8>, _ count: Int) -> UInt64 {
    var reader = LittleEndianReader(bytes)
    var sum = UInt64(count)
    while reader.place + 8 <= count {
      sum = (sum ^ reader.word(8)) &* 0x9e37_79b9_7f4a_7c15
      sum ^= sum &>> 29
    }
    while reader.place < count { sum = (sum ^ reader.word(1)) &* 0x9e37_79b9_7f4a_7c15 }
    return sum ^ sum &>> 32
  }
}

/// Writes numbers one after the other.
private struct LittleEndianWriter {
  var bytes: [UInt8]

  mutating func append(_ value: UInt64, _ count: Int) {
    for index in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index))) }
  }

  mutating func append(_ vector: SIMD8<Int16>) {
    for lane in 0..<8 { append(UInt64(UInt16(bitPattern: vector[lane])), 2) }
  }

  mutating func append(_ table: FeatureTable) {
    for marks in table.marks { append(marks, 8) }
    for row in table.rows.indices.dropFirst() where table.hasMark(row) {
      let weights = table.rows[row]
      var mask: UInt64 = 0
      var values: [UInt8] = []
      for index in 0..<14 {
        let pair = UInt16(bitPattern: weights[index / 2])
        let value = UInt8(truncatingIfNeeded: index % 2 == 0 ? pair : pair >> 8)
        if value != 0 {
          mask |= 1 << UInt64(index)
          values.append(value)
        }
      }
      append(mask, 2)
      append(UInt64(UInt16(bitPattern: weights[7])) &- 1, 1)
      bytes += values
    }
  }
}

/// Reads numbers one after the other; past the end all are zero.
private struct LittleEndianReader: ~Escapable {
  let bytes: Span<UInt8>
  var place = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  mutating func word(_ count: Int) -> UInt64 {
    defer { place &+= count }
    guard place &+ count <= bytes.count else { return 0 }
    var value: UInt64 = 0
    for index in 0..<count {
      value |= UInt64(bytes[place &+ index]) &<< UInt64(truncatingIfNeeded: 8 &* index)
    }
    return value
  }

  mutating func vector() -> SIMD8<Int16> {
    var vector = SIMD8<Int16>()
    for lane in 0..<8 { vector[lane] = Int16(truncatingIfNeeded: word(2)) }
    return vector
  }

  mutating func table(_ bucketCount: Int) -> FeatureTable {
    var table = FeatureTable(bucketCount: bucketCount)
    for bucket in 0..<bucketCount { table.marks[bucket] = word(8) }
    for row in 1...(bucketCount * FeatureTable.bucketWidth) where table.hasMark(row) {
      let mask = word(2)
      var weights = SIMD8<Int16>()
      weights[7] = Int16(word(1)) + 1
      for index in 0..<14 where mask &>> UInt64(index) & 1 != 0 {
        let value = Int16(word(1))
        weights[index / 2] |= index % 2 == 0 ? value : value &<< 8
      }
      table.rows[row] = weights
    }
    return table
  }
}
