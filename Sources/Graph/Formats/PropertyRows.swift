// Reading the properties of one node or relationship after the other from columns: only the columns
// that have a page for the neighbourhood are looked at, and common kinds of values come out without
// becoming a Value. Made for exports; queries read whole pages instead.

internal import Text

/// A value as it is stored.
internal enum PropertyCell {
  case integer(Int64)
  case float(Double)
  case boolean(Bool)
  case string(StringReference)
  /// Anything else.
  case value(Value)
}

/// Several columns, read row by row; moving to near ids is cheap.
internal struct PropertyRows {
  private let columns: [PropertyColumn]
  let arena: TextArena
  private var pageNumber = -1
  private var pages: [Page] = []

  private struct Page {
    let column: Int
    let page: ColumnPage
  }

  init(_ columns: [PropertyColumn], arena: TextArena) {
    self.columns = columns
    self.arena = arena
  }

  /// Calls a function for each property that an id has, with the column's number, in order.
  @inline(__always)
  mutating func forEach(of id: UInt32, _ body: (Int, PropertyCell) -> Void) {
    move(to: Int(id) >> pageShift)
    let place = Int(id) & (pageSize - 1)
    for number in pages.indices where pages[number].page.isPresent(place) {
      body(pages[number].column, cell(pages[number].page, place))
    }
  }

  /// Calls a function for every column; nil where the id has no value.
  @inline(__always)
  mutating func forEachColumn(of id: UInt32, _ body: (Int, PropertyCell?) -> Void) {
    var next = 0
    forEach(of: id) { column, cell in
      while next < column {
        body(next, nil)
        next += 1
      }
      body(column, cell)
      next += 1
    }
    while next < columns.count {
      body(next, nil)
      next += 1
    }
  }

  private mutating func move(to number: Int) {
    if number == pageNumber { return }
    pageNumber = number
    pages.removeAll(keepingCapacity: true)
    for (place, column) in columns.enumerated() where number < column.pages.count {
      if let page = column.pages[number] { pages.append(Page(column: place, page: page)) }
    }
  }

  @inline(__always)
  private func cell(_ page: ColumnPage, _ place: Int) -> PropertyCell {
    switch page.kind {
    case .integer: .integer(page.values(as: Int64.self)[place])
    case .float: .float(page.values(as: Double.self)[place])
    case .boolean: .boolean(page.values(as: UInt8.self)[place] != 0)
    case .string: .string(page.values(as: StringReference.self)[place])
    case .date, .encoded: PropertyCell(page.value(at: place, in: arena))
    }
  }
}

extension PropertyCell {
  /// Unwraps what has a case of its own; strings stay values, their bytes are not in the arena.
  fileprivate init(_ value: Value) {
    self =
      switch value {
      case .integer(let number): .integer(number)
      case .float(let number): .float(number)
      case .boolean(let flag): .boolean(flag)
      default: .value(value)
      }
  }

  /// The value.
  func value(in arena: TextArena) -> Value {
    switch self {
    case .integer(let number): .integer(number)
    case .float(let number): .float(number)
    case .boolean(let flag): .boolean(flag)
    case .string(let reference): .string(arena.text(of: reference))
    case .value(let value): value
    }
  }
}
