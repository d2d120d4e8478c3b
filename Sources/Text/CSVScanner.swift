// Reads comma-separated values (RFC 4180 with the habits of Neo4j's importer) from one buffer that
// holds whole records. Fields come out as byte ranges: nothing is copied or allocated, quotes are
// undone only where the caller asks (`appendUnescaped`).
//
// Speed comes from looking at eight bytes at once: one word of bits says where delimiter, quote, CR
// and LF stand, and is used up bit by bit across calls. A quote inside an unquoted field is plain
// text, as in Neo4j. Cutting a file into such buffers is the work of CSVBlocks.

/// The bytes that give a CSV file its structure.
@frozen
public struct CSVDialect: Sendable, Equatable {
  /// The byte between two fields.
  public let delimiter: UInt8
  /// The byte around fields that contain structure bytes.
  public let quote: UInt8
  /// Whether a line without any byte is no record rather than a record of one empty field.
  public let skipsBlankLines: Bool

  /// Comma and double quote; blank lines are skipped.
  public static let standard = CSVDialect(unchecked: 0x2c, quote: 0x22, skipsBlankLines: true)

  /// Makes a dialect, or nil where the bytes could not be told apart: both must be ASCII, differ
  /// from each other and not be CR or LF.
  public init?(delimiter: UInt8, quote: UInt8 = 0x22, skipsBlankLines: Bool = true) {
    let lineEnds: [UInt8] = [0x0a, 0x0d]
    guard delimiter < 0x80, quote < 0x80, delimiter != quote,
      !lineEnds.contains(delimiter), !lineEnds.contains(quote)
    else { return nil }
    self.init(unchecked: delimiter, quote: quote, skipsBlankLines: skipsBlankLines)
  }

  init(unchecked delimiter: UInt8, quote: UInt8, skipsBlankLines: Bool) {
    self.delimiter = delimiter
    self.quote = quote
    self.skipsBlankLines = skipsBlankLines
  }
}

/// One field: where its text stands in the buffer, without its quotes.
@frozen
public struct CSVField: Sendable, Equatable {
  /// The offset of the first byte of the text.
  public var start: Int
  /// The offset after the last byte of the text.
  public var end: Int
  /// Whether the field stood in quotes: tells `""` (empty text) from nothing (null).
  public var isQuoted: Bool
  /// Whether the text holds doubled quotes that `appendUnescaped` has to undo.
  public var hasDoubledQuotes: Bool
  /// Whether this is the last field of its record.
  public var endsRecord: Bool

  /// Whether nothing at all was written for this field, which importers read as null.
  @inlinable public var isAbsent: Bool { start == end && !isQuoted }

  /// The offsets of the text.
  @inlinable public var range: Range<Int> { start..<end }

  @inlinable
  init(start: Int, end: Int, isQuoted: Bool, hasDoubledQuotes: Bool, endsRecord: Bool) {
    self.start = start
    self.end = end
    self.isQuoted = isQuoted
    self.hasDoubledQuotes = hasDoubledQuotes
    self.endsRecord = endsRecord
  }
}

/// What is wrong with a record; fields of it that were handed out before are void.
@frozen
public struct CSVFault: Sendable, Equatable {
  /// The ways in which a record can be malformed.
  @frozen
  public enum Reason: Sendable, Equatable {
    /// Something other than a delimiter or a line end follows a closing quote.
    case textAfterQuote
    /// A quote was opened and never closed.
    case unterminatedQuote
  }

  /// The offset in the buffer at which the record starts.
  public let recordStart: Int
  /// The offset of the text after the quote, or of the quote that stays open.
  public let offset: Int
  /// What is wrong there.
  public let reason: Reason

  @inlinable
  init(recordStart: Int, offset: Int, reason: Reason) {
    self.recordStart = recordStart
    self.offset = offset
    self.reason = reason
  }

  /// Cause and proposal in words.
  public var message: String {
    switch reason {
    case .textAfterQuote:
      "text after a closing quote; double the quote (\"\") if it belongs to the field"
    case .unterminatedQuote:
      "a quote is opened here and never closed; close it, or double it if it is text"
    }
  }
}

/// What the scanner found next.
@frozen
public enum CSVToken: Sendable, Equatable {
  /// The next field of the current record.
  case field(CSVField)
  /// The current record is malformed; scanning goes on at a later line.
  case fault(CSVFault)
  /// No more records.
  case end
}

/// Scans the fields of a buffer that holds whole records.
///
/// A malformed record yields one `.fault` and costs one line (after a quote that stays open, the
/// line on which it opened), so that it never swallows the rest. The buffer is read at most twice.
@frozen
public struct CSVScanner: ~Escapable {
  @usableFromInline let bytes: Span<UInt8>
  @usableFromInline let dialect: CSVDialect
  @usableFromInline let delimiters: UInt64
  @usableFromInline let quotes: UInt64
  /// Where the next field starts.
  @usableFromInline var position: Int
  /// Whether the last field ended with a delimiter, so that another one must follow.
  @usableFromInline var isMidRecord = false
  /// Where the current record starts.
  @usableFromInline var recordOffset: Int
  /// The offset of the eight bytes that `structure` speaks of.
  @usableFromInline var wordStart: Int
  /// High bits of those bytes of the word that are structure and not yet passed.
  @usableFromInline var structure: UInt64 = 0

  /// Starts at the first byte; `startsFile` says that a byte order mark there is to be skipped.
  @inlinable
  @_lifetime(copy bytes)
  public init(_ bytes: Span<UInt8>, dialect: CSVDialect = .standard, startsFile: Bool = true) {
    self.bytes = bytes
    self.dialect = dialect
    delimiters = EightBytes.repeating(dialect.delimiter)
    quotes = EightBytes.repeating(dialect.quote)
    let start = startsFile && startsWithByteOrderMark(bytes) ? 3 : 0
    position = start
    recordOffset = start
    wordStart = start &- 8
  }

