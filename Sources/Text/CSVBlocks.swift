// Cuts a CSV file that is read in pieces into blocks of whole records, so that blocks can be
// scanned in parallel by CSVScanner. The cutter runs the scanner's own grammar, but jumps from
// quote to quote: outside of quotes a quote opens a field only where a field starts, inside only an
// undoubled quote closes it. Counting the parity of quotes would be wrong as soon as one quote
// stands inside an unquoted field. Reading files and starting tasks is the caller's business.

/// Whole records of a CSV file, and where they stood in it.
public struct CSVBlock: Sendable, Equatable {
  /// The records.
  public var bytes: [UInt8]
  /// The offset of the first byte in the file.
  public var offset: Int
  /// The number of the first line, counted from 1.
  public var firstLine: Int

  /// The line in the file of an offset in this block, counted from 1.
  ///
  /// - Complexity: linear in the offset; meant for messages.
  public func line(at offset: Int) -> Int {
    firstLine + countLineEnds(in: bytes.span, before: offset)
  }
}

/// A record that is longer than the reader may hold.
public struct CSVRecordTooLong: Error, Equatable {
  /// The offset in the file at which the record starts.
  public let offset: Int
  /// The line at which the record starts, counted from 1.
  public let line: Int
  /// The limit in bytes.
  public let limit: Int

  /// Cause and proposal in words.
  public var message: String {
    "the record on line \(line) is longer than \(limit) bytes; is a quote left open there?"
  }
}

/// Collects buffers and hands out blocks that end where a record ends.
///
/// The bytes of all blocks together are those of the file without its byte order mark, and scanning
/// them (with `startsFile: false`) gives the same tokens as scanning the file at once.
public struct CSVBlocks: Sendable {
  private enum State {
    case outside, quoted, skippingLine
  }

  private let dialect: CSVDialect
  private let limit: Int
  private var pending: [UInt8] = []
  /// The place in the file of `pending`.
  private var offset = 0
  private var firstLine = 1
  private var hasPassedMark = false
  private var state = State.outside
  /// How far `state` has come in `pending`.
  private var examined = 0
  /// The end of the last record in `pending` that is known to be whole.
  private var boundary = 0

  /// Starts at the beginning of a file.
  public init(dialect: CSVDialect = .standard, maxRecordBytes: Int = 64 << 20) {
    self.dialect = dialect
    limit = maxRecordBytes
  }

  /// Takes the next bytes of the file; returns the whole records so far, if any.
  public mutating func add(_ buffer: Span<UInt8>) throws(CSVRecordTooLong) -> CSVBlock? {
    pending.append(buffer)
    if !hasPassedMark {
      guard pending.count >= 3 else { return nil }
      passByteOrderMark()
    }
    examine()
    let rest = pending.count - boundary
    guard rest <= limit else {
      let line = firstLine + countLineEnds(in: pending.span, before: boundary)
      throw CSVRecordTooLong(offset: offset + boundary, line: line, limit: limit)
    }
    return boundary > 0 ? cut(at: boundary) : nil
  }

  /// Says that the file has ended; returns what is left.
  public mutating func finish() -> CSVBlock? {
    if !hasPassedMark { passByteOrderMark() }
    return pending.isEmpty ? nil : cut(at: pending.count)
  }

  private mutating func passByteOrderMark() {
    hasPassedMark = true
    guard startsWithByteOrderMark(pending.span) else { return }
    pending.removeFirst(3)
    offset = 3
  }

  private mutating func cut(at end: Int) -> CSVBlock {
    let rest = [UInt8](pending[end...])
    pending.removeSubrange(end...)
    let block = CSVBlock(bytes: pending, offset: offset, firstLine: firstLine)
    firstLine += countLineEnds(in: pending.span, before: end)
    offset += end
    pending = rest
    examined = max(examined - end, 0)
    boundary = 0
    return block
  }

  /// Moves `examined` as far as the bytes allow and notes the last boundary on the way.
  private mutating func examine() {
    let bytes = pending
    var goesOn = true
    while goesOn && examined < bytes.count {
      switch state {
      case .outside: goesOn = examineOutside(bytes.span)
      case .quoted: goesOn = examineQuoted(bytes.span)
      case .skippingLine: goesOn = skipLine(bytes.span)
      }
    }
  }

  /// Walks to the next quote that opens a field; false where more bytes are needed.
  private mutating func examineOutside(_ bytes: Span<UInt8>) -> Bool {
    let start = examined
    var from = start
    while let quote = firstOffset(of: dialect.quote, in: bytes, from: from) {
      if quote == 0 || isFieldEnd(bytes[quote - 1]) {
        noteBoundary(in: start..<quote, bytes)
        state = .quoted
        examined = quote + 1
        return true
      }
      from = quote + 1
    }
    noteBoundary(in: start..<bytes.count, bytes)
    // Whether a CR at the end is a line end of its own shows only with the next byte.
    let endsInReturn = bytes[bytes.count - 1] == 0x0d
    examined = endsInReturn ? bytes.count - 1 : bytes.count
    return false
  }

  /// Walks to the quote that closes the field; false where more bytes are needed.
  private mutating func examineQuoted(_ bytes: Span<UInt8>) -> Bool {
    while let quote = firstOffset(of: dialect.quote, in: bytes, from: examined) {
      examined = quote
      let after = quote + 1
      guard after < bytes.count else { return false }
      if bytes[after] == dialect.quote {
        examined = after + 1
        continue
      }
      examined = after
      state = isFieldEnd(bytes[after]) ? .outside : .skippingLine
      return true
    }
    examined = bytes.count
    return false
  }

  /// Walks to the end of a line that the scanner gives up.
  private mutating func skipLine(_ bytes: Span<UInt8>) -> Bool {
    while examined < bytes.count {
      if bytes[examined] == 0x0a || bytes[examined] == 0x0d {
        state = .outside
        return true
      }
      examined += 1
    }
    return false
  }

  private mutating func noteBoundary(in range: Range<Int>, _ bytes: Span<UInt8>) {
    var index = range.upperBound
    while index > range.lowerBound {
      let byte = bytes[index - 1]
      if byte == 0x0a || byte == 0x0d && index < bytes.count {
        boundary = index
        return
      }
      index -= 1
    }
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == dialect.delimiter || byte == 0x0a || byte == 0x0d
  }
}
