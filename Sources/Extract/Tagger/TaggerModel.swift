// The weights of the tagger and their form as bytes: magic, version, the count of buckets, the
// transitions, marks, rows, and a checksum over all of it. Numbers are little-endian. Bytes that do
// not fit are refused as a whole; the sizes follow from the length, none is believed.

/// The weights of the tagger.
struct TaggerModel {
  /// How many units of a score are one natural logarithm of odds.
  static let unitsPerNat: Float = 128

  /// The weights of tags after one another.
  var transitions = TagTransitions()
  /// The weights of features.
  var table: FeatureTable

  /// A model of this table.
  init(table: FeatureTable) { self.table = table }
}

extension TaggerModel {
  private static let magic: [UInt8] = Array("KTAG".utf8) + [1, 0, 0, 0]
  private static let headCount = 8 + 4 + 9 * 16
  private static let bucketBytes = 8 + 16 * FeatureTable.bucketWidth

  /// The model in these bytes, or nil where they are damaged or of another version.
  init?(bytes: Span<UInt8>) {
    guard bytes.count >= Self.headCount + 8 else { return nil }
    let end = bytes.count - 8
    for place in Self.magic.indices where bytes[place] != Self.magic[place] { return nil }
    let (bucketCount, rest) = (end - Self.headCount).quotientAndRemainder(
      dividingBy: Self.bucketBytes)
    var reader = LittleEndianReader(bytes)
    reader.place = 8
    guard rest == 0, bucketCount > 0, Int(reader.word(4)) == bucketCount else { return nil }
    reader.place = end
    guard reader.word(8) == Self.checksum(bytes, end) else { return nil }
    reader.place = 12
    table = FeatureTable(bucketCount: bucketCount)
    transitions.closed = (0..<7).map { _ in reader.vector() }
    transitions.begin = reader.vector()
    transitions.inside = reader.vector()
    for bucket in 0..<bucketCount { table.marks[bucket] = reader.word(8) }
    for row in 1...(bucketCount * FeatureTable.bucketWidth) { table.rows[row] = reader.vector() }
  }

  /// The model as bytes.
  func encode() -> [UInt8] {
    var bytes = Self.magic
    func append(_ value: UInt64, _ count: Int) {
      for shift in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * shift))) }
    }
    func append(_ vector: SIMD8<Int16>) {
      for lane in 0..<8 { append(UInt64(UInt16(bitPattern: vector[lane])), 2) }
    }
    append(UInt64(table.bucketCount), 4)
    for vector in transitions.closed { append(vector) }
    append(transitions.begin)
    append(transitions.inside)
    for marks in table.marks { append(marks, 8) }
    for row in table.rows.dropFirst() { append(row) }
    append(Self.checksum(bytes.span, bytes.count), 8)
    return bytes
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

/// Reads numbers one after the other.
private struct LittleEndianReader: ~Escapable {
  let bytes: Span<UInt8>
  var place = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  mutating func word(_ count: Int) -> UInt64 {
    var value: UInt64 = 0
    for index in 0..<count {
      value |= UInt64(bytes[place &+ index]) &<< UInt64(truncatingIfNeeded: 8 &* index)
    }
    place &+= count
    return value
  }

  mutating func vector() -> SIMD8<Int16> {
    var vector = SIMD8<Int16>()
    for lane in 0..<8 { vector[lane] = Int16(truncatingIfNeeded: word(2)) }
    return vector
  }
}
