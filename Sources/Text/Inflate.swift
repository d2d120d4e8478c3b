// Reads gzip files (RFC 1952) with data in the form of RFC 1951, into memory. Checks the length and
// the checksum that stand at the end. A limit keeps a small file from growing without bound.
// Nothing here writes such files, and names and times in the header are skipped.

/// Why bytes could not be read as gzip.
public enum InflateError: Error, Equatable, Sendable {
  /// The bytes do not begin like gzip, or with a method other than the one there is.
  case notGzip
  /// The bytes end too early.
  case truncated(offset: Int)
  /// The bytes at an offset make no sense.
  case corrupt(offset: Int)
  /// More would come out than was allowed.
  case tooLarge(limit: Int)
}

/// The content of gzip bytes, all members one after the other.
public func inflateGzip(_ bytes: Span<UInt8>, limit: Int) throws(InflateError) -> [UInt8] {
  var output: [UInt8] = []
  var offset = 0
  repeat {
    offset = try skipHeader(bytes, at: offset)
    let start = output.count
    var reader = InflateReader(bytes, at: offset, limit: limit)
    try reader.readBlocks(into: &output, from: start)
    offset = reader.nextByte
    guard offset + 8 <= bytes.count else { throw .truncated(offset: bytes.count) }
    let sum = littleEndian(bytes, at: offset)
    let count = littleEndian(bytes, at: offset + 4)
    guard sum == crc32(output.span.extracting(start...)),
      count == UInt32(truncatingIfNeeded: output.count - start)
    else { throw .corrupt(offset: offset) }
    offset += 8
  } while offset < bytes.count
  return output
}

/// Where the data behind the header of a member begins.
private func skipHeader(_ bytes: Span<UInt8>, at start: Int) throws(InflateError) -> Int {
  guard start + 10 <= bytes.count, bytes[start] == 0x1f, bytes[start + 1] == 0x8b,
    bytes[start + 2] == 8
  else { throw .notGzip }
  let flags = bytes[start + 3]
  var offset = start + 10
  if flags & 4 != 0 {
    guard offset + 2 <= bytes.count else { throw .truncated(offset: bytes.count) }
    offset += 2 + Int(bytes[offset]) + Int(bytes[offset + 1]) << 8
  }
  for flag: UInt8 in [8, 16] where flags & flag != 0 {
    while offset < bytes.count, bytes[offset] != 0 { offset += 1 }
    offset += 1
  }
  if flags & 2 != 0 { offset += 2 }
  guard offset < bytes.count else { throw .truncated(offset: bytes.count) }
  return offset
}

private func littleEndian(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
  (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << UInt32(8 * $1) }
}

/// The checksum of gzip.
private func crc32(_ bytes: Span<UInt8>) -> UInt32 {
  let table = (0..<256).map { value -> UInt32 in
    (0..<8).reduce(UInt32(value)) { sum, _ in sum >> 1 ^ (sum & 1 == 0 ? 0 : 0xedb8_8320) }
  }
  var sum: UInt32 = 0xffff_ffff
  for place in bytes.indices {
    sum = sum &>> 8 ^ table[Int((sum ^ UInt32(bytes[place])) & 0xff)]
  }
  return ~sum
}

/// A canonical Huffman code: how many codes there are of each length, and their symbols in order.
private struct HuffmanCode {
  var counts = [Int](repeating: 0, count: 16)
  var symbols: [UInt16] = []

  /// The code of these lengths, or nil where there are more codes than fit.
  init?(_ lengths: ArraySlice<UInt8>) {
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    var free = 1
    for length in 1...15 {
      free = free * 2 - counts[length]
      if free < 0 { return nil }
    }
    for length in 1...15 {
      for (symbol, own) in lengths.enumerated() where own == length {
        symbols.append(UInt16(symbol))
      }
    }
  }

  static let fixedLengths: [UInt8] =
    Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
    + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
}

/// Reads blocks bit by bit.
private struct InflateReader: ~Escapable {
  private let bytes: Span<UInt8>
  private let limit: Int
  /// The byte that the next bits come from.
  private(set) var nextByte: Int
  private var bits: UInt32 = 0
  private var bitCount: UInt32 = 0

