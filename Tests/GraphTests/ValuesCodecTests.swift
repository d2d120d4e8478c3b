// The bytes of values: every value comes back as it was, one value has one form, and bytes that are
// anything else are refused with the place and the reason, never with a trap.

import Graph
import TestSupport
import Testing
import Text

private func bytes(of value: Value) -> [UInt8] {
  var bytes: [UInt8] = []
  value.encode(into: &bytes)
  return bytes
}

private func decode(_ bytes: [UInt8]) throws(ValueDecodingError) -> Value {
  try Value(decodingAll: bytes.span)
}

@Suite struct ValuesCodecTests {
  @Test func everyValueComesBack() throws {
    try checkProperty(runs: 3_000) { random in
      let value = random.value()
      let read = try decode(bytes(of: value))
      try #require(read.isIdentical(to: value), "\(value) came back as \(read)")
    }
  }

  @Test func sameBytesExactlyForIdenticalValues() throws {
    try checkProperty(runs: 3_000) { random in
      let (a, b) = random.nearbyValues()
      try #require((bytes(of: a) == bytes(of: b)) == a.isIdentical(to: b), "\(a) and \(b)")
    }
  }

  @Test func anyBytesEitherFailOrAreTheOneForm() throws {
    try checkProperty(runs: 5_000) { random in
      var input = bytes(of: random.value())
      for _ in 0...random.below(3) {
        switch random.below(3) {
        case 0: if !input.isEmpty { input.removeLast(random.below(input.count)) }
        case 1: input.append(UInt8(truncatingIfNeeded: random.next()))
        default:
          if !input.isEmpty {
            input[random.below(input.count)] = UInt8(truncatingIfNeeded: random.next())
          }
        }
      }
      guard let value = try? decode(input) else { return }
      try #require(bytes(of: value) == input)
    }
  }

  @Test func everyCutIsNoticed() throws {
    try checkProperty(runs: 200) { random in
      let whole = bytes(of: random.value())
      for count in 0..<whole.count {
        try #require(throws: ValueDecodingError.self) { try decode(Array(whole[..<count])) }
      }
    }
  }