  /// The offset at which the record of the latest field starts; `countLineEnds` makes it a line.
  @inlinable public var recordStart: Int { recordOffset }

  /// The next field, fault, or the end.
  @inlinable
  public mutating func next() -> CSVToken {
    while true {
      let start = position
      if !isMidRecord { recordOffset = start }
      if start >= bytes.count {
        guard isMidRecord else { return .end }
        return .field(finish(start: start, end: start, after: start))
      }
      if bytes[start] == dialect.quote { return quotedField() }
      var stop = nextStructure()
      while stop < bytes.count, bytes[stop] == dialect.quote { stop = nextStructure() }
      let isBlank = stop == start && !isMidRecord && bytes[stop] != dialect.delimiter
      let field = finish(start: start, end: stop, after: stop)
      if isBlank && dialect.skipsBlankLines { continue }
      return .field(field)
    }
  }

  @inlinable
  mutating func quotedField() -> CSVToken {
    let open = position
    var isDoubled = false
    var closing = nextStructure(from: open &+ 1)
    while true {
      while closing < bytes.count, bytes[closing] != dialect.quote { closing = nextStructure() }
      if closing >= bytes.count { return fault(at: open, .unterminatedQuote) }
      let after = closing &+ 1
      if after < bytes.count, bytes[after] == dialect.quote {
        isDoubled = true
        closing = nextStructure(from: after &+ 1)
        continue
      }
      if after < bytes.count, !isFieldEnd(bytes[after]) {
        return fault(at: after, .textAfterQuote)
      }
      var field = finish(start: open &+ 1, end: closing, after: nextStructure())
      field.isQuoted = true
      field.hasDoubledQuotes = isDoubled
      return .field(field)
    }
  }

  /// Steps over the delimiter or line end at `after`, which has just been passed in `structure`.
  @inlinable @inline(__always)
  mutating func finish(start: Int, end: Int, after: Int) -> CSVField {
    isMidRecord = after < bytes.count && bytes[after] == dialect.delimiter
    position = min(after &+ 1, bytes.count)
    if !isMidRecord, position < bytes.count, bytes[after] == 0x0d, bytes[position] == 0x0a {
      position = nextStructure() &+ 1
    }
    return CSVField(
      start: start, end: end, isQuoted: false, hasDoubledQuotes: false, endsRecord: !isMidRecord)
  }

  /// Gives up the current record and steps to the line after `offset`.
  ///
  /// Going back after an open quote cannot repeat: every later run of quotes has even length, or
  /// one of them would have closed it, so that no later field stays open to the end.
  @inline(never) @usableFromInline
  mutating func fault(at offset: Int, _ reason: CSVFault.Reason) -> CSVToken {
    let fault = CSVFault(recordStart: recordOffset, offset: offset, reason: reason)
    wordStart = offset &- 8
    structure = 0
    var stop = nextStructure()
    while stop < bytes.count, bytes[stop] != 0x0a, bytes[stop] != 0x0d { stop = nextStructure() }
    _ = finish(start: offset, end: stop, after: stop)
    return .fault(fault)
  }

  @inlinable @inline(__always)
  func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == dialect.delimiter || byte == 0x0a || byte == 0x0d
  }

  /// Passes and returns the offset of the next delimiter, quote, CR or LF, or the end.
  @inlinable @inline(__always)
  mutating func nextStructure() -> Int {
    while structure == 0 {
      let start = wordStart &+ 8
      if start &+ 8 <= bytes.count {
        structure = structureBits(of: EightBytes.load(bytes, at: start))
      } else if start < bytes.count {
        // The missing bytes are zero; a dialect with a zero delimiter must not see them.
        let missing = UInt64(truncatingIfNeeded: (start &+ 8 &- bytes.count) &* 8)
        let bits = structureBits(of: EightBytes.loadTail(bytes, at: start))
        structure = (bits &<< missing) &>> missing
      } else {
        return bytes.count
      }
      wordStart = start
    }
    let offset = wordStart &+ structure.trailingZeroBitCount &>> 3
    structure &= structure &- 1
    return offset
  }

  /// As `nextStructure()`, but passes everything before `offset` too.
  @inlinable @inline(__always)
  mutating func nextStructure(from offset: Int) -> Int {
    var found = nextStructure()
    while found < offset, found < bytes.count { found = nextStructure() }
    return found
  }

  @inlinable @inline(__always)
  func structureBits(of word: UInt64) -> UInt64 {
    let none =
      EightBytes.nonZero(word ^ delimiters) & EightBytes.nonZero(word ^ quotes)
      & EightBytes.nonZero(word ^ EightBytes.repeating(0x0a))
      & EightBytes.nonZero(word ^ EightBytes.repeating(0x0d))
    return ~none & EightBytes.high
  }
}

extension CSVField {
  /// Appends the text of the field, with doubled quotes made single.
  @inlinable
  public func appendUnescaped(
    from bytes: Span<UInt8>, dialect: CSVDialect, to output: inout [UInt8]
  ) {
    let text = bytes.extracting(start..<end)
    guard hasDoubledQuotes else {
      output.append(text)
      return
    }
    var offset = 0
    while offset < text.count {
      let byte = text[offset]
      output.append(byte)
      offset &+= byte == dialect.quote ? 2 : 1
    }
  }
}

/// Whether the bytes start with the UTF-8 byte order mark.
@inlinable
public func startsWithByteOrderMark(_ bytes: Span<UInt8>) -> Bool {
  bytes.count >= 3 && bytes[0] == 0xef && bytes[1] == 0xbb && bytes[2] == 0xbf
}
