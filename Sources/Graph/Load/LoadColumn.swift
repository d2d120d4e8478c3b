// A column while it is loaded: values of one kind in the order they were read, row by row. When all
// is read the values go to the pages of the graph's columns.

internal import Text

/// Values of one kind for rows 0, 1, 2, …, some of them absent.
internal struct LoadColumn: Sendable {
  let kind: ColumnKind
  private(set) var count = 0
  private(set) var presence: [UInt64] = []
  // Only the list of the column's own kind is filled.
  private(set) var integers: [Int64] = []
  private(set) var floats: [Double] = []
  private(set) var booleans: [UInt8] = []
  private(set) var references: [StringReference] = []

  init(kind: ColumnKind) { self.kind = kind }

  @inline(__always)
  func isPresent(_ row: Int) -> Bool { presence[row >> 6] & (1 << UInt64(row & 63)) != 0 }

  @inline(__always)
  private mutating func appendPresence(_ isPresent: Bool) {
    if count & 63 == 0 { presence.append(0) }
    if isPresent { presence[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
  }

  mutating func append(integer: Int64) {
    integers.append(integer)
    appendPresence(true)
  }

  mutating func append(float: Double) {
    floats.append(float)
    appendPresence(true)
  }

  mutating func append(boolean: Bool) {
    booleans.append(boolean ? 1 : 0)
    appendPresence(true)
  }

  mutating func append(reference: StringReference) {
    references.append(reference)
    appendPresence(true)
  }

  /// Adds a value of the column's kind; text goes to the arena by a writer.
  mutating func append(_ value: Value, _ writer: inout ArenaWriter) {
    switch (kind, value) {
    case (.integer, .integer(let number)): append(integer: number)
    case (.float, .float(let number)): append(float: number)
    case (.boolean, .boolean(let flag)): append(boolean: flag)
    case (.date, .date(let date)): append(integer: date.daysSinceEpoch)
    case (.string, .string(let text)):
      append(reference: text.withBytes { writer.reference(to: $0) })
    default:
      precondition(kind == .encoded, "a value of another kind than its column")
      var encoded: [UInt8] = []
      value.encode(into: &encoded)
      append(reference: writer.reference(to: encoded.span))
    }
  }

  mutating func appendAbsent() {
    switch kind {
    case .integer, .date: integers.append(0)
    case .float: floats.append(0)
    case .boolean: booleans.append(0)
    case .string, .encoded: references.append(.empty)
    }
    appendPresence(false)
  }

  /// Fills up with absent rows.
  mutating func pad(to rowCount: Int) {
    while count < rowCount { appendAbsent() }
  }

  /// Makes room for so many rows.
  mutating func reserve(_ rowCount: Int) {
    presence.reserveCapacity(rowCount / 64 + 1)
    switch kind {
    case .integer, .date: integers.reserveCapacity(rowCount)
    case .float: floats.reserveCapacity(rowCount)
    case .boolean: booleans.reserveCapacity(rowCount)
    case .string, .encoded: references.reserveCapacity(rowCount)
    }
  }

  /// How many rows have a value.
  var presentCount: Int { presence.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Takes the last rows back.
  mutating func truncate(to rowCount: Int) {
    guard rowCount < count else { return }
    let surplus = count - rowCount
    switch kind {
    case .integer, .date: integers.removeLast(surplus)
    case .float: floats.removeLast(surplus)
    case .boolean: booleans.removeLast(surplus)
    case .string, .encoded: references.removeLast(surplus)
    }
    presence.removeLast(presence.count - (rowCount + 63) / 64)
    if rowCount & 63 != 0 { presence[rowCount >> 6] &= 1 << UInt64(rowCount & 63) - 1 }
    count = rowCount
  }

  /// Only some rows, in their order.
  func selecting(_ rows: [UInt32]) -> LoadColumn {
    var chosen = LoadColumn(kind: kind)
    chosen.reserve(rows.count)
    for row in rows {
      let row = Int(row)
      switch kind {
      case .integer, .date: chosen.integers.append(integers[row])
      case .float: chosen.floats.append(floats[row])
      case .boolean: chosen.booleans.append(booleans[row])
      case .string, .encoded: chosen.references.append(references[row])
      }
      chosen.appendPresence(isPresent(row))
    }
    return chosen
  }

  /// Adds the rows of another column of the same kind.
  mutating func append(contentsOf other: LoadColumn) {
    precondition(other.kind == kind)
    integers.append(contentsOf: other.integers)
    floats.append(contentsOf: other.floats)
    booleans.append(contentsOf: other.booleans)
    references.append(contentsOf: other.references)
    appendPresence(of: other)
  }

  /// Adds the bits of another column word by word; bits behind the last row are zero.
  private mutating func appendPresence(of other: LoadColumn) {
    let shift = UInt64(count & 63)
    count += other.count
    if shift == 0 {
      presence.append(contentsOf: other.presence)
      return
    }
    for word in other.presence {
      presence[presence.count - 1] |= word << shift
      presence.append(word >> (64 - shift))
    }
    presence.removeLast(presence.count - (count + 63) / 64)
  }
}

extension PropertyColumn {
  /// Puts rows of a loaded column at ids that had no value before.
  ///
  /// - Parameter rowAt: which row belongs to the id `first + i`, empty where row i does.
  internal mutating func load(
    _ column: LoadColumn, at first: UInt32, rowAt order: [UInt32], in arena: inout TextArena
  ) {
    var row = 0
    while row < column.count {
      let id = Int(first) + row
      let place = id & (pageSize - 1)
      let runCount = min(column.count - row, pageSize - place)
      loadRun(
        column, rows: row..<row + runCount, page: id >> pageShift, place: place, order: order,
        in: &arena)
      row += runCount
    }
  }

  private mutating func loadRun(
    _ column: LoadColumn, rows: Range<Int>, page number: Int, place: Int, order: [UInt32],
    in arena: inout TextArena
  ) {
    var page: ColumnPage?
    for target in rows {
      let row = order.isEmpty ? target : Int(order[target])
      guard column.isPresent(row) else { continue }
      let targetPlace = place + target - rows.lowerBound
      if page == nil {
        page = writablePage(
          number, place: place + rows.count - 1, for: column.kind, in: &arena)
      }
      guard let page else { continue }
      if page.kind != column.kind {
        // Another file gave this key another type; the page holds encoded values.
        count += page.isPresent(targetPlace) ? 0 : 1
        page.setPresent(targetPlace, true)
        page.store(column.value(at: row, in: arena), at: targetPlace, in: &arena)
        continue
      }
      page.setPresent(targetPlace, true)
      count += 1
      switch column.kind {
      case .integer, .date: page.setValue(column.integers[row], at: targetPlace)
      case .float: page.setValue(column.floats[row], at: targetPlace)
      case .boolean: page.setValue(column.booleans[row], at: targetPlace)
      case .string, .encoded: page.setValue(column.references[row], at: targetPlace)
      }
    }
  }
}

extension LoadColumn {
  /// The value at a row that holds one.
  fileprivate func value(at row: Int, in arena: TextArena) -> Value {
    switch kind {
    case .integer: .integer(integers[row])
    case .float: .float(floats[row])
    case .boolean: .boolean(booleans[row] != 0)
    case .date: CalendarDate(daysSinceEpoch: integers[row]).map(Value.date) ?? .null
    case .string: .string(arena.text(of: references[row]))
    case .encoded:
      arena.withBytes(of: references[row]) { (try? Value(decodingAll: $0)) ?? .null }
    }
  }
}
