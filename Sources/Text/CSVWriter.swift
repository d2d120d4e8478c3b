// Writes comma-separated values that CSVScanner reads back byte for byte: quotes only where they
// are needed, `""` for empty text and nothing at all for null. Appends to a byte buffer of the
// caller, who decides when to flush it. Numbers and dates are the caller's text.

/// Writes records field by field.
public struct CSVWriter: Sendable {
  /// When fields are put in quotes.
  public enum Quoting: Sendable {
    /// Only where the text could be misread otherwise.
    case whereNeeded
    /// Text always, so that it is told from numbers and the like; others where needed.
    case text
    /// Every field that is not null.
    case always
  }

  private let dialect: CSVDialect
  private let quoting: Quoting
  private let isForSpreadsheets: Bool
  private var isAtRecordStart = true

  /// Makes a writer with LF line ends.
  public init(dialect: CSVDialect = .standard, quoting: Quoting = .whereNeeded) {
    self.init(dialect: dialect, quoting: quoting, isForSpreadsheets: false)
  }

  /// A writer whose files are safe to open in a spreadsheet.
  ///
  /// Text cells that would run as a formula (they start with `=`, `+`, `-`, `@`, tab or CR) get a
  /// leading `'`, lines end in CRLF. This changes the text; such files are for people, not for
  /// import.
  public static let excel = CSVWriter(
    dialect: .standard, quoting: .whereNeeded, isForSpreadsheets: true)

  private init(dialect: CSVDialect, quoting: Quoting, isForSpreadsheets: Bool) {
    self.dialect = dialect
    self.quoting = quoting
    self.isForSpreadsheets = isForSpreadsheets
  }

  /// Begins a file: spreadsheets want a byte order mark, everybody else nothing.
  public func beginFile(to output: inout [UInt8]) {
    if isForSpreadsheets { output.append(literal: "\u{feff}") }
  }

  /// Writes a text field; only these are guarded against formulas.
  public mutating func text(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    let isFormula = isForSpreadsheets && startsLikeFormula(bytes)
    field(bytes, prefix: isFormula ? 0x27 : nil, isText: true, to: &output)
  }

  /// Writes a text field.
  public mutating func text(_ text: UTF8String, to output: inout [UInt8]) {
    let view = text.string.utf8
    self.text(view.span, to: &output)
  }

  /// Writes a number, date or anything else that is not text.
  public mutating func plain(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
    field(bytes, prefix: nil, isText: false, to: &output)
  }

  /// Writes a field that has no value.
  public mutating func null(to output: inout [UInt8]) {
    separate(&output)
  }

  /// Ends the record; one that consists of a single null is a blank line.
  public mutating func endRecord(to output: inout [UInt8]) {
    if isForSpreadsheets { output.append(0x0d) }
    output.append(0x0a)
    isAtRecordStart = true
  }

  private mutating func separate(_ output: inout [UInt8]) {
    if !isAtRecordStart { output.append(dialect.delimiter) }
    isAtRecordStart = false
  }

  private mutating func field(
    _ bytes: Span<UInt8>, prefix: UInt8?, isText: Bool, to output: inout [UInt8]
  ) {
    // A byte order mark at the start of a file would be taken for the file's own.
    let startsWithMark = isAtRecordStart && startsWithByteOrderMark(bytes)
    separate(&output)
    let isAlwaysQuoted = quoting == .always || (quoting == .text && isText)
    guard isAlwaysQuoted || bytes.isEmpty || startsWithMark || containsStructure(bytes) else {
      if let prefix { output.append(prefix) }
      output.append(bytes)
      return
    }
    output.append(dialect.quote)
    if let prefix { output.append(prefix) }
    var start = 0
    while let quote = firstOffset(of: dialect.quote, in: bytes, from: start) {
      output.append(bytes.extracting(start..<quote + 1))
      output.append(dialect.quote)
      start = quote + 1
    }
    output.append(bytes.extracting(start..<bytes.count))
    output.append(dialect.quote)
  }

  private func containsStructure(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == dialect.delimiter || byte == dialect.quote || byte == 0x0a || byte == 0x0d {
        return true
      }
    }
    return false
  }

  private func startsLikeFormula(_ bytes: Span<UInt8>) -> Bool {
    guard !bytes.isEmpty else { return false }
    return switch bytes[0] {
    case 0x3d, 0x2b, 0x2d, 0x40, 0x09, 0x0d: true
    default: false
    }
  }
}
