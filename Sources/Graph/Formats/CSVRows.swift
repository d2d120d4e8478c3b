// The rows of one block after parsing: ids or ends, labels or types, and columns of properties;
// and the rows that were bad, by their place in the block.

internal import Text

/// A row that is not taken, by its place in a block.
internal struct CSVBadRow: Sendable {
  let start: Int
  let end: Int
  let column: Int?
  let reason: RejectReason
}

/// Names of consecutive rows, each different one kept once.
internal struct NameRuns: Sendable {
  /// Some rows of the same name.
  struct Run: Sendable {
    let name: Int
    var count: Int
  }

  private(set) var names: [UTF8String] = []
  private(set) var runs: [Run] = []
  private var table = TextTable()
  private var last = 0..<0

  /// Adds the name of the next row, which stands at a range of the block.
  @inline(__always)
  mutating func append(_ range: Range<Int>, of bytes: Span<UInt8>) {
    if !runs.isEmpty, !last.isEmpty, range.count == last.count, isLast(range, bytes) {
      runs[runs.count - 1].count += 1
      return
    }
    last = range
    append(other: bytes.extracting(range))
  }

  @inline(__always)
  private func isLast(_ range: Range<Int>, _ bytes: Span<UInt8>) -> Bool {
    for offset in 0..<range.count
    where bytes[range.lowerBound + offset] != bytes[last.lowerBound + offset] { return false }
    return true
  }

  /// Adds the name of the next row, which does not stand in the block as it is.
  @inline(never)
  mutating func append(unescaped text: Span<UInt8>) {
    last = 0..<0
    append(other: text)
  }

  @inline(never)
  private mutating func append(other text: Span<UInt8>) {
    let hash = TextTable.hash(of: text)
    let name: Int
    if let known = table.find(text, hash: hash) {
      name = Int(known)
    } else {
      name = names.count
      _ = table.insert(text, hash: hash, value: UInt32(name))
      names.append(UTF8String(repairing: text))
    }
    if runs.last?.name == name {
      runs[runs.count - 1].count += 1
    } else {
      runs.append(Run(name: name, count: 1))
    }
  }

  /// Takes rows out; `rows` are ascending.
  mutating func remove(rows: [UInt32]) {
    var remaining = rows[...]
    var first = 0
    for place in runs.indices {
      let end = first + runs[place].count
      while let row = remaining.first, Int(row) < end {
        runs[place].count -= 1
        remaining.removeFirst()
      }
      first = end
    }
  }
}

/// What one block holds.
internal struct CSVRows: Sendable {
  let source: CSVSource
  /// Kept to show the rows that are bad.
  let block: CSVBlock
  var count = 0
  var columns: [LoadColumn]
  /// Labels of nodes or types of relationships.
  var names = NameRuns()
  /// The ids of nodes, or of the starts of relationships.
  var identifiers = RowIdentifiers()
  /// The ids of the ends of relationships.
  var endIdentifiers = RowIdentifiers()
  /// The nodes that relationships join.
  var starts: [UInt32] = []
  var ends: [UInt32] = []
  /// The types that the ids of ends can have, where nodes are made of them.
  var endTypes = CSVTypeSet.all
  /// Where the rows stand in the block.
  var places: [Range<UInt32>] = []
  var bad: [CSVBadRow] = []

  init(source: CSVSource, block: CSVBlock) {
    self.source = source
    self.block = block
    let plan = source.plan
    columns = plan.storedColumns.map { LoadColumn(kind: plan.header.columns[$0].type.kind) }
  }

  /// Makes room for about as many rows as a block of these bytes and columns holds.
  mutating func reserve(byteCountPerRow: Int) {
    let rowCount = block.bytes.count / max(byteCountPerRow, 8) + 64
    for place in columns.indices { columns[place].reserve(rowCount) }
    identifiers.reserve(rowCount)
    if source.plan.header.isRelationships { endIdentifiers.reserve(rowCount) }
    places.reserveCapacity(rowCount)
  }

  /// Takes rows out that turned out to be bad; `rows` are ascending.
  mutating func remove(_ rows: [UInt32], because reason: (Int) -> (column: Int, RejectReason)) {
    if rows.isEmpty { return }
    var kept: [UInt32] = []
    var remaining = rows[...]
    for row in 0..<UInt32(count) {
      guard remaining.first == row else {
        kept.append(row)
        continue
      }
      remaining.removeFirst()
      let place = places[Int(row)]
      let (column, reason) = reason(Int(row))
      refuse(Int(place.lowerBound)..<Int(place.upperBound), column: column, reason)
    }
    columns = columns.map { $0.selecting(kept) }
    names.remove(rows: rows)
    if source.plan.header.isRelationships {
      starts = kept.map { starts[Int($0)] }
      ends = kept.map { ends[Int($0)] }
    }
    count = kept.count
  }

  /// The values that rows have.
  var propertyCount: Int { columns.reduce(0) { $0 + $1.presentCount } }

  /// Tells the session about the bad rows, in the order of the file.
  func tellBadRows(_ session: inout ImportSession) throws(ImportError) {
    if bad.isEmpty { return }
    var line = block.firstLine
    var examined = 0
    for row in bad.sorted(by: { $0.start < $1.start }) {
      line += countLineEnds(in: block.bytes.span.extracting(examined..<row.start), before: .max)
      examined = row.start
      let plan = source.plan
      try session.reject(
        RejectedRow(
          path: plan.path, line: line, column: row.column.map { $0 + 1 },
          columnName: row.column.map { plan.header.columns[$0].title }, reason: row.reason,
          row: Array(block.bytes[row.start..<row.end])), file: plan.file)
    }
  }
}
