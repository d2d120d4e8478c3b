// What a compiled time zone file says: the moments at which the offset changes, and a rule for the
// years after the last of them. Reads TZif (RFC 9636) by hand; a file is not trusted, so every
// count is checked against its length and every offset against what can be told.

/// The offsets of one zone through time.
internal struct ZoneRules: Sendable {
  /// When offsets change, in seconds since 1970-01-01T00:00Z, ascending.
  private let transitions: [Int64]
  /// The offset from each transition on.
  private let offsets: [Int32]
  /// The offset before the first transition.
  private let firstOffset: Int32
  /// What holds after the last transition, if more than its offset.
  private let footer: YearlyRule?

  /// Reads the bytes of a zone file, or nil where they are not one.
  init?(tzif bytes: [UInt8]) {
    guard let old = Header(bytes, at: 0) else { return nil }
    // Version 1 has 32-bit times; from version 2 on a second part with 64-bit times follows.
    guard old.version >= 2, let header = Header(bytes, at: old.end(timeSize: 4)) else { return nil }
    let times = header.start
    let indexes = times + header.timeCount * 8
    let types = indexes + header.timeCount
    let end = header.end(timeSize: 8)
    guard end <= bytes.count, header.typeCount > 0 else { return nil }
    var typeOffsets: [Int32] = []
    for place in 0..<header.typeCount {
      let offset = Int32(truncatingIfNeeded: bytes.bigEndian(at: types + place * 6, count: 4))
      guard (-93_599...93_599).contains(offset) else { return nil }
      typeOffsets.append(min(max(offset, -64_800), 64_800))
    }
    var transitions: [Int64] = []
    var offsets: [Int32] = []
    for place in 0..<header.timeCount {
      let type = Int(bytes[indexes + place])
      let time = Int64(bitPattern: bytes.bigEndian(at: times + place * 8, count: 8))
      guard type < typeOffsets.count, transitions.last.map({ $0 < time }) ?? true else {
        return nil
      }
      transitions.append(time)
      offsets.append(typeOffsets[type])
    }
    self.transitions = transitions
    self.offsets = offsets
    firstOffset = typeOffsets[0]
    footer = YearlyRule(posix: bytes[end...].dropFirst().prefix { $0 != UInt8(ascii: "\n") })
  }

  /// The offset at an instant, in seconds east of UTC.
  func offset(at second: Int64) -> Int32 {
    guard let last = transitions.last else { return footer?.offset(at: second) ?? firstOffset }
    if second >= last, let footer { return footer.offset(at: second) }
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return low == 0 ? firstOffset : offsets[low - 1]
  }

  /// The offsets that clocks showing a local time may have: two in an overlap, the earlier moment
  /// first, none in a gap.
  func validOffsets(atLocal second: Int64) -> [Int32] {
    let (before, after) = offsetsAround(local: second)
    var valid: [Int32] = []
    for offset in before == after ? [before] : [max(before, after), min(before, after)]
    where self.offset(at: second - Int64(offset)) == offset {
      valid.append(offset)
    }
    return valid
  }

  /// The instant of a local time: the earlier one in an overlap; in a gap clocks are moved forward
  /// by its length.
  func instant(ofLocal second: Int64) -> Int64 {
    let offset = validOffsets(atLocal: second).first ?? offsetsAround(local: second).before
    return second - Int64(offset)
  }

  /// The offsets on both sides of a change near a local time.
  ///
  /// Changes less than a day apart, which no zone has, would be taken for one.
  private func offsetsAround(local second: Int64) -> (before: Int32, after: Int32) {
    let reach: Int64 = 64_800
    return (offset(at: second - reach), offset(at: second + reach))
  }
}

/// The counts at the head of one part of a TZif file.
private struct Header {
  let version: Int
  let start: Int
  let timeCount: Int
  let typeCount: Int
  private let otherCounts: (utc: Int, standard: Int, leap: Int, character: Int)

  init?(_ bytes: [UInt8], at offset: Int) {
    guard offset >= 0, bytes.count - offset >= 44, bytes[offset..<offset + 4] == [84, 90, 105, 102]
    else { return nil }
    let counts = (0..<6).map { Int(bytes.bigEndian(at: offset + 20 + $0 * 4, count: 4)) }
    guard counts.allSatisfy({ $0 <= bytes.count }) else { return nil }
    // The version is a digit; version 1 has a zero byte.
    version = Int(bytes[offset + 4] & 15)
    start = offset + 44
    otherCounts = (counts[0], counts[1], counts[2], counts[5])
    timeCount = counts[3]
    typeCount = counts[4]
  }

  /// Where the part ends.
  func end(timeSize: Int) -> Int {
    start + timeCount * (timeSize + 1) + typeCount * 6 + otherCounts.character
      + otherCounts.leap * (timeSize + 4) + otherCounts.standard + otherCounts.utc
  }
}

extension [UInt8] {
  fileprivate func bigEndian(at offset: Int, count: Int) -> UInt64 {
    self[offset..<offset + count].reduce(0) { $0 << 8 | UInt64($1) }
  }
}
