// LOAD CSV: the records of a file as maps or lists of texts, for each row. The file is read in
// pieces and handed on in batches, so its size does not matter.

internal import Graph
internal import Text

/// Reads records of a CSV file.
final class LoadCSV: Operator {
  private let load: BoundLoadCSV

  init(_ load: BoundLoadCSV, _ place: OperatorPlace, next: Operator) {
    self.load = load
    super.init(place, next: next)
  }

  override func push(_ batch: Batch) throws(QueryError) {
    for row in 0..<batch.count {
      if flow.isSatisfied { return }
      do {
        try read(batch, row)
      } catch {
        throw error.located(at: load.span)
      }
    }
  }

  private func read(_ batch: Batch, _ row: Int) throws(QueryError) {
    guard let name = try text(of: load.source, batch, row) else { return }
    let dialect = try dialect(batch, row)
    let file = try ImportedFile(name, below: context.options.importFolder)
    var blocks = CSVBlocks(dialect: dialect)
    var reader = CSVRecordReader(
      file: name, dialect: dialect, hasHeaders: load.hasHeaders)
    while !flow.isSatisfied {
      try context.budget.check()
      let bytes = try file.read(upTo: 1 << 18)
      let block = bytes.isEmpty ? blocks.finish() : blocks.add(bytes.span)
      if let block {
        try reader.read(block) { records throws(QueryError) in
          try hand(on: records, batch, row)
          return !flow.isSatisfied
        }
      }
      if bytes.isEmpty { return }
    }
  }

  private func hand(on records: [Value], _ batch: Batch, _ row: Int) throws(QueryError) {
    let rows = [Int32](repeating: Int32(truncatingIfNeeded: row), count: records.count)
    var output = batch.gathered(rows, keeping: live)
    if live.wants(load.slot) { output[load.slot] = .values(records) }
    try send(output)
  }

  /// The name of the file; nil for null.
  private func text(
    of expression: BoundExpression, _ batch: Batch, _ row: Int
  ) throws(QueryError) -> UTF8String? {
    switch try evaluator.value(of: expression, batch, row) {
    case .string(let text): return text
    case .null: return nil
    case let other:
      throw .type(
        .invalidArgumentType, "LOAD CSV needs a String here, but got \(other.kinds.names)",
        at: expression.span)
    }
  }

  private func dialect(_ batch: Batch, _ row: Int) throws(QueryError) -> CSVDialect {
    guard let separator = load.separator, let text = try text(of: separator, batch, row) else {
      return .standard
    }
    let bytes = Array(text.string.utf8)
    guard bytes.count == 1, let dialect = CSVDialect(delimiter: bytes[0]) else {
      throw .argument(
        .invalidArgumentValue,
        "FIELDTERMINATOR must be one ASCII character other than a quote or a line end",
        subject: text.string, at: separator.span)
    }
    return dialect
  }
}

/// Makes values of the records of a file.
struct CSVRecordReader {
  private let file: UTF8String
  private let dialect: CSVDialect
  private let hasHeaders: Bool
  /// The names of the columns in the order of their keys, each once, with the number of the column.
  private var headers: [(name: UTF8String, column: Int)]?
  private var fields: [Value] = []
  private var scratch: [UInt8] = []

  init(file: UTF8String, dialect: CSVDialect, hasHeaders: Bool) {
    self.file = file
    self.dialect = dialect
    self.hasHeaders = hasHeaders
  }

  /// Reads whole records and hands on their values; stops where the function returns false.
  mutating func read(
    _ block: CSVBlock, _ body: ([Value]) throws(QueryError) -> Bool
  ) throws(QueryError) {
    let bytes = block.bytes.span
    var scanner = CSVScanner(bytes, dialect: dialect, startsFile: false)
    var records: [Value] = []
    while true {
      switch scanner.next() {
      case .field(let field):
        if let tooLong = block.tooLongRecord, scanner.recordStart >= tooLong {
          throw failure("the record is too long; is a quote missing?", block, at: tooLong)
        }
        fields.append(try value(of: field, in: bytes, of: block))
        if field.endsRecord {
          if let record = takeRecord() { records.append(record) }
          if records.count >= Batch.size {
            if try !body(records) { return }
            records.removeAll(keepingCapacity: true)
          }
        }
      case .fault(let fault): throw failure(fault.message, block, at: fault.offset)
      case .end:
        if !records.isEmpty { _ = try body(records) }
        return
      }
    }
  }

  private mutating func value(
    of field: CSVField, in bytes: Span<UInt8>, of block: CSVBlock
  ) throws(QueryError) -> Value {
    if field.isAbsent { return .null }
    scratch.removeAll(keepingCapacity: true)
    field.appendUnescaped(from: bytes, dialect: dialect, to: &scratch)
    guard let text = UTF8String(validating: scratch.span) else {
      throw failure("the text is not UTF-8; convert the file first", block, at: field.start)
    }
    return .string(text)
  }

  /// The record whose fields were read; nil for the one that names the columns.
  private mutating func takeRecord() -> Value? {
    defer { fields.removeAll(keepingCapacity: true) }
    if !hasHeaders { return .list(fields) }
    guard let headers else {
      self.headers = Self.headers(fields)
      return nil
    }
    var entries: [(key: UTF8String, value: Value)] = []
    entries.reserveCapacity(headers.count)
    for (name, column) in headers {
      entries.append((name, column < fields.count ? fields[column] : .null))
    }
    return .map(ValueMap(entries))
  }

  private static func headers(_ fields: [Value]) -> [(name: UTF8String, column: Int)] {
    var headers: [(name: UTF8String, column: Int)] = []
    for (column, field) in fields.enumerated() {
      guard case .string(let name) = field else { continue }
      if !headers.contains(where: { $0.name == name }) { headers.append((name, column)) }
    }
    return headers.sorted { $0.name < $1.name }
  }

  private func failure(_ message: String, _ block: CSVBlock, at offset: Int) -> QueryError {
    QueryError(
      .storageError, .fileNotReadable, .runtime,
      "\(file), line \(block.line(at: offset)), column \(fields.count + 1): \(message)",
      subject: file.string)
  }
}
