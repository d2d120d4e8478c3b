// Properties for many ids at once: from the pages of a column into one typed column, as long as all
// pages that are touched are of one kind.

internal import Graph
internal import Text

/// The values of a property for some nodes or relationships; `nullID` gives null.
func gathered(_ ids: [UInt32], from column: PropertyColumn, _ arena: TextArena) -> Column {
  guard let kind = commonKind(of: ids, in: column) else {
    return .values(
      ids.map { $0 == Column.nullID ? .null : column.value(at: $0, in: arena) ?? .null })
  }
  switch kind {
  case .integer:
    let (numbers, nulls) = gather(ids, column, absent: Int64(0)) { page, place in
      page.integers[place]
    }
    return .integers(numbers, nulls)
  case .date:
    let (days, nulls) = gather(ids, column, absent: Int64(0)) { page, place in
      page.integers[place]
    }
    return .dates(days, nulls)
  case .float:
    let (numbers, nulls) = gather(ids, column, absent: 0.0) { page, place in page.floats[place] }
    return .floats(numbers, nulls)
  case .boolean:
    let (truths, nulls) = gather(ids, column, absent: Column.nullTruth) { page, place in
      page.booleans[place]
    }
    _ = nulls
    return .truths(truths)
  case .string:
    let (references, nulls) = gather(ids, column, absent: StringReference.empty) { page, place in
      page.references[place]
    }
    return .texts(references, arena, nulls)
  case .encoded:
    return .values(
      ids.map { $0 == Column.nullID ? .null : column.value(at: $0, in: arena) ?? .null })
  }
}

/// The kind of all pages that some ids lie in; nil where they differ or there is none.
private func commonKind(of ids: [UInt32], in column: PropertyColumn) -> ColumnKind? {
  var common: ColumnKind?
  var last = -1
  let shift = PropertyColumn.idsPerPage.trailingZeroBitCount
  for id in ids where id != Column.nullID {
    let number = Int(id) >> shift
    if number == last { continue }
    last = number
    guard let kind = column.page(number)?.kind else { continue }
    if let common, common != kind { return nil }
    common = kind
  }
  return common
}

@inline(__always)
private func gather<Element>(
  _ ids: [UInt32], _ column: PropertyColumn, absent: Element,
  _ read: (borrowing ColumnPageView, Int) -> Element
) -> ([Element], Nulls) {
  var elements: [Element] = []
  elements.reserveCapacity(ids.count)
  var nulls: Nulls = []
  func noteNull(_ row: Int) {
    if nulls.isEmpty { nulls = Nulls(repeating: false, count: ids.count) }
    nulls[row] = true
  }
  let shift = PropertyColumn.idsPerPage.trailingZeroBitCount
  let mask = PropertyColumn.idsPerPage - 1
  var row = 0
  while row < ids.count {
    let number = Int(ids[row]) >> shift
    guard ids[row] != Column.nullID, let page = column.page(number) else {
      noteNull(row)
      elements.append(absent)
      row += 1
      continue
    }
    let presence = page.presence
    // Neighbouring ids mostly lie in one page.
    while row < ids.count, ids[row] != Column.nullID, Int(ids[row]) >> shift == number {
      let place = Int(ids[row]) & mask
      if presence[place >> 6] & (1 << UInt64(place & 63)) != 0 {
        elements.append(read(page, place))
      } else {
        noteNull(row)
        elements.append(absent)
      }
      row += 1
    }
  }
  return (elements, nulls)
}
