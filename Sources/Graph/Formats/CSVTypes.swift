// Finding out the types of columns whose header does not tell: all values are looked at, and the
// narrowest type that fits all of them without loss is taken. `007` and `+49` stay text.

internal import Text

/// The types that all values of a column could have; text is always possible.
internal struct CSVTypeSet: OptionSet, Sendable {
  let rawValue: UInt8

  static let integer = CSVTypeSet(rawValue: 1)
  static let float = CSVTypeSet(rawValue: 2)
  static let boolean = CSVTypeSet(rawValue: 4)
  static let date = CSVTypeSet(rawValue: 8)
  /// No value was seen yet.
  static let unseen = CSVTypeSet(rawValue: 16)
  static let all: CSVTypeSet = [.integer, .float, .boolean, .date, .unseen]

  /// The types that a text can have.
  static func fitting(_ text: Span<UInt8>) -> CSVTypeSet {
    let first = text[0]
    let isNumeric = first == 0x2d || first == 0x2e || (first >= 0x30 && first <= 0x39)
    if !isNumeric {
      if booleanText(text) != nil { return .boolean }
      return isNumberName(text) ? .float : []
    }
    if first == 0x2d, isNumberName(text.extracting(1..<text.count)) { return .float }
    if plainDate(text) != nil { return .date }
    let start = first == 0x2d ? 1 : 0
    let hasLeadingZero =
      text.count > start + 1 && text[start] == 0x30
      && text[start + 1] >= 0x30 && text[start + 1] <= 0x39
    if hasLeadingZero { return [] }
    if let number = parseInt64(text) {
      // Minus zero and what a float cannot hold must not change by being one.
      if number == 0 && start == 1 { return [] }
      return number.magnitude <= 1 << 53 ? [.integer, .float] : .integer
    }
    let isFloat = !isAllDigits(text, from: start) && parseDouble(text)?.isFinite == true
    return isFloat ? .float : []
  }

  /// The types that a field can have which is not empty.
  static func fitting(_ field: CSVField, of bytes: Span<UInt8>, _ plan: CSVPlan) -> CSVTypeSet {
    let isText = field.hasDoubledQuotes || (field.isQuoted && plan.quotesMeanText)
    return isText ? [] : fitting(bytes.extracting(field.range))
  }

  /// Whether a text is what floats are called that have no digits.
  private static func isNumberName(_ text: Span<UInt8>) -> Bool {
    (text.count == 3 || text.count == 8) && parseDouble(text, allowingNames: true) != nil
  }

  private static func isAllDigits(_ text: Span<UInt8>, from start: Int) -> Bool {
    for place in start..<text.count where text[place] &- 0x30 > 9 { return false }
    return true
  }

  /// The type that a column of such values is read as.
  var type: CSVType {
    if contains(.unseen) { return .string }
    if contains(.integer) { return CSVType(name: "integer", scalar: .integer) }
    if contains(.float) { return CSVType(name: "float", scalar: .float) }
    if contains(.boolean) { return CSVType(name: "boolean", scalar: .boolean) }
    if contains(.date) { return CSVType(name: "date", scalar: .date) }
    return .string
  }
}

extension ImportSession {
  /// Finds out the types of all columns that do not tell theirs.
  mutating func inferTypes(of sources: inout [CSVSource]) throws(ImportError) {
    let places = sources.indices.filter { place in
      sources[place].plan.header.columns.contains { $0.isStored && $0.isInferred }
        && sources[place].plan.header.isPlain
    }
    if places.isEmpty { return }
    let chosen = places.map { sources[$0] }
    meter.begin(.inferringTypes, byteCount: Self.byteCount(of: chosen))
    try CSVTypeWork().run(pieces(of: chosen), into: &self)
    for place in places {
      let file = sources[place].plan.file
      let found = foundTypes[file] ?? []
      for (column, types) in zip(sources[place].plan.header.columns.indices, found)
      where sources[place].plan.header.columns[column].isInferred {
        sources[place].plan.header.setType(types.type, ofColumn: column)
      }
      if sources[place].input != nil { sources[place].heldBlocks = heldBlocks[file] ?? [] }
    }
    foundTypes = [:]
    heldBlocks = [:]
  }
}

/// The types that the columns of a block can have.
private struct CSVBlockTypes: Sendable {
  let file: Int
  var types: [CSVTypeSet]
  /// The block, where it cannot be read again.
  let block: CSVBlock?
}

private struct CSVTypeWork: OrderedWork {
  func nextPiece(of source: inout CSVPieces) throws(ImportError) -> CSVPiece? {
    try source.next()
  }

  func makeWorker() {}

  func work(on piece: consuming CSVPiece, by worker: inout Void) -> CSVBlockTypes {
    let plan = piece.source.plan
    let isHeld = piece.source.input != nil
    let columns = plan.header.columns
    var result = CSVBlockTypes(
      file: plan.file, types: Array(repeating: .all, count: columns.count),
      block: isHeld ? piece.block : nil)
    let block = piece.block
    let bytes = block.wholeRecords
    var scanner = CSVScanner(bytes, dialect: plan.dialect, startsFile: false)
    var skipsRecord = piece.startsWithHeader
    var column = 0
    scanning: while true {
      switch scanner.next() {
      case .end: break scanning
      case .fault: (column, skipsRecord) = (0, false)
      case .field(let field):
        if !skipsRecord, column < columns.count, field.end > field.start {
          result.types[column].formIntersection(.fitting(field, of: bytes, plan))
        }
        column += 1
        if field.endsRecord { (column, skipsRecord) = (0, false) }
      }
    }
    return result
  }

  func take(
    _ product: consuming CSVBlockTypes, into session: inout ImportSession
  ) throws(ImportError) {
    let found = product
    let before = session.foundTypes[found.file] ?? found.types
    session.foundTypes[found.file] = zip(before, found.types).map { $0.intersection($1) }
    if let block = found.block { session.heldBlocks[found.file, default: []].append(block) }
  }
}
