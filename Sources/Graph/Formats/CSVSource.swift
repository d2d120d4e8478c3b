// A CSV file before its rows are read: its header, and then blocks of whole records one after the
// other. What cannot be opened twice (a pipe) is held open between looking at it and reading it.

internal import Text

/// How the rows of one file are read.
internal struct CSVPlan: Sendable {
  var header: CSVHeader
  let dialect: CSVDialect
  let arrayDelimiter: UInt8
  let fieldByteLimit: Int
  let recordByteLimit: Int
  let replacesInvalidUTF8: Bool
  /// Whether a field in quotes is text whatever it looks like; where the header itself is in quotes
  /// so is everything, and quotes say nothing.
  let quotesMeanText: Bool
  /// The number of the file among those of the import.
  let file: Int
  let path: String
  /// The columns that become properties, and their keys.
  var storedColumns: [Int] = []
  var keys: [KeyID] = []
  /// By column, the id space where it holds ids.
  var spaces: [Int] = []
  var idColumn: Int?
  /// The column of labels or of the type.
  var nameColumn: Int?
  var startColumn = 0
  var endColumn = 0
  var labels: [UTF8String] = []
  var type: UTF8String?
  /// Whether the ends of relationships become nodes, because no file lists nodes.
  var makesNodes = false
}

/// A CSV file that was looked at.
internal struct CSVSource: Sendable {
  var plan: CSVPlan
  /// Whether the file's first record is its header.
  let holdsHeader: Bool
  let byteCount: Int?
  /// The open file, where it can only be read once.
  let input: InputFile?
  /// The blocks of such a file, where they had to be read for the types of its columns.
  var heldBlocks: [CSVBlock]?
}

/// Some whole records of one file.
internal struct CSVPiece: Sendable {
  var block: CSVBlock
  let source: CSVSource
  /// Whether the first record is the header.
  let startsWithHeader: Bool
}

/// Blocks of several files, one after the other.
internal struct CSVPieces: Sendable {
  private let sources: [CSVSource]
  private let blockByteCount: Int
  private let meter: ImportMeter
  private var place = 0
  private var heldPlace = 0
  private var input: InputFile?
  private var blocks = CSVBlocks()
  private var isFirst = true
  private var isAtEnd = false

  init(_ sources: [CSVSource], blockByteCount: Int, meter: ImportMeter) {
    self.sources = sources
    self.blockByteCount = blockByteCount
    self.meter = meter
  }

  mutating func next() throws(ImportError) -> CSVPiece? {
    while place < sources.count {
      if let block = try nextBlock(of: sources[place]) {
        defer { isFirst = false }
        return CSVPiece(
          block: block, source: sources[place],
          startsWithHeader: isFirst && sources[place].holdsHeader)
      }
      place += 1
      heldPlace = 0
      isFirst = true
      isAtEnd = false
    }
    return nil
  }

  private mutating func nextBlock(of source: CSVSource) throws(ImportError) -> CSVBlock? {
    if let held = source.heldBlocks {
      guard heldPlace < held.count else { return nil }
      defer { heldPlace += 1 }
      meter.addBytes(held[heldPlace].bytes.count)
      return held[heldPlace]
    }
    if isAtEnd { return nil }
    if input == nil {
      if let held = source.input { input = held } else { input = try InputFile(source.plan.path) }
      blocks = CSVBlocks(
        dialect: source.plan.dialect, maxRecordBytes: source.plan.recordByteLimit)
    }
    while let input {
      let bytes = try input.read(upTo: blockByteCount)
      meter.addBytes(bytes.count)
      if bytes.isEmpty {
        self.input = nil
        isAtEnd = true
        return blocks.finish()
      }
      if let block = blocks.add(bytes.span) { return block }
    }
    return nil
  }
}

// MARK: - Looking at a file

extension ImportSession {
  private static var headerByteLimit: Int { 1 << 20 }

