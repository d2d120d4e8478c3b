// Counts that are kept as the graph changes; the query planner estimates with them. Labels and
// types are counted by their bitmaps and rows; here are the counts that nothing else holds.

internal import Text

/// How many relationships of a type lead from nodes of one label to nodes of another.
public struct RelationshipPattern: Hashable, Sendable {
  /// The label at the start, or nil for any node.
  public let source: LabelID?
  /// The type.
  public let type: TypeID
  /// The label at the end, or nil for any node.
  public let target: LabelID?

  /// Describes relationships by their type and the labels at their ends.
  public init(_ source: LabelID?, _ type: TypeID, _ target: LabelID?) {
    self.source = source
    self.type = type
    self.target = target
  }
}

/// Counts for estimating how many rows a pattern gives.
public struct GraphStatistics: Sendable {
  internal private(set) var patternCounts: [RelationshipPattern: Int] = [:]
  internal var distinctNodeValues: [DistinctSketch] = []

  /// How many relationships match a pattern.
  public func count(of pattern: RelationshipPattern) -> Int { patternCounts[pattern] ?? 0 }

  /// About how many different values nodes have under a key; values that are gone count still.
  public func distinctValueCount(of key: KeyID) -> Int {
    Int(key.rawValue) < distinctNodeValues.count
      ? distinctNodeValues[Int(key.rawValue)].estimate : 0
  }

  /// Counts a relationship in or out under every pattern of its ends' labels.
  internal mutating func count(
    _ type: TypeID, from sourceLabels: [LabelID], to targetLabels: [LabelID], by step: Int
  ) {
    for source in [nil] + sourceLabels.map(Optional.some) {
      for target in [nil] + targetLabels.map(Optional.some) {
        add(step, to: RelationshipPattern(source, type, target))
      }
    }
  }

  internal mutating func add(_ step: Int, to pattern: RelationshipPattern) {
    let count = patternCounts[pattern, default: 0] + step
    patternCounts[pattern] = count == 0 ? nil : count
  }

  internal mutating func noteValue(_ value: Value, under key: KeyID) {
    while distinctNodeValues.count <= Int(key.rawValue) {
      distinctNodeValues.append(DistinctSketch())
    }
    distinctNodeValues[Int(key.rawValue)].insert(hash: value.stableHash)
  }

  /// The patterns with their counts in an order that does not depend on hashing.
  public var sortedPatterns: [(pattern: RelationshipPattern, count: Int)] {
    func rank(_ pattern: RelationshipPattern) -> UInt64 {
      let source = pattern.source.map { UInt64($0.rawValue) + 1 } ?? 0
      let target = pattern.target.map { UInt64($0.rawValue) + 1 } ?? 0
      return UInt64(pattern.type.rawValue) << 40 | source << 20 | target
    }
    return patternCounts.sorted { rank($0.key) < rank($1.key) }.map { ($0.key, $0.value) }
  }
}

/// Estimates how many different hashes it was shown, within a few per cent, in 1,024 bytes.
///
/// The way is HyperLogLog's: each register keeps the longest run of leading zeros among the hashes
/// that fall to it.
internal struct DistinctSketch: Sendable, Equatable {
  static let registerBits: UInt64 = 10
  private(set) var registers = [UInt8](repeating: 0, count: 1 << registerBits)

  init() {}

  init?(registers: [UInt8]) {
    guard registers.count == 1 << Self.registerBits else { return nil }
    self.registers = registers
  }

  mutating func insert(hash given: UInt64) {
    let hash = Self.scattered(given)
    let place = Int(hash >> (64 - Self.registerBits))
    let run = UInt8((hash << Self.registerBits | 1).leadingZeroBitCount + 1)
    if registers[place] < run { registers[place] = run }
  }

  /// Mixes a hash until every bit depends on every other.
  ///
  /// Hashes of neighbouring numbers differ enough for tables, but are spread more evenly than
  /// chance would have it, and chance is what the estimate counts on.
  private static func scattered(_ hash: UInt64) -> UInt64 {
    var mixed = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    mixed = (mixed ^ mixed >> 33) &* 0xc4ce_b9fe_1a85_ec53
    return mixed ^ mixed >> 33
  }

  var estimate: Int {
    let count = Double(registers.count)
    var sum = 0.0
    var emptyCount = 0.0
    for register in registers {
      sum += 1 / Double(UInt64(1) << UInt64(min(register, 63)))
      if register == 0 { emptyCount += 1 }
    }
    let raw = 0.7213 / (1 + 1.079 / count) * count * count / sum
    if raw <= 2.5 * count, emptyCount > 0 { return Int(count * logarithm(count / emptyCount)) }
    return Int(raw)
  }

  /// The natural logarithm of a number from 1 to the number of registers.
  private func logarithm(_ number: Double) -> Double {
    var rest = number
    var halvings = 0.0
    while rest > 1.5 {
      rest /= 2
      halvings += 1
    }
    let ratio = (rest - 1) / (rest + 1)
    var power = ratio
    var sum = 0.0
    var divisor = 1.0
    while divisor < 40 {
      sum += power / divisor
      power *= ratio * ratio
      divisor += 2
    }
    return 2 * sum + halvings * 0.693147180559945309
  }
}