  @Test func commonValuesFitTwelveBytes() throws {
    func date(_ days: Int64) throws -> Value {
      .date(try #require(CalendarDate(daysSinceEpoch: days)))
    }
    let seconds: Int64 = 1_437_507_632
    let last: Int32 = 999_999_999
    let values: [Value] = [
      .integer(.min), .integer(1 << 60), .float(0.1), try date(16_637), try date(-365_243_219_162),
      .localTime(try #require(LocalTime(nanosecondOfDay: 86_399_999_999_999))),
      .time(try #require(ZonedTime(nanosecondOfDay: 86_399_999_999_999, offsetSeconds: 3_208))),
      .localDateTime(try #require(LocalDateTime(secondsSinceEpoch: seconds, nanosecond: last))),
      .dateTime(
        try #require(
          ZonedDateTime(secondsSinceEpoch: seconds, nanosecond: last, offsetSeconds: 28_800))),
      .dateTime(
        try #require(
          ZonedDateTime(secondsSinceEpoch: seconds, nanosecond: last, offsetSeconds: -43_200))),
      .duration(
        try #require(CalendarDuration(months: 14, days: 3, seconds: 80_000, nanosecond: last))),
    ]
    for value in values { #expect(bytes(of: value).count <= 12, "\(value)") }
  }

  @Test(arguments: [
    ([], ValueDecodingError(offset: 0, reason: .truncated)),
    ([0x13], ValueDecodingError(offset: 0, reason: .unknownTag(0x13))),
    ([0x00, 0x00], ValueDecodingError(offset: 1, reason: .trailingBytes)),
    ([0x03, 0x80, 0x00], ValueDecodingError(offset: 1, reason: .malformedInteger)),
    (
      [0x03] + [UInt8](repeating: 0xff, count: 10),
      ValueDecodingError(offset: 1, reason: .malformedInteger)
    ),
    ([0x05, 0x05, 0x61], ValueDecodingError(offset: 1, reason: .countBeyondEnd)),
    ([0x05, 0x02, 0xc0, 0x80], ValueDecodingError(offset: 1, reason: .invalidUTF8)),
    ([0x05, 0x03, 0xed, 0xa0, 0x80], ValueDecodingError(offset: 1, reason: .invalidUTF8)),
    (
      [0x06, 0xff, 0xff, 0xff, 0xff, 0x0f],
      ValueDecodingError(offset: 1, reason: .countBeyondEnd)
    ),
    (
      [0x07, 0x02, 0x01, 0x61, 0x00, 0x01, 0x61, 0x00],
      ValueDecodingError(offset: 5, reason: .unorderedKeys)
    ),
    (
      [0x08, 0x80, 0x80, 0x80, 0x80, 0x10], ValueDecodingError(offset: 1, reason: .malformedInteger)
    ),
    (
      [0x0c, 0x80, 0x80, 0xe9, 0xfd, 0xd2, 0xd2, 0x13],
      ValueDecodingError(offset: 1, reason: .invalidTemporal)
    ),
    ([0x0e, 0x00, 0x01], ValueDecodingError(offset: 2, reason: .invalidTemporal)),
    ([0x12, 0x04], ValueDecodingError(offset: 1, reason: .invalidPoint)),
    // A longitude of -2^1023, and a minus zero.
    (
      [0x12, 0x00] + [0, 0, 0, 0, 0, 0, 0xe0, 0xff] + [UInt8](repeating: 0, count: 8),
      ValueDecodingError(offset: 1, reason: .invalidPoint)
    ),
    (
      [0x12, 0x02] + [UInt8](repeating: 0, count: 8) + [0, 0, 0, 0, 0, 0, 0, 0x80],
      ValueDecodingError(offset: 1, reason: .invalidPoint)
    ),
    ([0x0e, 0x00, 0xa0, 0x1f], ValueDecodingError(offset: 2, reason: .invalidTemporal)),
    ([0x0f, 0x00, 0x00, 0x7f], ValueDecodingError(offset: 3, reason: .invalidTemporal)),
    (
      [0x10, 0x00, 0x00, 0x00, 0x04, 0x2e, 0x2e, 0x2f, 0x61],
      ValueDecodingError(offset: 4, reason: .invalidZone)
    ),
  ])
  func damageIsNamed(_ input: [UInt8], _ error: ValueDecodingError) {
    #expect(throws: error) { try decode(input) }
  }

  @Test func nestingEndsAtTheLimit() throws {
    func nested(_ depth: Int) -> [UInt8] {
      [UInt8](repeating: 0x06, count: depth * 2).enumerated().map { $0.offset % 2 == 0 ? 6 : 1 }
        + [0]
    }
    let deepest = try decode(nested(Value.nestingMax))
    #expect(deepest.isWithinNestingLimit)
    #expect(!Value.list([deepest]).isWithinNestingLimit)
    #expect(throws: ValueDecodingError(offset: 514, reason: .nestedTooDeeply)) {
      try decode(nested(Value.nestingMax + 1))
    }
    #expect(throws: ValueDecodingError.self) { try decode(nested(100_000)) }
  }

  @Test func numbersOfFixedAndVariableWidthComeBack() throws {
    try checkProperty(runs: 500) { random in
      let signed = random.integer()
      let unsigned = UInt64(bitPattern: random.integer())
      var written: [UInt8] = []
      written.appendVarint(unsigned)
      written.appendZigzag(signed)
      written.appendLittleEndian(UInt32(truncatingIfNeeded: unsigned))
      written.appendLittleEndian(signed)
      let text = random.text()
      text.withBytes { written.append(copying: $0) }
      var reader = ByteReader(written.span)
      try #require(try reader.readVarint() == unsigned)
      try #require(try reader.readZigzag() == signed)
      try #require(
        try reader.readLittleEndian(as: UInt32.self) == UInt32(truncatingIfNeeded: unsigned))
      try #require(try reader.readLittleEndian(as: Int64.self) == signed)
      let rest = try reader.readBytes(count: text.byteCount)
      let isSame = text.withBytes { compareBytes($0, rest) == 0 }
      try #require(isSame)
      let isAtEnd = reader.isAtEnd
      try #require(isAtEnd)
    }
  }
}