  /// Reads the header of a CSV file and plans how to read its rows.
  mutating func examineCSV(
    _ file: ImportFile, number: Int, input: InputFile
  ) throws(ImportError) -> CSVSource {
    var headerInput = input
    if let path = file.headerPath {
      headerInput = try InputFile(path)
      try headerInput.checkIsText()
    }
    let bytes = try headerInput.peek(Self.headerByteLimit)
    let dialect = try dialect(of: headerInput.path, beginning: bytes)
    let (titles, line, isQuoted) = try Self.titles(bytes, dialect, path: headerInput.path)
    let header: CSVHeader
    do {
      header = try CSVHeader(
        titles: titles, hasType: file.type != nil, keepsPlainIDs: options.keepsPlainIDs)
    } catch {
      throw .badHeader(
        path: headerInput.path, line: line, column: error.column.map { $0 + 1 },
        problem: error.problem)
    }
    var plan = CSVPlan(
      header: header, dialect: dialect, arrayDelimiter: options.arrayDelimiter,
      fieldByteLimit: options.fieldByteLimit,
      recordByteLimit: options.recordByteLimit,
      replacesInvalidUTF8: options.invalidUTF8 == .replace,
      quotesMeanText: !isQuoted, file: number, path: file.path)
    try complete(&plan, file)
    return CSVSource(
      plan: plan, holdsHeader: file.headerPath == nil, byteCount: input.byteCount,
      input: input.canBeReadAgain ? nil : input)
  }

  private func dialect(of path: String, beginning: [UInt8]) throws(ImportError) -> CSVDialect {
    let line = beginning.prefix { $0 != 0x0a && $0 != 0x0d }
    let name = path.lowercased()
    var delimiter: UInt8 = 0x2c
    if let given = options.delimiter {
      delimiter = given
    } else if name.hasSuffix(".tsv") || name.hasSuffix(".tab") {
      delimiter = 0x09
    } else if !line.contains(0x2c) {
      let others: [UInt8] = [0x09, 0x3b, 0x7c]
      delimiter = others.first(where: line.contains) ?? 0x2c
    }
    guard let dialect = CSVDialect(delimiter: delimiter, quote: options.quote) else {
      throw .badOption("delimiter and quote must be two different ASCII bytes and no line ends")
    }
    return dialect
  }

  /// The fields of the first record, its line, and whether all of them are in quotes.
  private static func titles(
    _ bytes: [UInt8], _ dialect: CSVDialect, path: String
  ) throws(ImportError) -> (titles: [String], line: Int, isQuoted: Bool) {
    var scanner = CSVScanner(bytes.span, dialect: dialect)
    var titles: [String] = []
    var isQuoted = true
    func problem(_ text: String) -> ImportError {
      .badHeader(
        path: path, line: 1, column: titles.isEmpty ? nil : titles.count + 1,
        problem: .malformed(text))
    }
    while true {
      switch scanner.next() {
      case .end: throw problem("the file holds no header")
      case .fault(let fault): throw problem(fault.message)
      case .field(let field):
        guard field.end < headerByteLimit else { throw problem("the header is too long") }
        var text: [UInt8] = []
        field.appendUnescaped(from: bytes.span, dialect: dialect, to: &text)
        guard let title = String(validating: text, as: UTF8.self) else {
          throw problem("the header is not UTF-8; save the file as UTF-8")
        }
        titles.append(title)
        isQuoted = isQuoted && field.isQuoted
        if field.endsRecord {
          let line = 1 + countLineEnds(in: bytes.span, before: scanner.recordStart)
          return (titles, line, isQuoted)
        }
      }
    }
  }

  /// Gives numbers to the names that a plan knows.
  private mutating func complete(_ plan: inout CSVPlan, _ file: ImportFile) throws(ImportError) {
    plan.labels = file.labels.map { UTF8String($0) }
    plan.type = file.type.map { UTF8String($0) }
    if plan.type == nil, plan.header.isPlain { plan.type = "RELATED_TO" }
    for (place, column) in plan.header.columns.enumerated() {
      switch column.role {
      case .id, .start, .end: plan.spaces.append(spaces.number(of: column.space))
      case .property, .ignored, .label, .type: plan.spaces.append(0)
      }
      switch column.role {
      case .id: plan.idColumn = place
      case .start: plan.startColumn = place
      case .end: plan.endColumn = place
      case .label, .type: plan.nameColumn = place
      case .property, .ignored: break
      }
      if column.isStored {
        plan.storedColumns.append(place)
        plan.keys.append(try key(named: column.name))
      }
    }
  }
}
