// Reads and checks the table of divisions; make-divisions.py says what it holds. Every number that
// is used as an index later is checked here once, and nothing is allocated that the bytes do not
// bear out.

/// A part of a table of divisions.
public enum DivisionsTablePart: String, Sendable {
  // The parts in their order.
  case head, names, parents, successors, townCounts, towns, shortForms, words, codes, levels, kinds
  case lengths, end
}

/// Why a table of divisions cannot be read.
public enum DivisionsError: Error, Equatable {
  /// It does not begin as such a table does.
  case unknownFormat
  /// Its bytes are not those that were written.
  case damaged
  /// A part of it is too short or says what cannot be.
  case invalid(part: DivisionsTablePart)
}

/// The parts of a table, widened to one row for each division.
struct DivisionsTable {
  static let none = UInt16.max

  var names: [UInt16] = []
  var parents: [UInt16] = []
  var levels: [DivisionLevel] = []
  var codes: [UInt32] = []
  var successors: [UInt16] = []
  var shorts: [(word: UInt16, division: UInt16, kind: DivisionCandidate.Kind)] = []
  var units: [UInt32] = []
  var starts: [UInt32] = [0]
  var risky: [Bool] = []

  init() {}

  init(reading bytes: Span<UInt8>) throws(DivisionsError) {
    var reader = TableReader()
    let head = try reader.readUInt32s(bytes, 8, part: .head)
    guard head[0] == 0x3156_444B else { throw .unknownFormat }
    guard bytes.count.isMultiple(of: 4), head[1] == checksum(bytes) else { throw .damaged }
    let count = Int(head[2])
    let upperCount = Int(head[3])
    let wordCount = Int(head[4])
    guard upperCount <= count, count < Int(Self.none), wordCount < Int(Self.none) else {
      throw .invalid(part: .head)
    }
    names = try reader.readUInt16s(bytes, count, part: .names)
    parents = try reader.readUInt16s(bytes, upperCount, part: .parents)
    successors = try reader.readUInt16s(bytes, upperCount, part: .successors)
    let townCounts = try reader.readUInt16s(bytes, upperCount, part: .townCounts)
    let towns = try reader.readUInt16s(bytes, count - upperCount, part: .towns)
    let shortCount = Int(head[6])
    let pairs = try reader.readUInt16s(bytes, shortCount * 2, part: .shortForms)
    let wide = try reader.readUInt16s(bytes, Int(head[5]), part: .words)
    codes = try reader.readUInt32s(bytes, upperCount, part: .codes)
    let levelBytes = try reader.readBytes(bytes, upperCount, part: .levels)
    let kinds = try reader.readBytes(bytes, shortCount, part: .kinds)
    let lengths = try reader.readBytes(bytes, wordCount, part: .lengths)
    guard reader.offset + 3 >= bytes.count else { throw .invalid(part: .end) }

    units = wide.map { UInt32($0) }
    try setWords(lengths)
    try setUpper(levelBytes)
    try addTowns(townCounts, towns)
    try setShorts(pairs, kinds)
    for name in names where Int(name) >= wordCount { throw .invalid(part: .names) }
  }

  private mutating func setWords(_ lengths: [UInt8]) throws(DivisionsError) {
    var end = 0
    starts.reserveCapacity(lengths.count + 1)
    risky.reserveCapacity(lengths.count)
    for length in lengths {
      guard length & 0x7F > 0 else { throw .invalid(part: .lengths) }
      end += Int(length & 0x7F)
      starts.append(UInt32(truncatingIfNeeded: end))
      risky.append(length & 0x80 != 0)
    }
    guard end == units.count else { throw .invalid(part: .lengths) }
  }

  private mutating func setUpper(_ levelBytes: [UInt8]) throws(DivisionsError) {
    for (index, parent) in parents.enumerated() {
      guard let level = DivisionLevel(rawValue: levelBytes[index]) else {
        throw .invalid(part: .levels)
      }
      levels.append(level)
      guard parent == Self.none || Int(parent) < index else { throw .invalid(part: .parents) }
      let successor = successors[index]
      guard successor == Self.none || Int(successor) < parents.count else {
        throw .invalid(part: .successors)
      }
    }
  }

