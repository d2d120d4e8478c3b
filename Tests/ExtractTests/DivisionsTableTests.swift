// A table of divisions that is not as it was written is refused and never traps.

import Extract
import TestSupport
import Testing

@Suite struct DivisionsTableTests {
  /// One province with one city, one town and one short form, written by hand.
  private func table(
    parent: UInt16 = 0, townCount: UInt16 = 1, shortDivision: UInt16 = 0, level: UInt8 = 1,
    length: UInt8 = 3
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    func append(_ value: UInt32) {
      for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }
    func append16(_ values: [UInt16]) {
      for value in values { bytes += [UInt8(value & 0xFF), UInt8(value >> 8)] }
    }
    for value: UInt32 in [0x3156_444B, 0, 3, 2, 4, 11, 1, 0] { append(value) }
    append16([3, 0, 1])  // names
    append16([0xFFFF, parent])
    append16([0xFFFF, 0xFFFF])
    append16([0, townCount])
    append16([5 << 12 | 101])
    append16([2, shortDivision])
    append16("丁丁市丙丙镇甲乙甲乙省".unicodeScalars.map { UInt16($0.value) })
    while !bytes.count.isMultiple(of: 4) { bytes.append(0) }
    append(110_000)
    append(110_100)
    bytes += [0, level, 1, length, 3, 2, 3]
    while !bytes.count.isMultiple(of: 4) { bytes.append(0) }
    return sealed(bytes)
  }

  private func sealed(_ bytes: [UInt8]) -> [UInt8] {
    var low: UInt32 = 0
    var high: UInt32 = 0
    for offset in stride(from: 8, to: bytes.count, by: 4) {
      let word = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[offset + $1]) << (8 * $1) }
      low &+= word
      high &+= low
    }
    let sum = low ^ (high << 1 | high >> 31)
    var bytes = bytes
    for index in 0..<4 { bytes[4 + index] = UInt8(truncatingIfNeeded: sum >> (8 * index)) }
    return bytes
  }

  private func read(_ bytes: [UInt8]) throws -> Divisions {
    let span = bytes.span
    return try Divisions(reading: span)
  }

  private func refusal(_ bytes: [UInt8]) -> DivisionsError? {
    do {
      return try read(bytes).count < 0 ? .damaged : nil
    } catch {
      return error as? DivisionsError
    }
  }

  @Test func aTableIsRead() throws {
    let bytes = table()
    let divisions = try read(bytes)
    #expect((0..<3).map { divisions.name(DivisionID($0)) } == ["甲乙省", "丁丁市", "丙丙镇"])
    #expect(divisions.parent(DivisionID(2)) == DivisionID(1))
    #expect(divisions.code(DivisionID(2)) == 110_100_101)
    #expect(divisions.level(DivisionID(2)) == .town)
    let short = "甲乙".unicodeScalars.map(\.value)
    let form = divisions.form(of: short.span)
    let meant = form.map { divisions.candidates[$0.candidates].map(\.id) }
    #expect(meant == [DivisionID(0)])
  }

  @Test func aTableThatSaysWhatCannotBeIsRefused() {
    #expect(refusal(table(parent: 1)) == .invalid(part: .parents))
    #expect(refusal(table(townCount: 2)) == .invalid(part: .townCounts))
    #expect(refusal(table(townCount: 0)) == .invalid(part: .townCounts))
    #expect(refusal(table(shortDivision: 3)) == .invalid(part: .shortForms))
    #expect(refusal(table(level: 7)) == .invalid(part: .levels))
    #expect(refusal(table(length: 0)) == .invalid(part: .lengths))
    #expect(refusal(table(length: 4)) == .invalid(part: .lengths))
    #expect(refusal([]) == .invalid(part: .head))
    #expect(refusal(Array(repeating: 0, count: 64)) == .unknownFormat)
  }

  @Test func aChangedBitOrAMissingEndIsNoticed() {
    let bytes = table()
    for offset in 4..<bytes.count {
      var changed = bytes
      changed[offset] ^= 4
      #expect(refusal(changed) == .damaged)
    }
    for count in 0..<bytes.count { #expect(refusal(Array(bytes[..<count])) != nil) }
  }

  @Test(arguments: [UInt64(1), 2, 3]) func noBytesMakeTheReaderTrap(seed: UInt64) throws {
    var random = Random(seed: seed)
    for _ in 0..<300 {
      var bytes = table()
      for _ in 0..<1 + random.below(3) {
        bytes[8 + random.below(bytes.count - 8)] = UInt8(random.below(256))
      }
      let changed = sealed(bytes)
      if refusal(changed) == nil {
        let divisions = try read(changed)
        for number in 0..<divisions.count { _ = divisions.name(DivisionID(number)) }
      }
    }
  }
}
