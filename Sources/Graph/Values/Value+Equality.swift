// Three ways in which two values can be the same. Equality is Cypher's `=`: three-valued, nothing
// equals null, NaN equals nothing. Equivalence is what DISTINCT and grouping ask: null is null, NaN
// is NaN, 1 is 1.0. Identity is the same type and bits. All walk nested values and rely on the
// nesting limit; numbers are compared exactly, never by rounding an integer to a float.

import Text

extension Value {
  /// Whether the values are equal as `=` has it; nil where that is unknown.
  public func isEqual(to other: Value) -> Bool? {
    switch (self, other) {
    case (.null, _), (_, .null): return nil
    case (.list(let left), .list(let right)):
      guard left.count == right.count else { return false }
      return Value.allEqual(left.count) { left[$0].isEqual(to: right[$0]) }
    case (.map(let left), .map(let right)):
      guard left.hasSameKeys(as: right) else { return false }
      return Value.allEqual(left.entries.count) {
        left.entries[$0].value.isEqual(to: right.entries[$0].value)
      }
    case (.float(let left), .float(let right)): return left == right
    default: return isScalarEquivalent(to: other)
    }
  }

  /// False as soon as one pair is unequal, else nil if one is unknown, else true.
  private static func allEqual(_ count: Int, _ pair: (Int) -> Bool?) -> Bool? {
    var result: Bool? = true
    for place in 0..<count {
      switch pair(place) {
      case .some(true): break
      case .some(false): return false
      case .none: result = nil
      }
    }
    return result
  }

  /// Whether the values fall into one group, as DISTINCT and grouping have it.
  public func isEquivalent(to other: Value) -> Bool {
    switch (self, other) {
    case (.list(let left), .list(let right)):
      return left.count == right.count
        && left.indices.allSatisfy { left[$0].isEquivalent(to: right[$0]) }
    case (.map(let left), .map(let right)):
      return left.hasSameKeys(as: right)
        && left.entries.indices.allSatisfy {
          left.entries[$0].value.isEquivalent(to: right.entries[$0].value)
        }
    default: return isScalarEquivalent(to: other)
    }
  }

  private func isScalarEquivalent(to other: Value) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.boolean(let left), .boolean(let right)): left == right
    case (.integer(let left), .integer(let right)): left == right
    case (.float(let left), .float(let right)): left == right || left.isNaN && right.isNaN
    case (.integer(let integer), .float(let float)), (.float(let float), .integer(let integer)):
      Int64(exactly: float) == integer
    case (.string(let left), .string(let right)): left == right
    case (.node(let left), .node(let right)): left == right
    case (.relationship(let left), .relationship(let right)): left == right
    case (.path(let left), .path(let right)): left == right
    case (.date(let left), .date(let right)): left == right
    case (.time(let left), .time(let right)): left == right
    case (.localTime(let left), .localTime(let right)): left == right
    case (.dateTime(let left), .dateTime(let right)): left == right
    case (.localDateTime(let left), .localDateTime(let right)): left == right
    case (.duration(let left), .duration(let right)): left == right
    case (.point(let left), .point(let right)): left == right
    default: false
    }
  }

  /// Whether both are of one type and have the same bits all through.
  public func isIdentical(to other: Value) -> Bool {
    switch (self, other) {
    case (.float(let left), .float(let right)): return left.bitPattern == right.bitPattern
    case (.integer, .float), (.float, .integer): return false
    case (.list(let left), .list(let right)):
      return left.count == right.count
        && left.indices.allSatisfy { left[$0].isIdentical(to: right[$0]) }
    case (.map(let left), .map(let right)):
      return left.hasSameKeys(as: right)
        && left.entries.indices.allSatisfy {
          left.entries[$0].value.isIdentical(to: right.entries[$0].value)
        }
    default: return isScalarEquivalent(to: other)
    }
  }

  /// Whether the value is the float that is not a number.
  public var isNaN: Bool {
    if case .float(let number) = self { number.isNaN } else { false }
  }
}

extension ValueMap {
  fileprivate func hasSameKeys(as other: ValueMap) -> Bool {
    entries.count == other.entries.count
      && entries.indices.allSatisfy { entries[$0].key == other.entries[$0].key }
  }
}

/// A value as grouping, DISTINCT and hash indexes see it: equal where values are equivalent.
public struct GroupingKey: Hashable, Sendable {
  /// The value itself.
  public let value: Value

  /// Wraps a value.
  public init(_ value: Value) { self.value = value }

  /// Whether the values are equivalent.
  public static func == (left: Self, right: Self) -> Bool {
    left.value.isEquivalent(to: right.value)
  }

  /// Hashes what equivalent values have in common.
  public func hash(into hasher: inout Hasher) { hasher.combine(value.stableHash) }
}
