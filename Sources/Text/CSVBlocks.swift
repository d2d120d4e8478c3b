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
  /// Where the beginning of a record stands that is longer than the limit, or nil.
  ///
  /// It is the last thing in the block and not to be scanned; reading goes on at a later line.
  public var tooLongRecord: Int?

  /// The line in the file of an offset in this block, counted from 1.
  ///
  /// - Complexity: linear in the offset; meant for messages.
  public func line(at offset: Int) -> Int {
    firstLine + countLineEnds(in: bytes.span, before: offset)
  }
}

/// Collects buffers and hands out blocks that end where a record ends.
///
/// The bytes of all blocks together are those of the file without its byte order mark, and scanning
/// them (with `startsFile: false`) gives the same tokens as scanning the file at once. Only a
/// record that is longer than the limit is left out: behind a quote that stays open so long,
/// reading goes on at the line after the one on which it opened, else at the line after the record.
public struct CSVBlocks: Sendable {
  private enum State {
    case outside, quoted, skippingLine
    /// In the rest of a record that is too long, up to the end of its line.
    case leavingOut
  }

  /// How much is kept of a record that is too long, to show it by.
  private static let shownByteCount = 1 << 10

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
  /// Where in `pending` the latest quote that opens a field stands.
  private var openQuote = 0

  /// Starts at the beginning of a file.
  public init(dialect: CSVDialect = .standard, maxRecordBytes: Int = 64 << 20) {
    self.dialect = dialect
    limit = maxRecordBytes
  }

  /// Takes the next bytes of the file; returns the whole records so far, if any.
  public mutating func add(_ buffer: Span<UInt8>) -> CSVBlock? {
    pending.append(buffer)
    if !hasPassedMark {
      guard pending.count >= 3 else { return nil }
      passByteOrderMark()
    }
    examine()
    if state != .leavingOut, pending.count - boundary > limit { return leaveOut() }
    return boundary > 0 ? cut(at: boundary) : nil
  }

  /// Says that the file has ended; returns what is left.
  public mutating func finish() -> CSVBlock? {
    if !hasPassedMark { passByteOrderMark() }
    if state == .leavingOut { return nil }
    return pending.isEmpty ? nil : cut(at: pending.count)
  }

  /// Hands out what is before a record that is too long, and the beginning of that record.
  ///
  /// Going back behind an open quote cannot repeat over the same bytes: every later run of quotes
  /// has even length, or one of them would have closed it, so that no field after it stays open.
  private mutating func leaveOut() -> CSVBlock {
    let start = boundary
    if state == .quoted, let end = firstLineEnd(from: openQuote) {
      var block = cut(at: end)
      block.tooLongRecord = start
      examined = 0
      state = .outside
      return block
    }
    // A CR at the end may be half of a line end.
    let dropped = pending.last == 0x0d ? pending.count - 1 : pending.count
    let shown = pending[..<min(start + Self.shownByteCount, dropped)]
    let block = CSVBlock(
      bytes: Array(shown), offset: offset, firstLine: firstLine, tooLongRecord: start)
    drop(dropped)
    state = .leavingOut
    return block
  }

  /// The offset behind the first line end, where the bytes tell it.
  private func firstLineEnd(from start: Int) -> Int? {
    var place = start
    while place < pending.count {
      if pending[place] == 0x0a { return place + 1 }
      if pending[place] == 0x0d {
        guard place + 1 < pending.count else { return nil }
        return pending[place + 1] == 0x0a ? place + 2 : place + 1
      }
      place += 1
    }
    return nil
  }

  /// Drops what belongs to a record that is too long.
  private mutating func dropRecord() {
    if let end = firstLineEnd(from: 0) {
      drop(end)
      state = .outside
    } else {
      drop(pending.last == 0x0d ? pending.count - 1 : pending.count)
    }
  }

  private mutating func drop(_ count: Int) {
    firstLine += countLineEnds(in: pending.span, before: count)
    offset += count
    pending.removeFirst(count)
    (examined, boundary) = (0, 0)
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
    openQuote = max(openQuote - end, 0)
    boundary = 0
    return block
  }

  /// Moves `examined` as far as the bytes allow and notes the last boundary on the way.
  private mutating func examine() {
    if state == .leavingOut { dropRecord() }
    if state == .leavingOut { return }
    let bytes = pending
    var goesOn = true
    while goesOn && examined < bytes.count {
      switch state {
      case .outside: goesOn = examineOutside(bytes.span)
      case .quoted: goesOn = examineQuoted(bytes.span)
      case .skippingLine, .leavingOut: goesOn = skipLine(bytes.span)
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
        openQuote = quote
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
