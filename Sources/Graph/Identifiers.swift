// Small integer names for what a graph holds. Own types, so that a node is never taken for a
// relationship; 32 and 16 bits, so that columns of them stay small.

/// Names a node for as long as it lives; never given to another node.
public struct NodeID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The number that columns and bitmaps are indexed by.
  public let rawValue: UInt32

  /// Makes the id with this number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Orders by number.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Names a relationship for as long as it lives; never given to another relationship.
public struct RelationshipID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The number that columns and bitmaps are indexed by.
  public let rawValue: UInt32

  /// Makes the id with this number.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Orders by number.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Names a node label.
public struct LabelID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The place in the table of labels.
  public let rawValue: UInt16

  /// Makes the id with this number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Orders by number.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Names a relationship type.
public struct TypeID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The place in the table of types.
  public let rawValue: UInt16

  /// Makes the id with this number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Orders by number.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// Names a property key.
public struct KeyID: RawRepresentable, Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The place in the table of keys.
  public let rawValue: UInt16

  /// Makes the id with this number.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Orders by number.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
