// What the values under one key have in common, for formats that declare a type per column: a
// scalar type, lists of one, or neither, in which case each value is written as JSON.

internal import Text

/// A type that one cell of text can hold without more.
internal enum ScalarType: Equatable, Sendable {
  case boolean, integer, float, string
  /// A temporal type, or points.
  case text(TextType)

  init?(of value: Value) {
    switch value {
    case .boolean: self = .boolean
    case .integer: self = .integer
    case .float: self = .float
    case .string: self = .string
    default:
      guard let type = TextType(of: value) else { return nil }
      self = .text(type)
    }
  }

  /// The name in the headers of Neo4j's CSV files.
  var name: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "long"
    case .float: "double"
    case .string: "string"
    case .text(let type): type.rawValue
    }
  }
}

/// The type of a column.
internal enum CellType: Equatable, Sendable {
  case scalar(ScalarType)
  /// Lists of values of one type; nil while only empty lists were seen.
  case list(ScalarType?)
  /// Anything, in JSON.
  case json

  init(of cell: PropertyCell) {
    switch cell {
    case .integer: self = .scalar(.integer)
    case .float: self = .scalar(.float)
    case .boolean: self = .scalar(.boolean)
    case .string: self = .scalar(.string)
    case .value(.list(let items)): self = CellType.ofList(items)
    case .value(let value): self = ScalarType(of: value).map(CellType.scalar) ?? .json
    }
  }

  private static func ofList(_ items: [Value]) -> CellType {
    guard let first = items.first else { return .list(nil) }
    guard let type = ScalarType(of: first), items.allSatisfy({ ScalarType(of: $0) == type }) else {
      return .json
    }
    return .list(type)
  }

  /// The type that holds the values of two types.
  func joined(with other: CellType) -> CellType {
    switch (self, other) {
    case (.list(nil), .list), (.list, .list(nil)): self == .list(nil) ? other : self
    default: self == other ? self : .json
    }
  }
}

/// Finds the types of several columns from their values.
internal struct CellTypes: Sendable {
  private(set) var types: [CellType?]
  /// What makes CSV unable to hold a list: the items' own delimiter, or nothing to tell lists by.
  private let arrayDelimiter: UInt8?

  /// Looks only at types, or with a delimiter also at whether lists can be cut apart again.
  init(columnCount: Int, arrayDelimiter: UInt8? = nil) {
    types = Array(repeating: nil, count: columnCount)
    self.arrayDelimiter = arrayDelimiter
  }

  /// Takes a value into account.
  mutating func note(_ cell: PropertyCell, column: Int) {
    let known = types[column]
    if known == .json { return }
    var type = CellType(of: cell)
    if case .list = type, let arrayDelimiter, case .value(.list(let items)) = cell,
      !CellTypes.canBeCutApart(items, arrayDelimiter)
    {
      type = .json
    }
    if known == type { return }
    types[column] = known.map { $0.joined(with: type) } ?? type
  }

  private static func canBeCutApart(_ items: [Value], _ delimiter: UInt8) -> Bool {
    !items.isEmpty
      && items.allSatisfy { item in
        guard case .string(let text) = item else { return true }
        let bytes = text.string.utf8
        guard let first = bytes.first, let last = bytes.last else { return false }
        // Importers may trim the items.
        return first > 0x20 && last > 0x20 && !bytes.contains(delimiter)
      }
  }

  /// Takes the columns of another into account.
  mutating func merge(_ other: CellTypes) {
    for column in types.indices {
      guard let theirs = other.types[column] else { continue }
      types[column] = types[column].map { $0.joined(with: theirs) } ?? theirs
    }
  }
}

extension CellTypes {
  /// The types of columns over some ids, found on all cores.
  init(
    of ids: [UInt32], columnCount: Int, arrayDelimiter: UInt8?,
    rows: @escaping @Sendable () -> PropertyRows
  ) {
    self.init(columnCount: columnCount, arrayDelimiter: arrayDelimiter)
    let empty = self
    let pieceCount = (ids.count + 65_535) / 65_536
    let pieces = inParallel(pieceCount) { number in
      var found = empty
      var rows = rows()
      for place in number << 16..<min((number + 1) << 16, ids.count) {
        rows.forEach(of: ids[place]) { column, cell in found.note(cell, column: column) }
      }
      return found
    }
    for piece in pieces { merge(piece) }
  }
}
