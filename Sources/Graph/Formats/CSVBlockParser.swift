// Parses one block of whole CSV records into columns: the inner loop of importing. Runs on every
// thread at once and looks ids of relationships up in tables that nobody changes meanwhile. A bad
// row leaves nothing behind in the columns.

internal import Text

/// One thread's parser.
internal struct CSVBlockParser {
  private var values: CSVValueReader
  /// The fields of the current record, as many as the header has columns at most.
  private var fields: [CSVField] = []
  /// The offset behind the current record, without its line end.
  private var recordEnd = 0
  private var scratch: [UInt8] = []
  /// The nodes that relationships may join, by id space.
  private let tables: [IdentifierTable]
  private let spaceNames: [String]
  /// How many bytes a row had in the block before.
  private var byteCountPerRow = 64

  init(arena: SharedArena, spaces: IdentifierSpaces) {
    values = CSVValueReader(arena)
    tables = spaces.tables
    spaceNames = spaces.names
  }

  /// What stands where the next record should.
  private enum Record {
    case fields(count: Int)
    case fault
    case end
  }

  mutating func parse(_ piece: consuming CSVPiece) -> CSVRows {
    let plan = piece.source.plan
    var block = piece.block
    let startsWithHeader = piece.startsWithHeader
    var hasInvalidText = firstInvalidUTF8(in: block.bytes.span) != nil
    if hasInvalidText, plan.replacesInvalidUTF8 {
      block = block.repaired
      hasInvalidText = false
    }
    var rows = CSVRows(source: piece.source, block: block)
    rows.reserve(byteCountPerRow: byteCountPerRow)
    let width = plan.header.columns.count
    let bytes = block.wholeRecords
    var scanner = CSVScanner(bytes, dialect: plan.dialect, startsFile: false)
    if startsWithHeader { _ = readRecord(&scanner, bytes, width: width, &rows) }
    records: while true {
      switch readRecord(&scanner, bytes, width: width, &rows) {
      case .end: break records
      case .fault: continue
      case .fields(let count):
        let range = scanner.recordStart..<recordEnd
        if count != width {
          rows.refuse(range, .wrongFieldCount(expected: width, found: count))
        } else if hasInvalidText, let column = firstInvalidColumn(bytes) {
          rows.refuse(range, column: column, .invalidUTF8)
        } else if plan.header.isRelationships {
          readRelationship(bytes, range, plan, &rows)
        } else {
          readNode(bytes, range, plan, &rows)
        }
      }
    }
    if let start = block.tooLongRecord { rows.refuseTooLongRecord(at: start) }
    if plan.header.isRelationships, !plan.makesNodes { findNodes(plan, &rows) }
    byteCountPerRow = bytes.count / max(rows.count, 1)
    return rows
  }

  @inline(__always)
  private mutating func readRecord(
    _ scanner: inout CSVScanner, _ bytes: Span<UInt8>, width: Int, _ rows: inout CSVRows
  ) -> Record {
    fields.removeAll(keepingCapacity: true)
    var count = 0
    while true {
      switch scanner.next() {
      case .field(let field):
        if count < width { fields.append(field) }
        count &+= 1
        if field.endsRecord {
          recordEnd = field.end &+ (field.isQuoted ? 1 : 0)
          return .fields(count: count)
        }
      case .fault(let fault):
        rows.refuse(fault, column: min(count, width - 1), bytes)
        return .fault
      case .end: return .end
      }
    }
  }

  private func firstInvalidColumn(_ bytes: Span<UInt8>) -> Int? {
    for (column, field) in fields.enumerated()
    where firstInvalidUTF8(in: bytes.extracting(field.range)) != nil { return column }
    return nil
  }

  // MARK: Properties

  /// Reads the properties of the current record; false where one is bad, and then none is kept.
  @inline(__always)
  private mutating func readProperties(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ plan: CSVPlan, _ rows: inout CSVRows
  ) -> Bool {
    for slot in plan.storedColumns.indices {
      let column = plan.storedColumns[slot]
      let field = fields[column]
      if field.end &- field.start > plan.fieldByteLimit {
        rows.undo(range, column: column, .fieldTooLong(limit: plan.fieldByteLimit))
        return false
      }
      let isRead = values.read(
        field, of: bytes, as: plan.header.columns[column].type, plan, into: &rows.columns[slot])
      if !isRead {
        let type = plan.header.columns[column].type.name
        rows.undo(range, column: column, .unreadableValue(type: type))
        return false
      }
    }
    return true
  }

  // MARK: Nodes

  @inline(__always)
  private mutating func readNode(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ plan: CSVPlan, _ rows: inout CSVRows
  ) {
    if let column = plan.idColumn, fields[column].range.isEmpty {
      return rows.refuse(range, column: column, .missingID)
    }
    guard readProperties(bytes, range, plan, &rows) else { return }
    if let column = plan.idColumn { readID(column, bytes, plan, into: &rows.identifiers) }
    readName(bytes, plan, &rows)
    rows.places.append(UInt32(range.lowerBound)..<UInt32(range.upperBound))
    rows.count &+= 1
  }

  @inline(__always)
  private mutating func readID(
    _ column: Int, _ bytes: Span<UInt8>, _ plan: CSVPlan, into identifiers: inout RowIdentifiers
  ) {
    let field = fields[column]
    if field.hasDoubledQuotes {
      scratch.removeAll(keepingCapacity: true)
      field.appendUnescaped(from: bytes, dialect: plan.dialect, to: &scratch)
      identifiers.append(scratch.span)
    } else {
      identifiers.append(bytes.extracting(field.range))
    }
  }

