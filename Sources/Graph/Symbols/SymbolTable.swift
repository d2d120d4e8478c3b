// Names of labels, types and keys, each with a small number. Names are only ever added, so that a
// number means the same in every version of the graph and in its file.

public import Text

/// What a name names.
public enum SymbolKind: UInt8, Sendable, CaseIterable {
  /// A node label.
  case label = 0
  /// A relationship type.
  case type = 1
  /// A property key.
  case key = 2
}

/// Names with their numbers.
public struct SymbolTable: Sendable {
  /// How many names of one kind there can be.
  public static let countMax = Int(UInt16.max)

  /// The names in the order of their numbers.
  public private(set) var names: [UTF8String] = []
  private var numbers: [UTF8String: UInt16] = [:]

  /// Makes an empty table.
  public init() {}

  /// How many names there are.
  public var count: Int { names.count }

  /// The number of a name, or nil where it is unknown.
  public func number(of name: UTF8String) -> UInt16? { numbers[name] }

  /// The name with a number.
  public subscript(number: UInt16) -> UTF8String {
    Int(number) < names.count ? names[Int(number)] : ""
  }

  /// Adds a name that is not there yet under the next number.
  internal mutating func add(_ name: UTF8String) {
    numbers[name] = UInt16(names.count)
    names.append(name)
  }
}