  private static let lengthBases: [Int] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthBits: [UInt32] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let order: [Int] = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>, at offset: Int, limit: Int) {
    self.bytes = bytes
    self.limit = limit
    nextByte = offset
  }

  /// Reads all blocks; copies reach back to `start`.
  mutating func readBlocks(into output: inout [UInt8], from start: Int) throws(InflateError) {
    var isLast = false
    while !isLast {
      isLast = try take(1) == 1
      switch try take(2) {
      case 0: try copyStored(into: &output)
      case 1:
        guard let literals = HuffmanCode(HuffmanCode.fixedLengths[...]),
          let distances = HuffmanCode([UInt8](repeating: 5, count: 30)[...])
        else { throw .corrupt(offset: nextByte) }
        try expand(literals, distances, into: &output, from: start)
      case 2:
        let (literals, distances) = try readCodes()
        try expand(literals, distances, into: &output, from: start)
      default: throw .corrupt(offset: nextByte)
      }
    }
  }

  private mutating func take(_ count: UInt32) throws(InflateError) -> Int {
    while bitCount < count {
      guard nextByte < bytes.count else { throw .truncated(offset: nextByte) }
      bits |= UInt32(bytes[nextByte]) &<< bitCount
      nextByte += 1
      bitCount += 8
    }
    let value = bits & ((1 &<< count) &- 1)
    bits = bits &>> count
    bitCount -= count
    return Int(value)
  }

  private mutating func symbol(_ code: HuffmanCode) throws(InflateError) -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      value |= try take(1)
      let count = code.counts[length]
      if value - count < first { return Int(code.symbols[index + value - first]) }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    throw .corrupt(offset: nextByte)
  }

  private mutating func copyStored(into output: inout [UInt8]) throws(InflateError) {
    (bits, bitCount) = (0, 0)
    guard nextByte + 4 <= bytes.count else { throw .truncated(offset: bytes.count) }
    let count = Int(bytes[nextByte]) | Int(bytes[nextByte + 1]) << 8
    let check = Int(bytes[nextByte + 2]) | Int(bytes[nextByte + 3]) << 8
    guard count == check ^ 0xffff else { throw .corrupt(offset: nextByte) }
    nextByte += 4
    guard nextByte + count <= bytes.count else { throw .truncated(offset: bytes.count) }
    guard output.count + count <= limit else { throw .tooLarge(limit: limit) }
    for place in nextByte..<(nextByte + count) { output.append(bytes[place]) }
    nextByte += count
  }

  private mutating func readCodes() throws(InflateError) -> (HuffmanCode, HuffmanCode) {
    let literalCount = try take(5) + 257
    let distanceCount = try take(5) + 1
    let orderCount = try take(4) + 4
    var lengths = [UInt8](repeating: 0, count: 19)
    for place in Self.order[..<orderCount] { lengths[place] = UInt8(try take(3)) }
    guard let lengthCode = HuffmanCode(lengths[...]) else { throw .corrupt(offset: nextByte) }
    lengths = []
    while lengths.count < literalCount + distanceCount {
      let symbol = try symbol(lengthCode)
      switch symbol {
      case 16:
        guard let last = lengths.last else { throw .corrupt(offset: nextByte) }
        lengths += repeatElement(last, count: try take(2) + 3)
      case 17: lengths += repeatElement(0, count: try take(3) + 3)
      case 18: lengths += repeatElement(0, count: try take(7) + 11)
      default: lengths.append(UInt8(symbol))
      }
    }
    guard lengths.count == literalCount + distanceCount,
      let literals = HuffmanCode(lengths[..<literalCount]),
      let distances = HuffmanCode(lengths[literalCount...])
    else { throw .corrupt(offset: nextByte) }
    return (literals, distances)
  }

  private mutating func expand(
    _ literals: HuffmanCode, _ distances: HuffmanCode, into output: inout [UInt8], from start: Int
  ) throws(InflateError) {
    while true {
      let symbol = try symbol(literals)
      if symbol == 256 { return }
      if symbol < 256 {
        guard output.count < limit else { throw .tooLarge(limit: limit) }
        output.append(UInt8(symbol))
        continue
      }
      guard symbol - 257 < Self.lengthBases.count else { throw .corrupt(offset: nextByte) }
      let length = Self.lengthBases[symbol - 257] + (try take(Self.lengthBits[symbol - 257]))
      let code = try self.symbol(distances)
      guard code < 30 else { throw .corrupt(offset: nextByte) }
      let extra = code < 4 ? 0 : code / 2 - 1
      let base = code < 4 ? code + 1 : (2 + code % 2) << extra + 1
      let distance = base + (try take(UInt32(extra)))
      guard distance <= output.count - start else { throw .corrupt(offset: nextByte) }
      guard output.count + length <= limit else { throw .tooLarge(limit: limit) }
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }
}