  /// Reads the labels of a node or the type of a relationship.
  @inline(__always)
  private mutating func readName(_ bytes: Span<UInt8>, _ plan: CSVPlan, _ rows: inout CSVRows) {
    guard let column = plan.nameColumn else { return }
    let field = fields[column]
    guard field.hasDoubledQuotes else { return rows.names.append(field.range, of: bytes) }
    scratch.removeAll(keepingCapacity: true)
    field.appendUnescaped(from: bytes, dialect: plan.dialect, to: &scratch)
    rows.names.append(unescaped: scratch.span)
  }

  // MARK: Relationships

  @inline(__always)
  private mutating func readRelationship(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ plan: CSVPlan, _ rows: inout CSVRows
  ) {
    if fields[plan.startColumn].range.isEmpty {
      return rows.refuse(range, column: plan.startColumn, .missingEnd)
    }
    if fields[plan.endColumn].range.isEmpty {
      return rows.refuse(range, column: plan.endColumn, .missingEnd)
    }
    if plan.type == nil, let column = plan.nameColumn, fields[column].range.isEmpty {
      return rows.refuse(range, column: column, .missingType)
    }
    guard readProperties(bytes, range, plan, &rows) else { return }
    readID(plan.startColumn, bytes, plan, into: &rows.identifiers)
    readID(plan.endColumn, bytes, plan, into: &rows.endIdentifiers)
    if plan.makesNodes { noteEndTypes(bytes, plan, &rows) }
    readName(bytes, plan, &rows)
    rows.places.append(UInt32(range.lowerBound)..<UInt32(range.upperBound))
    rows.count &+= 1
  }

  private func noteEndTypes(_ bytes: Span<UInt8>, _ plan: CSVPlan, _ rows: inout CSVRows) {
    if rows.endTypes.isEmpty { return }
    rows.endTypes.formIntersection(.fitting(fields[plan.startColumn], of: bytes, plan))
    rows.endTypes.formIntersection(.fitting(fields[plan.endColumn], of: bytes, plan))
  }

  /// Finds the nodes that the relationships join; rows that name others are taken out.
  private func findNodes(_ plan: CSVPlan, _ rows: inout CSVRows) {
    let startSpace = plan.spaces[plan.startColumn]
    let endSpace = plan.spaces[plan.endColumn]
    let starts = rows.identifiers.nodes(in: tables[startSpace])
    let ends = rows.endIdentifiers.nodes(in: tables[endSpace])
    rows.starts = starts
    rows.ends = ends
    let missing = RowIdentifiers.missing
    var bad: [UInt32] = []
    for row in 0..<rows.count where starts[row] == missing || ends[row] == missing {
      bad.append(UInt32(row))
    }
    if bad.isEmpty { return }
    let (startIDs, endIDs) = (rows.identifiers, rows.endIdentifiers)
    rows.remove(bad) { row in
      if starts[row] == missing {
        let id = startIDs.description(row: row)
        return (plan.startColumn, .unknownNode(id: id, space: spaceNames[startSpace]))
      }
      let id = endIDs.description(row: row)
      return (plan.endColumn, .unknownNode(id: id, space: spaceNames[endSpace]))
    }
  }
}

extension CSVRows {
  /// Notes a bad row.
  mutating func refuse(_ range: Range<Int>, column: Int? = nil, _ reason: RejectReason) {
    bad.append(
      CSVBadRow(start: range.lowerBound, end: range.upperBound, column: column, reason: reason))
  }

  /// Takes back what the row has put into columns, and notes it.
  @inline(never)
  fileprivate mutating func undo(_ range: Range<Int>, column: Int, _ reason: RejectReason) {
    for place in columns.indices { columns[place].truncate(to: count) }
    refuse(range, column: column, reason)
  }

  /// Notes a record that is longer than the limit, of which the block has only the beginning.
  @inline(never)
  fileprivate mutating func refuseTooLongRecord(at start: Int) {
    let plan = source.plan
    let block = block
    var end = block.bytes.count
    while end > start, block.bytes[end - 1] == 0x0a || block.bytes[end - 1] == 0x0d { end -= 1 }
    // The last field that opens is the one that does not come to its end.
    let bytes = block.bytes.span.extracting(start..<end)
    var scanner = CSVScanner(bytes, dialect: plan.dialect, startsFile: false)
    var column = 0
    while case .field(let field) = scanner.next(), !field.endsRecord { column += 1 }
    refuse(
      start..<end, column: min(column, plan.header.columns.count - 1),
      .recordTooLong(limit: plan.recordByteLimit))
  }

  /// Notes a record that is no CSV; it costs one line.
  @inline(never)
  fileprivate mutating func refuse(_ fault: CSVFault, column: Int, _ bytes: Span<UInt8>) {
    var end = max(fault.offset, fault.recordStart)
    while end < bytes.count, bytes[end] != 0x0a, bytes[end] != 0x0d { end += 1 }
    let reason: RejectReason
    switch fault.reason {
    case .textAfterQuote: reason = .textAfterQuote
    case .unterminatedQuote: reason = .unterminatedQuote
    }
    refuse(fault.recordStart..<end, column: max(column, 0), reason)
  }
}

extension CSVBlock {
  /// The records that are to be scanned.
  var wholeRecords: Span<UInt8> {
    @_lifetime(borrow self)
    get { bytes.span.extracting(0..<(tooLongRecord ?? bytes.count)) }
  }

  /// The block with U+FFFD for what is not UTF-8.
  fileprivate var repaired: CSVBlock {
    var block = self
    block.bytes = repairUTF8(wholeRecords).bytes
    if let start = tooLongRecord {
      block.tooLongRecord = block.bytes.count
      block.bytes += repairUTF8(bytes.span.extracting(start..<bytes.count)).bytes
    }
    return block
  }
}
