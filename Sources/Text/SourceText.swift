// A text with positions: its bytes and where its lines start. Offsets are what everything stores;
// lines and columns are worked out when a message is written. Lines end in LF, CRLF or CR; columns
// count code points, as editors do.

/// A range of byte offsets in a source text.
@frozen
public struct SourceSpan: Sendable, Equatable, Hashable {
  /// The offset of the first byte.
  public var start: Int
  /// The offset after the last byte.
  public var end: Int

  /// Makes a span; an end before the start is moved to the start.
  @inlinable
  public init(start: Int, end: Int) {
    self.start = start
    self.end = max(start, end)
  }

  /// The smallest span that holds both.
  @inlinable
  public func joined(_ other: SourceSpan) -> SourceSpan {
    SourceSpan(start: min(start, other.start), end: max(end, other.end))
  }
}

/// A line and a column, both counted from 1.
public struct SourcePlace: Sendable, Equatable {
  /// The line.
  public var line: Int
  /// The column in code points.
  public var column: Int
}

/// Bytes with a table of their lines.
public struct SourceText: Sendable {
  /// The bytes; they need not be valid UTF-8.
  public let bytes: [UInt8]
  /// What to call this text in messages, such as a path; nil for what was typed.
  public let name: String?
  private let lineStarts: [Int]

  /// Finds the lines of a text.
  ///
  /// - Complexity: linear.
  public init(_ bytes: [UInt8], name: String? = nil) {
    self.bytes = bytes
    self.name = name
    var starts = [0]
    let span = bytes.span
    for index in span.indices {
      let byte = span[index]
      let isReturn = byte == 0x0d && !(index + 1 < span.count && span[index + 1] == 0x0a)
      if byte == 0x0a || isReturn { starts.append(index + 1) }
    }
    lineStarts = starts
  }

  /// Finds the lines of a text.
  public init(_ text: String, name: String? = nil) {
    self.init(Array(text.utf8), name: name)
  }

  /// The number of lines; an empty text has one.
  public var lineCount: Int { lineStarts.count }

  /// The line that holds an offset, counted from 1; offsets beyond the text belong to the last.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low + 1
  }

  /// The offsets of a line without its line end; empty where there is no such line.
  public func lineSpan(_ line: Int) -> SourceSpan {
    guard line >= 1, line <= lineStarts.count else {
      return SourceSpan(start: bytes.count, end: bytes.count)
    }
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] : bytes.count
    if line < lineStarts.count {
      end -= 1
      if end > start, bytes[end] == 0x0a, bytes[end - 1] == 0x0d { end -= 1 }
    }
    return SourceSpan(start: start, end: end)
  }

  /// The line and column of an offset.
  public func place(at offset: Int) -> SourcePlace {
    let offset = min(max(offset, 0), bytes.count)
    let line = line(at: offset)
    var column = 1
    for index in lineStarts[line - 1]..<offset where bytes[index] & 0xc0 != 0x80 { column += 1 }
    return SourcePlace(line: line, column: column)
  }
}