  /// Towns follow the upper divisions, in the order of what they lie in.
  private mutating func addTowns(
    _ townCounts: [UInt16], _ towns: [UInt16]
  ) throws(DivisionsError) {
    levels.reserveCapacity(names.count)
    parents.reserveCapacity(names.count)
    codes.reserveCapacity(names.count)
    var next = 0
    for (parent, townCount) in townCounts.enumerated() {
      guard Int(townCount) <= towns.count - next else { throw .invalid(part: .townCounts) }
      for town in towns[next..<next + Int(townCount)] {
        guard let level = DivisionLevel(rawValue: UInt8(town >> 12)) else {
          throw .invalid(part: .towns)
        }
        levels.append(level)
        parents.append(UInt16(parent))
        let digits = UInt32(town & 0xFFF)
        let code = codes[parent].multipliedReportingOverflow(by: 1000)
        codes.append(digits == 0 || code.overflow ? 0 : code.partialValue &+ digits)
      }
      next += Int(townCount)
    }
    guard next == towns.count else { throw .invalid(part: .townCounts) }
  }

  private mutating func setShorts(_ pairs: [UInt16], _ kinds: [UInt8]) throws(DivisionsError) {
    shorts.reserveCapacity(kinds.count)
    for (index, kind) in kinds.enumerated() {
      let word = pairs[2 * index]
      let division = pairs[2 * index + 1]
      guard let kind = DivisionCandidate.Kind(rawValue: kind), Int(word) < risky.count,
        Int(division) < names.count
      else { throw .invalid(part: .shortForms) }
      shorts.append((word, division, kind))
    }
  }

  /// What each written form can mean: where its candidates begin, and all of them.
  func candidatesByForm() -> (candidates: [DivisionCandidate], starts: [UInt32]) {
    var starts = [UInt32](repeating: 0, count: risky.count + 1)
    for name in names { starts[Int(name) + 1] += 1 }
    for short in shorts { starts[Int(short.word) + 1] += 1 }
    for word in risky.indices { starts[word + 1] += starts[word] }
    var next = starts
    let unset = DivisionCandidate(id: DivisionID(0), kind: .full)
    var candidates = Array(repeating: unset, count: names.count + shorts.count)
    for (division, name) in names.enumerated() {
      candidates[Int(next[Int(name)])].id = DivisionID(division)
      next[Int(name)] += 1
    }
    for short in shorts {
      let candidate = DivisionCandidate(id: DivisionID(Int(short.division)), kind: short.kind)
      candidates[Int(next[Int(short.word)])] = candidate
      next[Int(short.word)] += 1
    }
    return (candidates, starts)
  }
}

/// Two running sums of the 32-bit words behind the head's second, so that their order counts too.
private func checksum(_ bytes: Span<UInt8>) -> UInt32 {
  var low: UInt32 = 0
  var high: UInt32 = 0
  for offset in stride(from: 8, to: bytes.count - 3, by: 4) {
    low &+= uint32(bytes, offset)
    high &+= low
  }
  return low ^ (high << 1 | high >> 31)
}

private func uint32(_ bytes: Span<UInt8>, _ offset: Int) -> UInt32 {
  UInt32(bytes[offset]) | UInt32(bytes[offset + 1]) << 8 | UInt32(bytes[offset + 2]) << 16
    | UInt32(bytes[offset + 3]) << 24
}

/// Reads sections of numbers, little endian, each aligned to its width.
private struct TableReader {
  var offset = 0

  mutating func readUInt32s(
    _ bytes: Span<UInt8>, _ count: Int, part: DivisionsTablePart
  ) throws(DivisionsError) -> [UInt32] {
    let start = try take(bytes, count, width: 4, part)
    return (0..<count).map { uint32(bytes, start + 4 * $0) }
  }

  mutating func readUInt16s(
    _ bytes: Span<UInt8>, _ count: Int, part: DivisionsTablePart
  ) throws(DivisionsError) -> [UInt16] {
    let start = try take(bytes, count, width: 2, part)
    return (0..<count).map { index in
      UInt16(bytes[start + 2 * index]) | UInt16(bytes[start + 2 * index + 1]) << 8
    }
  }

  mutating func readBytes(
    _ bytes: Span<UInt8>, _ count: Int, part: DivisionsTablePart
  ) throws(DivisionsError) -> [UInt8] {
    let start = try take(bytes, count, width: 1, part)
    return (0..<count).map { bytes[start + $0] }
  }

  /// Where a section begins, once it is known to be there.
  private mutating func take(
    _ bytes: Span<UInt8>, _ count: Int, width: Int, _ part: DivisionsTablePart
  ) throws(DivisionsError) -> Int {
    let start = (offset + width - 1) / width * width
    guard count >= 0, start <= bytes.count, count <= (bytes.count - start) / width else {
      throw .invalid(part: part)
    }
    offset = start + count * width
    return start
  }
}
